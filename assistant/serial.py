"""Answers to JSON and back: the same fields at every door, dates ISO, amounts with two decimals."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from assistant.types import Answer, Calculation, Citation, Language, Period, Status, WorkingStep
from corpus import Authority, Wording


def to_json(answer: Answer) -> dict[str, Any]:
    """The answer as JSON values; `alternatives` is there only where there are any."""
    others = [calculation_json(other) for other in answer.alternatives]
    return {
        "id": answer.id,
        "status": answer.status.value,
        "language": answer.language.value,
        "text": answer.text,
        "missing": list(answer.missing),
        "suggestions": list(answer.suggestions),
        "citations": [
            {f.name: plain(getattr(c, f.name)) for f in fields(c)} for c in answer.citations
        ],
        "calculation": calculation_json(answer.calculation),
        **({"alternatives": others} if others else {}),
        "model": answer.model,
        "index": answer.index,
    }


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    return value.isoformat() if isinstance(value, date) else value


def _amount(value: Decimal) -> str:
    return f"{value:.2f}"


def calculation_json(calculation: Calculation | None) -> dict[str, Any] | None:
    """A calculation as JSON values; `before` and `difference` only after a «what if»."""
    if calculation is None:
        return None
    changed: dict[str, Any] = {}
    if calculation.before is not None and calculation.difference is not None:
        changed = {
            "before": calculation_json(calculation.before),
            "difference": _amount(calculation.difference),
            "differences": [
                {
                    "label": label,
                    "before": _amount(then),
                    "now": _amount(now),
                    "difference": _amount(now - then),
                }
                for label, then, now in calculation.step_differences()
            ],
        }
    period = calculation.period
    return {
        "amount": _amount(calculation.amount),
        "unit": calculation.unit,
        "official": calculation.official,
        "period": {"from": period.start.isoformat(), "to": period.end.isoformat()}
        if period
        else None,
        "inputs": dict(calculation.inputs),
        "steps": [
            {
                "label": s.label,
                "formula": s.formula,
                "amount": _amount(s.amount),
                "figure": s.figure,
                "source": s.source,
            }
            for s in calculation.steps
        ],
        "warnings": list(calculation.warnings),
        "alternatives": [calculation_json(other) for other in calculation.alternatives],
        **changed,
    }


def from_json(data: dict[str, Any]) -> Answer:
    """An answer from its JSON values, as a caller hands them back in a conversation.

    Raises:
        ValueError, KeyError, TypeError: it is not an answer.
    """
    return Answer(
        id=str(data.get("id", "")),
        status=Status(data["status"]),
        language=Language(data["language"]),
        text=str(data["text"]),
        missing=tuple(map(str, data.get("missing", ()))),
        suggestions=tuple(map(str, data.get("suggestions", ()))),
        citations=tuple(_citation(c) for c in data.get("citations", ())),
        calculation=read_calculation(data.get("calculation")),
        alternatives=tuple(
            c for other in data.get("alternatives", ()) if (c := read_calculation(other))
        ),
        model=str(data.get("model", "")),
        index=data.get("index"),
    )


def _citation(data: dict[str, Any]) -> Citation:
    dates = {
        k: date.fromisoformat(data[k]) if data.get(k) else None
        for k in ("published", "valid_from", "valid_to")
    }
    kinds = {"authority": Authority(data["authority"]), "wording": Wording(data["wording"])}
    return Citation(**{**data, **dates, **kinds})


def read_calculation(data: dict[str, Any] | None) -> Calculation | None:
    """A calculation from its JSON values."""
    if data is None:
        return None
    period = data["period"]
    return Calculation(
        amount=Decimal(data["amount"]),
        unit=data["unit"],
        official=data["official"],
        period=Period(date.fromisoformat(period["from"]), date.fromisoformat(period["to"]))
        if period
        else None,
        inputs=dict(data["inputs"]),
        steps=tuple(WorkingStep(**{**s, "amount": Decimal(s["amount"])}) for s in data["steps"]),
        warnings=tuple(data["warnings"]),
        alternatives=tuple(c for other in data["alternatives"] if (c := read_calculation(other))),
        before=read_calculation(data.get("before")),
    )
