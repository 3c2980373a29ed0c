"""A Markdown body as its blocks: headings, paragraphs, lists, tables; soft line breaks joined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.sentences import LIST_MARK

Kind = Literal["heading", "paragraph", "list", "table"]

_HEADING = re.compile(r"[ ]{0,3}(?P<marks>#{1,6})\s+(?P<text>.*?)\s*#*\s*$")
_ITEM = re.compile(rf"(?P<indent>[ \t]*)(?P<mark>{LIST_MARK})[ \t]+(?P<text>\S.*)$")
_TABLE_ROW = re.compile(r"[ \t]*\|")
_RULE = re.compile(r"[ ]{0,3}(?:-{3,}|\*{3,}|_{3,})[ \t]*$")
_HARD_BREAK = re.compile(r"(?: {2,}|\\)$")
_BULLETS = "*+•·‣◦"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a body: its kind, its parts (lines, items or rows) and a heading's level."""

    kind: Kind
    parts: tuple[str, ...]
    level: int = 0

    @property
    def text(self) -> str:
        """The block as plain Markdown."""
        return "\n".join(self.parts)


def read_blocks(body: str) -> tuple[Block, ...]:
    """Return the blocks of a Markdown body in order."""
    return tuple(_Reader().read(body))


class _Reader:
    """Collects lines until a block is whole."""

    def __init__(self) -> None:
        self.kind: Kind | None = None
        self.parts: list[str] = []

    def read(self, body: str) -> Iterator[Block]:
        for line in body.splitlines():
            heading = _HEADING.match(line)
            if not line.strip() or _RULE.match(line) or heading:
                # A blank line inside a list is followed by the next item or by something else.
                if self.kind != "list" or heading or line.strip():
                    yield from self._flush()
                else:
                    self.parts.append("")
                if heading and heading["text"]:
                    yield Block("heading", (heading["text"],), len(heading["marks"]))
                continue
            yield from self._take(line)
        yield from self._flush()

    def _take(self, line: str) -> Iterator[Block]:
        item = _ITEM.match(line)
        if _TABLE_ROW.match(line):
            yield from self._begin("table")
            self.parts.append(line.strip())
        elif item:
            yield from self._begin("list")
            self.parts.append(_item(item))
        elif self.kind == "list" and not (self.parts[-1] == "" and not line[0].isspace()):
            while self.parts[-1] == "":
                self.parts.pop()
            self.parts[-1] += " " + line.strip()
        else:
            yield from self._begin("paragraph")
            self._add_line(line)

    def _add_line(self, line: str) -> None:
        words = " ".join(line.split())
        if self.parts and not self.parts[-1].endswith("\n"):
            self.parts[-1] += " " + words
        elif self.parts:
            self.parts[-1] = self.parts[-1].rstrip("\n")
            self.parts.append(words)
        else:
            self.parts.append(words)
        if _HARD_BREAK.search(line):
            self.parts[-1] = self.parts[-1].rstrip("\\") + "\n"

    def _begin(self, kind: Kind) -> Iterator[Block]:
        if self.kind != kind:
            yield from self._flush()
            self.kind = kind

    def _flush(self) -> Iterator[Block]:
        parts = tuple(part.rstrip("\n") for part in self.parts if part.strip())
        if self.kind and parts:
            yield Block(self.kind, parts)
        self.kind, self.parts = None, []


def _item(found: re.Match[str]) -> str:
    depth = len(found["indent"].expandtabs(2)) // 2
    mark = "-" if found["mark"] in _BULLETS else found["mark"]
    return "  " * min(depth, 3) + f"{mark} " + " ".join(found["text"].split())
