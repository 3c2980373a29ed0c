"""An answer as plain text for a terminal: the text, then the sources of its marks."""

from __future__ import annotations

import re

from assistant.replies import say
from assistant.types import Answer, Citation, Language
from corpus import Wording


def as_text(answer: Answer) -> str:
    """The answer's text with its numbered list of sources."""
    lines = [_unescaped(answer.text)]
    if answer.citations:
        lines += ["", say("sources", answer.language)]
        lines += [_source(citation, answer.language) for citation in answer.citations]
    if answer.suggestions:
        lines += ["", *(f"  → {suggestion}" for suggestion in answer.suggestions)]
    lines += ["", f"[{answer.status} · {answer.model} · {answer.id}]"]
    return "\n".join(lines)


def _unescaped(text: str) -> str:
    """Markdown's escapes taken off, since a terminal shows them."""
    return re.sub(r"\\([\[\](:.])", r"\1", text).replace("&lt;", "<")


def _source(citation: Citation, language: Language) -> str:
    about = ", ".join(
        str(part)
        for part in (citation.title, citation.heading, citation.publisher, citation.published)
        if part
    )
    own = f" ({say('own_wording', language)})" if citation.wording is Wording.OWN else ""
    authority = say(f"authority_{citation.authority}", language)
    link = f"\n      {citation.url}" if citation.url else ""
    return f"  [{citation.marker}] {about} · {authority}{own}\n      {citation.quote}{link}"
