"""The words that surround an article on a page, as `webtext.yaml` lists them, and its dates."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_DATA = Path(__file__).with_name("webtext.yaml")
DAY = (
    r"(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})"
    r"|(?P<day>\d{1,2})\.?\s+(?P<month>[a-zæøå]+)\.?\s+(?P<year>\d{4})"
)
_DATE_LINE_CHARS = 200


def find_published(text: str) -> date | None:
    """Return the day that the text says it was published, first publication before others."""
    for words in page_words()["published"]:
        pattern = re.compile(
            rf"^\W*{words}\s*:?\s*(?:den\s+)?(?:{DAY})", re.IGNORECASE | re.MULTILINE
        )
        for found in pattern.finditer(text):
            day = _day(found)
            if day is not None:
                return day
    return None


def is_noise(text: str) -> bool:
    """Whether the line is a notice, a button or a date that belongs to the page, not its text."""
    return any(pattern.fullmatch(text) for pattern in _noise()) or _is_date_line(text)


def see_also(text: str) -> str | None:
    """Return what stands behind «Les også:», empty where links follow; None for another line."""
    found = re.fullmatch(page_words()["see_also"], text, re.IGNORECASE)
    return str(found["rest"]) if found else None


def leads_elsewhere(text: str) -> bool:
    """Whether the line heads what a page offers after its article."""
    return text.lower().strip(" :!") in page_words()["end"]


def opens_comments(text: str) -> bool:
    """Whether the line heads the comments of readers; a number of them may stand beside it."""
    plain = re.sub(r"^\d+\s+|\s*\(\d+\)$", "", text.strip()).lower()
    return plain in page_words()["comments"]


@cache
def page_words() -> dict[str, Any]:
    """What `webtext.yaml` says."""
    loaded: dict[str, Any] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return loaded


def _is_date_line(text: str) -> bool:
    """Whether the line says when the page was published or changed, and nothing else."""
    words = (
        r"(?:[a-zæøå]+ ){0,3}"
        r"(?:publisert|oppdatert|endret|endring|endra|endringar?|published|updated|changed)"
    )
    day = re.sub(r"[?]P<[a-z]+>", "", DAY)
    clock = r"(?:[\s—–,-]*(?:kl\.?)?\s*\d{1,2}[.:]\d{2})?"
    stamp = rf"{words}\s*:?\s*(?:den\s+)?(?:{day}){clock}"
    short = len(text) <= _DATE_LINE_CHARS
    return short and re.fullmatch(rf"\W*(?:{stamp}\W*)+", text, re.IGNORECASE) is not None


def _day(found: re.Match[str]) -> date | None:
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        if found["d"]:
            return date(int(found["y"]), int(found["m"]), int(found["d"]))
        month = found["month"].lower()
        numbers = [number for number, names in page_words()["months"].items() if month in names]
        return date(int(found["year"]), int(numbers[0]), int(found["day"])) if numbers else None
    except ValueError:
        return None


@cache
def _noise() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in page_words()["noise"])
