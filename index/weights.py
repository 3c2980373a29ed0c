"""Factors on a chunk's score: its text's authority, and whether it holds on the day asked about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from corpus import Chunk, Source
from index.settings import Settings

_ALWAYS = date.min.toordinal()
_NEVER = date.max.toordinal()


class Weights:
    """One factor a chunk, worked out at opening so that a query only multiplies."""

    def __init__(self, chunks: Sequence[Chunk], settings: Settings) -> None:
        """Read authority, validity and replacement off the sources."""
        replaced = _replaced_from({chunk.source.id: chunk.source for chunk in chunks})
        sources = [chunk.source for chunk in chunks]
        self._settings = settings
        self._authority = np.array(
            [settings.authority[source.authority] for source in sources], dtype=np.float32
        )
        self._from = np.array([_day(source.valid_from, _ALWAYS) for source in sources])
        self._to = np.array([_day(source.valid_to, _NEVER) for source in sources])
        self._replaced = np.array([replaced.get(source.id, _NEVER + 1) for source in sources])

    def on(self, day: date | None) -> np.ndarray:
        """The factors on a day. Without one, only what has been replaced at all is demoted."""
        at = _NEVER if day is None else day.toordinal()
        factors = np.where(self._replaced <= at, self._settings.superseded, 1.0)
        if day is not None:
            outside = (at < self._from) | (at > self._to)
            factors = np.where(outside, self._settings.not_in_force, factors)
        product: np.ndarray = self._authority * factors.astype(np.float32)
        return product


def _replaced_from(sources: dict[str, Source]) -> dict[str, int]:
    """From which day each replaced text is so: when its first replacement takes effect."""
    found: dict[str, int] = {}
    for source in sources.values():
        day = _day(source.valid_from or source.published, _ALWAYS)
        for old in source.supersedes:
            found[old] = min(day, found.get(old, _NEVER))
    return found


def _day(day: date | None, otherwise: int) -> int:
    return otherwise if day is None else day.toordinal()
