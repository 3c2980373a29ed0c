"""Chunks in, a published version out: embedded, written to a new folder, and then pointed at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Protocol

import numpy as np

from corpus import Chunk
from index import reading, store
from index.keyword_file import read_keywords, write_keywords
from index.keyword_indexes import keyword_indexes
from index.serial import FORMAT, content_digest, fingerprint, searchable_text
from index.settings import DEFAULTS, Settings
from index.store import Contents
from index.types import Embedder, SearchError
from index.versions import Manifest, Version, Versions

_BATCH = 64
_MATRIX = 2
_LENGTH_TOLERANCE = 1e-3


class Progress(Protocol):
    """Who is told how a build goes."""

    def notice(self, message: str) -> None:
        """Something a person waiting should know."""
        ...

    def step(self, stage: str, done: int, total: int) -> None:
        """A stage (embed, write, publish) has come so far."""
        ...


class Quiet:
    """A progress that nobody watches."""

    def notice(self, message: str) -> None:
        """Say nothing."""

    def step(self, stage: str, done: int, total: int) -> None:
        """Show nothing."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    version: str
    fingerprint: str
    built: bool
    """False where the served version was already made from the same input."""
    chunks: int
    embedded: int
    reused: int
    """Chunks whose vectors came from the version before."""
    seconds: float


def build_index(
    home: Path,
    *,
    chunks: Sequence[Chunk],
    embedder: Embedder,
    progress: Progress | None = None,
    settings: Settings = DEFAULTS,
) -> BuildReport:
    """Build and publish a version from chunks; until it is published, the old one is served.

    Raises:
        SearchError: The chunks cannot be indexed, or the home cannot be written.
    """
    start = perf_counter()
    watcher = progress or Quiet()
    order = _Order(_checked(chunks), embedder, settings)
    versions = Versions(home)
    with _writing(home), versions.locked(watcher.notice):
        versions.sweep()
        served = _served(versions, watcher)
        known = served.known_vectors(embedder) if served else {}
        built = served is None or not order.made(served.version.manifest)
        if served is None or built:
            version = _publish(versions, order, _made(order, known, watcher), watcher)
            versions.sweep()
        else:
            version = served.version
    embedded = sum(text not in known for text in order.texts)
    return BuildReport(
        version=version.name,
        fingerprint=version.manifest.fingerprint,
        built=built,
        chunks=len(order.chunks),
        embedded=embedded,
        reused=len(order.chunks) - embedded,
        seconds=perf_counter() - start,
    )


def as_question(question: str) -> str:
    """The key of a question's vector: a question and a passage may be embedded differently."""
    return f"?{question}"


class _Order:
    """What a version is to be made from."""

    def __init__(self, chunks: tuple[Chunk, ...], embedder: Embedder, settings: Settings) -> None:
        self.chunks = chunks
        self.texts = [searchable_text(chunk) for chunk in chunks]
        self.embedder = embedder
        self.settings = settings.as_json()
        self.fingerprint = fingerprint(chunks, embedder.name, settings)

    def made(self, manifest: Manifest) -> bool:
        """Whether a version was made from just this."""
        wanted = (self.fingerprint, self.embedder.name, self.settings)
        return wanted == (manifest.fingerprint, manifest.embedder, manifest.settings)


