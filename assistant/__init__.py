"""Questions in, answers out: with citations that hold, exact amounts, and a record of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.calculator import FigureError
from assistant.case_input import CaseError
from assistant.record import Record, RecordError, Records
from assistant.serial import from_json, to_json
from assistant.settings import Settings, SettingsError
from assistant.starting import for_good
from assistant.types import (
    Answer,
    Calculation,
    Citation,
    Language,
    Period,
    Progress,
    Status,
    Turn,
    WorkingStep,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.agent import Assistant
    from assistant.builtin.observe import Observed, observe


def open_assistant(settings: Settings, *, notice: Callable[[str], None]) -> Assistant:
    """An assistant over an installation; see `assistant.opening`."""
    from assistant.opening import open_assistant as opened  # noqa: PLC0415 - langchain and numpy only when asked for

    return opened(settings, notice=notice)


def __getattr__(name: str) -> object:
    """Bring the class itself when it is asked for; langchain comes with it."""
    if name == "Assistant":
        from assistant.agent import Assistant  # noqa: PLC0415

        return Assistant
    if name in {"Observed", "observe"}:
        from assistant.builtin import observe as observing  # noqa: PLC0415

        return getattr(observing, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "Answer",
    "Assistant",
    "Calculation",
    "CaseError",
    "Citation",
    "FigureError",
    "Language",
    "Observed",
    "Period",
    "Progress",
    "Record",
    "RecordError",
    "Records",
    "Settings",
    "SettingsError",
    "Status",
    "Turn",
    "WorkingStep",
    "for_good",
    "from_json",
    "observe",
    "open_assistant",
    "to_json",
]
