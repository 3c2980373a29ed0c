"""BM25 scores by term: for each term the texts that hold it, and its score in each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

SATURATION, LENGTH_SHARE = 1.2, 0.75
"""BM25's k1 and b."""
_BETWEEN = "\0"


@dataclass(frozen=True, slots=True)
class Column:
    """The texts that hold a term, and its BM25 score in each."""

    texts: np.ndarray
    scores: np.ndarray


@dataclass(frozen=True, slots=True)
class Columns:
    """A column for each term, one after the other in three arrays."""

    numbers: Mapping[str, int]
    scores: np.ndarray
    texts: np.ndarray
    starts: np.ndarray

    def get(self, term: str) -> Column | None:
        """The term's column, or None where no text holds it."""
        number = self.numbers.get(term)
        if number is None:
            return None
        held = slice(self.starts[number], self.starts[number + 1])
        return Column(self.texts[held], self.scores[held])

    def terms(self) -> Collection[str]:
        """Every term that some text holds."""
        return self.numbers.keys()

    def arrays(self) -> dict[str, np.ndarray]:
        """What `from_arrays` makes the same of."""
        terms = _BETWEEN.join(self.numbers).encode()
        return {
            "terms": np.frombuffer(terms, dtype=np.uint8),
            "scores": self.scores,
            "texts": self.texts,
            "starts": self.starts,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> Columns:
        """The columns that `arrays` told of."""
        terms = arrays["terms"].tobytes().decode()
        numbers = {term: at for at, term in enumerate(terms.split(_BETWEEN) if terms else ())}
        return cls(numbers, arrays["scores"], arrays["texts"], arrays["starts"])

    @classmethod
    def held(cls, texts: list[list[str]]) -> Columns:
        """Which texts hold each term, every score 1: enough to tell coverage, and quick to make."""
        numbers: dict[str, int] = {}
        each = [dict.fromkeys(text) for text in texts]
        terms = [numbers.setdefault(term, len(numbers)) for once in each for term in once]
        rows = np.repeat(np.arange(len(texts), dtype=np.int32), [len(once) for once in each])
        of = np.array(terms, dtype=np.int64)
        order = np.argsort(of, kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(of, minlength=len(numbers)))])
        ones = np.ones(len(of), dtype=np.float32)
        return cls(numbers, ones, rows[order], starts.astype(np.int64))

    @classmethod
    def of(cls, texts: list[list[str]]) -> Columns:
        """Score each term in each text once, with bm25s."""
        import bm25s  # noqa: PLC0415 (brings scipy, which opening an index can do without)

        numbers: dict[str, int] = {}
        ids = [[numbers.setdefault(term, len(numbers)) for term in terms] for terms in texts]
        if not numbers:
            nothing = np.zeros(0, dtype=np.int32)
            return cls({}, nothing.astype(np.float32), nothing, np.zeros(1, dtype=np.int64))
        index = bm25s.BM25(k1=SATURATION, b=LENGTH_SHARE)
        index.index((ids, dict(numbers)), show_progress=False)  # bm25s adds to the dict
        scores, rows, starts = (index.scores[key] for key in ("data", "indices", "indptr"))
        return cls(numbers, scores, rows, np.asarray(starts, dtype=np.int64))
