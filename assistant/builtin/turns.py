"""A turn made ready: courtesies before a question taken off, and years said by what lies near.

«Takk! Og i Oslo?» is «Og i Oslo?»; «1. juni i fjor» is a day of a year; «året før» is the year
before the one spoken of.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from assistant.builtin.dates import MONTH, MONTHS
from assistant.builtin.vocabulary import pattern
from assistant.calculator import Call, load_timetable

LEAST_WORDS, LEAST_CELLS = 2, 2
CELLS, RULE = re.compile(r"\||\t"), re.compile(r":?-+:?")
"""What stands between the cells of a table, and a cell of the line below its headings."""
MONTH_BEFORE = re.compile(rf"(?:\b(?:{MONTH})\b\.?|\b\d{{1,2}}\.\d{{1,2}}\.?)\s+$", re.IGNORECASE)
NEAR_YEARS = (("this_year", 0), ("last_year", -1), ("next_year", 1))
STEPS = (("year_before", -1), ("year_after", 1))


def without_courtesy(text: str) -> str:
    """The turn without the «hei», «takk» or «ok» that it opens with, where something follows.

    >>> without_courtesy("Ok, og i 2023?"), without_courtesy("Tusen takk!")
    ('og i 2023?', 'Tusen takk!')
    """
    rest = pattern("courtesy", file="turns").sub("", text, count=1)
    asks = "?" in rest or len(rest.split()) > LEAST_WORDS
    return rest if rest != text and asks and re.search(r"\w", rest) else text


def with_rows_told(text: str) -> str:
    r"""The turn with each row of a table said under its headings, a line a row.

    >>> with_rows_told("| % | fra |\n|---|---|\n| 80 | 1.6.2025 |\nHva får vi?")
    '%: 80; fra: 1.6.2025\nHva får vi?'
    """
    headings: list[str] = []
    told = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in CELLS.split(line.strip().strip("|"))]
        if len(cells) < LEAST_CELLS or (headings and len(cells) != len(headings)):
            headings = []
            told.append(line)
        elif not headings:
            headings = cells
        elif not all(RULE.fullmatch(cell) for cell in cells):
            pairs = zip(headings, cells, strict=True)
            told.append("; ".join(f"{heading}: {cell}" for heading, cell in pairs if cell))
    return "\n".join(told) if len(told) < len(text.splitlines()) else text


def after_reset(text: str) -> str | None:
    """What is asked after «glem det», or None: «glem det siste, hva var fristen i 2025?»."""
    match = pattern("reset", file="turns").match(text)
    rest = text[match.end() :].strip() if match else ""
    return rest if len(rest.split()) > LEAST_WORDS else None


def with_near_years(text: str, today: date) -> str:
    """The year in figures where a month is of «i fjor», «i år» or «neste år».

    >>> with_near_years("fra 1. juni i fjor til mai i år", date(2026, 3, 1))
    'fra 1. juni 2025 til mai 2026'
    """
    for key, offset in NEAR_YEARS:
        for match in reversed(list(pattern(key, file="answering").finditer(text))):
            if MONTH_BEFORE.search(text[: match.start()]):
                text = f"{text[: match.start()]}{today.year + offset}{text[match.end() :]}"
    return text


def with_days_named(text: str) -> str:
    """The turn with days in figures where it names them otherwise.

    «fra nyttår» is from 1 January; a call is a period by its name.

    >>> with_days_named("fra nyttår 2026, og hele tilskuddsperioden 2025/26")
    'fra 1. januar 2026, og hele tilskuddsperioden 1. juni 2025–31. mai 2026'
    """
    text = pattern("new_year_end", file="turns").sub(r"\1 31. desember", text)
    text = pattern("new_year", file="turns").sub("1. januar", text)
    return pattern("call", file="turns").sub(_days_of_call, text)


def _days_of_call(match: re.Match[str]) -> str:
    first, last = int(match["first"]), int(match["last"][-2:])
    for call in _calls():
        if (call.start.year, call.end.year % 100) == (first, last) and first % 100 != last:
            days = f"{call.start.day}. {NAMES[call.start.month]} {call.start.year}–"
            days += f"{call.end.day}. {NAMES[call.end.month]} {call.end.year}"
            return f"{match['lead'] or ''}{days}"
    return match.group()


@cache
def _calls() -> tuple[Call, ...]:
    return load_timetable().calls


NAMES = {number: name for name, number in reversed(MONTHS.items())}


def with_next_year(text: str, year: int | None) -> str:
    """The year in figures where a turn says «året før» or «the year after» of the year before it.

    >>> with_next_year("og året før der?", 2025)
    'og i 2024 der?'
    """
    for key, step in STEPS if year else ():
        text = pattern(key, file="turns").sub(f"i {(year or 0) + step}", text)
    return text
