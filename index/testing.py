"""An embedder without weights, for the tests of every room that needs an index."""

from __future__ import annotations

import re
from zlib import crc32

import numpy as np


class HashEmbedder:
    """Counts words in buckets chosen by their checksum: the same vectors on every machine."""

    def __init__(self, name: str = "hash@1", *, dimension: int = 64) -> None:
        """Choose the name that goes into fingerprints."""
        self._name = name
        self._dimension = dimension
        self.passages: list[str] = []
        """Every passage that was embedded, in order."""

    @property
    def name(self) -> str:
        """The name that goes into fingerprints."""
        return self._name

    def embed_queries(self, texts: list[str]) -> np.ndarray:
        """Return float32 unit vectors, one row a query."""
        return self._embed(texts)

    def embed_passages(self, texts: list[str]) -> np.ndarray:
        """Return float32 unit vectors, one row a passage, and remember the passages."""
        self.passages.extend(texts)
        return self._embed(texts)

    def _embed(self, texts: list[str]) -> np.ndarray:
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()):
                vectors[row, crc32(word.encode()) % self._dimension] += 1.0
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        np.divide(vectors, lengths, out=vectors, where=lengths > 0.0)
        return vectors
