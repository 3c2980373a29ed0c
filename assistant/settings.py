"""All settings of the assistant on one screen; read from the environment only at the edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

BUILT_IN = "built-in"


class SettingsError(ValueError):
    """A setting cannot be used; the message says which one and what to write instead."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the installation lives, which models it uses and what day it is."""

    home: Path = Path("var")
    """Everything that is written: index versions, records, settings of the installation."""
    model: str = BUILT_IN
    """`built-in`, or a LangChain chat model string such as `openai:NAME`."""
    embedder: str | None = None
    """None for the shipped embedder, else a sentence-transformers name or path."""
    today: date | None = None
    """Replaces today's date."""
    keep_records: bool = True

    @property
    def day(self) -> date:
        """Today, or the day that stands in for it."""
        return self.today or date.today()  # noqa: DTZ011 - the user's own calendar day is meant

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Read the ALIS_ variables.

        Raises:
            SettingsError: ALIS_TODAY is not a date.
        """
        raw_today = environment.get("ALIS_TODAY") or None
        try:
            today = date.fromisoformat(raw_today) if raw_today else None
        except ValueError as wrong:
            msg = f"ALIS_TODAY is {raw_today!r}; write a date as YYYY-MM-DD."
            raise SettingsError(msg) from wrong
        return cls(
            home=Path(environment.get("ALIS_HOME") or "var"),
            model=environment.get("ALIS_MODEL") or BUILT_IN,
            embedder=environment.get("ALIS_EMBEDDER") or None,
            today=today,
        )
