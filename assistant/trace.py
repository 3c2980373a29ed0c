"""What happened on the way to an answer, and the record that is made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from time import perf_counter
from typing import Any

from assistant.draft import Draft, DraftError
from assistant.evidence import Evidence, ToolResult
from assistant.guard import Guarded
from assistant.serial import calculation_json, plain, to_json
from assistant.types import Answer, Turn


@dataclass(slots=True)
class Trace:
    """Collected while a question is answered."""

    times_ms: dict[str, float] = field(default_factory=dict)
    tool_calls: list[dict[str, Any]] = field(default_factory=list)
    draft: Draft | None = None
    results: tuple[ToolResult, ...] = ()
    problems: list[dict[str, Any]] = field(default_factory=list)
    started: float = field(default_factory=perf_counter)

    def time(self, step: str, start: float) -> None:
        """Add the time since `start` to a step."""
        self.times_ms[step] = round(
            self.times_ms.get(step, 0.0) + (perf_counter() - start) * 1000, 3
        )

    def called(self, model: str, messages: Sequence[object]) -> None:
        """Keep the tools that a model called."""
        for message in messages:
            for call in getattr(message, "tool_calls", None) or ():
                entry = {"model": model, "tool": call["name"], "arguments": call["args"]}
                self.tool_calls.append(entry)

    def drafted(self, draft: Draft, results: tuple[ToolResult, ...]) -> None:
        """Keep a model's draft and what its tools issued."""
        self.draft, self.results = draft, results

    def unreadable(self, model: str, error: DraftError) -> None:
        """A model's last message was no draft."""
        self.problems.append({"model": model, "rejected": [str(error)], "draft": None})

    def rejected(self, model: str, reasons: tuple[str, ...]) -> None:
        """The gate turned a draft down."""
        draft = asdict(self.draft) if self.draft else None
        self.problems.append({"model": model, "rejected": list(reasons), "draft": draft})

    def failed(self, model: str, error: Exception) -> None:
        """A model broke; its message may hold anything, so only the kind of the error is kept."""
        self.problems.append({"model": model, "failed": type(error).__name__})


def record_body(
    answer: Answer, guarded: Guarded, history: tuple[Turn, ...], trace: Trace
) -> dict[str, Any]:
    """The record: what was asked (redacted), what was done, what was answered.

    Cited passages are kept whole, so that the answer can be made again when the texts have changed.
    """
    trace.times_ms["total"] = round((perf_counter() - trace.started) * 1000, 3)
    cited = {i for s in trace.draft.sentences for i in s.evidence} if trace.draft else set()
    figures = bool(trace.draft and trace.draft.calculation)
    return {
        "question": guarded.text,
        "redacted": list(guarded.redacted),
        "problem": guarded.problem,
        "history": [turn.question for turn in history],
        "tool_calls": trace.tool_calls,
        "evidence": [
            evidence_json(e, r.tool, whole=e.id in cited or (figures and e.about is not None))
            for r in trace.results
            for e in r.evidence
        ],
        "cut": [evidence_json(e, r.tool, whole=False) for r in trace.results for e in r.rejected],
        "calculations": [
            {"id": one.id, "calculation": calculation_json(one.calculation)}
            for r in trace.results
            for one in r.issued
        ],
        "draft": asdict(trace.draft) if trace.draft else None,
        "problems": trace.problems,
        "answer": to_json(answer),
        "times_ms": trace.times_ms,
    }


def evidence_json(item: Evidence, tool: str, *, whole: bool) -> dict[str, Any]:
    """A passage in the record: by its digest, or whole where the answer cites it."""
    body: dict[str, Any] = {
        "id": item.id,
        "tool": tool,
        "chunk": item.chunk.id,
        "source": item.chunk.source.id,
        "digest": item.digest,
        "score": round(item.score, 6),
    }
    if whole:
        source = {
            f.name: plain(getattr(item.chunk.source, f.name)) for f in fields(item.chunk.source)
        }
        body |= {
            "text": item.chunk.text,
            "heading": list(item.chunk.heading),
            "origin": source,
            "quote": item.quote,
            "about": item.about,
        }
    return body
