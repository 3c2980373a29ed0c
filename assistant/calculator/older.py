"""What is reckoned without ceilings: pilots, 2021, the fixed amounts of 2022, and supervision hours."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.calculator.facts import (
    FULL_TIME,
    Problem,
    impossible_stretches,
    missing_stretches,
    rows,
    span,
    stretches,
)
from assistant.calculator.figures import STATUSES, Figures
from assistant.calculator.money import MONTHS_IN_YEAR, number_problem, percent, plain, round_half_up
from assistant.calculator.periods import Call
from assistant.calculator.results import HOURS, describe, needs, result
from assistant.calculator.types import (
    Case,
    Computed,
    NeedsFacts,
    NotEligible,
    NotPublished,
    Outcome,
    Step,
)

LIS3_RATE = "lis3_veiledning_timesats"
OWN_SHARE = "egenfinansiering"
PILOT_GRANT = "pilot_tilskudd"
PILOT_OWN_SHARE = "pilot_egenandel"
SUPERVISION_HOURS = "refunderbare_veiledningstimer"
SUPERVISION_HOURS_BARE = "veiledningstimer_uten_forarbeid"
STATED_RATE = "user_rate"
"""Stands where a figure's name would, for a rate that the user states."""


def lis3_supervision(case: Case, figures: Figures) -> Outcome:
    """Hours of veiledning of a LIS3 times the rate of the year."""
    start, end = span(case)
    if start is None or end is None:
        return needs(_missing_period(case))
    if problem := _unknown(figures, LIS3_RATE, (start, end), "lis3"):
        return problem
    if problems := _number("hours", case.hours):
        return needs(problems)
    rate = figures.product([LIS3_RATE], start)
    amount = round_half_up(_stated(case.hours) * rate.value)
    formula = f"{plain(_stated(case.hours))} × {rate.formula}"
    step = Step("lis3_supervision", formula, amount, rate.figures, rate.source)
    inputs = describe(case, used={"hours"}) | _days(start, end)
    return result([step], status=rate.status, inputs=inputs, stretches=stretches(case))


def own_share_2021(case: Case, figures: Figures) -> Outcome:
    """What is left of a stated cost when the kommune has carried its own part."""
    start, end = span(case)
    days = (start or figures.get(OWN_SHARE).values[0].start, end or start)
    if problem := _unknown(figures, OWN_SHARE, (days[0], days[1] or days[0]), "alis_2021"):
        return problem
    if case.cost is None:
        return NotPublished(start, end, "rates_2021_not_published")
    if problems := _number("cost", case.cost):
        return needs(problems)
    part = figures.product([OWN_SHARE], days[0])
    amount = round_half_up(case.cost * (FULL_TIME - part.value))
    formula = f"{plain(case.cost)} × ({percent(FULL_TIME)} − {part.formula})"
    step = Step("cost_less_own_share", formula, amount, part.figures, part.source)
    inputs = describe(case, used={"cost"}) | (_days(start, end) if start and end else {})
    return result([step], status="user", inputs=inputs, warnings=["user_cost", "no_known_ceiling"])


def fixed_amount(case: Case, call: Call) -> Outcome:
    """The stated rate of a year by share and whole months."""
    problems = impossible_stretches(case) + _number("rate", case.rate)
    if len({row.category for row in rows(case)}) > 1:
        problems.append(Problem("rate", "rate_for_one_category"))
    problems += missing_stretches(case, category=False)
    if problems:
        return needs(problems)
    rate, parts = _stated(case.rate), stretches(case)
    units = sum((part.share * part.months for part in parts), Decimal(0))
    factor = " + ".join(f"{percent(part.share)} × {part.months}/{MONTHS_IN_YEAR}" for part in parts)
    formula = f"{plain(rate)} × {factor if len(parts) == 1 else f'({factor})'}"
    amount = round_half_up(rate * units / MONTHS_IN_YEAR)
    used = {"category", "share", "start", "end", "months", "rate"}
    return result(
        [Step("fixed_amount", formula, amount, STATED_RATE, call.source)],
        status="user",
        inputs=describe(case, parts, used=used),
        stretches=parts,
        warnings=["user_rate", "whole_month_definition"],
    )


