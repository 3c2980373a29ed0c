"""Metrics against cases worked out by hand; n and undefined apart, and order never matters."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from eval import METRICS, Measure, Score, measure
from eval.metrics import abstention_f1, confusion, consistency, percentile
from eval.types import TurnScore

TURN = TurnScore(
    status="answered",
    allowed=("answered",),
    facts=(True, True),
    forbidden=(),
    forbidden_looked_for=True,
    amount_right=None,
    amount_unfounded=None,
    missing_right=None,
    citation_right=True,
    language_right=True,
    reasons=(),
)
UNANSWERABLE = replace(
    TURN, status="not_in_sources", allowed=("not_in_sources",), facts=(), amount_unfounded=False
)


def scored(name: str, *turns: TurnScore | None, group: str | None = None) -> Score:
    return Score(
        id=name,
        group=group or name,
        slices=("facts", "nb"),
        turns=turns,
        quotes_verbatim=(True, True),
        numbers=5,
        untraceable=(),
        milliseconds=(10.0,),
    )


SCORES = (
    scored("right", TURN),
    scored("half the facts", replace(TURN, facts=(True, False), citation_right=False)),
    scored(
        "declined",
        replace(TURN, status="not_in_sources", facts=(False, False), citation_right=None),
    ),
    scored("rightly declined", UNANSWERABLE),
    scored(
        "wrongly answered",
        replace(UNANSWERABLE, status="answered", amount_unfounded=True, forbidden=("x",)),
    ),
    scored(
        "two turns",
        replace(TURN, amount_right=True),
        None,
        replace(TURN, amount_right=False, facts=()),
    ),
    replace(
        scored("broken", replace(TURN, status="error", facts=(False,), language_right=False)),
        quotes_verbatim=(),
    ),
)
BY_HAND = {
    # By name: how many hits, of how many, and how many cases are undefined.
    "right": (2, 7, 0),
    "status_and_facts": (3, 7, 0),
    "status": (5, 8, 0),
    "facts_strict": (2, 5, 2),
    "facts_partial": (1 + 0.5 + 0 + 1 + 0, 5, 2),
    "forbidden": (1, 8, 0),
    "amount": (1, 2, 6),
    "amount_unfounded": (1, 2, 5),
    "missing": (0, 0, 7),
    "citation": (6, 7, 1),
    "quotes_verbatim": (12, 12, 1),
    "untraceable": (0, 35, 0),
    "answered_wrongly": (1, 2, 5),
    "over_refusal": (1, 6, 2),
    "language": (7, 8, 0),
    "truthful": (1 - 1 + 0 + 1 - 1 - 1 - 1, 7, 0),
}


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_a_metric_is_what_it_is_by_hand(metric: object) -> None:
    found = {one.name: one for one in METRICS}
    assert set(found) == set(BY_HAND)
    chosen = next(one for one in METRICS if one is metric)
    hits, n, undefined = BY_HAND[chosen.name]
    result = measure(chosen, SCORES)
    assert (result.n, result.undefined) == (n, undefined)
    assert result.value == (pytest.approx(hits / n) if n else None)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_the_order_of_the_cases_does_not_matter(metric: object) -> None:
    chosen = next(one for one in METRICS if one is metric)
    shuffled = list(SCORES) * 3
    before = measure(chosen, shuffled)
    for seed in range(5):
        random.Random(seed).shuffle(shuffled)
        assert measure(chosen, shuffled) == before


def test_nothing_to_measure_is_undefined_and_never_zero() -> None:
    right = METRICS[0]
    assert measure(right, []) == Measure(
        metric="right", value=None, n=0, undefined=0, interval=None
    )


def test_the_interval_of_a_share_is_not_narrower_when_all_cases_agree() -> None:
    """Ten right answers of one group say little: the interval must not collapse to a point."""
    result = measure(METRICS[0], [scored(f"n{number}", TURN, group="one") for number in range(10)])
    assert result.value == 1.0
    assert result.interval is not None
    assert result.interval.low < 0.75


def test_items_of_one_group_widen_the_interval() -> None:
    wrong = replace(TURN, facts=(False,))
    turns = [TURN, wrong] * 20
    alone = measure(METRICS[0], [scored(f"n{at}", turn) for at, turn in enumerate(turns)])
    together = measure(
        METRICS[0], [scored(f"n{at}", turn, group=f"g{at % 4}") for at, turn in enumerate(turns)]
    )
    assert alone.interval is not None
    assert together.interval is not None
    assert together.interval.high - together.interval.low > alone.interval.high - alone.interval.low


def test_the_confusion_counts_each_answer_by_what_was_right() -> None:
    assert confusion(SCORES) == {
        "answered": {"answered": 4, "error": 1, "not_in_sources": 1},
        "not_in_sources": {"answered": 1, "not_in_sources": 1},
    }


def test_several_right_statuses_are_one_row_of_the_confusion() -> None:
    either = replace(TURN, allowed=("not_published", "answered"))
    assert confusion([scored("a", either)]) == {"answered | not_published": {"answered": 1}}


def test_the_f1_of_declining_is_what_it_is_by_hand() -> None:
    # Two are due, one of them declined; two are declined, one of them rightly: both shares are 1/2.
    assert abstention_f1(SCORES) == pytest.approx(0.5)
    assert abstention_f1(SCORES[:1]) is None


def test_a_turn_that_may_be_either_is_left_out_of_declining() -> None:
    either = replace(TURN, allowed=("answered", "not_in_sources"), status="not_in_sources")
    assert abstention_f1([scored("a", either)]) is None


def test_a_group_is_consistent_when_all_its_items_fare_alike() -> None:
    wrong = replace(TURN, facts=(False,))
    groups = [
        scored("a1", TURN, group="a"),
        scored("a2", TURN, group="a"),
        scored("b1", TURN, group="b"),
        scored("b2", wrong, group="b"),
        scored("c1", TURN, group="c"),
    ]
    assert consistency(groups) == (1, 2)


def test_a_percentile_is_a_value_that_was_measured() -> None:
    values = [float(value) for value in range(1, 101)]
    assert (percentile(values, 0.5), percentile(values, 0.95), percentile(values, 1.0)) == (
        50.0,
        95.0,
        100.0,
    )
    assert percentile([7.0], 0.95) == 7.0
    assert percentile([], 0.5) is None
