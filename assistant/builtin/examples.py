"""What questions of which it is known whether the texts answer them say of a new one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.builtin.years import named_years
from corpus import OutsideQuestion
from index import Embedder

NEIGHBOURS = 5
WIDTH = 0.1
"""By how much cosine an example may be farther to count 1/e as much."""
FARTHEST = 5.0


@dataclass(frozen=True, slots=True)
class Vote:
    """What the examples say of a question."""

    dense: float
    """Cosine of the nearest example that is not answered."""
    neighbours: float
    """The share of the nearest examples, of both kinds, that are answered."""
    weight: float
    """How much more the answered examples weigh, each by how near it is: a logarithm."""
    subject: float
    """The share of the nearest examples that are on the subject, answered or not."""


@dataclass(frozen=True, slots=True)
class KnownQuestions:
    """Questions asked of sections: their words, a vector each, and whether there is an answer."""

    texts: Sequence[str]
    vectors: np.ndarray
    answered: np.ndarray
    """False where the section says that the sources do not tell."""


class Examples:
    """Questions that sections answer, and questions that no text answers."""

    def __init__(
        self,
        asked: KnownQuestions,
        outside: Sequence[OutsideQuestion],
        embedder: Embedder,
    ) -> None:
        """Take the questions asked of sections, and embed the others once.

        Args:
            asked: Questions with their vectors.
            outside: Questions that nothing answers; at least one.
            embedder: The one that made the vectors.
        """
        texts = [example.text for example in outside]
        self._asked = asked.vectors
        self._answered = np.concatenate([asked.answered, np.zeros(len(texts), dtype=bool)])
        self._outside = embedder.embed_queries(texts)
        kinds = [example.kind == OTHER_SUBJECTS for example in outside]
        self._elsewhere = np.concatenate([np.zeros(len(asked.texts), dtype=bool), kinds])
        self._of_any_year, self._of_year = _by_year([*asked.texts, *texts])

    def vote(self, vector: np.ndarray, years: Collection[int]) -> Vote:
        """Compare a question by its vector and years with all examples.

        An example that names other years than the question says nothing of it.
        """
        near = np.concatenate([self._asked @ vector, self._outside @ vector])
        if years:
            of_years = [self._of_year[year] for year in years if year in self._of_year]
            near[~np.logical_or.reduce([self._of_any_year, *of_years])] = -1.0
        outside = near[len(self._asked) :]
        count = min(NEIGHBOURS, len(near))
        nearest = np.argpartition(-near, count - 1)[:count]
        answered = self._answered
        masses = np.exp((near - near.max()) / WIDTH)
        return Vote(
            dense=float(outside.max()),
            neighbours=float(answered[nearest].mean()),
            weight=_lead(masses, answered),
            subject=float((~self._elsewhere[nearest]).mean()),
        )


HAS_YEAR = re.compile(r"[12][90]\d\d|\d[./]\d|['’-]\d\d")
"""Without any of these a text names no year, and most have none."""
OTHER_SUBJECTS = "other_subjects"
_LEAST = 1e-6


def _lead(masses: np.ndarray, chosen: np.ndarray) -> float:
    """The logarithm of how much more the chosen weigh than the rest."""
    held = float(masses[chosen].sum())
    rest = float(masses.sum()) - held
    return float(np.clip(np.log((held + _LEAST) / (rest + _LEAST)), -FARTHEST, FARTHEST))


def _by_year(texts: Sequence[str]) -> tuple[np.ndarray, dict[int, np.ndarray]]:
    """Which texts name no year, and for each year which name it."""
    undated = np.ones(len(texts), dtype=bool)
    dated: dict[int, np.ndarray] = {}
    for place, text in enumerate(texts):
        if not HAS_YEAR.search(text):
            continue
        for year in named_years(text):
            undated[place] = False
            dated.setdefault(year, np.zeros(len(texts), dtype=bool))[place] = True
    return undated, dated
