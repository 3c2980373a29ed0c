"""Expenses up to ceilings: every element is the smaller of what was spent and what its ceiling is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.calculator.dates import months_inside
from assistant.calculator.facts import Stretch, stretches
from assistant.calculator.figures import Figures, Product
from assistant.calculator.money import MONTHS_IN_YEAR, percent, plain, round_half_up
from assistant.calculator.periods import Call
from assistant.calculator.results import describe, result
from assistant.calculator.types import Case, Category, Computed, Element, Grant, Step

ANNUAL_FIGURES = {
    Element.PRAKSISKOMPENSASJON: (
        "timesats",
        "praksiskompensasjon_andel",
        "praksiskompensasjon_timer",
    ),
    Element.LAERINGSAKTIVITETER: ("laeringsaktiviteter",),
    Element.LAVERE_PRODUKTIVITET: ("lavere_produktivitet",),
    Element.VEILEDNING: ("timesats", "veiledning_andel", "veiledning_timer"),
    Element.SENTRALITETSTILLEGG: ("sentralitetstillegg",),
}
"""The figures whose product is an element's ceiling for a year at 100 %."""
FACILITATION = "tilrettelegging"
WINDOW = "lavere_produktivitet_maaneder"
SUPPLEMENT_CLASS = "sentralitetstillegg_klasse"
ALL_FIGURES = (
    *dict.fromkeys(name for names in ANNUAL_FIGURES.values() for name in names),
    FACILITATION,
    WINDOW,
    SUPPLEMENT_CLASS,
)
"""What a complete table of a reimbursement period holds."""

HOURLY_FIGURES = {
    Element.PRAKSISKOMPENSASJON: ("timesats", "praksiskompensasjon_andel"),
    Element.VEILEDNING: ("timesats", "veiledning_andel"),
}
"""The figures that price an hour of an expense."""


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
    return _finish(reckoning, steps, ["centrality_version", "agreement_before_period"])


def _base_elements() -> Iterator[Element]:
    """The elements that facilitation is a part of."""
    return (element for element in ANNUAL_FIGURES if element is not Element.SENTRALITETSTILLEGG)


def _supervision_only(reckoning: Reckoning) -> Computed:
    step = _element(reckoning, Element.VEILEDNING)
    steps = [step] if step else []
    with_facilitation = _finish(
        reckoning, [*steps, _facilitation(reckoning, steps)], ["includes_facilitation"]
    )
    return _finish(
        reckoning, steps, ["supervision_facilitation_unsettled"], alternatives=(with_facilitation,)
    )


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
    ceiling = annual.value * sum(share * months for share, months in parts) / MONTHS_IN_YEAR
    bound = _bound(reckoning, element, ceiling, f"{annual.formula} × {_factor(parts)}")
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


def _factor(parts: Sequence[tuple[Decimal, int]]) -> str:
    terms = [f"{percent(share)} × {months}/{MONTHS_IN_YEAR}" for share, months in parts]
    return terms[0] if len(terms) == 1 else f"({' + '.join(terms)})"


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
    *,
    alternatives: tuple[Computed, ...] = (),
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
        stretches=reckoning.stretches,
        warnings=warnings,
        alternatives=alternatives,
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
    return [f"not_covered_{element}" for element in Element if element in stated and element not in paid]
