"""A mail tells much beside its question: what asks, what is the case, and what is background."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assistant.builtin.asking import asking_part, is_long
from assistant.builtin.conversation import Understanding, UserTurn, understand
from assistant.builtin.intent import Intent
from assistant.builtin.read_facts import read_facts
from assistant.calculator import Category
from corpus import load_register

REGISTER = load_register()
CASE = "Vi søker for en introduksjonslege i 80 % fra 1. juni 2025 til 31. mai 2026 med ALIS-avtale."


def read(*turns: str) -> Understanding:
    return understand(tuple(map(UserTurn, turns)), REGISTER)


def test_of_a_mail_the_question_asks_and_of_a_line_all_of_it() -> None:
    assert asking_part(f"Takk for sist. {CASE} Hva får vi?") == "Hva får vi?"
    assert not is_long("Hva får vi? Legen er ny.")
    assert asking_part("Hva får vi? Legen er ny.") == "Hva får vi? Legen er ny."


BESIDE = (
    "Takk for nyttig svar sist.",
    "Legen har to barn i barnehage og hadde foreldrepermisjon i 2022.",
    "Regjeringen har økt bevilgningen.",
    "Kommunen har 900 innbyggere og én psykolog.",
    "Søknadsfristen er snart.",
)


@pytest.mark.parametrize("beside", BESIDE)
def test_what_stands_beside_the_question_does_not_change_what_is_asked(beside: str) -> None:
    understood = read(f"Hei, vi er Alta. {beside} {CASE} Hvor mye kan vi få?")
    assert understood.intent is Intent.AMOUNT
    assert (understood.facts.start, understood.facts.end) == (date(2025, 6, 1), date(2026, 5, 31))
    assert understood.facts.share == Decimal("0.8")


@pytest.mark.parametrize(
    "beside",
    [
        "Vi har 44 fastleger fordelt på ti kontorer.",
        "Currently two locums help out here.",
        "Kontoret hadde da fire leger.",
    ],
)
def test_doctors_told_of_beside_a_case_are_not_counted(beside: str) -> None:
    assert read(f"Hei, vi er Alta. {beside} {CASE} Hvor mye kan vi få?").facts.doctors is None


def test_doctors_that_are_asked_about_are_counted() -> None:
    text = f"Hei, vi er Alta. Vi har to leger i samme situasjon. {CASE} Hva får vi for begge?"
    assert read(text).facts.doctors == 2
    assert read(f"Alta: {CASE} Hva er taket?", "og om vi har to slike?").facts.doctors == 2


def test_a_year_of_the_doctors_life_is_not_the_cases() -> None:
    text = "Vi er Gamvik. Legen tok eksamen i Tromsø i 2018. Hva får vi for en introduksjonslege?"
    assert read(text).facts.year is None
    asked = "Vi er Gamvik. I 2021 søkte vi om veiledning av LIS3. Hva kunne vi få?"
    assert read(asked).facts.year == 2021


def test_posts_in_the_list_scheme_are_no_doctors() -> None:
    facts = read_facts("Vi har 19 fastlegehjemler og en introduksjonslege i 80 %", REGISTER)
    assert facts.category is Category.INTRODUKSJONSLEGE
    assert read_facts("hun overtok en fastlegehjemmel", REGISTER).category is Category.FASTLEGE
    assert read_facts("ikke i en fastlegehjemmel", REGISTER).category is None


def test_doctors_with_periods_of_their_own_keep_them() -> None:
    facts = read_facts(
        "Vi har to leger, begge med ALIS-avtale. Den ene er introduksjonslege i 100 % fra "
        "1. september 2025 til 28. februar 2026. Den andre er fastlege i 60 % fra 1. juni 2025 "
        "til 31. mai 2026. Hva blir det til sammen?",
        REGISTER,
    )
    assert [(group.category, group.start, group.end) for group in facts.groups] == [
        (Category.INTRODUKSJONSLEGE, date(2025, 9, 1), date(2026, 2, 28)),
        (Category.FASTLEGE, date(2025, 6, 1), date(2026, 5, 31)),
    ]
    assert facts.unread is None


def test_the_end_may_be_changed_in_a_sentence_before_the_question() -> None:
    understood = read(
        f"Alta: {CASE} Hva er taket?", "Perioden skal bare gå ut februar 2026. Hva blir det da?"
    )
    assert understood.intent is Intent.AMOUNT
    assert understood.facts.end == date(2026, 2, 28)


@pytest.mark.parametrize(
    "text",
    [
        "Kor mykje fråvær kan ein LIS3 ha før det blir trekt frå i utdanningstida?",
        "makstid på en ALIS-avtale, full stilling?",
        "How much absence may a LIS3 in a full-time post have?",
    ],
)
def test_how_much_of_something_else_than_money_is_no_amount(text: str) -> None:
    assert read(text).intent is not Intent.AMOUNT


def test_posts_told_of_before_the_doctor_it_is_about_are_background() -> None:
    facts = read_facts(
        "Hei fra Suldal. Vi har en kommuneoverlege i 50 %. Fastlegen det er snakk om, jobber i "
        "100 % fra 1. juni 2025 til 31. mai 2026. Hva får vi?",
        REGISTER,
    )
    assert (facts.category, facts.share) == (Category.FASTLEGE, Decimal(1))
    assert facts.unread is None
    assert not facts.positions


def test_an_end_told_before_its_start_is_one_period_with_it() -> None:
    facts = read_facts(
        "Until 31 December 2025 the post was 50 %, counted from 1 July 2025; from 1 January 2026 "
        "it went up to 80 % and stays so to 31 May 2026. She is a nursing home doctor.",
        REGISTER,
    )
    assert [(row.share, row.start, row.end) for row in facts.positions] == [
        (Decimal("0.5"), date(2025, 7, 1), date(2025, 12, 31)),
        (Decimal("0.8"), date(2026, 1, 1), date(2026, 5, 31)),
    ]
