"""The values of an evaluation: a case, the replies to it, a score, and a measure over scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

ANSWERED = "answered"
ERROR = "error"


class EvalError(Exception):
    """A question file, a run or a setting cannot be used; the message says where and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What the answer to one turn must be. Empty or None: not looked at."""

    status: tuple[str, ...]
    language: str
    must: tuple[tuple[str, ...], ...] = ()
    must_not: tuple[str, ...] = ()
    amount: Decimal | None = None
    unit: str | None = None
    missing: tuple[str, ...] = ()
    cite: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One item of a question set: the turns of a conversation, and what the answers must be."""

    id: str
    group: str
    slices: tuple[str, ...]
    """Topics and periods, the language and the form, sorted."""
    language: str
    turns: tuple[str, ...]
    expect: tuple[Expectation | None, ...]
    """One a turn; None where the answer does not matter."""
    note: str
    raw: Mapping[str, object]
    """The item as it stands in its file."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A citation of a reply: the text it names, the words it quotes, what else it says of it."""

    source: str
    words: str
    about: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it lies in a run."""

    status: str
    language: str
    text: str
    missing: tuple[str, ...]
    quotes: tuple[Quote, ...]
    calculation: Mapping[str, object] | None
    alternatives: tuple[Mapping[str, object], ...] = ()
    """Amounts for other facts, where a fact is asked for."""

    @property
    def seen(self) -> str:
        """All that a reader can see: the text and the quotes."""
        return "\n".join((self.text, *(quote.words for quote in self.quotes)))


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnScore:
    """How one answer compares with what was expected of it. None: nothing was expected."""

    status: str
    allowed: tuple[str, ...]
    """The statuses that are right."""
    facts: tuple[bool, ...]
    """For each fact that must be said, whether it was."""
    forbidden: tuple[str, ...]
    """The patterns that must not be said and were."""
    forbidden_looked_for: bool
    amount_right: bool | None
    amount_unfounded: bool | None
    """Whether there is a calculation where no answer may be given; None where one may."""
    missing_right: bool | None
    citation_right: bool | None
    language_right: bool
    reasons: tuple[str, ...]
    """What is wrong, one sentence each; empty when all is right."""

    @property
    def status_right(self) -> bool:
        """Whether the status is one of those that are right."""
        return self.status in self.allowed

    @property
    def facts_right(self) -> bool:
        """Whether the status is right, every fact is said and no forbidden one."""
        return self.status_right and all(self.facts) and not self.forbidden

    @property
    def right(self) -> bool:
        """Whether the answer is fully right."""
        wanted = (self.amount_right, self.missing_right, self.citation_right)
        return self.facts_right and not self.amount_unfounded and False not in wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How the answers to one case compare with what was expected of them."""

    id: str
    group: str
    slices: tuple[str, ...]
    turns: tuple[TurnScore | None, ...]
    quotes_verbatim: tuple[bool | None, ...]
    """For each quote of all answers; None when the source's text is not at hand."""
    numbers: int
    """How many numbers the answers say."""
    untraceable: tuple[str, ...]
    """Those of them that no quote, calculation or user's word holds."""
    milliseconds: tuple[float, ...]

    @property
    def scored(self) -> tuple[TurnScore, ...]:
        """The turns that something is expected of, in order."""
        return tuple(turn for turn in self.turns if turn is not None)

    @property
    def right(self) -> bool:
        """Whether every expected answer is fully right."""
        return all(turn.right for turn in self.scored)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one case adds to a metric: so many hits of so many. Nothing of nothing is undefined."""

    hits: float
    of: int


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the true value lies, with 95 % confidence."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A metric over a slice. The value is None when it is undefined for every case."""

    metric: str
    value: float | None
    n: int
    """What the value is over, counted: items, answers, facts, quotes or numbers."""
    undefined: int
    """Cases that the metric says nothing about."""
    interval: Interval | None
