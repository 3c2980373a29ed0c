"""How a turn leans on those before it: goes on, changes a fact, goes back, or starts over."""

from __future__ import annotations

from assistant.builtin import dates
from assistant.builtin.fill import among
from assistant.builtin.intent import (
    Intent,
    asks_of_its_own,
    goes_back,
    has_anchor,
    is_about_it,
    is_correction,
    is_follow_up,
    points_back,
    speaks_of_the_amount,
)
from assistant.builtin.understanding import Understanding
from assistant.builtin.vocabulary import pattern

CASE_INTENTS = {Intent.AMOUNT, Intent.ELIGIBILITY}
TALK = {Intent.INSTRUCTION, Intent.GREETING, Intent.THANKS, Intent.CAPABILITIES}
FRAGMENT_WORDS = 6
POINTING_WORDS = 12
STEM = 5


def asks_more_of_it(fresh: Understanding) -> bool:
    """Whether a turn asks more about the kommune just looked up («and its number?»)."""
    named = {"municipalities", "unknown_municipality"} & set(fresh.said_now.said())
    return is_about_it(fresh.text) and not named


def returns(fresh: Understanding, previous: Understanding) -> bool:
    """Whether a turn goes back to the amount after something else was asked in between."""
    said = set(fresh.said_now.said())
    if previous.intent is Intent.AMOUNT or starts_over(fresh) or asks_of_its_own(fresh.text):
        return False
    if previous.intent in TALK | {Intent.FACTS_USED}:
        return is_follow_up(fresh.text) and bool(said)
    if speaks_of_the_amount(fresh.text):
        return bool(said & CASE_FACTS) or goes_back(fresh.text)
    return is_follow_up(fresh.text) and bool(said) and said <= ONLY_OF_A_CASE


ONLY_OF_A_CASE = {"share", "first_start"}
CASE_FACTS = ONLY_OF_A_CASE | {
    "municipalities", "category", "agreement", "start", "end", "doctors", "groups", "positions"
}  # fmt: skip


def leans_on(fresh: Understanding, previous: Understanding) -> bool:
    """Whether a turn means something only after the one before it."""
    said, words = bool(fresh.said_now.said()), len(fresh.text.split())
    if words <= FRAGMENT_WORDS and among(fresh.text, previous.facts.municipalities):
        return True
    puts_right = is_correction(fresh.text) and (said or bool(dates.find_days(fresh.text)))
    of_the_amount = previous.intent is Intent.AMOUNT and speaks_of_the_amount(fresh.text)
    if (
        is_follow_up(fresh.text)
        or puts_right
        or (said and of_the_amount and not starts_over(fresh))
    ):
        return True
    if points_back(fresh.text) and words <= POINTING_WORDS and not starts_over(fresh):
        return True
    if said and not asks(fresh.text) and fresh.intent is not Intent.AMOUNT:
        return words <= FRAGMENT_WORDS or (previous.intent in CASE_INTENTS and _states(fresh))
    return False


def _states(fresh: Understanding) -> bool:
    """Whether a turn only tells more about the case: no question, and not a case of its own."""
    return "?" not in fresh.text and not starts_over(fresh)


def starts_over(fresh: Understanding) -> bool:
    """Whether a turn tells a case of its own."""
    said = set(fresh.said_now.said())
    return "municipalities" in said and len(said & OWN_CASE) > 1


OWN_CASE = {"category", "share", "start", "end", "groups", "positions"}


def asks(text: str) -> bool:
    """Whether a turn asks for something it names itself."""
    questions = bool(pattern("question_word", file="follow").search(text))
    return questions and (has_anchor(text) or asks_of_its_own(text))


def gone_back_to(fresh: Understanding, earlier: tuple[str, ...]) -> str | None:
    """The earlier question that «tilbake til kontorene: …» goes back to, by a word they share."""
    match = pattern("back_to", file="follow").match(fresh.query)
    if match is None:
        return None
    stems = {word[:STEM].lower() for word in match["subject"].split() if len(word) >= STEM}
    named = (query for query in reversed(earlier) if any(stem in query.lower() for stem in stems))
    return next(named, None)