def pilot(case: Case, figures: Figures) -> Outcome:
    """The pilots' grant of a year less what the kommune paid of it; one year where none is named."""
    start, end = span(case)
    first = start or figures.get(PILOT_GRANT).values[0].start
    if problem := _unknown(figures, PILOT_GRANT, (first, end or first), "pilot"):
        return problem
    if case.years is not None and (problems := _number("years", case.years)):
        return needs(problems)
    years = Decimal(1) if case.years is None else case.years
    steps = []
    for name, sign in ((PILOT_GRANT, 1), (PILOT_OWN_SHARE, -1)):
        rate = figures.product([name], first)
        amount = round_half_up(sign * years * rate.value)
        formula = f"{'−' if sign < 0 else ''}{rate.formula} × {plain(years)}"
        steps.append(Step(name, formula, amount, rate.figures, rate.source))
    return result(
        steps,
        status=figures.product([PILOT_GRANT, PILOT_OWN_SHARE], first).status,
        inputs=describe(case, used=set()) | {"years": plain(years)},
        warnings=["reported_rates", *(["one_year"] if case.years is None else [])],
    )


def supervision_hours(case: Case, figures: Figures) -> Outcome:
    """Hours of veiledning that can be refunded; a year at 100 % where nothing else is stated."""
    start, end = span(case)
    first = start or max(value.start for value in figures.get(SUPERVISION_HOURS).values)
    if problem := _unknown(figures, SUPERVISION_HOURS, (first, end or first), "hours"):
        return problem
    problems = impossible_stretches(case)
    dated = any(row.start or row.end for row in rows(case))
    problems += [
        problem
        for problem in missing_stretches(case, category=False)
        if problem.fact != "share" and dated
    ]
    if problems:
        return needs(problems)
    parts = [
        (FULL_TIME if row.share is None else row.share, _months(row.start, row.end))
        for row in rows(case)
    ]
    full = _hours_of(case, figures, (SUPERVISION_HOURS, first), parts)
    bare = _hours_of(case, figures, (SUPERVISION_HOURS_BARE, first), parts)
    return result(
        full.steps,
        status=full.status,
        inputs=full.inputs,
        stretches=stretches(case),
        unit=HOURS,
        warnings=full.warnings,
        alternatives=(bare,),
    )


def _hours_of(
    case: Case, figures: Figures, figure: tuple[str, date], parts: list[tuple[Decimal, int]]
) -> Computed:
    rate = figures.product([figure[0]], figure[1])
    units = sum((share * months for share, months in parts), Decimal(0))
    factor = " + ".join(f"{percent(share)} × {months}/{MONTHS_IN_YEAR}" for share, months in parts)
    formula = f"{rate.formula} × {factor if len(parts) == 1 else f'({factor})'}"
    amount = round_half_up(rate.value * units / MONTHS_IN_YEAR)
    dated = any(row.start for row in rows(case))
    inputs = describe(case, used=set())
    for number, (share, months) in enumerate(parts, start=1):
        prefix = f"position_{number}." if len(parts) > 1 else ""
        inputs |= {f"{prefix}share": percent(share), f"{prefix}months": str(months)}
    warnings = [
        f"{rate.status}_rates",
        "undated_source",
        *(["full_time_assumed"] if any(row.share is None for row in rows(case)) else []),
        *(["whole_month_definition"] if dated else ["whole_year_assumed"]),
    ]
    return result(
        [Step(figure[0], formula, amount, rate.figures, rate.source)],
        status=rate.status,
        inputs=inputs,
        unit=HOURS,
        warnings=warnings,
    )


def _months(start: date | None, end: date | None) -> int:
    from_to = stretches(Case(positions=()))  # placeholder
    del from_to
    return MONTHS_IN_YEAR if start is None or end is None else 0


def _unknown(
    figures: Figures, name: str, days: tuple[date, date], subject: str
) -> NotPublished | NotEligible | None:
    """Why a figure does not cover a period, or None where it does."""
    start, end = days
    first, last = figures.on(name, start), figures.on(name, end)
    if first is not None and first.value is None:
        return NotEligible(f"{subject}_ended", first.source)
    if first is None or last is None or first is not last:
        known = [found for found in (first, last) if found and found.value is not None]
        return NotPublished(
            start,
            end,
            "period_crosses_rates" if known else f"{subject}_figure_not_known",
            known[0].start if known else None,
            known[0].end if known else None,
        )
    return None


def _number(fact: str, number: Decimal | None) -> list[Problem]:
    reason = "missing" if number is None else number_problem(number)
    return [Problem(fact, reason)] if reason else []


def _missing_period(case: Case) -> list[Problem]:
    problems = missing_stretches(case, category=False)
    return [problem for problem in problems if problem.fact != "share"]


def _stated(number: Decimal | None) -> Decimal:
    if number is None:
        raise ValueError("The number was checked to be there before it is reckoned with.")
    return number


def _days(start: date, end: date) -> dict[str, str]:
    return {"start": start.isoformat(), "end": end.isoformat()}
