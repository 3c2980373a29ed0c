"""From the calculator's result to what a reader sees: words, numbers, the working as a table."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from assistant.calculator import Computed
from assistant.numbers_out import day, formula, money, number, signed
from assistant.replies import has, say
from assistant.types import Calculation, Language, Period, WorkingStep
from corpus import Municipality


def to_calculation(
    computed: Computed, language: Language, municipality: Municipality | None = None
) -> Calculation:
    """The result with labels, formulas and warnings in the language."""
    inputs = {key: _input_value(value, language) for key, value in computed.inputs.items()}
    if municipality:
        inputs = {
            "municipality": f"{municipality.name} ({municipality.number})",
            **inputs,
            "centrality_version": str(municipality.centrality_version),
        }
    return Calculation(
        amount=computed.amount,
        unit=computed.unit,
        official=computed.official,
        period=Period(computed.start, computed.end) if computed.start and computed.end else None,
        inputs=inputs,
        steps=tuple(
            WorkingStep(
                label=_label(step.label, step.doctor, language),
                formula=formula(step.formula, language),
                amount=step.amount,
                figure=step.figure,
                source=step.source,
            )
            for step in computed.steps
        ),
        warnings=tuple(say(key, language) for key in computed.warnings),
        alternatives=tuple(to_calculation(other, language) for other in computed.alternatives),
    )


def _label(key: str, doctor: int | None, language: Language) -> str:
    label = say(key, language)
    return f"{say('doctor_number', language, number=doctor)}: {label}" if doctor else label


def _input_value(value: str, language: Language) -> str:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return day(date.fromisoformat(value), language)
    if re.fullmatch(r"-?\d+(?:\.\d+)?", value):
        return number(Decimal(value), language)
    named = next((key for key in (f"grant_{value}", f"category_{value}") if has(key)), None)
    return say(named, language) if named else value


def working_table(calculation: Calculation, language: Language, marks: tuple[str, ...]) -> str:
    """The steps as a Markdown table that ends in the sum, each with the mark of its figure."""
    part, working, amount = say("working_columns", language).split(" | ")
    rows = [f"| {part} | {working} | {amount} |", "|---|---|---:|"]
    rows += [
        f"| {_with_mark(step.label, mark)} | {step.formula} | {money(step.amount, language)} |"
        for step, mark in zip(calculation.steps, marks, strict=True)
    ]
    rows.append(f"| **{say('sum', language)}** | | **{money(calculation.amount, language)}** |")
    return "\n".join(rows)


def difference_table(calculation: Calculation, language: Language) -> str:
    """What each part was before a change and is now, and the difference, ending in the sum."""
    heads = say("difference_columns", language).split(" | ")
    rows = [f"| {' | '.join(heads)} |", "|---|---:|---:|---:|"]
    rows += [
        f"| {label} | {money(then, language)} | {money(now, language)} | "
        f"{signed(now - then, language)} |"
        for label, then, now in calculation.step_differences()
    ]
    if calculation.before is not None:
        then, now = calculation.before.amount, calculation.amount
        rows.append(
            f"| **{say('sum', language)}** | {money(then, language)} | {money(now, language)} | "
            f"**{signed(now - then, language)}** |"
        )
    return "\n".join(rows)


def _with_mark(label: str, mark: str) -> str:
    return f"{label} {mark}".strip()


def unit_word(unit: str, language: Language) -> str:
    """«kroner» or «timer» in the language."""
    return say(f"unit_{unit.lower()}", language)
