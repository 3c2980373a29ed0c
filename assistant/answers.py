"""Answers put together: from a draft that passed the gate, or from a fixed reply."""

from __future__ import annotations

from dataclasses import replace

from assistant.draft import Draft
from assistant.grounding import Grounded
from assistant.guard import MAX_CHARACTERS, Guarded
from assistant.replies import say
from assistant.types import Answer, Language, Status

PROBLEM_STATUS = {
    "empty": Status.NEEDS_INPUT,
    "too_long": Status.NEEDS_INPUT,
    "error": Status.ERROR,
}


def to_answer(draft: Draft, grounded: Grounded, language: Language, *, model: str) -> Answer:
    """An answer without an id yet."""
    return Answer(
        id="",
        status=draft.status,
        language=language,
        text=grounded.text,
        missing=draft.missing,
        suggestions=draft.suggestions,
        citations=grounded.citations,
        calculation=grounded.calculation,
        alternatives=grounded.alternatives,
        model=model,
    )


def fixed_answer(guarded: Guarded, language: Language) -> Answer:
    """The answer to a question that cannot be read, or when something broke."""
    key = guarded.problem or "error"
    status = PROBLEM_STATUS[key]
    missing = ("question",) if status is Status.NEEDS_INPUT else ()
    return Answer(
        id="",
        status=status,
        language=language,
        text=say(key, language, limit=MAX_CHARACTERS),
        missing=missing,
    )


def finish(answer: Answer, guarded: Guarded, *, identity: str) -> Answer:
    """The answer with its id, and a line on what was taken out of the question."""
    text = answer.text
    if guarded.redacted:
        kinds = ", ".join(say(kind, answer.language) for kind in guarded.redacted)
        text = f"{text}\n\n> {say('redacted', answer.language, kinds=kinds)}"
    return replace(answer, id=identity, text=text)
