"""Reports and comparisons: every slice has its row, every failure its reason."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from eval import METRICS, RunSettings, Score, build_report, compare
from eval.markdown import bar_table, markdown, slice_table
from eval.report import Report, bars, causes
from eval.types import TurnScore

SETTINGS = RunSettings(
    name="first",
    started="2026-11-21T12:00:00+00:00",
    commit="c0ffeec0ffeec0ffee",
    changed=True,
    model="built-in",
    embedder=None,
    index="f" * 64,
    today="2026-11-21",
    questions="d" * 64,
    count=3,
    machine="two cores",
)
TURN = TurnScore(
    status="answered",
    allowed=("answered",),
    facts=(True,),
    forbidden=(),
    forbidden_looked_for=False,
    amount_right=None,
    amount_unfounded=None,
    missing_right=None,
    citation_right=None,
    language_right=True,
    reasons=(),
)
WRONG = replace(TURN, facts=(False,), reasons=("it does not say '5'",))


def scored(name: str, turn: TurnScore, *slices: str) -> Score:
    return Score(
        id=name,
        group=name,
        slices=slices,
        turns=(turn,),
        quotes_verbatim=(),
        numbers=0,
        untraceable=(),
        milliseconds=(5.0,),
    )


SCORES = (
    scored("a", TURN, "amounts", "nb", "plain"),
    scored("b", WRONG, "facts", "nn", "plain", "period-2023"),
    replace(
        scored("c", TURN, "facts", "nb", "misspelt"), untraceable=("99",), quotes_verbatim=(False,)
    ),
)


@pytest.fixture
def report() -> Report:
    return build_report(SETTINGS, SCORES)


def test_a_slice_has_the_cases_that_are_in_it(report: Report) -> None:
    assert [(one.name, one.items) for one in report.slices] == [
        ("all", 3),
        ("nb", 2),
        ("nn", 1),
        ("plain", 2),
        ("misspelt", 1),
        ("facts", 2),
        ("amounts", 1),
        ("period-2023", 1),
    ]


def test_the_report_does_not_hang_on_the_order_of_the_scores(report: Report) -> None:
    assert build_report(SETTINGS, SCORES[::-1]) == report
    assert markdown(build_report(SETTINGS, SCORES[::-1])) == markdown(report)


def test_a_failure_is_listed_with_every_reason(report: Report) -> None:
    assert {failure.id: failure.causes for failure in report.failures} == {
        "b": ("it does not say '5'",),
        "c": ("it says numbers that cannot be traced: 99", "quotes that are not verbatim: 1"),
    }


def test_a_reason_names_its_turn_where_there_are_several() -> None:
    score = replace(SCORES[1], turns=(None, WRONG))
    assert causes(score) == ("turn 2: it does not say '5'",)


def test_the_markdown_gives_value_interval_and_n(report: Report) -> None:
    row = next(line for line in slice_table(report).splitlines() if line.startswith("| nb "))
    assert "100.0 % (34.2 to 100.0; 2)" in row


def test_what_was_not_measured_is_a_dash_and_never_a_zero(report: Report) -> None:
    assert re.search(
        r"^\| Amount exact +\| – +\| – +\| 0 answers +\| 3 +\|$", markdown(report), re.MULTILINE
    )
    assert "not measured" in bar_table(report)


def test_every_table_has_rows_of_one_width(report: Report) -> None:
    for block in re.findall(r"(?:^\|.*\n)+", markdown(report), re.MULTILINE):
        assert len({line.count("|") for line in block.splitlines()}) == 1, block


def test_the_report_says_what_was_measured_on_what(report: Report) -> None:
    text = markdown(report)
    for fact in (
        "first",
        "c0ffeec0ffee",
        "with changes",
        "built-in",
        "2026-11-21",
        "two cores",
        "3 questions",
    ):
        assert fact in text


def test_every_bar_is_on_a_metric_and_is_held_on_one_side_only() -> None:
    names = {metric.name for metric in METRICS}
    for bar in bars():
        assert bar.metric in names
        assert (bar.at_least is None) != (bar.at_most is None)
        limit = bar.at_least if bar.at_least is not None else bar.at_most
        assert limit is not None
        step = -0.001 if bar.at_least is not None else 0.001
        assert bar.held_by(limit)
        assert not bar.held_by(limit + step)


def test_a_comparison_sorts_items_by_what_became_of_them() -> None:
    before = {
        name: scored(name, turn, "nb")
        for name, turn in (("a", TURN), ("b", WRONG), ("c", WRONG), ("d", TURN))
    }
    after = {
        name: scored(name, turn, "nb")
        for name, turn in (("a", WRONG), ("b", TURN), ("c", WRONG), ("d", TURN))
    }
    result = compare(before, after)
    assert (result.regressed, result.fixed, result.still_failing, result.unchanged) == (
        ("a",),
        ("b",),
        ("c",),
        ("d",),
    )
    assert result.p_value == 1.0
