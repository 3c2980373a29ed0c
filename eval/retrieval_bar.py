"""A progress bar a stage on standard error, with notices above it."""

from __future__ import annotations

import sys
from typing import Any

from tqdm import tqdm


class StageBar:
    """A progress that is seen."""

    def __init__(self) -> None:
        """Start without a bar."""
        self._bar: Any = None
        self._stage = ""

    def notice(self, message: str) -> None:
        """Show a notice on a line of its own."""
        tqdm.write(message, file=sys.stderr)

    def step(self, stage: str, done: int, total: int) -> None:
        """Move the bar of the stage."""
        if stage != self._stage:
            self.close()
            self._stage = stage
            self._bar = tqdm(total=total, desc=stage, file=sys.stderr)
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Leave the bar where it stands."""
        if self._bar is not None:
            self._bar.close()
        self._bar, self._stage = None, ""
