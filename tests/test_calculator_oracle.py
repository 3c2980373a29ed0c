"""A second, naive calculator in plain fractions, from the scheme's facts alone, and laws."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.calculator import (
    Case,
    Category,
    Computed,
    Element,
    Grant,
    Position,
    calculate,
    load_figures,
)

FIGURES = load_figures()
FIRST, LAST = date(2025, 6, 1), date(2026, 5, 31)
YEARLY = {
    Element.PRAKSISKOMPENSASJON: Fraction(132000),
    Element.LAERINGSAKTIVITETER: Fraction(14000),
    Element.LAVERE_PRODUKTIVITET: Fraction(125000),
    Element.VEILEDNING: Fraction("1581.25") * Fraction("57.75"),
    Element.SENTRALITETSTILLEGG: Fraction(200000),
}
SHARES = ["0.05", "0.2", "0.333", "0.375", "0.4", "0.5"]
RANDOM_CASES = 2000


# The naive calculator: days are stepped one by one, money is whole øre


def day_after_months(start: date, months: int) -> date:
    year, month = start.year, start.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    day = start.day
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


def naive_months(start: date, end: date) -> int:
    count = 0
    while day_after_months(start, count + 1) - timedelta(days=1) <= end:
        count += 1
    return count


def to_ore(amount: Fraction) -> int:
    doubled = amount * 200
    return (doubled.numerator // doubled.denominator + 1) // 2


def naive_ceilings(case: Case) -> dict[Element, Fraction]:
    sums: dict[Element, Fraction] = {}
    for row in case.positions:
        assert row.share is not None
        assert row.start is not None
        assert row.end is not None
        months = naive_months(row.start, row.end)
        part = Fraction(row.share) * Fraction(months, 12)
        for element in (Element.LAERINGSAKTIVITETER, Element.VEILEDNING):
            sums[element] = sums.get(element, Fraction(0)) + part * YEARLY[element]
        if row.category is not Category.ALLMENNLEGE:
            element = Element.PRAKSISKOMPENSASJON
            sums[element] = sums.get(element, Fraction(0)) + part * YEARLY[element]
        if row.category is Category.FASTLEGE and case.first_start is not None:
            inside = naive_window(row.start, row.end, case.first_start)
            element = Element.LAVERE_PRODUKTIVITET
            gained = Fraction(row.share) * Fraction(inside, 12) * YEARLY[element]
            if inside:
                sums[element] = sums.get(element, Fraction(0)) + gained
        if case.centrality == 6:
            element = Element.SENTRALITETSTILLEGG
            sums[element] = sums.get(element, Fraction(0)) + part * YEARLY[element]
    return sums


def naive_window(start: date, end: date, first_start: date) -> int:
    closing = day_after_months(first_start, 24) - timedelta(days=1)
    days = [
        start + timedelta(days=offset)
        for offset in range((end - start).days + 1)
        if first_start <= start + timedelta(days=offset) <= closing
    ]
    return naive_months(days[0], days[-1]) if days else 0


def naive_total(case: Case) -> int:
    """Øre of an ALIS-avtale in the reimbursement period."""
    total, base = 0, 0
    for element, ceiling in naive_ceilings(case).items():
        expense = case.expenses.get(element)
        amount = to_ore(ceiling if expense is None else min(Fraction(expense), ceiling))
        total += amount
        if element is not Element.SENTRALITETSTILLEGG:
            base += amount
    five = Fraction(base, 100) * Fraction(5, 100)
    expense = case.expenses.get(Element.TILRETTELEGGING)
    return total + to_ore(five if expense is None else min(Fraction(expense), five))


# Random cases


def random_rows(source: random.Random) -> Iterator[Position]:
    for _ in range(source.choice([1, 1, 2])):
        while True:
            start = FIRST + timedelta(days=source.randrange(360))
            end = start + timedelta(days=source.randrange(28, 365))
            if end <= LAST and naive_months(start, end):
                break
        yield Position(source.choice(list(Category)), Decimal(source.choice(SHARES)), start, end)


def random_case(source: random.Random) -> Case:
    rows = tuple(random_rows(source))
    earliest = min(row.start for row in rows if row.start)
    chosen = source.sample(list(Element), source.randrange(4))
    return Case(
        Grant.ALIS_AGREEMENT,
        rows,
        centrality=source.randrange(1, 7),
        first_start=earliest - timedelta(days=source.randrange(900)),
        expenses={one: Decimal(source.randrange(20_000_000)) / 100 for one in chosen},
    )


def test_the_naive_calculator_agrees_on_random_cases_to_the_ore() -> None:
    source = random.Random(20261121)
    for number in range(RANDOM_CASES):
        case = random_case(source)
        outcome = calculate(case, FIGURES)
        assert isinstance(outcome, Computed), (number, case, outcome)
        assert int(outcome.amount * 100) == naive_total(case), (number, case, outcome.steps)


def test_the_naive_calculator_knows_the_published_ceilings() -> None:
    row = Position(Category.FASTLEGE, Decimal(1), FIRST, LAST)
    case = Case(Grant.ALIS_AGREEMENT, (row,), centrality=6, first_start=FIRST)
    assert naive_total(case) == 58043305


# Laws that hold for all cases

seeds = st.integers(min_value=0, max_value=2**32)


def computed(case: Case) -> Computed:
    outcome = calculate(case, FIGURES)
    assert isinstance(outcome, Computed), outcome
    return outcome


@settings(max_examples=200, deadline=None)
@given(seeds)
def test_an_amount_is_the_sum_of_its_steps_and_no_step_is_negative(seed: int) -> None:
    outcome = computed(random_case(random.Random(seed)))
    assert outcome.amount == sum(step.amount for step in outcome.steps)
    assert all(step.amount >= 0 for step in outcome.steps)
    assert all(step.figure and step.source for step in outcome.steps)


@settings(max_examples=200, deadline=None)
@given(seeds)
def test_expenses_never_raise_an_amount_above_its_ceiling(seed: int) -> None:
    case = random_case(random.Random(seed))
    assert computed(case).amount <= computed(replace(case, expenses={})).amount


@settings(max_examples=200, deadline=None)
@given(seeds, st.sampled_from(list(Element)), st.integers(0, 10**7))
def test_a_higher_expense_never_lowers_the_amount(seed: int, element: Element, more: int) -> None:
    case = random_case(random.Random(seed))
    low = replace(case, expenses={**case.expenses, element: Decimal(10000)})
    high = replace(case, expenses={**case.expenses, element: Decimal(10000 + more)})
    assert computed(low).amount <= computed(high).amount


@settings(max_examples=200, deadline=None)
@given(seeds, st.integers(1, 50))
def test_a_larger_share_never_lowers_the_amount(seed: int, more: int) -> None:
    case = random_case(random.Random(seed))
    first = case.positions[0]
    assert first.share is not None
    larger = replace(first, share=min(first.share + Decimal(more) / 100, Decimal("0.5")))
    assert (
        computed(case).amount
        <= computed(replace(case, positions=(larger, *case.positions[1:]))).amount
    )


@settings(max_examples=200, deadline=None)
@given(seeds, st.integers(1, 200))
def test_a_later_end_never_lowers_the_amount(seed: int, more: int) -> None:
    case = random_case(random.Random(seed))
    first = case.positions[0]
    assert first.end is not None
    longer = replace(first, end=min(first.end + timedelta(days=more), LAST))
    assert (
        computed(case).amount
        <= computed(replace(case, positions=(longer, *case.positions[1:]))).amount
    )


@settings(max_examples=100, deadline=None)
@given(seeds, st.integers(2, 30))
def test_several_equal_doctors_get_several_times_one(seed: int, doctors: int) -> None:
    case = random_case(random.Random(seed))
    assert computed(replace(case, doctors=doctors)).amount == doctors * computed(case).amount


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_the_same_case_gives_the_same_result_twice(seed: int) -> None:
    case = random_case(random.Random(seed))
    assert calculate(case, FIGURES) == calculate(case, FIGURES)
