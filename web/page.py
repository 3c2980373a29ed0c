"""The page: a Gradio Blocks that asks, shows the conversation and offers what to ask next.

Only the toolkit's plainest parts are used. The conversation is HTML of our own (web/turn.py),
because the toolkit's chat renders Markdown in the browser, and because own markup gives headings,
tables and passages that a keyboard and a screen reader can use.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI

from assistant import Language
from web.asker import Asker
from web.chat import MOST_SUGGESTIONS, Talk, View, ask
from web.texts import words

STATIC = Path(__file__).parent / "static"
EXAMPLES = ("example_1", "example_2", "example_3", "example_4")
HEAD = (
    '<link rel="icon" href="/static/own/icon.svg"><script src="/static/own/page.js" defer></script>'
)
AT_ONCE = 8
MOST_WAITING = 64
FORGET_AFTER_SECONDS = 4 * 3600
"""A conversation that nobody touches is forgotten by the server."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the page that change."""

    talk: gr.State
    finished: gr.HTML
    pending: gr.HTML
    examples: gr.Column
    suggestions: gr.Column
    choices: tuple[gr.Button, ...]
    question: gr.Textbox
    send: gr.Button
    clear: gr.Button

    def outputs(self) -> list[Any]:
        """The changing parts in the order of `_update`."""
        return [
            self.talk, self.finished, self.pending, self.examples,
            self.suggestions, *self.choices, self.question, self.send, self.clear,
        ]  # fmt: skip


def build_page(assistant: Asker, language: Language) -> gr.Blocks:
    """Lay out the page and wire its events; nothing is served yet."""
    page: gr.Blocks
    with gr.Blocks(
        title=words("title", language), analytics_enabled=False, fill_width=True
    ) as page:
        _html(_heading(language), name="heading")
        with gr.Column(elem_id="talk"):
            finished = _html("", name="finished")
            pending = _html("", name="pending")
        examples, example_buttons = _choices("examples", language, EXAMPLES)
        suggestions, choices = _choices("suggestions", language, ("",) * MOST_SUGGESTIONS)
        with gr.Row(elem_id="ask", equal_height=False):
            question = gr.Textbox(
                label=words("question_label", language),
                placeholder=words("question_hint", language),
                lines=1, max_lines=8, container=True, elem_id="question", scale=1,
            )  # fmt: skip
            send = gr.Button(words("send", language), variant="primary", elem_id="send", scale=0)
            clear = gr.Button(words("new_conversation", language), elem_id="clear", scale=0,
                              visible=False)  # fmt: skip
        _html(_footer(language), name="footer")
        talk = gr.State(Talk(), time_to_live=FORGET_AFTER_SECONDS)
        parts = Parts(
            talk, finished, pending, examples, suggestions, choices, question, send, clear
        )  # fmt: skip
        _wire(assistant, language, parts, (*example_buttons, *choices))
        clear.click(lambda: _update(View(Talk(), "", "")), None, parts.outputs(),
                    api_visibility="private", show_progress="hidden")  # fmt: skip
    page.queue(default_concurrency_limit=AT_ONCE, max_size=MOST_WAITING, api_open=False)
    return page


def mount_page(app: FastAPI, page: gr.Blocks) -> FastAPI:
    """Put the page at / of the server."""
    mounted: FastAPI = gr.mount_gradio_app(
        app, page, path="/", footer_links=[], run_history=False, show_error=False,
        enable_monitoring=False, pwa=False, theme=_theme(), head=HEAD, max_file_size=1,
        css_paths=[STATIC / "page.css", STATIC / "answer.css"], ssr_mode=False, mcp_server=False,
    )  # fmt: skip
    return mounted


def _wire(
    assistant: Asker, language: Language, parts: Parts, buttons: tuple[gr.Button, ...]
) -> None:
    """Enter, the button and every proposed question lead to the same place."""

    def answer(question: str, talk: Talk) -> Iterator[list[Any]]:
        for view in ask(assistant, question, talk, language):
            yield _update(view)

    same: dict[str, Any] = {
        "outputs": parts.outputs(), "api_visibility": "private", "show_progress": "hidden",
        "trigger_mode": "once",
    }  # fmt: skip
    gr.on([parts.question.submit, parts.send.click], answer, [parts.question, parts.talk], **same)
    for button in buttons:
        button.click(answer, [button, parts.talk], **same)


def _update(view: View) -> list[Any]:
    """New values for the changing parts; while an answer is made only the pending turn changes."""
    if view.finished is None:
        hidden = gr.update(visible=False)
        kept = [gr.skip()] * MOST_SUGGESTIONS
        return [gr.skip(), gr.skip(), view.pending, hidden, hidden, *kept,
                "", gr.update(interactive=False), gr.update(interactive=False)]  # fmt: skip
    proposed = view.talk.suggestions
    buttons = [gr.update(value=text, visible=True) for text in proposed]
    unused = [gr.update(value="", visible=False)] * (MOST_SUGGESTIONS - len(proposed))
    begun = bool(view.talk.turns or view.pending)
    return [
        view.talk, view.finished, view.pending, gr.update(visible=not begun),
        gr.update(visible=bool(proposed)), *buttons, *unused, "", gr.update(interactive=True),
        gr.update(interactive=True, visible=begun),
    ]  # fmt: skip


def _choices(
    name: str, language: Language, keys: tuple[str, ...]
) -> tuple[gr.Column, tuple[gr.Button, ...]]:
    """A row of questions to click, under a heading; hidden until they have something to say."""
    known = any(keys)
    with gr.Column(elem_id=name, elem_classes="choices", visible=known) as column:
        _html(f"<p>{words(f'{name}_label', language)}</p>", name=f"{name}-label")
        with gr.Row(elem_classes="row-of-choices"):
            buttons = tuple(
                gr.Button(
                    words(key, language) if key else "",
                    visible=bool(key),
                    size="sm",
                    elem_classes="choice",
                    scale=0,
                )
                for key in keys
            )
    return column, buttons


def _html(value: str, *, name: str) -> gr.HTML:
    """A part of our own HTML, without the toolkit's styles and without its script."""
    return gr.HTML(value, elem_id=name, js_on_load=None, apply_default_css=False)


def _heading(language: Language) -> str:
    title, lead, machine = (escape(words(k, language)) for k in ("title", "lead", "machine"))
    talk = escape(words("conversation", language))
    return (
        f'<h1 data-language="{language.value}" data-talk="{talk}">{title}</h1>'
        f'<p class="lead">{lead}</p><p class="machine">{machine}</p>'
    )


def _footer(language: Language) -> str:
    line, link = (escape(words(key, language)) for key in ("footer", "footer_link"))
    return f'<p>{line} <a href="/docs">{link}</a></p>'


def _theme() -> gr.themes.Base:
    """Plain surfaces and one blue; the font's two weights that hold the Norwegian letters."""
    text = gr.themes.LocalFont("Source Sans Pro", weights=(400, 700))
    return gr.themes.Default(
        primary_hue="blue", neutral_hue="slate", radius_size="sm", text_size="lg",
        font=[text, "system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"],
    )  # fmt: skip
