"""What a turn is understood as: language, intent, facts and the query to search for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.builtin.facts import Facts
from assistant.builtin.intent import Intent
from assistant.types import Language


@dataclass(frozen=True, slots=True)
class UserTurn:
    """What the user wrote, and what we had asked for just before."""

    text: str
    asked: str | None = None


@dataclass(frozen=True, slots=True)
class Understanding:
    """The last turn, read in the light of those before it."""

    text: str
    """The turn with slips put right and numbers in digits."""
    language: Language
    intent: Intent
    facts: Facts
    """Facts of the case, carried over turns."""
    said_now: Facts
    """Facts of this turn alone."""
    query: str
    """What to search for: the turn's own words, with those of the turn it leans on."""
    follows: bool = False
    dont_know: bool = False
    """The user answered our question with «vet ikke»."""
    before: Facts | None = None
    """The facts before a «what if» changed one of them."""
    earlier: tuple[str, ...] = ()
    """What the turns before were searched for."""
    case: Facts | None = None
    """The facts of the last amount asked for, kept while other things are asked in between."""

    @property
    def on(self) -> date | None:
        """A day in the period asked about, or None when none was named."""
        if self.facts.start:
            return self.facts.start
        return date(self.facts.year, 4, 1) if self.facts.year else None
