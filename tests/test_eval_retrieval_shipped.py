"""`python -m eval retrieval --shipped`: what the questions need, and whether search finds it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from math import log2
from pathlib import Path

import pytest

from eval.retrieval_shipped import measure_shipped, needs_met, shipped_table


class Silent:
    """A progress that keeps what it is told."""

    def __init__(self) -> None:
        self.stages: list[str] = []

    def notice(self, message: str) -> None:
        self.stages.append(message)

    def step(self, stage: str, done: int, total: int) -> None:
        self.stages.append(stage)


def written(path: Path, rows: Sequence[Mapping[str, object] | bytes]) -> Path:
    lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def item(name: str, question: str, **expected: object) -> dict[str, object]:
    return {
        "id": name,
        "group": name,
        "slice": ["facts"],
        "language": "nb",
        "form": "plain",
        "turns": [question],
        "expect": {"status": ["answered"], **expected},
        "note": "made for this test",
    }


def test_the_shipped_texts_are_measured_by_text_and_by_the_heading_that_says_the_fact(
    tmp_path: Path,
) -> None:
    sources = ["alis-no-2023-04-20-bevilgning", "perioder-og-frister"]
    question = "Når var søknadsfristen for Nasjonal ALIS og veiledning i 2023?"
    questions = written(
        tmp_path / "q.jsonl",
        [
            item("right", question, cite=[sources], must=[["1. september 2023"]]),
            item(
                "wrong",
                "Hva sier kompetanseforskriften § 4 om unntak for vikarer?",
                cite=[sources],
                must=[["1. september 2023"]],
            ),
            item("no-fact", question, cite=[sources], must=[["står ingen steder"]]),
            item("register", question, cite=[["register"]]),
            item("no-text", question),
        ],
    )
    found = {one.group: one for one in measure_shipped(questions, None, Silent())}
    assert set(found) == {"right", "wrong", "no-fact"}
    assert found["right"].recall == {"text": 1.0, "heading": 1.0}
    assert found["wrong"].recall == {"text": 0.0, "heading": 0.0}
    assert found["no-fact"].recall == {"text": 1.0, "heading": None}
    table = shipped_table(list(found.values())).splitlines()
    assert [cell.strip() for cell in table[2].split("|")[1:4]][:2] == ["all", "text"]
    assert table[2].split("|")[3].strip().startswith("0.667")
    assert table[3].split("|")[3].strip().startswith("0.500")


def test_a_need_is_met_by_the_first_of_its_sections() -> None:
    here, there, other = (("a", ("x",)), ("b", ("y",)), ("c", ()))
    both = (frozenset({here, other}), frozenset({there}))
    assert needs_met([here, there], both) == (1.0, 1.0)
    recall, ndcg = needs_met([other, here], both)
    assert recall == 0.5
    assert ndcg == pytest.approx(1 / (1 + 1 / log2(3)))
    assert needs_met([here], ()) == (None, None)
