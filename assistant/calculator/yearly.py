"""A year's number by share and whole months: the fixed amounts of 2022, supervision hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from assistant.calculator.dates import whole_months
from assistant.calculator.earlier import not_covered
from assistant.calculator.facts import (
    FULL_TIME,
    Problem,
    bad_number,
    impossible_stretches,
    missing_period,
    missing_stretches,
    rows,
    span,
    stretches,
)
from assistant.calculator.figures import Figures
from assistant.calculator.money import (
    MONTHS_IN_YEAR,
    by_share_and_months,
    percent,
    plain,
    round_half_up,
)
from assistant.calculator.periods import Call
from assistant.calculator.results import HOURS, describe, needs, noted, result
from assistant.calculator.types import Case, Computed, Outcome, Position, Step

SUPERVISION_HOURS = "refunderbare_veiledningstimer"
SUPERVISION_HOURS_BARE = "veiledningstimer_uten_forarbeid"
STATED_RATE = "user_rate"
"""Stands where a figure's name would, for a rate that the user states."""


def fixed_amount(case: Case, call: Call) -> Outcome:
    """The stated rate of a year by share and whole months."""
    problems = impossible_stretches(case) + bad_number("rate", case.rate)
    if len({row.category for row in rows(case) if row.category}) > 1:
        problems.append(Problem("rate", "rate_for_one_category"))
    problems += missing_stretches(case, category=False)
    if problems or case.rate is None:
        return needs(problems)
    parts = stretches(case)
    amount, factor = by_share_and_months(case.rate, [(part.share, part.months) for part in parts])
    formula = f"{plain(case.rate)} × {factor}"
    step = Step("fixed_amount", formula, round_half_up(amount), STATED_RATE, call.source)
    late = case.agreement_date and any(part.start < case.agreement_date for part in parts)
    return result(
        [step],
        status="user",
        inputs=describe(case, parts, used={"category", "share", "start", "end", "months", "rate"}),
        period=span(case),
        warnings=[
            "user_rate",
            "whole_month_definition",
            *(["agreement_rule_unknown"] if late else []),
        ],
    )


def supervision_hours(case: Case, figures: Figures) -> Outcome:
    """Hours of veiledning that can be refunded; a year at 100 % where nothing else is stated."""
    start, end = span(case)
    first = start or figures.get(SUPERVISION_HOURS).values[-1].start
    if problem := not_covered(figures, SUPERVISION_HOURS, (first, end or first), "hours"):
        return problem
    dated = any(row.start or row.end for row in rows(case))
    problems = impossible_stretches(case) + (missing_period(case) if dated else [])
    if problems:
        return needs(problems)
    bare = _hours(case, figures, SUPERVISION_HOURS_BARE, first)
    return replace(
        _hours(case, figures, SUPERVISION_HOURS, first),
        alternatives=(noted(bare, "without_preparation"),),
    )


def _hours(
    case: Case,
    figures: Figures,
    figure: str,
    day: date,
) -> Computed:
    rate = figures.product([figure], day)
    parts = [_share_and_months(row) for row in rows(case)]
    amount, factor = by_share_and_months(rate.value, parts)
    formula = f"{rate.formula} × {factor}"
    inputs = describe(case, used=set())
    for number, (share, months) in enumerate(parts, start=1):
        prefix = f"position_{number}." if len(parts) > 1 else ""
        inputs |= {f"{prefix}share": percent(share), f"{prefix}months": str(months)}
    no_share = any(row.share is None for row in rows(case))
    dated = rows(case)[0].start is not None
    computed = result(
        [Step(figure, formula, round_half_up(amount), rate.figures, rate.source)],
        status=rate.status,
        inputs=inputs,
        period=span(case),
        warnings=[
            f"{rate.status}_rates",
            "undated_source",
            *(["full_time_assumed"] if no_share else []),
            "whole_month_definition" if dated else "whole_year_assumed",
        ],
    )
    return replace(computed, unit=HOURS)


def _share_and_months(row: Position) -> tuple[Decimal, int]:
    """A row's share and whole months; full time and a year where they are not stated."""
    share = FULL_TIME if row.share is None else row.share
    if row.start is None or row.end is None:
        return share, MONTHS_IN_YEAR
    return share, whole_months(row.start, row.end)
