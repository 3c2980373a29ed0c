"""Whether everything that ships is as it must be: texts, what they point to, the register."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from corpus.chunk import CHUNK_LIMIT_CHARS, chunk_texts
from corpus.load import SHIPPED, read_shipped
from corpus.register import check_register
from corpus.types import Problem, Text

_PERSONAL = {
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+\.\w{2,}"),
    "a phone number": re.compile(
        r"(?:tlf|telefon|phone|mobil)\.?:?\s*(?:\+47)?[\d ]{8,}", re.IGNORECASE
    ),
}
_HEADING_WITHOUT_SPACE = re.compile(r"#{1,6}[^#\s]")


def check(directory: Path = SHIPPED) -> tuple[Problem, ...]:
    """Return what is wrong with the shipped texts and the register, file by file."""
    shipped = read_shipped(directory)
    problems = [*shipped.problems]
    if not shipped.texts and not shipped.problems:
        problems.append(Problem(directory, None, "holds no texts"))
    paths = {path.stem: path for path in directory.glob("*.md")}
    known = {text.source.id for text in shipped.texts}
    for text in shipped.texts:
        path = paths.get(text.source.id)
        if path is None:
            message = f"the text {text.source.id!r} must be in a file of that name"
            problems.append(Problem(directory, None, message))
            continue
        problems.extend(_check_text(text, path, known))
    return (*problems, *check_register())


def _check_text(text: Text, path: Path, known: set[str]) -> Iterator[Problem]:
    raw = path.read_text(encoding="utf-8")
    for other in text.source.supersedes:
        if other not in known:
            line = _line_of(raw, "supersedes:")
            yield Problem(path, line, f"supersedes {other!r}, which is no text here")
    for number, line_text in enumerate(raw.splitlines(), start=1):
        if _HEADING_WITHOUT_SPACE.match(line_text):
            yield Problem(path, number, "a heading needs a space after its #")
        for what, pattern in _PERSONAL.items():
            if pattern.search(line_text):
                yield Problem(path, number, f"holds {what}; personal contact details stay out")
    chunks = chunk_texts([text])
    if not chunks:
        yield Problem(path, None, "has headings but no text under them")
    for chunk in chunks:
        if len(chunk.text) > CHUNK_LIMIT_CHARS:
            message = f"the passage {chunk.id!r} has {len(chunk.text)} characters"
            yield Problem(path, _line_of(raw, chunk.text.split("\n")[0][:40]), message)


def _line_of(raw: str, start: str) -> int | None:
    place = raw.find(start)
    return raw.count("\n", 0, place) + 1 if place >= 0 else None
