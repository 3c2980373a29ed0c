"""Several doctors, dates, sources and words: what stands around the single case."""

from __future__ import annotations

import doctest
import importlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.calculator import (
    Case,
    Category,
    Computed,
    Element,
    Grant,
    NeedsFacts,
    NotPublished,
    Position,
    add_months,
    calculate,
    calculate_all,
    calculate_each,
    figure_sources,
    load_figures,
)
from assistant.calculator.dates import months_inside, whole_months
from assistant.calculator.facts import capped_at_full_time

FIGURES = load_figures()
FIRST, LAST = date(2025, 6, 1), date(2026, 5, 31)
FASTLEGE = Case(
    Grant.ALIS_AGREEMENT,
    (Position(Category.FASTLEGE, Decimal(1), FIRST, LAST),),
    centrality=3,
    first_start=FIRST,
)
INTRODUKSJONSLEGE = Case(
    Grant.ALIS_AGREEMENT,
    (Position(Category.INTRODUKSJONSLEGE, Decimal("0.6"), FIRST, LAST),),
    centrality=3,
)


@pytest.mark.parametrize(
    "module", ["dates", "money"], ids=lambda name: f"the doctests of {name} hold"
)
def test_the_doctests_hold(module: str) -> None:
    found = doctest.testmod(importlib.import_module(f"assistant.calculator.{module}"))
    assert found.attempted > 0
    assert found.failed == 0


def test_the_window_past_the_rate_set_counts_three_months() -> None:
    months = months_inside(date(2026, 5, 1), date(2026, 10, 31), date(2024, 8, 1), 24)
    assert months == 3
    assert Decimal(125000) * months / 12 == Decimal(31250)


def test_a_period_that_starts_after_the_window_has_no_month_in_it() -> None:
    assert months_inside(date(2026, 8, 1), date(2026, 10, 31), date(2024, 8, 1), 24) == 0


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2024, 2, 29), date(2024, 3, 28), 1),
        (date(2024, 2, 29), date(2024, 3, 27), 0),
        (date(2025, 12, 31), date(2026, 2, 27), 2),
        (date(2025, 1, 1), date(2025, 1, 15), 0),
        (date(2025, 1, 15), date(2025, 2, 15), 1),
        (date(9999, 1, 1), date.max, 12),
        (date(9999, 12, 1), date.max, 1),
    ],
)
def test_whole_months_at_odd_days(start: date, end: date, months: int) -> None:
    assert whole_months(start, end) == months


def test_two_fastleger_and_an_introduksjonslege_are_summed_with_steps_for_each() -> None:
    outcome = calculate_all([replace(FASTLEGE, doctors=2), INTRODUKSJONSLEGE], FIGURES)
    single = calculate(INTRODUKSJONSLEGE, FIGURES)
    assert isinstance(outcome, Computed)
    assert isinstance(single, Computed)
    assert outcome.amount == 2 * Decimal("380433.05") + single.amount
    assert {step.doctor for step in outcome.steps} == {1, 2}
    assert outcome.amount == sum(step.amount for step in outcome.steps)
    assert [part.amount for part in outcome.parts] == [Decimal("760866.10"), single.amount]
    assert outcome.inputs["doctor_1.doctors"] == "2"


def test_one_doctor_alone_is_the_plain_outcome() -> None:
    assert calculate_all([FASTLEGE], FIGURES) == calculate(FASTLEGE, FIGURES)


def test_a_doctor_whose_facts_are_missing_stops_the_sum_and_is_named() -> None:
    second = replace(FASTLEGE, first_start=None)
    outcome = calculate_all([INTRODUKSJONSLEGE, second], FIGURES)
    assert isinstance(outcome, NeedsFacts)
    assert outcome.missing == ("first_start",)
    assert outcome.doctor == 2


def test_a_doctor_outside_the_rates_makes_the_whole_unpublished() -> None:
    row = Position(Category.FASTLEGE, Decimal(1), date(2026, 6, 1), date(2027, 5, 31))
    outcome = calculate_all([FASTLEGE, replace(FASTLEGE, positions=(row,))], FIGURES)
    assert isinstance(outcome, NotPublished)


