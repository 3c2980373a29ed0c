"""Which tools a question needs, with which arguments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from assistant.builtin.conversation import Understanding
from assistant.builtin.eligibility_asked import applicant, asks_competence, competence_arguments
from assistant.builtin.facts import Facts
from assistant.builtin.intent import Intent, is_about_register
from assistant.builtin.vocabulary import pattern
from assistant.calculator import Category, Grant, Position


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """A tool and its arguments, as JSON values."""

    tool: str
    arguments: dict[str, Any]


def plan(understood: Understanding) -> tuple[PlannedCall, ...]:
    """The tool calls for a turn; none for what a fixed reply answers."""
    facts = understood.facts
    if facts.ambiguous_number and understood.intent is Intent.AMOUNT:
        return ()
    if understood.intent is Intent.AMOUNT:
        return (PlannedCall("calculate_grant", {"case": _with_before(understood)}),)
    if understood.intent is Intent.ELIGIBILITY:
        return (
            PlannedCall("check_eligibility", {"facts": eligibility_arguments(understood)}),
            _search(understood),
        )
    if understood.intent is Intent.MUNICIPALITY:
        return _look_ups(facts)
    if understood.intent is Intent.QUESTION:
        looked_up = _look_ups(understood.said_now) if is_about_register(understood.text) else ()
        return (_search(understood), *looked_up)
    return ()


def _search(understood: Understanding) -> PlannedCall:
    arguments: dict[str, Any] = {"query": understood.query}
    if understood.said_now.year or understood.follows:
        arguments["on"] = _iso(understood.on)
    return PlannedCall("search_texts", {k: v for k, v in arguments.items() if v is not None})


def _look_ups(facts: Facts) -> tuple[PlannedCall, ...]:
    if facts.municipality:
        return (PlannedCall("look_up_municipality", {"name": facts.municipality.number}),)
    name = facts.words.get("municipality") or facts.unknown_municipality
    return (PlannedCall("look_up_municipality", {"name": name}),) if name else ()


def _with_before(understood: Understanding) -> dict[str, Any]:
    """The facts of an amount, with those before a «what if» where it changed one of them."""
    case = case_arguments(understood)
    if understood.dont_know:
        return {**case, "possible": True}
    if understood.before is None:
        return case
    before = case_arguments(replace(understood, facts=understood.before, before=None))
    return {**case, "before": before} if before != case else case


def case_arguments(understood: Understanding) -> dict[str, Any]:
    """The facts of an amount as the calculator's tool takes them; what was not said is left out."""
    facts = understood.facts
    start, end = _period(facts)
    arguments: dict[str, Any] = {
        "grant": _grant(understood),
        "municipality": facts.municipality.number if facts.municipality else _name(facts),
        "centrality": str(facts.centrality) if facts.centrality else None,
        "category": facts.category.value if facts.category else None,
        "share": _fraction(facts.share),
        "start": _iso(start),
        "end": _iso(end),
        "first_start": _iso(facts.first_start),
        "agreement_date": _iso(facts.agreement_date),
        "rate": _plain(facts.rate),
        "hours": _plain(facts.hours),
        "cost": _plain(facts.cost),
        "years": _plain(facts.years),
        "doctors": facts.doctors if not facts.groups else None,
        "groups": [
            {
                "count": g.count,
                "category": g.category.value if g.category else None,
                "share": _fraction(g.share or facts.share),
                **({"start": _iso(g.start), "end": _iso(g.end)} if g.start or g.end else {}),
            }
            for g in facts.groups
        ],
        "positions": [_row(row, facts) for row in facts.positions],
        "expenses": {element.value: _plain(value) for element, value in facts.expenses},
        "expense_hours": {element.value: _plain(value) for element, value in facts.expense_hours},
    }
    return {key: value for key, value in arguments.items() if value not in (None, [], {})}


def _row(row: Position, facts: Facts) -> dict[str, Any]:
    """One row of several; what it does not say is as in the rest of the case."""
    category = row.category or facts.category
    return {
        "category": category.value if category else None,
        "share": _fraction(row.share),
        "start": _iso(row.start),
        "end": _iso(row.end),
    }


def _name(facts: Facts) -> str | None:
    return facts.words.get("municipality") if facts.municipalities else facts.unknown_municipality


def _grant(understood: Understanding) -> str | None:
    facts = understood.facts
    if facts.grant is not None:
        return facts.grant.value
    if facts.year == 2021 or (facts.start and facts.start.year == 2021):  # noqa: PLR2004 - the year before the scheme
        return Grant.LIS3_SUPERVISION.value if facts.agreement is False else Grant.ALIS_2021.value
    if facts.agreement is None:
        return Grant.ALIS_AGREEMENT.value if facts.rate is not None else None
    return (Grant.ALIS_AGREEMENT if facts.agreement else Grant.SUPERVISION_ONLY).value


def _period(facts: Facts) -> tuple[date | None, date | None]:
    """The period that was said; a year by itself stands for all of it, unless a rate was given."""
    if facts.start or facts.end or facts.open_period:
        return facts.start, facts.end
    if facts.year and facts.rate is None and facts.words.get("year") == str(facts.year):
        return date(facts.year, 1, 1), date(facts.year, 12, 31)
    return None, None


def eligibility_arguments(understood: Understanding) -> dict[str, Any]:
    """The facts of an eligibility question as its tool takes them."""
    facts = understood.facts
    if asks_competence(understood.text, facts):
        return competence_arguments(understood)
    arguments: dict[str, Any] = {
        "on": _iso(_day_asked(understood)) if facts.start is None else None,
        "applicant": applicant(understood.query if understood.follows else understood.text, facts),
        "category": _doctor(facts),
        "new_scheme": False if facts.old_scheme else None,
        "has_agreement": facts.agreement,
        "agreement_date": _iso(facts.agreement_date),
        "vikariat_months": str(facts.locum_months) if facts.locum_months else None,
        "via_agency": facts.agency,
        "commercial_actor": facts.commercial,
        "specialist_already": facts.specialist,
        "start": _iso(facts.start),
        "end": _iso(facts.end),
    }
    return {key: value for key, value in arguments.items() if value is not None}


def _day_asked(understood: Understanding) -> date | None:
    """A day of the year named, in its autumn where that was said, or the doctor's first day."""
    on = understood.on or understood.facts.first_start
    if on and pattern("autumn", file="eligibility").search(understood.text):
        return date(on.year, 10, 1)
    return on


def _doctor(facts: Facts) -> str | None:
    if facts.other_doctor:
        return facts.other_doctor
    if facts.locum and facts.category in {None, Category.FASTLEGE}:
        return "fastlegevikar"
    return facts.category.value if facts.category else None


def _iso(when: date | None) -> str | None:
    return when.isoformat() if when else None


def _plain(value: Decimal | None) -> str | None:
    return f"{value:f}".replace(".", ",") if value is not None else None


def _fraction(share: Decimal | None) -> str | None:
    return f"{(share * 100).normalize():f}".replace(".", ",") + " %" if share is not None else None
