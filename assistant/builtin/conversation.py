"""From the turns of a conversation to what the last one means: language, intent, facts so far and what to search for.

Nothing is remembered between calls: the whole conversation is folded from its turns each time, so that any replica of
the server reads it alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial

from assistant.builtin import dates, numbers
from assistant.builtin.facts import Facts, first_category, first_share, read_facts
from assistant.builtin.intent import Intent, find_intent, has_anchor, is_follow_up
from assistant.builtin.language import detect_language
from assistant.builtin.vocabulary import pattern
from assistant.types import Language
from corpus import Municipality, Register

CASE_INTENTS = {Intent.AMOUNT, Intent.ELIGIBILITY}
SHORT_REPLY_WORDS = 9
FRAGMENT_WORDS = 6


@dataclass(frozen=True, slots=True)
class UserTurn:
    """What the user wrote, and what we had asked for just before."""

    text: str
    asked: str | None = None


@dataclass(frozen=True, slots=True)
class Understanding:
    """The last turn, read in the light of those before it."""

    text: str
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

    @property
    def on(self) -> date | None:
        """A day in the period asked about, or None when none was named."""
        if self.facts.start:
            return self.facts.start
        return date(self.facts.year, 4, 1) if self.facts.year else None


def understand(turns: tuple[UserTurn, ...], register: Register) -> Understanding:
    """Fold the turns into what the last one means."""
    state: Understanding | None = None
    for turn in turns:
        state = next_understanding(state, turn, register)
    if state is None:
        raise ValueError("a conversation needs at least one turn")
    return state


def next_understanding(previous: Understanding | None, turn: UserTurn, register: Register) -> Understanding:
    """Read one turn after the ones before it."""
    now = read_facts(turn.text, register)
    language = detect_language(turn.text, before=previous.language if previous else None)
    intent = find_intent(turn.text, now)
    fresh = Understanding(turn.text, language, intent, now, now, turn.text)
    if previous is None or intent in {Intent.RESET, Intent.INSTRUCTION, Intent.GREETING, Intent.THANKS, Intent.CAPABILITIES}:
        return fresh if intent is Intent.RESET or previous is None else replace(fresh, facts=previous.facts)
    if intent is Intent.FACTS_USED:
        return replace(fresh, facts=previous.facts, query=previous.query)
    if turn.asked and (answered := _answer_to(turn, previous, now, register)):
        return replace(answered, language=language)
    if _leans_on(turn.text, now, intent):
        return _follow_up(fresh, previous)
    return _new_question(fresh, previous)


def _leans_on(text: str, now: Facts, intent: Intent) -> bool:
    if is_follow_up(text):
        return True
    few = len(text.split()) <= FRAGMENT_WORDS
    return few and intent is Intent.QUESTION and bool(now.said()) and not _asks(text)


def _asks(text: str) -> bool:
    return bool(pattern("question_word", file="follow").search(text)) and has_anchor(text)


def _follow_up(fresh: Understanding, previous: Understanding) -> Understanding:
    facts = previous.facts.updated_by(fresh.said_now)
    intent = fresh.intent
    own_subject = intent is Intent.QUESTION and has_anchor(fresh.text) and not _only_facts(fresh)
    if intent is Intent.QUESTION and not own_subject and fresh.said_now.said():
        intent = previous.intent if previous.intent in CASE_INTENTS | {Intent.MUNICIPALITY} else intent
    query = fresh.text if own_subject else merged_query(previous.query, fresh)
    return replace(fresh, intent=intent, facts=facts, query=query, follows=True, before=previous.facts)


def _only_facts(fresh: Understanding) -> bool:
    """Whether the turn says little beyond facts («og for en introduksjonslege i 60 %?»)."""
    rest = fresh.text
    for said in fresh.said_now.words.values():
        rest = rest.replace(said, " ")
    return len([w for w in re.findall(r"\w+", rest) if len(w) > 3]) <= 4  # noqa: PLR2004 - a few filler words


def merged_query(before: str, fresh: Understanding) -> str:
    """The earlier question with the new turn's year and words put in."""
    if fresh.said_now.year and dates.find_years(fresh.text):
        before = dates.WHOLE_YEAR.sub("", before)
    if fresh.said_now.municipalities:
        before = before.replace(fresh.facts.words.get("municipality", "\0"), "")
    rest = pattern("follow_up", file="intent").sub("", fresh.text, count=1).strip(" ,?!.")
    return f"{before.rstrip(' ?!.')} {rest}".strip()


def _new_question(fresh: Understanding, previous: Understanding) -> Understanding:
    if fresh.intent is Intent.AMOUNT and previous.intent is Intent.AMOUNT:
        said = set(fresh.said_now.said())
        starts_over = "municipalities" in said and len(said & {"category", "share", "start", "end", "groups"}) > 1
        if not starts_over:
            return replace(fresh, facts=previous.facts.updated_by(fresh.said_now), follows=True, before=previous.facts)
    if fresh.intent in CASE_INTENTS and previous.intent not in CASE_INTENTS:
        kept = Facts(municipalities=previous.facts.municipalities, words=previous.facts.words)
        return replace(fresh, facts=kept.updated_by(fresh.said_now))
    if fresh.intent is Intent.QUESTION and previous.intent in CASE_INTENTS:
        return replace(fresh, query=fresh.text)
    return fresh


