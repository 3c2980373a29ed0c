"""From the turns of a conversation to what the last one means: language, intent, facts, query.

Nothing is remembered between calls: the whole conversation is folded from its turns each time, so
that any replica of the server reads it alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from assistant.builtin import dates, numbers
from assistant.builtin.facts import Facts
from assistant.builtin.fill import Reply, among, fill
from assistant.builtin.intent import (
    Intent,
    find_intent,
    has_anchor,
    asks_of_its_own,
    goes_back,
    is_about_it,
    is_about_us,
    is_correction,
    is_follow_up,
    new_subject,
    points_back,
    speaks_of_the_amount,
)
from assistant.builtin.language import detect_language
from assistant.builtin.read_facts import read_facts
from assistant.builtin.spelling import respell
from assistant.builtin.spoken import in_digits
from assistant.builtin.turns import (
    after_reset,
    with_near_years,
    with_next_year,
    without_courtesy,
)
from assistant.builtin.vocabulary import pattern
from assistant.types import Language
from corpus import Register

CASE_INTENTS = {Intent.AMOUNT, Intent.ELIGIBILITY}
TALK = {Intent.INSTRUCTION, Intent.GREETING, Intent.THANKS, Intent.CAPABILITIES}
SHORT_REPLY_WORDS = 9
FRAGMENT_WORDS = 6
POINTING_WORDS = 12
LEAST_SHARE, FULL_SHARE = 5, 100


@dataclass(frozen=True, slots=True)
class UserTurn:
    """What the user wrote, and what we had asked for just before."""

    text: str
    asked: str | None = None


@dataclass(frozen=True, slots=True)
class Understanding:
    """The last turn, read in the light of those before it."""

    text: str
    """The turn with slips put right and numbers in digits."""
    language: Language
    intent: Intent
    facts: Facts
    """Facts of the case, carried over turns."""
    said_now: Facts
    """Facts of this turn alone."""
    query: str
    """What to search for: the turn's own words, with those of the turn it leans on."""
    follows: bool = False
    dont_know: bool = False
    """The user answered our question with «vet ikke»."""
    before: Facts | None = None
    """The facts before a «what if» changed one of them."""
    case: Facts | None = None
    """The facts of the last amount asked for, kept while other things are asked in between."""

    @property
    def on(self) -> date | None:
        """A day in the period asked about, or None when none was named."""
        if self.facts.start:
            return self.facts.start
        return date(self.facts.year, 4, 1) if self.facts.year else None


def understand(
    turns: tuple[UserTurn, ...], register: Register, today: date | None = None
) -> Understanding:
    """Fold the turns into what the last one means; «i fjor» is read where the day is told."""
    state: Understanding | None = None
    for turn in turns:
        text = with_near_years(turn.text, today) if today else turn.text
        state = next_understanding(state, replace(turn, text=text), register)
    if state is None:
        raise ValueError("a conversation needs at least one turn")
    return state


def next_understanding(
    previous: Understanding | None, turn: UserTurn, register: Register
) -> Understanding:
    """Read one turn after the ones before it."""
    language = detect_language(turn.text, before=previous.language if previous else None)
    text = with_next_year(without_courtesy(turn.text), _year_spoken_of(previous))
    if rest := after_reset(text):
        previous, text = None, rest
    understood = _next(previous, replace(turn, text=text), language, register)
    if understood.intent is Intent.AMOUNT:
        return replace(understood, case=understood.facts)
    forgotten = previous is None or understood.intent is Intent.RESET
    return replace(understood, case=None if forgotten or previous is None else previous.case)


def _year_spoken_of(previous: Understanding | None) -> int | None:
    if previous is None:
        return None
    years = dates.find_years(previous.query)
    return previous.facts.year or (years[-1] if years else None)


