"""The numbers by which passages are ranked and answers are given or withheld, read from `ranking.yaml`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When there is an answer, and how much of it is shown."""

    answer: float
    """Least probability that the texts answer the question."""
    gap_lead: float
    """How far below the best passage the text on what the sources do not say may lie to be quoted in a refusal."""
    gap_asked: float
    """Least cosine of the question and one that this text lists, for it to be quoted."""
    close: float
    """How far below the best score a further passage may lie to be shown."""
    most_passages: int
    most_sentences: int
    whole_passage_characters: int
    """A passage up to this length is shown whole."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Weights of a passage's features, of the decision to answer, and the thresholds."""

    weights: Mapping[str, float]
    decision: Mapping[str, float]
    thresholds: Thresholds

    def score(self, features: Mapping[str, float]) -> float:
        """The weighted sum of a passage's features."""
        return round(sum(self.weights[name] * value for name, value in features.items()), 6)

    def probability(self, features: Mapping[str, float]) -> float:
        """How likely it is that the texts answer the question, 0-1."""
        total = self.decision["intercept"] + sum(self.decision[name] * value for name, value in features.items())
        return 1.0 / (1.0 + math.exp(-total))


@cache
def load_ranking() -> Ranking:
    """The shipped numbers."""
    data = yaml.safe_load((Path(__file__).parent / "ranking.yaml").read_text(encoding="utf-8"))
    return Ranking(data["weights"], data["decision"], Thresholds(**data["thresholds"]))
