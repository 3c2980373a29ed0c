"""Which day of a turn is the period, the doctor's first one or the signing; what is put right."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assistant.builtin.read_facts import read_facts
from assistant.builtin.roles import days_with_roles
from assistant.builtin.turns import with_rows_told
from corpus import load_register

REGISTER = load_register()
FIRST_STARTS = {
    "Aller første dag som vikar 1/10-25": "2025-10-01",
    "It was her first GP post ever and it began on 1 Sept 2025": "2025-09-01",
    "had never been a fastlege before 1 October 2025": "2025-10-01",
    "var fastlege i Haugesund fra 1. januar 2024, så det var første gang": "2024-01-01",
    "første fastlegedag var 1. juni 2025": "2025-06-01",
    "første start som fastlege=2023-12-01": "2023-12-01",
    "oppstart som fersk fastlege 1. juni 2025": "2025-06-01",
    "1. september 2025 – 31. mai 2026, byrja same dagen": "2025-09-01",
    "1. september 2025 – 31. mai 2026, begynte samme dag": "2025-09-01",
    "1. september 2025 – 31. mai 2026, begynte 1. september": "2025-09-01",
    "begynte i spesialisering 1.3.2023": None,
    "1. juni 2025 – 31. mai 2026, fastlege siden 2019": "2019-12-31",
    "fra 1. juni 2025 til 31. mai 2026": None,
}


@pytest.mark.parametrize(("text", "when"), FIRST_STARTS.items(), ids=FIRST_STARTS)
def test_the_first_day_as_a_fastlege_is_told_by_the_words_around_it(
    text: str, when: str | None
) -> None:
    told = days_with_roles(text).get("first_start")
    assert (told.when.isoformat() if told else None) == when


def test_the_ends_of_a_stretch_are_the_periods_whatever_stands_beside_them() -> None:
    facts = read_facts("ALIS agreement signed, 1 Sept 2025 to 31 May 2026", REGISTER)
    assert (facts.start, facts.end) == (date(2025, 9, 1), date(2026, 5, 31))
    assert facts.agreement_date is None


def test_a_signing_and_a_first_day_in_one_turn_are_kept_apart() -> None:
    text = "Avtalen ble skrevet under 20. mai 2025, hun begynte som fastlege 1. juni 2025."
    facts = read_facts(text, REGISTER)
    assert (facts.agreement_date, facts.first_start) == (date(2025, 5, 20), date(2025, 6, 1))


def test_a_claim_up_to_a_day_begins_with_the_doctor() -> None:
    text = "She had never been a GP before 1 October 2025. We claim up to and including 31 May 2026"
    facts = read_facts(text, REGISTER)
    assert (facts.start, facts.end) == (date(2025, 10, 1), date(2026, 5, 31))


@pytest.mark.parametrize(
    "text",
    [
        "fastlege i 80 prosent – nei forresten, 60 prosent, jeg så feil",
        "a GP at 80 %, sorry, I meant 60 %",
        "80 % stilling, jeg mente 60 %",
    ],
)
def test_what_a_turn_puts_right_itself_counts_last(text: str) -> None:
    assert read_facts(text, REGISTER).share == Decimal("0.6")


def test_two_shares_of_one_doctor_at_the_same_time_are_no_share() -> None:
    text = "Introduksjonslegen jobber 60 prosent, i kontrakten står det 80 prosent"
    assert read_facts(text, REGISTER).share is None
    assert read_facts("trekvart stilling (75 %)", REGISTER).share == Decimal("0.75")


def test_where_the_doctor_was_before_is_not_the_users_kommune() -> None:
    facts = read_facts("Legen vår i Utsira var fastlege i Haugesund før hun kom hit", REGISTER)
    assert facts.municipality is not None
    assert facts.municipality.name == "Utsira"


def test_the_rows_of_a_table_are_told_under_their_headings() -> None:
    table = "kommune\tstilling\t%\tfra\ttil\nLom\tfastlege\t80\t1.6.2025\t31.5.2026\nHva får vi?"
    told = with_rows_told(table)
    assert (
        told
        == "kommune: Lom; stilling: fastlege; %: 80; fra: 1.6.2025; til: 31.5.2026\nHva får vi?"
    )
    facts = read_facts(told, REGISTER)
    assert facts.share == Decimal("0.8")
    assert (facts.start, facts.end) == (date(2025, 6, 1), date(2026, 5, 31))
    assert with_rows_told("Hva er fristen?\nOg satsen?") == "Hva er fristen?\nOg satsen?"
