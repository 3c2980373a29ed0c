"""One citation as a passage that opens: who said it, when, how binding it is, and the words."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant import Citation, Language
from corpus import Wording
from web.dates import day
from web.markdown import safe_link
from web.texts import words


def sources(citations: Sequence[Citation], language: Language, *, anchor: str) -> str:
    """The list of passages under an answer; empty when nothing is cited."""
    if not citations:
        return ""
    items = "".join(f"<li>{_passage(c, language, anchor=anchor)}</li>" for c in citations)
    heading = words("sources", language)
    return f'<section class="sources"><h3>{heading}</h3><ol>{items}</ol></section>'


def number_of(citation: Citation) -> str:
    """The bare number of a marker: «1» of «[1]»."""
    return citation.marker.strip("[]")


def _passage(citation: Citation, language: Language, *, anchor: str) -> str:
    number = escape(number_of(citation))
    title = escape(citation.title or words("untitled", language))
    weight = words(f"authority_{citation.authority.value}", language)
    return (
        f'<details class="passage" id="{escape(anchor)}-{number}"><summary>'
        f'<span class="number">{number}</span> <span class="title">{title}</span> '
        f'<span class="weight weight-{citation.authority.value}">{weight}</span>'
        f'<span class="facts">{_heading(citation)}{_facts(citation, language)}</span></summary>'
        f'<div class="inside">{_inside(citation, language)}</div></details>'
    )


def _heading(citation: Citation) -> str:
    return f'<span class="heading">{escape(citation.heading)}</span>' if citation.heading else ""


def _facts(citation: Citation, language: Language) -> str:
    """Publisher, date of publication and validity on one line."""
    published, validity = citation.published, _validity(citation, language)
    when = words("published", language, day=day(published, language)) if published else None
    if when is None and validity is None:
        when = words("undated", language)
    return " · ".join(escape(fact) for fact in (citation.publisher, when, validity) if fact)


def _validity(citation: Citation, language: Language) -> str | None:
    start, end = citation.valid_from, citation.valid_to
    if start and end:
        return words("valid_between", language, start=day(start, language), end=day(end, language))
    if start:
        return words("valid_from", language, start=day(start, language))
    return words("valid_to", language, end=day(end, language)) if end else None


def _inside(citation: Citation, language: Language) -> str:
    own = citation.wording is Wording.OWN
    wording = words("own_words" if own else "original_words", language)
    quote = "".join(f"<p>{escape(line)}</p>" for line in citation.quote.splitlines() if line)
    return (
        f"<blockquote>{quote}</blockquote>"
        f'<p class="wording">{wording}{_original(citation, language)}</p>'
    )


def _original(citation: Citation, language: Language) -> str:
    url = safe_link(citation.url)
    if url is None:
        return ""
    return (
        f' · <a href="{escape(url)}" target="_blank" rel="noopener noreferrer">'
        f"{words('open_original', language)}</a> {words('new_tab', language)}"
    )
