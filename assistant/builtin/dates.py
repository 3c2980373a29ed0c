"""Dates and periods as people write them, in bokmål, nynorsk and English.

«1. juni 2025», «01.06.25», «2025-06-01», «fra juni til desember 2025», «hele 2022», «seks måneder
fra 1. juni 2025», «from June 1, 2025 to 31 May 2026». A month without a year stays without one: the
conversation may supply it.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from assistant.builtin.numbers import COUNT, word_value
from assistant.calculator import add_months

YEAR_DIGITS, MONTHS_IN_YEAR, MOST_MONTHS = 4, 12, 120
MONTHS = {
    "januar": 1, "january": 1, "jan": 1, "februar": 2, "february": 2, "feb": 2, "mars": 3,
    "march": 3, "mar": 3, "april": 4, "apr": 4, "mai": 5, "may": 5, "juni": 6, "june": 6,
    "jun": 6, "juli": 7, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9,
    "sep": 9, "oktober": 10, "october": 10, "okt": 10, "oct": 10, "november": 11, "nov": 11,
    "desember": 12, "december": 12, "des": 12, "dec": 12,
}  # fmt: skip
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
YEAR = r"(?:19|20)\d{2}"
SHORT_YEAR = rf"(?<=\s)[-'’]\d{{2}}(?![\d.]|\s*(?:{MONTH})\b)"
DATE = re.compile(
    rf"""(?<![\w.])(?:
      (?P<iso>{YEAR}-\d{{1,2}}-\d{{1,2}})
    | (?P<d1>\d{{1,2}})\s*[./]\s?(?P<m1>\d{{1,2}})\s*(?:[./]|-(?=(?:{YEAR}|\d{{2}})(?!\d)))\s?
      (?P<y1>{YEAR}|\d{{2}})(?![\d,.]*\d)
    | (?P<d6>\d{{1,2}})-(?P<m6>\d{{1,2}})-(?P<y6>{YEAR})(?!\d)
    | (?P<d2>\d{{1,2}})(?:\.|st|nd|rd|th)?\s*(?:of\s+)?(?P<m2>{MONTH})\b\.?
      (?:,?\s*(?P<y2>{YEAR}|{SHORT_YEAR}))?
    | (?P<m3>{MONTH})\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y3>{YEAR}))?(?!\d)
    | (?P<d5>\d{{1,2}})\.(?P<m5>\d{{1,2}})\.?(?=\s*(?:[-–—]|til\b|to\b|$))(?!\d)
    | (?P<m4>{MONTH})\b\.?(?:,?\s*(?P<y4>{YEAR}|{SHORT_YEAR}))?
    )""",
    re.IGNORECASE | re.VERBOSE,
)
END_OF = r"(?:the\s+)?end\s+of\s+|(?:slutten|utgangen)\s+av\s+|ut\s+"
"""«to the end of May» ends where «to May» does, for a month stands for its last day then."""
RANGE = re.compile(
    r"\s*(?:[-–—]|t\.?o\.?m\.?|(?:fram\s+|frem\s+)?til(?:\s+og\s+med)?|tom|(?:up\s+)?to(?:\s+and\s+including)?|until|till|through|thru|og\s+ut|ut)\s*"
    rf"(?:{END_OF}|den\s+|the\s+)?",
    re.IGNORECASE,
)
AND = re.compile(r"\s*(?:og|and)\s*(?:den\s+|the\s+)?", re.IGNORECASE)
BETWEEN = re.compile(r"\b(?:mellom|between)\s+(?:den\s+|the\s+)?$", re.IGNORECASE)
FROM = re.compile(
    r"(?:\b(?:fra(?: og med)?|frå(?: og med)?|f\.?o\.?m\.?|from|since|siden|sidan|starting|fom"
    r"|(?:starter|startar|begynner|byrjar|tiltrer|starts|begins)"
    r"(?: opp| først| fyrst| first)?(?: i| in| on| den)?)\s*(?:[:=|]\s*|den\s+|the\s+)?)$",
    re.IGNORECASE,
)
UNTIL = re.compile(
    r"(?:\b(?:til og med|up to(?: and including)?|t\.?o\.?m\.?|til|until|till"
    r"|through|ut|fram til|frem til"
    r"|(?:slutt(?:er|ar|a|et)|ferdig|avslutt\w*|går av|stopp(?:er|ar)|ends?|leaves?|stops?|quits?"
    r"|finish\w*)"
    rf"(?: alt| allerede| already)?(?: i| in| on| den)?)\s*(?:[:=|]\s*|{END_OF}|den\s+|the\s+)?)$",
    re.IGNORECASE,
)
DURATION = re.compile(
    rf"(?<!\w)(?P<count>{COUNT})(?P<half>\s+og\s+(?:en|et|eit)\s+halvt?|\s+and\s+a\s+half)?[\s-]*"
    r"(?:hele?\s+|heile?\s+|whole\s+)?(?P<unit>måned(?:er|en|ene)?s?|månad(?:er|ar|en)?s?|mnd\.?|months?|år(?:et|ene|a|s)?|years?)\b",
    re.IGNORECASE,
)
WEEKS = re.compile(rf"(?<!\w)(?P<count>{COUNT})[\s-]*(?:uker?s?|veker?s?|weeks?)\b", re.IGNORECASE)
WHOLE_YEAR = re.compile(rf"(?<![\d.])(?P<year>{YEAR})(?![\d.-]*\d)")
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
TODAY = re.compile(r"\b(?:i\s*dag|today)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DayMention:
    """A day, or a month when `day` is None; the year may be open."""

    day: int | None
    month: int
    year: int | None
    start: int
    end: int

    def first(self, year: int | None = None) -> date | None:
        """First day it can mean, or None when the year is open or there is no such day."""
        return self._at(year, self.day or 1)

    def last(self, year: int | None = None) -> date | None:
        """Last day it can mean."""
        when = self.year or year
        if when is None:
            return None
        return self._at(year, self.day or calendar.monthrange(when, self.month)[1])

    def _at(self, year: int | None, day: int) -> date | None:
        when = self.year or year
        try:
            return date(when, self.month, day) if when else None
        except ValueError:
            return None


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


def _year(raw: str | None) -> int | None:
    if raw is None:
        return None
    return int(raw) if len(raw) == YEAR_DIGITS else 2000 + int(raw.lstrip("-'’"))


def find_days(text: str) -> tuple[DayMention, ...]:
    """All days and months in the text, in order.

    >>> [(d.day, d.month, d.year) for d in find_days("fra 1. juni 2025 til mai 2026")]
    [(1, 6, 2025), (None, 5, 2026)]
    """
    found = []
    for match in DATE.finditer(text):
        parts = match.groupdict()
        if parts["iso"]:
            year, month, day = (int(p) for p in parts["iso"].split("-"))
            found.append(DayMention(day, month, year, match.start(), match.end()))
            continue
        slot = next(n for n in "123564" if parts.get(f"m{n}"))
        raw_month = parts[f"m{slot}"]
        month = int(raw_month) if raw_month.isdigit() else MONTHS[raw_month.lower()]
        if not 1 <= month <= MONTHS_IN_YEAR or _is_ordinary_word(text, match, slot):
            continue
        raw_day = parts.get(f"d{slot}")
        found.append(
            DayMention(
                int(raw_day) if raw_day else None,
                month,
                _year(parts.get(f"y{slot}")),
                *match.span(),
            )
        )
    return tuple(found)


def _is_ordinary_word(text: str, match: re.Match[str], slot: str) -> bool:
    """«may», «mar», «des», «jul», «jan» are words or names, and months beside a year or a range."""
    if (
        slot != "4"
        or match["y4"]
        or match.group().lower().rstrip(".")
        not in {"may", "mar", "des", "jul", "jan", "dec", "march"}
    ):
        return False
    before = text[: match.start()]
    return not (
        FROM.search(before)
        or RANGE.search(text[match.end() : match.end() + 5])
        or re.search(r"(?:[-–—]|til|to|in|i|by)\s*$", before)
    )


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
    periods += [_day_range(m) for m in SHORT_RANGE.finditer(text)] if not periods else []
    periods += [_half_year(m) for m in HALF_YEAR.finditer(text)]
    return _with_duration(tuple(periods), text)


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


def find_years(text: str) -> tuple[int, ...]:
    """Years in order, each once: those standing alone («i 2023», «2022»), then those in dates."""
    years = [int(m["year"]) for m in WHOLE_YEAR.finditer(text)]
    years += [d.year for d in find_days(text) if d.year]
    return tuple(dict.fromkeys(years))
