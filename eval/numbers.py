"""The numbers that a text says, and those of an answer that nothing it rests on holds.

A number is read in every way it can be meant: «1.375» is 1375 and 1.375, «250.000» is 250000 only.
Dates are three numbers each, so that «1. juni 2025» is traced to «2025-06-01».
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from eval.vocabulary import vocabulary

_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\u2007", " "))
_MARKS = re.compile(r"\[\d+\](?:\([^)\s]*\))?")
_PARAGRAPH = re.compile(
    r"§§\s*[\d-]+[a-z]?(?:\s*(?:,|-|\u2013|og|and|til|to)\s*[\d-]+[a-z]?\b)*|§\s*\d+[a-z]?(?:[-\u2013]\d+[a-z]?)?"
)
_LIST_NUMBER = re.compile(r"^\s*\d+[.)]\s+(?=[A-ZÆØÅ*«\"])", re.MULTILINE)
_ISO_DATE = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_SHORT_DATE = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
_NUMBER = re.compile(
    r"(?<![^\W_])(?:\d{1,3}(?:(?P<sign>[ .,])\d{3})(?:(?P=sign)\d{3})*(?:[.,]\d+)?(?!\d)"
    r"|\d+(?:[.,]\d+)?)"
)
_ONE_GROUP = re.compile(r"\d{1,3}[.,]\d{3}")
_PERCENT = re.compile(r"\s?(?:%|prosent|percent|per cent)")
_WORD = re.compile(r"[^\W\d_]+")
_HUNDRED = Decimal(100)


def readings(token: str) -> frozenset[Decimal]:
    """Return every value that a number in digits can have.

    >>> sorted(readings("580 433,05")), sorted(readings("1.375")), sorted(readings("250,000"))
    ([Decimal('580433.05')], [Decimal('1.375'), Decimal('1375')], [Decimal('250000')])
    """
    if _ONE_GROUP.fullmatch(token):
        whole, thousands = re.split(r"[.,]", token)
        grouped = Decimal(whole + thousands)
        return frozenset(
            {grouped} if thousands == "000" else {grouped, Decimal(f"{whole}.{thousands}")}
        )
    *groups, last = re.split(r"[ .,]", token)
    if not groups:
        return frozenset({Decimal(last)})
    decimals = token[-len(last) - 1] != " " and (
        len(groups) == 1 or token[-len(last) - 1] != token[len(groups[0])]
    )
    return frozenset({Decimal("".join(groups) + ("." if decimals else "") + last)})


def supporting(texts: Iterable[str]) -> frozenset[Decimal]:
    """Return every value that the texts hold: in digits, small number words and months."""
    known = vocabulary().numbers
    values: set[Decimal] = set()
    for raw in texts:
        text, dates = _without_dates(raw.translate(_SPACES))
        values |= dates
        for match in _NUMBER.finditer(text):
            values |= readings(match.group())
        words = (word.lower() for word in _WORD.findall(text))
        values |= {known[word] for word in words if word in known}
    return frozenset(values)


def said(text: str) -> tuple[tuple[str, frozenset[Decimal]], ...]:
    """Return the numbers that an answer says, each with the values that would bear it out.

    Marks, § numbers and the numbers of a list are not said of anything. A percentage is also
    borne out by its fraction.
    """
    text = _PARAGRAPH.sub(" ", _MARKS.sub(" ", text.translate(_SPACES)))
    text = _LIST_NUMBER.sub("", text)
    found: list[tuple[str, frozenset[Decimal]]] = []
    for pattern in (_ISO_DATE, _SHORT_DATE):
        for match in pattern.finditer(text):
            found.extend((match.group(), frozenset({Decimal(part)})) for part in match.groups())
        text = pattern.sub(" ; ", text)
    for match in _NUMBER.finditer(text):
        values = readings(match.group())
        if _PERCENT.match(text, match.end()):
            values |= {value / _HUNDRED for value in values}
        found.append((match.group(), values))
    return tuple(found)


def untraceable(text: str, support: frozenset[Decimal]) -> tuple[str, ...]:
    """Return the numbers that the text says and nothing of the support bears out."""
    return tuple(token for token, values in said(text) if not values & support)


def _without_dates(text: str) -> tuple[str, set[Decimal]]:
    values: set[Decimal] = set()
    for pattern in (_ISO_DATE, _SHORT_DATE):
        for match in pattern.finditer(text):
            values |= {Decimal(part) for part in match.groups()}
        text = pattern.sub(" ; ", text)
    return text, values
