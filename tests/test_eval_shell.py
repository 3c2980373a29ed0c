"""The commands of the evaluation, on the real assistant with the shipped texts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from eval.__main__ import main

QUESTIONS = [
    (
        "when",
        "Når var søknadsfristen for Nasjonal ALIS og veiledning i 2023?",
        "answered",
        "1. september 2023",
    ),
    ("cake", "Hvordan baker jeg sjokoladekake?", "out_of_scope", None),
    (
        "never",
        "Hva står det i Helsedirektoratets kunngjøring om farge på stetoskop?",
        "answered",
        "mintgrønt",
    ),
]


@pytest.fixture(scope="module")
def questions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("questions") / "set.jsonl"
    items = [
        {
            "id": name,
            "group": name,
            "slice": ["facts"],
            "language": "nb",
            "form": "plain",
            "turns": ["Hei", question],
            "expect": {"status": [status], "must": [[fact]] if fact else []},
            "note": "made for this test",
        }
        for name, question, status, fact in QUESTIONS
    ]
    path.write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def home(questions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a run of one process, and one of two."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALIS_HOME", str(folder))
        for workers in ("1", "2"):
            place = str(folder / f"by-{workers}")
            assert (
                main(["run", "--questions", str(questions), "--workers", workers, "-o", place]) == 0
            )
    return folder


@pytest.fixture(autouse=True)
def _at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIS_HOME", str(home))


def answers(run: Path) -> list[list[dict[str, Any]]]:
    """The answers of a run but for their ids, which are drawn."""
    lines = [
        json.loads(line)
        for line in (run / "generated.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return [
        [{key: one[key] for key in one if key != "id"} for one in line["answers"]] for line in lines
    ]


def test_a_run_prints_the_slices_with_n_and_interval_and_where_the_report_is(
    questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["run", "--questions", str(questions), "--limit", "2", "-o", str(tmp_path / "two")])
        == 0
    )
    printed = capsys.readouterr()
    row = next(line for line in printed.out.splitlines() if line.startswith("| all "))
    assert "; 2)" in row
    assert str(tmp_path / "two") in printed.out
    assert "questions: 100%" in printed.err


def test_several_processes_give_the_answers_that_one_gives(home: Path) -> None:
    assert answers(home / "by-1") == answers(home / "by-2")


def test_a_run_says_what_it_was_made_of(home: Path) -> None:
    settings = json.loads((home / "by-1" / "settings.json").read_text(encoding="utf-8"))
    assert settings["today"] == "2026-11-21"
    assert settings["model"] == "built-in"
    assert settings["count"] == 3
    indexes = {answer["index"] for turns in answers(home / "by-1") for answer in turns}
    assert indexes == {settings["index"]}


def test_every_quote_of_the_run_can_be_looked_up_in_its_texts(home: Path) -> None:
    report = json.loads((home / "by-1" / "report.json").read_text(encoding="utf-8"))
    (quotes,) = [one for one in report["overall"] if one["metric"] == "quotes_verbatim"]
    assert quotes["n"] > 0
    assert quotes["value"] == 1.0


def test_scoring_again_changes_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path.name: path.read_bytes() for path in (home / "by-1").iterdir()}
    assert main(["score", str(home / "by-1")]) == 0
    assert {path.name: path.read_bytes() for path in (home / "by-1").iterdir()} == before
    assert "| all " in capsys.readouterr().out


def test_show_tells_the_story_of_an_item(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(home / "by-1"), "never"]) == 0
    story = capsys.readouterr().out
    for part in (
        "> Hei",
        "stetoskop",
        "made for this test",
        "not right",
        "it does not say 'mintgrønt'",
    ):
        assert part in story


def test_show_of_an_unknown_item_names_those_that_look_like_it(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", str(home / "by-1"), "nev"]) == 2
    assert "did you mean never?" in capsys.readouterr().err


def test_comparing_two_runs_of_the_same_questions_finds_nothing_changed(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", str(home / "by-1"), str(home / "by-2")]) == 0
    told = capsys.readouterr().out
    assert "Regressed: 0" in told
    assert "Fixed: 0" in told
    assert "  never" in told


def test_a_comparison_of_different_questions_is_refused(
    home: Path, questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = str(tmp_path / "other")
    assert main(["run", "--questions", str(questions), "--limit", "1", "-o", other]) == 0
    assert main(["compare", str(home / "by-1"), other]) == 2
    assert "asked different questions" in capsys.readouterr().err


def test_check_names_a_broken_question_with_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.jsonl").write_text("\n{}\n", encoding="utf-8")
    assert main(["check", "--questions", str(tmp_path)]) == 2
    assert f"{tmp_path / 'broken.jsonl'}:2: has no 'id'" in capsys.readouterr().err


def test_a_broken_question_file_starts_no_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.jsonl").write_text("{}\n", encoding="utf-8")
    place = tmp_path / "place"
    assert main(["run", "--questions", str(tmp_path), "-o", str(place)]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["broken.jsonl"]
    assert "Traceback" not in capsys.readouterr().err


def test_a_run_that_was_killed_is_gone_on_with(home: Path, questions: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    assert main(["run", "--questions", str(questions), "-o", str(place)]) == 0
    workshop = tmp_path / ".place.unfinished"
    shutil.move(place, workshop)
    for name in ("passages.json", "scores.jsonl", "report.json", "report.md"):
        (workshop / name).unlink()
    lines = (workshop / "generated.jsonl").read_bytes()
    (workshop / "generated.jsonl").write_bytes(lines[: len(lines) * 2 // 3])
    assert main(["run", "--questions", str(questions), "-o", str(place), "--resume"]) == 0
    assert answers(place) == answers(home / "by-1")
    assert not workshop.exists()


def test_a_wrong_day_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ALIS_TODAY", "yesterday")
    assert main(["check"]) == 2
    assert capsys.readouterr().err.startswith("ALIS_TODAY is 'yesterday'")
