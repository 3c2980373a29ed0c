"""What was read from a file, as one line of JSON and back: between processes, and kept on disk."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

from corpus.front_matter import read_value
from corpus.types import Folder, Problem, Source, Text


def dump_folder(folder: Folder) -> str:
    """Return what was read as one line."""
    texts = [{"source": _dumped(text.source), "body": text.body} for text in folder.texts]
    problems = [[problem.line, problem.message] for problem in folder.problems]
    return json.dumps({"texts": texts, "problems": problems})


def parse_folder(line: str | bytes, path: Path) -> Folder:
    """Return what `dump_folder` wrote about the file at a path.

    Raises:
        ValueError: the line is not of that form.
    """
    try:
        values = json.loads(line)
        texts = tuple(Text(_parsed(item["source"]), str(item["body"])) for item in values["texts"])
        problems = tuple(
            Problem(path, None if at is None else int(at), str(message))
            for at, message in values["problems"]
        )
    except (KeyError, TypeError, RecursionError) as error:
        msg = f"not a file that was read: {error!r}"
        raise ValueError(msg) from error
    return Folder(texts, problems)


def _dumped(source: Source) -> dict[str, Any]:
    found = {item.name: getattr(source, item.name) for item in fields(Source)}
    known = {name: value for name, value in found.items() if value is not None}
    return {n: list(v) if isinstance(v, tuple) else str(v) for n, v in known.items()}


def _parsed(values: dict[str, Any]) -> Source:
    read: dict[str, Any] = {name: read_value(name, value) for name, value in values.items()}
    return Source(**read)
