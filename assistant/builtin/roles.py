"""Which of the days in a turn is the period, which the doctor's first one, which the signing.

A day is told by the words around it in its own sentence: «aller første dag som vikar 1. juni 2025»,
«1. januar 2024, så det var første gang», «avtalen ble skrevet under i mai 2025». The two ends of a
stretch of time («1. juni 2025 – 31. mai 2026») are the period's, whatever stands beside them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from assistant.builtin import dates, periods
from assistant.builtin.dates import DayMention
from assistant.builtin.vocabulary import pattern
from assistant.calculator import add_months

SENTENCE_END = re.compile(r"[.?!](?=\s+[A-ZÆØÅ])|[;\n]|\s[–—-]\s|\(|\)")
WINDOW_MONTHS = 24
"""For how long after the first start lower productivity is compensated."""


@dataclass(frozen=True, slots=True)
class Told:
    """A day that has a role, and where it stands."""

    when: date
    start: int
    end: int


def days_with_roles(text: str) -> dict[str, Told]:
    """The days of the signing and of the first start, by the name of the fact; others left out."""
    ends = _ends_of_ranges(text)
    lone = [day for day in dates.find_days(text) if day not in ends]
    found: dict[str, Told] = {}
    for name in ("agreement_date", "first_start"):
        free = [day for day in lone if not any(t.start == day.start for t in found.values())]
        told = _led_to(name, text, free)
        if told is None and name == "first_start":
            told = _beside_cue(text, free) or _same_day(text) or _long_past(text)
        if told:
            found[name] = told
    return found


def without(text: str, told: dict[str, Told]) -> str:
    """The text with these days blanked, each place as long as before."""
    for one in told.values():
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def _ends_of_ranges(text: str) -> set[DayMention]:
    return {
        day
        for period in periods.find_periods(text)
        if period.start and period.end and period.start is not period.end
        for day in (period.start, period.end)
    }


def _led_to(name: str, text: str, days: list[DayMention]) -> Told | None:
    """The first day that words such as «startet som fastlege» lead to."""
    for day in days:
        if pattern(name).search(text[: day.start]) and (when := _when(day, text)):
            return Told(when, day.start, day.end)
    return None


def _beside_cue(text: str, days: list[DayMention]) -> Told | None:
    """The day nearest to words such as «første gang» anywhere in the same sentence."""
    near: list[tuple[int, Told]] = []
    for cue in pattern("first_start_cue").finditer(text):
        first, last = _sentence(text, cue, days)
        if text[first - 1 : first] == "(" and not any(first <= d.start < last for d in days):
            first = max((d.start for d in days if d.end < first), default=first)
        for day in days:
            if first <= day.start and day.end <= last and (when := _when(day, text)):
                distance = max(cue.start() - day.end, day.start - cue.end())
                near.append((distance, Told(when, day.start, day.end)))
    return min(near, key=lambda one: one[0])[1] if near else None


def _sentence(text: str, cue: re.Match[str], days: list[DayMention]) -> tuple[int, int]:
    """Where the sentence of a cue begins and ends; a full stop inside a day ends none."""
    stops = [
        stop
        for stop in SENTENCE_END.finditer(text)
        if not any(day.start <= stop.start() < day.end for day in days)
    ]
    first = max((stop.end() for stop in stops if stop.end() <= cue.start()), default=0)
    last = min((stop.start() for stop in stops if stop.start() >= cue.end()), default=len(text))
    return first, last


def _when(day: DayMention, text: str) -> date | None:
    """The day as a date. Without a year it is the last such day up to the period's start."""
    if day.year is not None:
        return day.first()
    starts = [start for period in periods.find_periods(text) if (start := period.resolve()[0])]
    return latest_until(day, min(starts)) if starts else None


def latest_until(day: DayMention, limit: date) -> date | None:
    """The last time a day without a year came, on or before a limit."""
    candidates = [day.first(limit.year), day.first(limit.year - 1)]
    return next((when for when in candidates if when and when <= limit), None)


def _same_day(text: str) -> Told | None:
    """«fra 1. september 2025, begynte samme dag»: the first day is the period's."""
    cue = pattern("first_start_same_day").search(text)
    starts = [start for period in periods.find_periods(text) if (start := period.resolve()[0])]
    return Told(min(starts), cue.start(), cue.end()) if cue and starts else None


def _long_past(text: str) -> Told | None:
    """«fastlege siden 2019»: a year tells enough where the first 24 months are over in any case."""
    starts = [s for p in periods.find_periods(text) if (s := p.resolve()[0])]
    for year in dates.WHOLE_YEAR.finditer(text):
        latest = date(int(year["year"]), 12, 31)
        over = starts and min(starts) > add_months(latest, WINDOW_MONTHS)
        if over and pattern("first_start").search(text[: year.start()]):
            return Told(latest, year.start(), year.end())
    return None
