"""A folder of mixed files from end to end: nothing changed is no work, the same is the same."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

from corpus.kept import FOLDER
from index import build_index, gather
from index.testing import HashEmbedder

ROOT = Path(__file__).resolve().parent.parent
PAGES = Path(__file__).parent / "data" / "corpus_pages"
COPY = (
    "Kommunen kan få støtte til rettleiing av legar som ikkje er ferdige spesialistar, og skal "
    "leggje ved ein avtale som begge partar har skrive under."
)
FINGERPRINT = """
import sys
from pathlib import Path
from index import gather
from index.serial import fingerprint
from index.settings import Settings
made = gather(Path(sys.argv[1]), texts=Path(sys.argv[2]))
print(fingerprint(made.chunks, "x", Settings()))
"""


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    shutil.copytree(PAGES, folder / "nett" / "2022")
    (folder / "1.txt").write_text(
        "Et notat om vikarer\n\nKontoret må skaffe vikar.", encoding="utf-8"
    )
    (folder / "2.md").write_text("# Plan\n\nPlanen skal følges.\n", encoding="utf-8")
    (folder / "kopi.txt").write_text(COPY, encoding="utf-8")
    document = Document()
    document.add_heading("Referat", 1)
    document.add_paragraph("Møtet vedtok at ordningen skal vurderes hvert annet år.")
    document.save(str(folder / "3.docx"))
    (folder / "4.pdf").write_bytes(b"%PDF-1.4 cut off")
    return folder


def test_nothing_changed_is_no_work_and_a_change_is_only_its_own(
    tmp_path: Path, texts: Path
) -> None:
    home, embedder = tmp_path / "home", HashEmbedder()
    first = build_index(home, chunks=gather(home, texts=texts).chunks, embedder=embedder)
    assert first.built
    count = len(embedder.passages)
    kept = sorted((home / FOLDER).iterdir())
    again = build_index(home, chunks=gather(home, texts=texts).chunks, embedder=embedder)
    assert (again.built, again.version, len(embedder.passages)) == (False, first.version, count)
    assert sorted((home / FOLDER).iterdir()) == kept
    (texts / "2.md").write_text("# Plan\n\nPlanen skal endres.\n", encoding="utf-8")
    changed = build_index(home, chunks=gather(home, texts=texts).chunks, embedder=embedder)
    assert changed.built
    assert embedder.passages[count:] == ["Plan\nPlanen skal endres."]


def test_what_was_read_is_not_read_again(tmp_path: Path, texts: Path) -> None:
    home = tmp_path / "home"
    first = gather(home, texts=texts)
    (kept,) = [p for p in (home / FOLDER).iterdir() if "vurderes" in p.read_text("ascii")]
    kept.write_text(kept.read_text("ascii").replace("vurderes", "beholdes"), encoding="ascii")
    again = gather(home, texts=texts)
    assert {c.text for c in again.chunks} - {c.text for c in first.chunks} == {
        "Møtet vedtok at ordningen skal beholdes hvert annet år."
    }
    kept.write_text("ødelagt", encoding="utf-8")
    assert gather(home, texts=texts).chunks == first.chunks


def test_the_same_files_give_the_same_fingerprint_to_the_byte(tmp_path: Path, texts: Path) -> None:
    moved = tmp_path / "elsewhere" / "theirs"
    shutil.copytree(texts, moved)
    for path in moved.rglob("*"):
        os.utime(path, (1, 1))
    printed = set()
    for seed, home, folder in (("1", "a", texts), ("2", "b", moved), ("3", "a", texts)):
        run = subprocess.run(
            [sys.executable, "-c", FINGERPRINT, tmp_path / home, folder],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        printed.add(run.stdout)
    assert len(printed) == 1
    assert len(printed.pop().strip()) == 64


def test_a_build_tells_of_broken_files_and_of_copies(tmp_path: Path, texts: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "index", "build", "--texts", texts],
        cwd=ROOT,
        env={**os.environ, "ALIS_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert sum("4.pdf: is not a PDF" in line for line in run.stderr.splitlines()) == 1
    assert (
        "kopi: the whole text stands in nett-2022-portal (Fjellvik kommune, 2022-11-03)"
        in run.stderr
    )
    assert "read" in run.stderr
