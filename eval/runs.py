"""Run directories: everything that is needed to look at a run again, score it anew and compare it.

A run is put together in a hidden folder beside its place and renamed into it once it is whole, so
that a folder with a run's name always holds a finished run:

    settings.json     what was asked of which assistant: commit, index, model, day, questions
    questions.jsonl   the items, as they were
    generated.jsonl   a line an item: the answers, and milliseconds a turn
    passages.json     the texts that the answers' quotes may come from
    scores.jsonl      a line an item
    report.md, .json  the tables
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from eval.cases import canonical, digest, load_cases
from eval.types import Case, EvalError

FORMAT = 1
RUNS = "runs"
SETTINGS = "settings.json"
QUESTIONS = "questions.jsonl"
GENERATED = "generated.jsonl"
PASSAGES = "passages.json"
SCORES = "scores.jsonl"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """What a run was made of."""

    name: str
    started: str
    commit: str | None
    """The git commit of the checkout; None outside one."""
    changed: bool
    """Whether files of the checkout differed from the commit."""
    model: str
    embedder: str | None
    index: str
    """The fingerprint of the index."""
    today: str
    questions: str
    """The digest of the items."""
    count: int
    machine: str
    format: int = FORMAT

    def same_work(self, other: RunSettings) -> bool:
        """Whether answers of one may stand beside answers of the other in one run."""
        names = ("commit", "changed", "model", "embedder", "index", "today", "questions", "format")
        return all(getattr(self, name) == getattr(other, name) for name in names)


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run, read back."""

    path: Path
    settings: RunSettings
    cases: tuple[Case, ...]
    generated: Mapping[str, Mapping[str, Any]]
    passages: Mapping[str, Sequence[str]]


def run_path(home: Path, name: str, started: datetime) -> Path:
    """Return where a run of that name goes.

    Raises:
        EvalError: The name cannot be that of a folder.
    """
    if not _NAME.fullmatch(name):
        message = (
            f"The name {name!r} cannot be that of a folder; use letters, digits, '-', '_' and '.'."
        )
        raise EvalError(message)
    return home / RUNS / f"{started:%Y%m%dT%H%M%S}-{name}"


def workshop_of(path: Path) -> Path:
    """Return the folder in which the run is put together."""
    return path.parent / f".{path.name}.unfinished"


def start(path: Path, settings: RunSettings, cases: Sequence[Case]) -> Path:
    """Lay out the workshop of a new run.

    Raises:
        EvalError: A run, or an unfinished one, is already there.
    """
    workshop = workshop_of(path)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        message = f"{path} is already there; name another place with -o, or delete it."
        raise EvalError(message)
    if workshop.exists():
        message = f"An unfinished run is at {workshop}; go on with --resume, or delete that folder."
        raise EvalError(message)
    workshop.mkdir(parents=True)
    write_text(workshop / QUESTIONS, "".join(f"{canonical(case)}\n" for case in cases))
    write_json(workshop / SETTINGS, asdict(settings))
    return workshop


def resume(path: Path | None, settings: RunSettings, *, home: Path) -> tuple[Path, Path]:
    """Return place and workshop of the unfinished run to go on with.

    Args:
        path: The place of the run; None takes the newest unfinished one of that name.
        settings: What is asked now.
        home: The installation.

    Raises:
        EvalError: There is none, or it asked other questions or another assistant.
    """
    if path is None:
        pattern = f".*-{settings.name}.unfinished"
        found = sorted((home / RUNS).glob(pattern))
        if not found:
            name = settings.name
            message = f"There is no unfinished run {name!r} in {home / RUNS}; leave out --resume."
            raise EvalError(message)
        workshop = found[-1]
        path = workshop.with_name(workshop.name.removeprefix(".").removesuffix(".unfinished"))
    else:
        workshop = workshop_of(path)
        if not workshop.exists():
            message = f"There is no unfinished run for {path}; leave out --resume."
            raise EvalError(message)
    before = _settings(workshop)
    if not before.same_work(settings):
        message = (
            f"{workshop} was begun with another commit, model, index, day or question set; "
            "delete that folder and leave out --resume."
        )
        raise EvalError(message)
    return path, workshop


def finish(workshop: Path, path: Path) -> None:
    """Put the whole run in its place at once."""
    for file in workshop.iterdir():
        with file.open("rb") as opened:
            os.fsync(opened.fileno())
    if path.is_dir():
        path.rmdir()
    workshop.rename(path)


def find_run(named: str, home: Path) -> Path:
    """Return the folder of a run that is named by its path, its folder's name, or `last`.

    Raises:
        EvalError: There is no such run.
    """
    runs = home / RUNS
    if named == "last":
        finished = sorted(path for path in runs.glob("[!.]*") if (path / SETTINGS).is_file())
        if not finished:
            message = f"There is no run in {runs}; `python -m eval run` makes one."
            raise EvalError(message)
        return finished[-1]
    for path in (Path(named), runs / named):
        if path.is_dir():
            return path
    message = f"There is no run at {named}, and none of that name in {runs}."
    raise EvalError(message)


def read_run(path: Path) -> Run:
    """Return a finished run.

    Raises:
        EvalError: A file is missing, cut off or of another version; the message names it.
    """
    settings = _settings(path)
    cases = load_cases(path / QUESTIONS)
    if digest(cases) != settings.questions:
        message = f"{path / QUESTIONS} is not what the run asked; make the run anew."
        raise EvalError(message)
    generated = {line["id"]: line for line in read_lines(path / GENERATED)}
    lacking = [case.id for case in cases if case.id not in generated]
    if lacking:
        message = (
            f"{path / GENERATED} lacks the answers to {len(lacking)} of {len(cases)} questions "
            f"(the first is {lacking[0]!r}); make the run anew."
        )
        raise EvalError(message)
    passages = _read_json(path / PASSAGES)
    return Run(path, settings, cases, generated, passages)


def read_lines(path: Path) -> list[Any]:
    """Return the JSON values of a file of lines.

    Raises:
        EvalError: The file is missing or a line of it is broken.
    """
    values = []
    for number, line in enumerate(_read(path).splitlines(), start=1):
        try:
            values.append(json.loads(line))
        except json.JSONDecodeError as error:
            message = f"{path}:{number}: is cut off or broken ({error.msg}); make the run anew."
            raise EvalError(message) from error
    return values


def write_json(path: Path, value: Any) -> None:
    """Write a value as JSON, readable by eye, in one step."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a file in one step: whoever reads it sees the old one or the new one."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def _settings(path: Path) -> RunSettings:
    raw = _read_json(path / SETTINGS)
    if raw.get("format") != FORMAT:
        found = f"the run has format {raw.get('format')!r}, this version reads {FORMAT}"
        message = f"{path / SETTINGS}: {found}; make it anew."
        raise EvalError(message)
    names = {field.name for field in fields(RunSettings)}
    if set(raw) != names:
        odd = ", ".join(sorted(set(raw) ^ names))
        message = f"{path / SETTINGS}: {odd} is missing or unknown; make the run anew."
        raise EvalError(message)
    return RunSettings(**raw)


def _read_json(path: Path) -> Any:
    try:
        return json.loads(_read(path))
    except json.JSONDecodeError as error:
        message = f"{path}:{error.lineno}: is cut off or broken ({error.msg}); make the run anew."
        raise EvalError(message) from error


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        message = f"{path} is missing, so {path.parent} is not a finished run; make it anew."
        raise EvalError(message) from None
