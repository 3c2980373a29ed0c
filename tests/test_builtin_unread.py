"""What a turn says in figures is either a fact or asked about; how facts are said in full."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assistant.builtin.conversation import UserTurn, understand
from assistant.builtin.read_facts import read_facts
from assistant.builtin.turns import with_days_named
from assistant.calculator import Category, Element
from corpus import load_register

REGISTER = load_register()
CASE = "Introduksjonslege i Alta, 80 %, ALIS-avtale, fra 1. september 2025 til 31. mai 2026"
UNREAD = {
    f"{CASE}. Hun har også 0,2 der.": ("share", "0,2"),
    f"{CASE}. Vi har brukt 70 000 kroner.": ("expenses", "70 000"),
    f"{CASE}. Legen la igjen 70 000 kroner i kassa.": None,
    f"{CASE}, og 3. mars 2026 hendte det noe": ("period", "3. mars 2026"),
    CASE: None,
    f"{CASE} – nei forresten, 60 %": None,
    "fastlege 100 %, de siste seks månedene av perioden 1. juni 2025–31. mai 2026": None,
    "Vi ga 120 timer veiledning til to LIS3-leger i 2021": ("hours", "120 timer"),
    "To LIS3-leger fikk 26 timer hver i 2021": None,
    "To LIS3-leger fikk 26 timer hver i 2021, 52 timer til sammen": None,
}


@pytest.mark.parametrize(("text", "left"), UNREAD.items(), ids=UNREAD)
def test_a_figure_that_no_fact_took_up_is_known(text: str, left: tuple[str, str] | None) -> None:
    unread = read_facts(text, REGISTER).unread
    assert (None if unread is None else (unread.fact, unread.words)) == left


def test_a_sum_beside_the_case_is_set_aside_and_said_to_be() -> None:
    facts = read_facts(f"{CASE}. Kontorleien er 11 500 kr i måneden.", REGISTER)
    assert facts.aside == ("11 500 kr",)
    assert facts.unread is None


def test_what_is_unread_stays_until_it_is_asked_about() -> None:
    first = UserTurn(f"Hva får vi? {CASE}, og 3. mars 2026 hendte det noe")
    later = understand((first, UserTurn("og for 60 %?")), REGISTER)
    assert later.facts.unread is not None
    answered = understand((first, UserTurn("1.9.2025–31.5.2026", asked="period")), REGISTER)
    assert answered.facts.unread is None


def test_a_sum_that_was_left_over_is_what_the_answer_says_it_is() -> None:
    first = UserTurn(f"Hva får vi? {CASE}. Vi brukte 70 000 kroner.")
    answered = understand((first, UserTurn("praksiskompensasjon", asked="expenses")), REGISTER)
    assert answered.facts.expenses == ((Element.PRAKSISKOMPENSASJON, Decimal(70000)),)
    assert answered.facts.unread is None


def test_a_first_day_that_was_left_over_is_read_when_it_is_the_answer() -> None:
    first = UserTurn("Fastlege 100 % i Alta 1.6.2025–31.5.2026, avtale ok. 1.3.2023 der. Sum?")
    answered = understand((first, UserTurn("1.3.2023", asked="first_start")), REGISTER)
    assert answered.facts.first_start == date(2023, 3, 1)
    assert answered.facts.unread is None


DAYS = {
    "fra nyttår 2026 ut mai": "fra 1. januar 2026 ut mai",
    "fram til nyttår": "fram til 31. desember",
    "hele tilskuddsperioden 2025/2026": "hele tilskuddsperioden 1. juni 2025–31. mai 2026",
    "in the 2025/26 grant period": "in the 1. juni 2025–31. mai 2026 grant period",
    "satsen for 2025/26": "satsen for 2025/26",
    "perioden 2031/32": "perioden 2031/32",
}


@pytest.mark.parametrize(("text", "told"), DAYS.items(), ids=DAYS)
def test_days_that_are_named_are_said_in_figures(text: str, told: str) -> None:
    assert with_days_named(text) == told


PERIODS = {
    "from 1 January 2026 until the end of May 2026": ("2026-01-01", "2026-05-31"),
    "fra 1. januar til utgangen av mai 2026": ("2026-01-01", "2026-05-31"),
    "de siste seks månedene av perioden 1. juni 2025–31. mai 2026": ("2025-12-01", "2026-05-31"),
    "the first three months of the period 1 June 2025 to 31 May 2026": ("2025-06-01", "2025-08-31"),
    "vi får ny lege 1. august 2025, og søker fram til 31. mai 2026": ("2025-08-01", "2026-05-31"),
}


@pytest.mark.parametrize(("text", "days"), PERIODS.items(), ids=PERIODS)
def test_a_period_is_read_in_full(text: str, days: tuple[str, str]) -> None:
    facts = read_facts(text, REGISTER)
    assert (facts.start, facts.end) == tuple(map(date.fromisoformat, days))


def test_posts_of_one_doctor_at_once_are_rows_and_not_doctors() -> None:
    facts = read_facts(
        "Samme lege er 60 % fastlege og 40 % allmennlege på helsestasjon samtidig, "
        "1. juni 2025 til 31. mai 2026",
        REGISTER,
    )
    rows = [(row.category, row.share) for row in facts.positions]
    assert rows == [(Category.FASTLEGE, Decimal("0.6")), (Category.ALLMENNLEGE, Decimal("0.4"))]
    assert not facts.groups


@pytest.mark.parametrize(
    "text",
    [
        "To ALIS 1. juni 2025–31. mai 2026. Den ene er fastlege i 100 %, den andre er "
        "introduksjonslege i 80 %.",
        "To leger 1. juni 2025–31. mai 2026: fastlege i 100 %, introduksjonslege i 80 %.",
    ],
)
def test_doctors_told_one_by_one_are_doctors_and_not_rows(text: str) -> None:
    facts = read_facts(text, REGISTER)
    told = [(group.count, group.category, group.share) for group in facts.groups]
    assert told == [
        (1, Category.FASTLEGE, Decimal(1)),
        (1, Category.INTRODUKSJONSLEGE, Decimal("0.8")),
    ]
    assert not facts.positions


def test_a_post_and_then_another_is_two_rows_of_which_the_last_ends_as_the_claim_does() -> None:
    facts = read_facts(
        "Legen var introduksjonslege i 100 % fra 1. juni til 30. november 2025, og har vært "
        "fastlege i 100 % siden 1. desember 2025 (første gang som fastlege). Vi søker ut mai 2026.",
        REGISTER,
    )
    assert [(row.start, row.end) for row in facts.positions] == [
        (date(2025, 6, 1), date(2025, 11, 30)),
        (date(2025, 12, 1), date(2026, 5, 31)),
    ]
    assert facts.first_start == date(2025, 12, 1)


AGREEMENTS = {
    "fastlege 90 %, avtale i boks": True,
    "introduksjonslege i 60 % når ALIS-avtale er inngått": True,
    "og hvis vi får på plass ALIS-avtale?": True,
    "når må ALIS-avtalen være inngått?": None,
}


@pytest.mark.parametrize(("text", "agreed"), AGREEMENTS.items(), ids=AGREEMENTS)
def test_an_agreement_may_be_assumed(text: str, agreed: bool | None) -> None:
    assert read_facts(text, REGISTER).agreement is agreed


def test_an_expense_is_found_behind_the_words_that_lead_to_it() -> None:
    facts = read_facts("Praksiskompensasjonen kostet oss bare 70 000 kroner", REGISTER)
    assert facts.expenses == ((Element.PRAKSISKOMPENSASJON, Decimal(70000)),)


def test_hours_are_those_beside_the_word_and_not_the_year_before() -> None:
    facts = read_facts(
        "Supervision only, 60% from 1 June 2025 to 31 May 2026, 50 hours of supervision", REGISTER
    )
    assert facts.expense_hours == ((Element.VEILEDNING, Decimal(50)),)


@pytest.mark.parametrize("turn", ["sorry, mente oktober", "nei, jeg mente fra oktober"])
def test_a_lone_month_of_a_correction_is_the_start(turn: str) -> None:
    facts = understand((UserTurn(f"Hva får vi? {CASE}"), UserTurn(turn)), REGISTER).facts
    assert (facts.start, facts.end) == (date(2025, 10, 1), date(2026, 5, 31))


def test_a_few_words_of_reply_keep_the_language() -> None:
    turns = (UserTurn("Hva kan vi få for en fastlege?"), UserTurn("tre kvart", asked="share"))
    assert understand(turns, REGISTER).language.value == "nb"


def test_one_who_is_not_a_fastlege_is_not_taken_for_one() -> None:
    facts = read_facts("en allmennlege i 100 % på legevakta (ikke fastlege)", REGISTER)
    assert facts.category is Category.ALLMENNLEGE
    assert read_facts("hun er ikke fastlege", REGISTER).category is None
