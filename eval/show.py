"""One item of a run, whole: what was asked, expected, answered, and why it scored as it did."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from eval.report import causes
from eval.runs import Run
from eval.types import Case, EvalError, Score


def show(run: Run, score: Score) -> str:
    """Return the whole story of one item as text."""
    case = next(case for case in run.cases if case.id == score.id)
    return "\n".join(_lines(case, score, run.generated[case.id]))


def pick(run: Run, named: str) -> str:
    """Return the id that is asked for.

    Raises:
        EvalError: The run has no such item; those that look like it are named.
    """
    ids = [case.id for case in run.cases]
    if named in ids:
        return named
    near = [name for name in ids if named in name][:5]
    hint = (
        f"; did you mean {', '.join(near)}?"
        if near
        else f"; {run.path / 'questions.jsonl'} lists them."
    )
    message = f"The run has no item {named!r}{hint}"
    raise EvalError(message)


def _lines(case: Case, score: Score, line: Mapping[str, Any]) -> Iterator[str]:
    yield f"{case.id}  ({', '.join(case.slices)})"
    yield f"note: {case.note}"
    for number, turn in enumerate(case.turns):
        yield ""
        yield f"> {turn}"
        if number < len(line["answers"]):
            yield from _answer(line["answers"][number], line["milliseconds"][number])
        else:
            yield f"  no answer: {line.get('error', 'an earlier turn broke off')}"
    yield ""
    for field in ("expect", "expect_turns"):
        if field in case.raw:
            yield f"{field}: {json.dumps(case.raw[field], ensure_ascii=False)}"
    wrong = causes(score)
    yield "fully right" if score.right else "not right"
    yield from (f"  - {cause}" for cause in wrong)


def _answer(answer: Mapping[str, Any], milliseconds: float) -> Iterator[str]:
    yield f"  [{answer['status']}, {answer['language']}, {milliseconds:.0f} ms]"
    yield from (f"  {line}" for line in answer["text"].splitlines())
    if answer["missing"]:
        yield f"  missing: {', '.join(answer['missing'])}"
    for citation in answer["citations"]:
        where = f"{citation['source']} › {citation['heading']}"
        yield f"  [{citation['marker']}] {where}: «{citation['quote']}»"
    if answer["calculation"]:
        yield f"  calculation: {answer['calculation']['amount']} {answer['calculation']['unit']}"
