"""Hybrid search: keyword scores and cosines in, weighed hits and what was cut out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from time import perf_counter
from typing import Protocol
from unicodedata import category

import numpy as np

from corpus import Chunk
from index.asked import Asked
from index.dense import Dense
from index.sections import Sections
from index.settings import Settings
from index.types import Embedder, Hit, Method, SearchError, SearchResult
from index.weights import Weights

_JOINING = "Cf"
"""Unicode category of soft hyphens and the like, which stand inside words."""

_DIGITS = 6
"""Scores are rounded, so that equal texts tie and the order does not hang on the last bit."""


class Keywords(Protocol):
    """Keyword scores over the chunks of an index, in their order."""

    def scores(self, query: str) -> np.ndarray:
        """One BM25 score a chunk."""
        ...

    def terms(self, query: str) -> tuple[str, ...]:
        """What the query was broken into."""
        ...

    def coverage(self, query: str) -> np.ndarray:
        """The share of the query's weight that each chunk holds."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """What a query scored, one value a chunk each."""

    keyword: np.ndarray
    dense: np.ndarray
    asked_keyword: np.ndarray
    asked: np.ndarray
    coverage: np.ndarray
    asked_words: np.ndarray


class Ranker:
    """How candidates become an order: the fusion of two scores, times the weights."""

    def __init__(self, chunks: Sequence[Chunk], settings: Settings) -> None:
        """Work out once what does not hang on the query."""
        self._settings = settings
        self._weights = Weights(chunks, settings)
        order = sorted(range(len(chunks)), key=lambda row: chunks[row].id)
        self._rank_of_id = np.empty(len(chunks), dtype=np.int64)
        self._rank_of_id[order] = np.arange(len(chunks))

    def fused(self, found: Found, held: np.ndarray, on: date | None) -> np.ndarray:
        """One score a chunk: words and meaning, of its text and of its questions, then weighed."""
        mixed = self._mixed(found.keyword, found.dense)
        if held.any():
            asked = self._mixed(found.asked_keyword, found.asked)
            share = self._settings.asked_share
            mixed = np.where(held, (1.0 - share) * mixed + share * asked, mixed)
        scores: np.ndarray = np.round(mixed * self._weights.on(on), _DIGITS)
        return scores

    def _mixed(self, keyword: np.ndarray, dense: np.ndarray) -> np.ndarray:
        """Keyword scores, each word weighed by how rare it is, and cosines as one."""
        share = self._settings.keyword_share
        mixed: np.ndarray = (1.0 - share) * np.maximum(dense, 0.0) + share * keyword
        return mixed

    def best_rows(self, scores: np.ndarray, count: int) -> np.ndarray:
        """The rows of the highest scores above zero, best first, ties by chunk id."""
        count = min(count, len(scores))
        least = np.partition(scores, -count)[-count]
        rows = np.flatnonzero((scores >= least) & (scores > 0.0))
        chosen: np.ndarray = rows[np.lexsort((self._rank_of_id[rows], -scores[rows]))][:count]
        return chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What an open index is put together from."""

    fingerprint: str
    chunks: tuple[Chunk, ...]
    keywords: Keywords
    dense: Dense
    sections: Sections
    asked: Asked
    embedder: Embedder
    settings: Settings
    held: ExitStack = field(default_factory=ExitStack)
    """What must stay open as long as the index is: Chroma and its folder, for a large one."""


class Index:
    """An open index. It keeps the version it opened, whatever is built meanwhile."""

    def __init__(self, parts: Parts) -> None:
        """Put the parts together; `open_index` is the way to get one."""
        self._parts = parts
        self._ranker = Ranker(parts.chunks, parts.settings)
        self._by_id = {chunk.id: chunk for chunk in parts.chunks}

    @property
    def fingerprint(self) -> str:
        """What the index was made from, as a digest."""
        return self._parts.fingerprint

    @property
    def chunks(self) -> tuple[Chunk, ...]:
        """Every chunk, in the order it was indexed in."""
        return self._parts.chunks

    @property
    def asked_vectors(self) -> np.ndarray:
        """A vector for each question of each chunk, in their order."""
        return self._parts.asked.vectors

    def chunk(self, identity: str) -> Chunk:
        """The chunk with that id."""
        try:
            return self._by_id[identity]
        except KeyError:
            message = f"The index holds no chunk with the id {identity!r}."
            raise SearchError(message) from None

    def close(self) -> None:
        """Let go of what a large index holds open. Searching afterwards is an error there."""
        self._parts.held.close()

    def search(
        self,
        query: str,
        *,
        on: date | None = None,
        limit: int = 8,
        method: Method = Method.HYBRID,
    ) -> SearchResult:
        """The chunks that answer a query best, with respect to the date asked about.

        Args:
            query: The words to look for, in any form; a blank query finds nothing.
            on: The day a text should hold on; None asks about no day in particular.
            limit: The most hits to return.
            method: Which scores make the order; one alone is there to be compared with both.
        """
        if limit < 1:
            message = f"A search needs a limit of at least 1, not {limit}."
            raise SearchError(message)
        query = _readable(query)
        if not query:
            return SearchResult(query, (), (), (), {})
        timings: dict[str, float] = {}
        found = self._found(query, method, timings)
        with _timed(timings, "rank"):
            scores = self._ranker.fused(found, self._parts.asked.held, on)
            rows = self._ranker.best_rows(scores, max(limit, self._parts.settings.pool))
            columns = (
                scores,
                found.keyword,
                found.dense,
                found.asked,
                found.asked_words,
                found.coverage,
            )
            values = zip(*(column[rows].tolist() for column in columns), strict=True)
            ranked = [
                Hit(self.chunks[row], *of_row)
                for row, of_row in zip(rows.tolist(), values, strict=True)
            ]
            cut = self._cut(ranked, limit)
        terms = self._parts.keywords.terms(query)
        hits, rejected = tuple(ranked[:cut]), tuple(ranked[cut:])
        return SearchResult(query, terms, hits, rejected, timings)

    def _found(self, query: str, method: Method, timings: dict[str, float]) -> Found:
        """What a query scores; a score that the method leaves out is 0 everywhere."""
        parts = self._parts
        nothing = np.zeros(len(self.chunks), dtype=np.float32)
        keyword = coverage = asked_keyword = asked_words = dense = asked = nothing
        if method is not Method.DENSE:
            with _timed(timings, "keywords"):
                keyword = parts.keywords.scores(query)
                if not parts.sections.are_chunks:
                    keyword = self._with_section(keyword, parts.sections.keyword(query))
                coverage = parts.keywords.coverage(query)
                asked_keyword = parts.asked.scores(query)
                asked_words = parts.asked.coverage(query)
        if method is not Method.KEYWORD:
            with _timed(timings, "embed"):
                vector = parts.embedder.embed_queries([query])[0]
            with _timed(timings, "dense"):
                wanted = self._ranker.best_rows(keyword, parts.settings.pool)
                asked = parts.asked.cosines(vector)
                dense = parts.dense.cosines(vector, wanted=wanted)
                if not parts.sections.are_chunks:
                    dense = self._with_section(dense, parts.sections.dense(dense))
        return Found(keyword, dense, asked_keyword, asked, coverage, asked_words)

    def _with_section(self, own: np.ndarray, section: np.ndarray) -> np.ndarray:
        share = np.float32(self._parts.settings.section_share)
        mixed: np.ndarray = (np.float32(1.0) - share) * own + share * section
        return mixed

    def _cut(self, ranked: list[Hit], limit: int) -> int:
        """How many of the ranked candidates are hits."""
        if not ranked:
            return 0
        least = ranked[0].score * self._parts.settings.floor
        return sum(hit.score >= least for hit in ranked[:limit])


def _readable(query: str) -> str:
    """The query without signs that nobody sees and no tokenizer takes, such as lone surrogates."""
    kept = (sign for sign in query if category(sign) != _JOINING)
    return " ".join("".join(sign if sign.isprintable() else " " for sign in kept).split())


@contextmanager
def _timed(timings: dict[str, float], step: str) -> Iterator[None]:
    start = perf_counter()
    yield
    timings[step] = (perf_counter() - start) * 1000.0
