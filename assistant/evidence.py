"""The passages an answer may rest on, each with an opaque id that a draft must name to cite it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from assistant.types import Calculation
from corpus import Chunk


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage issued by a tool in this conversation."""

    id: str
    chunk: Chunk
    score: float = 0.0
    coverage: float = 0.0
    dense: float = 0.0
    asked: float = 0.0
    asked_words: float = 0.0
    keyword: float = 0.0
    tool: str = "search_texts"
    quote: str | None = None
    """The words of the passage that matter, where the tool knows them."""
    about: str | None = None
    """The condition or figure that the passage was fetched for."""

    @property
    def digest(self) -> str:
        """SHA-256 of the passage, kept in the record."""
        return hashlib.sha256(self.chunk.text.encode()).hexdigest()


def evidence_id(chunk: Chunk) -> str:
    """An id that says nothing about the source, so that none can be made up that fits."""
    return "k" + hashlib.sha256(f"{chunk.id}\0{chunk.text}".encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class IssuedCalculation:
    """A result of the calculator, issued by a tool in this conversation."""

    id: str
    calculation: Calculation


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool hands to the gate, besides the words it hands to the model."""

    tool: str
    evidence: tuple[Evidence, ...] = ()
    calculation: IssuedCalculation | None = None
    alternatives: tuple[IssuedCalculation, ...] = ()
    """Where the case itself has no amount: what it gives otherwise."""
    outcome: object | None = None
    """The typed outcome (calculator, eligibility, register), for the built-in model."""
    rejected: tuple[Evidence, ...] = ()

    @property
    def issued(self) -> tuple[IssuedCalculation, ...]:
        """Every calculation that a draft may name."""
        return (*((self.calculation,) if self.calculation else ()), *self.alternatives)