def _publish(versions: Versions, order: _Order, made: Contents, watcher: Progress) -> Version:
    with versions.draft(order.fingerprint) as folder:
        digest = _write(folder, made, watcher=watcher)
        keywords = write_keywords(folder, keyword_indexes(made.chunks))
    manifest = Manifest(
        format=FORMAT,
        fingerprint=order.fingerprint,
        embedder=order.embedder.name,
        settings=order.settings,
        count=len(order.chunks),
        dimension=made.vectors.shape[1],
        digest=digest,
        keywords=keywords,
        built=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    watcher.step("publish", 0, 1)
    version = versions.publish(folder, manifest)
    watcher.step("publish", 1, 1)
    return version


@dataclass(frozen=True, slots=True)
class _Served:
    """The version that a build replaces, for what of it can be used again."""

    version: Version
    contents: Contents

    def known_vectors(self, embedder: Embedder) -> dict[str, np.ndarray]:
        """Vectors by the text they were made from, if this embedder made them."""
        if self.version.manifest.embedder != embedder.name:
            return {}
        texts = [searchable_text(chunk) for chunk in self.contents.chunks]
        questions = [question for chunk in self.contents.chunks for question in chunk.asked]
        known = dict(zip(texts, self.contents.vectors, strict=True))
        return known | dict(zip(map(as_question, questions), self.contents.asked, strict=True))


def _served(versions: Versions, watcher: Progress) -> _Served | None:
    """The served version, or None where there is none that can be read."""
    try:
        version = versions.served()
        if version is None:
            return None
        read_keywords(version.folder, version.manifest.keywords)
        with reading.opened(version) as collected:
            return _Served(version, reading.verified(collected, version))
    except SearchError as problem:
        watcher.notice(f"Building anew from nothing. {problem}")
        return None


def _checked(chunks: Sequence[Chunk]) -> tuple[Chunk, ...]:
    if not chunks:
        message = "There is no text to index: no chunk was found in the texts."
        raise SearchError(message)
    seen: set[str] = set()
    for chunk in chunks:
        if chunk.id in seen:
            message = f"Two chunks have the id {chunk.id!r}. Give each text an id of its own."
            raise SearchError(message)
        seen.add(chunk.id)
        try:
            searchable_text(chunk).encode()
        except UnicodeEncodeError as problem:
            message = (
                f"Chunk {chunk.id!r} holds a character that UTF-8 cannot hold. Remove it from "
                "the text."
            )
            raise SearchError(message) from problem
    return tuple(chunks)


def _made(order: _Order, known: Mapping[str, np.ndarray], watcher: Progress) -> Contents:
    """Chunks with a vector each, and one for each of their questions; what is known is reused."""
    vectors = dict(known)
    new = [text for text in dict.fromkeys(order.texts) if text not in known]
    asked = list(dict.fromkeys(q for chunk in order.chunks for q in chunk.asked))
    asked = [question for question in asked if as_question(question) not in known]
    total = len(new) + len(asked)
    for start in range(0, len(new), _BATCH):
        batch = new[start : start + _BATCH]
        made = order.embedder.embed_passages(batch)
        _check_vectors(made, len(batch), order.embedder.name)
        vectors.update(zip(batch, made, strict=True))
        watcher.step("embed", start + len(batch), total)
    for start in range(0, len(asked), _BATCH):
        batch = asked[start : start + _BATCH]
        made = order.embedder.embed_queries(batch)
        _check_vectors(made, len(batch), order.embedder.name)
        vectors.update(zip(map(as_question, batch), made, strict=True))
        watcher.step("embed", len(new) + start + len(batch), total)
    rows = np.stack([vectors[text] for text in order.texts]).astype(np.float32, copy=False)
    questions = [vectors[as_question(q)] for chunk in order.chunks for q in chunk.asked]
    shape = (len(questions), rows.shape[1])
    return Contents(order.chunks, rows, np.array(questions, dtype=np.float32).reshape(shape))


def _check_vectors(made: np.ndarray, count: int, embedder: str) -> None:
    """Refuse what is not one vector of length one a text; a text without known words has zeros."""
    right_shape = made.ndim == _MATRIX and len(made) == count
    lengths = np.linalg.norm(made, axis=-1) if right_shape else np.array([np.nan])
    if not np.all((np.abs(lengths - 1.0) < _LENGTH_TOLERANCE) | (lengths == 0.0)):
        message = (
            f"The embedder {embedder!r} did not give {count} vectors of length 1 for {count} "
            "texts. Choose another embedder."
        )
        raise SearchError(message)


def _write(folder: Path, contents: Contents, *, watcher: Progress) -> str:
    """Write a version's store and return the digest of what can be read back from it."""
    store.write(
        folder / reading.STORE,
        contents,
        step=lambda done, total: watcher.step("write", done, total),
    )
    with store.opened(folder / reading.STORE) as collected:
        found = collected.contents(contents.asked)
    # Chroma normalises what it is given, which may change the last bit of a vector.
    same_vectors = np.allclose(found.vectors, contents.vectors, atol=1e-5)
    if found.chunks != contents.chunks or not same_vectors:
        message = f"The vector store under {folder} did not keep what was written. Check the disk."
        raise SearchError(message)
    reading.write_asked(folder, contents.asked)
    return content_digest(found.chunks, found.vectors, contents.asked)


@contextmanager
def _writing(home: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        message = (
            f"The index cannot be written under {home}: {problem.strerror or problem}. Make the "
            "folder writable, or name another one in ALIS_HOME."
        )
        raise SearchError(message) from problem
