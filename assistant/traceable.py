"""Numbers in texts: which ones a text states, and whether each has an origin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set as AbstractSet
from decimal import Decimal

SPACE = "[\u00a0\u202f\u2009 ]"
NUMBER = re.compile(
    rf"(?<!\d)\d{{1,3}}(?:{SPACE}\d{{3}})+(?!\d)(?:[.,]\d+)?"
    r"|(?<!\d)\d{1,3}(?:\.\d{3})+(?![.\d])(?:,\d+)?"
    r"|(?<!\d)\d{1,3}(?:,\d{3})+(?![,\d])(?:\.\d+)?"
    r"|\d+(?:[.,]\d+)?"
)
DAY_AND_MONTH = r"(?:0?[1-9]|[12]\d|3[01])\.\s?(?:0?[1-9]|1[0-2])"
DATE = re.compile(
    rf"(?<![\d.,]){DAY_AND_MONTH}\.\s?\d{{4}}(?!\d)|(?<!\d)\d{{4}}-\d{{2}}(?:-\d{{2}})?(?!\d)"
)
SHORT_DATE = re.compile(DAY_AND_MONTH)
NOT_AN_AMOUNT = r"(?!\d|[.,]\d|\s*(?:%|\d|kr\b|kroner|kronar|NOK|prosent|percent|per cent))"
PARAGRAPH = re.compile(
    r"§{1,2}\s*\d{1,3}(?:-\d{1,3})?(?:\s?[a-z]\b)?" + NOT_AN_AMOUNT +
    r"(?:\s*(?:og|and|til|to|,|–|-)\s*\d{1,2}(?:-\d{1,3})?(?:[a-z]\b)?" + NOT_AN_AMOUNT + ")*"
)  # fmt: skip


NAME = re.compile(r"\bLIS\s?[1-3]\b")


def stated(text: str) -> list[str]:
    """The numbers that a text states, as written, dates in their parts; § numbers and names aside.

    >>> stated("Etter § 3 fikk 31 kommuner 91 317,19 kroner 1.6.2025.")
    ['31', '91 317,19', '1', '6', '2025']
    """
    return NUMBER.findall(_prepared(NAME.sub(" ", PARAGRAPH.sub(" ", text))))


def number_values(text: str) -> set[Decimal]:
    """What the numbers of a text are worth, § numbers and the parts of dates among them."""
    found = NUMBER.findall(_prepared(text))
    parts = [part for raw in found if SHORT_DATE.fullmatch(raw) for part in raw.split(".")]
    return {value(raw) for raw in (*found, *parts)}


def value(raw: str) -> Decimal:
    """What a number is worth: «1.375», «1 375» and «1,375» are thousands, «57,75» has decimals."""
    raw = re.sub(r"\s", "", raw)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", raw):
        raw = raw.replace(".", "")
    elif re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", raw):
        raw = raw.replace(",", "")
    return Decimal(raw.replace(",", "."))


def untraceable(text: str, allowed: AbstractSet[Decimal]) -> list[str]:
    """The numbers of a text that have no origin among the allowed ones."""
    return [raw for raw in stated(text) if not _has_origin(raw, allowed)]


def _has_origin(raw: str, allowed: AbstractSet[Decimal]) -> bool:
    if value(raw) in allowed:
        return True
    parts = raw.split(".")
    return bool(SHORT_DATE.fullmatch(raw)) and all(Decimal(part) in allowed for part in parts)


def _prepared(text: str) -> str:
    """The text in plain characters, with its dates taken apart."""
    plain = unicodedata.normalize("NFKC", text)
    return DATE.sub(lambda date: " ; ".join(re.findall(r"\d+", date.group())), plain)
