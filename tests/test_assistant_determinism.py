"""The same question on the same day has the same answer, whichever process gives it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import to_json

if TYPE_CHECKING:
    from assistant import Assistant

ROOT = Path(__file__).resolve().parent.parent
MANY = 25
TODAY = date(2026, 2, 1)


def questions() -> list[str]:
    """First turns of the question files, taken evenly from all of them."""
    lines = [
        json.loads(line)["turns"][0]
        for path in sorted((ROOT / "eval" / "questions").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return lines[:: len(lines) // MANY][:MANY]


def answered_elsewhere(asked: list[str], home: Path) -> list[dict[str, Any]]:
    """The answers of a process of its own, whose sets are hashed in another way."""
    lines = [json.dumps({"id": n, "turns": [text]}) for n, text in enumerate(asked)]
    run = subprocess.run(
        [sys.executable, "-m", "assistant", "ask", "--jsonl", "-"],
        input="\n".join(lines),
        cwd=ROOT,
        env=os.environ
        | {"ALIS_HOME": str(home), "ALIS_TODAY": TODAY.isoformat(), "PYTHONHASHSEED": "4242"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [answer for line in run.stdout.splitlines() for answer in json.loads(line)["answers"]]


def test_two_processes_with_other_hash_seeds_answer_alike(alis: Assistant, alis_home: Path) -> None:
    asked = questions()
    assert len(asked) == MANY
    assert alis.settings.today == TODAY
    here = [to_json(alis.ask(text)) for text in asked]
    assert len({answer["status"] for answer in here}) > 2
    for text, first, second in zip(asked, here, answered_elsewhere(asked, alis_home), strict=True):
        assert json.dumps(first | {"id": ""}) == json.dumps(second | {"id": ""}), text
