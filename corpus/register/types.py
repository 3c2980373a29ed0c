"""The values of the register: a kommune, what it was before, and where a text names one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

How = Literal["exact", "old", "typo"]


@dataclass(frozen=True, slots=True)
class Predecessor:
    """The number and name that a kommune, or part of one, had from 2020 to 2023."""

    number: str
    name: str
    county: str
    split: bool
    """Whether the old kommune was divided between several."""


@dataclass(frozen=True, slots=True)
class Municipality:
    """A kommune of today, with what the scheme's rules ask about it."""

    number: str
    name: str
    official_name: str
    names: tuple[str, ...]
    """Its name in every official language, the Norwegian one first."""
    county_number: str
    county: str
    centrality_index: int
    centrality_class: int
    """SSB's class: 1 is most central, 6 least."""
    centrality_version: int
    language_decision: str
    rhf: str
    alis_office: str
    alis_place: str
    alis_stated: bool
    """Whether a source states the office; otherwise it is inferred."""
    predecessors: tuple[Predecessor, ...]
    caveats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text that names a kommune; several candidates where the name is not unique."""

    text: str
    start: int
    end: int
    candidates: tuple[Municipality, ...]
    how: How
