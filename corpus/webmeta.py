"""What a web page says about itself in its head: title, publisher, day, address, language.

Only what is said in so many words counts. A day that something was changed is no day of
publication, and nothing is guessed from an address or a copyright line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from corpus.front_matter import LANGUAGES
from corpus.types import Source
from corpus.webtext import clean
from corpus.webwords import find_published

_ADDRESS = re.compile(r"https?://[^\s\"'<>]{3,500}")
_PUBLISHED = (
    "article:published_time",
    "datepublished",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "dcterms.created",
    "dc.date.created",
    "publishdate",
    "publish_date",
    "pubdate",
    "date",
)
_PUBLISHER = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name")
_TITLE = ("og:title", "dc.title", "dcterms.title", "twitter:title")
_LANGUAGE = ("dc.language", "dcterms.language", "og:locale", "content-language", "language")
_TITLE_BORDER = re.compile(r"\s+[|–—·»-]\s+")
_NORWEGIAN = {"no": None, "nb": "nb", "nn": "nn", "en": "en"}
_LONGEST = 300


def describe_page(tree: Any, start: Source, body: str) -> Source:
    """Return the source with what the page says; what it does not say stays unknown."""
    meta = _meta(tree)
    linked = list(_linked_data(tree))
    return replace(
        start,
        title=_title(tree, meta),
        publisher=_first(meta, _PUBLISHER) or _linked_publisher(linked),
        published=_published(tree, meta, linked) or find_published(body),
        url=_address(tree, meta),
        language=_language(tree, meta),
    )


def _meta(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        name = name or element.get("http-equiv")
        content = _plain(element.get("content"))
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _title(tree: Any, meta: dict[str, str]) -> str | None:
    """Return the top heading where there is one alone, else what the head calls the page."""
    top = [_plain(heading.text_content()) for heading in tree.iter("h1")]
    titles = [title for title in top if title]
    if len(titles) == 1:
        return titles[0]
    said = _first(meta, _TITLE)
    if said is None:
        whole = next((_plain(title.text_content()) for title in tree.iter("title")), None)
        said = _TITLE_BORDER.split(whole)[0] if whole else None
    return said or (titles[0] if titles else None)


def _published(tree: Any, meta: dict[str, str], linked: list[dict[str, Any]]) -> date | None:
    said = [meta[name] for name in _PUBLISHED if name in meta]
    said += [str(item["datePublished"]) for item in linked if "datePublished" in item]
    for element in tree.iter("time"):
        names = f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()
        if "publish" in names or "publisert" in names or element.get("pubdate") is not None:
            said.append(element.get("datetime") or element.text_content())
    for value in said:
        day = _day(value)
        if day:
            return day
    return None


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of the page's JSON-LD that stand at the top or in a graph."""
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        listed = data if isinstance(data, list) else [data]
        for item in listed:
            inner = item.get("@graph") if isinstance(item, dict) else None
            for thing in inner if isinstance(inner, list) else [item]:
                if isinstance(thing, dict):
                    yield thing


def _linked_publisher(linked: list[dict[str, Any]]) -> str | None:
    for item in linked:
        said = item.get("publisher")
        name = said.get("name") if isinstance(said, dict) else said
        if isinstance(name, str) and _plain(name):
            return _plain(name)
    return None


def _address(tree: Any, meta: dict[str, str]) -> str | None:
    links = [e.get("href") for e in tree.iter("link") if (e.get("rel") or "") == "canonical"]
    for value in (*links, meta.get("og:url")):
        if value and _ADDRESS.fullmatch(value.strip()):
            return str(value.strip())
    return None


def _language(tree: Any, meta: dict[str, str]) -> str | None:
    """Return what is said; «no» may be either standard, and then the words decide."""
    root = tree if tree.tag == "html" else next(tree.iter("html"), None)
    said = [root.get("lang")] if root is not None else []
    said += [meta[name] for name in _LANGUAGE if name in meta]
    for value in said:
        code = (value or "").strip().lower()[:2]
        if code in _NORWEGIAN:
            language = _NORWEGIAN[code]
            return language if language in LANGUAGES else None
    return None


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        return find_published(f"Publisert: {' '.join(value.split())[:_LONGEST]}")


def _plain(value: str | None) -> str | None:
    return " ".join(clean(value).split())[:_LONGEST] or None if value else None
