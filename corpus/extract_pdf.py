"""A PDF as a text: lines joined to paragraphs, running heads and page numbers left out."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from dataclasses import replace

from corpus.types import CorpusError, Source, Text
from corpus.webtext import read_article

_PAGE_NUMBER = re.compile(
    r"\s*(?:(?:side|page)\s*)?\d{1,4}(?:\s*(?:av|of|/)\s*\d{1,4})?\s*", re.IGNORECASE
)
_HYPHEN = re.compile(r"(?<=[a-zæøå])[-\u00ad\u2010]\n(?=[a-zæøå])")
_SENTENCE_END = re.compile(r"[.!?:;…][»”\")]*\s*$")
_ITEM = re.compile(r"\s*(?:[•·‣◦▪■●–-]|\d{1,2}[.)])\s+")
_MAX_PAGES = 2000
_REPEATED_PAGES = 3
_EDGE_LINES = 2
_FULL_LINE_SHARE = 0.6


def read_pdf(raw: bytes, start: Source) -> Text:
    """Return the words of a PDF.

    Raises:
        CorpusError: the file is broken, locked or too long, or holds no words.
    """
    pages = _pages(raw)
    lines = "\n\n".join("\n".join(page) for page in _without_running_heads(pages))
    article = read_article(_paragraphs(_HYPHEN.sub("", lines)))
    source = replace(
        start, title=article.title, published=article.published, publisher=article.publisher
    )
    return Text(source, article.body)


def _pages(raw: bytes) -> list[list[str]]:
    import pypdf  # noqa: PLC0415 - heavy
    from pypdf.errors import PyPdfError  # noqa: PLC0415 - heavy

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        locked = reader.is_encrypted and not reader.decrypt("")
        count = 0 if locked else len(reader.pages)
        pages = reader.pages if 0 < count <= _MAX_PAGES else ()
        lines = [(page.extract_text() or "").split("\n") for page in pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        msg = f"is not a PDF that can be read ({error}); save it anew"
        raise CorpusError(msg) from error
    except (RecursionError, NotImplementedError, OSError, ArithmeticError) as error:
        msg = f"is a PDF of a kind that cannot be read ({error})"
        raise CorpusError(msg) from error
    if locked:
        raise CorpusError("is locked with a password; save it without one")
    if count > _MAX_PAGES:
        msg = f"has {count} pages; the limit is {_MAX_PAGES}"
        raise CorpusError(msg)
    return lines


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """Drop page numbers, and lines that stand at the edge of several pages."""
    edges: Counter[str] = Counter()
    for page in pages:
        filled = [line.strip() for line in page if line.strip()]
        edges.update({*filled[:_EDGE_LINES], *filled[-_EDGE_LINES:]})
    repeated = {line for line, count in edges.items() if count >= _REPEATED_PAGES}
    return [
        [line for line in page if line.strip() not in repeated and not _PAGE_NUMBER.fullmatch(line)]
        for page in pages
    ]


def _paragraphs(text: str) -> str:
    """Return the text with one line a paragraph: a full line without an end goes on in the next."""
    lines = text.split("\n")
    widest = max((len(line.strip()) for line in lines), default=0)
    joined: list[str] = []
    open_line = False
    for line in lines:
        content = line.strip()
        if not content:
            # A page's end is a blank line too: a sentence may go on after it.
            joined.extend([] if open_line else [""])
            continue
        if open_line and not _ITEM.match(line):
            joined[-1] += " " + content
        else:
            joined.append(f" {content}" if _ITEM.match(line) else content)
        full = len(content) >= widest * _FULL_LINE_SHARE
        open_line = full and not _SENTENCE_END.search(content)
        if full and _SENTENCE_END.search(content):
            open_line = False
    return "\n\n".join(joined)
