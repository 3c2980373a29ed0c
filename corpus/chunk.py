"""Texts cut into chunks: the smallest passages that can be cited, each under its headings.

A chunk is one section's paragraphs up to a size. A list stays with the sentence that leads to it, a
table keeps its header, and an id depends on nothing but the text itself.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator

from corpus.blocks import Block, read_blocks
from corpus.sentences import sentence_spans
from corpus.slug import slug
from corpus.types import Chunk, Text

CHUNK_CHARS = 900
CHUNK_LIMIT_CHARS = 1600
_NO_HEADING = "tekst"
_TABLE_HEAD_ROWS = 2

Section = tuple[tuple[str, ...], list[Block]]


def chunk_texts(texts: Iterable[Text]) -> tuple[Chunk, ...]:
    """Return the chunks of all texts, in order."""
    return tuple(chunk for text in texts for chunk in chunk_text(text))


def chunk_text(text: Text) -> tuple[Chunk, ...]:
    """Return the chunks of one text."""
    chunks: list[Chunk] = []
    counted: Counter[str] = Counter()
    for heading, blocks in _sections(text):
        name = (slug(heading[-1]) if heading else "") or _NO_HEADING
        for passage in _passages(blocks):
            counted[name] += 1
            chunk_id = f"{text.source.id}#{name}-{counted[name]}"
            asked = text.asked.get(heading[-1], ()) if heading else ()
            chunks.append(Chunk(chunk_id, passage, heading, text.source, asked))
    return tuple(chunks)


def _sections(text: Text) -> Iterator[Section]:
    """Yield the path of headings and the blocks of each section that holds any."""
    path: list[tuple[int, str]] = []
    blocks: list[Block] = []
    for block in read_blocks(text.body):
        if block.kind != "heading":
            blocks.append(block)
            continue
        if blocks:
            yield tuple(name for _, name in path), blocks
            blocks = []
        path = [(level, name) for level, name in path if level < block.level]
        if path or block.text != text.source.title:
            path.append((block.level, block.text))
    if blocks:
        yield tuple(name for _, name in path), blocks


def _passages(blocks: list[Block]) -> Iterator[str]:
    """Yield the section's paragraphs, packed up to the size of a chunk."""
    packed = ""
    for unit in _units(blocks):
        joined = f"{packed}\n\n{unit}" if packed else unit
        if packed and len(joined) > CHUNK_CHARS:
            yield packed
            packed = unit
        else:
            packed = joined
    if packed:
        yield packed


def _units(blocks: list[Block]) -> Iterator[str]:
    """Yield pieces that must not be cut: a paragraph, a list with its lead, a table."""
    lead = ""
    for position, block in enumerate(blocks):
        following = blocks[position + 1] if position + 1 < len(blocks) else None
        if following and _leads_to(block, following):
            lead = f"{lead}\n\n{block.text}" if lead else block.text
            continue
        whole = f"{lead}\n\n{block.text}" if lead else block.text
        if len(whole) <= CHUNK_LIMIT_CHARS:
            yield whole
        else:
            yield from _cut(block, lead)
        lead = ""


def _leads_to(block: Block, following: Block) -> bool:
    """Whether the block and the next one make sense only together."""
    if block.kind == "list":  # one item over a paragraph is a heading in disguise
        return len(block.parts) == 1 and following.kind == "paragraph"
    if block.kind != "paragraph" or len(block.text) > CHUNK_CHARS:
        return False
    several = len(following.parts) > 1 and following.kind in ("list", "table")
    return several or block.text.endswith(":")


def _cut(block: Block, lead: str) -> Iterator[str]:
    """Yield the parts of a block too long for one chunk; list and table repeat their head."""
    lead_too_long = len(lead) > CHUNK_CHARS // 2
    if lead and (lead_too_long or block.kind == "paragraph"):
        yield from _pack(_sentences(lead), head="", glue=" ") if lead_too_long else [lead]
        lead = ""
    if block.kind == "table":
        rows = block.parts
        head = "\n".join(rows[:_TABLE_HEAD_ROWS])
        head = f"{lead}\n\n{head}" if lead else head
        yield from _pack(_short(rows[_TABLE_HEAD_ROWS:]), head=head, glue="\n")
    elif block.kind == "list":
        head = f"{lead}\n" if lead else ""
        yield from _pack(_short(block.parts), head=head, glue="\n")
    else:
        yield from _pack(_sentences(block.text), head="", glue=" ")


def _pack(parts: Iterable[str], *, head: str, glue: str) -> Iterator[str]:
    packed = ""
    for part in parts:
        joined = f"{packed}{glue}{part}" if packed else part
        if packed and len(head) + len(joined) > CHUNK_CHARS:
            yield f"{head}\n{packed}" if head else packed
            packed = part
        else:
            packed = joined
    if packed:
        yield f"{head}\n{packed}" if head else packed


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences with whatever stands between them, none longer than a chunk may be."""
    spans = sentence_spans(text)
    starts = [0, *(start for start, _ in spans[1:]), len(text)]
    for begin, end in itertools.pairwise(starts):
        yield from _short([text[begin:end].strip()])


def _short(parts: Iterable[str]) -> Iterator[str]:
    """Yield the parts; one that no chunk can hold is cut between two words."""
    for part in parts:
        rest = part
        while len(rest) > CHUNK_CHARS:
            border = rest.rfind(" ", 1, CHUNK_CHARS)
            border = border if border > 0 else CHUNK_CHARS
            yield rest[:border].rstrip()
            rest = rest[border:].lstrip()
        if rest:
            yield rest
