"""Amounts through the whole assistant: what is asked about, set aside, suggested and computed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from assistant import Status

if TYPE_CHECKING:
    from assistant import Assistant

CASE = "Introduksjonslege i Alta i 80 % fra 1. september 2025 til 31. mai 2026 med ALIS-avtale."


def test_a_figure_that_is_not_understood_is_asked_about_before_an_amount_is_shown(
    alis: Assistant,
) -> None:
    answer = alis.ask(f"{CASE} Og 3. mars 2026 hendte det noe. Hva er taket?")
    assert (answer.status, answer.missing) == (Status.NEEDS_INPUT, ("period",))
    assert "«3. mars 2026»" in answer.text
    assert answer.calculation is None


def test_a_sum_beside_the_case_is_said_not_to_be_counted(alis: Assistant) -> None:
    answer = alis.ask(f"{CASE} Kontorleien er 11 500 kr i måneden. Hva er taket?")
    assert answer.calculation is not None
    assert answer.calculation.amount == Decimal("149509.83")
    assert "Ikke regnet med: 11 500 kr." in answer.text


def test_a_name_near_two_kommuner_is_asked_about_with_both(alis: Assistant) -> None:
    answer = alis.ask(CASE.replace("Alta", "Kristiansnd kommune") + " Hva er taket?")
    assert answer.missing == ("municipality",)
    assert "Kristiansand" in answer.text
    assert "Kristiansund" in answer.text


def test_hours_are_computed_at_the_calculators_own_door(alis: Assistant) -> None:
    case = {
        "grant": "supervision_hours",
        "share": "80 %",
        "start": "2025-10-01",
        "end": "2026-05-31",
    }
    answer = alis.calculate(case)
    assert answer.calculation is not None
    assert (answer.calculation.amount, answer.calculation.unit) == (Decimal("30.80"), "hours")


def test_two_doctors_with_periods_of_their_own_are_summed(alis: Assistant) -> None:
    answer = alis.ask(
        "Vi har to leger i Volda, begge med ALIS-avtale. Den ene er introduksjonslege i 100 % fra "
        "1. september 2025 til 28. februar 2026. Den andre er fastlege i 60 % fra 1. juni 2025 til "
        "31. mai 2026, og har vært fastlege siden 2015. Hva blir det til sammen?"
    )
    assert answer.calculation is not None
    assert answer.calculation.amount == Decimal("274101.35")
