"""Every kommune is found by every name it has, its numbers now and before, and its county."""

import csv
from pathlib import Path

import pytest

from corpus import Municipality, Register, load_register, sentences
from corpus.register import check_register
from corpus.register.load import FOLDER


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register()


def numbers(found: tuple[Municipality, ...]) -> list[str]:
    return [municipality.number for municipality in found]


def test_the_register_holds_every_kommune_and_is_well(register: Register) -> None:
    assert len(register) == 357
    assert check_register() == ()


def test_every_kommune_is_found_by_every_name_and_number(register: Register) -> None:
    missed = [
        (municipality.number, name)
        for municipality in register.municipalities
        for name in (*municipality.names, municipality.official_name, municipality.number)
        for said in (name, name.lower(), name.upper(), f"{name} kommune")
        if municipality not in register.find(said)
    ]
    assert missed == []


def test_every_name_but_two_is_borne_by_one_kommune(register: Register) -> None:
    shared = {
        name
        for municipality in register.municipalities
        for name in municipality.names
        if len(register.find(name)) > 1
    }
    assert shared == {"Herøy", "Våler"}


FOUND = {
    "1507": ["1508", "1580"],
    "3018": ["3114"],
    "5414": ["5516"],
    "Herøy": ["1515", "1818"],
    "Herøy i Nordland": ["1818"],
    "Herøy (Møre og Romsdal)": ["1515"],
    "Herøy på Sunnmøre": ["1515"],
    "Våler i Østfold": ["3114"],
    "våler, innlandet": ["3419"],
    "Våler i Viken": ["3114"],
    "Våler kommune i Solør": ["3419"],
    "Guovdageaidnu": ["5612"],
    "Guovdageaidnu – Kautokeino": ["5612"],
    "Kaivuono": ["5540"],
    "Porsangu": ["5622"],
    "Stientje": ["5006"],
    "aalesund": ["1508"],
    "Baerum": ["3201"],
    "Lillestroem": ["3205"],
    "Tromso": ["5501"],
    "Hå": ["1119"],
    "Bø i Telemark": [],
    "Nes i Buskerud": [],
    "Atlantis": [],
    "9999": [],
    "": [],
}


@pytest.mark.parametrize(
    ("said", "expected"), FOUND.items(), ids=[name or "nothing" for name in FOUND]
)
def test_a_name_or_number_leads_to_who_bears_it(
    said: str, expected: list[str], register: Register
) -> None:
    assert numbers(register.find(said)) == expected


SUGGESTED = {
    "Hasvk": "5616",
    "Trondhjem": "5001",
    "Hammerfst": "5603",
    "Aalesnd": "1508",
    "Sørvaranger": "5605",
}


@pytest.mark.parametrize(("said", "expected"), SUGGESTED.items(), ids=SUGGESTED.keys())
def test_a_misspelt_name_suggests_the_right_one_first(
    said: str, expected: str, register: Register
) -> None:
    assert numbers(register.suggest(said))[:1] == [expected]


@pytest.mark.parametrize("said", ["Os", "Xyzzy", "", "Kommune"])
def test_nothing_is_suggested_for_what_resembles_no_name(said: str, register: Register) -> None:
    assert register.suggest(said) == ()


def test_a_row_holds_what_the_rules_ask_about(register: Register) -> None:
    hasvik = register.by_number("5616")
    assert hasvik is not None
    assert (hasvik.name, hasvik.county, hasvik.rhf) == ("Hasvik", "Finnmark", "Helse Nord")
    assert (hasvik.centrality_class, hasvik.centrality_version) == (6, 2024)
    assert (hasvik.alis_office, hasvik.alis_place) == ("Nord", "Bodø")
    assert [before.number for before in hasvik.predecessors] == ["5433"]


def test_classes_are_as_many_as_ssb_counts_them(register: Register) -> None:
    classes = [municipality.centrality_class for municipality in register.municipalities]
    assert [classes.count(group) for group in range(1, 7)] == [5, 21, 54, 65, 104, 108]
    most_central = {m.name for m in register.municipalities if m.centrality_class == 1}
    assert most_central == {"Oslo", "Bærum", "Lillestrøm", "Lørenskog", "Rælingen"}


def test_every_old_number_leads_to_a_kommune_of_today(register: Register) -> None:
    with (FOLDER / "predecessors.csv").open(encoding="utf-8") as file:
        old = {row["old_number"] for row in csv.DictReader(file)}
    assert len(old) == 114
    assert all(register.find(number) for number in old)


def test_caveats_are_kept_where_they_concern(register: Register) -> None:
    def caveats(number: str) -> str:
        found = register.by_number(number)
        assert found is not None
        return " ".join(found.caveats)

    assert "utledet" in caveats("4204")
    assert "usikkert" in caveats("3118")
    assert "Nordre Follo" in caveats("3118")
    assert "utledet" not in caveats("4601")
    assert "nynorsk" in caveats("1508")
    assert all("2024-versjon" in " ".join(m.caveats) for m in register.municipalities)


def test_a_row_can_be_cited_in_sentences_that_stand_alone(register: Register) -> None:
    for municipality in register.municipalities:
        passage = register.passage(municipality)
        assert passage.id == f"register-kommuner#{municipality.number}"
        said = sentences(passage.text)
        assert 3 <= len(said) <= 4
        assert all(sentence in passage.text for sentence in said)
        assert municipality.name in said[0]
        assert (
            f"sentralitetsklasse {municipality.centrality_class} i SSBs 2024-versjon"
            in passage.text
        )
        assert ("utledet" in passage.text) is not municipality.alis_stated


def test_the_passage_of_a_split_kommune_tells_what_it_was(register: Register) -> None:
    haram = register.by_number("1580")
    assert haram is not None
    assert (
        "Fra 2020 til 2023 var Haram kommune en del av 1507 Ålesund."
        in register.passage(haram).text
    )


def test_a_wrong_row_is_named_with_its_line(tmp_path: Path) -> None:
    for path in FOLDER.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "notes.yaml").write_bytes((FOLDER / "notes.yaml").read_bytes())
    rows = (tmp_path / "municipalities.csv").read_text(encoding="utf-8").splitlines()
    rows[1] = rows[1].replace(",1000,1,", ",1000,2,")
    rows[2] = rows[2].replace(",11,", ",99,", 1)
    (tmp_path / "municipalities.csv").write_text("\n".join(rows[:-1]) + "\n", encoding="utf-8")
    told = [
        f"{problem.path.name}:{problem.line}: {problem.message}"
        for problem in check_register(tmp_path)
    ]
    assert "municipalities.csv:2: index 1000 is class 1, not '2'" in told
    assert "municipalities.csv:3: there is no county '99'" in told
    assert "municipalities.csv:None: holds 356 kommuner; there are 357" in told
