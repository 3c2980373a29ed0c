"""A free question names a kommune when a reader would say that it does, and not otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Register, load_register


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register()


NAMED = {
    "Hvor mye kan Hasvik få for en ny fastlege fra 1. juni 2025?": ["Hasvik exact 5616"],
    "hva får hasvik": ["hasvik exact 5616"],
    "HVA FÅR HASVIK?": ["HASVIK exact 5616"],
    "Hva får Hasviks fastleger, og Oslos?": ["Hasviks exact 5616", "Oslos exact 0301"],
    "What does Hasvik's doctor get?": ["Hasvik's exact 5616"],
    "Kva får Kautokeino kommune?": ["Kautokeino exact 5612"],
    "Guovdageaidnu - Kautokeino": ["Guovdageaidnu - Kautokeino exact 5612"],
    "hva får guovdageaidnu": ["guovdageaidnu exact 5612"],
    "Nord-Fron og Indre Østfold søker": ["Nord-Fron exact 3436", "Indre Østfold exact 3118"],
    "hva med evje og hornnes?": ["evje og hornnes exact 4219"],
    "Sør Varanger": ["Sør Varanger exact 5605"],
    "Vi er fra Tromso": ["Tromso exact 5501"],
    "Hva får Lillestroem?": ["Lillestroem exact 3205"],
    "Hva får Alesund?": ["Alesund exact 1508"],
    "Hva får Hasvk?": ["Hasvk typo 5616"],
    "Hva får Trondhiem?": ["Trondhiem typo 5001"],
    "hva får hasvk kommune": ["hasvk typo 5616"],
    "Trondhjem": ["Trondhjem typo 5001"],
    "Vi er i Bærun": ["Bærun typo 3201"],
    "Hva får Herøy?": ["Herøy exact 1515 1818"],
    "Hva får Herøy i Nordland?": ["Herøy i Nordland exact 1818"],
    "Vi i Nordland lurer på hva Herøy får": ["Herøy exact 1818"],
    "hva får våler i innlandet": ["våler i innlandet exact 3419"],
    "Hva får Våler kommune i Solør?": ["Våler kommune i Solør exact 3419"],
    "Hva får kommune 1507?": ["1507 old 1508 1580"],
    "kommunenummer 5616": ["5616 exact 5616"],
    "Hva får 5433?": ["5433 old 5616"],
    "Hva får 5616 Hasvik?": ["5616 exact 5616", "Hasvik exact 5616"],
    "Hva får Time?": ["Time exact 1121"],
    "Time": ["Time exact 1121"],
    "time": ["time exact 1121"],
    "Vi er i Hå.": ["Hå exact 1119"],
    "hva med hå": ["hå exact 1119"],
    "Time kommune søker om tilskudd": ["Time exact 1121"],
    "hva får os kommune": ["os exact 3430"],
    "Hva får kommunen Sola?": ["Sola exact 1124"],
    "Vi kommer fra Os og søker": ["Os exact 3430"],
    "Kan Lund søke?": ["Lund exact 1112"],
    "Lund søker om tilskudd for to leger.": ["Lund exact 1112"],
    "Rana har to fastleger.": ["Rana exact 1833"],
    "Mo i Rana": ["Rana exact 1833"],
    "What is the time in the municipality of Time?": ["Time exact 1121"],
    "enn Oslo?": ["Oslo exact 0301"],
    "Stange kommunes søknad": ["Stange exact 3413"],
    "Dr. Kari Lund er fastlege i Hasvik": ["Hasvik exact 5616"],
}


@pytest.mark.parametrize(("question", "expected"), NAMED.items(), ids=NAMED.keys())
def test_a_kommune_that_is_named_is_found(
    question: str, expected: list[str], register: Register
) -> None:
    mentions = register.mentions(question)
    said = [f"{m.text} {m.how} {' '.join(c.number for c in m.candidates)}" for m in mentions]
    assert said == expected
    assert all(question[m.start : m.end] == m.text for m in mentions)


NOT_NAMED = [
    "Hva får vi per time?",
    "Time for time må vi veilede.",
    "Sola skinner i dag",
    "Oss i kommunen",
    "Vi har et hole i veien og en ås bak.",
    "Vi vil ha en lege.",
    "Nes og vik er ord.",
    "Fastlege Vang søker",
    "Dr. Lund spør",
    "Legen heter Kari Strand",
    "Vi betaler 1507 kroner og 5001 timer i 2025",
    "Det koster 1 507 000 kr",
    "Adressen er 5001 Storgata",
    "Fra 01.01.2024 til 31.12.2025",
    "og i 2023?",
    "Troms fylke og Statsforvalteren i Rogaland",
    "Hvilken kommune får mest?",
    "Gjelder fastlegeavtalen? Forskriften? Legen?",
    "Hva sier Larsen om Høsten og Modellen?",
    "Hva gjelder i Bø i Telemark?",
    "Hva fikk Fræna og Radøy?",
    "Er det nok med veiledning, tilskudd og fastlønn i distriktet?",
    "",
]


@pytest.mark.parametrize("question", NOT_NAMED)
def test_an_ordinary_word_a_person_or_an_amount_is_no_kommune(
    question: str, register: Register
) -> None:
    assert [(m.text, m.how) for m in register.mentions(question)] == []


UNKNOWN = {
    "Hva får Atlantis kommune?": ("Atlantis",),
    "hva får vi i gotham kommune?": ("gotham",),
    "Hva får Nedre Fjellvik kommune?": ("Nedre Fjellvik",),
    "Hva får kommunen Atlantis?": ("Atlantis",),
    "How much can Atlantis municipality get?": ("Atlantis",),
    "Hva får Fræna kommune?": ("Fræna",),
    "Hva får vi i Fræna?": ("Fræna",),
    "Hva gjelder for Bø i Telemark?": ("Bø i Telemark",),
    "Hva er kommunenummer 9999?": ("9999",),
    "Hva får Hasvik kommune?": (),
    "Hva får Hasvk kommune?": (),
    "Hva får vår kommune? Hver kommune? En liten kommune? Ny kommune?": (),
    "Hvilken kommune ligger i Norge?": (),
    "Kan vi som kommune søke?": (),
    "What may our municipality apply for?": (),
    "Hva må kommunen ALIS-avtale ha?": (),
}


@pytest.mark.parametrize(("question", "expected"), UNKNOWN.items(), ids=UNKNOWN.keys())
def test_a_kommune_that_is_not_in_the_register_is_told(
    question: str, expected: tuple[str, ...], register: Register
) -> None:
    assert register.unknown_names(question) == expected


FRAMES = [
    "Hva får {} for en fastlege?",
    "Vi er i {}.",
    "Kva kan {} kommune søkje om?",
    "{}",
    "What can {} get?",
]


@pytest.mark.parametrize("frame", FRAMES)
def test_every_kommune_is_found_in_a_question_by_every_name(frame: str, register: Register) -> None:
    missed = [
        (municipality.number, name)
        for municipality in register.municipalities
        for name in (*municipality.names, municipality.official_name)
        if not any(municipality in m.candidates for m in register.mentions(frame.format(name)))
    ]
    assert missed == []


def test_a_genitive_names_the_kommune_too(register: Register) -> None:
    missed = [
        municipality.name
        for municipality in register.municipalities
        if not any(
            municipality in m.candidates
            for m in register.mentions(f"Hva er {municipality.name}s frist?")
        )
    ]
    assert missed == []


WORDS = st.sampled_from(
    [
        "Herøy",
        "i",
        "Nordland",
        "Time",
        "kommune",
        "1507",
        "Hasvk",
        "-",
        ".",
        "Bø",
        "os",
        "ALIS",
        "Dr.",
        "Lund",
        "kr",
        "\n",
        "(",
        "kommunenummer",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=12).map(" ".join)))
def test_any_text_gives_mentions_in_order_that_stand_where_they_say(text: str) -> None:
    register = load_register()
    end = 0
    for mention in register.mentions(text):
        assert mention.start >= end
        assert text[mention.start : mention.end] == mention.text
        assert mention.candidates
        end = mention.end
    assert all(register.unknown_names(text))
