"""Periods as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.builtin import periods
from assistant.builtin.read_facts import read_facts
from assistant.builtin.spoken import in_digits
from corpus import load_register

REGISTER = load_register()
PERIODS = {
    "fra 1. juni 2025 til 31. mai 2026": ("2025-06-01", "2026-05-31"),
    "1.6.25–31.5.26": ("2025-06-01", "2026-05-31"),
    "01.09.2025 - 28.02.2026": ("2025-09-01", "2026-02-28"),
    "2025-06-01 til 2026-05-31": ("2025-06-01", "2026-05-31"),
    "from 1 June 2025 to 31 May 2026": ("2025-06-01", "2026-05-31"),
    "from June 1, 2025 through May 31, 2026": ("2025-06-01", "2026-05-31"),
    "between 1 July 2025 and 31 December 2025": ("2025-07-01", "2025-12-31"),
    "mellom 1. juli og 31. desember 2025": ("2025-07-01", "2025-12-31"),
    "Fra og med august 2025 til og med januar 2026": ("2025-08-01", "2026-01-31"),
    "august 2025 ut mai 2026": ("2025-08-01", "2026-05-31"),
    "fra 1. juni til 30. november 2025": ("2025-06-01", "2025-11-30"),
    "seks måneder fra 1. juni 2025": ("2025-06-01", "2025-11-30"),
    "første halvår 2026": ("2026-01-01", "2026-06-30"),
    "From the first of January to the thirty-first of March 2026": ("2026-01-01", "2026-03-31"),
    "september 2024 til mai 2025": ("2024-09-01", "2025-05-31"),
    "1/2-2026 - 31/5-2026": ("2026-02-01", "2026-05-31"),
    "01-09-2025 til 31-05-2026": ("2025-09-01", "2026-05-31"),
    "juni -25 til mai '26": ("2025-06-01", "2026-05-31"),
    "1 June 2025 up to and including 31 May 2026": ("2025-06-01", "2026-05-31"),
    "1. juni 2025 fram til 31. august 2025": ("2025-06-01", "2025-08-31"),
    "hun slutter 30. november 2025": (None, "2025-11-30"),
    "legen begynner 1. oktober 2025": ("2025-10-01", None),
}
FIRST_STARTS = {
    "Hun startet som fastlege 1. juni 2025": "2025-06-01",
    "første gang fastlege 1.6.25": "2025-06-01",
    "fastlege siden 1. januar 2018": "2018-01-01",
    "Han ble fastlege for første gang 1. august 2024": "2024-08-01",
    "Legen hadde sin første dag som fastlege 1. juni 2025": "2025-06-01",
    "ho byrja som fastlegevikar 1. september 2025": "2025-09-01",
    "she first became a GP on 1 January 2026": "2026-01-01",
    "first GP job 1 Dec 2023": "2023-12-01",
    "what if the first GP post was 1 June 2025 instead?": "2025-06-01",
    "has been a regular GP (fastlege) since 1 March 2022": "2022-03-01",
    "første fastlegejobb 1. juni 2025": "2025-06-01",
    "first started as a locum GP on 31 August 2025": "2025-08-31",
}


@pytest.mark.parametrize(("text", "period"), PERIODS.items(), ids=PERIODS)
def test_a_period_is_read(text: str, period: tuple[str | None, str | None]) -> None:
    facts = read_facts(in_digits(text), REGISTER)
    found = tuple(day.isoformat() if day else None for day in (facts.start, facts.end))
    assert found == period


@pytest.mark.parametrize(("text", "day"), FIRST_STARTS.items(), ids=FIRST_STARTS)
def test_the_first_start_is_read_and_is_no_period(text: str, day: str) -> None:
    facts = read_facts(text, REGISTER)
    assert str(facts.first_start) == day
    assert (facts.start, facts.end) == (None, None)


def test_a_year_alone_is_a_first_start_where_the_window_is_over_in_any_case() -> None:
    long_past = read_facts("fastlege siden 2019, 1.6.2025 - 31.5.2026", REGISTER)
    assert str(long_past.first_start) == "2019-12-31"
    assert (str(long_past.start), str(long_past.end)) == ("2025-06-01", "2026-05-31")
    assert read_facts("fastlege siden 2023, 1.6.2025 - 31.5.2026", REGISTER).first_start is None
    assert read_facts("fastlege siden 2019", REGISTER).first_start is None


def test_the_day_an_agreement_was_signed_is_no_period() -> None:
    facts = read_facts("ALIS-avtalen ble signert 1. mai 2025", REGISTER)
    assert str(facts.agreement_date) == "2025-05-01"
    assert facts.start is None


def test_a_period_after_a_signed_agreement_is_not_its_date() -> None:
    facts = read_facts("ALIS-avtale signert, fra 1. juni 2025 til 31. mai 2026", REGISTER)
    assert facts.agreement_date is None
    assert str(facts.start) == "2025-06-01"


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("åtte måneders vikariat", 8),
        ("fjorten måneder", 14),
        ("to år", 24),
        ("3 months", 3),
        ("ett år", 12),
    ],
)
def test_a_duration_is_read_in_months(text: str, months: int) -> None:
    assert periods.find_months(text) == months


def test_weeks_are_read_as_parts_of_months() -> None:
    assert periods.find_weeks("a six-week locum position") == Decimal("1.4")


def test_a_day_of_no_month_is_no_end() -> None:
    facts = read_facts("fra 1. september 2025 til 30. februar 2026", REGISTER)
    assert facts.end is None
