"""The numbers by which passages are ranked and answers are given or withheld, read from `ranking.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When there is an answer, and how much of it is shown."""

    answer: float
    """Least score of the best passage for an answer."""
    gap_margin: float
    """How much better than the best passage the text on what the sources do not say must be."""
    on_subject: float
    """Least score for a question that names nothing of the scheme to count as on the subject."""
    close: float
    """How far below the best score a further passage may lie."""
    most_passages: int
    most_sentences: int
    whole_passage_characters: int
    """A passage up to this length is shown whole."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Weights of a passage's features, and the thresholds."""

    weights: Mapping[str, float]
    thresholds: Thresholds

    def score(self, features: Mapping[str, float]) -> float:
        """The weighted sum of a passage's features."""
        return round(sum(self.weights[name] * value for name, value in features.items()), 6)


@cache
def load_ranking() -> Ranking:
    """The shipped numbers."""
    data = yaml.safe_load((Path(__file__).parent / "ranking.yaml").read_text(encoding="utf-8"))
    return Ranking(data["weights"], Thresholds(**data["thresholds"]))
