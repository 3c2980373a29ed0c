"""Typed outcomes of tools that several files read: what register and calculator said."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.calculator import Outcome
from assistant.case_input import CaseInput
from corpus import Municipality


@dataclass(frozen=True, slots=True)
class Lookup:
    """What the register says of a name."""

    asked: str
    municipalities: tuple[Municipality, ...]
    suggestions: tuple[Municipality, ...] = ()


@dataclass(frozen=True, slots=True)
class CalculationOutcome:
    """What the calculator said of a case, and the kommune it was about."""

    given: CaseInput
    outcome: Outcome | None
    problem: str | None = None
