"""Finds personal data in a text: fødselsnummer and D-numbers, e-mail addresses, phone numbers.

A number is judged by its form (how its digits are grouped), by what it would mean (a possible date,
valid check digits) and by the words around it. So a fødselsnummer is found behind any separators,
while kroner amounts, organisation numbers, dates and kommunenummer stay.
"""

from __future__ import annotations

import re
from itertools import pairwise

LENGTH = 11
WORDS = {"national_id": "[fødselsnummer]", "email": "[e-post]", "phone": "[telefon]"}

GROUP = re.compile(r"\d+")
SEPARATOR = re.compile(r"[^\w]{1,5}|_{1,3}")
PLAIN_SEPARATOR = re.compile(r"[ \u00a0\u2000-\u200a\u202f.\-\u2010-\u2015\u2212–/_·:+*]{1,3}")
CUTS = frozenset({2, 4, 6, 9})
"""Where people cut a fødselsnummer: day, month, year, the individual number, the check digits."""
THOUSANDS = (1, 2, 3)
DATE = re.compile(r"(?<!\d)\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d{2}(?!\d)")
ISO_DATE = re.compile(r"(?<!\d)(?:19|20)\d{2}-\d{2}(?:-\d{2})?(?!\d)")
ID_CUE = re.compile(
    r"(?:f(?:ødsels)?\.?-?\s?(?:nr|nummer)|person(?:nr|nummer)|pnr|d-?\s?(?:nr|nummer)"
    r"|national id(?:entity)?\W+(?:number|no))"
    r"\w*\.?\s*(?:er|is|var|lik)?\s*[:=#«\"'(]{0,3}\s*$",
    re.IGNORECASE,
)
LAST_FIVE = re.compile(
    r"\b(pers(?:on)?\.?-?\s?(?:nr|nummer)\w*\.?\s*(?:er|is)?[\s:=]{0,3})\d{3}[\s.\-]?\d{2}(?![\d.,]?\d)",
    re.IGNORECASE,
)
BORN_WITH_CENTURY = re.compile(
    r"(?<!\d)(\d{2})[\s./\-]?(\d{2})[\s./\-]?(?:18|19|20)(\d{2})[\s.\-–/]{1,3}(\d{5})(?!\d)"
)

EMAIL = re.compile(
    r"(?<![\w.+\-])[\w.+\-%']{1,200}\s?(?:@|\(at\)|\[at\]|\(krøllalfa\))\s?"
    r"[\w\-]{1,63}(?:(?:\.|\s?[(\[](?:dot|punktum)[)\]]\s?)[\w\-]{1,63}){1,4}",
    re.IGNORECASE,
)
FOREIGN_PHONE = re.compile(
    r"(?<![\w+])(?:\+|00\s?)\(?[1-9]\d{0,2}\)?(?:[\s.\-()/]{0,2}\d){6,12}(?!\d)"
)
PHONE = re.compile(
    r"(?<![\w.,\-])(?:[2-79]\d[\s.\-]?\d{2}[\s.\-]?\d{2}[\s.\-]?\d{2}|[489]\d{2}[\s.\-]?\d{2}[\s.\-]?\d{3})(?!\d)(?![.,]\d)"
)
GROUPED_PHONE = re.compile(r"\d{2}([\s.\-])\d{2}\1\d{2}\1\d{2}|\d{3}([\s.\-])\d{2}\2\d{3}")
MOBILE = re.compile(r"[49]\d{7}")
YEARS = re.compile(r"(?:19|20)\d{2}[\s.\-]?(?:19|20)\d{2}")
PHONE_CUE = re.compile(
    r"\b(?:tlf|telefon\w*|mobil\w*|phone|ring(?:e|er)?|call|nummer(?:et)?|sms|nås|nå meg"
    r"|kontakt(?:es)?|contact|reach)\.?:?"
    r"\s*(?:(?:nr|nummer|number)\.?)?:?\s*(?:(?:er|is|på|me|meg|us|oss|on|at)\s*){0,2}:?\s*$",
    re.IGNORECASE,
)
AMOUNT_AFTER = re.compile(
    r"\s*(?:,-|(?:kr|kroner|kronar|nok|mill\w*|tusen|mrd|milliard\w*)\b)", re.IGNORECASE
)
AMOUNT_BEFORE = re.compile(
    r"(?:\b(?:kr|nok)\b\.?|\b\w*(?:sats|beløp|utgift|kostnad|lønn|sum|ramme|budsjett|tilskudd|tilskot|refusjon|inntekt|"
    r"rate|cost|expense|amount|total)\w*(?:\s+(?:er|blir|var|på|vart|ble|til|om|is|was|of|at))*\s*[:=]?"
    r"|\borg(?:anisasjons)?\.?[\s\-]?(?:nr|nummer)\w*\.?:?(?:\s+er)?)\s*$",
    re.IGNORECASE,
)


