"""Plain text copied from a web page, as the article, what it says about itself, and its comments.

No line is rewritten: menus, notices and bylines are left out, headings and lists are marked.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from corpus.webshape import Line, as_markdown, find_title, is_caption, is_prose
from corpus.webwords import find_published, is_noise, page_words, see_also

_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_UNWANTED = ("Cc", "Cs")
_BULLET = re.compile(r"\s*[•·‣◦▪■●*+–-]\s+(?=\S)")
_PHOTO = re.compile(r"\s*\(?(?:Foto|Photo|Illustrasjon(?:sfoto)?)\s*:\s*[^.()]{2,60}[.)]?\s*$")
_BYLINE = re.compile(
    r"(?P<who>.{0,80}?)(?P<when>\d{1,2}\.\d{1,2}\.\d{4}"
    r"(?:[ ,kl.]+\d{1,2}[.:]\d{2}(?:[.:]\d{2})?)?)\W*$"
)
_MENU_RUN = 3
_MENU_ENTRY_CHARS = 30
_SHORT_WORDS = 4


@dataclass(frozen=True, slots=True)
class Article:
    """What a page yielded; what it does not say is None."""

    title: str | None
    published: date | None
    publisher: str | None
    body: str
    comments: str | None


@dataclass(slots=True)
class _Parts:
    article: list[Line] = field(default_factory=list)
    comments: list[Line] = field(default_factory=list)


def read_article(raw: str) -> Article:
    """Return the article of a page that was copied as plain text."""
    lines = _lines(raw)
    parts = _split(_without_menus(lines))
    published = find_published("\n".join(line.text for line in parts.article))
    publisher = _find_publisher([line.text for line in parts.article])
    kept = _without_noise(parts.article)
    title = find_title(kept)
    body = as_markdown(_beneath(title, kept))
    comments = _comments(parts.comments) if parts.comments else None
    return Article(title, published, publisher, body, comments)


def clean(raw: str) -> str:
    """Return the text in composed letters, with plain spaces and no invisible characters."""
    composed = unicodedata.normalize("NFC", raw).translate(_INVISIBLE)
    plain = composed.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    kept = "".join(
        char for char in plain if char in "\n\t" or unicodedata.category(char) not in _UNWANTED
    )
    return _SPACES.sub(" ", kept)


def _lines(raw: str) -> list[Line]:
    """Return the lines that hold something; lines that were wrapped at a margin are joined."""
    blocks = [block.split("\n") for block in re.split(r"\n[ \t]*\n", clean(raw))]
    filled = [[line for line in block if line.strip()] for block in blocks]
    wrapped = _is_wrapped(filled)
    lines: list[Line] = []
    for block in filled:
        for position, content in enumerate(block):
            bullet = _BULLET.match(content)
            dash = bullet is not None and bullet[0].strip() in "–-"
            item = bullet is not None and (not dash or content.startswith(" "))
            text = content[bullet.end() :] if item and bullet else content
            if wrapped and position and not item and lines:
                lines[-1] = Line(
                    f"{lines[-1].text} {text.strip()}", lines[-1].item, lines[-1].first
                )
            else:
                lines.append(Line(text.strip(), item, position == 0))
    return lines


def _is_wrapped(blocks: list[list[str]]) -> bool:
    margin_chars, narrow_chars, block_lines = 100, 45, 3
    if any(len(line) > margin_chars for block in blocks for line in block):
        return False
    long_blocks = [block for block in blocks if len(block) >= block_lines]
    return any(all(len(line) >= narrow_chars for line in block[:-1]) for block in long_blocks)


def _without_menus(lines: list[Line]) -> list[Line]:
    """Drop runs of menu entries, and what stands above the first one at the head of the page."""
    menu = frozenset(page_words()["menu"])
    kept: list[Line] = []
    position = 0
    seen_prose = False
    while position < len(lines):
        end = position
        while end < len(lines) and _could_be_entry(lines[end]):
            end += 1
        run = lines[position:end]
        known = sum(line.text.lower().strip(" :!") in menu for line in run)
        led = bool(kept) and kept[-1].text.endswith(":")
        if len(run) >= _MENU_RUN and not led and (known > 1 or (not seen_prose and known)):
            if not seen_prose:
                kept.clear()
            position = end
            continue
        take = max(end, position + 1)
        for line in lines[position:take]:
            seen_prose = seen_prose or is_prose(line.text)
            if (led and line.item) or line.text.lower().strip(" :!") not in menu:
                kept.append(line)
        position = take
    return kept


def _could_be_entry(line: Line) -> bool:
    short = len(line.text) <= _MENU_ENTRY_CHARS and len(line.text.split()) <= _SHORT_WORDS
    return short and not line.text.endswith((".", ":", "?"))


def _split(lines: list[Line]) -> _Parts:
    """Part the article from its readers' comments; both end where the page goes on to others."""
    data = page_words()
    parts = _Parts()
    into = parts.article
    for position, line in enumerate(lines):
        lower = line.text.lower().strip()
        if lower in data["comments"] and any(_byline(later) for later in lines[position + 1 :]):
            into = parts.comments
            continue
        near_end = position > len(lines) // 2
        if lower.strip(" :!") in data["end"] and (near_end or into is parts.comments):
            break
        into.append(line)
    return parts


