"""Measures keyword search, the embedder and their fusion on documents nobody trained on."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.embed import StaticEmbedder, load_embedder
from index.keywords import KeywordIndex
from index.train.data import Split, TrainingData, load
from index.train.pairs import held_out_queries
from index.types import Embedder

QUERIES, DEPTH = 1000, 10
SHARES = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
"""Shares of the keyword score that are tried in the fusion."""
RRF_CONSTANT = 60
RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Task:
    """Queries in one language, the passages they search, and the place of the right one."""

    name: str
    queries: list[str]
    passages: list[str]
    relevant: list[int]


def tasks(data: TrainingData, part: Split, *, norquad: bool) -> list[Task]:
    """Return law headings in bokmål and nynorsk, and the NorQuAD questions held out."""
    chosen = held_out_queries(part.sections, data.headings_nn, QUERIES)
    texts = [section.text for section in part.sections]
    headings = [part.sections[number].heading for number in chosen]
    nynorsk = [data.headings_nn[heading] for heading in headings]
    found = [
        Task("law headings, bokmål", headings, texts, chosen),
        Task("law headings, nynorsk", nynorsk, texts, chosen),
    ]
    if norquad:
        place = {document: number for number, document in enumerate(data.contexts)}
        contexts = list(data.contexts.values())
        questions = data.test.questions
        relevant = [place[question.document] for question in questions]
        asked = [question.text for question in questions]
        asked_nn = [question.nynorsk or question.text for question in questions]
        found.append(Task("NorQuAD dev, bokmål", asked, contexts, relevant))
        found.append(Task("NorQuAD dev, nynorsk", asked_nn, contexts, relevant))
    return found


def measure(task: Task, embedder: Embedder) -> dict[str, object]:
    """Return nDCG@10 of the baseline, the parts and every fusion that is tried."""
    index = KeywordIndex(task.passages)
    keyword = np.stack([index.scores(query) for query in task.queries])
    dense = embedder.embed_queries(task.queries) @ embedder.embed_passages(task.passages).T
    gains = {
        "bm25s with Norwegian stemmer": _gains(_baseline(task), task.relevant),
        "keyword": _gains(keyword, task.relevant),
        "dense": _gains(dense, task.relevant),
        "reciprocal ranks": _gains(
            1 / (RRF_CONSTANT + _ranks(keyword)) + 1 / (RRF_CONSTANT + _ranks(dense)), task.relevant
        ),
    }
    for share in SHARES:
        fused = share * keyword + (1 - share) * np.maximum(dense, 0.0)
        gains[f"keyword share {share}"] = _gains(fused, task.relevant)
    scores = {name: _summary(gain, gains["keyword"]) for name, gain in gains.items()}
    return {"passages": len(task.passages), "queries": len(task.queries), "ndcg_at_10": scores}


def _baseline(task: Task) -> np.ndarray:
    """Score with bm25s as it comes: its own tokenizer and the Norwegian Snowball stemmer."""
    import bm25s
    import Stemmer

    stemmer = Stemmer.Stemmer("norwegian")

    def tokens(texts: list[str]) -> list[list[str]]:
        return bm25s.tokenize(  # type: ignore[no-any-return]
            texts, stopwords=None, stemmer=stemmer, return_ids=False, show_progress=False
        )

    index = bm25s.BM25()
    index.index(tokens(task.passages), show_progress=False)
    empty = np.zeros(len(task.passages), dtype=np.float32)
    return np.stack([index.get_scores(q) if q else empty for q in tokens(task.queries)])


def _gains(scores: np.ndarray, relevant: list[int]) -> np.ndarray:
    """Return nDCG@10 by query for one relevant passage each; ties go to the earlier passage."""
    rows = np.arange(len(relevant))
    own = scores[rows, relevant][:, None]
    earlier = np.arange(scores.shape[1])[None, :] < np.array(relevant)[:, None]
    rank = (scores > own).sum(axis=1) + ((scores == own) & earlier).sum(axis=1)
    gains: np.ndarray = np.where(rank < DEPTH, 1 / np.log2(rank + 2.0), 0.0)
    return gains


def _ranks(scores: np.ndarray) -> np.ndarray:
    order = np.argsort(-scores, axis=1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(scores.shape[1])[None, :].repeat(len(order), 0), 1)
    return ranks


def _summary(gains: np.ndarray, keyword: np.ndarray) -> dict[str, object]:
    """Return mean and 95 % bootstrap interval, also of the difference to keyword search."""
    rng = np.random.default_rng(0)
    sample = rng.integers(len(gains), size=(RESAMPLES, len(gains)))

    def interval(values: np.ndarray) -> list[float]:
        low, high = np.quantile(values[sample].mean(axis=1), [0.025, 0.975])
        return [round(float(low), 4), round(float(high), 4)]

    return {
        "mean": round(float(gains.mean()), 4),
        "interval": interval(gains),
        "less_keyword": interval(gains - keyword),
    }


def evaluate(data: TrainingData, embedder: Embedder) -> dict[str, Any]:
    """Measure on the part to tune on and on the part to report on."""
    tune = {t.name: measure(t, embedder) for t in tasks(data, data.dev, norquad=False)}
    report = {t.name: measure(t, embedder) for t in tasks(data, data.test, norquad=True)}
    return {"embedder": embedder.name, "tune": tune, "report": report}


def table(results: dict[str, Any], show: Callable[[str], None]) -> None:
    """Print one line a task and a method."""
    for part in ("tune", "report"):
        measured = results[part]
        for task, result in measured.items():
            show(f"{part}: {task} (n={result['queries']}, {result['passages']} passages)")
            for method, score in result["ndcg_at_10"].items():
                low, high = score["interval"]
                show(f"  {method:30} {score['mean']:.4f}  [{low:.3f}, {high:.3f}]")


def main() -> None:
    """Measure a model folder: `python -m index.train.evaluate --data DIR`."""
    parser = argparse.ArgumentParser(prog="python -m index.train.evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of training data")
    parser.add_argument("--model", type=Path, help="a model folder; default: the shipped one")
    parser.add_argument("--json", type=Path, help="write the results here")
    options = parser.parse_args()
    embedder = StaticEmbedder(options.model) if options.model else load_embedder(None)
    results = evaluate(load(options.data), embedder)
    table(results, print)
    if options.json:
        options.json.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
