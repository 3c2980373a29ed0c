"""Facts as plain values (from JSON or YAML) into typed ones, with an error that names the fact."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, get_args, get_type_hints

from assistant.calculator.money import number_problem
from assistant.eligibility.types import EligibilityFacts

_YES_NO = {"true": True, "false": False, "yes": True, "no": False, "ja": True, "nei": False}


class EligibilityError(ValueError):
    """A fact that cannot be read; the message names it and says what it may be."""

    def __init__(self, fact: str, value: object, remedy: str) -> None:
        """Build the message from the fact, what was written and what may be written."""
        super().__init__(f"{fact} is {str(value)[:40]!r}; {remedy}.")


def read_eligibility(given: Mapping[str, Any]) -> EligibilityFacts:
    """Read a mapping of facts; None and an empty text are not known.

    Raises:
        EligibilityError: an unknown fact, or a value that is not of its kind.
    """
    kinds = get_type_hints(EligibilityFacts)
    names = [field.name for field in fields(EligibilityFacts)]
    if unknown := sorted(set(given) - set(names)):
        raise EligibilityError("a fact", unknown[0], f"the facts are {', '.join(sorted(names))}")
    stated = {name: value for name, value in given.items() if value is not None and value != ""}
    return EligibilityFacts(
        **{name: _read(name, value, _kind(kinds[name])) for name, value in stated.items()}
    )


def _kind(hint: object) -> type:
    choices = get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    return next(kind for kind in choices if isinstance(kind, type) and kind is not types.NoneType)


def _read(name: str, value: Any, kind: type) -> Any:
    try:
        if type(value) is kind and kind is not Decimal:
            return value
        text = str(value).strip().lower()
        if kind is bool:
            return _YES_NO[text]
        if kind is date:
            return date.fromisoformat(text)
        if kind is Decimal or kind is int:
            return kind(_number(text))
        return kind(text)
    except (ValueError, KeyError, InvalidOperation) as error:
        raise EligibilityError(name, value, _wanted(kind)) from error


def _number(text: str) -> Decimal:
    number = Decimal(text.replace(",", "."))
    if number_problem(number, zero_allowed=True):
        raise InvalidOperation
    return number


def _wanted(kind: type) -> str:
    if kind is bool:
        return "write true or false"
    if kind is date:
        return "write a date such as 2025-06-01"
    if issubclass(kind, StrEnum):
        return f"it may be {', '.join(kind)}"
    return "write a number such as 3 or 2.5"
