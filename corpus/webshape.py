"""The shape of an article without marks: which line is its title, a heading, prose or a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CAPTION = re.compile(r"(?:^|.*[\s(])(?:Foto|Photo|Illustrasjon(?:sfoto)?)\s*:", re.DOTALL)
_QUOTE = ("–", "—", "- ", "-", "«", "“", '"', "•")
_SENTENCE_END = re.compile(r"[.!?…][»”\")]*$")
_INLINE_BULLET = re.compile(r"\s+[•▪■●]\s+")
_PROSE_CHARS = 80
_HEADING_CHARS = 110
_HEADING_WORDS = 14
_TITLE_WORDS = 3
_TITLE_CANDIDATES = 8
_LIST_RUN = 3
_LIST_ITEM_CHARS = 250


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds something, whether it is a list item, and whether it opens a block."""

    text: str
    item: bool = False
    first: bool = True


def is_caption(text: str) -> bool:
    """Whether the line credits a photograph."""
    return _CAPTION.match(text) is not None


def is_prose(text: str) -> bool:
    """Whether the line is running text."""
    return len(text) >= _PROSE_CHARS or len(re.findall(r"[.!?](?:\s|$)", text)) > 1


def looks_like_heading(line: Line) -> bool:
    """Whether the line has the form of a heading: short, no full stop, no quote, no item."""
    text = line.text
    return (
        not line.item
        and len(text) <= _HEADING_CHARS
        and len(text.split()) <= _HEADING_WORDS
        and not text.startswith(_QUOTE)
        and not text.endswith((".", ":", ";", ",", "!", "…"))
        and (text[0].isupper() or text[0].isdigit())
        and any(char.isalpha() for char in text)
    )


def find_title(lines: list[Line]) -> str | None:
    """Return the first line near the top that reads as a title, or None."""
    for line in lines[:_TITLE_CANDIDATES]:
        words = len(line.text.split())
        if looks_like_heading(line) and words >= _TITLE_WORDS:
            return line.text
        quoted = line.text.startswith(_QUOTE)
        if is_prose(line.text) and not quoted and line is not lines[0]:
            break
    return _short_title(lines)


def _short_title(lines: list[Line]) -> str | None:
    """Return the very first line where it is a heading of one or two words over a text."""
    top = lines[0] if lines else None
    if top is None or len(lines) == 1 or not looks_like_heading(top):
        return None
    return top.text if is_prose(lines[1].text) else None


def as_markdown(lines: list[Line]) -> str:
    """Return the lines as Markdown: headings and lists get their marks, the words stay."""
    return "\n\n".join(_blocks(lines))


def _blocks(lines: list[Line]) -> Iterator[str]:
    position = 0
    while position < len(lines):
        line = lines[position]
        run = _list_run(lines, position)
        if run > position:
            yield "\n".join(f"- {item.text}" for item in lines[position:run])
            position = run
            continue
        following = lines[position + 1] if position + 1 < len(lines) else None
        if following and looks_like_heading(line) and _opens_section(following):
            yield f"## {line.text}"
        else:
            yield _paragraph(line.text)
        position += 1


def _opens_section(line: Line) -> bool:
    return (
        is_prose(line.text)
        or _SENTENCE_END.search(line.text) is not None
        or line.text.endswith(":")
    )


def _list_run(lines: list[Line], start: int) -> int:
    """Return where a list that starts here ends: items, or lines under a lead that begin alike."""
    end = start
    while end < len(lines) and lines[end].item:
        end += 1
    if end > start or not start or not lines[start - 1].text.endswith(":"):
        return end
    first_word = lines[start].text.split()[0]
    while (
        end < len(lines)
        and lines[end].text.split()[0] == first_word
        and not lines[end].text.startswith(_QUOTE)
        and len(lines[end].text) <= _LIST_ITEM_CHARS
    ):
        end += 1
    return end if end - start >= _LIST_RUN else start


def _paragraph(text: str) -> str:
    """Return a paragraph; bullets that were pasted into one line become a list again."""
    parts = _INLINE_BULLET.split(text)
    if len(parts) <= _LIST_RUN - 1:
        return text.lstrip("#>|")
    lead, *items = parts
    return "\n".join([lead, "", *(f"- {item}" for item in items)])
