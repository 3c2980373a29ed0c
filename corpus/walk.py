"""The files under a folder, and one line for each that cannot be opened."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from corpus.extract import HEAD_BYTES, SUFFIXES, UNREAD_DOCUMENTS, kind_of
from corpus.types import Problem


def walk(directory: Path) -> tuple[list[Path], list[Problem]]:
    """Return the files of the kinds that are read, in order, and what cannot be looked into.

    Hidden files and folders are passed over, links to folders are not followed.
    """
    files: list[Path] = []
    problems: list[Problem] = []

    def unopened(error: OSError) -> None:
        where = Path(error.filename or directory)
        problems.append(Problem(where, None, f"cannot be opened: {error.strerror}"))

    for folder, folders, names in os.walk(directory, onerror=unopened):
        for name in folders:
            path = Path(folder, name)
            if path.is_symlink() and not name.startswith("."):
                problems.append(Problem(path, None, "is a link to a folder; it is not followed"))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for path in _visible(Path(folder), names):
            reason = _refused(path)
            if reason is None:
                files.append(path)
            elif reason:
                problems.append(Problem(path, None, reason))
    return sorted(files), sorted(problems, key=lambda problem: str(problem.path))


def _visible(folder: Path, names: list[str]) -> Iterator[Path]:
    yield from (folder / name for name in sorted(names) if not name.startswith("."))


def _refused(path: Path) -> str | None:
    """Return None for a file to read, a reason for one that cannot be, "" for one of no concern."""
    suffix = path.suffix.lower()
    try:
        path.stat()
    except OSError as error:
        if error.errno == errno.ELOOP:
            return "is a link that leads to itself"
        if path.is_symlink():
            return "is a link to nothing"
        return f"cannot be opened: {error.strerror}" if suffix in SUFFIXES else ""
    if suffix in UNREAD_DOCUMENTS:
        return f"is of a kind that is not read; save it as one of {', '.join(SUFFIXES)}"
    if suffix not in SUFFIXES and suffix != "":
        return ""
    if not path.is_file():
        return "is no ordinary file"
    return None if suffix or _looks_readable(path) else ""


def _looks_readable(path: Path) -> bool:
    """Whether a file without a suffix begins as a page, a PDF or a document does."""
    try:
        with path.open("rb") as opened:
            return kind_of(opened.read(HEAD_BYTES)) is not None
    except OSError:
        return False
