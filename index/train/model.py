"""The training loop: a static embedding with one learned weight a token, in-batch negatives."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.train.pairs import Source

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

QUERY_TOKENS = 64
REPORT_EVERY = 100


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides a training run besides the data."""

    vocabulary: int = 32_000
    dimensions: int = 512
    batch: int = 1024
    passes: float = 2.0
    learning_rate: float = 0.02
    scale: float = 20.0
    rare_share: float = 1e-3
    """Starting weight of a token of share p: a / (a + p) with this a."""
    same_document: float = 0.5
    """Share of the pairs whose batch holds other pairs of the same document."""
    passage_tokens: int = 200
    threads: int = 2
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Tokens:
    """The token ids of the pairs of one source."""

    name: str
    repeats: float
    queries: list[np.ndarray]
    passages: list[np.ndarray]
    documents: list[str]
    answers: np.ndarray
    """A number for each pair; equal ones answer each other's query."""


@dataclass(frozen=True, slots=True)
class Trained:
    """The embedding, token weights folded in, and the loss of every step by source."""

    embedding: np.ndarray
    losses: tuple[tuple[str, float], ...]


def tokenise(tokenizer: Tokenizer, sources: list[Source], recipe: Recipe) -> list[Tokens]:
    """Encode all pairs once."""

    def encode(texts: list[str], limit: int) -> list[np.ndarray]:
        encodings = tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        return [np.array(encoding.ids[:limit] or [0], dtype=np.int32) for encoding in encodings]

    return [
        Tokens(
            source.name,
            source.repeats,
            encode([pair.query for pair in source.pairs], QUERY_TOKENS),
            encode([pair.passage for pair in source.pairs], recipe.passage_tokens),
            [pair.document for pair in source.pairs],
            _numbered([pair.answer or pair.passage for pair in source.pairs]),
        )
        for source in sources
        if source.pairs
    ]


def _numbered(names: list[str]) -> np.ndarray:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int64)


def train(tokens: list[Tokens], recipe: Recipe) -> Trained:
    """Fit the embedding: each query must find its own passage among those of its batch."""
    import torch
    from torch.nn import functional

    torch.set_num_threads(recipe.threads)
    torch.manual_seed(recipe.seed)
    table, weights, scale = _parameters(tokens, recipe)
    optimiser = torch.optim.Adam(
        [
            {"params": [table, weights], "peak": recipe.learning_rate},
            {"params": [scale], "peak": recipe.learning_rate / 4},
        ],
        betas=(0.9, 0.99),
    )
    steps = _batches(tokens, recipe)
    losses: list[tuple[str, float]] = []
    for step, (source, rows) in enumerate(steps):
        for group in optimiser.param_groups:
            group["lr"] = group["peak"] * _schedule(step, len(steps))
        queries = _embed([source.queries[row] for row in rows], table, weights)
        passages = _embed([source.passages[row] for row in rows], table, weights)
        similarity = queries @ passages.T * scale.exp()
        answers = torch.from_numpy(source.answers[rows])
        others = (answers[:, None] == answers[None, :]).fill_diagonal_(fill_value=False)
        similarity = similarity.masked_fill(others, float("-inf"))
        target = torch.arange(len(rows))
        loss = functional.cross_entropy(similarity, target)
        loss = (loss + functional.cross_entropy(similarity.T, target)) / 2
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        losses.append((source.name, loss.item()))
        if (step + 1) % REPORT_EVERY == 0:
            recent = np.mean([value for _, value in losses[-REPORT_EVERY:]])
            print(f"step {step + 1}/{len(steps)} loss {recent:.3f}", flush=True)
    folded = (table * weights.exp()[:, None]).detach().numpy()
    return Trained(folded.astype(np.float32), tuple(losses))


def _parameters(
    tokens: list[Tokens], recipe: Recipe
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    import torch

    counts = np.ones(recipe.vocabulary)
    for source in tokens:
        for side in (source.queries, source.passages):
            counts += np.bincount(np.concatenate(side), minlength=recipe.vocabulary)
    share = counts / counts.sum()
    start = np.log(recipe.rare_share / (recipe.rare_share + share)).astype(np.float32)
    table = torch.randn(recipe.vocabulary, recipe.dimensions) / math.sqrt(recipe.dimensions)
    weights = torch.from_numpy(start)
    scale = torch.tensor(math.log(recipe.scale))
    for parameter in (table, weights, scale):
        parameter.requires_grad_()
    return table, weights, scale


def _embed(rows: list[np.ndarray], table: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    import torch
    from torch.nn import functional

    starts = np.cumsum([0, *(len(row) for row in rows[:-1])])
    ids = torch.from_numpy(np.concatenate(rows).astype(np.int64))
    summed = functional.embedding_bag(
        ids,
        table,
        torch.from_numpy(starts),
        mode="sum",
        per_sample_weights=weights[ids].exp(),
    )
    return functional.normalize(summed, dim=1)


def _schedule(step: int, steps: int) -> float:
    """Rise over the first twentieth, then fall to a fiftieth."""
    return min(1.0, (step + 1) / (0.05 * steps)) * max(0.02, 1 - step / steps)


def _batches(tokens: list[Tokens], recipe: Recipe) -> list[tuple[Tokens, np.ndarray]]:
    rng = np.random.default_rng(recipe.seed)
    batches: list[tuple[Tokens, np.ndarray]] = []
    for source in tokens:
        remaining = source.repeats * recipe.passes
        while remaining > 0:
            rows = rng.permutation(len(source.queries))
            rows = rows[: int(len(rows) * min(1.0, remaining))]
            remaining -= 1
            hard = int(len(rows) * recipe.same_document) if source.documents[0] else 0
            for part in (_grouped(rows[:hard], source.documents, rng), rows[hard:]):
                cuts = [
                    part[start : start + recipe.batch]
                    for start in range(0, len(part), recipe.batch)
                ]
                batches.extend((source, cut) for cut in cuts if len(cut) >= recipe.batch // 4)
    return [batches[number] for number in rng.permutation(len(batches))]


def _grouped(rows: np.ndarray, documents: list[str], rng: np.random.Generator) -> np.ndarray:
    """Order rows so that those of one document stand together, documents in random order."""
    place = {name: rank for rank, name in enumerate(rng.permutation(sorted(set(documents))))}
    return np.array(sorted(rows, key=lambda row: place[documents[row]]), dtype=np.int64)
