"""Question sets from disk: every line read strictly, and told with file and line when wrong."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from corpus import load_texts
from eval.items import REGISTER, ItemError, read_item
from eval.types import Case, EvalError

SHIPPED = Path(__file__).with_name("questions")
APART = SHIPPED / "test"
"""The split that nothing is learnt from."""


def known_sources() -> frozenset[str]:
    """Return the ids that an item may ask to be cited: the shipped texts and the register."""
    return frozenset({REGISTER, *(text.source.id for text in load_texts())})


def load_cases(path: Path = SHIPPED, *, sources: frozenset[str] | None = None) -> tuple[Case, ...]:
    """Return the cases of a file, or of all `*.jsonl` of a folder, ordered by id.

    Args:
        path: The file or folder.
        sources: The ids that may be cited; None takes the items' word for it.

    Raises:
        EvalError: There is no question, or a line is wrong; every wrong line is named.
    """
    cases: dict[str, Case] = {}
    first: dict[str, str] = {}
    problems: list[str] = []
    for where, line in _lines(path):
        try:
            case = read_item(line, sources)
        except ItemError as wrong:
            problems.append(f"{where}: {wrong}")
            continue
        if case.id in cases:
            problems.append(
                f"{where}: the id {case.id!r} is also at {first[case.id]}; give it another"
            )
        cases[case.id], first[case.id] = case, where
    if problems:
        raise EvalError("\n".join(problems))
    if not cases:
        message = f"{path} holds no question; eval/questions/README.md shows how one is written."
        raise EvalError(message)
    return tuple(cases[name] for name in sorted(cases))


def digest(cases: Iterable[Case]) -> str:
    """Return what tells one set of questions from another, whatever files they are spread over."""
    lines = sorted(canonical(case) for case in cases)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def canonical(case: Case) -> str:
    """Return the item as one line that does not hang on the order of its fields."""
    return json.dumps(case.raw, ensure_ascii=False, sort_keys=True)


def _lines(path: Path) -> list[tuple[str, str]]:
    if not path.exists():
        message = f"{path} does not exist; name a .jsonl file, or a folder of them."
        raise EvalError(message)
    lines: list[tuple[str, str]] = []
    for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            message = f"{file} is not UTF-8 at byte {error.start}; save it as UTF-8."
            raise EvalError(message) from error
        numbered = enumerate(text.split("\n"), start=1)
        lines.extend((f"{file}:{number}", line) for number, line in numbered if line.strip())
    return lines
