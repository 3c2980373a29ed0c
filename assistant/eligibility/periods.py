"""The conditions of each period, read from YAML; one that no source states is null there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from assistant.calculator import FigureError
from assistant.calculator.dated_yaml import (
    read_date,
    read_number,
    read_optional_date,
    read_word,
    read_yaml,
)
from assistant.eligibility.types import Doctor, PeriodName

SHIPPED = Path(__file__).parent / "conditions"
KEYS = (
    "applicant",
    "doctor",
    "specialisation",
    "new_scheme",
    "agency",
    "commercial_actor",
    "vikariat",
    "agreement",
    "template",
    "agreement_date",
    "own_share",
    "deadline",
    "centrality",
)
"""Every condition, most decisive first. Each period says of each whether and where it is stated."""
_PERIOD_KEYS = {"key", "from", "to", "rules_known", "named", "conditions"}
_NAME_KEYS = {"source", "hint", "days"}
_RULE_KEYS = {
    "source",
    "hint",
    "unknown",
    "required",
    "doctors",
    "every_kommune",
    "more_than_months",
    "backdated_to",
    "supplement_class",
    "last_day",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition as a source states it; `unknown` says why it is only mentioned, not stated."""

    source: str | None = None
    hint: str = ""
    unknown: str | None = "not_sourced"
    required: bool = True
    doctors: tuple[Doctor, ...] = ()
    every_kommune: bool = False
    more_than_months: Decimal | None = None
    backdated_to: date | None = None
    supplement_class: int | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class ConditionPeriod:
    """One period and its conditions."""

    key: str
    start: date
    end: date | None
    rules_known: bool
    name: PeriodName
    rules: Mapping[str, Rule] = field(hash=False)

    def touches(self, start: date, end: date) -> bool:
        """Whether any day from start to end belongs to it."""
        return self.start <= end and (self.end is None or start <= self.end)


@cache
def load_periods(folder: Path = SHIPPED) -> tuple[ConditionPeriod, ...]:
    """Read and check every period, in order of time.

    Raises:
        FigureError: A file cannot be used; the message names it and says what to do.
    """
    periods = [_read_period(path) for path in sorted(folder.glob("*.yaml"))]
    return tuple(sorted(periods, key=lambda period: period.start))


def _read_period(path: Path) -> ConditionPeriod:
    content = read_yaml(path)
    if not isinstance(content, dict) or set(content) != _PERIOD_KEYS:
        raise FigureError(path, f"a period has exactly the keys {', '.join(sorted(_PERIOD_KEYS))}.")
    stated = content["conditions"]
    if not isinstance(stated, dict) or set(stated) != set(KEYS):
        raise FigureError(
            path,
            f"conditions must name each of {', '.join(KEYS)}, with null where no source states it.",
        )
    start = read_date(path, "from", content["from"])
    end = read_optional_date(path, "to", content["to"])
    if end is not None and end < start:
        raise FigureError(path, f"the period ends before it starts on {start}. Correct a date.")
    return ConditionPeriod(
        read_word(path, "key", content["key"]),
        start,
        end,
        content["rules_known"] is True,
        _read_name(path, content, (start, end)),
        {key: _read_rule(path, key, stated[key]) for key in KEYS},
    )


def _read_name(
    path: Path, content: Mapping[str, Any], days: tuple[date, date | None]
) -> PeriodName:
    """`days: true` where the source states the first and last day of the period itself."""
    entry = content["named"]
    if not isinstance(entry, dict) or set(entry) != _NAME_KEYS:
        raise FigureError(path, f"named has exactly the keys {', '.join(sorted(_NAME_KEYS))}.")
    source, hint = (read_word(path, f"named {part}", entry[part]) for part in ("source", "hint"))
    start, end = days if entry["days"] is True else (None, None)
    known = content["rules_known"] is True
    return PeriodName(read_word(path, "key", content["key"]), source, hint, start, end, known)


def _read_rule(path: Path, key: str, entry: object) -> Rule:
    if entry is None:
        return Rule()
    if not isinstance(entry, dict) or not {"source", "hint"} <= set(entry) <= _RULE_KEYS:
        raise FigureError(path, f"{key} needs source and hint, and only known keys. Correct it.")
    months, supplement = entry.get("more_than_months"), entry.get("supplement_class")
    return Rule(
        source=read_word(path, f"{key} source", entry["source"]),
        hint=read_word(path, f"{key} hint", entry["hint"]),
        unknown=entry.get("unknown") and read_word(path, key, entry["unknown"]),
        required=entry.get("required", True) is True,
        doctors=_read_doctors(path, entry.get("doctors", ())),
        every_kommune=entry.get("every_kommune") is True,
        more_than_months=None if months is None else read_number(path, key, months),
        backdated_to=read_optional_date(path, key, entry.get("backdated_to")),
        supplement_class=None if supplement is None else int(read_number(path, key, supplement)),
        last_day=read_optional_date(path, key, entry.get("last_day")),
    )


def _read_doctors(path: Path, names: Sequence[str]) -> tuple[Doctor, ...]:
    if unknown := [name for name in names if name not in set(Doctor)]:
        raise FigureError(path, f"{unknown[0]!r} is no doctor; choose from {', '.join(Doctor)}.")
    return tuple(Doctor(name) for name in names)
