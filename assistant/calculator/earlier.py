"""The schemes before the national one: pilots, ALIS-avtaler 2021, veiledning of LIS3."""

from __future__ import annotations

from datetime import date

from assistant.calculator.facts import FULL_TIME, bad_number, missing_period, span
from assistant.calculator.figures import Figures
from assistant.calculator.money import percent, plain, round_half_up
from assistant.calculator.results import describe, needs, result
from assistant.calculator.types import Case, NotEligible, NotPublished, Outcome, Step

LIS3_RATE = "lis3_veiledning_timesats"
OWN_SHARE = "egenfinansiering"
PILOT_GRANT = "pilot_tilskudd"
PILOT_OWN_SHARE = "pilot_egenandel"


def lis3_supervision(case: Case, figures: Figures) -> Outcome:
    """Hours of veiledning of a LIS3 times the rate of the year."""
    start, end = span(case)
    if start is None or end is None:
        return needs(missing_period(case))
    if problem := not_covered(figures, LIS3_RATE, (start, end), "lis3"):
        return problem
    if case.hours is None or bad_number("hours", case.hours):
        return needs(bad_number("hours", case.hours))
    rate = figures.product([LIS3_RATE], start)
    amount = round_half_up(case.hours * rate.value)
    formula = f"{plain(case.hours)} × {rate.formula}"
    step = Step("lis3_hours", formula, amount, rate.figures, rate.source)
    inputs = describe(case, used={"hours"}) | _days(start, end)
    return result([step], status=rate.status, inputs=inputs, period=(start, end))


def own_share_2021(case: Case, figures: Figures) -> Outcome:
    """What is left of a stated cost when the kommune has carried its own part."""
    start, end = span(case)
    first = start or figures.get(OWN_SHARE).values[0].start
    if problem := not_covered(figures, OWN_SHARE, (first, end or first), "alis_2021"):
        return problem
    if case.cost is None:
        return NotPublished(start, end, "rates_2021_not_published")
    if problems := bad_number("cost", case.cost):
        return needs(problems)
    part = figures.product([OWN_SHARE], first)
    amount = round_half_up(case.cost * (FULL_TIME - part.value))
    formula = f"{plain(case.cost)} × ({percent(FULL_TIME)} − {part.formula})"
    return result(
        [Step("cost_less_own_share", formula, amount, part.figures, part.source)],
        status="user",
        inputs=describe(case, used={"cost"}) | _days(start, end),
        period=(start, end),
        warnings=["user_cost", "no_known_ceiling"],
    )


def pilot(case: Case, figures: Figures) -> Outcome:
    """The pilots' yearly grant less the kommune's part of it; one year where none is named."""
    start, end = span(case)
    first = start or figures.get(PILOT_GRANT).values[0].start
    if problem := not_covered(figures, PILOT_GRANT, (first, end or first), "pilot"):
        return problem
    years = FULL_TIME if case.years is None else case.years
    if problems := bad_number("years", years):
        return needs(problems)
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
        warnings=["reported_rates", *(["one_year_assumed"] if case.years is None else [])],
    )


def not_covered(
    figures: Figures, name: str, days: tuple[date, date], subject: str
) -> NotPublished | NotEligible | None:
    """Why a figure does not cover a period, or None where it does."""
    start, end = days
    first, last = figures.on(name, start), figures.on(name, end)
    if first is not None and first.value is None:
        return NotEligible(f"{subject}_ended", first.source)
    if first is not None and first is last:
        return None
    known = [found for found in (first, last) if found and found.value is not None]
    if known:
        return NotPublished(start, end, "period_crosses_rates", known[0].start, known[0].end)
    return NotPublished(start, end, f"{subject}_figure_not_known")


def _days(start: date | None, end: date | None) -> dict[str, str]:
    days = {"start": start, "end": end}
    return {fact: day.isoformat() for fact, day in days.items() if day}
