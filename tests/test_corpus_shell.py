"""python -m corpus lists, checks and adds, and says plainly what is wrong."""

import os
import subprocess
import sys
from pathlib import Path

from corpus import load_added
from corpus.check import check
from corpus.register.load import FOLDER

ROOT = Path(__file__).resolve().parent.parent
FRONT = """---
id: a
title: A
publisher: P
published: null
url: null
authority: guidance
language: nb
valid_from: null
valid_to: null
supersedes: []
retrieved: null
---
"""


def corpus(*arguments: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "corpus", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "ALIS_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_ships_is_well(tmp_path: Path) -> None:
    run = corpus("check", home=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    assert "the register: all well" in run.stdout


def test_check_names_file_and_line_and_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        FRONT.replace("published: null", "published: i går") + "Tekst.\n", encoding="utf-8"
    )
    run = corpus("check", "--texts", tmp_path, home=tmp_path)
    assert run.returncode == 1
    assert f"{path}:5: 'published': 'i går' is not a date" in run.stderr


def test_check_finds_what_lies_deeper_than_front_matter(tmp_path: Path) -> None:
    raw = FRONT.replace("[]", "[borte]") + "#Overskrift\n\nSkriv til kari@example.org.\n"
    (tmp_path / "a.md").write_text(raw, encoding="utf-8")
    told = {(problem.line, problem.message.split(",")[0]) for problem in check(tmp_path)}
    assert told == {
        (11, "supersedes 'borte'"),
        (14, "a heading needs a space after its #"),
        (16, "holds an e-mail address; personal contact details stay out"),
    }


def test_check_of_a_folder_without_texts_fails(tmp_path: Path) -> None:
    assert [problem.message for problem in check(tmp_path)] == ["holds no texts"]
    assert FOLDER.is_dir()


def test_add_stores_a_text_with_what_was_found_and_told_and_says_what_is_unknown(
    tmp_path: Path,
) -> None:
    source = tmp_path / "Nytt notat.txt"
    source.write_text(
        "Et notat om veiledning\n\nPublisert 22.03.2022\n\nKommunen kan ikke søke om dette nå.",
        encoding="utf-8",
    )
    home = tmp_path / "home"
    run = corpus("add", source, "--publisher", "Fjellvik kommune", "--authority", "news", home=home)
    assert run.returncode == 0, run.stderr
    assert "unknown: url, valid_from" in run.stdout
    (text,) = load_added(home).texts
    assert text.source.id == "nytt-notat"
    assert (text.source.title, text.source.publisher) == (
        "Et notat om veiledning",
        "Fjellvik kommune",
    )
    assert str(text.source.published) == "2022-03-22"
    assert text.source.authority == "news"
    listed = corpus("list", home=home)
    assert "nytt-notat" in listed.stdout


def test_add_refuses_what_is_there_until_told_to_replace_it(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text("Kommunen kan søke.", encoding="utf-8")
    assert corpus("add", source, home=tmp_path).returncode == 0
    again = corpus("add", source, home=tmp_path)
    assert again.returncode == 1
    assert "use --replace" in again.stderr
    source.write_text("Kommunen må vente.", encoding="utf-8")
    assert corpus("add", source, "--replace", home=tmp_path).returncode == 0
    assert "vente" in load_added(tmp_path).texts[0].body


def test_add_tells_of_a_broken_file_and_takes_the_others(tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"ingen pdf")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "good.md").write_text("Kommunen kan søke.", encoding="utf-8")
    files = [tmp_path / name for name in ("bad.pdf", "empty.txt", "missing.md", "good.md")]
    run = corpus("add", *files, home=tmp_path)
    assert run.returncode == 1
    told = run.stderr.splitlines()
    assert [line.split(": ")[0] for line in told] == [str(path) for path in files[:3]]
    assert "Traceback" not in run.stderr
    assert [text.source.id for text in load_added(tmp_path).texts] == ["good"]


def test_add_takes_a_folder_with_the_folders_in_it(tmp_path: Path) -> None:
    (tmp_path / "mine" / "under").mkdir(parents=True)
    for name in ("a.md", "under/a.md"):
        (tmp_path / "mine" / name).write_text("Kommunen kan søke.", encoding="utf-8")
    (tmp_path / "mine" / "loop.md").symlink_to("loop.md")
    run = corpus("add", tmp_path / "mine", home=tmp_path)
    assert run.returncode == 1
    assert run.stderr == f"{tmp_path / 'mine' / 'loop.md'}: is a link that leads to itself\n"
    added = load_added(tmp_path)
    assert [text.source.id for text in added.texts] == ["a", "under-a"]
    listed = corpus("list", home=tmp_path)
    assert "under-a: the whole text stands in a too, and is cited from there" in listed.stdout


def test_a_wrong_option_is_told_with_what_is_right(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Kommunen kan søke.", encoding="utf-8")
    run = corpus("add", tmp_path / "a.md", "--published", "i går", home=tmp_path)
    assert run.returncode == 1
    assert run.stderr == "--published: 'i går' is not a date; write it as YYYY-MM-DD, or null\n"


def test_entering_the_room_is_cheap() -> None:
    heavy = ("trafilatura", "pypdf", "docx", "rapidfuzz", "numpy")
    code = f"import sys, corpus; print([m for m in {heavy!r} if m in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
