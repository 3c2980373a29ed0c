"""Sentences can be quoted: verbatim in the text, with borders where a reader sees them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import sentences

TABLE = {
    "abbreviations do not end a sentence": (
        "Det er f.eks. Oslo, bl.a. kap. 5, jf. § 3, ca. 2 mill., dvs. kr. 500 t.o.m. mai. Ja.",
        [
            "Det er f.eks. Oslo, bl.a. kap. 5, jf. § 3, ca. 2 mill., dvs. kr. 500 t.o.m. mai.",
            "Ja.",
        ],
    ),
    "an enumeration's end may end a sentence": (
        "Kurs, praksis mv. Deretter søker kommunen.",
        ["Kurs, praksis mv.", "Deretter søker kommunen."],
    ),
    "an enumeration may go on": (
        "Kurs, praksis mv. kan dekkes.",
        ["Kurs, praksis mv. kan dekkes."],
    ),
    "dates in figures": (
        "Fristen var 1.10.2022. Den neste er 01.09.2023.",
        ["Fristen var 1.10.2022.", "Den neste er 01.09.2023."],
    ),
    "dates in words": (
        "Det varer fra 1. juni 2025 til 17. mars. Så er det slutt.",
        ["Det varer fra 1. juni 2025 til 17. mars.", "Så er det slutt."],
    ),
    "a date may open a line": ("1. juni 2025 åpner ordningen.", ["1. juni 2025 åpner ordningen."]),
    "a paragraph's number opens a heading": (
        "§ 3. Krav om spesialisering\n\nKommunen skal sikre det, jf. § 4. Legen må søke.",
        ["§ 3. Krav om spesialisering", "Kommunen skal sikre det, jf. § 4.", "Legen må søke."],
    ),
    "amounts": (
        "Satsen er 1.000,50 kr. Den gjelder i 2022. 45 kommuner fikk den.",
        ["Satsen er 1.000,50 kr. Den gjelder i 2022.", "45 kommuner fikk den."],
    ),
    "initials": ("Det sa Bent H. Vik i går. Punktum.", ["Det sa Bent H. Vik i går.", "Punktum."]),
    "quotes": (
        "«Er det nok?» spør hun. – Nei. «Det holder ikke!» Så gikk hun.",
        ["«Er det nok?» spør hun.", "– Nei.", "«Det holder ikke!»", "Så gikk hun."],
    ),
    "headings, items and rows stand alone without marks": (
        "# Satser\nDisse gjelder:\n- timer\n* kurs\n1. praksis\n\n"
        "| År | Timer |\n|---|---|\n| 2023 | 42 |",
        ["Satser", "Disse gjelder:", "timer", "kurs", "praksis", "År | Timer", "2023 | 42"],
    ),
    "a wrapped line is one sentence": (
        "Kommunen kan\nsøke. Den må\nvente.",
        ["Kommunen kan\nsøke.", "Den må\nvente."],
    ),
    "English": (
        "The grant is approx. 5 hours. See e.g. Oslo. Who may apply?",
        ["The grant is approx. 5 hours.", "See e.g. Oslo.", "Who may apply?"],
    ),
    "members of a paragraph": (
        "Etter § 4 1. og 2. ledd gjelder det. Ellers ikke.",
        ["Etter § 4 1. og 2. ledd gjelder det.", "Ellers ikke."],
    ),
    "nothing": ("  \n\n---\n", []),
}


@pytest.mark.parametrize(("text", "expected"), TABLE.values(), ids=TABLE.keys())
def test_sentences_end_where_a_reader_sees_it(text: str, expected: list[str]) -> None:
    assert list(sentences(text)) == expected


PIECES = st.sampled_from(
    [
        "Kommunen",
        "søker",
        "1.",
        "§",
        "3",
        ".",
        "!",
        "?",
        "«",
        "»",
        "jf.",
        "mv.",
        "\n",
        "\n\n",
        "- ",
        "# ",
        "| a |",
        "2022",
        "(",
        ")",
        "…",
        "A.",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES).map(" ".join)))
def test_every_sentence_is_verbatim_in_the_text_and_in_order(text: str) -> None:
    place = 0
    for sentence in sentences(text):
        found = text.find(sentence, place)
        assert found >= 0, (sentence, text)
        assert sentence == sentence.strip()
        assert sentence
        place = found + len(sentence)


@given(st.lists(PIECES).map(" ".join))
def test_no_letter_is_lost_between_the_sentences(text: str) -> None:
    kept = "".join(sentences(text))
    letters = [char for char in text if char.isalpha()]
    assert [char for char in kept if char.isalpha()] == letters
