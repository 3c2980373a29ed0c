"""The commands `ask`, `calculate` and `replay`: what they print, and with which exit code."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.__main__ import main

ROOT = Path(__file__).resolve().parent.parent
ANSWER = [
    "id", "status", "language", "text", "missing", "suggestions", "citations", "calculation",
    "model", "index",
]  # fmt: skip
CITATION = [
    "marker", "source", "title", "publisher", "published", "url", "authority", "wording",
    "valid_from", "valid_to", "heading", "quote",
]  # fmt: skip
CALCULATION = [
    "amount", "unit", "official", "period", "inputs", "steps", "warnings", "alternatives",
]  # fmt: skip
STEP = ["label", "formula", "amount", "figure", "source"]
CASE = """\
grant: alis_agreement
municipality: Hasvik
category: fastlege
share: 100 %
start: 2025-06-01
end: 2026-05-31
first_start: 2025-06-01
"""
AMOUNT = (
    "Hvor mye kan Hasvik maksimalt få for en ny fastlege i 100 % fra 1. juni 2025 "
    "til 31. mai 2026, med ALIS-avtale? Hun startet som fastlege 1. juni 2025."
)


@pytest.fixture(autouse=True)
def environment(alis_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIS_HOME", str(alis_home))
    monkeypatch.setenv("ALIS_TODAY", "2026-02-01")
    monkeypatch.delenv("ALIS_MODEL", raising=False)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path


def typed(monkeypatch: pytest.MonkeyPatch, text: bytes) -> None:
    """Put a text on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text), encoding="utf-8"))


def test_ask_prints_the_answer_and_its_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "Hvem kan søke om tilskuddet?"]) == 0
    out = capsys.readouterr().out
    assert "Kilder:\n  [1] " in out
    assert "(gjengitt med våre ord)" in out
    assert "[answered · built-in · " in out


def test_ask_json_has_exactly_the_fields_of_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--json", AMOUNT]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == ANSWER
    assert all(list(citation) == CITATION for citation in answer["citations"])
    calculation = answer["calculation"]
    assert list(calculation) == CALCULATION
    assert all(list(step) == STEP for step in calculation["steps"])
    assert list(calculation["period"]) == ["from", "to"]
    assert (calculation["amount"], calculation["unit"]) == ("580433.05", "NOK")
    assert calculation["official"] is False
    assert calculation["period"] == {"from": "2025-06-01", "to": "2026-05-31"}
    assert [step["amount"] for step in calculation["steps"]] == [
        "132000.00", "14000.00", "125000.00", "91317.19", "18115.86", "200000.00",
    ]  # fmt: skip
    marks = [citation["marker"] for citation in answer["citations"]]
    assert marks == [str(number) for number in range(1, len(marks) + 1)]
    assert all(f"[{mark}]" in answer["text"] for mark in marks)


def test_an_answer_can_go_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--json", "Hei", "-o", str(tmp_path / "answer.json")]) == 0
    assert list(json.loads((tmp_path / "answer.json").read_text(encoding="utf-8"))) == ANSWER
    assert capsys.readouterr().out == ""


LINES = [
    b'{"id": "a", "turns": ["Hvem kan s\xc3\xb8ke om tilskuddet?", "Og i 2023?"]}',
    b"not json",
    b'{"id": "b", "turns": []}',
    b'{"id": "c", "turns": "Hei"}',
    b'{"id": "d", "turns": ["Hei", 7]}',
    b"[1]",
    b"",
    b'{"turns": ["Hei"]}',
    b'{"id": "e", "turns": ["\xff"]}',
    b'{"id": NaN, "turns": ["Hei"]}',
    b'{"id": "\\ud800", "turns": ["\\ud800"]}',
    b'{"id": {"n": 1}, "turns": [""]}\r',
    b"[" * 100_000,
]


def test_lines_are_answered_in_order_and_a_broken_one_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, b"\n".join(LINES))
    assert main(["ask", "--jsonl", "-"]) == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["id"], line.get("line")) for line in found] == [
        ("a", None), (None, 2), ("b", 3), ("c", 4), ("d", 5), (None, 6), (None, None), (None, 9),
        (None, 10), ("\ud800", None), ({"n": 1}, None), (None, 13),
    ]  # fmt: skip
    for line in found:
        if "error" in line:
            assert list(line) == ["id", "line", "error"]
            assert line["error"].endswith(".")
        else:
            assert list(line) == ["id", "answers"]
            assert all(list(answer) == ANSWER for answer in line["answers"])
    assert len(found[0]["answers"]) == 2
    assert [a["status"] for a in found[10]["answers"]] == ["needs_input"]


def test_whatever_the_statuses_good_lines_end_in_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [{"id": n, "turns": [text]} for n, text in enumerate(["", "Bake kake?", "Hei"])]
    asked, answered = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    asked.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8-sig")
    assert main(["ask", "--jsonl", str(asked), "-o", str(answered)]) == 0
    found = [json.loads(line) for line in answered.read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in found] == [0, 1, 2]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("language", "said"),
    [("nb", "Slik er det regnet|Veiledning (tak)"), ("nn", "Rettleiing (tak)"), ("en", "ceiling")],
)
def test_a_case_is_computed_in_each_language(
    language: str, said: str, case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["calculate", str(case), "--language", language]) == 0
    out = capsys.readouterr().out
    assert any(part in out for part in said.split("|"))
    assert ("580,433.05" if language == "en" else "580\u00a0433,05") in out
    assert "[answered · calculator · " in out


