"""Expenses up to ceilings: every element is the smaller of what was spent and its ceiling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.calculator.dates import months_inside
from assistant.calculator.elements import (
    ALL_FIGURES,
    ANNUAL_FIGURES,
    FACILITATION,
    HOURLY_FIGURES,
    SUPPLEMENT_CLASS,
    WINDOW,
)
from assistant.calculator.facts import Stretch, span, stretches
from assistant.calculator.figures import Figures, Product
from assistant.calculator.money import by_share_and_months, plain, round_half_up
from assistant.calculator.periods import Call
from assistant.calculator.results import describe, noted, result
from assistant.calculator.types import Case, Category, Computed, Element, Grant, Step


@dataclass(frozen=True, slots=True)
class Bound:
    """An element's amount, how it came about, and whether the expense or the ceiling decided."""

    amount: Decimal
    formula: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A case inside one call, with what the elements are reckoned from."""

    case: Case
    call: Call
    figures: Figures
    stretches: tuple[Stretch, ...]

    def product(self, names: Sequence[str]) -> Product:
        """Figures of the call, multiplied."""
        return self.figures.product(names, self.call.start)


def reimburse(case: Case, call: Call, figures: Figures) -> Computed:
    """What a complete case gives, element by element."""
    reckoning = Reckoning(case, call, figures, stretches(case))
    if case.grant is Grant.SUPERVISION_ONLY:
        return _supervision_only(reckoning)
    steps = [step for element in _base_elements() if (step := _element(reckoning, element))]
    steps.append(_facilitation(reckoning, steps))
    if case.centrality == reckoning.product([SUPPLEMENT_CLASS]).value:
        supplement = _element(reckoning, Element.SENTRALITETSTILLEGG)
        steps.extend([supplement] if supplement else [])
    undated = ["agreement_before_period"] if case.agreement_date is None else []
    return _finish(reckoning, steps, ["centrality_version", *undated])


def _base_elements() -> Iterator[Element]:
    """The elements that facilitation is a part of."""
    return (element for element in ANNUAL_FIGURES if element is not Element.SENTRALITETSTILLEGG)


def _supervision_only(reckoning: Reckoning) -> Computed:
    step = _element(reckoning, Element.VEILEDNING)
    steps = [step] if step else []
    with_facilitation = _finish(reckoning, [*steps, _facilitation(reckoning, steps)], [])
    without = _finish(reckoning, steps, ["supervision_facilitation_unsettled"])
    return replace(without, alternatives=(noted(with_facilitation, "includes_facilitation"),))


def _element(reckoning: Reckoning, element: Element) -> Step | None:
    """One element as a step; None where no stretch of the case gives it."""
    parts = [
        (stretch.share, months)
        for stretch in reckoning.stretches
        if (months := _months(reckoning, element, stretch))
    ]
    if not parts:
        return None
    annual = reckoning.product(ANNUAL_FIGURES[element])
    ceiling, factor = by_share_and_months(annual.value, parts)
    bound = _bound(reckoning, element, ceiling, f"{annual.formula} × {factor}")
    return Step(
        f"{element}{bound.suffix}", bound.formula, bound.amount, annual.figures, annual.source
    )


def _months(reckoning: Reckoning, element: Element, stretch: Stretch) -> int:
    """Whole months in which a stretch gives an element."""
    if element is Element.PRAKSISKOMPENSASJON and stretch.category is Category.ALLMENNLEGE:
        return 0
    if element is not Element.LAVERE_PRODUKTIVITET:
        return stretch.months
    first_start = reckoning.case.first_start
    if stretch.category is not Category.FASTLEGE or first_start is None:
        return 0
    window = int(reckoning.product([WINDOW]).value)
    return months_inside(stretch.start, stretch.end, first_start, window)


def _bound(reckoning: Reckoning, element: Element, ceiling: Decimal, formula: str) -> Bound:
    """The smaller of expense and ceiling; without an expense, the ceiling."""
    case = reckoning.case
    expense, stated = case.expenses.get(element), ""
    if expense is not None:
        stated = plain(expense)
    elif element in case.expense_hours and element in HOURLY_FIGURES:
        hourly = reckoning.product(HOURLY_FIGURES[element])
        expense = case.expense_hours[element] * hourly.value
        stated = f"{plain(case.expense_hours[element])} × {hourly.formula}"
    if expense is None:
        return Bound(round_half_up(ceiling), formula, "")
    suffix = "_expense" if expense <= ceiling else "_ceiling"
    return Bound(round_half_up(min(expense, ceiling)), f"min({stated}; {formula})", suffix)


def _facilitation(reckoning: Reckoning, steps: Sequence[Step]) -> Step:
    part = reckoning.product([FACILITATION])
    terms = " + ".join(plain(step.amount) for step in steps)
    base = terms if len(steps) == 1 else f"({terms or '0'})"
    ceiling = part.value * sum((step.amount for step in steps), Decimal(0))
    bound = _bound(reckoning, Element.TILRETTELEGGING, ceiling, f"{part.formula} × {base}")
    label = f"{Element.TILRETTELEGGING}{bound.suffix}"
    return Step(label, bound.formula, bound.amount, part.figures, part.source)


def _finish(
    reckoning: Reckoning,
    steps: Sequence[Step],
    notes: Sequence[str],
) -> Computed:
    case = reckoning.case
    status = reckoning.product(ALL_FIGURES).status
    ceilings = any(not step.label.endswith(("_expense", "_ceiling")) for step in steps)
    warnings = [
        f"{status}_rates",
        *(["ceiling_not_promise"] if ceilings else []),
        "whole_month_definition",
        *notes,
        *_window_notes(reckoning),
        *_unused(case, steps),
        *(["rate_not_used"] if case.rate is not None else []),
    ]
    return result(
        steps,
        status=status,
        inputs=describe(case, reckoning.stretches, used=_used_facts(reckoning)),
        period=span(case),
        warnings=warnings,
    )


def _used_facts(reckoning: Reckoning) -> set[str]:
    """The names of the facts that the result depends on."""
    used = {"share", "start", "end", "months"}
    used |= {f"expense_{element}" for element in reckoning.case.expenses}
    used |= {f"expense_hours_{element}" for element in reckoning.case.expense_hours}
    if reckoning.case.grant is not Grant.SUPERVISION_ONLY:
        used |= {"category", "centrality", "agreement_date"}
        if any(row.category is Category.FASTLEGE for row in reckoning.stretches):
            used.add("first_start")
    return used


def _window_notes(reckoning: Reckoning) -> list[str]:
    """Whether the months of lavere produktivitet end inside the period or before it."""
    if reckoning.case.grant is Grant.SUPERVISION_ONLY or reckoning.case.first_start is None:
        return []
    fastlege = [row for row in reckoning.stretches if row.category is Category.FASTLEGE]
    counted = sum(_months(reckoning, Element.LAVERE_PRODUKTIVITET, row) for row in fastlege)
    if not fastlege or counted == sum(row.months for row in fastlege):
        return []
    return ["productivity_window_ends" if counted else "productivity_window_over"]


def _unused(case: Case, steps: Sequence[Step]) -> list[str]:
    """Expenses that no element of the case takes."""
    paid = {step.label.removesuffix("_expense").removesuffix("_ceiling") for step in steps}
    stated = [*case.expenses, *case.expense_hours]
    return [
        f"not_covered_{element}" for element in Element if element in stated and element not in paid
    ]
