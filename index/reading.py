"""A published version in, its verified contents out; of a read-only one, from a copy."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from index import store
from index.serial import content_digest
from index.types import SearchError
from index.versions import REBUILD, Version

ASKED = "asked.npy"
"""Name of the file of the questions' vectors inside a version folder."""
STORE = "chroma"
"""Name of the vector store's folder inside a version folder."""

Writable = Callable[[Path], bool]


def is_writable(folder: Path) -> bool:
    """Whether this process may write in a folder and to the files that lie in it."""
    return all(os.access(path, os.W_OK) for path in (folder, *folder.rglob("*")))


@contextmanager
def opened(version: Version, *, writable: Writable = is_writable) -> Iterator[store.Collected]:
    """The vector store of a version; of a read-only one, a temporary copy that goes with the block.

    Chroma writes to its files when it opens them, even to read.
    """
    folder = version.folder / STORE
    if writable(folder):
        with store.opened(folder) as collected:
            yield collected
        return
    with tempfile.TemporaryDirectory(prefix="alis-index-") as temporary:
        copy = Path(temporary) / STORE
        shutil.copytree(folder, copy, copy_function=shutil.copyfile)
        for path in (copy, *(path for path in copy.rglob("*") if path.is_dir())):
            path.chmod(0o700)  # copytree hands on that the original may not be written
        with store.opened(copy) as collected:
            yield collected


def write_asked(folder: Path, vectors: np.ndarray) -> None:
    """Keep the vectors of the questions beside the vector store."""
    np.save(folder / ASKED, vectors.astype("<f4", copy=False), allow_pickle=False)


def read_asked(folder: Path) -> np.ndarray:
    """The vectors of the questions, or SearchError where the file is damaged or gone."""
    try:
        vectors: np.ndarray = np.load(folder / ASKED, allow_pickle=False)
    except (OSError, ValueError, EOFError) as problem:
        raise SearchError(f"{folder / ASKED} cannot be read: {problem}. {REBUILD}") from problem
    return vectors


def verified(collected: store.Collected, version: Version) -> store.Contents:
    """All that an open version holds, or SearchError where it is not what was published."""
    contents = collected.contents(read_asked(version.folder))
    found, expected = len(contents.chunks), version.manifest.count
    if found != expected:
        message = (
            f"The index version {version.folder} is damaged: it holds {found} chunks, not "
            f"{expected}. {REBUILD}"
        )
        raise SearchError(message)
    if content_digest(contents.chunks, contents.vectors, contents.asked) != version.manifest.digest:
        message = (
            f"The index version {version.folder} is damaged: its texts or vectors are not those "
            f"that were published. {REBUILD}"
        )
        raise SearchError(message)
    return contents