def test_a_case_may_come_from_standard_input_and_is_recorded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, CASE.encode())
    assert main(["calculate", "-", "--json"]) == 0
    printed = capsys.readouterr().out
    answer = json.loads(printed)
    assert list(answer) == ANSWER
    assert answer["calculation"]["amount"] == "580433.05"
    assert main(["replay", answer["id"]]) == 0
    assert capsys.readouterr().out == printed


def test_an_amount_in_a_file_stays_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("grant: lis3_supervision\nhours: 37.50\nstart: 2021-01-01\nend: 2021-12-31\n")
    assert main(["calculate", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["calculation"]["amount"] == "37500.00"


def test_replay_prints_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    main(["ask", "--json", AMOUNT])
    printed = capsys.readouterr().out
    assert main(["replay", json.loads(printed)["id"]]) == 0
    assert capsys.readouterr().out == printed


BAD_CASES: dict[str, tuple[bytes, str]] = {
    "no YAML": (b"a: [1\nb: }", "not readable YAML"),
    "not UTF-8": (b"\xff\xfe\x00", "not readable YAML"),
    "a list": (b"- a\n- b", "must hold facts"),
    "nothing": (b"", "must hold facts"),
    "an unknown field": (b"categori: fastlege", "Unknown field 'categori'"),
    "an unknown field in a group": (b"groups: [{stilling: 50 %}]", "Unknown field 'stilling'"),
    "a fact that stands twice": (b"share: 50 %\nshare: 100 %", "'share' stands twice"),
    "a reference": (b"a: &x {b: 1}\nc: *x", "instead of referring"),
    "a loop": (b"groups: &g [*g]", "instead of referring"),
    "a deep nest": (b"[" * 5000, "nested too deeply"),
    "an amount in two readings": (b"rate: 1.000", "two ways"),
    "a number that is none": (b"rate: mye", "write a number"),
    "a date that is none": (b"start: snart", "write a date"),
    "a kind that is none": (b"category: kirurg", "it may be"),
    "a kommune that is none": (b"municipality: '<b>Oslo</b>'", "write a name or number"),
    "too many doctors": (b"doctors: 100000", "whole number"),
    "groups and positions": (b"groups: [{count: 1}]\npositions: [{share: 1}]", "not both"),
}


@pytest.mark.parametrize("name", BAD_CASES)
def test_a_bad_case_is_one_line_and_exit_code_2(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw, said = BAD_CASES[name]
    path = tmp_path / "case.yaml"
    path.write_bytes(raw)
    assert main(["calculate", str(path)]) == 2
    assert said in only_complaint(capsys)


def only_complaint(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line on standard error, with nothing on standard output."""
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("assistant: ")
    assert err.count("\n") == 1
    return err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["calculate", "/nowhere/case.yaml"], "/nowhere/case.yaml: No such file"),
        (["calculate", "/"], "/: Is a directory"),
        (["ask", "--jsonl", "/nowhere/q.jsonl"], "/nowhere/q.jsonl: No such file"),
        (["ask", "Hei", "-o", "/nowhere/a.json"], "/nowhere/a.json: No such file"),
        (["ask"], "either a question or --jsonl"),
        (["ask", "Hei", "--jsonl", "-"], "either a question or --jsonl"),
        (["replay", "nobody"], "There is no record 'nobody'"),
    ],
)
def test_what_cannot_be_run_is_one_line_and_exit_code_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert said in only_complaint(capsys)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ALIS_TODAY", "i dag", "write a date as YYYY-MM-DD"),
        ("ALIS_MODEL", "nosuch:model", "ALIS_MODEL=nosuch:model"),
    ],
)
def test_a_bad_setting_is_one_line_and_exit_code_2(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv(name, value)
    assert main(["ask", "Hei"]) == 2
    assert said in only_complaint(capsys)


def shell(*arguments: Any, **environment: str) -> subprocess.Popen[bytes]:
    import os

    return subprocess.Popen(
        [sys.executable, "-m", "assistant", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_a_reader_who_leaves_early_is_no_error(case: Path) -> None:
    with shell("calculate", str(case)) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        err = process.stderr.read()
    assert (process.returncode, err) == (0, b"")


def test_a_terminal_of_another_encoding_gets_utf_8(case: Path) -> None:
    with shell("calculate", str(case), "--json", PYTHONIOENCODING="latin-1") as process:
        out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert "×" in out.decode()
    assert list(json.loads(out)) == ANSWER


def test_a_question_of_broken_bytes_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--json", "Hvem kan s\udcf8ke? <script>alert(1)</script>\x00\x1b[31m"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["status"] != "error"
    assert "<script>" not in answer["text"]