YES = "yes"
NO = "no"


def _answer_to(turn: UserTurn, previous: Understanding, now: Facts, register: Register) -> Understanding | None:
    """The turn as an answer to what we asked; None when it is a new question instead."""
    text, asked = turn.text, turn.asked or ""
    if pattern("dont_know", file="follow").search(text):
        return replace(previous, text=text, said_now=now, dont_know=True, follows=True)
    filled = fill(asked, text, Reply(now, previous.facts, register))
    short = len(text.split()) <= SHORT_REPLY_WORDS and "?" not in text
    if filled is None and not (short and now.said()):
        return None
    if filled is None:
        filled = now
    elif not short and find_intent(text, now) is not previous.intent and _asks(text):
        return None
    return replace(previous, text=text, said_now=filled, facts=previous.facts.updated_by(filled), follows=True, before=None)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a short reply is read with: what it says by itself, what was known before, and the register."""

    now: Facts
    before: Facts
    register: Register


def fill(asked: str, text: str, reply: Reply) -> Facts | None:
    """The asked-for fact out of a short reply such as «80», «ja», «juni 2025» or «i Nordland»."""
    reader = READERS.get(asked)
    if reader:
        return reader(text, reply)
    return reply.now if asked in reply.now.said() else None


def _fill_municipality(text: str, reply: Reply) -> Facts | None:
    now = reply.now
    if chosen := _among(text, reply.before.municipalities):
        return replace(now, municipalities=(chosen,), words={**now.words, "municipality": text})
    if now.municipalities:
        return now
    candidates = reply.register.find(text.strip(" .!,?").removesuffix(" kommune").strip())
    if candidates:
        return replace(now, municipalities=candidates, unknown_municipality=None, words={**now.words, "municipality": text})
    return now if now.unknown_municipality else None


def _among(text: str, candidates: tuple[Municipality, ...]) -> Municipality | None:
    """The one of several kommuner of a name that the text points out by county or number."""
    if len(candidates) < 2:  # noqa: PLR2004 - nothing to choose from
        return None
    said = text.casefold()
    chosen = [m for m in candidates if m.county.casefold() in said or m.number in said]
    return chosen[0] if len(chosen) == 1 else None


def _fill_category(text: str, reply: Reply) -> Facts | None:
    return reply.now if reply.now.category or first_category(text) else None


def _fill_share(text: str, reply: Reply) -> Facts | None:
    if reply.now.share is not None or first_share(text):
        return reply.now
    found = numbers.find(text)
    if len(found) != 1:
        return None
    value = found[0].value
    share = value / 100 if value > 1 else value
    return replace(reply.now, share=share, words={**reply.now.words, "share": text})


def _fill_period(text: str, reply: Reply) -> Facts | None:
    now = reply.now
    if now.start or now.end or now.open_period or now.year:
        return now
    days = dates.find_days(text)
    if not days:
        return None
    mention = dates.PeriodMention(days[0], days[1] if len(days) > 1 else None)
    start, last = mention.resolve()
    return replace(now, start=start, end=last, open_period=None if start and last else mention)


def _fill_end(text: str, reply: Reply) -> Facts | None:
    days = dates.find_days(text)
    if len(days) == 1:
        return replace(reply.now, start=None, open_period=None, end=days[0].last() or None)
    return _fill_period(text, reply)


def _fill_date(name: str, text: str, reply: Reply) -> Facts | None:
    days = dates.find_days(text)
    when = days[0].first() if days else None
    if when is None:
        return None
    words = {key: said for key, said in reply.now.words.items() if key not in {"period", "year"}}
    cleared = replace(reply.now, start=None, end=None, open_period=None, year=None, words={**words, name: text})
    return replace(cleared, **{name: when})  # type: ignore[arg-type]


def _fill_agreement(text: str, reply: Reply) -> Facts | None:
    if reply.now.agreement is not None:
        return reply.now
    for answer, value in ((NO, False), (YES, True)):
        if pattern(answer, file="follow").search(text):
            return replace(reply.now, agreement=value, words={**reply.now.words, "agreement": text})
    return None


def _fill_amount(name: str, text: str, reply: Reply) -> Facts | None:
    if getattr(reply.now, name) is not None:
        return reply.now
    found = numbers.find(text)
    if len(found) != 1:
        return None
    if found[0].ambiguous:
        return replace(reply.now, ambiguous_number=text[found[0].start : found[0].end])
    value: Decimal = found[0].value
    return replace(reply.now, **{name: value}, words={**reply.now.words, name: text})  # type: ignore[arg-type]


READERS: dict[str, Callable[[str, Reply], Facts | None]] = {
    "municipality": _fill_municipality,
    "category": _fill_category,
    "share": _fill_share,
    "period": _fill_period,
    "start": _fill_period,
    "end": _fill_end,
    "first_start": partial(_fill_date, "first_start"),
    "agreement_date": partial(_fill_date, "agreement_date"),
    "agreement": _fill_agreement,
    **{name: partial(_fill_amount, name) for name in ("rate", "hours", "cost", "years")},
}
