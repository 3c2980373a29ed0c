"""A web page as texts: the article, and its readers' comments apart."""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from typing import Any

from corpus.types import Authority, CorpusError, Source, Text
from corpus.webmeta import describe_page
from corpus.webpage import part_page
from corpus.webtext import as_comments, clean
from corpus.webwords import is_noise, leads_elsewhere, see_also

_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[(?P<text>[^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"^[\s#>*_+-]+|[*_]+$")
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)[^<>]{0,2000}?(?P<empty>/?)>")
_OFTEN_OPEN = "area base br col embed hr img input link meta source track wbr p li td tr th dd dt"
_NO_CONTENT = frozenset(_OFTEN_OPEN.split())
_DEEPEST = 4000
_SHORT_CHARS = 120
_BESIDE_LINK_CHARS = 3
_COMMENTS = "kommentarer"


def read_html(content: str, start: Source) -> tuple[Text, ...]:
    """Return the page's article as Markdown, and the comments under it as a second text.

    Raises:
        CorpusError: no article can be found in the page, or it is nested as no page is.
    """
    import trafilatura  # noqa: PLC0415 - heavy

    _check_depth(content)
    whole = trafilatura.load_html(content)
    if whole is None:
        raise CorpusError("yields no text; it is not HTML that can be read")
    parted = copy.deepcopy(whole)
    comments = part_page(parted)
    body = _article(parted) or ("" if comments else _article(whole))
    if not body:
        raise CorpusError("yields no text; no article was found in the page")
    source = describe_page(whole, start, body)
    texts = [Text(source, _tidy(body))]
    apart = as_comments(comments)
    if apart:
        about = replace(
            source, id=f"{source.id}-{_COMMENTS}", authority=Authority.OPINION, published=None
        )
        texts.append(Text(about, apart + "\n"))
    return tuple(text for text in texts if text.body.strip())


def _article(tree: Any) -> str:
    import trafilatura  # noqa: PLC0415 - heavy

    found = trafilatura.extract(
        tree,
        output_format="markdown",
        include_comments=False,
        include_links=True,
        include_tables=True,
        include_formatting=True,
    )
    return str(found or "").strip()


def _check_depth(content: str) -> None:
    """Refuse a page whose elements lie thousands deep: no person wrote it."""
    depth = 0
    for tag in _TAG.finditer(content):
        if tag["empty"] or tag["name"].lower() in _NO_CONTENT:
            continue
        depth = max(0, depth - 1) if tag["end"] else depth + 1
        if depth > _DEEPEST:
            msg = f"has elements more than {_DEEPEST} deep in each other; that is no page to read"
            raise CorpusError(msg)


def _tidy(markdown: str) -> str:
    """Return the lines that belong to the article, in plain letters."""
    kept: list[str] = []
    skipping = False
    lines = [clean(_IMAGE.sub("", line)).rstrip() for line in markdown.split("\n")]
    for position, line in enumerate(lines):
        words = _MARKS.sub("", _LINK.sub(r"\g<text>", line)).strip()
        short = 0 < len(words) <= _SHORT_CHARS
        if short and leads_elsewhere(words) and _is_tail(lines[position + 1 :]):
            break
        also = see_also(words) if short else None
        if also is not None:
            skipping = not also
            continue
        if skipping and (not words or _is_link(line)):
            continue
        skipping = False
        if not (short and is_noise(words)):
            kept.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip() + "\n"


def _is_link(line: str) -> bool:
    """Whether a line is a link and nothing else, as an item of a list of other pages is."""
    rest = _MARKS.sub("", _LINK.sub("", line)).strip()
    return _LINK.search(line) is not None and len(rest) <= _BESIDE_LINK_CHARS


def _is_tail(lines: list[str]) -> bool:
    """Whether nothing but links and short lines is left."""
    filled = [line for line in lines if line.strip()]
    return all(_is_link(line) or len(line) <= _SHORT_CHARS for line in filled)
