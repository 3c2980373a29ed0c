"""What a turn says in figures that none of its facts took up: asked about, never left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from assistant.builtin import dates, numbers
from assistant.builtin.amounts import are_each, are_in_all
from assistant.builtin.dates import DayMention
from assistant.builtin.facts import Facts, Unread
from assistant.builtin.numbers import Number
from assistant.builtin.positions import shares
from assistant.builtin.vocabulary import pattern
from corpus import sentences

PART = re.compile(r"(?<![\w.,§])0[.,]\d{1,2}(?![\d.,]|\s*%)")
"""A number below one, which beside a doctor is a part of a post."""
LEAST_AMOUNT = 100
LAST_YEAR_OF_COSTS = 2021
"""Afterwards a cost is an expense of some element, or nothing is reckoned from it."""


def find_unread(text: str, facts: Facts) -> Unread | None:
    """The first share, day, sum of money or hours in a turn that is not among its facts."""
    found = (*_shares(text, facts), *_days(text, facts), *_money(text, facts), *_hours(text, facts))
    return found[0] if found else None


def _shares(text: str, facts: Facts) -> Iterator[Unread]:
    known = {facts.share, *(g.share for g in facts.groups), *(p.share for p in facts.positions)}
    if known == {None}:
        return  # the share is asked for in any case
    for _, share, said in shares(text):
        if share not in known:
            yield Unread("share", said)
    for match in PART.finditer(text):
        if Decimal(match.group().replace(",", ".")) not in known:
            yield Unread("share", match.group())


def _days(text: str, facts: Facts) -> Iterator[Unread]:
    known = {facts.start, facts.end, facts.first_start, facts.agreement_date}
    period = facts.words.get("period", "")
    known |= {day for row in facts.positions for day in (row.start, row.end)}
    known |= {day for group in facts.groups for day in (group.start, group.end)}
    for mention in dates.find_days(text):
        if mention.day is None:
            continue
        said = text[mention.start : mention.end]
        if not any(_is_day(mention, day) for day in known if day) and said not in period:
            yield Unread("period", said)


def _is_day(mention: DayMention, day: date) -> bool:
    return (
        mention.month == day.month
        and mention.year in {None, day.year}
        and mention.day in {None, day.day}
    )


def _money(text: str, facts: Facts) -> Iterator[Unread]:
    known = {facts.rate, *(value for _, value in facts.expenses)}
    if facts.start is None or facts.start.year <= LAST_YEAR_OF_COSTS:
        known.add(facts.cost)
    for number in sums_of_money(text):
        if number.value not in known and _is_of_the_case(text, number):
            yield Unread("expenses", text[number.start : number.end])


def sums_of_money(text: str) -> tuple[Number, ...]:
    """The numbers that are said to be kroner."""
    return tuple(
        number
        for number in numbers.find(text)
        if number.value >= LEAST_AMOUNT
        and not number.ambiguous
        and pattern("money_unit").match(text[number.end :])
    )


def set_aside(text: str, facts: Facts) -> tuple[str, ...]:
    """Sums of money that a turn tells of beside its case: a rent, a budget, a purchase."""
    known = {facts.rate, facts.cost, *(value for _, value in facts.expenses)}
    return tuple(
        text[number.start : number.end].strip() + " kr"
        for number in sums_of_money(text)
        if number.value not in known and not _is_of_the_case(text, number)
    )


def _is_of_the_case(text: str, number: Number) -> bool:
    """Whether a sum stands in a sentence about rates, the grant's elements or its costs."""
    sentence = next(
        (one for one in sentences(text) if text[number.start : number.end] in one), text
    )
    return bool(pattern("of_the_case").search(sentence))


def _hours(text: str, facts: Facts) -> Iterator[Unread]:
    known = {facts.hours, *(value for _, value in facts.expense_hours)}
    stated = list(pattern("hours").finditer(text))
    if known == {None} or any(are_each(text, one) or are_in_all(text, one) for one in stated):
        return
    for match in stated:
        several = facts.hours is not None and facts.doctors is not None
        if several or Decimal(match["count"].replace(",", ".")) not in known:
            yield Unread("hours", match.group())
