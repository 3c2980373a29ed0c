"""The questions that sections answer, as a second way to a chunk."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from corpus import Chunk
from index.keywords import KeywordIndex


class Asked:
    """Every question of an index, each knowing its chunk."""

    def __init__(
        self, chunks: Sequence[Chunk], vectors: np.ndarray, keywords: KeywordIndex
    ) -> None:
        """Take the chunks, and of their questions in order a vector each and the keyword index."""
        counts = np.array([len(chunk.asked) for chunk in chunks], dtype=np.int64)
        self.held = counts > 0
        """Which chunks have questions at all."""
        self._rows = np.flatnonzero(self.held)
        ends = np.cumsum(counts)
        self._starts = (ends - counts)[self._rows]
        self.vectors = vectors
        """One row a question, in the order of the chunks and of their questions."""
        self._count = len(chunks)
        self._keywords = keywords

    def cosines(self, vector: np.ndarray) -> np.ndarray:
        """For each chunk the cosine of the query and its nearest question; 0 without questions."""
        return self._best(lambda: self.vectors @ vector)

    def scores(self, query: str) -> np.ndarray:
        """For each chunk the BM25 score of its best question; 0 without questions."""
        return self._best(lambda: self._keywords.scores(query))

    def coverage(self, query: str) -> np.ndarray:
        """For each chunk the share of the query's words that its best question holds."""
        return self._best(lambda: self._keywords.coverage(query))

    def _best(self, values: Callable[[], np.ndarray]) -> np.ndarray:
        best = np.zeros(self._count, dtype=np.float32)
        if len(self._rows):
            best[self._rows] = np.maximum.reduceat(values(), self._starts)
        return best
