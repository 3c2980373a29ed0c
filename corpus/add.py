"""Files of this installation's own, kept beside the shipped texts as Markdown with front matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.bounded import BoundedReader
from corpus.front_matter import render_front_matter
from corpus.load import ADDED, SHIPPED, file_ids
from corpus.types import CorpusError, Folder, Problem, Source, Text
from corpus.walk import walk

ASKED_FOR = ("title", "publisher", "published", "url", "language", "valid_from")
"""What a reader of a citation wants to know; said aloud where it is unknown."""


@dataclass(frozen=True, slots=True)
class Added:
    """A text that was stored: where, what it is, and what is still unknown about it."""

    origin: Path
    path: Path
    source: Source
    unknown: tuple[str, ...]


def add_files(
    paths: Sequence[Path], home: Path, told: dict[str, Any], *, replace_old: bool
) -> Iterator[Added | Problem]:
    """Yield what was stored of each file and of each file under a folder, or why it was not."""
    with BoundedReader() as reader:
        for given in paths:
            inside, problems = walk(given) if given.is_dir() else ([given], [])
            yield from problems
            names = file_ids([Path(path.name) for path in inside])
            if given.is_dir():
                names = file_ids([path.relative_to(given) for path in inside])
            for path, name in zip(inside, names, strict=True):
                try:
                    found = reader.read(path, text_id=name)
                    yield from _stored(path, found, home / ADDED, (told, replace_old))
                except CorpusError as error:
                    yield Problem(path, None, str(error))


def _stored(
    path: Path, found: Folder, folder: Path, told: tuple[dict[str, Any], bool]
) -> Iterator[Added]:
    """Store a file's text (and its readers' comments) with what was told about it.

    Raises:
        CorpusError: something in it is doubtful, or a text of that name is there already.
    """
    if found.problems:
        raise CorpusError("; ".join(problem.message for problem in found.problems))
    said, replace_old = told
    texts = [_told(text, said if not position else {}) for position, text in enumerate(found.texts)]
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
    for text, target in zip(texts, targets, strict=True):
        yield Added(path, target, text.source, _unknown(text.source))


def _told(text: Text, told: dict[str, Any]) -> Text:
    return Text(replace(text.source, **told), text.body)


def _unknown(source: Source) -> tuple[str, ...]:
    return tuple(key for key in ASKED_FOR if getattr(source, key) is None)
