"""What happens between a question and the page: steps while it is worked on, then the answer."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant import Answer, Language, Turn
from web import turn as turns_as_html
from web.asker import Asker

MOST_TURNS_SHOWN = 50
"""A conversation keeps this many turns; the oldest leave the page first."""
MOST_SUGGESTIONS = 4
SHOWN_CHARACTERS = 2000
"""A pasted novel is shown by its beginning; the assistant itself says that it is too long."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Talk:
    """One visitor's conversation."""

    turns: tuple[Turn, ...] = ()

    def with_turn(self, turn: Turn) -> Talk:
        """The conversation with one turn more."""
        return replace(self, turns=(*self.turns, turn)[-MOST_TURNS_SHOWN:])

    @property
    def suggestions(self) -> tuple[str, ...]:
        """What the last answer proposes to ask next."""
        return self.turns[-1].answer.suggestions[:MOST_SUGGESTIONS] if self.turns else ()


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows at a moment: the finished turns, and below them the one being made."""

    talk: Talk
    finished: str | None
    """None while an answer is being made: the turns above it stand as they are."""
    pending: str


def ask(assistant: Asker, question: str, talk: Talk, language: Language) -> Iterator[View]:
    """Ask and yield a view per step; the last holds the answer, or says that something broke."""
    shown = _shown(question)
    yield View(talk, None, turns_as_html.waiting(shown, None, language))
    try:
        for event in assistant.stream(question, history=talk.turns):
            if isinstance(event, Answer):
                talk = talk.with_turn(Turn(shown, event))
            else:
                yield View(talk, None, turns_as_html.waiting(shown, event, language))
    except Exception:
        log.exception("a question on the page got no answer")
        finished = turns_as_html.conversation(talk.turns)
        yield View(talk, finished, turns_as_html.broken(shown, language))
        return
    yield View(talk, turns_as_html.conversation(talk.turns), "")


def _shown(question: str) -> str:
    """The question as text a browser can take: surrogates replaced, a novel cut."""
    text = question.encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()
    return text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS].rstrip() + " …"
