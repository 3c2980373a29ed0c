"""What the web needs of an assistant: to be asked, to compute a case, and to say how it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from assistant import Answer, Progress, Turn


class Asker(Protocol):
    """The front door of the assistant, as the page and the API use it."""

    def ask(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """Answer a question in the light of the turns before it."""
        ...

    def stream(self, question: str, history: tuple[Turn, ...] = ()) -> Iterator[Progress | Answer]:
        """The same, telling on the way what is being done; the answer comes last."""
        ...

    def calculate(self, case: Mapping[str, Any], language: str = "nb") -> Answer:
        """Compute a case; a CaseError names the field that cannot be read."""
        ...

    def status(self) -> Mapping[str, Any]:
        """Which model and index answer."""
        ...