def _next(
    previous: Understanding | None, turn: UserTurn, language: Language, register: Register
) -> Understanding:
    fresh = _alone(turn.text, language, register)
    if previous is None or fresh.intent is Intent.RESET:
        return fresh
    if fresh.intent in TALK:
        return replace(fresh, facts=previous.facts)
    if fresh.intent is Intent.FACTS_USED:
        return replace(fresh, facts=previous.facts, query=previous.query)
    if rest := new_subject(fresh.text):
        return _alone(rest, language, register)
    if turn.asked and (answered := _answer_to(turn.asked, fresh, previous, register)):
        return replace(answered, language=language)
    if previous.case is not None and _returns(fresh, previous):
        return _follow_up(fresh, replace(previous, intent=Intent.AMOUNT, facts=previous.case))
    if previous.intent is Intent.MUNICIPALITY and _asks_more(fresh):
        return replace(fresh, intent=Intent.MUNICIPALITY, facts=previous.facts)
    if _leans_on(fresh, previous):
        return _follow_up(fresh, previous)
    return _new_question(fresh, previous)


def _asks_more(fresh: Understanding) -> bool:
    """Whether a turn asks more about the kommune just looked up («and its number?»)."""
    named = {"municipalities", "unknown_municipality"} & set(fresh.said_now.said())
    return is_about_it(fresh.text) and not named


def _returns(fresh: Understanding, previous: Understanding) -> bool:
    """Whether a turn goes back to the amount after something else was asked in between."""
    said = set(fresh.said_now.said())
    if previous.intent is Intent.AMOUNT or _starts_over(fresh) or asks_of_its_own(fresh.text):
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


def _alone(text: str, language: Language, register: Register) -> Understanding:
    """A turn by itself."""
    names = [(mention.start, mention.end) for mention in register.mentions(text)]
    spelt = respell(text, keep=names)
    plain = in_digits(spelt)
    now = read_facts(plain, register)
    return Understanding(plain, language, find_intent(plain, now), now, now, query=spelt)


def _leans_on(fresh: Understanding, previous: Understanding) -> bool:
    """Whether a turn means something only after the one before it."""
    said, words = bool(fresh.said_now.said()), len(fresh.text.split())
    if words <= FRAGMENT_WORDS and among(fresh.text, previous.facts.municipalities):
        return True
    if is_follow_up(fresh.text) or (is_correction(fresh.text) and said):
        return True
    if points_back(fresh.text) and words <= POINTING_WORDS and not _starts_over(fresh):
        return True
    if said and not _asks(fresh.text) and fresh.intent is not Intent.AMOUNT:
        return words <= FRAGMENT_WORDS or (previous.intent in CASE_INTENTS and _states(fresh))
    return False


def _states(fresh: Understanding) -> bool:
    """Whether a turn only tells more about the case: no question, and not a case of its own."""
    return "?" not in fresh.text and not _starts_over(fresh)


def _starts_over(fresh: Understanding) -> bool:
    """Whether a turn tells a case of its own."""
    said = set(fresh.said_now.said())
    return "municipalities" in said and len(said & OWN_CASE) > 1


OWN_CASE = {"category", "share", "start", "end", "groups", "positions"}


def _asks(text: str) -> bool:
    asks = bool(pattern("question_word", file="follow").search(text))
    return asks and (has_anchor(text) or asks_of_its_own(text))


def _follow_up(fresh: Understanding, previous: Understanding) -> Understanding:
    now = _narrowed(fresh, previous)
    facts = previous.facts.updated_by(now)
    back = points_back(fresh.text)
    intent = find_intent(fresh.text, facts) if back else fresh.intent
    if previous.intent is Intent.AMOUNT and speaks_of_the_amount(fresh.text):
        intent = previous.intent
    own_subject = (
        intent is Intent.QUESTION and has_anchor(fresh.text) and not _only_facts(fresh) and not back
    )
    carried = CASE_INTENTS | {Intent.MUNICIPALITY}
    if intent is Intent.QUESTION and not own_subject and now.said():
        intent = previous.intent if previous.intent in carried else intent
    query = fresh.query if own_subject else merged_query(previous, fresh)
    return replace(
        fresh, intent=intent, facts=facts, query=query, follows=True, before=previous.facts
    )


