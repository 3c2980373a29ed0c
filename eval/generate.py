"""Puts the questions to the assistant: one line of answers an item, kept as it comes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

from assistant import Answer, Turn, to_json
from eval.types import Case, EvalError


class Answering(Protocol):
    """What answers a question; the assistant does."""

    def ask(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """Answer one turn, given the turns before it."""
        ...


Opening = Callable[[], Answering]


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a worker is handed: the item and its turns."""

    id: str
    turns: tuple[str, ...]


def converse(assistant: Answering, conversation: Conversation) -> dict[str, Any]:
    """Hold one conversation; the line holds one answer a turn, and how long each took.

    An assistant that raises must not cost the other answers: what it raised is kept, and
    scored as an error.
    """
    line: dict[str, Any] = {"id": conversation.id, "answers": [], "milliseconds": []}
    history: tuple[Turn, ...] = ()
    for question in conversation.turns:
        start = perf_counter()
        try:
            answer = assistant.ask(question, history)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what this item got
            line["error"] = f"{type(error).__name__}: {error}"
            break
        line["milliseconds"].append(round((perf_counter() - start) * 1000.0, 3))
        line["answers"].append(to_json(answer))
        history = (*history, Turn(question, answer))
    return line


def generate(
    cases: Iterable[Case],
    path: Path,
    *,
    opening: Opening,
    workers: int = 1,
    advance: Callable[[int], None] = lambda _: None,
) -> None:
    """Add to the file a line for each case that has none yet, in the order of the cases.

    Args:
        cases: What to ask.
        path: The file of lines; a last line that was cut off is made anew.
        opening: Opens the assistant; with several workers each process calls it, so it must pickle.
        workers: How many processes to ask with.
        advance: Told after each item how many are done.
    """
    done = _whole_lines(path)
    advance(len(done))
    todo = [Conversation(case.id, case.turns) for case in cases if case.id not in done]
    if not todo:
        return
    with path.open("a", encoding="utf-8") as file, _answers(todo, opening, workers) as lines:
        for count, line in enumerate(lines, start=len(done) + 1):
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            advance(count)


def _whole_lines(path: Path) -> set[str]:
    """Return the ids that the file answers, after cutting off a last line that is not whole."""
    if not path.exists():
        return set()
    raw = path.read_bytes()
    whole = raw[: raw.rfind(b"\n") + 1]
    if whole != raw:
        path.write_bytes(whole)
    return {json.loads(line)["id"] for line in whole.decode().splitlines()}


@contextmanager
def _answers(
    todo: Sequence[Conversation], opening: Opening, workers: int
) -> Iterator[Iterator[dict[str, Any]]]:
    """The lines in order, from this process or from several."""
    if workers <= 1:
        assistant = opening()
        yield (converse(assistant, conversation) for conversation in todo)
        return
    # Threads and open databases do not survive a fork.
    pool = ProcessPoolExecutor(
        min(workers, len(todo)), get_context("spawn"), initializer=_Worker.open, initargs=(opening,)
    )
    try:
        yield pool.map(_Worker.converse, todo)
    except BrokenProcessPool as error:
        message = "A worker process ended; --workers 1 shows why, and --resume keeps what is there."
        raise EvalError(message) from error
    finally:
        pool.shutdown(cancel_futures=True)


class _Worker:
    """The assistant of a worker process."""

    assistant: Answering | None = None

    @classmethod
    def open(cls, opening: Opening) -> None:
        """Open it, once a process."""
        cls.assistant = opening()

    @classmethod
    def converse(cls, conversation: Conversation) -> dict[str, Any]:
        """Hold one conversation with it."""
        if cls.assistant is None:
            raise RuntimeError("The worker has no assistant: its pool was started without one.")
        return converse(cls.assistant, conversation)
