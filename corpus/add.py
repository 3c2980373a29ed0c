"""Files of this installation's own, kept beside the shipped texts as Markdown with front matter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.extract import read_file
from corpus.front_matter import render_front_matter
from corpus.load import ADDED, SHIPPED
from corpus.slug import slug
from corpus.types import CorpusError, Source, Text

ASKED_FOR = ("title", "publisher", "published", "url", "language", "valid_from")
"""What a reader of a citation wants to know; said aloud where it is unknown."""


@dataclass(frozen=True, slots=True)
class Added:
    """A text that was stored: where, what it is, and what is still unknown about it."""

    path: Path
    source: Source
    unknown: tuple[str, ...]


def add_file(
    path: Path, home: Path, told: dict[str, Any], *, replace_old: bool
) -> tuple[Added, ...]:
    """Store a file's text (and its readers' comments) under the home, with what was told about it.

    Raises:
        CorpusError: the file yields no text, or one of that name is there already.
    """
    found = read_file(path, text_id=slug(path.stem) or "tekst")
    if found.problems:
        raise CorpusError("; ".join(problem.message for problem in found.problems))
    folder = home / ADDED
    texts = [_told(text, told if not position else {}) for position, text in enumerate(found.texts)]
    targets = [folder / f"{text.source.id}.md" for text in texts]
    for target in targets:
        if (SHIPPED / target.name).exists():
            msg = f"would get the id of a shipped text, {target.stem!r}; rename the file"
            raise CorpusError(msg)
        if target.exists() and not replace_old:
            msg = f"is there already as {target}; use --replace to store it anew"
            raise CorpusError(msg)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for text, target in zip(texts, targets, strict=True):
            target.write_text(render_front_matter(text.source) + text.body, encoding="utf-8")
    except OSError as error:
        msg = f"cannot be stored in {folder}: {error.strerror}"
        raise CorpusError(msg) from error
    return tuple(
        Added(target, text.source, _unknown(text.source))
        for text, target in zip(texts, targets, strict=True)
    )


def _told(text: Text, told: dict[str, Any]) -> Text:
    return Text(replace(text.source, **told), text.body)


def _unknown(source: Source) -> tuple[str, ...]:
    return tuple(key for key in ASKED_FOR if getattr(source, key) is None)
