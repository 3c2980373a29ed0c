"""Amounts, hours and years that the user states: a rate, a cost, hours of supervision, expenses."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.builtin import dates, numbers, periods
from assistant.builtin.vocabulary import keys, pattern
from assistant.calculator import Element, Grant

SENTENCE_END = re.compile(r"[.?!](?:\s|$)|\n")
YEAR = re.compile(dates.YEAR)
WINDOW = 70
BEFORE = 30
LEAST_AMOUNT = 100
"""Below this a number beside «utgifter» is a count or a year's part, no amount."""


def read_amounts(text: str, words: dict[str, str], *, supervised_lis3: bool) -> dict[str, object]:
    """The amounts that a turn states, with the words they came from."""
    found: dict[str, object] = {}
    if worked := _hours(text):
        found["hours"], words["hours"] = worked
    for name in ("rate", "cost"):
        _read_amount(name, text, found, words)
    expenses, hours = _expenses(text)
    if expenses:
        found["expenses"], words["expenses"] = expenses, "; ".join(e.value for e, _ in expenses)
        found.pop("cost", None)
    if hours and not supervised_lis3:
        found["expense_hours"] = hours
        found.pop("hours", None)
    return found


def _hours(text: str) -> tuple[Decimal, str] | None:
    """The hours that are said: those of all doctors, where both they and each one's are."""
    found = list(pattern("hours").finditer(text))
    match = next((one for one in found if are_in_all(text, one)), found[0] if found else None)
    return (Decimal(match["count"].replace(",", ".")), match.group()) if match else None


def are_in_all(text: str, hours: re.Match[str]) -> bool:
    """Whether hours are those of all doctors together: «52 timer til sammen»."""
    return bool(pattern("hours_in_all").match(text[hours.end() :]))


def are_each(text: str, hours: re.Match[str]) -> bool:
    """Whether hours are those of each doctor: «26 timer hver»."""
    return bool(pattern("hours_each").match(text[hours.end() :]))


def read_years(text: str, grant: Grant | None, words: dict[str, str]) -> dict[str, object]:
    """How many years a pilot ran for one doctor."""
    months = periods.find_months(text) if grant is Grant.PILOT else None
    if not months:
        return {}
    words["years"] = text
    return {"years": Decimal(months) / 12}


def _read_amount(name: str, text: str, found: dict[str, object], words: dict[str, str]) -> None:
    for cue in pattern(name).finditer(text):
        number = _after(text, cue.end()) or _before(text, cue.start())
        if number is None:
            continue
        if number.ambiguous:
            found["ambiguous_number"] = text[number.start : number.end]
        else:
            found[name] = number.value
        start, end = min(cue.start(), number.start), max(cue.end(), number.end)
        words[name] = text[start:end]
        return


def _after(text: str, start: int) -> numbers.Number | None:
    """The first amount after a cue, in the same sentence."""
    for number in numbers.find(text):
        near = start <= number.start <= start + WINDOW
        if (
            near
            and not SENTENCE_END.search(text[start : number.start])
            and _is_amount(text, number)
        ):
            return number
    return None


def _before(text: str, end: int) -> numbers.Number | None:
    """An amount just before a cue: «300 000 kroner i utgifter»."""
    for number in numbers.find(text):
        between = text[number.end : end]
        near = number.end <= end and len(between) <= BEFORE
        if near and not SENTENCE_END.search(between) and _is_amount(text, number):
            return number
    return None


def _is_amount(text: str, number: numbers.Number) -> bool:
    """Whether a number is kroner: large enough, no year, no percentage, no hours."""
    written, after = text[number.start : number.end], text[number.end :]
    if pattern("not_an_amount").match(after) or number.value < LEAST_AMOUNT:
        return number.ambiguous and not pattern("not_an_amount").match(after)
    return bool(pattern("money_unit").match(after)) or not YEAR.fullmatch(written)


HOURS = {"timer", "timar", "hours", "hrs"}
UNIT = r"(?P<unit>kr\b\.?|kroner\b|NOK\b|,-|timer\b|timar\b|hours\b|hrs\b)"
DIGITS = r"(?P<number>(?<![\d.,])\d[\d\s.,\u00a0]*\d|\d)"
NUMBER_AFTER = (
    rf"\s*(?:(?!og\b|and\b)\w+\s+){{0,4}}?[:=(]?\s*(?:kr\.?\s*|NOK\s*)?{DIGITS}\s*{UNIT}?"
)
UNIT_FIRST = (
    rf"{DIGITS}\s*{UNIT}\s*(?:i\s+|in\s+)?(?:(?:utgift|kostnad|expens|cost)\w*\s+)?(?:(?:gikk|gjekk|went|spent)\s+)?(?:(?:på|til|for|i|of|on|in|to)\s+)"
    r"?(?:the\s+)?"
)
Stated = tuple[tuple[Element, Decimal], ...]


def _expenses(text: str) -> tuple[Stated, Stated]:
    """Real expenses and hours by element: «praksiskompensasjon 90 000 kr, 40 timer veiledning».

    The number stands after the element, or before it with its unit: «90 000 kr på …».
    """
    amounts: list[tuple[Element, Decimal]] = []
    hours: list[tuple[Element, Decimal]] = []
    for key in keys("elements"):
        name = pattern("elements", key).pattern
        first = re.search(rf"{UNIT_FIRST}(?:{name})", text, re.IGNORECASE)
        match = first or re.search(rf"(?:{name}){NUMBER_AFTER}", text, re.IGNORECASE)
        if match is None:
            continue
        read = numbers.find(text[slice(*match.span("number"))])
        stated = (read[-1] if first else read[0]) if read else None  # the one beside the unit
        unit = (match["unit"] or "").lower()
        if stated is None or stated.ambiguous:
            continue
        if unit in HOURS:
            hours.append((Element(key), stated.value))
        elif unit and stated.value >= LEAST_AMOUNT:
            amounts.append((Element(key), stated.value))
    return tuple(amounts), tuple(hours)
