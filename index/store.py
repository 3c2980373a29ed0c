"""The only door to chromadb: chunks and vectors go in once and are read from then on."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus import Chunk
from index.serial import (
    dump_asked,
    dump_heading,
    dump_source,
    parse_asked,
    parse_heading,
    parse_source,
)
from index.types import SearchError
from index.versions import REBUILD

if TYPE_CHECKING:
    from chromadb import Collection

_COLLECTION = "chunks"
_PAGE = 1000
_SYNC = 2
_HNSW = {
    "space": "cosine",
    "ef_search": 256,
    # Everything is written to the vector index at once. Chroma would keep the last rows in a log
    # and normalise them at every opening, so the bits read back could differ between machines.
    "sync_threshold": _SYNC,
    "batch_size": _SYNC,
}


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a version holds: chunks in the order they were given, and a vector for each."""

    chunks: tuple[Chunk, ...]
    vectors: np.ndarray
    asked: np.ndarray
    """A vector for each question of each chunk, in their order; they lie beside Chroma's folder."""


class Collected:
    """An open version: its contents, and Chroma's answers to a query vector."""

    def __init__(self, folder: Path, collection: Collection) -> None:
        """Wrap the collection that `opened` opened."""
        self._folder = folder
        self._collection = collection

    def contents(self, asked: np.ndarray) -> Contents:
        """Read every chunk and vector, in pages, since Chroma cannot give them all at once."""
        rows: list[tuple[int, Chunk, np.ndarray]] = []
        with _translated(self._folder):
            for offset in range(0, self._collection.count(), _PAGE):
                page: Any = self._collection.get(
                    limit=_PAGE, offset=offset, include=["documents", "metadatas", "embeddings"]
                )
                columns = (page["ids"], page["documents"], page["metadatas"], page["embeddings"])
                rows += [_row(*values) for values in zip(*columns, strict=True)]
        rows.sort(key=lambda row: row[0])
        vectors = np.array([row[2] for row in rows], dtype=np.float32)
        self._refuse_a_cut_file(vectors)
        return Contents(tuple(row[1] for row in rows), vectors, asked)

    def _refuse_a_cut_file(self, vectors: np.ndarray) -> None:
        """Look at the size too: past the end of its file hnswlib reads whatever memory holds.

        In a process that had the same version open, that can be the very vectors that are gone.
        The last rows may lie in Chroma's log instead of the file.
        """
        least = vectors[:-_SYNC].nbytes
        stored = sum(file.stat().st_size for file in self._folder.glob("*/data_level0.bin"))
        if stored < least:
            message = (
                f"The vector store {self._folder} is damaged: {stored} bytes of vectors, not at "
                f"least {least}. {REBUILD}"
            )
            raise SearchError(message)

    def nearest(self, vector: np.ndarray, count: int) -> dict[str, float]:
        """The cosines of the chunks closest to a query vector, by id."""
        with _translated(self._folder):
            found: Any = self._collection.query(
                query_embeddings=vector.reshape(1, -1), n_results=count, include=["distances"]
            )
            pairs = zip(found["ids"][0], found["distances"][0], strict=True)
            return {identity: 1.0 - distance for identity, distance in pairs}

    def vectors_of(self, ids: list[str]) -> dict[str, np.ndarray]:
        """The vectors of some chunks, by id."""
        with _translated(self._folder):
            found: Any = self._collection.get(ids=ids, include=["embeddings"])
            return dict(zip(found["ids"], found["embeddings"], strict=True))


def write(
    folder: Path, contents: Contents, *, step: Callable[[int, int], None] = lambda _done, _all: None
) -> None:
    """Write chunks and their vectors to a folder that holds none yet."""
    chunks, total = contents.chunks, len(contents.chunks)
    with _translated(folder), _client(folder) as client:
        collection = client.create_collection(
            _COLLECTION, embedding_function=None, configuration={"hnsw": _HNSW}
        )
        for start in range(0, total, _PAGE):
            batch = chunks[start : start + _PAGE]
            collection.add(
                ids=[chunk.id for chunk in batch],
                embeddings=contents.vectors[start : start + _PAGE],
                documents=[chunk.text for chunk in batch],
                metadatas=[_metadata(start + row, chunk) for row, chunk in enumerate(batch)],
            )
            step(start + len(batch), total)


@contextmanager
def opened(folder: Path) -> Iterator[Collected]:
    """Open what `write` wrote. Chroma touches its files, so the folder must be writable."""
    database = folder / "chroma.sqlite3"
    if not database.is_file():  # Chroma would start an empty one
        message = f"{folder} holds no vector store. {REBUILD}"
        raise SearchError(message)
    _check_database(database)
    with ExitStack() as stack:
        with _translated(folder):
            client = stack.enter_context(_client(folder))
            collection = client.get_collection(_COLLECTION, embedding_function=None)
        yield Collected(folder, collection)


def _check_database(database: Path) -> None:
    """Refuse a broken file before Chroma sees it, which keeps a client that it failed to open."""
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as rows:
            found = rows.execute("pragma quick_check(1)").fetchone()[0]
    except sqlite3.Error as problem:
        found = str(problem)
    if found != "ok":
        message = f"The vector store {database} is damaged: {' '.join(found.split())}. {REBUILD}"
        raise SearchError(message)


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(path=folder, settings=Settings(anonymized_telemetry=False))


@contextmanager
def _translated(folder: Path) -> Iterator[None]:
    """Whatever Chroma raises, or what it holds that is not ours, leaves as SearchError."""
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, ValueError, KeyError, TypeError) as problem:
        message = f"The vector store {folder} cannot be used: {problem}. {REBUILD}"
        raise SearchError(message) from problem


def _metadata(position: int, chunk: Chunk) -> dict[str, int | str]:
    # Chroma refuses None and nested values, so heading and source travel as JSON.
    return {
        "position": position,
        "heading": dump_heading(chunk.heading),
        "asked": dump_asked(chunk.asked),
        "source": dump_source(chunk.source),
    }


def _row(
    identity: str, text: str, metadata: dict[str, Any], vector: np.ndarray
) -> tuple[int, Chunk, np.ndarray]:
    source = parse_source(metadata["source"])
    chunk = Chunk(
        id=identity,
        text=text,
        heading=parse_heading(metadata["heading"]),
        source=source,
        asked=parse_asked(metadata["asked"]),
    )
    return metadata["position"], chunk, vector
