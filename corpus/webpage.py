"""The tree of a web page parted in three: the article, its readers' comments, and the rest.

Elements are told by their tags, roles, and the words in their class and id (`webpage.yaml`).
An element that holds the page's main heading is never taken for something beside the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from corpus.webwords import opens_comments

_DATA = Path(__file__).with_name("webpage.yaml")
_WORD = re.compile(r"[A-ZÆØÅ]?[a-zæøå]+|[A-ZÆØÅ]+(?![a-zæøå])|\d+")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset({*_HEADINGS, "p", "li", "blockquote", "div", "section", "article", "dd", "dt"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LONGEST_NAME = 400
_ISO_DAY = re.compile(r"^(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2}).*$", re.DOTALL)


def part_page(tree: Any) -> list[str]:
    """Take what is not the article out of the tree; return the blocks of its readers' comments."""
    data = page_data()
    comments: list[str] = []
    for element in _topmost(tree, lambda found: _is_named(found, data["comments"])):
        comments += _blocks_of_comments(element)
        _remove(element)
    for element in _under_comment_headings(tree):
        comments += _blocks_of_comments(element)
        _remove(element)
    for element in _topmost(tree, _is_beside):
        _remove(element)
    return comments


@cache
def page_data() -> dict[str, Any]:
    """What `webpage.yaml` says."""
    loaded: dict[str, Any] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return loaded


def _is_beside(element: Any) -> bool:
    data = page_data()
    return (
        element.tag in data["tags"]
        or (element.get("role") or "").lower() in data["roles"]
        or element.get("aria-hidden") == "true"
        or element.get("hidden") is not None
        or _HIDDEN.search((element.get("style") or "")[:_LONGEST_NAME]) is not None
        or _is_named(element, data["leave_out"])
    )


def _is_named(element: Any, names: list[list[str]]) -> bool:
    for key in ("id", "class"):
        value = (element.get(key) or "")[:_LONGEST_NAME]
        for part in value.split():
            words = [word.lower() for word in _WORD.findall(part)]
            if any(_stand_in(name, words) for name in names):
                return True
    return False


def _stand_in(name: list[str], words: list[str]) -> bool:
    spans = range(len(words) - len(name) + 1)
    # «has-comments» and «no-cookie» tell of the page, not of the element.
    if words[:1] in (["has"], ["no"], ["with"], ["without"], ["is"]):
        return False
    return any(words[start : start + len(name)] == name for start in spans)


def _topmost(tree: Any, wanted: Any) -> list[Any]:
    """Return the outermost elements of a kind, but none that the article stands in."""
    every = list(tree.iter())  # held, since an element's identity lasts as long as its handle
    holders = {id(above) for heading in _main_headings(tree) for above in _upwards(heading)}
    found: list[Any] = []
    taken: set[int] = set()
    for element in every:
        if not isinstance(element.tag, str) or element.tag in ("html", "body", "main", "head"):
            continue
        parent = element.getparent()
        if parent is not None and id(parent) in taken:
            taken.add(id(element))
        elif id(element) not in holders and wanted(element):
            taken.add(id(element))
            found.append(element)
    return found


def _main_headings(tree: Any) -> list[Any]:
    """Return what marks the article: <main> and the first top heading that has words."""
    marks = list(tree.iter("main"))
    titles = [title for title in tree.iter("h1") if title.text_content().strip()]
    return [*marks, *titles[:1]]


def _upwards(element: Any) -> Iterator[Any]:
    yield element
    yield from element.iterancestors()


def _under_comment_headings(tree: Any) -> list[Any]:
    """Return what follows a heading «Kommentarer», up to the next heading of its rank."""
    found: list[Any] = []
    for heading in tree.iter(*_HEADINGS[1:]):
        if not opens_comments(" ".join(heading.text_content().split())):
            continue
        found.append(heading)
        for sibling in heading.itersiblings():
            if sibling.tag in _HEADINGS and sibling.tag <= heading.tag:
                break
            found.append(sibling)
    return found


def _blocks_of_comments(element: Any) -> list[str]:
    """Return the running text of comments, with the day of each and without who wrote it."""
    of_comment = [[word] for word in page_data()["of_comment"]]
    beside = _topmost(element, lambda e: e.tag in page_data()["tags"] or _is_named(e, of_comment))
    for inner in beside:
        if inner is not element:
            _remove(inner)
    blocks: list[str] = []
    for block in element.iter():
        if not isinstance(block.tag, str):
            continue
        if block.tag == "time":
            day = (block.get("datetime") or block.text_content()).strip()
            blocks.append(_ISO_DAY.sub(r"\g<day>.\g<month>.\g<year>", day))
        elif block.tag in _BLOCKS:
            words = " ".join(_own_words(block).split())
            if words and not opens_comments(words):
                blocks.append(words)
    return blocks


def _own_words(block: Any) -> str:
    """Return a block's words without those of the blocks and times inside it."""
    parts = [block.text or ""]
    for child in block:
        if isinstance(child.tag, str) and child.tag not in _BLOCKS and child.tag != "time":
            inner = child.iter(*_BLOCKS)
            parts.append("" if next(inner, None) is not None else child.text_content())
        parts.append(child.tail or "")
    return " ".join(parts)


def _remove(element: Any) -> None:
    """Take an element out; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = f"{parent.text or ''} {element.tail}"
        else:
            before.tail = f"{before.tail or ''} {element.tail}"
    parent.remove(element)
