"""A conversation as messages for a chat model, and a model's messages as progress for a reader."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from langchain_core.messages import (  # noqa: TID251 - messages are what a chat model reads
    AIMessage,
    BaseMessage,
    HumanMessage,
)

from assistant.builtin.spelling import respell
from assistant.builtin.spoken import in_digits
from assistant.personal import redact
from assistant.types import Progress, Turn

MOST_TURNS = 12
"""Earlier turns that a model sees; older ones are forgotten."""


def to_messages(history: tuple[Turn, ...], question: str) -> list[BaseMessage]:
    """The turns before and the question; earlier answers as status, text and what is missing."""
    messages: list[BaseMessage] = []
    for turn in history[-MOST_TURNS:]:
        answer = turn.answer
        said = {
            "status": answer.status.value,
            "text": redact(answer.text)[0],
            "missing": list(answer.missing),
        }
        messages += [HumanMessage(turn.question), AIMessage(json.dumps(said, ensure_ascii=False))]
    return [*messages, HumanMessage(question)]


def asked_words(questions: Iterable[str]) -> str:
    """All words of the user; numbers written in words stand in digits too («femti» is 50)."""
    said = " \n".join(questions)
    return f"{said}\n{in_digits(respell(said))}"


def progress_of(message: BaseMessage) -> Iterator[Progress]:
    """One line for each tool that a message calls."""
    for call in getattr(message, "tool_calls", None) or ():
        arguments = call["args"]
        text = arguments.get("query") or arguments.get("name") or ""
        yield Progress(call["name"], str(text))
