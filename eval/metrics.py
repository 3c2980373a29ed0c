"""Metrics: pure functions over scores, each told with n, what was undefined, and an interval.

A metric adds up what each case gives: so many hits of so many. A case that a metric says nothing
about is undefined and counted apart; it is never a zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from eval.intervals import clustered_bootstrap, envelope, wilson
from eval.types import ANSWERED, ERROR, Measure, Outcome, Score, TurnScore


@dataclass(frozen=True, slots=True)
class Metric:
    """A name, what the value is over, whether a hit is all or nothing, and what a case adds."""

    name: str
    title: str
    over: str
    outcome: Callable[[Score], Outcome]
    share: bool = True


def measure(metric: Metric, scores: Sequence[Score]) -> Measure:
    """Return the metric over these cases, in whatever order they come.

    A share has the interval that holds both Wilson's and the bootstrap's; a mean the bootstrap's.
    """
    outcomes = [(score.group, metric.outcome(score)) for score in scores]
    hits = sum(sorted(outcome.hits for _, outcome in outcomes))
    n = sum(outcome.of for _, outcome in outcomes)
    undefined = sum(outcome.of == 0 for _, outcome in outcomes)
    if n == 0:
        return Measure(metric=metric.name, value=None, n=0, undefined=undefined, interval=None)
    clustered = clustered_bootstrap(outcomes)
    interval = envelope((wilson(hits, n), clustered)) if metric.share else clustered
    return Measure(metric=metric.name, value=hits / n, n=n, undefined=undefined, interval=interval)


def _all_of(flags: Iterable[bool | None]) -> Outcome:
    """Count the flags that are true; None does not count at all."""
    known = [flag for flag in flags if flag is not None]
    return Outcome(sum(known), len(known))


def _over_turns(pick: Callable[[TurnScore], bool | None]) -> Callable[[Score], Outcome]:
    return lambda score: _all_of(pick(turn) for turn in score.scored)


def _facts_partial(score: Score) -> Outcome:
    facts = [fact for turn in score.scored for fact in turn.facts]
    return Outcome(sum(facts) / len(facts), 1) if facts else Outcome(0, 0)


def _answered_wrongly(turn: TurnScore) -> bool | None:
    return None if ANSWERED in turn.allowed else turn.status == ANSWERED


def _over_refusal(turn: TurnScore) -> bool | None:
    return turn.status not in {ANSWERED, ERROR} if turn.allowed == (ANSWERED,) else None


def _truthful(score: Score) -> Outcome:
    """Right is 1, declining where an answer was due is 0, anything else is -1."""
    if score.right:
        return Outcome(1, 1)
    wrong = [turn for turn in score.scored if not turn.right]
    return Outcome(0 if all(turn.status not in {ANSWERED, ERROR} for turn in wrong) else -1, 1)


METRICS: tuple[Metric, ...] = (
    Metric("right", "Fully right", "items", lambda score: _all_of([score.right])),
    Metric(
        "status_and_facts",
        "Right status and all facts",
        "items",
        lambda score: _all_of([all(turn.facts_right for turn in score.scored)]),
    ),
    Metric("status", "Right status", "answers", _over_turns(lambda turn: turn.status_right)),
    Metric(
        "facts_strict",
        "Every fact said",
        "answers",
        _over_turns(lambda turn: all(turn.facts) if turn.facts else None),
    ),
    Metric("facts_partial", "Share of the facts said", "items", _facts_partial, share=False),
    Metric(
        "forbidden",
        "Something said that must not be",
        "answers",
        _over_turns(lambda turn: bool(turn.forbidden) if turn.forbidden_looked_for else None),
    ),
    Metric("amount", "Amount exact", "answers", _over_turns(lambda turn: turn.amount_right)),
    Metric(
        "amount_unfounded",
        "Amount given where no answer may be",
        "answers",
        _over_turns(lambda turn: turn.amount_unfounded),
    ),
    Metric(
        "missing", "Missing facts named", "answers", _over_turns(lambda turn: turn.missing_right)
    ),
    Metric(
        "citation", "Right text cited", "answers", _over_turns(lambda turn: turn.citation_right)
    ),
    Metric(
        "quotes_verbatim", "Quote verbatim", "quotes", lambda score: _all_of(score.quotes_verbatim)
    ),
    Metric(
        "untraceable",
        "Number that cannot be traced",
        "numbers",
        lambda score: Outcome(len(score.untraceable), score.numbers),
    ),
    Metric(
        "answered_wrongly",
        "Answered, though it must not be",
        "answers",
        _over_turns(_answered_wrongly),
    ),
    Metric("over_refusal", "Not answered, though it can be", "answers", _over_turns(_over_refusal)),
    Metric("language", "Right language", "answers", _over_turns(lambda turn: turn.language_right)),
    Metric("truthful", "CRAG score: right less wrong", "items", _truthful, share=False),
)


def confusion(scores: Iterable[Score]) -> dict[str, dict[str, int]]:
    """Count, for each set of statuses that is right, the statuses that were given."""
    table: dict[str, Counter[str]] = {}
    for score in scores:
        for turn in score.scored:
            table.setdefault(" | ".join(sorted(turn.allowed)), Counter())[turn.status] += 1
    return {allowed: dict(sorted(table[allowed].items())) for allowed in sorted(table)}


def abstention_f1(scores: Iterable[Score]) -> float | None:
    """Return the F1 of declining, where answers that must not be given are the positives.

    Turns that may both be answered and not are left out. None without any other.
    """
    turns = [turn for score in scores for turn in score.scored]
    clear = [turn for turn in turns if turn.allowed == (ANSWERED,) or ANSWERED not in turn.allowed]
    due = [turn for turn in clear if ANSWERED not in turn.allowed]
    declined = [turn for turn in clear if turn.status not in {ANSWERED, ERROR}]
    both = sum(turn.status not in {ANSWERED, ERROR} for turn in due)
    return 2 * both / (len(due) + len(declined)) if due or declined else None


def consistency(scores: Iterable[Score]) -> tuple[int, int]:
    """Return of how many groups of several items all fare alike, and how many such there are."""
    groups: dict[str, list[bool]] = {}
    for score in scores:
        groups.setdefault(score.group, []).append(score.right)
    several = [fates for fates in groups.values() if len(fates) > 1]
    return sum(len(set(fates)) == 1 for fates in several), len(several)


def percentile(values: Iterable[float], share: float) -> float | None:
    """Return the smallest value that at least this share of all is not above; None without values.

    >>> percentile([4, 1, 3, 2], 0.5), percentile([4, 1, 3, 2], 0.95)
    (2, 4)
    """
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else None
