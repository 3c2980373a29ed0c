"""What a question wants: one of a few intents, found by the words it uses (`intent.yaml`)."""

from __future__ import annotations

from enum import StrEnum

from assistant.builtin.facts import Facts
from assistant.builtin.vocabulary import pattern


class Intent(StrEnum):
    """What the user wants with a turn."""

    INSTRUCTION = "instruction"
    GREETING = "greeting"
    THANKS = "thanks"
    CAPABILITIES = "capabilities"
    RESET = "reset"
    FACTS_USED = "facts_used"
    AMOUNT = "amount"
    ELIGIBILITY = "eligibility"
    MUNICIPALITY = "municipality"
    QUESTION = "question"


def _cue(name: str, text: str) -> bool:
    return bool(pattern(name, file="intent").search(text))


def _wants(name: str, text: str) -> bool:
    return bool(pattern("intents", name, file="intent").search(text))


def find_intent(text: str, facts: Facts) -> Intent:
    """The intent of a turn by itself; what it takes over from earlier turns is decided in `conversation`."""
    if _cue("instruction", text):
        return Intent.INSTRUCTION
    for intent in (Intent.GREETING, Intent.THANKS, Intent.CAPABILITIES, Intent.RESET, Intent.FACTS_USED):
        if _wants(intent.value, text):
            return intent
    if _wants("hours", text) or (_wants("amount", text) and is_about_a_case(text, facts)):
        return Intent.AMOUNT
    if (facts.municipalities or facts.unknown_municipality) and _cue("municipality_cue", text):
        return Intent.MUNICIPALITY
    if _wants("eligibility", text) and is_eligibility(text, facts):
        return Intent.ELIGIBILITY
    return Intent.QUESTION


CASE_FACTS = {"municipalities", "unknown_municipality", "category", "share", "rate", "hours", "cost", "agreement",
              "groups", "doctors", "first_start", "grant"}  # fmt: skip


def is_about_a_case(text: str, facts: Facts) -> bool:
    """Whether «hvor mye» asks for the grant of a case, not for a sum that was paid out or a rule's number."""
    if _cue("aggregate", text) and not {"share", "rate", "cost"} & set(facts.said()):
        return False
    return bool(CASE_FACTS & set(facts.said())) or _cue("own_case", text)


def is_eligibility(text: str, facts: Facts) -> bool:
    """Whether a «kan vi søke» question states something that the conditions can be tried on."""
    return bool(
        {"category", "agency", "commercial", "locum", "old_scheme", "specialist", "other_doctor", "doctor_applies",
         "agreement", "agreement_date"} & set(facts.said())
    )  # fmt: skip


def is_follow_up(text: str) -> bool:
    """Whether a turn leans on the one before by its first words («og i 2023?», «hva om …»)."""
    return _cue("follow_up", text)


def is_medical(text: str) -> bool:
    """Whether a question asks for medical advice, which is another subject."""
    return _cue("medical", text)


def has_anchor(text: str) -> bool:
    """Whether a question names something of the scheme's subject."""
    return _cue("anchors", text)


def is_comparison(text: str) -> bool:
    """Whether a question asks what changed."""
    return _cue("comparison", text)


def is_about_register(text: str) -> bool:
    """Whether a question asks for something the municipal register holds."""
    return _cue("municipality_cue", text)
