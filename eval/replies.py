"""Answers in the JSON form in which they lie in a run, read into replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.types import EvalError, Quote, Reply

_ABOUT = ("title", "publisher", "published", "url", "heading", "valid_from", "valid_to")
BROKEN = Reply("error", "", "", (), (), None)
"""What stands for an answer that never came."""


def read_reply(raw: Mapping[str, Any]) -> Reply:
    """Return the reply of one answer.

    Raises:
        EvalError: A field that scoring needs is not there.
    """
    try:
        return Reply(
            status=raw["status"],
            language=raw["language"],
            text=raw["text"],
            missing=tuple(raw["missing"]),
            quotes=tuple(_quote(one) for one in raw["citations"]),
            calculation=raw["calculation"],
            alternatives=tuple(raw.get("alternatives", ())),
        )
    except (KeyError, TypeError) as error:
        message = f"an answer lacks {error}; it was made by another version, so generate it anew"
        raise EvalError(message) from error


def read_replies(line: Mapping[str, Any], turns: int) -> tuple[Reply, ...]:
    """Return one reply a turn; where the assistant broke off, the rest are errors."""
    answers: Sequence[Mapping[str, Any]] = line.get("answers", ())
    replies = tuple(read_reply(one) for one in answers[:turns])
    return replies + (BROKEN,) * (turns - len(replies))


def _quote(raw: Mapping[str, Any]) -> Quote:
    about = " \n".join(str(raw[name]) for name in _ABOUT if raw.get(name) is not None)
    return Quote(source=raw["source"], words=raw["quote"], about=about)
