"""The requirement of specialisation in kompetanseforskriften §§ 3-5, and who is exempt from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from assistant.calculator import FigureError
from assistant.calculator.dated_yaml import read_date, read_number, read_word, read_yaml
from assistant.eligibility.rules import Judgement, judge_flag, met, not_met, open_until
from assistant.eligibility.types import Condition, EligibilityFacts, Finding, State, Verdict

SHIPPED = Path(__file__).parent / "competence.yaml"
PERIOD = "kompetanseforskriften"
_LIMITS = ("exception_total_months", "exception_year_months", "exception_year_months_emergency")
_DAYS = ("required_from", "exceptions_from", "transition_day")


@dataclass(frozen=True, slots=True)
class CompetenceLaw:
    """The dates and limits of the law."""

    source: str
    days: dict[str, date]
    limits: dict[str, Decimal]
    hints: dict[str, str]


@cache
def load_competence_law(path: Path = SHIPPED) -> CompetenceLaw:
    """Read and check the law's dates and limits.

    Raises:
        FigureError: The file cannot be used; the message says what to do.
    """
    content = read_yaml(path)
    wanted = {"source", "hints", *_LIMITS, *_DAYS}
    if not isinstance(content, dict) or set(content) != wanted:
        raise FigureError(path, f"the file has exactly the keys {', '.join(sorted(wanted))}.")
    return CompetenceLaw(
        read_word(path, "source", content["source"]),
        {day: read_date(path, day, content[day]) for day in _DAYS},
        {limit: read_number(path, limit, content[limit]) for limit in _LIMITS},
        {key: read_word(path, key, hint) for key, hint in content["hints"].items()},
    )


def check_competence(facts: EligibilityFacts, *, on: date | None = None) -> Verdict:
    """Whether a doctor may hold the position: one of § 3's ways, or an exemption, is enough.

    Without a day the law is taken as it now reads.
    """
    law = load_competence_law()
    on = on or law.days["exceptions_from"]
    ways = _ways(facts, law, on)
    conditions = [_condition(key, judged, law) for key, judged in ways.items()]
    outcome = _one_is_enough(conditions)
    if facts.emergency_care:
        reasons = ("course_taken", "course_not_taken")
        course = judge_flag(
            facts.emergency_course, "emergency_course", wanted=True, reasons=reasons
        )
        conditions.append(_condition("emergency_course", course, law))
        outcome = _with_course(outcome, course)
    return Verdict(outcome, tuple(conditions), (PERIOD,), law.days["required_from"])


def _ways(facts: EligibilityFacts, law: CompetenceLaw, on: date) -> dict[str, Judgement]:
    if on < law.days["required_from"]:
        return {"specialist": Judgement(State.UNKNOWN, "before_the_requirement")}
    return {
        "specialist": judge_flag(
            facts.specialist_already,
            "specialist_already",
            wanted=True,
            reasons=("is_specialist", "no_specialist"),
        ),
        "in_specialisation": judge_flag(
            facts.specialising,
            "under_specialisation",
            wanted=True,
            reasons=("specialising", "not_specialising"),
        ),
        "approved_allmennlege": judge_flag(
            facts.approved_allmennlege,
            "approved_allmennlege",
            wanted=True,
            reasons=("is_approved", "not_approved"),
        ),
        "short_in_total": _short(facts, law, on, yearly=False),
        "short_in_year": _short(facts, law, on, yearly=True),
        "transition": judge_flag(
            facts.in_service_2017,
            "in_service_2017",
            wanted=True,
            reasons=("in_service_then", "not_in_service_then"),
        ),
    }


def _short(facts: EligibilityFacts, law: CompetenceLaw, on: date, *, yearly: bool) -> Judgement:
    """§ 4: short work in total, or within a calendar year; the limits before it are not known."""
    if on < law.days["exceptions_from"]:
        return Judgement(State.UNKNOWN, "older_exceptions")
    fact = "months_this_year" if yearly else "months_in_total"
    months = facts.months_this_year if yearly else facts.months_in_total
    if months is None:
        return open_until(fact)
    year_limit = (
        "exception_year_months_emergency" if facts.emergency_care else "exception_year_months"
    )
    limit = law.limits[year_limit if yearly else "exception_total_months"]
    return met("short_enough") if months <= limit else not_met("too_long")


def _condition(key: str, judged: Judgement, law: CompetenceLaw) -> Condition:
    return Condition(
        key,
        judged.state,
        judged.reason,
        law.source,
        PERIOD,
        law.hints.get(key, ""),
        judged.missing,
    )


def _one_is_enough(conditions: Sequence[Condition]) -> Finding:
    if any(condition.state is State.MET for condition in conditions):
        return Finding.ELIGIBLE
    unknown = [condition for condition in conditions if condition.state is State.UNKNOWN]
    if not unknown:
        return Finding.NOT_ELIGIBLE
    asked = any(condition.missing for condition in unknown)
    return Finding.NEEDS_FACTS if asked else Finding.UNKNOWN


def _with_course(outcome: Finding, course: Judgement) -> Finding:
    """Work at a legevakt needs the courses besides."""
    if outcome is not Finding.ELIGIBLE or course.state is State.MET:
        return outcome
    return Finding.NOT_ELIGIBLE if course.state is State.NOT_MET else Finding.NEEDS_FACTS
