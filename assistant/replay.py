"""An answer made again from its record: the kept draft, the kept passages, the same gate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from assistant.answers import finish, fixed_answer, to_answer
from assistant.draft import Draft, Sentence
from assistant.evidence import Evidence, IssuedCalculation, ToolResult
from assistant.grounding import UngroundedError, ground
from assistant.guard import Guarded
from assistant.messages import asked_words
from assistant.record import Record, RecordError
from assistant.serial import read_calculation
from assistant.types import Answer, Language, Status
from corpus import Authority, Chunk, Source, Wording


def replay(record: Record) -> Answer:
    """The answer of a record, made anew.

    Raises:
        RecordError: the record lacks something, so that the answer cannot be made again.
    """
    try:
        guarded = _guarded(record.body)
        answer = _answer(record, guarded)
    except (KeyError, TypeError, ValueError, UngroundedError) as broken:
        msg = f"The record {record.id} cannot be replayed; it does not hold together: {broken}."
        raise RecordError(msg) from broken
    return finish(replace(answer, index=record.index), guarded, identity=record.id)


def _answer(record: Record, guarded: Guarded) -> Answer:
    body, language = record.body, Language(record.language)
    if body["draft"] is None or record.status == Status.ERROR:
        return fixed_answer(replace(guarded, problem=guarded.problem or "error"), language)
    draft = _draft(body["draft"])
    asked = asked_words([*body["history"], body["question"]])
    return to_answer(
        draft, ground(draft, _results(body), asked, language), language, model=record.model
    )


def _guarded(body: dict[str, Any]) -> Guarded:
    return Guarded(body["question"], tuple(body["redacted"]), body["problem"])


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
        alternatives=tuple(data.get("alternatives", ())),
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
