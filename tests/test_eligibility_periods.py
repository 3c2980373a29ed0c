"""Which period a case belongs to, what is asked for, and facts read from plain values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assistant.eligibility import (
    Condition,
    Doctor,
    EligibilityError,
    EligibilityFacts,
    Finding,
    State,
    check,
    period_keys,
    read_eligibility,
)
from assistant.eligibility.periods import KEYS, load_periods

TODAY = date(2026, 11, 21)
Good = dict[str, EligibilityFacts]


def condition(facts: EligibilityFacts, period: str, key: str, **more: Any) -> Condition:
    verdict = check(facts, period=period, **more)
    return next(found for found in verdict.conditions if found.key == key)


# Missing facts and periods


def test_missing_facts_are_named_most_decisive_first() -> None:
    verdict = check(EligibilityFacts(category=Doctor.FASTLEGE), period="2023")
    assert verdict.outcome is Finding.NEEDS_FACTS
    assert verdict.so_far is Finding.ELIGIBLE
    assert verdict.missing == (
        "under_specialisation",
        "new_scheme",
        "via_agency",
        "template_used",
        "agreement_date",
    )


def test_a_refusal_asks_for_nothing_more() -> None:
    facts = EligibilityFacts(category=Doctor.FASTLEGE, via_agency=True)
    verdict = check(facts, period="2025")
    assert (verdict.outcome, verdict.missing) == (Finding.NOT_ELIGIBLE, ())


@pytest.mark.parametrize("period", ["2024", "from_june_2025"])
def test_a_period_whose_rules_are_not_known_is_unknown_whatever_the_facts(
    period: str, good: Good
) -> None:
    for facts in (good["2023"], good["2025"], replace(good["2025"], via_agency=True)):
        verdict = check(facts, period=period)
        assert verdict.outcome is Finding.UNKNOWN
        assert {found.state for found in verdict.conditions} == {State.UNKNOWN}


def test_what_only_the_prototype_asks_for_is_unknown_and_said_to_be_unofficial(good: Good) -> None:
    found = condition(good["2025"], "from_june_2025", "agency")
    assert (found.state, found.reason) == (State.UNKNOWN, "only_unofficial")
    assert found.source == "prototype-satser-2025-2026"


@pytest.mark.parametrize(
    ("day", "periods"),
    [
        (date(2020, 12, 31), ()),
        (date(2021, 1, 1), ("2021",)),
        (date(2021, 12, 31), ("2021",)),
        (date(2022, 1, 1), ("2022",)),
        (date(2022, 9, 30), ("2022",)),
        (date(2022, 10, 1), ("2023",)),
        (date(2023, 8, 31), ("2023",)),
        (date(2023, 9, 1), ("2024",)),
        (date(2024, 8, 31), ("2024",)),
        (date(2024, 9, 1), ("2025",)),
        (date(2025, 5, 31), ("2025",)),
        (date(2025, 6, 1), ("from_june_2025",)),
        (date(2027, 1, 1), ("from_june_2025",)),
    ],
)
def test_a_day_belongs_to_one_period(day: date, periods: tuple[str, ...]) -> None:
    assert check(EligibilityFacts(), on=day).periods == periods
    assert check(EligibilityFacts(start=day, end=day)).periods == periods


def test_a_period_across_two_calls_is_checked_against_both(good: Good) -> None:
    facts = replace(good["2025"], start=date(2025, 5, 1), end=date(2025, 6, 30))
    verdict = check(facts)
    assert verdict.periods == ("2025", "from_june_2025")
    assert verdict.outcome is Finding.UNKNOWN
    assert {found.period for found in verdict.conditions} == {"2025", "from_june_2025"}


def test_without_a_period_the_newest_known_is_taken_and_said_to_be_assumed(good: Good) -> None:
    verdict = check(good["2025"], today=TODAY)
    assert (verdict.periods, verdict.period_assumed) == (("2025",), True)
    assert not check(good["2025"], on=date(2025, 1, 1)).period_assumed


def test_an_unknown_period_key_says_which_there_are() -> None:
    with pytest.raises(EligibilityError, match="from_june_2025"):
        check(EligibilityFacts(), period="2031")


# The period files


def test_every_period_answers_every_condition_once() -> None:
    for key in period_keys():
        assert [found.key for found in check(EligibilityFacts(), period=key).conditions] == list(
            KEYS
        )


def test_every_condition_that_is_judged_has_a_source() -> None:
    for period in load_periods():
        for key, rule in period.rules.items():
            assert rule.unknown or rule.source, (period.key, key)


def test_centrality_gives_more_money_but_does_not_decide(good: Good) -> None:
    for centrality, state in [(6, State.MET), (5, State.NOT_MET), (None, State.UNKNOWN)]:
        facts = replace(good["2023"], centrality=centrality)
        assert condition(facts, "2023", "centrality").state is state
        assert check(facts, period="2023").outcome is Finding.ELIGIBLE


# Reading


def test_facts_are_read_from_plain_values() -> None:
    facts = read_eligibility(
        {
            "category": "fastlegevikar",
            "vikariat_months": "3,5",
            "via_agency": "nei",
            "template_used": True,
            "agreement_date": "2023-01-31",
            "centrality": 6,
            "applicant": None,
        }
    )
    assert facts == EligibilityFacts(
        category=Doctor.FASTLEGEVIKAR,
        vikariat_months=Decimal("3.5"),
        via_agency=False,
        template_used=True,
        agreement_date=date(2023, 1, 31),
        centrality=6,
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"kategori": "fastlege"}, "kategori.*the facts are"),
        ({"category": "tannlege"}, "category.*tannlege.*it may be"),
        ({"via_agency": "kanskje"}, "via_agency.*true or false"),
        ({"agreement_date": "31.02.2023"}, "agreement_date.*2025-06-01"),
        ({"vikariat_months": "NaN"}, "vikariat_months.*write a number"),
        ({"vikariat_months": "1e999999"}, "vikariat_months.*write a number"),
        ({"vikariat_months": -1}, "vikariat_months.*write a number"),
        ({"centrality": "seks"}, "centrality.*write a number"),
    ],
)
def test_a_fact_that_cannot_be_read_is_named(given: dict[str, Any], message: str) -> None:
    with pytest.raises(EligibilityError, match=message):
        read_eligibility(given)
