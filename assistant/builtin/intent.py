"""What a question wants: one of a few intents, found by the words it uses (`intent.yaml`)."""

from __future__ import annotations

from enum import StrEnum

from assistant.builtin.asking import asking_part
from assistant.builtin.eligibility_asked import asks_competence, asks_conditions
from assistant.builtin.facts import Facts
from assistant.builtin.vocabulary import keys, pattern
from assistant.calculator import Grant


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
    """The intent of a turn; what it takes over from earlier turns is decided in `conversation`."""
    if is_instruction(text):
        return Intent.INSTRUCTION
    text = asking_part(text)
    for intent in FIXED:
        if _wants(intent.value, text):
            return intent
    if is_amount(text, facts):
        return Intent.AMOUNT
    if asks_conditions(text, facts) or asks_competence(text, facts):
        return Intent.ELIGIBILITY
    if (facts.municipalities or facts.unknown_municipality) and _cue("municipality_cue", text):
        return Intent.MUNICIPALITY
    if _wants("eligibility", text) and is_eligibility(text, facts):
        return Intent.ELIGIBILITY
    return Intent.QUESTION


def is_instruction(text: str) -> bool:
    """Whether a turn tells the machine what to be, to say or to show, instead of asking it."""
    kinds = keys(file="instruction")
    return any(pattern(kind, file="instruction").search(text) for kind in kinds)


FIXED = (
    Intent.GREETING, Intent.THANKS, Intent.CAPABILITIES, Intent.RESET, Intent.FACTS_USED
)  # fmt: skip


def is_amount(text: str, facts: Facts) -> bool:
    """Whether a turn asks for the grant of a case: by its question and how much of a case it tells.

    A plain «hvor mye kan vi få» needs little of a case beside it, a vaguer «hva får vi», «taket» or
    «maks» more, and a case told in full needs no question at all. What was paid out nationally,
    rules, durations and other grants are asked of the texts.
    """
    if _wants("hours", text) and not _cue("hours_rule", text):
        return True
    if facts.grant is Grant.SUPERVISION_HOURS and not _cue("hours_rule", text):
        return facts.share is not None or facts.end is not None
    if _wants("amount", text) and _cue("per_agreement", text):
        return True
    weight = case_weight(facts)
    if _cue("other_subject", text):
        return False
    if _cue("aggregate", text) and not OWN_FIGURES & set(facts.said()):
        return weight >= FULL_CASE and (_wants("amount", text) or _wants("money", text))
    if _wants("amount", text):
        some = weight >= SOME_CASE and _wants("getting", text)
        return some or weight >= A_CASE or _cue("own_case", text)
    what_we_get = _cue("what_we_get", text) or not _wants("eligibility", text)
    if _wants("sum_for", text) and what_we_get:
        return weight >= SOME_CASE
    vague = _wants("money", text) or (
        _wants("money_word", text) and not _wants("eligibility", text)
    )
    if vague and weight >= A_CASE:
        return True
    if _wants("rate", text) and facts.grant is None:
        return facts.category is not None or _cue("per_doctor", text)
    return weight >= FULL_CASE and not vague and not _asks_something_else(text)


OWN_FIGURES = {"rate", "cost", "hours", "years", "expenses", "expense_hours"}
"""Facts that only a kommune's own case has."""
SOME_CASE, A_CASE, FULL_CASE = 1, 3, 6
WEIGHTS = {
    "share": 2, "first_start": 2, "positions": 3, "groups": 3, "rate": 2, "cost": 3, "hours": 2,
    "expenses": 2, "expense_hours": 2, "category": 1, "locum": 1, "agreement": 1,
    "municipalities": 1, "unknown_municipality": 1, "centrality": 1, "doctors": 1, "years": 2,
}  # fmt: skip
"""How much each fact tells that a turn is about one doctor's grant."""


def case_weight(facts: Facts) -> int:
    """How much of a case a turn states."""
    said = set(facts.said())
    weight = sum(WEIGHTS.get(name, 0) for name in said - ({"locum"} if facts.category else set()))
    if facts.start and facts.end:
        weight += 2
    elif facts.start or facts.end or facts.open_period:
        weight += 1
    return weight + (1 if facts.grant in OWN_GRANTS else 0)


OWN_GRANTS = {Grant.LIS3_SUPERVISION, Grant.PILOT, Grant.SUPERVISION_HOURS}


def _asks_something_else(text: str) -> bool:
    asks = "?" in text or _cue("opens_asking", text)
    return _cue("other_question", text) or (asks and _wants("eligibility", text))


def is_eligibility(text: str, facts: Facts) -> bool:
    """Whether a «kan vi søke» question states something that the conditions can be tried on."""
    return bool(
        {"category", "agency", "commercial", "locum", "old_scheme", "specialist", "other_doctor",
         "doctor_applies",
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


def is_correction(text: str) -> bool:
    """Whether a turn puts something right («nei, hun har vært fastlege siden …»)."""
    return _cue("correction", text)


def points_back(text: str) -> bool:
    """Whether a turn speaks of what was named before («for han», «gjeld det framleis»)."""
    return _cue("anaphora", text)


def speaks_of_the_amount(text: str) -> bool:
    """Whether a turn speaks of an amount reckoned before («hva hadde beløpet vært for Alta?»)."""
    return _cue("the_amount", text)


def goes_back(text: str) -> bool:
    """Whether a turn goes back to what was spoken of before («tilbake til beløpet: …»)."""
    return _cue("back", text)


def is_about_it(text: str) -> bool:
    """Whether a question asks for the register's word on the kommune just spoken of."""
    return _cue("municipality_cue", text) and (_cue("it", text) or is_follow_up(text))


def asks_of_its_own(text: str) -> bool:
    """Whether a turn asks what the texts tell, whatever was spoken of before."""
    return _cue("other_subject", text)


def new_subject(text: str) -> str | None:
    """What stands after «nytt spørsmål:», or None."""
    match = pattern("new_subject", file="intent").match(text)
    return text[match.end() :].strip() or None if match else None


def is_about_us(text: str) -> bool:
    """Whether a question asks for the register's word on the user's own kommune."""
    return _cue("municipality_cue", text) and _cue("us", text)


def asks_for_a_year(text: str) -> bool:
    """Whether a question asks for what holds in a year («per år», «i året»)."""
    return _cue("a_year", text)
