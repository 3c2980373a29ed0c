"""An answer made again from its record: the kept draft, the kept passages, the same gate."""

from __future__ import annotations

from datetime import date
from typing import Any

from assistant.answers import finish, fixed_answer, to_answer
from assistant.draft import Draft, Sentence
from assistant.evidence import Evidence, IssuedCalculation, ToolResult
from assistant.grounding import ground
from assistant.guard import Guarded
from assistant.record import Record, RecordError
from assistant.serial import read_calculation
from assistant.types import Answer, Language, Status
from corpus import Authority, Chunk, Source, Wording


def replay(record: Record) -> Answer:
    """The answer of a record, made anew.

    Raises:
        RecordError: the record lacks something, so that the answer cannot be made again.
    """
    body = record.body
    guarded = Guarded(body["question"], tuple(body["redacted"]), body["problem"])
    language = Language(record.language)
    if body["draft"] is None or record.status == Status.ERROR:
        problem = guarded.problem or "error"
        answer = fixed_answer(Guarded(guarded.text, guarded.redacted, problem), language)
        return finish(answer, guarded, identity=record.id, index=record.index or "")
    try:
        draft = _draft(body["draft"])
        asked = " \n".join([*body["history"], body["question"]])
        grounded = ground(draft, _results(body), asked, language)
    except (KeyError, TypeError, ValueError) as broken:
        msg = f"The record {record.id} is incomplete: {broken}."
        raise RecordError(msg) from broken
    answer = to_answer(draft, grounded, language, model=record.model)
    return finish(answer, guarded, identity=record.id, index=record.index or "")


def _draft(data: dict[str, Any]) -> Draft:
    sentences = tuple(
        Sentence(s["text"], tuple(s["evidence"]), s["quote"]) for s in data["sentences"]
    )
    return Draft(
        status=Status(data["status"]),
        sentences=sentences,
        calculation=data["calculation"],
        missing=tuple(data["missing"]),
        suggestions=tuple(data["suggestions"]),
        completeness=data["completeness"],
    )


def _results(body: dict[str, Any]) -> tuple[ToolResult, ...]:
    results = [ToolResult(e["tool"], (_evidence(e),)) for e in body["evidence"] if "text" in e]
    for issued in body["calculations"]:
        calculation = read_calculation(issued["calculation"])
        if calculation is None:
            raise KeyError("calculation")
        results.append(
            ToolResult("calculate_grant", calculation=IssuedCalculation(issued["id"], calculation))
        )
    return tuple(results)


def _evidence(data: dict[str, Any]) -> Evidence:
    origin = data["origin"]
    dates = {
        name: date.fromisoformat(origin[name]) if origin[name] else None
        for name in ("published", "valid_from", "valid_to", "retrieved")
    }
    kinds = {
        "authority": Authority(origin["authority"]),
        "wording": Wording(origin["wording"]),
        "supersedes": tuple(origin["supersedes"]),
    }
    chunk = Chunk(
        data["chunk"], data["text"], tuple(data["heading"]), Source(**{**origin, **dates, **kinds})
    )
    return Evidence(data["id"], chunk, tool=data["tool"], quote=data["quote"], about=data["about"])
