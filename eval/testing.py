"""A scripted assistant and its runs, and a small collection, for the tests of evaluation."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant import Answer, Citation, Language, Status, Turn
from corpus import Authority, Wording
from eval import runs
from eval.cases import digest, load_cases
from eval.evaluate import score_run
from eval.generate import generate
from eval.retrieval_files import Collection, read_collection
from eval.types import Case

# Runs

WORDS = "Fristen var 1. september 2023."
NOW = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)


class Scripted:
    """Answers every question the same way, and keeps what it was asked."""

    def __init__(self, *, break_on: str = "") -> None:
        """Break where a question holds these words."""
        self.asked: list[tuple[str, int]] = []
        self.break_on = break_on

    def ask(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """Answer with a quote."""
        self.asked.append((question, len(history)))
        if self.break_on and self.break_on in question:
            message = "the wire was cut"
            raise ConnectionError(message)
        citation = Citation(
            marker="1",
            source="news",
            title=None,
            publisher=None,
            published=None,
            url=None,
            authority=Authority.NEWS,
            wording=Wording.OWN,
            valid_from=None,
            valid_to=None,
            heading="Frister",
            quote=WORDS,
        )
        text = f"{WORDS} [1]"
        return Answer(
            f"id{len(self.asked)}", Status.ANSWERED, Language.BOKMAAL, text, citations=(citation,)
        )


def three_cases(folder: Path) -> tuple[Case, ...]:
    """Return the cases a, b and c; b has two turns, and c wants what is never answered."""
    path = folder / "questions.jsonl"
    items = [
        _item("a", "Når?"),
        _item("b", "Hvem?", "Når da?"),
        _item("c", "Hvor mye?", fact="100 kr"),
    ]
    path.write_text("".join(json.dumps(one) + "\n" for one in items), encoding="utf-8")
    return load_cases(path)


def described(cases: tuple[Case, ...]) -> runs.RunSettings:
    """Return the settings of a run of the cases, begun at NOW."""
    return runs.RunSettings(
        name="run",
        started=NOW.isoformat(),
        commit="c0ffee",
        changed=False,
        model="scripted",
        embedder=None,
        index="f1",
        today="2026-11-21",
        questions=digest(cases),
        count=len(cases),
        machine="none",
    )


def finished(home: Path, cases: tuple[Case, ...]) -> Path:
    """Ask the scripted assistant the cases, and return where the whole run is."""
    path = runs.run_path(home, "run", NOW)
    workshop = runs.start(path, described(cases), cases)
    generate(cases, workshop / runs.GENERATED, opening=Scripted)
    runs.write_json(workshop / runs.PASSAGES, {"news": [WORDS]})
    score_run(workshop)
    runs.finish(workshop, path)
    return path


def _item(name: str, *turns: str, fact: str = "1. september 2023") -> dict[str, object]:
    return {
        "id": name,
        "group": name,
        "slice": ["facts"],
        "language": "nb",
        "form": "plain",
        "turns": turns,
        "expect": {"status": ["answered"], "must": [[fact]]},
        "note": "n",
    }


# Retrieval

PASSAGES: list[dict[str, object]] = [
    {"id": "frist", "text": "Fristen for å søke tilskudd er 1. mars.", "lang": "nb"},
    {
        "id": "rettleiing",
        "text": "Legen får rettleiing av ein spesialist kvar månad.",
        "lang": "nn",
    },
    {"id": "vakt", "text": "Legevakten skal kunne rykke ut umiddelbart."},
]
QUERIES: list[dict[str, object]] = [
    {"id": "q1", "query": "når er fristen for tilskudd", "relevant": ["frist"]},
    {"id": "q2", "query": "veiledning fra spesialist", "relevant": ["rettleiing"]},
    {"id": "q3", "query": "utrykning fra legevakten", "relevant": ["vakt", "frist"]},
]


def written(path: Path, rows: Sequence[Mapping[str, object] | bytes]) -> Path:
    """Write a row a line, bytes as they are, and return the path."""
    lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def read(folder: Path, passages: Sequence[Any], queries: Sequence[Any]) -> Collection:
    """Return the collection that files of these rows hold."""
    return read_collection(
        written(folder / "p.jsonl", passages), written(folder / "q.jsonl", queries)
    )