def _without_noise(lines: list[Line]) -> list[Line]:
    kept: list[Line] = []
    skip = False
    for position, line in enumerate(lines):
        also = see_also(line.text)
        if also is not None or skip:
            skip = also == "" and not skip
            if also is not None or not is_prose(line.text):
                continue
        following = lines[position + 1] if position + 1 < len(lines) else None
        alt_text = (
            following is not None
            and is_caption(following.text)
            and len(line.text.split()) <= _SHORT_WORDS
        )
        if is_noise(line.text) or alt_text:
            continue
        text = _PHOTO.sub("", line.text) if is_caption(line.text) else line.text
        if text:
            kept.append(Line(text, line.item, line.first))
    return _once(kept)


def _once(lines: list[Line]) -> list[Line]:
    """Drop a paragraph that comes again later, as a page repeats a quote above its article."""
    last = {line.text: position for position, line in enumerate(lines)}
    return [
        line
        for position, line in enumerate(lines)
        if last[line.text] == position or not is_prose(line.text)
    ]


def _beneath(title: str | None, lines: list[Line]) -> list[Line]:
    """Return the lines but the title; of what stands above it, only the running text."""
    if title is None:
        return lines
    place = next(position for position, line in enumerate(lines) if line.text == title)
    above = [line for line in lines[:place] if is_prose(line.text)]
    return [*above, *(line for line in lines[place:] if line.text != title)]


def as_comments(blocks: list[str]) -> str | None:
    """Return a page's comments, each under its day, from the blocks they stand in."""
    lines = [Line(" ".join(clean(block).split())) for block in blocks]
    return _comments([line for line in lines if line.text and not _is_name(line.text)])


def _is_name(text: str) -> bool:
    """Whether the line is nothing but somebody's name: two to four words in capitals."""
    words = text.split()
    named = all(word[0].isupper() and word[-1].isalpha() for word in words)
    return named and 1 < len(words) <= _SHORT_WORDS


def _comments(lines: list[Line]) -> str | None:
    """Return the comments, each under its day; who wrote them is left out."""
    out: list[str] = []
    after_byline = False
    for line in _without_noise(lines):
        byline = _byline(line)
        if byline:
            out.append(f"## {byline['when']}")
        elif not (after_byline and len(line.text.split()) <= _SHORT_WORDS):
            out.append(as_markdown([line]))
            after_byline = False
            continue
        after_byline = True
    while out and out[-1].startswith("## "):
        out.pop()
    return "\n\n".join(out) if any(not part.startswith("## ") for part in out) else None


def _byline(line: Line) -> re.Match[str] | None:
    return _BYLINE.fullmatch(line.text)


def _find_publisher(lines: list[str]) -> str | None:
    for pattern in page_words()["publisher"]:
        for line in lines:
            found = re.match(pattern, line)
            if found:
                return str(found["name"]).strip()
    return None
