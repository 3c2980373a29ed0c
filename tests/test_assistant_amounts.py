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
    assert sum(Decimal(one["difference"]) for one in told["differences"]) == Decimal("-37377.46")
    assert from_json(to_json(then)) == then


def test_not_knowing_a_fact_gives_the_range_over_its_values(alis: Assistant) -> None:
    question = CASE.replace("Introduksjonslege", "Fastlege") + " Hva er taket?"
    first = alis.ask(question)
    assert first.missing == ("first_start",)
    then = alis.ask("vet ikke", (Turn(question, first),))
    assert (then.status, then.missing) == (Status.NEEDS_INPUT, ("first_start",))
    assert then.calculation is None
    assert [other.amount for other in then.alternatives] == [
        Decimal("228259.83"),
        Decimal("149509.83"),
    ]
    assert "mellom **149\u00a0509,83** og **228\u00a0259,83** kroner" in then.text
    assert "uoffisielle" in then.text
    assert to_json(replay(Records(alis.settings.home).load(then.id))) == to_json(then)
    assert from_json(to_json(then)) == then


def test_a_range_may_rest_on_several_unknown_facts(alis: Assistant) -> None:
    question = "Hva får vi for en lege i Lom i full stilling 1. juni 2025 til 31. mai 2026?"
    then = alis.ask("I don't know", (Turn(question, alis.ask(question)),))
    amounts = [other.amount for other in then.alternatives]
    assert amounts == sorted(amounts, reverse=True)
    assert (amounts[0], amounts[-1]) == (Decimal("580433.05"), Decimal("91317.19"))


def test_what_may_be_anything_has_no_range(alis: Assistant) -> None:
    question = CASE.replace(" i 80 %", "") + " Hva er taket?"
    then = alis.ask("vet ikke", (Turn(question, alis.ask(question)),))
    assert then.missing == ("share",)
    assert then.alternatives == ()


def test_above_full_time_is_asked_about_with_the_cut_amount_beside(alis: Assistant) -> None:
    answer = alis.ask(CASE.replace("80 %", "140 %") + " Hva er taket?")
    assert (answer.status, answer.missing) == (Status.NEEDS_INPUT, ("share",))
    assert [other.amount for other in answer.alternatives] == [Decimal("186887.28")]
    assert "Alternativ: 186\u00a0887,28 kroner" in answer.text
    assert answer.calculation is None


def test_what_a_rate_was_is_not_answered_by_a_sentence_without_a_figure(alis: Assistant) -> None:
    answer = alis.ask("Hva var satsen for veiledning i Nasjonal ALIS i 2023?")
    assert answer.status in {Status.NOT_PUBLISHED, Status.NOT_IN_SOURCES}
    assert alis.ask("Hva var timesatsen for veiledning av LIS3 i 2021?").status is Status.ANSWERED
