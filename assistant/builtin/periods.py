"""Stretches of time as people write them: «fra juni til desember 2025», «hele 2022», «a year».

«seks måneder fra 1. juni 2025», «de siste tre månedene av …», «from June 1, 2025 to 31 May 2026».
What was not said, such as an end, stays open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from assistant.builtin.dates import FROM, RANGE, UNTIL, YEAR, DayMention, find_days
from assistant.builtin.numbers import COUNT, word_value
from assistant.calculator import add_months

MOST_MONTHS = 120
CLAUSE_END = re.compile(r"[;\n]|[.?!]\s")
AND = re.compile(r"\s*(?:og|and)\s*(?:den\s+|the\s+)?", re.IGNORECASE)
BETWEEN = re.compile(r"\b(?:mellom|between)\s+(?:den\s+|the\s+)?$", re.IGNORECASE)
DURATION = re.compile(
    rf"(?<!\w)(?P<count>{COUNT})(?P<half>\s+og\s+(?:en|et|eit)\s+halvt?|\s+and\s+a\s+half)?[\s-]*"
    r"(?:hele?\s+|heile?\s+|whole\s+)?(?P<unit>måned(?:er|en|ene)?s?|månad(?:er|ar|en)?s?|mnd\.?|months?|år(?:et|ene|a|s)?|years?)\b",
    re.IGNORECASE,
)
WEEKS = re.compile(rf"(?<!\w)(?P<count>{COUNT})[\s-]*(?:uker?s?|veker?s?|weeks?)\b", re.IGNORECASE)
PART_OF = re.compile(
    rf"\b(?P<which>første|fyrste|siste|first|last|final)\s+(?P<count>{COUNT})\s+"
    r"(?:måned\w*|månad\w*|months?)\s+(?:av|i|of|in)\s+(?:[^\W\d]+\s+){0,4}$",
    re.IGNORECASE,
)
"""«de siste seks månedene av perioden …», before the days of the period."""
HALF_YEAR = re.compile(
    r"(?P<which>første|fyrste|andre|1\.|2\.|first|second)\s+(?:halvår|half)(?:\s+(?:i|av|of|in))?\s*(?P<year>(?:19|20)\d{2})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A stretch of time: start and end as far as they were said, or a number of months."""

    start: DayMention | None = None
    end: DayMention | None = None
    months: int | None = None
    span: tuple[int, int] = (0, 0)

    def resolve(self, *, near: date | None = None) -> tuple[date | None, date | None]:
        """Start and end as dates; a missing year comes from the other end or from `near`."""
        start_year = self.start.year if self.start else None
        end_year = self.end.year if self.end else None
        start = self.start.first(end_year) if self.start else None
        if start is None and self.start and near:
            start = next_after(self.start, near)
        end = self.end.last(start_year or (start.year if start else None)) if self.end else None
        if start and end and end < start and self.end and self.end.year is None:
            end = self.end.last(start.year + 1)
        if start and end and end < start and self.start and self.start.year is None:
            start = self.start.first(end.year - 1)
        if start and not end and self.months:
            end = add_months(start, self.months) - timedelta(days=1)
        return start, end


def next_after(mention: DayMention, near: date) -> date | None:
    """The first time the day comes on or after `near`, within a year."""
    candidates = [mention.first(near.year), mention.first(near.year + 1)]
    return next((day for day in candidates if day and day >= near), None)


def _joined(text: str, first: DayMention, last: DayMention) -> bool:
    """Whether two days are the ends of one period: «… til …», «mellom … og …»."""
    between = text[first.end : last.start]
    if RANGE.fullmatch(between):
        return True
    return bool(AND.fullmatch(between) and BETWEEN.search(text[: first.start]))


def find_periods(text: str) -> tuple[PeriodMention, ...]:
    """All stretches of time in the text; a day that nothing joins to another is left out."""
    days = list(find_days(text))
    periods: list[PeriodMention] = []
    while days:
        first = days.pop(0)
        if days and _joined(text, first, days[0]):
            last = days.pop(0)
            whole = PeriodMention(first, last, span=(first.start, last.end))
            periods.append(_part(whole, text))
            continue
        if FROM.search(text[: first.start]):
            periods.append(PeriodMention(start=first, span=(first.start, first.end)))
        elif UNTIL.search(text[: first.start]):
            periods.append(PeriodMention(end=first, span=(first.start, first.end)))
        elif first.day is None and first.year:
            periods.append(PeriodMention(first, first, span=(first.start, first.end)))
    periods = _both_ends(periods, text)
    periods += [_day_range(m) for m in SHORT_RANGE.finditer(text)] if not periods else []
    periods += [_half_year(m) for m in HALF_YEAR.finditer(text)]
    return _with_duration(tuple(periods), text)


