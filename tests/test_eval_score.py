"""One reply against one expectation: each thing that can be wrong is seen and said."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from eval import Case, EvalError, Expectation, Reply, score_case
from eval.replies import read_replies
from eval.score import is_verbatim, score_turn, trace_numbers
from eval.types import Quote

WORDS = "Fristen var 1. september 2023, ifølge kontorene."
QUOTE = Quote("news-2023", WORDS, "Kontorene \n2023-04-20")
REPLY = Reply("answered", "nb", "Fristen var **1. september 2023** [1].", (), (QUOTE,), None)
EXPECTED = Expectation(
    status=("answered",),
    language="nb",
    must=(("1. september 2023", "1.9.2023"),),
    must_not=("31. august",),
    cite=(("news-2023", "periods"),),
)
AMOUNT = {
    "amount": "580433.05",
    "unit": "NOK",
    "steps": [{"formula": "57.9 × 12 / 12", "amount": "1.10"}],
}


def test_a_reply_that_is_as_expected_is_right_and_gives_no_reason() -> None:
    score = score_turn(EXPECTED, REPLY)
    assert score.right
    assert score.reasons == ()


WRONG = [
    pytest.param(
        EXPECTED,
        replace(REPLY, status="not_in_sources"),
        "the status is not_in_sources, not answered",
        id="status",
    ),
    pytest.param(
        EXPECTED,
        replace(REPLY, text="I fjor.", quotes=()),
        "it does not say '1. september 2023'",
        id="fact",
    ),
    pytest.param(
        EXPECTED,
        replace(REPLY, text="31. august, nei, 1.9.2023"),
        "it says '31. august'",
        id="forbidden fact",
    ),
    pytest.param(
        replace(EXPECTED, cite=(("other",),)), REPLY, "it does not cite other", id="citation"
    ),
    pytest.param(
        replace(EXPECTED, amount=Decimal("580433.05")),
        REPLY,
        "there is no calculation, not 580433.05",
        id="no amount",
    ),
    pytest.param(
        replace(EXPECTED, amount=Decimal("580433.06")),
        replace(REPLY, calculation=AMOUNT),
        "the calculation gives 580433.05 NOK, not 580433.06",
        id="an øre off",
    ),
    pytest.param(
        replace(EXPECTED, unit="hours"),
        replace(REPLY, calculation=AMOUNT),
        "the calculation gives 580433.05 NOK, not hours",
        id="unit",
    ),
    pytest.param(
        Expectation(status=("needs_input",), language="nb", missing=("share", "start")),
        replace(REPLY, status="needs_input", missing=("share",)),
        "missing does not name start",
        id="missing fact",
    ),
    pytest.param(
        Expectation(status=("not_published",), language="nb"),
        replace(REPLY, status="not_published", calculation=AMOUNT),
        "there is a calculation, though no answer may be given",
        id="amount where none may be",
    ),
]


@pytest.mark.parametrize(("expected", "reply", "reason"), WRONG)
def test_what_is_wrong_makes_the_reply_not_right_and_is_said(
    expected: Expectation, reply: Reply, reason: str
) -> None:
    score = score_turn(expected, reply)
    assert not score.right
    assert any(one.startswith(reason) for one in score.reasons), score.reasons


def test_the_wrong_language_is_said_and_measured_apart_from_being_right() -> None:
    score = score_turn(EXPECTED, replace(REPLY, language="nn"))
    assert score.right
    assert not score.language_right
    assert score.reasons == ("the language is nn, not nb",)


def test_a_fact_may_be_said_by_a_quote_alone() -> None:
    assert score_turn(EXPECTED, replace(REPLY, text="Se [1].")).facts == (True,)


def test_a_forbidden_fact_counts_in_a_quote_too() -> None:
    expected = replace(EXPECTED, must_not=("ifølge kontorene",))
    assert score_turn(expected, REPLY).forbidden == ("ifølge kontorene",)


def test_an_amount_is_compared_as_a_number() -> None:
    reply = replace(REPLY, calculation={**AMOUNT, "amount": "46.20", "unit": "hours"})
    assert score_turn(replace(EXPECTED, amount=Decimal("46.2"), unit="hours"), reply).amount_right


def test_missing_may_name_more_than_is_expected() -> None:
    expected = Expectation(status=("needs_input",), language="nb", missing=("share",))
    assert score_turn(
        expected, replace(REPLY, status="needs_input", missing=("start", "share"))
    ).right


PASSAGES = {"news-2023": ("Først noe annet.", f"Overskrift.\n\n{WORDS}  Og mer.")}


def test_a_quote_is_verbatim_when_its_source_holds_it_word_for_word() -> None:
    assert is_verbatim(QUOTE, PASSAGES) is True
    assert is_verbatim(replace(QUOTE, words=WORDS.replace("\u0020", "\n")), PASSAGES) is True
    assert is_verbatim(replace(QUOTE, words=WORDS.replace("var", "er")), PASSAGES) is False
    assert is_verbatim(replace(QUOTE, words=" "), PASSAGES) is False


def test_a_quote_of_a_source_that_is_not_at_hand_is_undefined_and_not_wrong() -> None:
    assert is_verbatim(replace(QUOTE, source="elsewhere"), PASSAGES) is None


def test_numbers_are_traced_to_quotes_metadata_calculations_and_what_the_user_said_so_far() -> None:
    first = replace(
        REPLY, text="20. april 2023: 57,90 kr, altså 580 433,05 kr i 3 år", calculation=AMOUNT
    )
    second = replace(REPLY, text="Før 580 433,05, nå 80 % og 7", quotes=())
    count, loose = trace_numbers(("i 3 år?", "og 80 %?"), (first, second))
    assert (count, loose) == (8, ("7",))


def test_a_number_that_the_user_says_later_does_not_bear_out_an_earlier_answer() -> None:
    reply = replace(REPLY, text="Det er 99.", quotes=())
    assert trace_numbers(("hei", "hvorfor 99?"), (reply, reply)) == (2, ("99",))


def test_an_assistant_that_broke_off_scores_as_an_error() -> None:
    case = Case(
        id="a",
        group="a",
        slices=("facts",),
        language="nb",
        turns=("x", "y"),
        expect=(None, EXPECTED),
        note="",
        raw={},
    )
    replies = read_replies({"id": "a", "answers": [], "error": "OSError: gone"}, 2)
    score = score_case(case, replies, passages={}, milliseconds=())
    assert (score.scored[0].status, score.right) == ("error", False)


def test_an_answer_of_another_version_says_which_field_is_missing() -> None:
    with pytest.raises(EvalError, match="lacks 'citations'"):
        read_replies(
            {"answers": [{"status": "answered", "language": "nb", "text": "", "missing": []}]}, 1
        )
