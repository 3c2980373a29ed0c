"""Passages and queries from JSON lines; what cannot be used is left out, and told by line."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eval.types import EvalError

MAX_PASSAGE_CHARS = 500_000
"""A longer text is a book rather than a passage."""
MAX_QUERY_CHARS = 10_000
_SHOWN = 60
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that can be found."""

    id: str
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, and the ids of the passages that answer it."""

    id: str
    text: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class Collection:
    """Passages and queries, each ordered by id, and one sentence for each thing left out."""

    passages: tuple[Passage, ...]
    queries: tuple[Query, ...]
    problems: tuple[str, ...]


class _LineError(Exception):
    """What is wrong with one line."""


def read_collection(passages: Path, queries: Path) -> Collection:
    """Return what can be used of two files.

    Raises:
        EvalError: A file cannot be read, or nothing of it can be used.
    """
    problems: list[str] = []
    found = _passages(passages, problems)
    if not found:
        raise EvalError("\n".join([*problems, f"{passages} holds no passage that can be used."]))
    asked = _queries(queries, frozenset(found), problems)
    if not asked:
        raise EvalError("\n".join([*problems, f"{queries} holds no query that can be used."]))
    return Collection(
        tuple(found[name] for name in sorted(found)),
        tuple(asked[name] for name in sorted(asked)),
        tuple(problems),
    )


def _passages(path: Path, problems: list[str]) -> dict[str, Passage]:
    found: dict[str, Passage] = {}
    lines: dict[str, int] = {}
    for number, line in _lines(path):
        try:
            passage = _passage(_row(line), lines)
        except _LineError as wrong:
            problems.append(f"{path}:{number}: {wrong}; the passage is left out.")
            continue
        lines[passage.id] = number
        found[passage.id] = passage
    return found


def _queries(path: Path, known: frozenset[str], problems: list[str]) -> dict[str, Query]:
    found: dict[str, Query] = {}
    lines: dict[str, int] = {}
    for number, line in _lines(path):
        try:
            query = _query(_row(line), lines, known)
        except _LineError as wrong:
            problems.append(f"{path}:{number}: {wrong}; the query is left out.")
            continue
        if unknown := query.relevant - known:
            problems.append(
                f"{path}:{number}: relevant names what is no passage ({_named(unknown)}); "
                "the query counts with its other passages."
            )
        lines[query.id] = number
        found[query.id] = replace(query, relevant=query.relevant & known)
    return found


def _passage(row: dict[str, Any], lines: dict[str, int]) -> Passage:
    identity, text = _id(row, lines), _text(row, "text", MAX_PASSAGE_CHARS)
    language = row.get("lang")
    if language is not None and not isinstance(language, str):
        raise _LineError('lang is not a text; write a code such as "nb", or leave it out')
    return Passage(identity, text, language)


def _query(row: dict[str, Any], lines: dict[str, int], known: frozenset[str]) -> Query:
    query = Query(_id(row, lines), _text(row, "query", MAX_QUERY_CHARS), _relevant(row))
    if query.relevant.isdisjoint(known):
        raise _LineError(f"relevant names no passage that is there ({_named(query.relevant)})")
    return query


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that hold something, numbered from 1."""
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror}); name a file of JSON lines."
        raise EvalError(message) from error
    if content.startswith(_WIDE):
        raise EvalError(f"{path} is UTF-16; save it as UTF-8.")
    lines = content.removeprefix(codecs.BOM_UTF8).split(b"\n")
    yield from ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _row(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise _LineError(f"is not UTF-8 at byte {error.start + 1} of the line") from None
    except json.JSONDecodeError as error:
        raise _LineError(f"is not JSON ({error.msg} at character {error.pos + 1})") from None
    except (ValueError, RecursionError):
        raise _LineError(
            "is not JSON that can be read (nested too deep, or a huge number)"
        ) from None
    if not isinstance(row, dict):
        raise _LineError("is not a JSON object, written {…} on one line")
    return row


def _id(row: dict[str, Any], lines: dict[str, int]) -> str:
    identity = _text(row, "id", MAX_QUERY_CHARS)
    if identity in lines:
        raise _LineError(f"the id {_short(identity)} is also on line {lines[identity]}")
    return identity


def _text(row: dict[str, Any], field: str, limit: int) -> str:
    if field not in row:
        raise _LineError(f"has no {field!r}")
    text = row[field]
    if not isinstance(text, str):
        raise _LineError(f"{field} is not a text")
    if not any(sign.isprintable() and not sign.isspace() for sign in text):
        raise _LineError(f"{field} is empty")
    if len(text) > limit:
        raise _LineError(f"{field} has {len(text):,} characters, and the limit is {limit:,}")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        place = error.start + 1
        raise _LineError(f"{field} holds what UTF-8 cannot at character {place}") from None
    return text


def _relevant(row: dict[str, Any]) -> frozenset[str]:
    if "relevant" not in row:
        raise _LineError("has no 'relevant'")
    ids = row["relevant"]
    if not isinstance(ids, list) or not ids or not all(isinstance(one, str) for one in ids):
        raise _LineError('relevant is not a list of ids, such as ["p1"]')
    return frozenset(ids)


def _named(ids: frozenset[str]) -> str:
    more = f" and {len(ids) - 1} more" if len(ids) > 1 else ""
    return _short(min(ids)) + more


def _short(identity: str) -> str:
    """The id in quotes and in ASCII where it would not print, cut when it is long."""
    return repr(identity if len(identity) <= _SHOWN else f"{identity[:_SHOWN]}…")
