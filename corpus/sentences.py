"""Sentences of a Norwegian or English text, each a verbatim part of it, so that it can be quoted.

A heading, a list item and a table row are sentences of their own, without their Markdown marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from corpus.safe_yaml import load_yaml

Span = tuple[int, int]

_DATA = Path(__file__).with_name("abbreviations.yaml")
_NOT_A_MARK = "jan|feb|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|des|dec|og\\b|eller\\b|and\\b"
LIST_MARK = rf"(?:[-*+•·‣◦]|\d{{1,3}}[.)](?!\s+(?:{_NOT_A_MARK})))"
"""What opens a list item; «1. juni» and «1. og 2. ledd» open none."""
_MARK = re.compile(rf"[ \t]*(?:#{{1,6}}(?=\s)|{LIST_MARK}(?=[ \t])|>(?=\s|$))[ \t]*")
_NEW_BLOCK = re.compile(rf"[ \t]*(?:#{{1,6}}\s|{LIST_MARK}[ \t]|>|\|)")
_HEADING = re.compile(r"[ \t]*#{1,6}\s")
_TABLE_RULE = re.compile(r"[\s|:\-]+")
_END = re.compile(r"(?P<stop>[.!?…]+)(?P<close>[\"'”’»)\]*_]*)(?P<gap>\s+)(?=(?P<next>\S+))")
_OPENS = re.compile(r"[\"'“‘«(\[*_–—-]*\s?[^\W_]|[\"'“‘«(\[*_–—-]*\s?§")
_TOKEN = re.compile(r"[^\s(\[«\"“*_]+$")
_SMALL_ORDINAL = 31
_LOOK_BACK_CHARS = 60


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences in order; each is verbatim a part of the text.

    >>> sentences("Fristen er 1. juni 2025, jf. § 3. Søk f.eks. i mai.")
    ('Fristen er 1. juni 2025, jf. § 3.', 'Søk f.eks. i mai.')
    """
    return tuple(text[start:end] for start, end in sentence_spans(text))


def sentence_spans(text: str) -> tuple[Span, ...]:
    """Return where each sentence begins and ends."""
    spans: list[Span] = []
    for start, end in _blocks(text):
        spans.extend(_split(text, start, end))
    return tuple(spans)


def _blocks(text: str) -> Iterator[Span]:
    """Yield the span of each paragraph, heading, item and table row, without its mark."""
    start: int | None = None
    end = 0
    for line in re.finditer(r"[^\n]*\n?", text):
        content = line[0]
        blank = not content.strip()
        if start is not None and (blank or _NEW_BLOCK.match(content)):
            yield start, end
            start = None
        if blank:
            continue
        if content.lstrip().startswith("|"):
            yield from _table_row(content, line.start())
            continue
        if start is None:
            mark = _MARK.match(content)
            start = line.start() + (mark.end() if mark else 0)
        end = line.end()
        if _HEADING.match(content):
            yield start, end
            start = None
    if start is not None:
        yield start, end


def _table_row(content: str, offset: int) -> Iterator[Span]:
    if _TABLE_RULE.fullmatch(content):
        return
    row = content.strip()
    begin = offset + content.index(row)
    inner = row.strip("|").strip()
    shift = row.index(inner)
    yield begin + shift, begin + shift + len(inner)


def _split(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for found in _END.finditer(text, start, end):
        if found.start("stop") < begin or found.end("gap") >= end:
            continue
        if _is_border(text, begin, found):
            yield from _trimmed(text, begin, found.start("gap"))
            begin = found.end("gap")
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    kept = piece.strip()
    if any(char.isalnum() for char in kept):
        begin = start + piece.index(kept)
        yield begin, begin + len(kept)


def _is_border(text: str, begin: int, found: re.Match[str]) -> bool:
    """Whether a sentence that began at `begin` ends at this stop."""
    following = found["next"]
    opening = _OPENS.match(following + text[found.end() + len(following) :][:2])
    first = opening[0][-1] if opening else ""
    if not (first.isupper() or first.isdigit() or first == "§"):
        return False
    if found["stop"] != ".":
        return True
    lead = text[max(begin, found.start("stop") - _LOOK_BACK_CHARS) : found.start("stop")]
    before = _TOKEN.search(lead)
    token = before[0] if before else ""
    lower = token.lower().strip("-–")
    words = _words()
    if lower in words["closing"]:
        return first.isupper() and ")" not in found["close"]
    if lower in words["inside"] or (len(token) == 1 and token.isupper()):
        return False
    if token.isdigit():
        return not _is_ordinal(lead, token, following)
    return True


def _is_ordinal(sentence: str, token: str, following: str) -> bool:
    """Whether the number before the stop counts something, as in «§ 3. Formål» or «1. Juni»."""
    words = _words()
    lead = sentence[: -len(token)].strip().lower().rstrip(".").lstrip("*_ ")
    if lead in words["numbered"] or not lead:
        return True
    small = int(token) <= _SMALL_ORDINAL
    next_word = following.rstrip(".,;:").lower()
    if small and next_word in words["months"]:
        return True
    return small and following.endswith(".") and next_word.isdigit()


@cache
def _words() -> dict[str, frozenset[str]]:
    listed = load_yaml(_DATA.read_text(encoding="utf-8"))
    return {kind: frozenset(str(word) for word in words) for kind, words in listed.items()}
