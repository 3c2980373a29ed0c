"""What stands in between: courtesies, other questions, and the way back to the amount."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assistant.builtin.conversation import Understanding, UserTurn, understand
from assistant.builtin.intent import Intent
from assistant.builtin.turns import after_reset, with_near_years, with_next_year, without_courtesy
from corpus import load_register

REGISTER = load_register()
TODAY = date(2026, 3, 1)
CASE = (
    "Hvor mye kan Lierne få for en introduksjonslege i 80 % med ALIS-avtale "
    "fra 1. juni 2025 til 31. mai 2026?"
)
DEADLINE = "Hva var søknadsfristen i 2023?"
OPENINGS = {
    "Ok, og i 2023?": "og i 2023?",
    "Takk! Kor mykje blir det i 40 %?": "Kor mykje blir det i 40 %?",
    "Takk for svaret, men hva med Oslo?": "men hva med Oslo?",
    "Hi! What can we get?": "What can we get?",
    "thanks! and if we had her at 100 % instead?": "and if we had her at 100 % instead?",
    "Tusen takk!": "Tusen takk!",
    "hei der": "hei der",
    "Ja, med ALIS-avtale": "Ja, med ALIS-avtale",
}


def read(*turns: str) -> Understanding:
    """The last of several turns."""
    return understand(tuple(UserTurn(turn) for turn in turns), REGISTER, TODAY)


@pytest.mark.parametrize(("turn", "rest"), OPENINGS.items(), ids=OPENINGS)
def test_a_courtesy_before_a_question_is_taken_off(turn: str, rest: str) -> None:
    assert without_courtesy(turn) == rest


def test_what_follows_forget_that_is_a_question_of_its_own() -> None:
    assert after_reset("glem det") is None
    understood = read(CASE, "glem det siste, hva var fristen for søknaden i 2025?")
    assert understood.intent is Intent.QUESTION
    assert understood.facts.share is None
    assert understood.query.startswith("hva var fristen")


def test_a_month_of_last_year_gets_its_year_and_a_question_keeps_its_words() -> None:
    assert (
        with_near_years("1. juni i fjor til 31. mai i år", TODAY) == "1. juni 2025 til 31. mai 2026"
    )
    assert with_near_years("hva gjaldt i fjor?", TODAY) == "hva gjaldt i fjor?"


@pytest.mark.parametrize(
    ("turn", "year"),
    [("og året før der?", "2024"), ("How about the year after?", "2026"), ("året etter?", "2026")],
)
def test_the_year_beside_is_counted_from_the_one_spoken_of(turn: str, year: str) -> None:
    assert year in with_next_year(turn, 2025)
    assert with_next_year(turn, None) == turn


def test_a_question_of_its_own_between_leaves_the_case() -> None:
    between = read(CASE, DEADLINE)
    assert between.intent is Intent.QUESTION
    assert between.facts.share is None


@pytest.mark.parametrize(
    ("turn", "share", "name"),
    [
        ("Tilbake til beløpet: hva blir det i 100 % stilling?", "1", "Lierne"),
        ("back to the amount: what would it be at 50 %?", "0.5", "Lierne"),
        ("Hva hadde beløpet vært for Alta?", "0.8", "Alta"),
        ("og i 60 %?", "0.6", "Lierne"),
    ],
)
def test_the_way_back_to_the_amount_keeps_the_case(turn: str, share: str, name: str) -> None:
    for between in (DEADLINE, "Hva er sentraliteten i Røst?"):
        understood = read(CASE, between, turn)
        assert understood.intent is Intent.AMOUNT
        assert understood.facts.share == Decimal(share)
        assert understood.facts.municipality is not None
        assert understood.facts.municipality.name == name
        assert str(understood.facts.end) == "2026-05-31"


def test_a_new_case_between_is_not_mixed_with_the_old_one() -> None:
    understood = read(CASE, "glem det", "og i 60 %?")
    assert understood.facts.municipality is None
    assert understood.case is None or understood.case.municipality is None


def test_a_class_in_a_what_if_is_no_stillingsandel() -> None:
    understood = read(CASE, "enn klasse 6?")
    assert understood.facts.share == Decimal("0.8")
    assert understood.facts.centrality == 6
    assert understood.facts.municipalities == ()


def test_more_is_asked_of_the_kommune_just_looked_up() -> None:
    first = "What is the centrality class of Træna?"
    office = read(first, "Which ALIS office does it belong to?")
    number = read(first, "Which ALIS office does it belong to?", "And its municipality number?")
    for understood in (office, number):
        assert understood.intent is Intent.MUNICIPALITY
        assert understood.facts.municipality is not None
        assert understood.facts.municipality.name == "Træna"


def test_going_back_to_an_earlier_question_brings_its_words() -> None:
    query = read(
        "hvor mange alis-kontor finnes det?", DEADLINE, "tilbake til kontorene: hva med 2020?"
    ).query
    assert "alis-kontor" in query
    assert "2020" in query
