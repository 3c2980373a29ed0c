"""Opening: which versions are refused and why, who may read at once, what a large index does."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import Chunk, Source
from index import SearchError, build_index, ensure_index, open_index
from index.describe import describe
from index.opening import Access
from index.settings import DEFAULTS
from index.testing import HashEmbedder

ROOT = Path(__file__).resolve().parent.parent

WORDS = ("tilskudd", "veiledning", "frist", "legevakt", "vikar", "avtale", "kommune")


def chunks(count: int) -> list[Chunk]:
    return [
        Chunk(
            f"c{n:03d}", f"{WORDS[n % 7]} og {WORDS[n % 5]} nummer {n}", (), Source(id=f"t{n % 4}")
        )
        for n in range(count)
    ]


def built(home: Path, count: int = 5) -> Path:
    """Build an index and return the folder of its version."""
    report = build_index(home, chunks=chunks(count), embedder=HashEmbedder())
    return home / "index" / "versions" / report.version


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users may enter, which pytest's own are not."""
    with tempfile.TemporaryDirectory(prefix="alis-test-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_where_nothing_is_built_the_message_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(SearchError, match=r"No index has been built.*python -m index build"):
        open_index(tmp_path, HashEmbedder())


def test_an_index_of_another_embedder_is_refused(tmp_path: Path) -> None:
    built(tmp_path)
    with pytest.raises(SearchError, match=r"'hash@1'.*'hash@2'.*python -m index build"):
        open_index(tmp_path, HashEmbedder("hash@2"))


def test_an_index_of_other_settings_is_refused(tmp_path: Path) -> None:
    built(tmp_path)
    with pytest.raises(SearchError, match=r"other search settings.*python -m index build"):
        open_index(tmp_path, HashEmbedder(), settings=replace(DEFAULTS, keyword_share=0.1))


def test_an_index_of_another_format_is_refused_and_a_build_mends_it(tmp_path: Path) -> None:
    manifest = built(tmp_path) / "manifest.json"
    values = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({"format": 99, "made by": "a later program"}))
    with pytest.raises(SearchError, match=r"format 99.*reads 3.*python -m index build"):
        open_index(tmp_path, HashEmbedder())
    report = build_index(tmp_path, chunks=chunks(5), embedder=HashEmbedder())
    assert report.built
    assert open_index(tmp_path, HashEmbedder()).fingerprint == values["fingerprint"]


def test_a_reader_keeps_the_version_it_opened(tmp_path: Path) -> None:
    built(tmp_path, 3)
    access = Access(in_memory_up_to=0)
    readers = [
        open_index(tmp_path, HashEmbedder()),
        open_index(tmp_path, HashEmbedder(), access=access),
    ]
    before = [reader.search("tilskudd frist").hits for reader in readers]
    for count in (20, 30, 40, 50):
        built(tmp_path, count)
    assert [reader.search("tilskudd frist").hits for reader in readers] == before
    assert len(open_index(tmp_path, HashEmbedder()).chunks) == 50


def test_a_large_index_asks_chroma_and_finds_what_a_small_one_finds(tmp_path: Path) -> None:
    built(tmp_path, 300)
    small = open_index(tmp_path, HashEmbedder())
    large = open_index(tmp_path, HashEmbedder(), access=Access(in_memory_up_to=299))
    for query in ("frist for veiledning", "vikar nummer 17", "kommune", "xyzzy avtale"):
        expected, found = small.search(query), large.search(query)
        assert [hit.chunk.id for hit in found.hits] == [hit.chunk.id for hit in expected.hits]
        for one, other in zip(found.hits, expected.hits, strict=True):
            assert one.dense == pytest.approx(other.dense, abs=1e-5)
            assert one.score == pytest.approx(other.score, abs=1e-5)
    large.close()


READER = """
import sys
from pathlib import Path
from index import open_index
from index.testing import HashEmbedder

index = open_index(Path(sys.argv[1]), HashEmbedder())
print(index.fingerprint, flush=True)
for line in sys.stdin:
    print(",".join(hit.chunk.id for hit in index.search(line).hits), index.fingerprint, flush=True)
"""


def _reader(home: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", READER, str(home)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)


def _ask(reader: subprocess.Popen[str], line: str) -> str:
    assert reader.stdin is not None
    assert reader.stdout is not None
    reader.stdin.write(line + "\n")
    reader.stdin.flush()
    return reader.stdout.readline()


def test_processes_read_at_once_while_another_builds(tmp_path: Path) -> None:
    built(tmp_path, 30)
    first = open_index(tmp_path, HashEmbedder())
    readers = [_reader(tmp_path) for _ in range(2)]
    opened = [reader.stdout.readline().strip() for reader in readers if reader.stdout]
    assert opened == [first.fingerprint] * 2
    before = [_ask(reader, "tilskudd frist") for reader in readers]
    built(tmp_path, 60)
    after = [_ask(reader, "tilskudd frist") for reader in readers]
    expected = ",".join(hit.chunk.id for hit in first.search("tilskudd frist").hits)
    assert before == after == [f"{expected} {first.fingerprint}\n"] * 2
    for reader in readers:
        reader.communicate()
        assert reader.returncode == 0


def _files(home: Path) -> dict[str, tuple[int, int]]:
    found = sorted(path for path in home.rglob("*") if path.is_file())
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in found}


