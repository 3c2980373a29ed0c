"""What a chunk's whole section adds to its own score: people ask for sections, not for pieces."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corpus import Chunk
from index.keywords import KeywordIndex
from index.serial import searchable_text


class Sections:
    """Which chunks lie under the same headings of the same text, and how such a section scores."""

    def __init__(
        self, chunks: Sequence[Chunk], vectors: np.ndarray, keywords: KeywordIndex
    ) -> None:
        """Group the chunks, of which each has a vector of length 1 in the same order.

        Args:
            chunks: All chunks.
            vectors: One row a chunk.
            keywords: The index of `section_texts(chunks)`.
        """
        self._of = _numbered(chunks)
        self._sizes = np.bincount(self._of)
        sums = np.zeros((len(self._sizes), vectors.shape[1]), dtype=np.float32)
        np.add.at(sums, self._of, vectors)
        self._lengths = np.maximum(np.linalg.norm(sums, axis=1), np.finfo(np.float32).tiny)
        self._keywords = keywords
        self.are_chunks = len(self._sizes) == len(chunks)
        """Whether every section is a single chunk, so that its scores are the chunk's own."""

    def keyword(self, query: str) -> np.ndarray:
        """For each chunk the BM25 score of its section, float32."""
        scores: np.ndarray = self._keywords.scores(query)[self._of]
        return scores

    def dense(self, cosines: np.ndarray) -> np.ndarray:
        """For each chunk the cosine of the query and the mean of its section's vectors.

        A product with a sum is a sum of products, so that the chunks' own cosines are enough.
        """
        sums = np.bincount(self._of, weights=cosines, minlength=len(self._sizes))
        scores: np.ndarray = (sums / self._lengths).astype(np.float32)[self._of]
        return scores

    def whole(self, rows: np.ndarray) -> np.ndarray:
        """The rows of all chunks whose section one of these rows belongs to."""
        touched = np.zeros(len(self._sizes), dtype=bool)
        touched[self._of[rows]] = True
        return np.flatnonzero(touched[self._of])


def _numbered(chunks: Sequence[Chunk]) -> np.ndarray:
    """For each chunk the number of its section."""
    numbers: dict[tuple[str, tuple[str, ...]], int] = {}
    return np.array(
        [numbers.setdefault((one.source.id, one.heading), len(numbers)) for one in chunks],
        dtype=np.int64,
    )


def section_texts(chunks: Sequence[Chunk]) -> list[str]:
    """The text of each section, under its title and headings once."""
    texts: dict[int, list[str]] = {}
    for chunk, section in zip(chunks, _numbered(chunks).tolist(), strict=True):
        held = texts.setdefault(section, [])
        held.append(chunk.text if held else searchable_text(chunk))
    return ["\n".join(parts) for parts in texts.values()]
