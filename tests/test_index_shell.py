"""The shell: `python -m index build | search | info`, and its errors of one line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def index(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("ALIS_")}
    return subprocess.run(
        [sys.executable, "-m", "index", *arguments],
        cwd=ROOT,
        env={**plain, "ALIS_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    (folder / "under").mkdir(parents=True)
    (folder / "a.txt").write_text(
        "Kommunen Xanadu gir hver lege en sykkel.\n\nFristen er 1. mars.\n"
    )
    (folder / "under" / "b.md").write_text("# Fjellrev\n\nFjellreven er fredet.\n")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 not really")
    return folder


def test_a_folder_is_built_searched_and_described(tmp_path: Path, texts: Path) -> None:
    home = tmp_path / "home"
    build = index(home, "build", "--texts", str(texts))
    assert build.returncode == 0, build.stderr
    assert "built" in build.stdout
    problems = [line for line in build.stderr.splitlines() if "broken.pdf" in line]
    assert len(problems) == 1, build.stderr
    assert "Traceback" not in build.stderr

    search = index(home, "search", "Når er fristen i Xanadu?", "--limit", "1")
    assert search.returncode == 0, search.stderr
    assert "Xanadu" in search.stdout
    assert "rejected:" in search.stdout

    as_json = index(home, "search", "sykkel", "--json", "--on", "2025-06-01")
    result = json.loads(as_json.stdout)
    assert "sykkel" in result["hits"][0]["chunk"]["text"]
    assert result["hits"][0]["coverage"] > 0.9

    info = index(home, "info")
    assert info.returncode == 0, info.stderr
    for name in ("version", "fingerprint", "embedder", "chunks", "size", "sources", "built"):
        assert name in info.stdout

    again = index(home, "build", "--texts", str(texts))
    assert "already built" in again.stdout


def test_the_first_search_builds_the_shipped_texts_and_says_so(tmp_path: Path) -> None:
    run = index(tmp_path, "search", "veiledning")
    assert run.returncode == 0, run.stderr
    assert "There is no index yet" in run.stderr
    assert index(tmp_path, "search", "veiledning").stderr == ""


@pytest.mark.parametrize(
    ("arguments", "environment", "message"),
    [
        pytest.param(["info"], {}, "No index has been built", id="nothing built"),
        pytest.param(["build", "--texts", "/nowhere"], {}, "/nowhere", id="no such folder"),
        pytest.param(["search", " "], {}, "nothing to search for", id="blank"),
        pytest.param(["search", "a", "--on", "i går"], {}, "no date", id="no date"),
        pytest.param(["search", "a"], {"ALIS_TODAY": "soon"}, "ALIS_TODAY", id="no today"),
        pytest.param(["search", "a", "--limit", "0"], {}, "at least 1", id="limit"),
        pytest.param(
            ["build"], {"ALIS_EMBEDDER": "/nowhere/model"}, "/nowhere/model", id="no embedder"
        ),
        pytest.param(["build"], {"ALIS_HOME": "/proc/nowhere"}, "ALIS_HOME", id="no home"),
    ],
)
def test_an_error_is_one_line_and_the_status_is_two(
    tmp_path: Path, arguments: list[str], environment: dict[str, str], message: str
) -> None:
    run = index(tmp_path, *arguments, **environment)
    assert run.returncode == 2
    assert message in run.stderr
    assert "Traceback" not in run.stderr
    told = [line for line in run.stderr.splitlines() if "There is no index yet" not in line]
    assert len(told) == 1, run.stderr


def test_an_empty_folder_says_that_no_text_was_found(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    run = index(tmp_path / "home", "build", "--texts", str(tmp_path / "empty"))
    assert run.returncode == 2
    assert "No text was found" in run.stderr
