"""The four tools of a chat model. Each tells its result in words, and in values for the gate."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from langchain_core.tools import BaseTool, StructuredTool

from assistant.calculator import (
    Computed,
    Figures,
    NeedsFacts,
    NotPublished,
    calculate_all,
    calculate_possible,
)
from assistant.case_input import CaseError, CaseInput, read_case
from assistant.eligibility import (
    Condition,
    EligibilityError,
    check,
    check_competence,
    read_eligibility,
)
from assistant.evidence import Evidence, IssuedCalculation, ToolResult, evidence_id
from assistant.outcomes import CalculationOutcome, Lookup
from assistant.passages import Passages
from assistant.prompts import prompt
from assistant.render import to_calculation
from assistant.tool_words import calculation_words, fenced, lookup_words, verdict_words
from assistant.types import Calculation, Language
from corpus import Municipality, Register
from index import Hit, Index

HITS = 12


@dataclass(frozen=True, slots=True)
class CalculatorBox:
    """What an amount needs: no index."""

    register: Register
    figures: Figures
    passages: Passages


@dataclass(frozen=True, slots=True)
class Toolbox(CalculatorBox):
    """What all tools work with."""

    index: Index


def make_tools(box: Toolbox, language: Language) -> list[BaseTool]:
    """The tools for one answer, in its language."""

    def search_texts(
        query: Annotated[str, "what to look for"], on: Annotated[str | None, "YYYY-MM-DD"] = None
    ) -> tuple[str, ToolResult]:
        result = search(box, query, _day(on))
        return fenced(result.evidence), result

    def calculate_grant(
        case: Annotated[dict[str, Any], "the facts of the case"],
    ) -> tuple[str, ToolResult]:
        result = calculate(box, case, language)
        return calculation_words(result), result

    def check_eligibility(
        facts: Annotated[dict[str, Any], "the facts of the case"],
    ) -> tuple[str, ToolResult]:
        result = eligibility(box, facts)
        return verdict_words(result), result

    def look_up_municipality(name: Annotated[str, "name or number"]) -> tuple[str, ToolResult]:
        result = look_up(box, name)
        return lookup_words(result), result

    functions = (search_texts, calculate_grant, check_eligibility, look_up_municipality)
    return [
        StructuredTool.from_function(
            function, description=prompt(function.__name__), response_format="content_and_artifact"
        )
        for function in functions
    ]


def _day(raw: str | None) -> date | None:
    try:
        return date.fromisoformat(raw) if raw else None
    except (TypeError, ValueError):
        return None


def search(box: Toolbox, query: str, on: date | None) -> ToolResult:
    """Passages for a query, and what was cut."""
    found = box.index.search(query, on=on, limit=HITS)
    hits, rejected = (
        tuple(_as_evidence(hit) for hit in group) for group in (found.hits, found.rejected)
    )
    return ToolResult("search_texts", evidence=hits, rejected=rejected[:20])


def calculate(box: CalculatorBox, given: dict[str, Any], language: Language) -> ToolResult:
    """The outcome of a case, with the passages of the figures it used.

    `before` holds the case as it was before a «what if»: both are computed, and the difference.
    `possible` asks what it gives for each possible value of what is missing.
    """
    given = dict(given)
    before = given.pop("before", None)
    try:
        case = read_case(given, box.register)
    except CaseError as wrong:
        return ToolResult(
            "calculate_grant", outcome=CalculationOutcome(CaseInput((), None), None, str(wrong))
        )
    outcome = calculate_all(case.cases, box.figures)
    evidence = _register_evidence(box, case.candidates)
    issued: IssuedCalculation | None = None
    alternatives: tuple[IssuedCalculation, ...] = ()
    if isinstance(outcome, Computed):
        evidence += _figure_evidence(box, outcome)
        calculation = to_calculation(outcome, language, case.municipality)
        earlier = _before(box, before, language)
        if earlier and earlier.unit == calculation.unit:
            calculation = replace(calculation, before=earlier)
        issued = IssuedCalculation(_calculation_id({**given, "before": before}), calculation)
    elif isinstance(outcome, NeedsFacts):
        others = outcome.alternatives
        if given.get("possible") and len(case.cases) == 1:
            others = calculate_possible(case.cases[0], box.figures)
        alternatives = tuple(
            IssuedCalculation(f"{_calculation_id(given)}-{place}", calculation)
            for place, calculation in enumerate(
                (to_calculation(other, language, case.municipality) for other in others), 1
            )
        )
    elif isinstance(outcome, NotPublished):
        evidence += _known_rates_evidence(box, outcome)
    elif source := getattr(outcome, "source", None):
        evidence += _source_evidence(
            box, source, outcome.reason if hasattr(outcome, "reason") else ""
        )
    return ToolResult(
        "calculate_grant", evidence, issued, alternatives, CalculationOutcome(case, outcome)
    )


def _before(box: CalculatorBox, given: object, language: Language) -> Calculation | None:
    """What a case gave before it was changed; None where it had no amount."""
    if not isinstance(given, dict):
        return None
    result = calculate(box, given, language)
    return result.calculation.calculation if result.calculation else None


def _known_rates_evidence(box: CalculatorBox, outcome: NotPublished) -> tuple[Evidence, ...]:
    """A passage for the rate set that is known, where the period touches it or comes after it."""
    call = box.figures.timetable.on(outcome.known_from) if outcome.known_from else None
    if call is None:
        return ()
    hint = f"{call.start.isoformat()} {call.end.isoformat()} {call.key}"
    return tuple(
        replace(item, about="known_rates") for item in _source_evidence(box, call.source, hint)
    )


def _as_evidence(hit: Hit) -> Evidence:
    return Evidence(
        id=evidence_id(hit.chunk),
        chunk=hit.chunk,
        score=hit.score,
        coverage=hit.coverage,
        dense=hit.dense,
        asked=hit.asked,
        asked_words=hit.asked_words,
        keyword=hit.keyword,
    )


def _calculation_id(given: dict[str, Any]) -> str:
    return (
        "c"
        + hashlib.sha256(json.dumps(given, sort_keys=True, default=str).encode()).hexdigest()[:8]
    )


def _figure_evidence(box: CalculatorBox, computed: Computed) -> tuple[Evidence, ...]:
    """A passage for each figure of the working and of its alternatives."""
    found: dict[str, Evidence] = {}
    for step in (step for each in (computed, *computed.alternatives) for step in each.steps):
        hint = f"{step.figure.replace('_', ' ')} {step.formula}"
        for evidence in _source_evidence(box, step.source, hint):
            found.setdefault(step.figure, replace(evidence, about=step.figure))
    return tuple(found.values())


def _source_evidence(box: CalculatorBox, source: str, hint: str) -> tuple[Evidence, ...]:
    best = box.passages.best(source, hint)
    if best is None:
        return ()
    chunk, quote = best
    return (Evidence(evidence_id(chunk), chunk, tool="passage", quote=quote),)


def _register_evidence(
    box: CalculatorBox, municipalities: tuple[Municipality, ...]
) -> tuple[Evidence, ...]:
    chunks = [box.register.passage(municipality) for municipality in municipalities]
    return tuple(
        Evidence(evidence_id(chunk), chunk, tool="look_up_municipality") for chunk in chunks
    )


def eligibility(box: CalculatorBox, given: dict[str, Any]) -> ToolResult:
    """The conditions of a case, each with the passage it rests on.

    `on` is a day in the period asked about; `law` asks for the law on specialisation instead.
    """
    on = _day(given.get("on"))
    try:
        facts = read_eligibility(
            {key: value for key, value in given.items() if key not in {"on", "law"}}
        )
    except EligibilityError as wrong:
        return ToolResult("check_eligibility", outcome=str(wrong))
    verdict = check_competence(facts, on=on) if given.get("law") else check(facts, on=on)
    stated = [
        (_about(condition), condition.source, hint)
        for condition in (*verdict.conditions, *verdict.elsewhere)
        for hint in condition.hint.split(" | ")
    ]
    named = [(f"period {name.key}", name.source, name.hint) for name in verdict.names]
    evidence = [
        replace(item, about=about)
        for about, source, hint in (*stated, *named)
        if source
        for item in _source_evidence(box, source, hint)
    ]
    return ToolResult("check_eligibility", tuple(evidence), outcome=verdict)


def _about(condition: Condition) -> str:
    """A condition and its period: the same condition may be told of several."""
    return f"{condition.key} {condition.period}"


def look_up(box: Toolbox, name: str) -> ToolResult:
    """The register's rows for a name or number."""
    found = box.register.find(name) or tuple(
        candidate for mention in box.register.mentions(name)[:1] for candidate in mention.candidates
    )
    suggestions = () if found else box.register.suggest(name)
    return ToolResult(
        "look_up_municipality",
        _register_evidence(box, found),
        outcome=Lookup(name, found, suggestions),
    )
