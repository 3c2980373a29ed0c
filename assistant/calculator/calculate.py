"""One case in, one outcome out: the rule that grant and period ask for, if it can be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Context, localcontext

from assistant.calculator.earlier import lis3_supervision, own_share_2021, pilot
from assistant.calculator.facts import (
    Problem,
    bad_expenses,
    capped_at_full_time,
    from_day,
    impossible_stretches,
    missing_stretches,
    reversed_period,
    rows,
    span,
)
from assistant.calculator.figures import Figures
from assistant.calculator.periods import Call, Model
from assistant.calculator.reimbursement import reimburse
from assistant.calculator.results import needs, noted, times, together
from assistant.calculator.types import (
    Case,
    Category,
    Computed,
    Element,
    Grant,
    NeedsFacts,
    NotEligible,
    NotPublished,
    Outcome,
)
from assistant.calculator.yearly import fixed_amount, supervision_hours

_EXACT = Context(prec=60)
_CLASSES = range(1, 7)
"""SSB's classes of sentralitet."""


def calculate(case: Case, figures: Figures) -> Outcome:
    """What one case gives: an amount with its working, or why there is none."""
    with localcontext(_EXACT):
        if problems := _impossible_at_once(case):
            return needs(problems)
        outcome = _by_grant(case, figures)
        return times(outcome, case.doctors) if isinstance(outcome, Computed) else outcome


def calculate_each(cases: Sequence[Case], figures: Figures) -> tuple[Outcome, ...]:
    """What each of several doctors' cases gives, in order."""
    return tuple(calculate(case, figures) for case in cases)


def calculate_all(cases: Sequence[Case], figures: Figures) -> Outcome:
    """Several doctors as one outcome: their sum only when each one's amount is known."""
    if len(cases) == 1:
        return calculate(cases[0], figures)
    outcomes = calculate_each(cases, figures)
    for outcome in outcomes:
        if isinstance(outcome, NotPublished | NotEligible):
            return outcome
    for number, outcome in enumerate(outcomes, start=1):
        if isinstance(outcome, NeedsFacts):
            return replace(outcome, doctor=number)
    computed = [outcome for outcome in outcomes if isinstance(outcome, Computed)]
    if not computed:
        return NeedsFacts(("grant",), {"grant": "missing"})
    if len({part.unit for part in computed}) > 1:
        return NeedsFacts(("grant",), {"grant": "mixed_units"})
    return together(computed)


def _impossible_at_once(case: Case) -> list[Problem]:
    """What no rule can reckon with."""
    problems = reversed_period(case) + bad_expenses(case)
    if case.doctors < 1:
        problems.append(Problem("doctors", "not_a_count"))
    if case.centrality is not None and case.centrality not in _CLASSES:
        problems.append(Problem("centrality", "not_a_class"))
    return problems


def _by_grant(case: Case, figures: Figures) -> Outcome:
    match case.grant:
        case Grant.SUPERVISION_HOURS:
            return supervision_hours(case, figures)
        case Grant.PILOT:
            return pilot(case, figures)
        case Grant.LIS3_SUPERVISION:
            return lis3_supervision(case, figures)
        case Grant.ALIS_2021:
            return own_share_2021(case, figures)
        case Grant.ALIS_AGREEMENT | Grant.SUPERVISION_ONLY:
            return _national(case, case.grant, figures)
        case None:
            return _grant_unknown(case, figures)


def _grant_unknown(case: Case, figures: Figures) -> Outcome:
    """Ask for the grant, unless no grant of the national scheme has an amount in the period."""
    grants = (Grant.ALIS_AGREEMENT, Grant.SUPERVISION_ONLY)
    judged = [_call(case, grant, figures) for grant in grants]
    if all(isinstance(call, NotPublished) for call in judged):
        return next(call for call in judged if isinstance(call, NotPublished))
    return needs([Problem("grant", "missing"), *missing_stretches(case, category=False)])


