"""Conversations in bulk: JSON lines in, answers out in the same order; no line stops the rest."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from assistant.guard import guard
from assistant.serial import to_json
from assistant.types import Turn

if TYPE_CHECKING:
    from assistant.agent import Assistant


class LineError(ValueError):
    """A line is not a conversation; `identity` is its id if it has one."""

    def __init__(self, message: str, identity: Any = None) -> None:
        """Keep the id beside the message."""
        super().__init__(message)
        self.identity = identity


def answer_lines(assistant: Assistant, raw: bytes, output: Path | None) -> int:
    """Answer every line; return 1 when one of them was no conversation, else 0."""
    lines = [(n, line) for n, line in enumerate(raw.split(b"\n"), start=1) if line.strip()]
    failed = False
    with ExitStack() as stack:
        out = stack.enter_context(output.open("w", encoding="utf-8")) if output else sys.stdout
        for number, line in tqdm(lines, unit="q", file=sys.stderr, disable=None):
            result = answer_line(assistant, line, number)
            failed = failed or "error" in result
            out.write(one_line(result) + "\n")
            out.flush()
    return int(failed)


def one_line(result: dict[str, Any]) -> str:
    """A result as one line of JSON; half a character in an id is escaped, since UTF-8 has none."""
    line = json.dumps(result, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        return json.dumps(result)
    return line


def answer_line(assistant: Assistant, line: bytes, number: int) -> dict[str, Any]:
    """One line's answers, or what is wrong with it."""
    try:
        identity, turns = read_line(line)
    except LineError as wrong:
        return {"id": wrong.identity, "line": number, "error": str(wrong)}
    return {"id": identity, "answers": list(converse(assistant, turns))}


def converse(assistant: Assistant, turns: list[str]) -> Iterator[dict[str, Any]]:
    """The answers to the turns of one conversation."""
    history: tuple[Turn, ...] = ()
    for text in turns:
        answer = assistant.ask(text, history)
        history = (*history, Turn(guard(text).text, answer))
        yield to_json(answer)


def _no_constant(name: str) -> None:
    msg = f"{name} is not a value of JSON"
    raise ValueError(msg)


def read_line(line: bytes) -> tuple[Any, list[str]]:
    """The id and the user's turns of a line.

    Raises:
        LineError: it is not `{"id": …, "turns": ["…"]}`.
    """
    try:
        data = json.loads(line.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError as wrong:
        raise LineError("The line is not UTF-8.") from wrong
    except (ValueError, RecursionError) as wrong:
        msg = f"The line is not JSON: {wrong}."
        raise LineError(msg) from wrong
    if not isinstance(data, dict):
        raise LineError(
            'The line is not an object such as {"id": "1", "turns": ["Hvem kan søke?"]}.'
        )
    identity = data.get("id")
    turns = data.get("turns")
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
        raise LineError('"turns" must be a list of at least one string.', identity)
    return identity, turns
