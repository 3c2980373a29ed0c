"""The numbers by which passages are ranked and answers given or withheld."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus import load_yaml


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When there is an answer, and how much of it is shown."""

    answer: float
    """Least probability that the texts answer the question."""
    gap_lead: float
    """How far below the best passage a text on what is not known may lie and still be quoted."""
    gap_asked: float
    """Least cosine of the question and one that this text lists, for it to be quoted."""
    subject: float
    """Least share of the nearest known questions on the subject, for a question with its words."""
    subject_near: float
    """Least cosine to one of them, for a question without such words."""
    close: float
    """How far below the best score a further passage may lie to be shown."""
    most_passages: int
    most_sentences: int
    whole_passage_characters: int
    """A passage up to this length is shown whole."""
    original_characters: int
    """The same for texts as their publisher wrote them, whose passages hold several subjects."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Weights of a passage's features, of the decision to answer, and the thresholds."""

    weights: Mapping[str, float]
    decision: Mapping[str, float]
    decision_without_questions: Mapping[str, float]
    thresholds: Thresholds

    def score(self, features: Mapping[str, float]) -> float:
        """The weighted sum of a passage's features."""
        return round(sum(self.weights[name] * value for name, value in features.items()), 6)

    def probability(self, features: Mapping[str, float], *, with_questions: bool) -> float:
        """How likely it is that the texts answer the question, 0-1.

        Args:
            features: Values by name; names that the model does not know are left out.
            with_questions: Whether it is known what the best passage is asked.
        """
        model = self.decision if with_questions else self.decision_without_questions
        total = model["intercept"] + sum(
            model[name] * value for name, value in features.items() if name in model
        )
        return 1.0 / (1.0 + math.exp(-total))


@cache
def load_ranking() -> Ranking:
    """The shipped numbers."""
    data = load_yaml((Path(__file__).parent / "ranking.yaml").read_text(encoding="utf-8"))
    return Ranking(
        data["weights"],
        data["decision"],
        data["decision_without_questions"],
        Thresholds(**data["thresholds"]),
    )