def redact(text: str) -> tuple[str, tuple[str, ...]]:
    """Replace personal data by a word in brackets; say which kinds were found."""
    kinds: list[str] = []

    def take(kind: str) -> str:
        kinds.append(kind)
        return WORDS[kind]

    for start, end in reversed(_national_ids(text)):
        text = text[:start] + take("national_id") + text[end:]
    text = BORN_WITH_CENTURY.sub(
        lambda m: take("national_id") if _is_valid("".join(m.groups())) else m.group(), text
    )
    text = LAST_FIVE.sub(lambda m: m[1] + take("national_id"), text)
    text = EMAIL.sub(lambda _: take("email"), text)
    text = FOREIGN_PHONE.sub(lambda _: take("phone"), text)
    text = PHONE.sub(lambda m: take("phone") if _is_phone(m) else m.group(), text)
    return text, tuple(kind for kind in WORDS if kind in kinds)


def _national_ids(text: str) -> list[tuple[int, int]]:
    """Where digit groups make such a number, in order; the surest of those that overlap."""
    groups = list(GROUP.finditer(text))
    windows = ((first, _window(text, groups, first)) for first in range(len(groups)))
    ranked = [(_sureness(text, w), first, w) for first, w in windows if w]
    taken: set[int] = set()
    found = []
    for sureness, first, window in sorted(ranked, key=lambda item: (-item[0], item[1])):
        places = set(range(first, first + len(window)))
        if sureness and not places & taken:
            taken |= places
            found.append((window[0].start(), window[-1].end()))
    return sorted(found)


def _window(text: str, groups: list[re.Match[str]], first: int) -> list[re.Match[str]]:
    """The groups from `first` on that hold eleven digits, if only separators stand between them."""
    window = [groups[first]]
    digits = len(groups[first].group())
    for group in groups[first + 1 : first + LENGTH]:
        if digits >= LENGTH or not SEPARATOR.fullmatch(text, window[-1].end(), group.start()):
            break
        window.append(group)
        digits += len(group.group())
    return window if digits == LENGTH else []


def _sureness(text: str, window: list[re.Match[str]]) -> int:
    """How surely eleven digits are somebody's number; 0 when they are not."""
    start, end = window[0].start(), window[-1].end()
    before, written, after = text[max(0, start - 60) : start], text[start:end], text[end : end + 20]
    if ID_CUE.search(before):
        return 4
    if DATE.search(written) or ISO_DATE.search(written):
        return 0
    digits = "".join(group.group() for group in window)
    about_money = bool(AMOUNT_AFTER.match(after) or AMOUNT_BEFORE.search(before))
    usual = _is_usual(text, window)
    if _is_valid(digits):
        return 3 if usual else int(not (about_money and _is_thousands(window))) * 2
    return int(usual and not about_money and is_national_id(digits))


def _is_thousands(window: list[re.Match[str]]) -> bool:
    lengths = [len(group.group()) for group in window]
    return lengths[0] in THOUSANDS and all(length == THOUSANDS[-1] for length in lengths[1:])


def _is_usual(text: str, window: list[re.Match[str]]) -> bool:
    """Whether the digits are grouped as a fødselsnummer is written, with ordinary separators."""
    gaps = [text[one.end() : two.start()] for one, two in pairwise(window)]
    cuts, at = set(), 0
    for group in window[:-1]:
        at += len(group.group())
        cuts.add(at)
    one_by_one = len(window) == LENGTH
    return (cuts <= CUTS or one_by_one) and all(PLAIN_SEPARATOR.fullmatch(gap) for gap in gaps)


def is_national_id(digits: str) -> bool:
    """Whether eleven digits can be a fødselsnummer or a D-number, by the date in them.

    Day + 40 in D-numbers; month + 40, + 65 or + 80 in synthetic ones. Check digits are not demanded
    here: a mistyped number is personal all the same.
    """
    if len(digits) != LENGTH:
        return False
    day, month = int(digits[:2]), int(digits[2:4])
    day -= 40 if day > 40 else 0  # noqa: PLR2004 - the D-number's offset
    for offset in (80, 65, 40):
        if month > offset:
            month -= offset
            break
    return 1 <= day <= 31 and 1 <= month <= 12  # noqa: PLR2004 - days and months


FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
FIRST_REMAINDERS = frozenset({0, 1, 2, 3})
"""From 2032 the first check may leave 1, 2 or 3 as well; the second still leaves 0."""


def _is_valid(digits: str) -> bool:
    """Whether date and check digits fit, by the rules before or from 2032."""
    numbers = [int(digit) for digit in digits]
    first = sum(w * n for w, n in zip(FIRST_WEIGHTS, numbers, strict=False)) % LENGTH
    second = sum(w * n for w, n in zip(SECOND_WEIGHTS, numbers, strict=False)) % LENGTH
    return is_national_id(digits) and first in FIRST_REMAINDERS and second == 0


def _is_phone(match: re.Match[str]) -> bool:
    digits = match.group()
    before, after = (
        match.string[max(0, match.start() - 60) : match.start()],
        match.string[match.end() :],
    )
    if YEARS.fullmatch(digits) or AMOUNT_AFTER.match(after):
        return False
    if PHONE_CUE.search(before):
        return True
    if AMOUNT_BEFORE.search(before):
        return False
    return bool(GROUPED_PHONE.fullmatch(digits) or MOBILE.fullmatch(digits))
