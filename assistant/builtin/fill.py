"""The asked-for fact out of a reply to our own question: «80», «ja», «juni 2025», «i Nordland»."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from assistant.builtin import dates, numbers, periods
from assistant.builtin.facts import Facts
from assistant.builtin.positions import first_category, first_share
from assistant.builtin.roles import latest_until
from assistant.builtin.spoken import spoken_number
from assistant.builtin.vocabulary import keys, pattern
from assistant.calculator import Category, Element
from corpus import Municipality, Register


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply: what it says by itself, what was known before, and the register."""

    now: Facts
    before: Facts
    register: Register


def fill(asked: str, text: str, reply: Reply) -> Facts | None:
    """The reply's facts with the asked-for one among them; None when it does not tell it."""
    reader = READERS.get(asked)
    if reader:
        return reader(text, reply)
    return reply.now if asked in reply.now.said() else None


def _municipality(text: str, reply: Reply) -> Facts | None:
    now = reply.now
    if chosen := among(text, reply.before.municipalities):
        return _with(now, "municipality", text, municipalities=(chosen,))
    if now.municipalities:
        return now
    name = pattern("lead_in", file="follow").sub("", text).strip(" .!,?")
    candidates = reply.register.find(name.removesuffix(" kommune").strip())
    if candidates:
        changed = replace(now, unknown_municipality=None)
        return _with(changed, "municipality", name, municipalities=candidates)
    return now if now.unknown_municipality else None


def among(text: str, candidates: tuple[Municipality, ...]) -> Municipality | None:
    """The one of several kommuner of a name that the text points out by county or number."""
    if len(candidates) < 2:  # noqa: PLR2004 - nothing to choose from
        return None
    said = text.casefold()
    chosen = [m for m in candidates if m.county.casefold() in said or m.number in said]
    if not chosen:
        parts = {m.number: m.county.casefold().split() for m in candidates}
        chosen = [m for m in candidates if any(len(p) > 3 and p in said for p in parts[m.number])]  # noqa: PLR2004 - «og»
    return chosen[0] if len(chosen) == 1 else None


def _with(facts: Facts, fact: str, said: str, **changes: object) -> Facts:
    return replace(facts, **changes, words={**facts.words, fact: said})  # type: ignore[arg-type]


def _category(text: str, reply: Reply) -> Facts | None:
    if reply.now.category:
        return reply.now
    for key in keys("category_reply", file="follow"):
        if pattern("category_reply", key, file="follow").search(text):
            return _with(reply.now, "category", text, category=Category(key))
    return reply.now if first_category(text) else None


def _share(text: str, reply: Reply) -> Facts | None:
    if reply.now.share is not None or first_share(text):
        return reply.now
    found = numbers.find(text)
    spoken = spoken_number(text)
    if len(found) != 1 and spoken is None:
        return None
    value = found[0].value if len(found) == 1 else Decimal(spoken or 0)
    share = value / 100 if value > 1 else value
    return _with(reply.now, "share", text, share=share)


def _period(text: str, reply: Reply) -> Facts | None:
    now = reply.now
    if now.start or now.end or now.open_period or now.year:
        return now
    days = dates.find_days(text)
    if not days:
        return None
    mention = periods.PeriodMention(days[0], days[1] if len(days) > 1 else None)
    start, last = mention.resolve()
    return replace(now, start=start, end=last, open_period=None if start and last else mention)


def _end(text: str, reply: Reply) -> Facts | None:
    days = dates.find_days(text)
    if len(days) == 1:
        start = reply.before.start
        end = days[0].last() or (days[0].last(start.year) if start else None)
        if start and end and end < start and days[0].year is None:
            end = days[0].last(start.year + 1)
        return replace(reply.now, start=None, open_period=None, year=None, end=end)
    return _period(text, reply)


def _date(name: str, text: str, reply: Reply) -> Facts | None:
    days = dates.find_days(text)
    when = days[0].first() if days else None
    if when is None and days and reply.before.start:
        when = latest_until(days[0], reply.before.start)
    if when is None:
        return None
    kept = {key: said for key, said in reply.now.words.items() if key not in {"period", "year"}}
    changed = {"start": None, "end": None, "open_period": None, "year": None, "positions": ()}
    cleared = replace(reply.now, **changed, words={**kept, name: text})  # type: ignore[arg-type]
    return replace(cleared, **{name: when})  # type: ignore[arg-type]


def _agreement(text: str, reply: Reply) -> Facts | None:
    if reply.now.agreement is not None:
        return reply.now
    for answer, value in (("no", False), ("yes", True)):
        if pattern(answer, file="follow").search(text):
            return _with(reply.now, "agreement", text, agreement=value)
    return None


def _amount(name: str, text: str, reply: Reply) -> Facts | None:
    if getattr(reply.now, name) is not None:
        return reply.now
    found = numbers.find(text)
    if len(found) != 1:
        return None
    if found[0].ambiguous:
        return replace(reply.now, ambiguous_number=text[found[0].start : found[0].end])
    value: Decimal = found[0].value
    return _with(reply.now, name, text, **{name: value})


def _expense(text: str, reply: Reply) -> Facts | None:
    """«praksiskompensasjon», said of the sum that we asked about."""
    unread = reply.before.unread
    stated = numbers.find(unread.words) if unread else ()
    if reply.now.expenses or not stated:
        return reply.now if reply.now.expenses else None
    for key in keys("elements"):
        if pattern("elements", key).search(text):
            return _with(reply.now, "expenses", text, expenses=((Element(key), stated[0].value),))
    for name in ("rate", "cost"):
        if pattern(name).search(text):
            return _with(reply.now, name, text, **{name: stated[0].value})
    return None


READERS: dict[str, Callable[[str, Reply], Facts | None]] = {
    "municipality": _municipality,
    "category": _category,
    "share": _share,
    "period": _period,
    "start": _period,
    "end": _end,
    "first_start": partial(_date, "first_start"),
    "agreement_date": partial(_date, "agreement_date"),
    "agreement": _agreement,
    "grant": _agreement,
    "expenses": _expense,
    **{name: partial(_amount, name) for name in ("rate", "hours", "cost", "years")},
}
