"""Whether a text says a pattern: case, spaces, dashes and Markdown aside, numbers only whole."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

REGEX = "re:"
_MARKS = re.compile(r"\s*\[\d+\](?:\([^)\s]*\))?")
_MARKUP = re.compile(r"[*_`]")
_LINES = re.compile(r"[#|]")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_LEADING_GROUP = re.compile(r"\d{3}(?!\d)")
_TRAILING_NUMBER = re.compile(r"\d+\Z")
_NUMBER_BEFORE_GROUP = re.compile(r"(?<!\d)\d{1,3}[ .]\Z")
_GROUP_AFTER = re.compile(r"[ .]\d{3}(?!\d)")
_SHORT = 3
"""Digits up to which a number can be the first part of one with thousands."""


def plain(text: str) -> str:
    """Return the text as patterns see it.

    >>> plain("Fristen er **1.\u00a0september** 2022\u20132023 [2].")
    'fristen er 1. september 2022-2023.'
    """
    text = unicodedata.normalize("NFC", text).translate(_DASHES)
    return " ".join(_LINES.sub(" ", _MARKUP.sub("", _MARKS.sub("", text))).lower().split())


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return the regular expression of a pattern that begins with `re:`.

    Raises:
        re.error: It is not one.
    """
    return re.compile(pattern.removeprefix(REGEX), re.IGNORECASE)


def says(text: str, pattern: str) -> bool:
    """Whether a text that `plain` gave says the pattern.

    >>> says(plain("Satsen er 25 000 kr"), "25"), says(plain("Satsen er 25 kr"), "25")
    (False, True)
    """
    if pattern.startswith(REGEX):
        return compiled(pattern).search(text) is not None
    wanted = plain(pattern)
    start = text.find(wanted)
    while start >= 0:
        if _whole_numbers(text, start, start + len(wanted)):
            return True
        start = text.find(wanted, start + 1)
    return False


def _whole_numbers(text: str, start: int, end: int) -> bool:
    """Whether no number is cut in two at either edge of the match."""
    found = text[start:end]
    return not (found[:1].isdigit() and _cut_before(text[:start], found)) and not (
        found[-1:].isdigit() and _cut_after(text[end:], found)
    )


def _cut_before(before: str, found: str) -> bool:
    if re.search(r"\d,?\Z", before):
        return True
    leading_group = _LEADING_GROUP.match(found) is not None
    return leading_group and _NUMBER_BEFORE_GROUP.search(before) is not None


def _cut_after(after: str, found: str) -> bool:
    if re.match(r"[.,]?\d", after):
        return True
    last = _TRAILING_NUMBER.search(found)
    return (
        last is not None and len(last.group()) <= _SHORT and _GROUP_AFTER.match(after) is not None
    )
