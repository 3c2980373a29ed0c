"""How a result is put together: the sum of its steps, the facts it rests on, several doctors in one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
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
    stretches: Sequence[Stretch] = (),
    unit: str = NOK,
    warnings: Sequence[str] = (),
    alternatives: tuple[Computed, ...] = (),
) -> Computed:
    """A result whose amount is the sum of its steps."""
    return Computed(
        amount=sum((step.amount for step in steps), Decimal(0)),
        unit=unit,
        official=status == STATUSES[0],
        status=status,
        start=min((stretch.start for stretch in stretches), default=None),
        end=max((stretch.end for stretch in stretches), default=None),
        inputs=inputs,
        steps=tuple(steps),
        warnings=tuple(warnings),
        alternatives=alternatives,
    )


def describe(
    case: Case, stretches: Sequence[Stretch] = (), *, used: Collection[str]
) -> dict[str, str]:
    """The facts a result rests on, as keys and language-neutral values: the grant and those used."""
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
    if case.centrality is not None:
        yield "centrality", str(case.centrality)
    if case.first_start:
        yield "first_start", case.first_start.isoformat()
    if case.agreement_date:
        yield "agreement_date", case.agreement_date.isoformat()
    for fact, number in (("rate", case.rate), ("hours", case.hours), ("cost", case.cost)):
        if number is not None:
            yield fact, plain(number)
    if case.years is not None:
        yield "years", plain(case.years)
    for element, expense in case.expenses.items():
        yield f"expense_{element.value}", plain(expense)
    for element, hours in case.expense_hours.items():
        yield f"expense_hours_{element.value}", plain(hours)


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
