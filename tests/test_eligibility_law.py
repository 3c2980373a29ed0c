"""The requirement of specialisation, its exemptions, the period files, and the words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.calculator import FigureError, load_figures
from assistant.eligibility import Doctor, EligibilityFacts, Finding, State, check, check_competence
from assistant.eligibility.competence import load_competence_law
from assistant.eligibility.periods import KEYS, SHIPPED, load_periods

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 21)
NOTHING = EligibilityFacts(
    category=Doctor.FASTLEGE,
    specialist_already=False,
    under_specialisation=False,
    approved_allmennlege=False,
    months_in_total=Decimal(24),
    months_this_year=Decimal(12),
    in_service_2017=False,
)


def state(facts: EligibilityFacts, key: str, on: date = TODAY) -> State:
    return next(c.state for c in check_competence(facts, on=on).conditions if c.key == key)


def test_a_doctor_who_meets_no_way_may_not_hold_the_position() -> None:
    assert check_competence(NOTHING, on=TODAY).outcome is Finding.NOT_ELIGIBLE


@pytest.mark.parametrize(
    "way",
    ["specialist_already", "under_specialisation", "approved_allmennlege", "in_service_2017"],
)
def test_one_way_is_enough(way: str) -> None:
    change: dict[str, Any] = {way: True}
    facts = replace(NOTHING, **change)
    assert check_competence(facts, on=TODAY).outcome is Finding.ELIGIBLE


@pytest.mark.parametrize(("months", "met"), [("11.9", True), ("12", True), ("12.1", False)])
def test_work_of_up_to_a_year_in_total_is_exempt(months: str, met: bool) -> None:
    facts = replace(NOTHING, months_in_total=Decimal(months))
    assert (state(facts, "short_in_total") is State.MET) is met
    assert (check_competence(facts, on=TODAY).outcome is Finding.ELIGIBLE) is met


@pytest.mark.parametrize(
    ("months", "emergency", "met"),
    [("4", False, True), ("4.1", False, False), ("6", True, True), ("6.1", True, False)],
)
def test_short_work_within_a_calendar_year_is_exempt_longer_at_legevakt(
    months: str, emergency: bool, met: bool
) -> None:
    facts = replace(NOTHING, months_this_year=Decimal(months), emergency_care=emergency)
    assert (state(facts, "short_in_year") is State.MET) is met


def test_the_exemptions_before_31_december_2025_are_not_known() -> None:
    facts = replace(NOTHING, months_in_total=Decimal(1))
    before = check_competence(facts, on=date(2025, 12, 30))
    assert before.outcome is Finding.UNKNOWN
    assert check_competence(facts, on=date(2025, 12, 31)).outcome is Finding.ELIGIBLE


def test_the_requirement_holds_from_1_march_2017() -> None:
    assert check_competence(NOTHING, on=date(2017, 2, 28)).outcome is Finding.UNKNOWN
    assert state(NOTHING, "specialist", date(2017, 3, 1)) is State.NOT_MET


def test_missing_facts_are_asked_for_until_one_way_is_met() -> None:
    verdict = check_competence(EligibilityFacts(specialist_already=False), on=TODAY)
    assert verdict.outcome is Finding.NEEDS_FACTS
    assert verdict.missing[0] == "under_specialisation"
    settled = check_competence(EligibilityFacts(under_specialisation=True), on=TODAY)
    assert (settled.outcome, settled.missing) == (Finding.ELIGIBLE, ())


@pytest.mark.parametrize(
    ("course", "outcome"),
    [(True, Finding.ELIGIBLE), (False, Finding.NOT_ELIGIBLE), (None, Finding.NEEDS_FACTS)],
)
def test_work_at_a_legevakt_needs_the_courses_besides(
    course: bool | None, outcome: Finding
) -> None:
    facts = replace(
        NOTHING, under_specialisation=True, emergency_care=True, emergency_course=course
    )
    assert check_competence(facts, on=TODAY).outcome is outcome


def test_every_condition_of_the_law_cites_it() -> None:
    verdict = check_competence(replace(NOTHING, emergency_care=True), on=TODAY)
    assert {condition.source for condition in verdict.conditions} == {"lov-kompetanseforskriften"}
    assert all(condition.hint for condition in verdict.conditions)


# The files


def shipped_texts() -> set[str]:
    texts = (ROOT / "corpus" / "texts").glob("*.md")
    found = (re.search(r"(?m)^id:\s*(\S+)", path.read_text(encoding="utf-8")) for path in texts)
    return {match[1] for match in found if match}


def test_every_condition_names_a_shipped_text() -> None:
    named = {rule.source for period in load_periods() for rule in period.rules.values()} - {None}
    named.add(load_competence_law().source)
    assert named <= shipped_texts()


def test_the_periods_are_those_of_the_calculator() -> None:
    calls = load_figures().timetable.calls
    mine = load_periods()
    assert [(one.start, one.end) for one in mine[:-1]] == [
        (one.start, one.end) for one in calls[:-1]
    ]
    assert (mine[-1].start, mine[-1].end) == (calls[-1].start, None)


@pytest.mark.parametrize(
    ("old", "new", "remedy"),
    [
        ("  deadline:", "  frist:", "conditions must name each"),
        ('more_than_months: "3"', "more_than_months: 3", "in quotes"),
        ("from: 2022-10-01", "from: oktober", "is no date"),
        ("{source: alis-no-alis-tilskudd, hint", "{hint", "needs source and hint"),
        ("from: 2022-10-01", "from: 2023-12-01", "ends before"),
        ('key: "2023"\n', "", "exactly the keys"),
    ],
)
def test_a_broken_period_file_is_named_and_the_remedy_said(
    tmp_path: Path, old: str, new: str, remedy: str
) -> None:
    text = (SHIPPED / "2023.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "2023.yaml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(FigureError, match=remedy) as error:
        load_periods(tmp_path)
    assert "2023.yaml" in str(error.value)


# The words


def reasons() -> Iterator[str]:
    """Every string in the rules and files that can become a reason."""
    for name in ("rules", "competence"):
        tree = ast.parse((ROOT / "assistant" / "eligibility" / f"{name}.py").read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"met", "not_met"}:
                yield from strings(node)
            if isinstance(node, ast.keyword) and node.arg == "reasons":
                yield from strings(node)
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "reasons":
                yield from strings(node.value)
    for period in load_periods():
        yield from (rule.unknown for rule in period.rules.values() if rule.unknown)


def strings(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


def test_every_condition_reason_and_fact_has_words_in_three_languages() -> None:
    words: dict[str, dict[str, str]] = {}
    for path in (ROOT / "assistant" / "replies").glob("*.yaml"):
        words |= yaml.safe_load(path.read_text(encoding="utf-8"))
    found = {f"because_{reason}" for reason in reasons() if reason != "_not"}
    assert len(found) > 40
    found |= {
        f"because_{fact}_not" for fact in ("employment_covers_period", "facilitation_carried_out")
    }
    found |= {f"condition_{key}" for key in (*KEYS, *load_competence_law().hints)}
    found |= {f"category_{doctor}" for doctor in Doctor}
    for key in sorted(found):
        assert set(words.get(key, ())) == {"nb", "nn", "en"}, key


def test_every_fact_that_can_be_missing_has_a_name_and_a_question() -> None:
    words: dict[str, dict[str, str]] = {}
    for path in (ROOT / "assistant" / "replies").glob("*.yaml"):
        words |= yaml.safe_load(path.read_text(encoding="utf-8"))
    vikar = EligibilityFacts(category=Doctor.FASTLEGEVIKAR)
    late = replace(vikar, agreement_date=date(2023, 1, 1))
    verdicts = [
        check_competence(EligibilityFacts(emergency_care=True), on=TODAY),
        *(
            check(facts, period=period.key)
            for facts in (
                EligibilityFacts(),
                vikar,
                late,
                replace(late, employment_covers_period=True),
            )
            for period in load_periods()
        ),
    ]
    asked = {item.missing for verdict in verdicts for item in verdict.conditions if item.missing}
    assert len(asked) > 15
    for fact in sorted(asked):
        assert {f"fact_{fact}", f"ask_{fact}"} <= set(words), fact
