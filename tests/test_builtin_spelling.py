"""Slips and missing letters are put right; names, real words and numbers stay as they are."""

from __future__ import annotations

import re

import pytest

from assistant.builtin.spelling import respell
from assistant.builtin.spoken import in_digits
from corpus import load_register, load_texts

PUT_RIGHT = {
    "vor mye kan vi fa for en fastlge?": "hvor mye kan vi få for en fastlege?",
    "i halv stiling": "i halv stilling",
    "nar er soknadsfristen": "når er søknadsfristen",
    "forste maaned": "første måned",
    "kor mykje far vi for veildning": "kor mykje får vi for veiledning",
    "vilken avtlale": "hvilken avtale",
    "maksimlt tilskud": "maksimalt tilskudd",
    "Who signs the agrement?": "Who signs the agreement?",
    "Does the municpality apply?": "Does the municipality apply?",
    "Forste Juni": "Første Juni",
}
LEFT_ALONE = (
    "Hvor lenge kan en lege vikariere uten å være under spesialisering?",
    "Legen har blitt far, og vår kontakt i prosjektet vil reise",
    "How far is it from Hasvik to Alta, and what is a hall?",
    "Fastlegene i Time og Hole fikk 1 000 kroner i 2021",
    "Søknadene, avtalene og stillingene gjelder ulike leger",
)
SPOKEN = {
    "hundre prosent": "100 prosent",
    "femogsytti prosent": "75 prosent",
    "åtti prosent stilling": "80 prosent stilling",
    "førtito timer": "42 timer",
    "hundre og tjue timer": "120 timer",
    "tre hundre tusen kroner": "300000 kroner",
    "fra første januar til den trettiførste mars": "fra 1. januar til den 31. mars",
    "the first of June": "the 1. of June",
    "tjueåttende februar": "28. februar",
    "for første gang": "for første gang",
    "to fastleger i to år": "to fastleger i to år",
}


@pytest.mark.parametrize(("written", "meant"), PUT_RIGHT.items(), ids=PUT_RIGHT)
def test_a_slip_is_put_right(written: str, meant: str) -> None:
    assert respell(written) == meant


@pytest.mark.parametrize("written", LEFT_ALONE, ids=LEFT_ALONE)
def test_words_that_are_right_stay(written: str) -> None:
    assert respell(written) == written


def test_the_name_of_a_kommune_stays_though_it_lies_close_to_a_word() -> None:
    text = "Hva får Stillling kommune?"
    assert respell(text) != text
    assert respell(text, keep=((8, 17),)) == text


def test_no_name_of_a_kommune_is_changed_where_the_register_finds_it() -> None:
    register = load_register()
    for municipality in register.municipalities:
        text = f"hva far {municipality.name} kommune maks"
        spans = [(found.start, found.end) for found in register.mentions(text)]
        assert municipality.name in respell(text, keep=spans)


def test_the_words_of_the_shipped_texts_are_no_slips() -> None:
    changed = {}
    for text in load_texts():
        for word in set(re.findall(r"\b[a-zæøå]{5,}\b", text.body)):
            right = respell(f"å {word}").removeprefix("å ")
            if right != word:
                changed[word] = right
    assert changed == {}


@pytest.mark.parametrize(("said", "digits"), SPOKEN.items(), ids=SPOKEN)
def test_numbers_in_words_become_digits_where_they_count(said: str, digits: str) -> None:
    assert in_digits(said) == digits