@pytest.mark.parametrize("in_memory_up_to", [0, 100], ids=["large", "small"])
def test_a_read_only_version_is_served_from_a_copy(tmp_path: Path, in_memory_up_to: int) -> None:
    built(tmp_path)
    expected = open_index(tmp_path, HashEmbedder()).search("veiledning").hits
    before = _files(tmp_path)
    access = Access(in_memory_up_to=in_memory_up_to, writable=lambda _folder: False)
    index = open_index(tmp_path, HashEmbedder(), access=access)
    found = index.search("veiledning").hits
    assert [hit.chunk.id for hit in found] == [hit.chunk.id for hit in expected]
    assert _files(tmp_path) == before
    index.close()


UNPRIVILEGED = """
import os, sys
from pathlib import Path
from index import SearchError, build_index, open_index
from index.testing import HashEmbedder

home, other = Path(sys.argv[1]), Path(sys.argv[2])
open_index(other, HashEmbedder())  # loads all that is loaded late, while the files can be read
if os.getuid() == 0:
    os.setgid(65534); os.setuid(65534)  # root may write everywhere
index = open_index(home, HashEmbedder())
print(",".join(hit.chunk.id for hit in index.search("veiledning").hits))
try:
    build_index(home, chunks=index.chunks[:1], embedder=HashEmbedder())
except SearchError as problem:
    print(problem)
"""


def test_a_home_without_write_permission_is_served_and_not_built_in(
    open_folder: Path, tmp_path: Path
) -> None:
    built(open_folder)
    built(tmp_path)
    expected = open_index(open_folder, HashEmbedder()).search("veiledning").hits
    paths = [open_folder, *open_folder.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = _files(open_folder)
    command = [sys.executable, "-c", UNPRIVILEGED, str(open_folder), str(tmp_path)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert _files(open_folder) == before
    for path in paths:
        path.chmod(stat.S_IRWXU | 0o055)
    assert run.returncode == 0, run.stderr
    hits, refusal = run.stdout.splitlines()
    assert hits == ",".join(hit.chunk.id for hit in expected)
    assert "cannot be written" in refusal
    assert "ALIS_HOME" in refusal


def test_a_description_counts_what_the_version_holds(tmp_path: Path) -> None:
    built(tmp_path, 6)
    about = describe(tmp_path)
    assert about.manifest.count == 6
    assert about.chunks_of == {"t0": 2, "t1": 2, "t2": 1, "t3": 1}
    assert about.authorities == {"unknown": 4}
    assert about.size_bytes > 1000


def test_the_shipped_index_is_built_once_where_there_is_none(tmp_path: Path) -> None:
    notices: list[str] = []
    first = ensure_index(tmp_path, embedder=HashEmbedder(), notice=notices.append)
    assert notices == ["There is no index yet; building it from the shipped texts."]
    second = ensure_index(tmp_path, embedder=HashEmbedder(), notice=notices.append)
    assert len(notices) == 1
    assert first.fingerprint == second.fingerprint
    assert len(first.chunks) > 10


FIRST = """
import sys
from pathlib import Path
from index import ensure_index
from index.testing import HashEmbedder

print(ensure_index(Path(sys.argv[1]), embedder=HashEmbedder(), notice=print).fingerprint)
"""


def test_processes_that_all_find_no_index_build_one_between_them(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FIRST, str(tmp_path)]
    starters = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    printed = [starter.communicate()[0].splitlines() for starter in starters]
    assert [starter.returncode for starter in starters] == [0, 0, 0]
    assert len({lines[-1] for lines in printed}) == 1
    assert len(list((tmp_path / "index" / "versions").iterdir())) == 1


def test_added_texts_are_indexed_beside_the_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "rundskriv.txt").write_text("Kommunen Xanadu har en egen ordning.\n")
    index = ensure_index(tmp_path, embedder=HashEmbedder(), notice=lambda _message: None)
    assert "Xanadu" in index.search("Xanadu").hits[0].chunk.text
    assert len({chunk.source.id for chunk in index.chunks}) > 1


def test_entering_the_room_loads_neither_chroma_nor_torch() -> None:
    heavy = ("torch", "chromadb", "sentence_transformers", "gradio")
    code = f"import sys, index; print([m for m in {heavy!r} if m in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "[]"
