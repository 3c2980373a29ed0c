"""How a result is put together: the sum of its steps, its facts, several doctors in one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from assistant.calculator.facts import Problem, Stretch
from assistant.calculator.figures import STATUSES
from assistant.calculator.money import percent, plain
from assistant.calculator.types import Case, Computed, NeedsFacts, Step

NOK = "NOK"
HOURS = "hours"


def result(
    steps: Sequence[Step],
    *,
    status: str,
    inputs: dict[str, str],
    period: tuple[date | None, date | None] = (None, None),
    warnings: Sequence[str] = (),
) -> Computed:
    """A result in NOK whose amount is the sum of its steps."""
    return Computed(
        amount=sum((step.amount for step in steps), Decimal(0)),
        unit=NOK,
        official=status == STATUSES[0],
        status=status,
        start=period[0],
        end=period[1],
        inputs=inputs,
        steps=tuple(steps),
        warnings=tuple(warnings),
    )


def noted(computed: Computed, note: str) -> Computed:
    """An alternative, with what makes it one as its last warning."""
    return replace(computed, warnings=(*computed.warnings, note))


def describe(
    case: Case, stretches: Sequence[Stretch] = (), *, used: Collection[str]
) -> dict[str, str]:
    """The facts a result rests on, as keys and language-neutral values."""
    return {
        fact: value
        for fact, value in _facts(case, stretches)
        if fact == "grant" or fact.rpartition(".")[2] in used
    }


def _facts(case: Case, stretches: Sequence[Stretch]) -> Iterator[tuple[str, str]]:
    if case.grant:
        yield "grant", case.grant.value
    for number, stretch in enumerate(stretches, start=1):
        prefix = f"position_{number}." if len(stretches) > 1 else ""
        if stretch.category:
            yield f"{prefix}category", stretch.category.value
        yield f"{prefix}share", percent(stretch.share)
        yield f"{prefix}start", stretch.start.isoformat()
        yield f"{prefix}end", stretch.end.isoformat()
        yield f"{prefix}months", str(stretch.months)
    facts = {
        "centrality": case.centrality,
        "first_start": case.first_start,
        "agreement_date": case.agreement_date,
        "rate": case.rate,
        "hours": case.hours,
        "cost": case.cost,
        "years": case.years,
        **{f"expense_{element}": expense for element, expense in case.expenses.items()},
        **{f"expense_hours_{element}": hours for element, hours in case.expense_hours.items()},
    }
    for fact, value in facts.items():
        if value is not None:
            yield fact, plain(value) if isinstance(value, Decimal) else str(value)


def needs(problems: Sequence[Problem], alternatives: tuple[Computed, ...] = ()) -> NeedsFacts:
    """Problems as one outcome; a fact that several rows lack is named once."""
    reasons: dict[str, str] = {}
    for problem in problems:
        reasons.setdefault(problem.fact, problem.reason)
    return NeedsFacts(tuple(reasons), reasons, alternatives, problems[0].position)


def times(computed: Computed, doctors: int) -> Computed:
    """The result for several doctors with exactly the same facts."""
    if doctors == 1:
        return computed
    steps = tuple(
        replace(step, formula=f"{doctors} × ({step.formula})", amount=step.amount * doctors)
        for step in computed.steps
    )
    return replace(
        computed,
        amount=sum((step.amount for step in steps), Decimal(0)),
        inputs={**computed.inputs, "doctors": str(doctors)},
        steps=steps,
        alternatives=tuple(times(other, doctors) for other in computed.alternatives),
    )


def together(parts: Sequence[Computed]) -> Computed:
    """Several doctors' results as one: their steps in order, the amount their sum."""
    steps = tuple(
        replace(step, doctor=number)
        for number, part in enumerate(parts, start=1)
        for step in part.steps
    )
    weakest = max((part.status for part in parts), key=STATUSES.index)
    return Computed(
        amount=sum((part.amount for part in parts), Decimal(0)),
        unit=parts[0].unit,
        official=weakest == STATUSES[0],
        status=weakest,
        start=min((part.start for part in parts if part.start), default=None),
        end=max((part.end for part in parts if part.end), default=None),
        inputs={
            f"doctor_{number}.{fact}": value
            for number, part in enumerate(parts, start=1)
            for fact, value in part.inputs.items()
        },
        steps=steps,
        warnings=tuple(dict.fromkeys(key for part in parts for key in part.warnings)),
        parts=tuple(parts),
    )


def figure_sources(computed: Computed) -> tuple[str, ...]:
    """The texts that the figures and rules of a result come from, each once, in order of use."""
    found = [step.source for step in computed.steps]
    for other in computed.alternatives:
        found.extend(figure_sources(other))
    return tuple(dict.fromkeys(found))
