"""Cosines of a query vector to all chunks: from memory, or by Chroma for a large index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from index.store import Collected


class Dense(Protocol):
    """Where cosines come from."""

    def cosines(self, vector: np.ndarray, *, wanted: np.ndarray) -> np.ndarray:
        """One cosine a chunk, exact at least for the sections of the nearest and wanted rows."""
        ...


class InMemory:
    """All vectors in one matrix, and every cosine exact."""

    def __init__(self, vectors: np.ndarray) -> None:
        """Keep the vectors, one row a chunk."""
        self._vectors = vectors

    def cosines(self, vector: np.ndarray, *, wanted: np.ndarray) -> np.ndarray:
        """One cosine a chunk."""
        product: np.ndarray = self._vectors @ vector
        return product


class InChroma:
    """The nearest chunks as Chroma finds them, with their sections; what is far counts 0."""

    def __init__(
        self,
        collected: Collected,
        *,
        ids: Sequence[str],
        nearest: int,
        whole: Callable[[np.ndarray], np.ndarray],
    ) -> None:
        """Keep the open collection, the row of each id, and what tells a section's other rows."""
        self._whole = whole
        self._collected = collected
        self._ids = tuple(ids)
        self._row = {identity: row for row, identity in enumerate(ids)}
        self._nearest = min(nearest, len(self._ids))

    def cosines(self, vector: np.ndarray, *, wanted: np.ndarray) -> np.ndarray:
        """Cosines of the sections of the nearest and of the wanted rows; 0 elsewhere."""
        values = np.zeros(len(self._ids), dtype=np.float32)
        near = self._collected.nearest(vector, self._nearest)
        for identity, cosine in near.items():
            values[self._row[identity]] = cosine
        rows = np.array([self._row[identity] for identity in near], dtype=np.int64)
        wanted = self._whole(np.concatenate([rows, wanted]))
        rest = [self._ids[row] for row in wanted if self._ids[row] not in near]
        if rest:
            for identity, stored in self._collected.vectors_of(rest).items():
                values[self._row[identity]] = np.asarray(stored, dtype=np.float32) @ vector
        return values
