"""What a case gives for each possible value of a fact that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from assistant.calculator.calculate import calculate
from assistant.calculator.dates import add_months
from assistant.calculator.facts import rows, span
from assistant.calculator.figures import Figures
from assistant.calculator.results import noted
from assistant.calculator.types import Case, Category, Computed, Grant, NeedsFacts

MOST_UNKNOWN = 3
"""More unknown facts than this leave a range that tells nothing."""
WINDOW_MONTHS = 24
SUPPLEMENT_CLASS, ANOTHER_CLASS = 6, 5


def calculate_possible(case: Case, figures: Figures) -> tuple[Computed, ...]:
    """The result for every way in which what is missing can be, highest first.

    Each is noted with the keys of what it rests on, such as `if_category_fastlege`. Empty where a
    fact is missing that may be anything, such as a share or a period, or the rates are not known.
    """
    found = tuple(_results(case, figures, MOST_UNKNOWN))
    if not found or any(result is None for result in found):
        return ()
    known = [result for result in found if result is not None]
    return tuple(sorted(known, key=lambda result: result.amount, reverse=True))


def _results(case: Case, figures: Figures, depth: int) -> Iterator[Computed | None]:
    outcome = calculate(case, figures)
    if isinstance(outcome, Computed):
        yield outcome
        return
    missing = outcome.missing if isinstance(outcome, NeedsFacts) else ()
    choices = list(_choices(case, missing[0])) if missing and depth else []
    if not choices or not isinstance(outcome, NeedsFacts):
        yield None
        return
    if outcome.reasons.get(missing[0]) != "missing":
        yield None
        return
    for note, chosen in choices:
        for result in _results(chosen, figures, depth - 1):
            yield None if result is None else noted(result, note)


def _choices(case: Case, fact: str) -> Iterator[tuple[str, Case]]:
    """The values a missing fact can have, as the case with each, by the key of the value."""
    match fact:
        case "category":
            for category in Category:
                filled = tuple(replace(r, category=r.category or category) for r in rows(case))
                yield f"if_category_{category}", replace(case, positions=filled)
        case "grant":
            for grant in (Grant.ALIS_AGREEMENT, Grant.SUPERVISION_ONLY):
                yield f"if_grant_{grant}", replace(case, grant=grant)
        case "centrality":
            yield "if_centrality_supplement", replace(case, centrality=SUPPLEMENT_CLASS)
            yield "if_centrality_other", replace(case, centrality=ANOTHER_CLASS)
        case "first_start":
            start, _ = span(case)
            if start is not None:
                before = add_months(start, -WINDOW_MONTHS) - timedelta(days=1)
                yield "if_first_start_new", replace(case, first_start=start)
                yield "if_first_start_over", replace(case, first_start=before)
