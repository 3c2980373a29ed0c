"""The values an answer is made of; shell, HTTP, page and evaluation show these same fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from corpus import Authority, Wording


class Status(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    NEEDS_INPUT = "needs_input"
    NOT_IN_SOURCES = "not_in_sources"
    NOT_PUBLISHED = "not_published"
    OUT_OF_SCOPE = "out_of_scope"
    REFUSED = "refused"
    ERROR = "error"


class Language(StrEnum):
    """The language of a question, and so of its answer."""

    BOKMAAL = "nb"
    NYNORSK = "nn"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Citation:
    """A mark in the answer: the passage's source and the words that are quoted from it."""

    marker: str
    source: str
    title: str | None
    publisher: str | None
    published: date | None
    url: str | None
    authority: Authority
    wording: Wording
    valid_from: date | None
    valid_to: date | None
    heading: str
    quote: str


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class WorkingStep:
    """One line of working, in the answer's language."""

    label: str
    formula: str
    amount: Decimal
    figure: str
    source: str


@dataclass(frozen=True, slots=True)
class Calculation:
    """An amount (or hours) with its working. The amount is the sum of its steps."""

    amount: Decimal
    unit: str
    official: bool
    period: Period | None
    inputs: dict[str, str]
    steps: tuple[WorkingStep, ...]
    warnings: tuple[str, ...] = ()
    alternatives: tuple[Calculation, ...] = ()
    before: Calculation | None = None
    """What the case gave before a «what if» changed it."""

    @property
    def difference(self) -> Decimal | None:
        """This amount less the one before; None where there is none."""
        return self.amount - self.before.amount if self.before else None

    def step_differences(self) -> tuple[tuple[str, Decimal, Decimal], ...]:
        """Each part that either has, in order: its label, the amount before and now."""
        if self.before is None:
            return ()
        then, now = ({step.label: step.amount for step in c.steps} for c in (self.before, self))
        labels = dict.fromkeys([*now, *then])
        return tuple(
            (label, then.get(label, Decimal(0)), now.get(label, Decimal(0))) for label in labels
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What the user gets."""

    id: str
    status: Status
    language: Language
    text: str
    missing: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    calculation: Calculation | None = None
    alternatives: tuple[Calculation, ...] = ()
    """Where a fact is missing or impossible: what the case gives with it put right, or for each
    of its possible values."""
    model: str = "built-in"
    index: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation: what the user wrote (redacted) and the answer to it."""

    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done right now: `step` is the name of the tool that is called."""

    step: str
    text: str
    """The search words, or the facts that are looked at."""
