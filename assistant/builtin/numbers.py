"""Numbers as Norwegians write them: «1 000», «1.000,50», «12,5», «1,5 mill.», «to og en halv».

Strings come in, exact Decimals go out. What could be read in two ways is told apart (`ambiguous`),
never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

MAX_DIGITS = 15
SPACES = "\u00a0\u202f\u2009\u2007 "
NUMBER = re.compile(
    rf"(?<![\w.,])[-−]?\d{{1,3}}(?:[{SPACES}.]\d{{3}})+(?:,\d+)?(?!\d)"
    r"|(?<![\w.,])[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)"
    r"|(?<![\w.,])[-−]?\d+(?:[.,]\d+)?"
)
ENGLISH_THOUSANDS = re.compile(r"[-−]?(?:\d{2,3}(?:,\d{3})+|\d(?:,\d{3}){2,})(?:\.\d+)?")
SCALE = {
    "mill": 10**6,
    "million": 10**6,
    "milliard": 10**9,
    "mrd": 10**9,
    "tusen": 10**3,
    "k": 10**3,
    "thousand": 10**3,
}
SCALE_WORD = re.compile(
    r"\s*(?P<scale>mill(?:ion(?:er|ar|s)?)?|milliard(?:er|ar)?|mrd|tusen|thousand|k)\b\.?",
    re.IGNORECASE,
)
WORDS = {
    "null": 0, "zero": 0, "en": 1, "ei": 1, "ein": 1, "én": 1, "ett": 1, "eit": 1, "eitt": 1,
    "one": 1, "to": 2, "two": 2, "tre": 3, "three": 3, "fire": 4, "four": 4, "fem": 5, "five": 5,
    "seks": 6, "six": 6, "sju": 7, "syv": 7, "seven": 7, "åtte": 8, "eight": 8, "ni": 9,
    "nine": 9, "ti": 10, "ten": 10, "elleve": 11, "eleven": 11, "tolv": 12, "twelve": 12,
    "tretten": 13, "thirteen": 13, "fjorten": 14, "fourteen": 14, "femten": 15, "fifteen": 15,
    "seksten": 16, "sixteen": 16, "sytten": 17, "seventeen": 17, "atten": 18, "eighteen": 18,
    "nitten": 19, "nineteen": 19, "tjue": 20, "twenty": 20, "tjuefire": 24, "tretti": 30,
    "thirty": 30, "trettiseks": 36,
}  # fmt: skip
HALF = re.compile(r"\b(?:og en halv|og eit halvt|og et halvt|and a half)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text, with where it stands."""

    value: Decimal
    start: int
    end: int
    ambiguous: bool = False
    """True for «1.000» and «1,000»: a thousand, or one with three decimals."""


def parse(token: str) -> Decimal | None:
    """Read one number token; None when it has more than 15 digits.

    >>> parse("1.000,50"), parse("1\u00a0000"), parse("12,5"), parse("−20")
    (Decimal('1000.50'), Decimal('1000'), Decimal('12.5'), Decimal('-20'))
    """
    token = token.replace("−", "-")
    if sum(c.isdigit() for c in token) > MAX_DIGITS:
        return None
    for space in SPACES:
        token = token.replace(space, "")
    grouped = re.fullmatch(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?", token)
    token = token.replace(".", "").replace(",", ".") if grouped else token.replace(",", ".")
    return Decimal(token)


def find(text: str) -> tuple[Number, ...]:
    """All numbers written in digits, scaled by a following «mill.», «tusen» and the like."""
    found = []
    for match in NUMBER.finditer(text):
        english = ENGLISH_THOUSANDS.fullmatch(match.group())
        value = parse(match.group().replace(",", "") if english else match.group())
        if value is None:
            continue
        end = match.end()
        if scale := SCALE_WORD.match(text, end):
            word = scale.group("scale").lower()
            key = next(k for k in SCALE if word.startswith(k)) if word not in SCALE else word
            value, end = value * SCALE[key], scale.end()
        ambiguous = bool(re.fullmatch(r"-?\d[.,]\d{3}", match.group()))
        found.append(Number(value=value, start=match.start(), end=end, ambiguous=ambiguous))
    return tuple(found)


def word_value(word: str) -> Decimal | None:
    """Value of a number word or a digit token («to», «2», «2,5»), None when it is neither."""
    word = word.lower().strip()
    if word in WORDS:
        return Decimal(WORDS[word])
    return parse(word) if re.fullmatch(r"\d+(?:[.,]\d+)?", word) else None


WORD_ALTERNATIVES = "|".join(sorted(map(re.escape, WORDS), key=len, reverse=True))
COUNT = rf"(?:\d+(?:[.,]\d+)?|{WORD_ALTERNATIVES})"
