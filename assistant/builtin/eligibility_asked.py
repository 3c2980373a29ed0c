"""What a question about eligibility asks: the conditions of the grant, or a requirement of the law.

Only work of a stated length is tried on the exemptions; everything else is asked of the texts.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from assistant.builtin.facts import Facts
from assistant.builtin.vocabulary import pattern

if TYPE_CHECKING:
    from assistant.builtin.conversation import Understanding


RAISING = (
    "agency",
    "commercial",
    "locum",
    "old_scheme",
    "specialist",
    "other_doctor",
    "doctor_applies",
)
"""Facts of a case that a condition is about."""


def asks_conditions(text: str, facts: Facts) -> bool:
    """Whether a turn about the grant states what a condition decides, or asks who applies.

    The words «kan vi søke» need not be there: «talte han med?», «langt nok?», «utelukket».
    """
    if any(_says(f"{name}_applies", text) for name in ("other", "kommune")):
        return True
    raised = any(getattr(facts, name) for name in RAISING) or facts.agreement is False
    return raised and (_says("grant", text) or _says("counted", text)) and not _says("other", text)


def applicant(text: str, facts: Facts) -> str | None:
    """Who would apply, where the question is about that."""
    if facts.doctor_applies:
        return "doctor"
    names = ("doctor", "other", "kommune")
    return next((name for name in names if _says(f"{name}_applies", text)), None)


def asks_competence(text: str, facts: Facts) -> bool:
    """Whether it is asked if a doctor may work for a stated time without specialising."""
    return _says("competence", text) and not _says("grant", text) and months(facts) is not None


def months(facts: Facts) -> Decimal | None:
    """How long the work lasts, where that was said in months."""
    if facts.locum_months:
        return facts.locum_months
    said = facts.open_period.months if facts.open_period else None
    return Decimal(said) if said else None


def competence_arguments(understood: Understanding) -> dict[str, Any]:
    """The facts of such a question as the tool for eligibility takes them."""
    text, facts = understood.text, understood.facts
    yearly = _says("per_calendar_year", text)
    arguments: dict[str, Any] = {
        "law": True,
        "months_this_year" if yearly else "months_in_total": str(months(facts)),
        "emergency_care": _says("emergency_care", text) or None,
        "under_specialisation": False if _says("not_specialising", text) else None,
        "specialist_already": facts.specialist,
    }
    return {key: value for key, value in arguments.items() if value is not None}


def _says(name: str, text: str) -> bool:
    return bool(pattern(name, file="eligibility").search(text))
