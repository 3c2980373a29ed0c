"""Which years a question is about, and which a sentence or a text holds for."""

from __future__ import annotations

import re
from datetime import date

from assistant.builtin.dates import find_years
from assistant.builtin.vocabulary import pattern
from corpus import Authority, Source

SPAN = re.compile(r"\b((?:19|20)\d{2})\s*(?:[-–/]|til|to)\s*((?:19|20)?\d{2})\b")
LONGEST_SPAN = 30


def asked_years(text: str, today: date) -> tuple[int, ...]:
    """Years that a question names, also «i år», «i fjor» and «neste år»."""
    years = list(find_years(text))
    for key, offset in (("this_year", 0), ("last_year", -1), ("next_year", 1)):
        if pattern(key, file="answering").search(text):
            years.append(today.year + offset)
    return tuple(dict.fromkeys(years))


def named_years(text: str) -> frozenset[int]:
    """Years that a text names, spans such as «2020–2024» filled in."""
    years = set(find_years(text))
    for first, last in SPAN.findall(text):
        start = int(first)
        end = int(last) if len(last) == len(first) else start // 100 * 100 + int(last)
        if start <= end <= start + LONGEST_SPAN:
            years |= set(range(start, end + 1))
    return frozenset(years)


def says_of_year(sentence: str, heading: str, source: Source, year: int) -> bool:
    """Whether a sentence may hold for a year: it names it, or none and its text holds then."""
    for words in (sentence, heading):
        if named := named_years(words):
            return year in named
    if source.valid_from or source.valid_to:
        first = source.valid_from.year if source.valid_from else date.min.year
        last = source.valid_to.year if source.valid_to else date.max.year
        return first <= year <= last
    dated = source.published is not None and source.authority is not Authority.BINDING
    return not dated or source.published is None or source.published.year == year