def test_each_doctor_is_answered_and_none_is_dropped() -> None:
    outcomes = calculate_each([FASTLEGE, replace(FASTLEGE, centrality=None)], FIGURES)
    assert [type(outcome) for outcome in outcomes] == [Computed, NeedsFacts]


def test_hours_and_kroner_are_not_added() -> None:
    outcome = calculate_all([FASTLEGE, Case(Grant.SUPERVISION_HOURS)], FIGURES)
    assert isinstance(outcome, NeedsFacts)
    assert outcome.reasons == {"grant": "mixed_units"}


def test_no_cases_at_all_is_a_question_and_not_zero() -> None:
    assert isinstance(calculate_all([], FIGURES), NeedsFacts)


def test_the_row_that_lacks_a_fact_is_named() -> None:
    rows = (
        Position(Category.INTRODUKSJONSLEGE, Decimal("0.5"), FIRST, date(2025, 11, 30)),
        Position(Category.INTRODUKSJONSLEGE, None, date(2025, 12, 1), LAST),
    )
    outcome = calculate(replace(INTRODUKSJONSLEGE, positions=rows), FIGURES)
    assert isinstance(outcome, NeedsFacts)
    assert (outcome.missing, outcome.position) == (("share",), 2)


def test_the_sources_of_an_amount_are_those_of_its_steps_and_alternatives() -> None:
    outcome = calculate(Case(Grant.SUPERVISION_HOURS), FIGURES)
    assert isinstance(outcome, Computed)
    assert figure_sources(outcome) == ("alis-no-individuell-veiledning",)


def test_a_formula_reads_without_language_and_an_expense_stands_beside_its_ceiling() -> None:
    case = replace(FASTLEGE, expenses={Element.LAERINGSAKTIVITETER: Decimal("12500.50")})
    outcome = calculate(case, FIGURES)
    assert isinstance(outcome, Computed)
    formulas = {step.label: step.formula for step in outcome.steps}
    assert formulas["praksiskompensasjon"] == "1375 × 60 % × 160 × 100 % × 12/12"
    assert formulas["laeringsaktiviteter_expense"] == "min(12500.5; 14000 × 100 % × 12/12)"


def test_a_supervision_result_shows_only_the_facts_it_used() -> None:
    case = replace(FASTLEGE, grant=Grant.SUPERVISION_ONLY, centrality=6)
    outcome = calculate(case, FIGURES)
    assert isinstance(outcome, Computed)
    assert set(outcome.inputs) == {"grant", "share", "start", "end", "months"}


def test_an_unused_rate_is_said_to_be_unused() -> None:
    outcome = calculate(replace(FASTLEGE, rate=Decimal(210000)), FIGURES)
    assert isinstance(outcome, Computed)
    assert "rate_not_used" in outcome.warnings
    assert outcome.amount == Decimal("380433.05")


DAYS = st.dates(date(2025, 6, 1), date(2026, 4, 30))
ROWS = st.lists(
    st.builds(
        lambda share, start, months: Position(
            Category.INTRODUKSJONSLEGE,
            Decimal(share) / 100,
            start,
            min(add_months(start, months) - timedelta(days=1), LAST),
        ),
        st.integers(1, 100),
        DAYS,
        st.integers(1, 12),
    ),
    min_size=1,
    max_size=5,
)


@given(ROWS)
def test_positions_cut_to_full_time_are_never_above_it_and_never_more_than_before(
    listed: list[Position],
) -> None:
    cut = capped_at_full_time(Case(positions=tuple(listed))).positions
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        before, after = (_on(rows, day) for rows in (listed, cut))
        assert after == min(before, Decimal(1))


def _on(rows: Iterable[Position], day: date) -> Decimal:
    active = (r.share for r in rows if r.share and r.start and r.end and r.start <= day <= r.end)
    return sum(active, Decimal(0))
