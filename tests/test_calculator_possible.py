"""What a case gives for each possible value of a fact that nobody knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assistant.builtin.write_case import POSSIBLE
from assistant.calculator import (
    Case,
    Category,
    Grant,
    Position,
    calculate_possible,
    load_figures,
)

FIGURES = load_figures()
FULL = Position(Category.FASTLEGE, Decimal(1), date(2025, 6, 1), date(2026, 5, 31))
CASE = Case(Grant.ALIS_AGREEMENT, (FULL,), centrality=3, first_start=date(2025, 6, 1))
UNKNOWN = {
    "category": (
        replace(CASE, positions=(replace(FULL, category=None),)),
        {
            "if_category_fastlege": "380433.05",
            "if_category_introduksjonslege": "249183.05",
            "if_category_allmennlege": "110583.05",
        },
    ),
    "grant": (
        replace(CASE, grant=None),
        {"if_grant_alis_agreement": "380433.05", "if_grant_supervision_only": "91317.19"},
    ),
    "centrality": (
        replace(CASE, centrality=None),
        {"if_centrality_supplement": "580433.05", "if_centrality_other": "380433.05"},
    ),
    "first_start": (
        replace(CASE, first_start=None),
        {"if_first_start_new": "380433.05", "if_first_start_over": "249183.05"},
    ),
}


@pytest.mark.parametrize("fact", UNKNOWN)
def test_each_value_of_an_unknown_fact_gives_its_amount_highest_first(fact: str) -> None:
    case, expected = UNKNOWN[fact]
    found = calculate_possible(case, FIGURES)
    told = {result.warnings[-1]: str(result.amount) for result in found}
    assert told == expected
    assert [result.amount for result in found] == sorted(
        (result.amount for result in found), reverse=True
    )


def test_every_key_that_can_be_said_is_met() -> None:
    met = {key for _, expected in UNKNOWN.values() for key in expected}
    assert met == set(POSSIBLE)


@pytest.mark.parametrize(
    "case",
    [
        replace(CASE, positions=(replace(FULL, share=None),)),
        replace(CASE, positions=(replace(FULL, share=Decimal("1.4")),)),
        replace(CASE, positions=(replace(FULL, start=date(2023, 6, 1), end=date(2024, 5, 31)),)),
        Case(),
    ],
    ids=["a share", "an impossible share", "rates not known", "nothing known"],
)
def test_what_may_be_anything_or_is_not_published_has_no_range(case: Case) -> None:
    assert calculate_possible(case, FIGURES) == ()
