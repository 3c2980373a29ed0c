"""Numbers said in words turned into digits where a share, a date, hours or kroner follow.

«hundre prosent» → «100 prosent», «den trettiførste mars» → «den 31. mars»,
«the first of June» → «the 1. of June». The words are in `spoken.yaml`.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.builtin.dates import MONTH
from assistant.builtin.vocabulary import keys, text, words

FILE = "spoken"
JOIN = r"(?:\s+og\s+|\s+and\s+|og|[\s-]|)"
MOST_DAYS = 31


def in_digits(turn: str) -> str:
    """The turn with its numbers in digits where they count something or name a day.

    >>> in_digits("femti prosent fra første januar til den trettiførste mars")
    '50 prosent fra 1. januar til den 31. mars'
    """

    def day(match: re.Match[str]) -> str:
        number = _value(match["day"])
        return f"{number}." if 0 < number <= MOST_DAYS else match.group()

    return _counted().sub(lambda match: str(_value(match["number"])), _days().sub(day, turn))


def spoken_number(text: str) -> int | None:
    """The number that is all a text says («åtti»), or None."""
    said = text.strip(" .,!?").lower()
    return _value(said) if _number_alone().fullmatch(said) else None


@cache
def _table(kind: str) -> dict[str, int]:
    return {
        word: int(value) for value in keys(kind, file=FILE) for word in _said(kind, value).split()
    }


def _said(kind: str, value: str) -> str:
    return text(kind, value, file=FILE)


def _any(*kinds: str) -> str:
    listed = {word for kind in kinds for word in _table(kind)}
    return "|".join(sorted(map(re.escape, listed), key=len, reverse=True))


@cache
def _counted() -> re.Pattern[str]:
    """A number in words before what it counts."""
    counted = r"(?=[\s-]*(?:prosent|percent|per\s?cent|pct|pst|%|timer|timar|hours|kroner\b|kr\b))"
    return re.compile(rf"(?<![\w-])(?P<number>{_spoken()}){counted}", re.IGNORECASE)


@cache
def _number_alone() -> re.Pattern[str]:
    return re.compile(_spoken(), re.IGNORECASE)


def _spoken() -> str:
    """The pattern of a number in words."""
    unit, ten = _any("units"), _any("tens")
    small = rf"(?:(?:{ten}){JOIN}(?:{unit})|(?:{unit})og(?:{ten})|{ten}|{unit})"
    hundred = "|".join(words("hundred", file=FILE))
    below = rf"(?:(?:(?:{unit})\s*)?(?:{hundred})(?:{JOIN}{small})?|{small})"
    thousand = "|".join(words("thousand", file=FILE))
    return rf"(?:(?:{below}\s*)?(?:{thousand})(?:{JOIN}{below})?|{below})"


@cache
def _days() -> re.Pattern[str]:
    """An ordinal before a month."""
    ordinal = rf"(?:(?:{_any('tens')}){JOIN}(?:{_any('ordinals')})|{_any('ordinals')})"
    month = rf"(?=\s+(?:of\s+)?(?:{MONTH})\b)"
    return re.compile(rf"(?<![\w-])(?P<day>{ordinal}){month}", re.IGNORECASE)


@cache
def _parts() -> re.Pattern[str]:
    large = words("hundred", file=FILE) | words("thousand", file=FILE)
    listed = {*_table("units"), *_table("tens"), *_table("ordinals"), *large}
    return re.compile("|".join(sorted(map(re.escape, listed), key=len, reverse=True)))


def _value(said: str) -> int:
    """The number that words say: «tre hundre tusen», «femogsytti», «thirty-first»."""
    total = below = 0
    for word in _parts().findall(said.lower()):
        if word in words("thousand", file=FILE):
            total, below = total + (below or 1) * 1000, 0
        elif word in words("hundred", file=FILE):
            below = (below or 1) * 100
        else:
            known = (_table(kind).get(word) for kind in ("units", "tens", "ordinals"))
            below += next(value for value in known if value is not None)
    return total + below
