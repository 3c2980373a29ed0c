"""The values that leave the index: a hit, and what a search found and left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from corpus import Chunk

if TYPE_CHECKING:
    import numpy as np


class SearchError(Exception):
    """The index cannot be built, opened or asked; the message says what to do."""


class Method(StrEnum):
    """Which scores make the order of a search: of words, of meaning, or both fused."""

    KEYWORD = "keyword"
    DENSE = "dense"
    HYBRID = "hybrid"


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def name(self) -> str:
        """What identifies the embedder in a fingerprint: name and hash of the weights."""
        ...

    def embed_queries(self, texts: list[str]) -> np.ndarray:
        """Return float32 unit vectors, one row a query."""
        ...

    def embed_passages(self, texts: list[str]) -> np.ndarray:
        """Return float32 unit vectors, one row a passage."""
        ...


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that was found, with the scores that brought it there."""

    chunk: Chunk
    score: float
    """Fused score after weights, higher is better."""
    keyword: float
    """BM25 score, 0.0 when no word matched."""
    dense: float
    """Cosine of query and chunk."""
    asked: float
    """Cosine of query and the nearest question that the chunk's section answers; 0.0 without."""
    asked_words: float
    """Share (0-1) of the query's weight that the nearest of those questions in words holds."""
    coverage: float
    """Share (0-1) of the query's idf weight whose terms occur in the chunk or its headings."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a query found, best first, and what was cut and so not shown to a reader."""

    query: str
    terms: tuple[str, ...]
    hits: tuple[Hit, ...]
    rejected: tuple[Hit, ...]
    timings_ms: Mapping[str, float]
