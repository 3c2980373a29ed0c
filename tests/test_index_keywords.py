"""Keyword search: forms of a word meet, in bokmål, nynorsk, English and misspelt."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from index.embed import MODEL_FOLDER, verified_files
from index.keywords import KeywordIndex, analyse
from index.lexicon import GLOSSARY, load_glossary, load_lexicon
from index.types import SearchError
from index.words import raw_words

TEXTS = [
    "Søknadsfristen er 1. oktober 2022.",
    "Kommunen kan få tilskudd til veiledning av leger i spesialisering.",
    "Fastlegevikarer må ha et vikariat som varer i over tre måneder.",
    "Etter § 4-2 skal kommunen være registrert som utdanningsvirksomhet.",
    "Den kommunale egenandelen på 20 prosent er fjernet.",
    "Taket er 91 317,19 kroner for LIS3.",
    "Båtene ligger ved kai om vinteren.",
]
DEADLINE, GRANT, LOCUM, SECTION, SHARE, CEILING = range(6)


@pytest.fixture(scope="module")
def index() -> KeywordIndex:
    return KeywordIndex(TEXTS)


FOUND = [
    ("Når er søknadsfristen?", DEADLINE),
    ("Når er fristen for å søke?", DEADLINE),
    ("When is the deadline?", DEADLINE),
    ("application deadline", DEADLINE),
    ("01.10.2022", DEADLINE),
    ("2022-10-01", DEADLINE),
    ("October 1, 2022", DEADLINE),
    ("soknadsfrist", DEADLINE),
    ("soeknadsfrist", DEADLINE),
    ("søkandsfrist", DEADLINE),
    ("tilskot til rettleiing", GRANT),
    ("rettleiingstimar", GRANT),
    ("vieledning", GRANT),
    ("Can the municipality get a grant for supervision?", GRANT),
    ("guidance of doctors", GRANT),
    ("vikar for fastlege", LOCUM),
    ("vikarar for fastlegar", LOCUM),
    ("locum general practitioner", LOCUM),
    ("maaneder", LOCUM),
    ("§4-2", SECTION),
    ("paragraf 4-2", SECTION),
    ("utdanningsverksemd", SECTION),
    ("training establishment", SECTION),
    ("eigendel", SHARE),
    ("egenfinansiering", SHARE),
    ("own contribution", SHARE),
    ("20 %", SHARE),
    ("91317.19", CEILING),
    ("LIS 3", CEILING),
    ("lis-3", CEILING),
]


@pytest.mark.parametrize(("query", "right"), FOUND, ids=[query for query, _ in FOUND])
def test_the_right_text_scores_highest(index: KeywordIndex, query: str, right: int) -> None:
    scores = index.scores(query)
    assert scores.dtype == np.float32
    assert scores.shape == (len(TEXTS),)
    assert scores[right] > 0
    assert int(scores.argmax()) == right, scores.tolist()
    assert index.coverage(query)[right] == index.coverage(query).max()


SAME_TERM = [
    ("frå", "fra"),
    ("ikkje", "ikke"),
    ("eit", "et"),
    ("rettleiing", "veiledning"),
    ("rettleiinga", "veiledningen"),
    ("tilskot", "tilskudd"),
    ("tilskota", "tilskuddene"),
    ("kommunar", "kommuner"),
    ("kommunane", "kommunene"),
    ("søkje", "søke"),
    ("verksemd", "virksomhet"),
    ("bøkene", "bok"),
    ("veilederne", "veileder"),
    ("fastlegene", "fastlege"),
    ("fastlegane", "fastlege"),
    ("vikarer", "vikar"),
    ("vikarar", "vikar"),
    ("spesialistforskrifta", "spesialistforskriften"),
]


@pytest.mark.parametrize(("left", "right"), SAME_TERM, ids=[f"{a} {b}" for a, b in SAME_TERM])
def test_two_forms_of_a_word_are_one_term(left: str, right: str) -> None:
    lexicon = load_lexicon()
    assert lexicon.term(left) == lexicon.term(right)


APART = [("fastlege", "fast"), ("vikar", "vik"), ("kommune", "komme"), ("veileder", "veie")]


@pytest.mark.parametrize(("left", "right"), APART, ids=[f"{a} {b}" for a, b in APART])
def test_two_words_stay_two_terms(left: str, right: str) -> None:
    lexicon = load_lexicon()
    assert lexicon.term(left) != lexicon.term(right)


COMPOUNDS = {
    "fastlegevikar": {"fastlege", "vikar"},
    "tilskuddsordningen": {"tilskudd", "ordning"},
    "rettleiingstimar": {"veiledning", "time"},
    "spesialistforskriften": {"spesialist", "forskrift"},
    "utdanningsverksemd": {"utdanning", "virksomhet"},
    "søknadsfrist": {"søknad", "frist"},
    "allmennlegetenesta": {"allmennlege", "tjeneste"},
}


@pytest.mark.parametrize(("compound", "parts"), COMPOUNDS.items(), ids=list(COMPOUNDS))
def test_a_compound_has_its_parts(compound: str, parts: set[str]) -> None:
    lexicon = load_lexicon()
    assert {lexicon.term(part) for part in parts} <= set(lexicon.compound_terms(compound))


@pytest.mark.parametrize("word", ["tilskudd", "overtredelse", "tjenesten", "forskrift", "kommune"])
def test_a_simple_word_has_no_parts(word: str) -> None:
    assert load_lexicon().compound_terms(word) == ()


WRITTEN = [
    ("1. oktober 2022", "01.10.2022"),
    ("1 October 2022", "2022-10-01"),
    ("October 1st, 2022", "1.10.2022"),
    ("§ 4-2", "paragraf 4-2"),
    ("§ 4 a", "section 4a"),
    ("1 000 kr", "1.000 kr"),
    ("1 000,50", "1.000,50"),
    ("57,75", "57.75"),
    ("LIS 3", "lis-3"),
    ("80 %", "80 prosent"),
]


@pytest.mark.parametrize(("left", "right"), WRITTEN, ids=[f"{a} = {b}" for a, b in WRITTEN])
def test_written_forms_of_one_thing_are_equal(left: str, right: str) -> None:
    assert list(raw_words(left)) == list(raw_words(right))


DIFFERENT = [("§ 4", "§ 4-2"), ("§ 4-2", "§ 4-3"), ("1.10.2022", "1.11.2022"), ("2022", "2023")]


@pytest.mark.parametrize(("left", "right"), DIFFERENT, ids=[f"{a} {b}" for a, b in DIFFERENT])
def test_different_things_share_no_exact_term(left: str, right: str) -> None:
    assert next(raw_words(left)) != next(raw_words(right))


def test_analyse_leaves_out_stop_words_and_keeps_both_parts_of_a_hyphened_word() -> None:
    assert analyse("Hva er en ALIS-avtale?") == ["alis", "avtal"]
    assert analyse("What is the deadline for this?") == ["deadlin"]


def test_a_word_that_no_text_holds_lowers_the_coverage_of_all(index: KeywordIndex) -> None:
    known = index.coverage("egenandel")[SHARE]
    mixed = index.coverage("egenandel krokodille")[SHARE]
    assert known == pytest.approx(1.0)
    assert 0 < mixed < 0.6


def test_a_query_about_something_else_finds_nothing(index: KeywordIndex) -> None:
    assert index.scores("pizza med ananas").max() == 0
    assert index.coverage("pizza med ananas").max() == 0


@pytest.mark.parametrize("query", ["", "  ", "og i på", "!?", "\ud800", "\x00"])
def test_a_query_without_words_has_no_terms_and_no_scores(index: KeywordIndex, query: str) -> None:
    assert index.terms(query) == ()
    assert index.scores(query).max() == 0
    assert index.coverage(query).max() == 0


def test_coverage_lies_between_nothing_and_all(index: KeywordIndex) -> None:
    for query, _ in FOUND:
        coverage = index.coverage(query)
        assert coverage.min() >= 0, query
        assert coverage.max() <= 1 + 1e-6, query


def test_the_word_itself_beats_a_synonym_and_a_part() -> None:
    index = KeywordIndex(["frist for alle", "søknadsfrist for alle", "deadline for alle"])
    scores = index.scores("søknadsfrist")
    assert scores[1] > scores[0] > 0
    assert scores[1] > scores[2] > 0


def test_a_word_counts_once_however_often_the_query_says_it(index: KeywordIndex) -> None:
    assert np.array_equal(index.scores("tilskudd tilskudd tilskot"), index.scores("tilskudd"))


def test_a_usual_word_is_not_taken_for_a_misspelling() -> None:
    index = KeywordIndex(["Legevakten har åpent.", "Kommunen svarer."])
    assert index.scores("kommunisme").max() == 0


def test_no_texts_and_empty_texts_can_be_indexed() -> None:
    assert KeywordIndex([]).scores("tilskudd").shape == (0,)
    assert KeywordIndex(["", " "]).scores("tilskudd").tolist() == [0, 0]
    assert KeywordIndex(["", "tilskudd"]).coverage("tilskudd").tolist() == [0, 1]


def test_scores_are_the_same_in_every_build() -> None:
    first, second = KeywordIndex(TEXTS), KeywordIndex(TEXTS)
    for query, _ in FOUND:
        assert np.array_equal(first.scores(query), second.scores(query))


def test_a_changed_lexicon_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(MODEL_FOLDER, folder)
    (folder / "lexicon.json.gz").write_bytes(b"other")
    with pytest.raises(SearchError, match=r"lexicon\.json\.gz is not the one that was trained"):
        verified_files(folder, ("lexicon.json.gz",))


def test_the_glossary_has_150_groups_and_each_gives_terms() -> None:
    glossary = load_glossary(GLOSSARY)
    assert len(glossary.groups) >= 150
    for group in glossary.groups:
        assert all(analyse(term) for term in group), group


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("groups: [", "cannot be read"),
        ("groups: [[a, b]]", "lacks forms"),
        ("groups: [[a, no]]\nforms: {a: b}\nprotected: [x]\nstop_words: {nb: og}", "group 1"),
        ("groups: [[a]]\nforms: {a: b}\nprotected: [x]\nstop_words: {nb: og}", "group 1"),
    ],
    ids=["broken YAML", "missing part", "yes-or-no term", "single term"],
)
def test_a_broken_glossary_is_refused_with_the_place(
    tmp_path: Path, content: str, told: str
) -> None:
    path = tmp_path / "glossary.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SearchError, match=told):
        load_glossary(path)
