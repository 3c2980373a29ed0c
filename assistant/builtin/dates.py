"""Dates and periods as people write them, in bokmål, nynorsk and English.

«1. juni 2025», «01.06.25», «2025-06-01», «fra juni til desember 2025», «hele 2022», «seks måneder
fra 1. juni 2025», «from June 1, 2025 to 31 May 2026». A month without a year stays without one: the
conversation may supply it.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

YEAR_DIGITS, MONTHS_IN_YEAR = 4, 12
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
FROM = re.compile(
    r"(?:\b(?:fra(?: og med)?|frå(?: og med)?|f\.?o\.?m\.?|from|since|siden|sidan|starting|fom"
    r"|(?:starter|startar|begynner|byrjar|tiltrer|starts|begins)"
    r"(?: opp| først| fyrst| first)?(?: i| in| on| den)?)\s*(?:[:=|]\s*|den\s+|the\s+)?)$",
    re.IGNORECASE,
)
UNTIL = re.compile(
    r"(?:\b(?:til og med|up to(?: and including)?|t\.?o\.?m\.?|til|until|till"
    r"|through|to|ut|fram til|frem til"
    r"|(?:slutt(?:er|ar|a|et)|ferdig|avslutt\w*|går av|stopp(?:er|ar)|ends?|leaves?|stops?|quits?"
    r"|finish\w*)"
    rf"(?: alt| allerede| already)?(?: i| in| on| den)?)\s*(?:[:=|]\s*|{END_OF}|den\s+|the\s+)?)$",
    re.IGNORECASE,
)
WHOLE_YEAR = re.compile(rf"(?<![\d.])(?P<year>{YEAR})(?![\d.-]*\d)")


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


def find_years(text: str) -> tuple[int, ...]:
    """Years in order, each once: those standing alone («i 2023», «2022»), then those in dates."""
    years = [int(m["year"]) for m in WHOLE_YEAR.finditer(text)]
    years += [d.year for d in find_days(text) if d.year]
    return tuple(dict.fromkeys(years))
