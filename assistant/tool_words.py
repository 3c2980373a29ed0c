"""What a tool's result is in words, for the model: passages as data, then what was found."""

from __future__ import annotations

import json
from datetime import date

from assistant.calculator import Outcome
from assistant.eligibility import Verdict
from assistant.evidence import Evidence, ToolResult
from assistant.outcomes import CalculationOutcome, Lookup


def fenced(evidence: tuple[Evidence, ...]) -> str:
    """Passages as data: JSON, so that nothing in them can close the fence."""
    return json.dumps(
        {
            "passages": [
                {
                    "id": item.id,
                    "title": item.chunk.source.title,
                    "authority": item.chunk.source.authority.value,
                    "valid_from": _iso(item.chunk.source.valid_from),
                    "valid_to": _iso(item.chunk.source.valid_to),
                    "heading": " › ".join(item.chunk.heading),
                    "text": item.chunk.text,
                }
                for item in evidence
            ]
        },
        ensure_ascii=False,
    )


def _iso(when: date | None) -> str | None:
    return when.isoformat() if when else None


def calculation_words(result: ToolResult) -> str:
    """An amount with its warnings, or what stands in its way."""
    outcome = result.outcome
    body: dict[str, object] = json.loads(fenced(result.evidence))
    if result.calculation:
        calculation = result.calculation.calculation
        body |= {
            "calculation": result.calculation.id,
            "amount": str(calculation.amount),
            "unit": calculation.unit,
            "official": calculation.official,
            "warnings": list(calculation.warnings),
        }
    elif isinstance(outcome, CalculationOutcome):
        body |= {"problem": outcome.problem or _outcome_words(outcome.outcome)}
    return json.dumps(body, ensure_ascii=False)


def _outcome_words(outcome: Outcome | None) -> str:
    return f"{type(outcome).__name__}: {outcome}" if outcome else ""


def verdict_words(result: ToolResult) -> str:
    """A verdict with its conditions."""
    verdict = result.outcome
    body: dict[str, object] = json.loads(fenced(result.evidence))
    if isinstance(verdict, Verdict):
        body |= {
            "outcome": verdict.outcome,
            "conditions": [
                {"condition": c.key, "state": c.state, "source": c.source}
                for c in verdict.conditions
            ],
        }
    return json.dumps(body, ensure_ascii=False)


def lookup_words(result: ToolResult) -> str:
    """The register's rows, or the nearest names."""
    found = result.outcome
    body: dict[str, object] = json.loads(fenced(result.evidence))
    if isinstance(found, Lookup) and not found.municipalities:
        body |= {"unknown": found.asked, "suggestions": [m.name for m in found.suggestions]}
    return json.dumps(body, ensure_ascii=False)
