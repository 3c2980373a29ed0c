"""An answer's Markdown becomes HTML: raw HTML is shown as text, only http(s) links survive.

markdown-it starts from its `zero` preset and switches on what answers use, so images, HTML,
autolinks and reference definitions do not exist here at all. Marks such as [1] become links to
the passage they stand for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, MutableMapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

RULES = (
    "table", "list", "heading", "blockquote", "hr",
    "emphasis", "link", "backticks", "escape", "newline",
)  # fmt: skip
MARK = re.compile(r"\[(\d{1,4})\]")
NUMBER = re.compile(r"[-−]?\d[\d\s\u00a0\u202f.,]*(?: ?(?:kr|kroner|timer|timar|hours|%))?")
LOWEST_HEADING = 6
LOWEST_FREE_HEADING = 3
"""The page has one h1, each question is an h2; headings inside an answer start below."""


def to_html(text: str, *, marks: Collection[str], anchor: str, label: str) -> str:
    """Render Markdown.

    Args:
        text: the Markdown.
        marks: the markers that stand for a passage; any other [n] stays as it is written.
        anchor: the passages' ids are this, a dash and the marker.
        label: what a screen reader says before the marker («Kilde»).
    """
    env = {"marks": frozenset(marks), "anchor": anchor, "label": label}
    return str(_renderer().render(text, env))


def safe_link(url: str | None) -> str | None:
    """The address if it is an http(s) address with a host, else None."""
    if not url or any(c.isspace() or ord(c) < ord(" ") for c in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


@cache
def _renderer() -> MarkdownIt:
    renderer = MarkdownIt("zero", {"html": False, "linkify": False, "typographer": False})
    renderer.enable(list(RULES))
    renderer.validateLink = lambda url: safe_link(url) is not None  # type: ignore[method-assign]
    renderer.inline.ruler.before("link", "mark", _find_mark)
    renderer.core.ruler.push("headings_and_numbers", _settle_tokens)
    renderer.add_render_rule("mark", _render_mark)
    renderer.add_render_rule("link_open", _render_link)
    renderer.add_render_rule("table_open", lambda *_: '<div class="table" tabindex="0"><table>\n')
    renderer.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return renderer


def _find_mark(state: StateInline, silent: bool) -> bool:
    found = MARK.match(state.src, state.pos, state.posMax)
    if not found or found[1] not in state.env["marks"]:
        return False
    if not silent:
        token = state.push("mark", "", 0)
        token.content = found[1]
    state.pos = found.end()
    return True


def _render_mark(
    _renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    number = tokens[index].content  # digits only, by MARK
    return (
        f'<a class="mark" href="#{env["anchor"]}-{number}">'
        f'<span class="unseen">{env["label"]} </span>{number}</a>'
    )


def _render_link(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    tokens[index].attrs.pop("title", None)
    tokens[index].attrSet("target", "_blank")
    tokens[index].attrSet("rel", "noopener noreferrer")
    return renderer.renderToken(tokens, index, options, env)


def _settle_tokens(state: StateCore) -> None:
    """Headings move below the question's; columns of numbers are set to the right."""
    rows: list[list[Token]] = []
    for index, token in enumerate(state.tokens):
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(LOWEST_HEADING, int(token.tag[1]) + LOWEST_FREE_HEADING - 1)}"
        elif token.type == "table_open":
            rows = []
        elif token.type == "tr_open":
            rows.append([])
        elif token.type in {"td_open", "th_open"}:
            token.attrs = {"scope": "col"} if token.type == "th_open" else {}
            token.meta = {"text": state.tokens[index + 1].content.strip("* ")}
            rows[-1].append(token)
        elif token.type == "table_close":
            _align(rows)


def _align(rows: list[list[Token]]) -> None:
    for column in zip(*rows, strict=False):
        cells = [cell.meta["text"] for cell in column[1:] if cell.meta["text"]]
        if cells and all(NUMBER.fullmatch(text) for text in cells):
            for cell in column:
                cell.attrSet("class", "number")
