"""Keyword search: texts in, one score a text and the share of a query's words it holds out."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from index.columns import Column, Columns
from index.lexicon import load_lexicon
from index.query import REMEMBERED_QUERIES, Alternative, Planner, Vocabulary
from index.words import is_word, raw_words

WHOLLY_HELD = 0.75
"""Of a term of two words a text must hold both to be one of those that hold it."""
_ARRAYS = ("terms", "scores", "texts", "starts")


def analyse(text: str) -> list[str]:
    """Return the terms a text is indexed under, in order; stop words are left out.

    >>> analyse("Kommunane kan søkje om tilskot til rettleiing")
    ['kommun', 'søk', 'tilskudd', 'veiledning']
    """
    lexicon = load_lexicon()
    return [lexicon.term(raw) for raw in raw_words(text) if not lexicon.is_stop_word(raw)]


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to find a slot of the query: the columns to add up, and what that is worth."""

    weight: np.float32
    columns: tuple[Column, ...]
    share: np.float32
    """What each column is of the whole: a half for each of two terms."""


@dataclass(frozen=True, slots=True)
class _Sought:
    """A query made ready for this collection."""

    terms: tuple[str, ...]
    slots: tuple[tuple[str, tuple[_Way, ...]], ...]


class KeywordIndex:
    """BM25 over whole words, and beside it over words and the parts of compounds."""

    def __init__(self, texts: Sequence[str], *, scored: bool = True) -> None:
        """Index the texts; the score of a text has its place in the list.

        Without scores only `coverage` can be asked for; that is quicker to make and needs no bm25s.
        """
        lexicon = load_lexicon()
        words: list[list[str]] = []
        parts: list[list[str]] = []
        for text in texts:
            raws = [raw for raw in raw_words(text) if not lexicon.is_stop_word(raw)]
            terms = [lexicon.term(raw) for raw in raws]
            words.append(terms)
            inner = [term for raw in raws if is_word(raw) for term in lexicon.compound_terms(raw)]
            parts.append(terms + inner)
        make = Columns.of if scored else Columns.held
        self._hold(len(texts), make(words), make(parts))
        self._scored = scored

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> KeywordIndex:
        """The index that `arrays` told of."""
        made = cls.__new__(cls)
        words, parts = (
            Columns.from_arrays({key: arrays[f"{kind}_{key}"] for key in _ARRAYS})
            for kind in ("words", "parts")
        )
        made._hold(int(arrays["count"]), words, parts)
        return made

    def arrays(self) -> dict[str, np.ndarray]:
        """What `from_arrays` makes the same index of."""
        return {
            "count": np.array(self._count),
            **{f"words_{key}": value for key, value in self._words.arrays().items()},
            **{f"parts_{key}": value for key, value in self._parts.arrays().items()},
        }

    def _hold(self, count: int, words: Columns, parts: Columns) -> None:
        self._count = count
        self._scored = True
        self._unit = np.float32(math.log1p(count) or 1.0)
        self._words, self._parts = words, parts
        self._planner = Planner(self.vocabulary)
        self._sought = lru_cache(maxsize=REMEMBERED_QUERIES)(self._make_ready)

    @property
    def vocabulary(self) -> Vocabulary:
        """The terms of its texts."""
        return Vocabulary(self._words.terms(), self._parts.terms())

    def plan_with(self, planner: Planner) -> None:
        """Plan queries over a vocabulary that holds more than these texts."""
        self._planner = planner
        self._sought.cache_clear()

    def __len__(self) -> int:
        """Return how many texts are indexed."""
        return self._count

    def terms(self, query: str) -> tuple[str, ...]:
        """Return the terms of a query that are searched for, stop words excluded."""
        return self._sought(query).terms

    def scores(self, query: str) -> np.ndarray:
        """Return one BM25 score a text, float32; 0 where no word of the query is found.

        The unit is about the weight of a word that a single text holds, so that scores over few
        texts and over many compare.
        """
        if not self._scored:
            message = "This index was made without scores; ask it for coverage."
            raise TypeError(message)
        total = np.zeros(self._count, dtype=np.float32)
        for _, ways in self._sought(query).slots:
            if not ways:
                continue
            best = np.zeros(self._count, dtype=np.float32)
            for way in ways:
                if len(way.columns) == 1:
                    (column,) = way.columns
                    reached = column.scores * way.weight
                    best[column.texts] = np.maximum(best[column.texts], reached)
                else:
                    found = np.zeros(self._count, dtype=np.float32)
                    for column in way.columns:
                        found[column.texts] += column.scores
                    np.maximum(best, found * way.weight, out=best)
            total += best
        return total / self._unit

    def coverage(self, query: str) -> np.ndarray:
        """Return for each text the share of the query's idf weight whose terms it holds."""
        covered = np.zeros(self._count, dtype=np.float32)
        whole = 0.0
        for term, ways in self._sought(query).slots:
            held = np.zeros(self._count, dtype=np.float32)
            for way in ways:
                if len(way.columns) == 1:
                    (column,) = way.columns
                    held[column.texts] = np.maximum(held[column.texts], way.share)
                else:
                    share = np.zeros(self._count, dtype=np.float32)
                    for column in way.columns:
                        share[column.texts] += way.share
                    np.maximum(held, share, out=held)
            weight = self._idf(term, held)
            held *= np.float32(weight)
            covered += held
            whole += weight
        share_held: np.ndarray = covered / np.float32(whole or 1.0)
        return share_held.clip(max=np.float32(1.0))

    def _make_ready(self, query: str) -> _Sought:
        plan = self._planner.plan(query)
        slots = tuple(
            (slot.term, tuple(filter(lambda way: way.columns, map(self._way, slot.alternatives))))
            for slot in plan.slots
        )
        return _Sought(plan.terms, slots)

    def _way(self, alternative: Alternative) -> _Way:
        columns = self._parts if alternative.in_parts else self._words
        found = tuple(filter(None, map(columns.get, alternative.terms)))
        return _Way(np.float32(alternative.weight), found, np.float32(1 / len(alternative.terms)))

    def _idf(self, term: str, held: np.ndarray) -> float:
        """Return how rare a slot is: by its own term, or if unknown by what counts as it."""
        own = self._words.get(term)
        holding = len(own.texts) if own is not None else np.count_nonzero(held > WHOLLY_HELD)
        count = int(holding)
        return math.log(1 + (self._count - count + 0.5) / (count + 0.5))


def plan_together(indexes: Collection[KeywordIndex]) -> None:
    """Plan a query once for all of them: a word is known where any of their texts holds it."""
    planner = Planner(Vocabulary.of(index.vocabulary for index in indexes))
    for index in indexes:
        index.plan_with(planner)