def _call(case: Case, grant: Grant, figures: Figures) -> Call | NotPublished | None:
    """The call a case belongs to; None while its first day is not known."""
    start, end = span(case)
    if start is None:
        return None
    known = case.rate is not None
    return figures.timetable.judge(grant, start, end, rate_known=known)


def _national(case: Case, grant: Grant, figures: Figures) -> Outcome:
    """Nasjonal ALIS og veiledning, or what stood in its place in the year asked about."""
    call = _call(case, grant, figures)
    if isinstance(call, NotPublished):
        return call
    if call is None:
        problems = [*impossible_stretches(case), *missing_stretches(case, category=False)]
        return needs(problems)
    match call.model(grant):
        case Model.OWN_SHARE:
            return own_share_2021(case, figures)
        case Model.HOURLY:
            return lis3_supervision(case, figures)
        case Model.FIXED:
            return fixed_amount(case, call)
        case _:
            return _reimbursed(case, call, figures)


def _reimbursed(case: Case, call: Call, figures: Figures) -> Outcome:
    """The reimbursement of a case in which nothing is missing or impossible."""
    repairs = _repairs(case)
    problems = [
        *impossible_stretches(case),
        *(repair.problem for repair in repairs),
        *missing_stretches(case, category=case.grant is Grant.ALIS_AGREEMENT),
        *_missing_by_rule(case),
    ]
    if not problems:
        return reimburse(case, call, figures)
    return needs(problems, _alternatives(repairs, problems, call, figures))


@dataclass(frozen=True, slots=True)
class _Repair:
    """A fact that contradicts the others, and the case as it would be without the contradiction."""

    problem: Problem
    case: Case
    note: str


def _repairs(case: Case) -> list[_Repair]:
    """Contradictions that can be put right in one way, which the user must choose."""
    found = []
    above = [
        problem for problem in impossible_stretches(case) if problem.reason == "above_full_time"
    ]
    if above:
        found.append(_Repair(above[0], capped_at_full_time(case), "capped_at_full_time"))
    if case.grant is Grant.SUPERVISION_ONLY:
        return found
    if case.agreement_date and _starts_before(case, case.agreement_date):
        problem = Problem("agreement_date", "before_agreement")
        found.append(_Repair(problem, from_day(case, case.agreement_date), "from_agreement_date"))
    if case.first_start and _starts_before(case, case.first_start, Category.FASTLEGE):
        problem = Problem("first_start", "after_period_start")
        found.append(_Repair(problem, from_day(case, case.first_start), "from_first_start"))
    return found


def _starts_before(case: Case, day: date, category: Category | None = None) -> bool:
    return any(
        row.start is not None and row.start < day
        for row in rows(case)
        if category is None or row.category is category
    )


def _alternatives(
    repairs: Sequence[_Repair], problems: Sequence[Problem], call: Call, figures: Figures
) -> tuple[Computed, ...]:
    """What the repaired case gives, where one repair is all that it takes."""
    facts = {(problem.fact, problem.reason) for problem in problems}
    if len(repairs) != 1 or facts != {(repairs[0].problem.fact, repairs[0].problem.reason)}:
        return ()
    repaired = repairs[0].case
    if not repaired.positions or isinstance(_reimbursed(repaired, call, figures), NeedsFacts):
        return ()
    computed = times(reimburse(repaired, call, figures), repaired.doctors)
    return (noted(computed, repairs[0].note),)


def _missing_by_rule(case: Case) -> list[Problem]:
    """Facts that only an ALIS-avtale's elements need, and only where they can change the amount."""
    if case.grant is Grant.SUPERVISION_ONLY:
        return []
    problems = []
    if case.centrality is None and case.expenses.get(Element.SENTRALITETSTILLEGG) != 0:
        problems.append(Problem("centrality", "missing"))
    fastlege = any(row.category is Category.FASTLEGE for row in rows(case))
    wanted = case.expenses.get(Element.LAVERE_PRODUKTIVITET) != 0
    if fastlege and case.first_start is None and wanted:
        problems.append(Problem("first_start", "missing"))
    return problems
