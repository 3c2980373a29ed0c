"""Building: what is made again, what is kept, and what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corpus import Authority, Chunk, Source, Wording
from index import SearchError, Settings, build_index, open_index
from index.serial import fingerprint
from index.settings import DEFAULTS
from index.testing import HashEmbedder
from index.versions import Versions

ROOT = Path(__file__).resolve().parent.parent

FULL_SOURCE = Source(
    id="regelverk-2025",
    title="Regelverk «2025»",
    publisher="Helsedirektoratet",
    published=date(2025, 5, 2),
    url="https://example.no/regelverk?a=1",
    authority=Authority.BINDING,
    wording=Wording.OWN,
    language="nn",
    valid_from=date(2025, 6, 1),
    valid_to=date(2026, 5, 31),
    supersedes=("regelverk-2024", "regelverk-2023"),
    retrieved=date(2026, 11, 21),
)


def chunk(number: int, text: str | None = None) -> Chunk:
    source = Source(id=f"tekst-{number // 3}", title=f"Tekst {number // 3}")
    return Chunk(f"c{number:03d}", text or f"Ledd nummer {number}.", ("Vilkår", "§ 1"), source)


def chunks(count: int) -> list[Chunk]:
    return [chunk(number) for number in range(count)]


class Notices:
    """A progress that remembers what it was told, and may act at a step."""

    def __init__(self, at_step: Callable[[str, int], None] = lambda _stage, _done: None) -> None:
        self.notices: list[str] = []
        self._at_step = at_step

    def notice(self, message: str) -> None:
        self.notices.append(message)

    def step(self, stage: str, done: int, total: int) -> None:
        assert 0 <= done <= total
        self._at_step(stage, done)


def test_every_field_of_a_chunk_survives_the_store_in_its_order(tmp_path: Path) -> None:
    given = [
        Chunk("z", "Linje 1\nLinje 2 «æøå» € 🩺", (), FULL_SOURCE),
        Chunk("a", "", ("Å", "§ 4-2 første ledd"), Source(id="bare-id")),
    ]
    build_index(tmp_path, chunks=given, embedder=HashEmbedder())
    assert open_index(tmp_path, HashEmbedder()).chunks == tuple(given)


def test_building_again_with_nothing_changed_does_nothing(tmp_path: Path) -> None:
    first = build_index(tmp_path, chunks=chunks(5), embedder=HashEmbedder())
    pointer = (tmp_path / "index" / "CURRENT").stat()
    embedder = HashEmbedder()
    second = build_index(tmp_path, chunks=chunks(5), embedder=embedder)
    assert (first.built, second.built) == (True, False)
    assert (second.version, second.fingerprint) == (first.version, first.fingerprint)
    assert (second.embedded, second.reused, embedder.passages) == (0, 5, [])
    assert (tmp_path / "index" / "CURRENT").stat().st_mtime_ns == pointer.st_mtime_ns


def test_only_changed_chunks_are_embedded_again(tmp_path: Path) -> None:
    build_index(tmp_path, chunks=chunks(6), embedder=HashEmbedder())
    changed = [*chunks(5), chunk(5, "Et nytt ledd."), chunk(6)]
    embedder = HashEmbedder()
    report = build_index(tmp_path, chunks=changed, embedder=embedder)
    assert (report.embedded, report.reused) == (2, 5)
    assert [passage.partition("\n")[2] for passage in embedder.passages] == [
        "Et nytt ledd.",
        "Ledd nummer 6.",
    ]


def test_a_build_on_top_of_another_finds_what_a_build_from_nothing_finds(tmp_path: Path) -> None:
    changed = [*chunks(5), chunk(5, "Et nytt ledd om veiledning.")]
    build_index(tmp_path / "a", chunks=chunks(6), embedder=HashEmbedder())
    build_index(tmp_path / "a", chunks=changed, embedder=HashEmbedder())
    build_index(tmp_path / "b", chunks=changed, embedder=HashEmbedder())
    found = [open_index(tmp_path / home, HashEmbedder()) for home in ("a", "b")]
    assert found[0].fingerprint == found[1].fingerprint
    hits = [index.search("nytt ledd om veiledning").hits for index in found]
    assert hits[0][0].chunk.id == "c005"
    assert [(hit.chunk, hit.score) for hit in hits[0]] == [
        (hit.chunk, hit.score) for hit in hits[1]
    ]


def test_vectors_of_another_embedder_are_not_reused(tmp_path: Path) -> None:
    build_index(tmp_path, chunks=chunks(4), embedder=HashEmbedder("hash@1"))
    report = build_index(tmp_path, chunks=chunks(4), embedder=HashEmbedder("hash@2"))
    assert (report.embedded, report.reused) == (4, 0)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(replace(chunk(0), id="c999"), id="id"),
        pytest.param(replace(chunk(0), text="Noe annet."), id="text"),
        pytest.param(replace(chunk(0), heading=("Vilkår",)), id="heading"),
        pytest.param(replace(chunk(0), source=FULL_SOURCE), id="source"),
        pytest.param(
            replace(chunk(0), source=replace(chunk(0).source, valid_to=date(2025, 1, 1))),
            id="validity",
        ),
    ],
)
def test_the_fingerprint_changes_with_every_part_of_a_chunk(changed: Chunk) -> None:
    before = fingerprint([chunk(0)], "hash@1", DEFAULTS)
    assert fingerprint([changed], "hash@1", DEFAULTS) != before


def test_the_fingerprint_changes_with_embedder_and_settings() -> None:
    made = {
        fingerprint([chunk(0)], "hash@1", DEFAULTS),
        fingerprint([chunk(0)], "hash@2", DEFAULTS),
        fingerprint([chunk(0)], "hash@1", replace(DEFAULTS, keyword_share=0.35)),
    }
    assert len(made) == 3


def test_the_fingerprint_changes_with_how_words_are_analysed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = fingerprint([chunk(0)], "hash@1", DEFAULTS)
    monkeypatch.setattr("index.serial.analysis_digest", lambda: "another glossary")
    assert fingerprint([chunk(0)], "hash@1", DEFAULTS) != before


def test_the_fingerprint_is_the_same_in_every_process(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from corpus import Chunk, Source\n"
        "from index import build_index; from index.testing import HashEmbedder\n"
        "chunks = [Chunk(f'c{n}', f'Ledd {n}', ('A',), Source(id='t')) for n in range(3)]\n"
        "home = Path(sys.argv[1])\n"
        "print(build_index(home, chunks=chunks, embedder=HashEmbedder()).fingerprint)"
    )
    made = set()
    for seed in ("0", "1", "4242"):
        run = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / seed)],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        made.add(run.stdout.strip())
    assert len(made) == 1, made


def test_two_replaced_versions_stay_and_older_ones_go(tmp_path: Path) -> None:
    names = [
        build_index(tmp_path, chunks=chunks(count), embedder=HashEmbedder()).version
        for count in (1, 2, 3, 4, 5)
    ]
    folders = sorted(path.name for path in (tmp_path / "index" / "versions").iterdir())
    assert folders == names[2:]


def test_a_version_that_someone_reads_is_not_swept_away(tmp_path: Path) -> None:
    first = build_index(tmp_path, chunks=chunks(1), embedder=HashEmbedder()).version
    folder = tmp_path / "index" / "versions" / first
    with Versions(tmp_path).pinned():
        for count in (2, 3, 4, 5):
            build_index(tmp_path, chunks=chunks(count), embedder=HashEmbedder())
        assert (folder / "manifest.json").exists()
    build_index(tmp_path, chunks=chunks(6), embedder=HashEmbedder())
    assert not folder.exists()


def test_what_a_dead_build_left_is_swept_away(tmp_path: Path) -> None:
    build_index(tmp_path, chunks=chunks(2), embedder=HashEmbedder())
    dead = tmp_path / "index" / "versions" / "0007-dead"
    (dead / "chroma").mkdir(parents=True)
    (dead / "chroma" / "chroma.sqlite3").write_bytes(b"half")
    (tmp_path / "index" / "CURRENT.new").write_text("0007-dead")
    build_index(tmp_path, chunks=chunks(2), embedder=HashEmbedder())
    assert not dead.exists()
    assert not (tmp_path / "index" / "CURRENT.new").exists()


def test_a_build_that_fails_leaves_no_folder_and_the_old_version_serving(tmp_path: Path) -> None:
    first = build_index(tmp_path, chunks=chunks(2), embedder=HashEmbedder())

    def fail(stage: str, _done: int) -> None:
        if stage == "write":
            raise OSError(28, "No space left on device")

    with pytest.raises(SearchError, match=r"No space left on device.*ALIS_HOME"):
        build_index(
            tmp_path, chunks=chunks(3), embedder=HashEmbedder(), progress=Notices(at_step=fail)
        )
    folders = [path.name for path in (tmp_path / "index" / "versions").iterdir()]
    assert folders == [first.version]
    assert open_index(tmp_path, HashEmbedder()).fingerprint == first.fingerprint


def test_a_second_builder_waits_and_says_so(tmp_path: Path) -> None:
    watcher = Notices()
    waiting = threading.Thread(
        target=build_index,
        args=(tmp_path,),
        kwargs={"chunks": chunks(3), "embedder": HashEmbedder(), "progress": watcher},
    )
    with Versions(tmp_path).locked(watcher.notice):
        waiting.start()
        while not watcher.notices:
            pass
        assert not (tmp_path / "index" / "CURRENT").exists()
    waiting.join()
    assert watcher.notices == ["Another process is building the index; waiting for it."]
    assert len(open_index(tmp_path, HashEmbedder()).chunks) == 3


class Broken(HashEmbedder):
    """An embedder whose vectors are not what was asked for."""

    def __init__(self, vectors: np.ndarray) -> None:
        super().__init__("broken@1")
        self._vectors = vectors

    def embed_passages(self, texts: list[str]) -> np.ndarray:
        return self._vectors


@pytest.mark.parametrize(
    ("given", "embedder", "message"),
    [
        pytest.param([], HashEmbedder(), "no text to index", id="nothing"),
        pytest.param([chunk(1), chunk(1)], HashEmbedder(), "Two chunks .* 'c001'", id="same id"),
        pytest.param(
            [chunk(1, "halv \ud83d")], HashEmbedder(), "'c001' .* UTF-8", id="lone surrogate"
        ),
        pytest.param(
            chunks(2),
            Broken(np.ones((1, 4), np.float32)),
            "2 vectors of length 1",
            id="row missing",
        ),
        pytest.param(
            chunks(1), Broken(np.full((1, 4), np.nan, np.float32)), "length 1", id="not a number"
        ),
        pytest.param(
            chunks(1), Broken(np.full((1, 4), 2, np.float32)), "length 1", id="not of length one"
        ),
    ],
)
def test_what_cannot_be_indexed_is_refused(
    tmp_path: Path, given: list[Chunk], embedder: HashEmbedder, message: str
) -> None:
    with pytest.raises(SearchError, match=message):
        build_index(tmp_path, chunks=given, embedder=embedder)
    assert not (tmp_path / "index" / "CURRENT").exists()


def test_a_home_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("a file, not a folder")
    with pytest.raises(SearchError, match=r"cannot be written.*ALIS_HOME"):
        build_index(home, chunks=chunks(1), embedder=HashEmbedder())


def test_settings_that_turn_the_order_around_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        Settings(keyword_share=1.5)
