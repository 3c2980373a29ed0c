"""Scores in, a report out. It does not hang on the order of the scores, nor on the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from eval.metrics import METRICS, abstention_f1, confusion, consistency, measure, percentile
from eval.runs import RunSettings
from eval.types import Measure, Score
from eval.vocabulary import vocabulary

ALL = "all"
SLICE_METRICS = (
    "right",
    "status_and_facts",
    "amount",
    "citation",
    "answered_wrongly",
    "over_refusal",
)
"""What the table per slice shows."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What a metric must reach."""

    metric: str
    at_least: float | None = None
    at_most: float | None = None

    def held_by(self, value: float) -> bool:
        """Whether the value reaches the bar."""
        above = self.at_least is None or value >= self.at_least
        return above and (self.at_most is None or value <= self.at_most)


@dataclass(frozen=True, slots=True)
class Slice:
    """The measures over the cases of one slice."""

    name: str
    items: int
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds an answer took in this run."""

    n: int
    p50: float | None
    p95: float | None


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that is not as it must be, and every sentence on why."""

    id: str
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All measures of a run."""

    settings: RunSettings
    overall: tuple[Measure, ...]
    slices: tuple[Slice, ...]
    confusion: Mapping[str, Mapping[str, int]]
    abstention_f1: float | None
    groups: int
    """Groups of several items."""
    groups_alike: int
    """Those of them whose items are all right or all wrong."""
    latency: Latency
    failures: tuple[Failure, ...]


@lru_cache(maxsize=1)
def bars() -> tuple[Bar, ...]:
    """Return the bars of `eval/bars.yaml`."""
    raw = yaml.safe_load(Path(__file__).with_name("bars.yaml").read_text(encoding="utf-8"))
    return tuple(Bar(**one) for one in raw)


def build_report(settings: RunSettings, scores: Sequence[Score]) -> Report:
    """Return all measures over the scores of a run."""
    scores = sorted(scores, key=lambda score: score.id)
    alike, groups = consistency(scores)
    times = [each for score in scores for each in score.milliseconds]
    failures = tuple(Failure(score.id, causes(score)) for score in scores)
    return Report(
        settings=settings,
        overall=tuple(measure(metric, scores) for metric in METRICS),
        slices=(_slice(ALL, scores), *(_slice(name, scores) for name in _slice_names(scores))),
        confusion=confusion(scores),
        abstention_f1=abstention_f1(scores),
        groups=groups,
        groups_alike=alike,
        latency=Latency(len(times), percentile(times, 0.5), percentile(times, 0.95)),
        failures=tuple(failure for failure in failures if failure.causes),
    )


def causes(score: Score) -> tuple[str, ...]:
    """Return every sentence on what is wrong with the answers to a case; none when nothing is."""
    several = len(score.turns) > 1
    found = [
        f"turn {number}: {reason}" if several else reason
        for number, turn in enumerate(score.turns, start=1)
        if turn is not None
        for reason in turn.reasons
    ]
    if score.untraceable:
        found.append(f"it says numbers that cannot be traced: {', '.join(score.untraceable)}")
    if wrong := score.quotes_verbatim.count(False):
        found.append(f"quotes that are not verbatim: {wrong}")
    return tuple(found)


def _slice(name: str, scores: Sequence[Score]) -> Slice:
    chosen = [score for score in scores if name in (ALL, *score.slices)]
    shown = [metric for metric in METRICS if metric.name in SLICE_METRICS]
    return Slice(name, len(chosen), tuple(measure(metric, chosen) for metric in shown))


def _slice_names(scores: Sequence[Score]) -> list[str]:
    """Languages and forms first, then topics as the vocabulary has them, then periods."""
    words = vocabulary()
    place = {name: at for at, name in enumerate(("nb", "nn", "en", *words.forms, *words.slices))}
    present = {name for score in scores for name in score.slices}
    return sorted(present, key=lambda name: (place.get(name, len(place)), name))
