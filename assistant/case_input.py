"""A case as people and models write it, read into the calculator's values.

One reader for the shell (`case.yaml`), the HTTP API, the page's form and the agent's tool.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from assistant.builtin import dates, numbers
from assistant.calculator import Case, Category, Element, Grant, Position
from corpus import Municipality, Register

Choice = TypeVar("Choice", Grant, Category)
KEYS = {
    "grant", "municipality", "category", "share", "start", "end", "first_start", "agreement_date",
    "rate", "hours", "possible",
    "cost", "years", "doctors", "groups", "positions", "expenses", "expense_hours", "centrality",
}  # fmt: skip
ROW_KEYS = {"count", "category", "share", "start", "end"}
NAME = re.compile(r"[\w .,'’()/–-]{1,80}")
MOST_DOCTORS = 1000
FRACTION_LIMIT = 2
"""A bare share up to 2 is a fraction (1.4 is 140 %), above it a percentage."""


class CaseError(ValueError):
    """Something in a case cannot be read; the message names the field and what it may be."""


@dataclass(frozen=True, slots=True)
class CaseInput:
    """The doctors of a case and the kommune they work in."""

    cases: tuple[Case, ...]
    municipality: Municipality | None
    candidates: tuple[Municipality, ...] = ()
    """More than one: the name is ambiguous."""
    unknown_municipality: str | None = None
    suggestions: tuple[Municipality, ...] = ()
    """Kommuner whose names are near the unknown one."""


def read_case(given: Mapping[str, Any], register: Register) -> CaseInput:
    """Read a mapping of facts.

    Raises:
        CaseError: an unknown field, or a value that is not of its kind.
    """
    if not isinstance(given, Mapping):
        raise CaseError("A case is a mapping of facts, such as `category: fastlege`.")
    if unknown := sorted(str(key) for key in given if key not in KEYS):
        msg = f"Unknown field {unknown[0]!r}. The fields are: {', '.join(sorted(KEYS))}."
        raise CaseError(msg)
    candidates, unknown_name = _municipality(given.get("municipality"), register)
    municipality = candidates[0] if len(candidates) == 1 else None
    centrality = _integer("centrality", given.get("centrality"))
    shared: dict[str, Any] = {
        "grant": _choice("grant", given.get("grant"), Grant),
        "centrality": municipality.centrality_class if municipality else centrality,
        "first_start": _date("first_start", given.get("first_start")),
        "agreement_date": _date("agreement_date", given.get("agreement_date")),
        "expenses": _elements("expenses", given.get("expenses")),
        "expense_hours": _elements("expense_hours", given.get("expense_hours")),
        **{name: _number(name, given.get(name)) for name in ("rate", "hours", "cost", "years")},
    }
    cases = tuple(Case(positions=rows, doctors=count, **shared) for rows, count in _doctors(given))
    near = register.suggest(unknown_name) if unknown_name else ()
    return CaseInput(cases, municipality, candidates, unknown_name, tuple(near))


def _doctors(given: Mapping[str, Any]) -> list[tuple[tuple[Position, ...], int]]:
    if given.get("groups") and given.get("positions"):
        raise CaseError("Give groups (several doctors) or positions (one doctor), not both.")
    if groups := given.get("groups"):
        return [
            ((_position({**given, **group}),), _count(group.get("count", 1)))
            for group in _list("groups", groups)
        ]
    if positions := given.get("positions"):
        rows = tuple(_position({**given, **row}) for row in _list("positions", positions))
        return [(rows, _count(given.get("doctors", 1)))]
    return [((_position(given),), _count(given.get("doctors", 1)))]


def _position(given: Mapping[str, Any]) -> Position:
    return Position(
        category=_choice("category", given.get("category"), Category),
        share=_share(given.get("share")),
        start=_date("start", given.get("start")),
        end=_date("end", given.get("end"), last=True),
    )


def _municipality(raw: object, register: Register) -> tuple[tuple[Municipality, ...], str | None]:
    if raw is None or raw == "":
        return (), None
    if not NAME.fullmatch(str(raw)):
        msg = f"municipality is {str(raw)[:40]!r}; write a name or number such as Hasvik or 5616."
        raise CaseError(msg)
    found = register.find(str(raw))
    return found, None if found else str(raw)


def _list(name: str, raw: object) -> list[Mapping[str, Any]]:
    if not isinstance(raw, list) or not all(isinstance(item, Mapping) for item in raw):
        msg = f"{name} must be a list of mappings, one for each."
        raise CaseError(msg)
    if unknown := sorted(str(key) for item in raw for key in item if key not in ROW_KEYS):
        fields = ", ".join(sorted(ROW_KEYS))
        msg = f"Unknown field {unknown[0]!r} in {name}. The fields are: {fields}."
        raise CaseError(msg)
    return raw


def _count(raw: object) -> int:
    count = _integer("doctors", raw)
    if count is None or not 1 <= count <= MOST_DOCTORS:
        msg = f"doctors is {raw!r}; write a whole number from 1 to {MOST_DOCTORS}."
        raise CaseError(msg)
    return count


def _integer(name: str, raw: object) -> int | None:
    value = _number(name, raw)
    if value is None:
        return None
    if value != value.to_integral_value():
        msg = f"{name} is {raw!r}; write a whole number."
        raise CaseError(msg)
    return int(value)


def _number(name: str, raw: object) -> Decimal | None:
    if raw is None or raw == "":
        return None
    if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal | float):
        msg = f"{name} is {raw!r}; write a number."
        raise CaseError(msg)
    text = re.sub(
        r"(?i)\s*(?:kroner|kr\.?|nok|,-|timer|timar|hours|år|years?)\s*", "", str(raw)
    ).strip()
    if not re.fullmatch(r"[-−]?[\d.,\s\u00a0\u202f\u2009]+", text) or len(text) > 40:  # noqa: PLR2004 - far above 15 digits
        msg = f"{name} is {str(raw)[:40]!r}; write a number such as 210 000 or 12,5."
        raise CaseError(msg)
    if re.fullmatch(r"[-−]?\d{1,3}\.\d{3}", text) and isinstance(raw, str):
        either = f"{text.replace('.', '')} or {text.replace('.', ',')}"
        msg = f"{name} is {raw!r}, which can be read in two ways; write {either}."
        raise CaseError(msg)
    try:
        value = numbers.parse(text)
    except InvalidOperation:
        value = None
    if value is None:
        msg = f"{name} is {str(raw)[:40]!r}; write a number of at most {numbers.MAX_DIGITS} digits."
        raise CaseError(msg)
    return value


def _share(raw: object) -> Decimal | None:
    if raw is None or raw == "":
        return None
    text = str(raw).strip()
    percent = re.fullmatch(r"(.+?)\s*(?:%|prosent|percent)", text)
    value = _number("share", percent[1] if percent else raw)
    if value is None:
        return None
    return value / 100 if percent or value > FRACTION_LIMIT else value


def _date(name: str, raw: object, *, last: bool = False) -> date | None:
    if raw is None or raw == "":
        return None
    if isinstance(raw, date):
        return raw
    found = dates.find_days(str(raw))
    when = (found[0].last() if last else found[0].first()) if len(found) == 1 else None
    if when is None:
        msg = f"{name} is {str(raw)[:40]!r}; write a date such as 2025-06-01 or 1. juni 2025."
        raise CaseError(msg)
    return when


def _choice(name: str, raw: object, kind: type[Choice]) -> Choice | None:
    if raw is None or raw == "":
        return None
    try:
        return kind(str(raw).strip().lower())
    except ValueError:
        msg = f"{name} is {str(raw)[:40]!r}; it may be {', '.join(kind)}."
        raise CaseError(msg) from None


def _elements(name: str, raw: object) -> dict[Element, Decimal]:
    if raw is None:
        return {}
    if not isinstance(raw, Mapping):
        msg = f"{name} must be a mapping from element to number."
        raise CaseError(msg)
    found = {}
    for key, value in raw.items():
        try:
            element = Element(str(key))
        except ValueError:
            msg = f"{name} has {key!r}; the elements are {', '.join(Element)}."
            raise CaseError(msg) from None
        number = _number(f"{name}.{key}", value)
        if number is not None:
            found[element] = number
    return found
