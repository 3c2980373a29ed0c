"""Text in, raw words out: dates, amounts, sections of law and abbreviations in one written form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

MONTHS = tuple(
    "januar februar mars april mai juni juli august september oktober november desember".split()  # noqa: SIM905 (reads better)
)
_MONTH_NUMBER = {name: number for number, name in enumerate(MONTHS, start=1)} | {
    "january": 1,
    "february": 2,
    "march": 3,
    "may": 5,
    "june": 6,
    "july": 7,
    "october": 10,
    "december": 12,
}
_MONTH = "|".join(sorted(_MONTH_NUMBER, key=len, reverse=True))

_TOKEN = re.compile(
    rf"""
    (?:§+\s*|\b(?:paragraf(?:en)?|section|paragraph)\s+)
        (?P<section>\d+(?:\s?[a-z]\b)?(?:-\d+(?:\s?[a-z]\b)?)?)
  | (?<!\d)(?P<y1>\d{{4}})-(?P<m1>\d{{2}})-(?P<d1>\d{{2}})(?!\d)
  | (?<![\d.])(?P<d2>\d{{1,2}})\.\s?(?P<m2>\d{{1,2}})\.\s?(?P<y2>\d{{4}})(?!\d)
  | (?<![\d.])(?P<d3>\d{{1,2}})(?:\.|st|nd|rd|th)?\s(?:of\s)?(?P<m3>{_MONTH})
        (?:,?\s(?P<y3>\d{{4}}))?\b
  | \b(?P<m4>{_MONTH})\s(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<y4>\d{{4}}))?\b
  | (?P<number>(?<![\d.,])\d{{1,3}}(?:[ .,]\d{{3}})+(?:[.,]\d{{1,2}})?(?![\d])|\d+(?:[.,]\d+)?)
  | (?P<named>\blis[ ]?-?\d\b|[^\W\d_]+-?\d+)
  | (?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)
  | (?P<percent>%)
    """,
    re.VERBOSE,
)
_MAX_SHORT_PART = 2


def raw_words(text: str) -> Iterator[str]:
    """Yield words in small letters; what has several written forms comes in one of them.

    >>> list(raw_words("Frist: 1. oktober 2022, § 4-2"))
    ['frist', '2022-10-01', '--10-01', 'oktober', '2022', '§4-2']
    >>> list(raw_words("01.10.2022: 91 317,19 kr, LIS 3 (80 %)"))
    ['2022-10-01', '--10-01', 'oktober', '2022', '91317.19', 'kr', 'lis3', 'lis', '80', 'prosent']
    >>> list(raw_words("ALIS-avtale på e-post"))
    ['alis', 'avtale', 'på', 'epost', 'e', 'post']
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    for match in _TOKEN.finditer(plain):
        kind = match.lastgroup
        value = match.group()
        if kind == "word":
            if "-" in value:
                yield from _hyphenated(value)
            else:
                yield value
        elif kind == "number":
            yield _number(value)
        elif kind == "section":
            yield "§" + re.sub(r"\s", "", match["section"])
        elif kind == "named":
            joined = re.sub(r"[ -]", "", value)
            yield joined
            yield joined.rstrip("0123456789")
        elif kind == "percent":
            yield "prosent"
        else:
            yield from _date(match)


def is_word(raw: str) -> bool:
    """Whether the raw word consists of letters only, and may be stemmed and split."""
    return raw.isalpha()


def _hyphenated(value: str) -> Iterator[str]:
    parts = value.split("-")
    if min(map(len, parts)) <= _MAX_SHORT_PART:
        yield "".join(parts)
    yield from parts


def _number(value: str) -> str:
    """Write a number without thousands marks and with a decimal point.

    >>> [_number(n) for n in ("1 000", "1.000,50", "57,75", "2022", "1,6")]
    ['1000', '1000.50', '57.75', '2022', '1.6']
    """
    grouped = re.fullmatch(r"(\d{1,3}(?:[ .,]\d{3})+)(?:[.,](\d{1,2}))?", value)
    if grouped is None:
        return value.replace(",", ".")
    whole = re.sub(r"\D", "", grouped[1])
    return f"{whole}.{grouped[2]}" if grouped[2] else whole


def _date(match: re.Match[str]) -> Iterator[str]:
    form = next(n for n in "1234" if match[f"d{n}"])
    month = match[f"m{form}"]
    number = int(month) if month.isdigit() else _MONTH_NUMBER.get(month, 0)
    number = number or _MONTH_NUMBER[month]
    day = int(match[f"d{form}"])
    year = match[f"y{form}"]
    if not 1 <= number <= len(MONTHS):
        yield match.group()
        return
    if year:
        yield f"{year}-{number:02}-{day:02}"
    yield f"--{number:02}-{day:02}"
    yield MONTHS[number - 1]
    if year:
        yield year
