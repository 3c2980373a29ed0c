"""When a text says a pattern, and when it only looks so."""

from __future__ import annotations

import pytest

from eval.patterns import plain, says

SAID = [
    pytest.param(
        "Fristen var 1.\u00a0september\u202f2023.", "1. september 2023", id="no-break spaces"
    ),
    pytest.param("Fristen var **1. september** 2023", "1. SEPTEMBER 2023", id="bold and case"),
    pytest.param("i 2022\u20132023", "2022-2023", id="en dash"),
    pytest.param("Det gis [1] tilskudd", "gis tilskudd", id="a mark between the words"),
    pytest.param("tilskudd\ntil alle", "tilskudd til alle", id="line break"),
    pytest.param("kommunene kan søke", "kommune", id="part of a word"),
    pytest.param("| Sum | 580\u00a0433,05 |", "580 433,05", id="cell of a table"),
    pytest.param("den 1.9.2023", "2023", id="year of a date"),
    pytest.param("i 2023 431 millioner", "431 millioner", id="a year is no thousands"),
    pytest.param("25 kr og 250 kr", "25", id="whole here, though not at its second place"),
    pytest.param("minst tre måneder", r"re:minst (3|tre) måneder", id="regular expression"),
    pytest.param(
        "Nei, det er 12 MÅNEDER", r"re:\bnei\b.*måneder", id="regular expression ignores case"
    ),
    pytest.param("a\u030arlig", "årlig", id="decomposed letter"),
]
NOT_SAID = [
    pytest.param("250 kr", "25", id="25 in 250"),
    pytest.param("1 250 kr", "250", id="250 in 1 250"),
    pytest.param("1.250 kr", "250", id="250 in 1.250"),
    pytest.param("25,5 prosent", "25", id="25 in 25,5"),
    pytest.param("5,25 prosent", "25", id="25 in 5,25"),
    pytest.param("25 000 kr", "25", id="25 in 25 000"),
    pytest.param("25 000 kr", "000 kr", id="000 in 25 000"),
    pytest.param("11. september", "1. september", id="1 in 11"),
    pytest.param("91 317,19 kr", "91 317", id="kroner without the øre"),
    pytest.param("mellom annet", r"re:\bnei\b", id="regular expression that does not match"),
]


@pytest.mark.parametrize(("text", "pattern"), SAID)
def test_a_text_says_a_pattern(text: str, pattern: str) -> None:
    assert says(plain(text), pattern)


@pytest.mark.parametrize(("text", "pattern"), NOT_SAID)
def test_a_text_does_not_say_what_only_looks_like_it(text: str, pattern: str) -> None:
    assert not says(plain(text), pattern)
