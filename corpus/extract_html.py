"""A web page as texts: the article, and its readers' comments apart."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from corpus.front_matter import LANGUAGES
from corpus.types import Authority, CorpusError, Source, Text
from corpus.webtext import clean, find_published

_LANGUAGE = re.compile(r"<html[^>]*?\slang\s*=\s*[\"']?(?P<code>[a-zA-Z]{2})", re.IGNORECASE)
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_COMMENTS = "kommentarer"


def read_html(content: str, start: Source) -> tuple[Text, ...]:
    """Return the page's article as Markdown, and the comments under it as a second text.

    Raises:
        CorpusError: no article can be found in the page.
    """
    import trafilatura  # noqa: PLC0415 - heavy

    article = trafilatura.extract(
        content,
        output_format="markdown",
        include_comments=False,
        include_links=True,
        include_tables=True,
        include_formatting=True,
    )
    if not article:
        raise CorpusError("yields no text; no article was found in the page")
    body = _tidy(article)
    source = _described(content, start, body)
    texts = [Text(source, body)]
    document = trafilatura.bare_extraction(content, include_comments=True)
    comments = _tidy(getattr(document, "comments", None) or "")
    if comments.strip():
        apart = replace(
            source, id=f"{source.id}-{_COMMENTS}", authority=Authority.OPINION, published=None
        )
        texts.append(Text(apart, comments))
    return tuple(texts)


def _described(content: str, start: Source, body: str) -> Source:
    """Return the source with what the page's head says about it."""
    import trafilatura  # noqa: PLC0415 - heavy

    head = trafilatura.extract_metadata(content)
    said = _LANGUAGE.search(content)
    language = said["code"].lower() if said else None
    url = head.url if head and str(head.url or "").startswith(("http://", "https://")) else None
    return replace(
        start,
        title=_plain(head.title if head else None),
        publisher=_plain(head.sitename if head else None),
        published=_day(head.date if head else None) or find_published(body),
        url=url,
        language=language if language in LANGUAGES else None,
    )


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def _plain(value: str | None) -> str | None:
    return " ".join(clean(value).split()) or None if value else None


def _tidy(markdown: str) -> str:
    kept = _IMAGE.sub("", markdown)
    return "\n".join(clean(line).rstrip() for line in kept.split("\n")).strip() + "\n"
