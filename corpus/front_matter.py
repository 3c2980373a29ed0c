"""YAML front matter: what a file says about itself, as a Source, with every mistake on its line.

A shipped text must say everything (null where it is not known). A file from elsewhere may say
something, in its own form: what we know is taken, the rest is ignored.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import yaml

from corpus.types import Authority, CorpusError, Problem, Source, Wording

KEYS = tuple(field.name for field in fields(Source))
NEVER_NULL = ("id", "title", "publisher", "authority", "language")
LANGUAGES = ("nb", "nn", "en")
_FENCE = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_LONGEST_BLOCK = 6_000
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_URL = re.compile(r"https?://\S+")
_Choice = TypeVar("_Choice", bound=StrEnum)


class FrontMatterError(CorpusError):
    """A file's front matter is missing or wrong; carries every problem found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Build the message from the problems, one a line."""
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The values a file gives about itself, the line of each, and the body beneath."""

    values: dict[str, Any]
    lines: dict[str, int]
    body: str
    body_line: int


def split_front_matter(raw: str, path: Path) -> FrontMatter | None:
    """Return the front matter, or None where the file has none.

    Raises:
        FrontMatterError: the block between the dashes is not a YAML mapping of unique keys.
    """
    found = _FENCE.match(raw)
    if found is None:
        return None
    block = found["yaml"]
    if len(block) > _LONGEST_BLOCK:
        message = f"the front matter is longer than {_LONGEST_BLOCK} characters"
        raise FrontMatterError((Problem(path, 1, message),))
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(block)):
            message = "the front matter refers to parts of itself (*name); write each value out"
            raise FrontMatterError((Problem(path, 1, message),))
        node = yaml.compose(block, Loader=yaml.SafeLoader)
        values = yaml.safe_load(block)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark is not None else 1
        message = f"the front matter is not valid YAML ({_reason(error)})"
        raise FrontMatterError((Problem(path, line, message),)) from error
    if not isinstance(node, yaml.MappingNode) or not isinstance(values, dict):
        raise FrontMatterError((Problem(path, 1, "the front matter must hold 'key: value' lines"),))
    lines: dict[str, int] = {}
    for key, _ in node.value:
        if str(key.value) in lines:
            twice = Problem(path, key.start_mark.line + 2, f"the key {key.value!r} is given twice")
            raise FrontMatterError((twice,))
        lines[str(key.value)] = key.start_mark.line + 2
    body_line = raw.count("\n", 0, found.end()) + 1
    named = {str(key): value for key, value in values.items()}
    return FrontMatter(named, lines, raw[found.end() :], body_line)


def strict_source(raw: str, path: Path) -> tuple[Source, FrontMatter]:
    """Return the source of a shipped text, whose front matter must be whole and right.

    Raises:
        FrontMatterError: names the file and line of everything that is missing or wrong.
    """
    matter = split_front_matter(raw, path)
    if matter is None:
        message = "there is no front matter; a shipped text starts with a block between two '---'"
        raise FrontMatterError((Problem(path, 1, message),))
    known = ", ".join(KEYS)
    problems = [
        Problem(path, matter.lines[key], f"unknown key {key!r}; the keys are {known}")
        for key in matter.values
        if key not in KEYS
    ]
    problems += [
        Problem(path, 1, f"the key {key!r} is missing; write null where it is not known")
        for key in KEYS
        if key not in matter.values and key != "wording"
    ]
    start = Source(id=path.stem, wording=Wording.OWN)
    source, wrong = _read_values(matter, start, path)
    problems += wrong
    problems += [
        Problem(path, matter.lines[key], f"{key!r} must have a value")
        for key in NEVER_NULL
        if key in matter.values and matter.values[key] is None
    ]
    if problems:
        raise FrontMatterError(tuple(problems))
    return source, matter


def lenient_source(matter: FrontMatter, start: Source, path: Path) -> tuple[Source, list[Problem]]:
    """Return `start` with the values of a file from elsewhere; a wrong value stays unknown."""
    return _read_values(matter, start, path)


def read_value(key: str, value: object) -> object:
    """Return a value as the source holds it.

    Raises:
        ValueError: it is no value for that key; the message says what is.
    """
    return _READERS[key](value)


def render_front_matter(source: Source) -> str:
    """Return the front matter that reads back as this source."""
    values: dict[str, object] = {}
    for key in KEYS:
        value = getattr(source, key)
        values[key] = str(value) if isinstance(value, StrEnum) else value
    values["supersedes"] = list(source.supersedes)
    block = yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{block}---\n"


def _read_values(matter: FrontMatter, start: Source, path: Path) -> tuple[Source, list[Problem]]:
    read: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, value in matter.values.items():
        if key not in KEYS or value is None:
            continue
        try:
            read[key] = read_value(key, value)
        except ValueError as error:
            problems.append(Problem(path, matter.lines[key], f"{key!r}: {error}"))
    source = replace(start, **read)
    if source.valid_from and source.valid_to and source.valid_to < source.valid_from:
        line = matter.lines.get("valid_to")
        problems.append(Problem(path, line, "'valid_to' is earlier than 'valid_from'"))
    return source, problems


def _reason(error: Exception) -> str:
    return str(getattr(error, "problem", None) or str(error).split("\n", maxsplit=1)[0])


def _read_id(value: object) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        msg = f"{value!r} is not an id; use small letters a-z, digits and hyphens"
        raise ValueError(msg)
    return value


def _read_text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        msg = f"{value!r} is not a text; write it in quotes, or null"
        raise ValueError(msg)
    return " ".join(value.split())


def _read_url(value: object) -> str:
    if not isinstance(value, str) or not _URL.fullmatch(value):
        msg = f"{value!r} is not an address; it starts with http:// or https://"
        raise ValueError(msg)
    return value


def _read_date(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    msg = f"{str(value)!r} is not a date; write it as YYYY-MM-DD, or null"
    raise ValueError(msg)


def _read_language(value: object) -> str:
    if value not in LANGUAGES:
        msg = f"{value!r} is not a language here; use one of {', '.join(LANGUAGES)}"
        raise ValueError(msg)
    return str(value)


def _read_ids(value: object) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list):
        msg = f"{value!r} is not a list of text ids; write [first-id, second-id]"
        raise ValueError(msg)  # noqa: TRY004 - a mistake in a file, told as all others are
    return tuple(_read_id(item) for item in listed)


def _choice(options: type[_Choice]) -> Callable[[object], _Choice]:
    def read(value: object) -> _Choice:
        try:
            return options(str(value))
        except ValueError:
            allowed = ", ".join(options)
            msg = f"{value!r} is not one of {allowed}"
            raise ValueError(msg) from None

    return read


_READERS: dict[str, Callable[[object], object]] = {
    "id": _read_id,
    "title": _read_text,
    "publisher": _read_text,
    "published": _read_date,
    "url": _read_url,
    "authority": _choice(Authority),
    "wording": _choice(Wording),
    "language": _read_language,
    "valid_from": _read_date,
    "valid_to": _read_date,
    "supersedes": _read_ids,
    "retrieved": _read_date,
}
