"""A version that is not what was published: refused by its content, and mended by a build."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import Chunk, Source
from index import SearchError, build_index, open_index
from index.testing import HashEmbedder

CHUNKS = [Chunk(f"c{n:03d}", f"Ledd nummer {n}", (), Source(id=f"t{n % 4}")) for n in range(120)]


def built(home: Path) -> Path:
    """Build an index and return the folder of its version."""
    report = build_index(home, chunks=CHUNKS, embedder=HashEmbedder())
    return home / "index" / "versions" / report.version


def _change_text(folder: Path) -> None:
    with sqlite3.connect(folder / "chroma" / "chroma.sqlite3") as database:
        database.execute(
            "update embedding_metadata set string_value = replace(string_value, 'nummer 1', "
            "'nummer 9') where key = 'chroma:document'"
        )


def _change_source(folder: Path) -> None:
    with sqlite3.connect(folder / "chroma" / "chroma.sqlite3") as database:
        database.execute(
            "update embedding_metadata set string_value = replace(string_value, 'unknown', "
            "'binding') where key = 'source'"
        )


def _remove_row(folder: Path) -> None:
    with sqlite3.connect(folder / "chroma" / "chroma.sqlite3") as database:
        row = database.execute("select id from embeddings where embedding_id = 'c001'").fetchone()
        database.execute("delete from embeddings where id = ?", row)
        database.execute("delete from embedding_metadata where id = ?", row)


def _change_vector(folder: Path) -> None:
    (file,) = (folder / "chroma").glob("*/data_level0.bin")
    content = bytearray(file.read_bytes())
    at = len(content) // 200  # well inside the first vector
    content[at : at + 8] = bytes(8) if any(content[at : at + 8]) else b"\x3d" * 8
    file.write_bytes(content)


def _cut_vectors(folder: Path) -> None:
    (file,) = (folder / "chroma").glob("*/data_level0.bin")
    file.write_bytes(file.read_bytes()[:100])


def _break_vectors(folder: Path) -> None:
    (file,) = (folder / "chroma").glob("*/header.bin")
    file.write_bytes(b"\xff" * file.stat().st_size)


def _remove_vectors(folder: Path) -> None:
    (file,) = (folder / "chroma").glob("*/header.bin")
    shutil.rmtree(file.parent)


def _break_database(folder: Path) -> None:
    (folder / "chroma" / "chroma.sqlite3").write_bytes(b"no database at all" * 300)


def _cut_database(folder: Path) -> None:
    file = folder / "chroma" / "chroma.sqlite3"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _remove_database(folder: Path) -> None:
    (folder / "chroma" / "chroma.sqlite3").unlink()


def _change_manifest(folder: Path) -> None:
    values = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**values, "embedder": "another@1"}))


def _point_nowhere(folder: Path) -> None:
    (folder.parent.parent / "CURRENT").write_text("0099-nowhere\n")


def _break_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text('{"format": 1, "fingerprint":')


def _remove_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def _cut_keywords(folder: Path) -> None:
    file = folder / "keywords.npz"
    file.write_bytes(file.read_bytes()[:-100])


def _remove_keywords(folder: Path) -> None:
    (folder / "keywords.npz").unlink()


DAMAGES = [
    _cut_keywords,
    _remove_keywords,
    _change_text,
    _change_source,
    _remove_row,
    _change_vector,
    _cut_vectors,
    _break_vectors,
    _remove_vectors,
    _break_database,
    _cut_database,
    _remove_database,
    _change_manifest,
    _break_manifest,
    _remove_manifest,
    _point_nowhere,
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__.strip("_"))
def test_a_damaged_version_is_refused_and_a_build_mends_it(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    damage(built(tmp_path))
    with pytest.raises(SearchError, match="python -m index build") as caught:
        open_index(tmp_path, HashEmbedder())
    assert "\n" not in str(caught.value)
    report = build_index(tmp_path, chunks=CHUNKS, embedder=HashEmbedder())
    assert report.built
    assert open_index(tmp_path, HashEmbedder()).chunks == tuple(CHUNKS)
