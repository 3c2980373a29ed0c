"""A stored run is found again, and a damaged one says which file is wrong and what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from eval import Case, EvalError, find_run, read_run
from eval.runs import GENERATED, PASSAGES, QUESTIONS, SETTINGS
from eval.testing import finished


def cut(name: str) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        raw = (path / name).read_bytes()
        (path / name).write_bytes(raw[: len(raw) - 10])

    return damage


def drop_last_answer(path: Path) -> None:
    whole = (path / GENERATED).read_bytes().splitlines(keepends=True)
    (path / GENERATED).write_bytes(b"".join(whole[:-1]))


def age(path: Path) -> None:
    old = {**json.loads((path / SETTINGS).read_text(encoding="utf-8")), "format": 0}
    (path / SETTINGS).write_text(json.dumps(old), encoding="utf-8")


def add_setting(path: Path) -> None:
    odd = {**json.loads((path / SETTINGS).read_text(encoding="utf-8")), "moon": "full"}
    (path / SETTINGS).write_text(json.dumps(odd), encoding="utf-8")


def swap_question(path: Path) -> None:
    text = (path / QUESTIONS).read_text(encoding="utf-8")
    (path / QUESTIONS).write_text(text.replace("Hvem?", "Hva?"), encoding="utf-8")


DAMAGE = [
    pytest.param(
        lambda path: (path / SETTINGS).unlink(), "settings.json is missing", id="no settings"
    ),
    pytest.param(
        lambda path: (path / PASSAGES).unlink(), "passages.json is missing", id="no passages"
    ),
    pytest.param(cut(SETTINGS), r"settings.json:\d+: is cut off", id="settings cut off"),
    pytest.param(cut(GENERATED), "generated.jsonl:3: is cut off", id="answers cut off"),
    pytest.param(cut(QUESTIONS), "questions.jsonl:3: is not JSON", id="questions cut off"),
    pytest.param(
        drop_last_answer,
        r"lacks the answers to 1 of 3 questions \(the first is 'c'\)",
        id="an answer short",
    ),
    pytest.param(age, "has format 0, this version reads 1", id="an older version"),
    pytest.param(add_setting, "moon is missing or unknown", id="an unknown setting"),
    pytest.param(swap_question, "is not what the run asked", id="another question"),
]


@pytest.mark.parametrize(("damage", "told"), DAMAGE)
def test_a_damaged_run_says_which_file_and_what_to_do(
    damage: Callable[[Path], None], told: str, cases: tuple[Case, ...], tmp_path: Path
) -> None:
    path = finished(tmp_path, cases)
    damage(path)
    with pytest.raises(EvalError, match=told) as caught:
        read_run(path)
    assert str(path) in str(caught.value)


def test_a_run_is_found_by_path_by_name_and_as_the_last(
    cases: tuple[Case, ...], tmp_path: Path
) -> None:
    path = finished(tmp_path, cases)
    assert find_run(str(path), tmp_path) == path
    assert find_run(path.name, tmp_path) == path
    assert find_run("last", tmp_path) == path
    with pytest.raises(EvalError, match="no run at nowhere"):
        find_run("nowhere", tmp_path)
