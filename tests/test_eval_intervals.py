"""Intervals against published and hand-worked values, and the laws they must keep."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.intervals import clustered_bootstrap, envelope, mcnemar, wilson
from eval.types import Interval, Outcome


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_intervals(hits: int, n: int, low: float, high: float) -> None:
    interval = wilson(hits, n)
    assert interval is not None
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_stays_between_nothing_and_all(drawn: tuple[int, int]) -> None:
    hits, n = drawn
    interval = wilson(hits, n)
    assert interval is not None
    assert 0.0 <= interval.low <= hits / n + 1e-12
    assert hits / n - 1e-12 <= interval.high <= 1.0


def test_no_observation_has_no_interval() -> None:
    assert wilson(0, 0) is None
    assert clustered_bootstrap([]) is None
    assert clustered_bootstrap([("a", Outcome(0, 0))]) is None
    assert envelope([None, None]) is None


def test_the_bootstrap_draws_groups_and_not_items() -> None:
    """Two groups, all right and all wrong: a draw of two is 0, 1/2 or 1, whatever their size."""
    outcomes = [("a", Outcome(1, 1))] * 100 + [("b", Outcome(0, 1))] * 100
    assert clustered_bootstrap(outcomes) == Interval(0.0, 1.0)


def test_the_bootstrap_is_the_same_for_the_same_seed_and_any_order() -> None:
    outcomes = [(f"g{at % 7}", Outcome(at * at % 11, 11)) for at in range(40)]
    assert clustered_bootstrap(outcomes) == clustered_bootstrap(list(reversed(outcomes)))
    assert clustered_bootstrap(outcomes, seed=1) != clustered_bootstrap(outcomes, seed=2)


def test_the_bootstrap_of_many_independent_items_comes_near_to_wilson() -> None:
    outcomes = [(f"g{at}", Outcome(int(at % 5 > 0), 1)) for at in range(1000)]
    drawn, exact = clustered_bootstrap(outcomes), wilson(800, 1000)
    assert drawn is not None
    assert exact is not None
    assert abs(drawn.low - exact.low) < 0.01
    assert abs(drawn.high - exact.high) < 0.01


def test_the_envelope_holds_every_interval() -> None:
    assert envelope([Interval(0.2, 0.5), None, Interval(0.3, 0.9)]) == Interval(0.2, 0.9)


@pytest.mark.parametrize(
    ("regressed", "fixed", "p"),
    [
        (0, 0, 1.0),
        (3, 3, 1.0),
        (0, 5, 0.0625),
        (1, 9, 22 / 1024),
        (9, 1, 22 / 1024),
        (0, 10, 2 / 1024),
    ],
)
def test_mcnemar_is_the_two_sided_binomial_test(regressed: int, fixed: int, p: float) -> None:
    assert mcnemar(regressed, fixed) == pytest.approx(p)
