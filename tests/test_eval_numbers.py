"""Numbers of an answer are traced to what it rests on, however they are written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from eval.numbers import readings, said, supporting, untraceable

READINGS = [
    ("580 433,05", {"580433.05"}),
    ("580,433.05", {"580433.05"}),
    ("580.433,05", {"580433.05"}),
    ("1.000.000", {"1000000"}),
    ("1 338", {"1338"}),
    ("57,75", {"57.75"}),
    ("57.75", {"57.75"}),
    ("250.000", {"250000"}),
    ("1.375", {"1375", "1.375"}),
    ("12", {"12"}),
]
TRACED = [
    pytest.param("inntil 580 433,05 kr", "580433.05", id="amount of the calculation"),
    pytest.param("up to NOK 580,433.05", "580433.05", id="English form"),
    pytest.param("fra 1. juni 2025", "2025-06-01", id="date in words to ISO date"),
    pytest.param("01.06.2025", "1. juni 2025", id="date in figures to date in words"),
    pytest.param("3 måneder", "tre måneder", id="figure to number word"),
    pytest.param("50 %", "halv stilling", id="percentage to its fraction"),
    pytest.param("80 prosent", "0.8", id="percentage in words"),
    pytest.param("etter § 3-2 og §§ 4 og 5 [7]", "", id="paragraphs and marks are no numbers"),
    pytest.param("LIS3", "", id="a name with a digit is no number"),
    pytest.param("1. Søk\n2. Rapporter", "", id="list numbers are no numbers"),
    pytest.param(
        "| Sum | 1 000 |\n| 57,75 | 1 |", "1000; 57.75; 1", id="cells of a table stay apart"
    ),
]
LOOSE = [
    pytest.param("inntil 500 000 kr", "580433.05", ("500 000",), id="another amount"),
    pytest.param("12 av 13", "12", ("13",), id="one of two"),
    pytest.param("1. oktober 2023", "1. september 2023", (), id="a month in words is no number"),
    pytest.param(
        "1.10.2023", "1. september 2023", ("1.10.2023",), id="the month of a date in figures"
    ),
    pytest.param(
        "13 % og 13 kr", "0.13", ("13",), id="only a percentage is borne out by its fraction"
    ),
]


@pytest.mark.parametrize(("token", "values"), READINGS)
def test_a_number_is_read_in_every_way_it_can_be_meant(token: str, values: set[str]) -> None:
    assert readings(token) == {Decimal(value) for value in values}


@pytest.mark.parametrize(("text", "support"), TRACED)
def test_a_number_is_traced(text: str, support: str) -> None:
    assert untraceable(text, supporting([support])) == ()


@pytest.mark.parametrize(("text", "support", "loose"), LOOSE)
def test_a_number_without_support_is_loose(text: str, support: str, loose: tuple[str, ...]) -> None:
    assert untraceable(text, supporting([support])) == loose


def test_every_number_that_is_said_is_counted() -> None:
    tokens = [token for token, _ in said("Fra 01.06.2025: 1 338 leger, 57,75 timer [1], § 3.")]
    assert tokens == ["01.06.2025", "01.06.2025", "01.06.2025", "1 338", "57,75"]
