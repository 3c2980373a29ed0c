"""Amounts through the whole assistant: what is asked about, set aside, suggested and computed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from assistant import Records, Status, to_json
from assistant.replay import replay
from assistant.serial import from_json
from assistant.types import Turn

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


def test_a_what_if_shows_before_now_and_the_difference_step_by_step(alis: Assistant) -> None:
    first = alis.ask(f"{CASE} Hva er taket?")
    history = (Turn(f"{CASE} Hva er taket?", first),)
    then = alis.ask("og hvis hun jobber 60 %?", history)
    now = then.calculation
    assert now is not None
    assert now.before is not None
    assert (now.before.amount, now.amount) == (Decimal("149509.83"), Decimal("112132.37"))
    assert now.difference == Decimal("-37377.46")
    assert sum(after - before for _, before, after in now.step_differences()) == now.difference
    assert "37\u00a0377,46 kroner mindre" in then.text
    assert "| −37\u00a0377,46 |" in then.text.replace("**", "")


def test_a_part_that_only_one_side_has_counts_as_nothing_on_the_other(alis: Assistant) -> None:
    first = alis.ask(f"{CASE} Hva er taket?")
    then = alis.ask("enn i Hasvik?", (Turn(f"{CASE} Hva er taket?", first),))
    assert then.calculation is not None
    rows = {label: (a, b) for label, a, b in then.calculation.step_differences()}
    supplement = next(label for label in rows if label.startswith("Sentralitetstillegg"))
    assert rows[supplement] == (Decimal(0), Decimal("120000.00"))


def test_an_answer_to_our_own_question_is_no_what_if(alis: Assistant) -> None:
    question = CASE.replace(" i 80 %", "") + " Hva er taket?"
    first = alis.ask(question)
    assert first.missing == ("share",)
    then = alis.ask("80 %", (Turn(question, first),))
    assert then.calculation is not None
    assert then.calculation.before is None


def test_a_difference_survives_the_record_and_is_told_in_json(alis: Assistant) -> None:
    first = alis.ask(f"{CASE} Hva er taket?")
    then = alis.ask("what if she works 60 %?", (Turn(f"{CASE} Hva er taket?", first),))
    again = replay(Records(alis.settings.home).load(then.id))
    assert to_json(again) == to_json(then)
    told = to_json(then)["calculation"]
    assert told["difference"] == "-37377.46"
    assert told["before"]["amount"] == "149509.83"
    assert from_json(to_json(then)) == then
