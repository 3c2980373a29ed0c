"""Facts over turns: what-ifs, answers to our own questions, corrections, new subjects."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from assistant.builtin.conversation import Understanding, UserTurn, understand
from assistant.builtin.facts import Facts
from assistant.builtin.intent import Intent
from assistant.builtin.plan import case_arguments
from assistant.calculator import Category
from corpus import load_register

REGISTER = load_register()
CASE = (
    "Hvor mye kan Hasvik maksimalt få for en fastlege i 100 % fra 1. juni 2025 til 31. mai 2026 "
    "med ALIS-avtale? Hun startet som fastlege 1. juni 2025."
)


def read(*turns: str | tuple[str, str]) -> Understanding:
    """The last of several turns; (fact, reply) is a reply to our question for that fact."""
    made = [UserTurn(t) if isinstance(t, str) else UserTurn(t[1], asked=t[0]) for t in turns]
    return understand(tuple(made), REGISTER)


WHAT_IFS: dict[str, dict[str, Any]] = {
    "og hvis hun jobber 60 %?": {"share": Decimal("0.6")},
    "og hvis han bare jobber 80?": {"share": Decimal("0.8")},
    "What if she works 70%?": {"share": Decimal("0.7")},
    "hva med halv stilling da": {"share": Decimal("0.5")},
    "Hva om hun var introduksjonslege?": {"category": Category.INTRODUKSJONSLEGE},
    "og for en sykehjemslege?": {"category": Category.ALLMENNLEGE},
    "Hva om hun ikke vil ha ALIS-avtale, bare veiledning?": {"agreement": False},
    "Og hva om vi hadde to slike fastleger?": {"doctors": 2},
}


@pytest.mark.parametrize(("turn", "changed"), WHAT_IFS.items(), ids=WHAT_IFS)
def test_a_what_if_changes_one_fact_and_keeps_the_rest(turn: str, changed: dict[str, Any]) -> None:
    before, after = read(CASE).facts, read(CASE, turn)
    assert after.intent is Intent.AMOUNT
    expected = {name: getattr(before, name) for name in NAMES} | changed
    assert {name: getattr(after.facts, name) for name in NAMES} == expected


NAMES = (
    "municipalities",
    "category",
    "share",
    "start",
    "end",
    "first_start",
    "agreement",
    "doctors",
)


@pytest.mark.parametrize(
    ("turn", "name"),
    [
        ("enn om vi var Oslo?", "Oslo"),
        ("Og kva om vi var Gulen?", "Gulen"),
        ("and for Vadsø?", "Vadsø"),
    ],
)
def test_another_kommune_takes_the_place_of_the_first(turn: str, name: str) -> None:
    facts = read(CASE, turn).facts
    assert facts.municipality is not None
    assert facts.municipality.name == name
    assert facts.share == 1


def test_an_end_is_moved_without_moving_the_start() -> None:
    facts = read(CASE, "Og hvis hun slutter 30. november 2025?").facts
    assert (str(facts.start), str(facts.end)) == ("2025-06-01", "2025-11-30")


def test_a_correction_puts_a_fact_right() -> None:
    facts = read(CASE, "Nei, hun har vært fastlege siden 1. mai 2022.").facts
    assert str(facts.first_start) == "2022-05-01"
    assert str(facts.start) == "2025-06-01"


def test_a_fact_told_after_the_answer_joins_the_case() -> None:
    turn = (
        "Hva får Molde for en introduksjonslege i 100 % fra 1. januar 2022 til 30. september 2022?"
    )
    understood = read(turn, "Satsen er 180 000 kr per år")
    assert understood.intent is Intent.AMOUNT
    assert case_arguments(understood)["rate"] == "180000"


REPLIES: dict[str, tuple[str, dict[str, Any]]] = {
    "80": ("share", {"share": Decimal("0.8")}),
    "åtti prosent": ("share", {"share": Decimal("0.8")}),
    "ja": ("agreement", {"agreement": True}),
    "nei, bare veiledning": ("agreement", {"agreement": False}),
    "vikar": ("category", {"category": Category.FASTLEGE}),
    "annet kommunalt arbeid": ("category", {"category": Category.ALLMENNLEGE}),
    "300 000": ("rate", {"rate": Decimal(300000)}),
    "64": ("hours", {"hours": Decimal(64)}),
}


@pytest.mark.parametrize(("reply", "filled"), REPLIES.items(), ids=REPLIES)
def test_a_reply_fills_the_fact_that_was_asked_for(
    reply: str, filled: tuple[str, dict[str, Any]]
) -> None:
    asked, expected = filled
    understood = read("Hvor mye kan Hasvik få for en lege?", (asked, reply))
    assert understood.intent is Intent.AMOUNT
    assert {name: getattr(understood.facts, name) for name in expected} == expected


@pytest.mark.parametrize("reply", ["Den i Nordland", "Nordland", "i Nordland"])
def test_a_county_chooses_between_kommuner_of_one_name(reply: str) -> None:
    understood = read("Hvor mye kan Herøy få for en fastlege?", ("municipality", reply))
    assert understood.facts.municipality is not None
    assert understood.facts.municipality.number == "1818"


def test_dates_answer_for_the_period_and_for_the_first_start_apart() -> None:
    first = ("period", "1. juni 2025 til 31. mai 2026")
    facts = read(
        "Hvor mye får Hasvik for en fastlege?", first, ("first_start", "1. mars 2024")
    ).facts
    assert (str(facts.start), str(facts.end)) == ("2025-06-01", "2026-05-31")
    assert str(facts.first_start) == "2024-03-01"


def test_vet_ikke_leaves_the_fact_open() -> None:
    understood = read("Hvor mye får Hasvik for en fastlege?", ("first_start", "vet ikke"))
    assert understood.dont_know
    assert understood.facts.first_start is None


def test_a_question_instead_of_a_reply_is_a_question() -> None:
    understood = read(
        "Hvor mye får Hasvik for en fastlege?",
        ("share", "Hvem kan være veileder for en lege i spesialisering i allmennmedisin?"),
    )
    assert understood.intent is Intent.QUESTION
    assert "veileder" in understood.query


def test_glem_det_forgets_the_case() -> None:
    assert read(CASE, "glem det").facts == Facts()
    assert read(CASE, "glem det", "Hvor mye får Oslo?").facts.share is None


def test_a_new_question_is_not_searched_with_the_old_case() -> None:
    query = read(CASE, "Nytt spørsmål: hvem kan være veileder for en ALIS?").query
    assert query == "hvem kan være veileder for en ALIS?"


def test_thanks_keep_the_case_and_the_question_after_goes_on() -> None:
    assert read(CASE, "takk!").intent is Intent.THANKS
    assert read(CASE, "takk!", "og i 50 %?").facts.share == Decimal("0.5")


def test_the_facts_used_are_those_of_the_case() -> None:
    understood = read(CASE, "hva har du lagt til grunn?")
    assert understood.intent is Intent.FACTS_USED
    assert understood.facts.share == 1


def test_a_language_switch_is_followed() -> None:
    assert read(CASE, "What if she works 70%?").language.value == "en"


def test_the_users_own_kommune_is_remembered_for_the_register() -> None:
    understood = read("Vi er Karmøy kommune.", "Kva sentralitetsklasse er vi i?")
    assert understood.intent is Intent.MUNICIPALITY
    assert understood.facts.municipality is not None


def test_a_word_that_points_back_brings_the_earlier_facts() -> None:
    understood = read("Vi har ein lege frå vikarbyrå.", "Kan vi få tilskot for han?")
    assert understood.intent is Intent.ELIGIBILITY
    assert understood.facts.agency


def test_an_earlier_question_is_asked_again_for_another_year() -> None:
    query = read("Når var søknadsfristen i 2022?", "og i 2023?").query
    assert "søknadsfristen" in query
    assert "2023" in query
    assert "2022" not in query
