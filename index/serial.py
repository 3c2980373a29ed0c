"""Chunks as text and back, and the digests by which an index knows its own content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import date

import numpy as np

from corpus import Authority, Chunk, Source, Wording
from index.lexicon import analysis_digest
from index.settings import Settings

FORMAT = 3
"""Number of the layout of a version folder and of what is embedded; raise it with either."""

_DATES = ("published", "valid_from", "valid_to", "retrieved")


def searchable_text(chunk: Chunk) -> str:
    """What is embedded and searched by keyword: title and headings above the passage."""
    return f"{chunk.context}\n{chunk.text}" if chunk.context else chunk.text


def dump_source(source: Source) -> str:
    """The source as one line of JSON with its keys in a fixed order."""
    values = {item.name: getattr(source, item.name) for item in fields(Source)}
    for name in _DATES:
        values[name] = values[name] and values[name].isoformat()
    return _compact(values)


def parse_source(line: str) -> Source:
    """The source that `dump_source` wrote."""
    values = json.loads(line)
    for name in _DATES:
        values[name] = values[name] and date.fromisoformat(values[name])
    values["authority"] = Authority(values["authority"])
    values["wording"] = Wording(values["wording"])
    values["supersedes"] = tuple(values["supersedes"])
    return Source(**values)


def dump_heading(heading: tuple[str, ...]) -> str:
    """The path of headings as one line of JSON."""
    return _compact(list(heading))


def parse_heading(line: str) -> tuple[str, ...]:
    """The path of headings that `dump_heading` wrote."""
    return tuple(json.loads(line))


def dump_asked(asked: tuple[str, ...]) -> str:
    """The questions of a section as one line of JSON."""
    return _compact(list(asked))


def parse_asked(line: str) -> tuple[str, ...]:
    """The questions that `dump_asked` wrote."""
    return tuple(json.loads(line))


def fingerprint(chunks: Sequence[Chunk], embedder: str, settings: Settings) -> str:
    """What an index is made from, as a digest: the same input gives the same one on any machine.

    How words are analysed is a part of it, so that a build after a change keeps its keywords anew.
    """
    digest = hashlib.sha256()
    head = {
        "format": FORMAT,
        "embedder": embedder,
        "settings": settings.as_json(),
        "analysis": analysis_digest(),
    }
    digest.update(_compact(head).encode())
    for chunk in chunks:
        digest.update(_chunk_bytes(chunk))
    return digest.hexdigest()


def content_digest(chunks: Sequence[Chunk], vectors: np.ndarray, asked: np.ndarray) -> str:
    """What a version holds, as a digest over ids, texts and vectors in their order."""
    digest = hashlib.sha256()
    for chunk, vector in zip(chunks, vectors.astype("<f4", copy=False), strict=True):
        digest.update(_chunk_bytes(chunk))
        digest.update(vector.tobytes())
    digest.update(asked.astype("<f4", copy=False).tobytes())
    return digest.hexdigest()


def _chunk_bytes(chunk: Chunk) -> bytes:
    heading, asked = list(chunk.heading), list(chunk.asked)
    parts = [chunk.id, chunk.text, heading, asked, dump_source(chunk.source)]
    return (_compact(parts) + "\n").encode()


def _compact(value: object) -> str:
    # ASCII, so that text which UTF-8 refuses (a lone surrogate) is told by Chroma, not by a crash.
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
