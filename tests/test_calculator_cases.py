"""The golden cases: sentences in YAML with the amount to the øre, or what is asked or refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.calculator import (
    Case,
    Category,
    Computed,
    Element,
    Figures,
    Grant,
    NeedsFacts,
    NotEligible,
    NotPublished,
    Outcome,
    Position,
    calculate,
    load_figures,
)

CASES = Path(__file__).parent / "data" / "cases"
NUMBERS = ("rate", "hours", "cost", "years")


def read_cases() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(CASES.glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield f"{path.stem}: {entry['name']}", entry


ALL = list(read_cases())


def position(given: dict[str, Any]) -> Position:
    return Position(
        Category(given["category"]) if "category" in given else None,
        Decimal(given["share"]) if "share" in given else None,
        given.get("start"),
        given.get("end"),
    )


def to_case(given: dict[str, Any]) -> Case:
    rows = given.get("positions") or [given]
    return Case(
        grant=Grant(given["grant"]) if "grant" in given else None,
        positions=tuple(position(row) for row in rows),
        centrality=given.get("centrality"),
        first_start=given.get("first_start"),
        agreement_date=given.get("agreement_date"),
        doctors=given.get("doctors", 1),
        expenses={Element(k): Decimal(v) for k, v in given.get("expenses", {}).items()},
        expense_hours={Element(k): Decimal(v) for k, v in given.get("expense_hours", {}).items()},
        **{name: Decimal(given[name]) for name in NUMBERS if name in given},
    )


@pytest.fixture(scope="module")
def figures() -> Figures:
    return load_figures()


@pytest.mark.parametrize("entry", [entry for _, entry in ALL], ids=[name for name, _ in ALL])
def test_golden_case(entry: dict[str, Any], figures: Figures) -> None:
    expect = entry["expect"]
    outcome = calculate(to_case(entry["given"]), figures)
    if "needs" in expect:
        check_needs(outcome, expect)
    elif "not_published" in expect:
        assert isinstance(outcome, NotPublished), outcome
        assert outcome.reason == expect["not_published"]
        if "known" in expect:
            assert [outcome.known_from, outcome.known_to] == expect["known"]
    elif "not_eligible" in expect:
        assert outcome == NotEligible(expect["not_eligible"], expect["source"])
    else:
        check_computed(outcome, expect)


def check_needs(outcome: Outcome, expect: dict[str, Any]) -> None:
    assert isinstance(outcome, NeedsFacts), outcome
    assert list(outcome.missing) == expect["needs"]
    wanted = expect.get("reasons", dict.fromkeys(expect["needs"], "missing"))
    assert dict(outcome.reasons) == wanted
    offered = [str(other.amount) for other in outcome.alternatives]
    assert offered == expect.get("alternatives", [])


def check_computed(outcome: Outcome, expect: dict[str, Any]) -> None:
    assert isinstance(outcome, Computed), outcome
    steps = {step.label: str(step.amount) for step in outcome.steps}
    if "amount" in expect:
        assert str(outcome.amount) == expect["amount"], steps
    if "steps" in expect:
        assert steps == expect["steps"]
    for label, amount in expect.get("some_steps", {}).items():
        assert steps.get(label) == amount, steps
    if "alternatives" in expect:
        assert [str(other.amount) for other in outcome.alternatives] == expect["alternatives"]
    assert set(expect.get("warnings", ())) <= set(outcome.warnings)
    assert outcome.unit == expect.get("unit", "NOK")
    assert outcome.official is expect.get("official", False)
    assert outcome.status == expect.get("status", outcome.status)
    assert outcome.amount == sum(step.amount for step in outcome.steps)


def test_there_are_enough_cases_and_no_two_share_a_name() -> None:
    names = [name for name, _ in ALL]
    assert len(names) >= 200
    assert len(set(names)) == len(names)


# Both sides of every date and limit

ROWS = [
    (entry, row)
    for _, entry in ALL
    for row in (entry["given"].get("positions") or [entry["given"]])
    if row.get("start") and row.get("end")
]


def first_days(figures: Figures) -> set[date]:
    days = {value.start for figure in figures.by_name.values() for value in figure.values}
    return days | {call.start for call in figures.timetable.calls}


def last_days(figures: Figures) -> set[date]:
    ends = {value.end for figure in figures.by_name.values() for value in figure.values}
    return {end for end in ends if end} | {call.end for call in figures.timetable.calls}


def test_every_first_day_has_a_case_that_starts_on_it_and_one_that_reaches_before(
    figures: Figures,
) -> None:
    for day in first_days(figures):
        before = date.fromordinal(day.toordinal() - 1)
        assert [row for _, row in ROWS if row["start"] == day], f"no case starts on {day}"
        touched = [row for _, row in ROWS if row["start"] <= before <= row["end"]]
        assert touched, f"no case reaches the day before {day}"


def test_every_last_day_has_a_case_that_ends_on_it_and_one_that_reaches_past(
    figures: Figures,
) -> None:
    for day in last_days(figures):
        after = date.fromordinal(day.toordinal() + 1)
        assert [row for _, row in ROWS if row["end"] == day], f"no case ends on {day}"
        touched = [row for _, row in ROWS if row["start"] <= after <= row["end"]]
        assert touched, f"no case reaches the day after {day}"


@pytest.mark.parametrize("element", list(Element))
def test_every_ceiling_has_a_case_on_each_side_and_one_without_an_expense(element: Element) -> None:
    labels = {
        label
        for _, entry in ALL
        for key in ("steps", "some_steps")
        for label in entry["expect"].get(key, {})
    }
    assert {element.value, f"{element}_expense", f"{element}_ceiling"} <= labels


def test_the_limits_of_share_class_and_window_have_a_case_on_each_side(figures: Figures) -> None:
    given = [entry["given"] for _, entry in ALL]
    stated = (Decimal(row["share"]) for _, row in ROWS if "share" in row)
    shares = {share for share in stated if share.is_finite()}
    assert Decimal(1) in shares
    assert any(1 < share < Decimal("1.01") for share in shares)
    assert Decimal(0) in shares
    class_figure = figures.on("sentralitetstillegg_klasse", date(2025, 6, 1))
    assert class_figure is not None
    assert class_figure.value is not None
    limit = int(class_figure.value)
    classes = {one.get("centrality") for one in given}
    assert {limit, limit - 1, 0, 7} <= classes
    starts = {one.get("first_start") for one in given}
    assert {date(2024, 5, 31), date(2024, 6, 1), date(2024, 6, 2)} <= starts


def test_every_grant_category_and_outcome_has_a_case() -> None:
    given = [entry["given"] for _, entry in ALL]
    assert {one.get("grant") for one in given} >= {grant.value for grant in Grant}
    categories = {row.get("category") for _, row in ROWS}
    assert categories >= {category.value for category in Category}
    outcomes = {key for _, entry in ALL for key in entry["expect"]}
    assert {"amount", "needs", "not_published", "not_eligible"} <= outcomes


# Every key has its words

REPLIES = Path(__file__).resolve().parent.parent / "assistant" / "replies"


def outcome_keys(outcome: Outcome) -> Iterator[str]:
    """The keys of the replies that an outcome asks for."""
    match outcome:
        case Computed():
            yield from outcome.warnings
            yield from (step.label for step in outcome.steps)
            for fact in outcome.inputs:
                yield f"fact_{fact.rpartition('.')[2]}"
            for other in outcome.alternatives:
                yield from outcome_keys(other)
        case NeedsFacts():
            for fact, reason in outcome.reasons.items():
                yield from (f"ask_{fact}", f"fact_{fact}", f"reason_{reason}")
            for other in outcome.alternatives:
                yield from outcome_keys(other)
        case NotPublished():
            yield f"not_published_{outcome.reason}"
        case NotEligible():
            yield outcome.reason


def test_every_key_that_an_outcome_can_hold_has_words_in_three_languages(figures: Figures) -> None:
    words: dict[str, dict[str, str]] = {}
    for path in REPLIES.glob("*.yaml"):
        words |= yaml.safe_load(path.read_text(encoding="utf-8"))
    keys = {
        key for _, entry in ALL for key in outcome_keys(calculate(to_case(entry["given"]), figures))
    }
    keys |= {f"grant_{grant}" for grant in Grant}
    keys |= {f"{verb}_expense_{element}" for verb in ("ask", "fact") for element in Element}
    keys |= {f"not_covered_{element}" for element in Element}
    assert len(keys) > 100
    for key in sorted(keys):
        assert set(words.get(key, ())) == {"nb", "nn", "en"}, key


def test_every_warning_has_a_golden_case(figures: Figures) -> None:
    seen = {
        warning
        for _, entry in ALL
        for warning in outcome_keys(calculate(to_case(entry["given"]), figures))
    }
    shown = yaml.safe_load((REPLIES / "calculation.yaml").read_text(encoding="utf-8"))
    kept_for_other_statuses = {
        "user_rates",
        "official_rates",
        "known_rate_set",
        "reason_mixed_units",
    }
    prefixes = ("ask_", "fact_", "grant_", "not_covered_", "reason_negative")
    unused = {key for key in shown if not key.startswith(prefixes)} - seen
    assert unused <= kept_for_other_statuses
