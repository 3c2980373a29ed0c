"""The language of a question, also of short and mixed ones."""

from __future__ import annotations

import pytest

from assistant import Language
from assistant.builtin.language import detect_language

TOLD = {
    "Satsen er 180 000 kr per år": "nb",
    "Hva kan vi få på det meste?": "nb",
    "Kva kan vi få på det meste?": "nn",
    "What can we get at most?": "en",
    "maks lengde alis-avtale full stilling": "nb",
    "Det går an å søke på time": "nb",
    "Er det 200 eller 230 mill meir?": "nn",
    "tilskotsperiode 2025": "nn",
    "tilskuddsperiode 2025": "nb",
    "er det framleis knekkpunkt på 1000 pasientar?": "nn",
    "er det fortsatt knekkpunkt på 1000 pasienter?": "nb",
    "Maximum for a GP (fastlege) with an ALIS-avtale in Røst?": "en",
    "hei, går det an å klage?": "nb",
    "Må legen bu i kommunen for at vi skal få tilskot?": "nn",
    "deadline 2023?": "en",
    "legane våre": "nn",
}
CARRIED = ("80 %", "Hasvik", "1. juni 2025", "2023?", "LIS3")


@pytest.mark.parametrize(("text", "language"), TOLD.items(), ids=TOLD)
def test_a_question_tells_its_language(text: str, language: str) -> None:
    assert detect_language(text).value == language


@pytest.mark.parametrize("text", CARRIED)
@pytest.mark.parametrize("before", Language)
def test_a_fragment_is_in_the_language_of_the_turn_before(text: str, before: Language) -> None:
    assert detect_language(text, before=before) is before


def test_a_fragment_alone_is_bokmaal() -> None:
    assert detect_language("12") is Language.BOKMAAL


def test_a_clear_question_switches_the_language() -> None:
    assert detect_language("How much is it?", before=Language.NYNORSK) is Language.ENGLISH
    assert detect_language("Hvor mye blir det?", before=Language.ENGLISH) is Language.BOKMAAL
