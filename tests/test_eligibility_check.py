"""The conditions of each period: both sides of every limit, and nothing carried over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from assistant.eligibility import (
    Applicant,
    Condition,
    Doctor,
    EligibilityFacts,
    Finding,
    State,
    check,
)

Good = dict[str, EligibilityFacts]


def condition(facts: EligibilityFacts, period: str, key: str, **more: Any) -> Condition:
    verdict = check(facts, period=period, **more)
    return next(found for found in verdict.conditions if found.key == key)


@pytest.mark.parametrize("period", ["2021", "2022", "2023", "2025"])
def test_a_case_in_which_everything_holds_is_eligible(period: str, good: Good) -> None:
    verdict = check(good[period], period=period)
    open_ones = [c for c in verdict.conditions if c.decides and c.state is not State.MET]
    assert (verdict.outcome, open_ones) == (Finding.ELIGIBLE, [])
    assert verdict.missing == ()


REFUSALS = [
    ("2021", {"has_agreement": False}, "agreement", "agreement_required"),
    ("2021", {"own_share_paid": False}, "own_share", "own_share_not_paid"),
    ("2021", {"category": Doctor.INTRODUKSJONSLEGE}, "doctor", "doctor_not_covered"),
    ("2021", {"applied_on": date(2021, 11, 17)}, "deadline", "applied_too_late"),
    ("2022", {"category": Doctor.LIS1}, "doctor", "doctor_not_covered"),
    ("2022", {"category": Doctor.HOSPITAL_DOCTOR}, "doctor", "doctor_not_covered"),
    ("2022", {"applied_on": date(2022, 10, 2)}, "deadline", "applied_too_late"),
    ("2022", {"applicant": Applicant.DOCTOR}, "applicant", "only_kommune_applies"),
    ("2022", {"specialist_already": True}, "specialisation", "already_specialist"),
    ("2023", {"applicant": Applicant.DOCTOR}, "applicant", "only_kommune_applies"),
    ("2023", {"new_scheme": False}, "new_scheme", "in_old_scheme"),
    ("2023", {"under_specialisation": False}, "specialisation", "not_specialising"),
    ("2023", {"specialist_already": True}, "specialisation", "already_specialist"),
    ("2023", {"template_used": False}, "template", "template_not_used"),
    ("2023", {"via_agency": True}, "agency", "via_agency"),
    ("2023", {"applied_on": date(2023, 9, 2)}, "deadline", "applied_too_late"),
    ("2025", {"via_agency": True}, "agency", "via_agency"),
    ("2025", {"commercial_actor": True}, "commercial_actor", "tied_to_commercial_actor"),
    ("2025", {"applied_on": date(2025, 9, 1)}, "deadline", "applied_too_late"),
    ("2025", {"applicant": Applicant.OTHER}, "applicant", "only_kommune_applies"),
]


@pytest.mark.parametrize(
    ("period", "change", "key", "reason"),
    REFUSALS,
    ids=[f"{period}: {reason}" for period, _, _, reason in REFUSALS],
)
def test_one_condition_that_fails_decides(
    period: str, change: dict[str, Any], key: str, reason: str, good: Good
) -> None:
    facts = replace(good[period], **change)
    found = condition(facts, period, key)
    assert (found.state, found.reason, found.decides) == (State.NOT_MET, reason, True)
    assert found.source
    assert check(facts, period=period).outcome is Finding.NOT_ELIGIBLE


OPEN = [
    ("2021", {"via_agency": True}, "agency"),
    ("2021", {"under_specialisation": False}, "specialisation"),
    ("2022", {"via_agency": True}, "agency"),
    ("2022", {"commercial_actor": True}, "commercial_actor"),
    ("2022", {"category": Doctor.FASTLEGEVIKAR, "vikariat_months": Decimal(2)}, "vikariat"),
    ("2022", {"template_used": False}, "template"),
    ("2022", {"new_scheme": False}, "new_scheme"),
    ("2023", {"commercial_actor": True}, "commercial_actor"),
    ("2023", {"category": Doctor.HOSPITAL_DOCTOR}, "doctor"),
    ("2025", {"template_used": False}, "template"),
    ("2025", {"new_scheme": False}, "new_scheme"),
    ("2025", {"category": Doctor.FASTLEGEVIKAR, "vikariat_months": Decimal(2)}, "vikariat"),
    ("2025", {"category": Doctor.LIS1}, "doctor"),
]


@pytest.mark.parametrize(
    ("period", "change", "key"),
    OPEN,
    ids=[f"{period}: {key} {change}" for period, change, key in OPEN],
)
def test_a_condition_without_a_source_for_the_period_is_unknown_and_never_carried_over(
    period: str, change: dict[str, Any], key: str, good: Good
) -> None:
    facts = replace(good[period], **change)
    found = condition(facts, period, key)
    assert (found.state, found.reason, found.missing) == (State.UNKNOWN, "not_sourced", None)
    assert check(facts, period=period).outcome is Finding.UNKNOWN


@pytest.mark.parametrize(
    ("period", "months", "state"),
    [
        ("2023", "2.99", State.NOT_MET),
        ("2023", "3", State.NOT_MET),
        ("2023", "3.01", State.MET),
        ("2021", "11", State.NOT_MET),
        ("2021", "12", State.NOT_MET),
        ("2021", "12.01", State.MET),
    ],
)
def test_a_vikariat_must_be_longer_than_the_limit(
    period: str, months: str, state: State, good: Good
) -> None:
    facts = replace(good[period], category=Doctor.FASTLEGEVIKAR, vikariat_months=Decimal(months))
    assert condition(facts, period, "vikariat").state is state
    wanted = Finding.ELIGIBLE if state is State.MET else Finding.NOT_ELIGIBLE
    assert check(facts, period=period).outcome is wanted


def test_a_fastlege_is_not_asked_for_the_length_of_a_vikariat(good: Good) -> None:
    assert condition(good["2023"], "2023", "vikariat").reason == "not_a_vikar"


def test_a_vikar_is_asked_for_it(good: Good) -> None:
    verdict = check(replace(good["2023"], category=Doctor.FASTLEGEVIKAR), period="2023")
    assert (verdict.outcome, verdict.missing) == (Finding.NEEDS_FACTS, ("vikariat_months",))


@pytest.mark.parametrize(
    ("period", "deadline"),
    [
        ("2021", date(2021, 11, 16)),
        ("2022", date(2022, 10, 1)),
        ("2023", date(2023, 9, 1)),
        ("2025", date(2025, 8, 31)),
    ],
)
def test_the_deadline_day_is_in_time_and_the_day_after_is_not(
    period: str, deadline: date, good: Good
) -> None:
    asked = replace(good[period], applied_on=None)
    on_the_day = check(asked, period=period, today=deadline)
    day_after = check(asked, period=period, today=deadline + timedelta(days=1))
    assert (on_the_day.deadline, on_the_day.deadline_passed) == (deadline, False)
    assert day_after.deadline_passed is True
    found = condition(asked, period, "deadline", today=deadline + timedelta(days=1))
    assert (found.state, found.reason, found.decides) == (State.NOT_MET, "deadline_passed", False)
    late = replace(asked, applied_on=deadline + timedelta(days=1))
    assert check(late, period=period).outcome is Finding.NOT_ELIGIBLE
    assert check(replace(asked, applied_on=deadline), period=period).outcome is Finding.ELIGIBLE


def test_without_a_day_to_compare_with_the_deadline_stays_open_but_does_not_decide(
    good: Good,
) -> None:
    verdict = check(replace(good["2025"], applied_on=None), period="2025")
    assert (verdict.outcome, verdict.deadline_passed) == (Finding.ELIGIBLE, None)


# The date of the ALIS-avtale


@pytest.mark.parametrize(
    ("signed", "state", "reason"),
    [
        (date(2022, 9, 30), State.MET, "agreement_before_start"),
        (date(2022, 10, 1), State.MET, "agreement_before_start"),
        (date(2022, 10, 2), State.UNKNOWN, "fact_missing"),
        (date(2023, 8, 31), State.UNKNOWN, "fact_missing"),
    ],
)
def test_an_avtale_signed_inside_the_2023_period_may_be_backdated_on_two_conditions(
    signed: date, state: State, reason: str, good: Good
) -> None:
    facts = replace(good["2023"], agreement_date=signed)
    found = condition(facts, "2023", "agreement_date")
    assert (found.state, found.reason) == (state, reason)
    if state is State.MET:
        return
    assert found.missing == "employment_covers_period"
    covered = replace(facts, employment_covers_period=True)
    assert condition(covered, "2023", "agreement_date").missing == "facilitation_carried_out"
    done = replace(covered, facilitation_carried_out=True)
    assert condition(done, "2023", "agreement_date").reason == "backdated"
    assert check(done, period="2023").outcome is Finding.ELIGIBLE
    for lacking in (
        replace(facts, employment_covers_period=False),
        replace(covered, facilitation_carried_out=False),
    ):
        assert check(lacking, period="2023").outcome is Finding.NOT_ELIGIBLE


def test_a_start_inside_the_period_is_what_the_avtale_is_compared_with(good: Good) -> None:
    facts = replace(good["2023"], agreement_date=date(2023, 2, 1), start=date(2023, 2, 1))
    assert condition(facts, "2023", "agreement_date").reason == "agreement_before_start"


def test_without_an_avtale_the_grant_is_for_veiledning_only(good: Good) -> None:
    facts = replace(good["2023"], has_agreement=False, agreement_date=None, template_used=None)
    verdict = check(facts, period="2023")
    assert verdict.outcome is Finding.ELIGIBLE
    assert condition(facts, "2023", "agreement").reason == "supervision_only"
    assert condition(facts, "2023", "template").reason == "no_agreement_needed"