def _both_ends(periods: list[PeriodMention], text: str) -> list[PeriodMention]:
    """Join a lone end and a lone start of one clause: «until 31 May it was …, from 1 July»."""
    joined: list[PeriodMention] = []
    for period in periods:
        last = joined[-1] if joined else None
        between = text[last.span[1] : period.span[0]] if last else ""
        if last and not CLAUSE_END.search(between) and (whole := _whole(last, period)):
            joined[-1] = whole
        else:
            joined.append(period)
    return joined


def _whole(first: PeriodMention, second: PeriodMention) -> PeriodMention | None:
    """The two as one stretch, where one has only its start and the other only its end."""
    start, end = first.start or second.start, first.end or second.end
    lone = (first.start is None) != (second.start is None) and (first.end is None) != (
        second.end is None
    )
    if not lone or start is None or end is None or first.months or second.months:
        return None
    whole = PeriodMention(start, end, span=(first.span[0], second.span[1]))
    begun, ended = whole.resolve()
    return whole if begun and ended and begun < ended else None


def _part(whole: PeriodMention, text: str) -> PeriodMention:
    """The first or last months of a period, where the words before it say so."""
    match = PART_OF.search(text[: whole.span[0]])
    count = word_value(match["count"]) if match else None
    start, end = whole.resolve()
    if match is None or count is None or not (start and end):
        return whole
    span = (match.start(), whole.span[1])
    if match["which"].lower() in {"siste", "last", "final"}:
        after = add_months(end + timedelta(days=1), -int(count))
        return PeriodMention(_mention(after, span), whole.end, span=span)
    last = add_months(start, int(count)) - timedelta(days=1)
    return PeriodMention(whole.start, _mention(last, span), span=span)


def _mention(when: date, span: tuple[int, int]) -> DayMention:
    return DayMention(when.day, when.month, when.year, *span)


SHORT_RANGE = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}})\.?\s*[-–—]\s*(?P<d2>\d{{1,2}})\.(?P<m2>\d{{1,2}})\.(?P<y>{YEAR})"
)


def _day_range(match: re.Match[str]) -> PeriodMention:
    year = int(match["y"])
    start = DayMention(int(match["d"]), int(match["m"]), None, *match.span())
    return PeriodMention(
        start,
        DayMention(int(match["d2"]), int(match["m2"]), year, *match.span()),
        span=match.span(),
    )


def _half_year(match: re.Match[str]) -> PeriodMention:
    year = int(match["year"])
    second = match["which"].lower() in {"andre", "2.", "second"}
    start = DayMention(1, 7 if second else 1, year, *match.span())
    return PeriodMention(
        start, DayMention(None, 12 if second else 6, year, *match.span()), span=match.span()
    )


def find_months(text: str) -> int | None:
    """A duration in whole months («seks måneder», «ett år», «to og en halv måned» is none)."""
    for match in DURATION.finditer(text):
        count = word_value(match["count"])
        if count is None:
            continue
        if match["half"]:
            count += Decimal("0.5")
        months = count * 12 if match["unit"].lower().startswith(("år", "year")) else count
        if months == months.to_integral_value() and 0 < months <= MOST_MONTHS:
            return int(months)
    return None


def find_weeks(text: str) -> Decimal | None:
    """A duration in weeks, as months («seks uker» is 1.4 months)."""
    match = WEEKS.search(text)
    count = word_value(match["count"]) if match else None
    return (count * 12 / 52).quantize(Decimal("0.1")) if count is not None else None


def _with_duration(periods: tuple[PeriodMention, ...], text: str) -> tuple[PeriodMention, ...]:
    months = find_months(text)
    if months is None:
        return periods
    if not periods:
        days = find_days(text)
        lone = days[0] if len(days) == 1 else None
        return (
            (PeriodMention(start=lone, months=months),) if lone else (PeriodMention(months=months),)
        )
    return tuple(replace(p, months=months) if p.start and p.end is None else p for p in periods)
