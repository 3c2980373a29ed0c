"""One turn of the conversation as HTML. Every word of a user, a model or a text is escaped here."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from assistant import Answer, Language, Progress, Status, Turn
from web.citation import number_of, sources
from web.markdown import to_html
from web.texts import all_texts, words
from web.working import working


def conversation(turns: Iterable[Turn]) -> str:
    """All finished turns, oldest first."""
    return "".join(finished(turn) for turn in turns)


def finished(turn: Turn) -> str:
    """A question with its answer, the passages it rests on and the working of its amount."""
    answer = turn.answer
    language, anchor = answer.language, f"k-{answer.id}"
    body = to_html(
        answer.text,
        marks={number_of(citation) for citation in answer.citations},
        anchor=anchor,
        label=words("working_source", language),
    )
    parts = (
        _badges(answer),
        f'<div class="text">{body}</div>',
        working(answer, anchor=anchor),
        sources(answer.citations, language, anchor=anchor),
    )
    return (
        f'<article class="turn" lang="{language.value}" id="svar-{escape(answer.id)}">'
        f'{_question(turn.question, language)}<div class="answer" data-answer="{escape(answer.id)}"'
        f' aria-label="{words("answer_label", language)}" role="group">{"".join(parts)}</div>'
        "</article>"
    )


def waiting(question: str, step: Progress | None, language: Language) -> str:
    """A question whose answer is being made, with one line that says what is done right now."""
    line = _step(step, language) if step else words("working_on_it", language)
    return (
        f'<article class="turn waiting">{_question(question, language)}'
        f'<p class="status-line"><span class="dot"></span>{escape(line)}</p></article>'
    )


def broken(question: str, language: Language) -> str:
    """A question that got no answer because something failed on the server."""
    return (
        f'<article class="turn">{_question(question, language)}'
        f'<div class="answer"><p class="badges"><span class="badge badge-error">'
        f"{words('status_error', language)}</span></p>"
        f"<p>{words('broken', language)}</p></div></article>"
    )


def _step(step: Progress, language: Language) -> str:
    key = f"step_{step.step}"
    return words(key if key in all_texts() else "step_other", language, text=step.text)


def _question(question: str, language: Language) -> str:
    asked = words("you_asked", language)
    return (
        f'<h2 class="question"><span class="unseen">{asked} </span>'
        f'<span class="asked">{escape(question or words("no_question", language))}</span></h2>'
    )


def _badges(answer: Answer) -> str:
    badges = []
    if answer.status is not Status.ANSWERED:
        badges.append((f"badge-{answer.status.value}", f"status_{answer.status.value}"))
    if answer.calculation and not answer.calculation.official:
        badges.append(("badge-unofficial", "unofficial_amount"))
    if not badges:
        return ""
    marks = "".join(
        f'<span class="badge {kind}">{words(key, answer.language)}</span>' for kind, key in badges
    )
    return f'<p class="badges">{marks}</p>'
