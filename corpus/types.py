"""The values that leave the corpus: a source, a text, a chunk of it, and why a text was refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path


class CorpusError(Exception):
    """A text or the register is not as it must be; the message says where and what to do."""


class Authority(StrEnum):
    """How much weight a text carries."""

    BINDING = "binding"
    GUIDANCE = "guidance"
    ANNOUNCEMENT = "announcement"
    NEWS = "news"
    UNOFFICIAL = "unofficial"
    OPINION = "opinion"
    UNKNOWN = "unknown"


class Wording(StrEnum):
    """Whether the text is the source's own words or our restatement of them."""

    OWN = "own"
    ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class Source:
    """Who said it, where and when, and for which period it holds. What is not known is None."""

    id: str
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    url: str | None = None
    authority: Authority = Authority.UNKNOWN
    wording: Wording = Wording.ORIGINAL
    language: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    supersedes: tuple[str, ...] = ()
    retrieved: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether nothing known about the text says that it does not hold on that day."""
        after_start = self.valid_from is None or self.valid_from <= day
        return after_start and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Text:
    """A publication about the scheme: its source and its body as Markdown."""

    source: Source
    body: str
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Questions that a section answers, by its heading: searched, never shown or quoted."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """The smallest citable passage of a text, under its path of headings."""

    id: str
    text: str
    heading: tuple[str, ...]
    source: Source
    asked: tuple[str, ...] = ()
    """Questions that the passage's section answers, as people ask them: searched, never shown."""

    @property
    def context(self) -> str:
        """Title and headings, which a reader sees above the passage."""
        return " › ".join(part for part in (self.source.title or "", *self.heading) if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a file, and on which line where that is known."""

    path: Path
    line: int | None
    message: str

    def __str__(self) -> str:
        """The problem as a line that an editor can jump to."""
        where = str(self.path) if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder of files yielded: the texts, and the files that could not be read as one."""

    texts: tuple[Text, ...]
    problems: tuple[Problem, ...]
