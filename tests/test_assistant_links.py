"""What a quoted source links to or marks up is shown as plain text; a model's own links are not."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from assistant import Answer, Language, Status
from assistant.draft import Draft, Sentence
from assistant.evidence import Evidence, ToolResult, evidence_id
from assistant.grounding import Grounded, UngroundedError, ground
from assistant.show import as_text
from corpus import Chunk, Source

WEB = Chunk(
    "c-web",
    "Se https://x.no/a eller www.x.no [2], [her](https://x.no) ![b](b) <b>nå</b> mailto:a@x.no w",
    ("Lenker",),
    Source(id="nett"),
)
LIVE = re.compile(r"(?<!\\)\]\(|\w://|www\.|mailto:|<\w")


def grounded(text: str, quote: str) -> Grounded:
    results = (ToolResult("search_texts", (Evidence(evidence_id(WEB), WEB),)),)
    draft = Draft(Status.ANSWERED, (Sentence(text, (evidence_id(WEB),), quote),))
    return ground(draft, results, "", Language.BOKMAAL)


def test_quoted_links_markup_and_marks_are_plain_text_and_the_citation_is_verbatim() -> None:
    found = grounded(f"«{WEB.text}»", WEB.text)
    assert found.citations[0].quote == WEB.text
    assert not LIVE.search(found.text)
    assert re.findall(r"(?<!\\)\[\d+\]", found.text) == ["[1]"]
    html = MarkdownIt("commonmark").render(found.text)
    assert not re.search(r"<(?!/?p>)", html)
    assert "www.x.no [2], [her](https://x.no) ![b](b) &lt;b&gt;nå" in html


def test_a_terminal_shows_the_words_as_they_are() -> None:
    found = grounded(f"«{WEB.text}»", WEB.text)
    answer = Answer("a", Status.ANSWERED, Language.BOKMAAL, found.text, citations=found.citations)
    assert as_text(answer).startswith(f"«{WEB.text}» [1]\n")


@pytest.mark.parametrize("quote", ["w", "://", "https", "[", ":", "x.no", "https://x.no/a", "<b"])
@pytest.mark.parametrize(
    "text",
    ["www.evil.example", "https://evil.example", "[w](evil)", "{} https://y.no", "<b>", "{}[9]"],
)
def test_a_quote_does_not_smuggle_in_a_link_of_the_models_own(quote: str, text: str) -> None:
    try:
        shown = grounded(text.format(quote), quote).text
    except UngroundedError:
        return
    assert not LIVE.search(shown.removesuffix(" [1]")), shown