def _narrowed(fresh: Understanding, previous: Understanding) -> Facts:
    """The turn's facts, where a county alone chooses among the kommuner asked about."""
    chosen = among(fresh.text, previous.facts.municipalities)
    if chosen and not fresh.said_now.municipalities:
        return replace(fresh.said_now, municipalities=(chosen,))
    if previous.intent is Intent.AMOUNT and not fresh.said_now.said():
        return _bare_share(fresh.text) or fresh.said_now
    return fresh.said_now


def _bare_share(text: str) -> Facts | None:
    """«og hvis han bare jobber 80?»: a lone number of a what-if is a stillingsandel."""
    found = numbers.find(text)
    if len(found) == 1 and LEAST_SHARE <= found[0].value <= FULL_SHARE:
        return Facts(share=found[0].value / 100, words={"share": str(found[0].value)})
    return None


def _only_facts(fresh: Understanding) -> bool:
    """Whether the turn says little beyond facts («og for en introduksjonslege i 60 %?»)."""
    rest = fresh.text
    for said in fresh.said_now.words.values():
        rest = rest.replace(said, " ")
    return len([w for w in re.findall(r"\w+", rest) if len(w) > 3]) <= 4  # noqa: PLR2004 - a few filler words


def merged_query(previous: Understanding, fresh: Understanding) -> str:
    """The earlier question with the new turn's year and words put in."""
    before, year = previous.query, fresh.said_now.year
    rest = pattern("follow_up", file="intent").sub("", fresh.query, count=1).strip(" ,?!.")
    if year and dates.WHOLE_YEAR.search(before) and _is_a_year(rest):
        return dates.WHOLE_YEAR.sub(str(year), before)
    if year and dates.find_years(fresh.text):
        before = pattern("in_a_year", file="follow").sub("", before)
    if fresh.said_now.municipalities:
        before = before.replace(previous.facts.words.get("municipality", "\0"), "")
    return f"{before.rstrip(' ?!.')} {rest}".strip()


def _is_a_year(text: str) -> bool:
    """Whether a turn is but a year: «i 2023», «2025 da»."""
    return bool(pattern("a_year_alone", file="follow").fullmatch(text))


def _new_question(fresh: Understanding, previous: Understanding) -> Understanding:
    both = fresh.intent is Intent.AMOUNT and previous.intent is Intent.AMOUNT
    if both and not _starts_over(fresh):
        facts = previous.facts.updated_by(fresh.said_now)
        return replace(fresh, facts=facts, follows=True, before=previous.facts)
    known = Facts(municipalities=previous.facts.municipalities, words=previous.facts.words)
    if fresh.intent in CASE_INTENTS and previous.intent not in CASE_INTENTS:
        return replace(fresh, facts=known.updated_by(fresh.said_now))
    if is_about_us(fresh.text) and known.municipality and not fresh.said_now.municipalities:
        return replace(fresh, intent=Intent.MUNICIPALITY, facts=known.updated_by(fresh.said_now))
    return fresh


def _answer_to(
    asked: str, fresh: Understanding, previous: Understanding, register: Register
) -> Understanding | None:
    """The turn as an answer to what we asked; None when it is a new question instead."""
    text, now = fresh.text, fresh.said_now
    if pattern("dont_know", file="follow").search(text):
        return replace(previous, text=text, said_now=now, dont_know=True, follows=True)
    short = len(text.split()) <= SHORT_REPLY_WORDS and "?" not in text
    filled = fill(asked, text, Reply(now, previous.facts, register))
    if filled is None and not (short and now.said()):
        return None
    if not short and (_starts_over(fresh) or _is_other(fresh, previous)):
        return None
    filled = filled or now
    facts = previous.facts.updated_by(filled)
    return replace(
        previous,
        text=text,
        said_now=filled,
        facts=facts,
        follows=True,
        dont_know=False,
        before=None,
    )


def _is_other(fresh: Understanding, previous: Understanding) -> bool:
    """Whether a longer turn asks something of its own instead of answering."""
    return fresh.intent is not previous.intent and _asks(fresh.text)
