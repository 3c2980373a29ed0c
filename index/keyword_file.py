"""The keyword indexes of a version as one file, so that opening it reads no text again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from index.keywords import KeywordIndex
from index.lexicon import analysis_digest
from index.types import SearchError
from index.versions import REBUILD

NAME = "keywords.npz"
_ANALYSIS = "analysis"


def write_keywords(folder: Path, indexes: Mapping[str, KeywordIndex]) -> str:
    """Write the indexes by name, and return the digest of the file."""
    arrays = {_ANALYSIS: np.frombuffer(analysis_digest().encode(), dtype=np.uint8)}
    for name, index in indexes.items():
        arrays |= {f"{name}/{key}": value for key, value in index.arrays().items()}
    np.savez(folder / NAME, allow_pickle=False, **arrays)
    return _digest(folder / NAME)


def read_keywords(folder: Path, digest: str) -> Mapping[str, KeywordIndex] | None:
    """The indexes by name; None where words are analysed in another way now than when written.

    Raises:
        SearchError: The file is damaged or gone.
    """
    path = folder / NAME
    try:
        if _digest(path) != digest:
            message = f"The index version {folder} is damaged: {NAME} is not the published one."
            raise SearchError(f"{message} {REBUILD}")
        with np.load(path, allow_pickle=False) as held:
            arrays = {name: held[name] for name in held.files}
    except (OSError, ValueError, BadZipFile) as problem:
        raise SearchError(f"{path} cannot be read: {problem}. {REBUILD}") from problem
    if arrays.pop(_ANALYSIS).tobytes().decode() != analysis_digest():
        return None
    by_index: dict[str, dict[str, np.ndarray]] = {}
    for name, value in arrays.items():
        index, _, key = name.partition("/")
        by_index.setdefault(index, {})[key] = value
    return {name: KeywordIndex.from_arrays(found) for name, found in by_index.items()}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
