"""Fetched pages under ALIS_HOME/fetched: a text each as Markdown, and a record of its visits."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from corpus.front_matter import render_front_matter
from corpus.load import FETCHED
from corpus.types import CorpusError, Text

SUFFIX = "-live"
"""What stands behind a page's id in the id of its text."""
EARLIER = ".earlier"
"""The folder for the wording before the last change; hidden, so that it is not indexed."""


@dataclass(frozen=True, slots=True)
class Record:
    """When a page was visited, and what it held."""

    url: str
    sha256: str
    """Of the bytes that came last; many pages change them without changing a word."""
    visited: date
    changed: date
    """The day on which the present wording was first seen."""
    texts: tuple[str, ...] = field(default=())


class Store:
    """The fetched pages of one installation."""

    def __init__(self, home: Path) -> None:
        """Keep them under that home."""
        self.folder = home / FETCHED

    def path(self, page_id: str) -> Path:
        """Where the text of a page is."""
        return self.folder / f"{page_id}{SUFFIX}.md"

    def body(self, page_id: str) -> str | None:
        """Return the words of a page as they were last time, or None."""
        path = self.path(page_id)
        try:
            raw = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise CorpusError(f"{path}: cannot be read: {error}") from error
        return raw.split("\n---\n", maxsplit=1)[-1]

    def record(self, page_id: str) -> Record | None:
        """Return what is known of the last visit, or None."""
        try:
            values: dict[str, Any] = json.loads(self._record_path(page_id).read_text("utf-8"))
            visited, changed = (date.fromisoformat(values[key]) for key in ("visited", "changed"))
            texts = tuple(str(name) for name in values["texts"])
            return Record(str(values["url"]), str(values["sha256"]), visited, changed, texts)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            where = self._record_path(page_id)
            raise CorpusError(f"{where}: is damaged ({error}); remove it") from error

    def write(self, page_id: str, text: Text | None, record: Record) -> None:
        """Keep a visit; the text only where its words are new. The earlier wording is kept too."""
        values = {
            "url": record.url,
            "sha256": record.sha256,
            "visited": str(record.visited),
            "changed": str(record.changed),
            "texts": list(record.texts),
        }
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if text is not None:
                path = self.path(page_id)
                if path.exists():
                    earlier = self.folder / EARLIER
                    earlier.mkdir(exist_ok=True)
                    _write(earlier / path.name, path.read_text(encoding="utf-8"))
                _write(path, render_front_matter(text.source) + text.body)
            _write(self._record_path(page_id), json.dumps(values, indent=1) + "\n")
        except OSError as error:
            raise CorpusError(f"cannot be kept in {self.folder}: {error.strerror}") from error

    def _record_path(self, page_id: str) -> Path:
        return self.folder / f"{page_id}.json"


def _write(path: Path, content: str) -> None:
    draft = path.with_suffix(".new")
    draft.write_text(content, encoding="utf-8")
    draft.replace(path)
