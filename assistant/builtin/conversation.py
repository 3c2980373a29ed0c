"""From the turns of a conversation to what the last one means: language, intent, facts, query.

Nothing is remembered between calls: the whole conversation is folded from its turns each time, so
that any replica of the server reads it alike.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from assistant.builtin import dates, numbers
from assistant.builtin.facts import Facts
from assistant.builtin.fill import Reply, among, fill
from assistant.builtin.intent import (
    Intent,
    find_intent,
    has_anchor,
    is_about_us,
    is_correction,
    new_subject,
    points_back,
    speaks_of_the_amount,
)
from assistant.builtin.language import detect_language
from assistant.builtin.leaning import (
    CASE_INTENTS,
    TALK,
    asks,
    asks_more_of_it,
    gone_back_to,
    leans_on,
    returns,
    starts_over,
)
from assistant.builtin.read_facts import read_facts
from assistant.builtin.spelling import respell
from assistant.builtin.spoken import in_digits
from assistant.builtin.turns import (
    after_reset,
    with_days_named,
    with_near_years,
    with_next_year,
    with_rows_told,
    without_courtesy,
)
from assistant.builtin.understanding import Understanding, UserTurn
from assistant.builtin.vocabulary import pattern
from assistant.types import Language
from corpus import Register

__all__ = ["Understanding", "UserTurn", "next_understanding", "understand"]

FEW_WORDS, SHORT_REPLY_WORDS = 4, 9
LEAST_SHARE, FULL_SHARE = 10, 100


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
    language = _language(turn, previous)
    text = with_rows_told(without_courtesy(turn.text))
    text = with_days_named(with_next_year(text, _year_spoken_of(previous)))
    if rest := after_reset(text):
        previous, text = None, rest
    understood = _next(previous, replace(turn, text=text), language, register)
    if previous is not None and understood.intent is not Intent.RESET:
        earlier = (*previous.earlier, previous.query)
        understood = replace(understood, case=previous.case, earlier=earlier)
    if understood.intent is Intent.AMOUNT:
        understood = replace(understood, case=understood.facts)
    return understood


def _language(turn: UserTurn, previous: Understanding | None) -> Language:
    """The language of a turn; a few words that answer our question do not change it."""
    if previous is not None and turn.asked and len(turn.text.split()) <= FEW_WORDS:
        return previous.language
    return detect_language(turn.text, before=previous.language if previous else None)


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
    if previous.case is not None and returns(fresh, previous):
        return _follow_up(fresh, replace(previous, intent=Intent.AMOUNT, facts=previous.case))
    if previous.intent is Intent.MUNICIPALITY and asks_more_of_it(fresh):
        return replace(fresh, intent=Intent.MUNICIPALITY, facts=previous.facts)
    if query := gone_back_to(fresh, (*previous.earlier, previous.query)):
        return _follow_up(fresh, replace(previous, query=query, intent=Intent.QUESTION))
    if leans_on(fresh, previous):
        return _follow_up(fresh, previous)
    return _new_question(fresh, previous)


def _alone(text: str, language: Language, register: Register) -> Understanding:
    """A turn by itself."""
    names = [(mention.start, mention.end) for mention in register.mentions(text)]
    spelt = respell(text, keep=names)
    plain = in_digits(spelt)
    now = read_facts(plain, register)
    return Understanding(plain, language, find_intent(plain, now), now, now, query=spelt)


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
        changed = _bare_share(fresh.text) or _put_right(fresh.text, previous.facts.start)
        return changed or fresh.said_now
    return fresh.said_now


def _bare_share(text: str) -> Facts | None:
    """«og hvis han bare jobber 80?»: a lone number of a what-if is a stillingsandel."""
    found = numbers.find(text)
    bare = pattern("bare_share", file="follow").search(text)
    if bare and len(found) == 1 and LEAST_SHARE <= found[0].value <= FULL_SHARE:
        return Facts(share=found[0].value / 100, words={"share": str(found[0].value)})
    return None


def _put_right(text: str, start: date | None) -> Facts | None:
    """«sorry, mente oktober»: a lone day of a correction is the period's start, that year's."""
    days = dates.find_days(text)
    if start is None or len(days) != 1 or not is_correction(text):
        return None
    years = (start.year - 1, start.year, start.year + 1)
    possible = [day for day in map(days[0].first, years) if day]
    nearest = min(possible, key=lambda day: abs(day - start), default=None)
    return Facts(start=nearest, words={"period": text}) if nearest else None


def _only_facts(fresh: Understanding) -> bool:
    """Whether the turn says little beyond facts («og for en introduksjonslege i 60 %?»)."""
    rest = fresh.text
    for said in fresh.said_now.words.values():
        rest = rest.replace(said, " ")
    return len([w for w in re.findall(r"\w+", rest) if len(w) > 3]) <= 4  # noqa: PLR2004 - a few filler words


def merged_query(previous: Understanding, fresh: Understanding) -> str:
    """The earlier question with the new turn's year and words put in."""
    before, year = previous.query, fresh.said_now.year
    rest = pattern("back_to", file="follow").sub("", fresh.query)
    rest = pattern("follow_up", file="intent").sub("", rest, count=1).strip(" ,?!.")
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
    if both and not starts_over(fresh):
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
    if not short and (starts_over(fresh) or _is_other(fresh, previous)):
        return None
    filled = filled or now
    before = previous.facts
    unread = before.unread
    if unread and (asked == unread.fact or unread.words in filled.words.values()):
        before = replace(before, unread=None)
    facts = before.updated_by(replace(filled, unread=None))
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
    return fresh.intent is not previous.intent and asks(fresh.text)
