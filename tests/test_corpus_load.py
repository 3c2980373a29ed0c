"""Shipped texts must say everything about themselves; other folders are read as found."""

from datetime import date
from pathlib import Path

import pytest

from corpus import Authority, CorpusError, Wording, load_added, load_texts, read_folder
from corpus.front_matter import render_front_matter, strict_source
from corpus.load import read_shipped

FRONT = """---
id: en-tekst
title: En tekst
publisher: Fjellvik kommune
published: 2022-03-22
url: https://example.org/en
authority: guidance
language: nb
valid_from: 2022-01-01
valid_to: null
supersedes: [eldre-tekst]
retrieved: 2026-11-01
---
"""
BODY = "# En tekst\n\nKommunen kan søke.\n"


def shipped_with(folder: Path, raw: str) -> list[str]:
    (folder / "en-tekst.md").write_text(raw, encoding="utf-8")
    return [f"{problem.line}: {problem.message}" for problem in read_shipped(folder).problems]


def test_a_shipped_text_says_who_when_and_for_how_long(tmp_path: Path) -> None:
    assert shipped_with(tmp_path, FRONT + BODY) == []
    source = read_shipped(tmp_path).texts[0].source
    assert (source.id, source.title, source.publisher) == (
        "en-tekst",
        "En tekst",
        "Fjellvik kommune",
    )
    assert (source.published, source.valid_to) == (date(2022, 3, 22), None)
    assert (source.authority, source.wording) == (Authority.GUIDANCE, Wording.OWN)
    assert source.supersedes == ("eldre-tekst",)


MISTAKES = {
    "no front matter": (BODY, "1: there is no front matter"),
    "an unknown key": (FRONT.replace("url:", "adresse:"), "6: unknown key 'adresse'"),
    "a missing key": (
        FRONT.replace("retrieved: 2026-11-01\n", ""),
        "1: the key 'retrieved' is missing",
    ),
    "a date that is none": (
        FRONT.replace("2022-03-22", "i fjor"),
        "5: 'published': 'i fjor' is not a date",
    ),
    "an impossible date": (FRONT.replace("2022-03-22", "2022-02-30"), "valid YAML"),
    "an unknown authority": (
        FRONT.replace("guidance", "law"),
        "7: 'authority': 'law' is not one of binding",
    ),
    "an unknown language": (FRONT.replace("nb", "sv"), "8: 'language': 'sv' is not a language"),
    "an address that is none": (
        FRONT.replace("https://", ""),
        "6: 'url': 'example.org/en' is not an address",
    ),
    "a title that is null": (
        FRONT.replace("title: En tekst", "title: null"),
        "3: 'title' must have a value",
    ),
    "an id with a space": (
        FRONT.replace("en-tekst", "en tekst"),
        "2: 'id': 'en tekst' is not an id",
    ),
    "a period that ends first": (
        FRONT.replace("valid_to: null", "valid_to: 2021-01-01"),
        "10: 'valid_to' is earlier",
    ),
    "a key given twice": (
        FRONT.replace("language: nb", "language: nb\nlanguage: nn"),
        "9: the key 'language'",
    ),
    "broken YAML": (
        FRONT.replace("title: En tekst", "title: [En"),
        "the front matter is not valid YAML",
    ),
    "no body": (FRONT, "14: there is no text under the front matter"),
}


@pytest.mark.parametrize(("raw", "expected"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_in_a_shipped_text_is_named_with_its_line(
    raw: str, expected: str, tmp_path: Path
) -> None:
    whole = raw if raw in (FRONT, BODY) else raw + BODY
    problems = shipped_with(tmp_path, whole)
    assert any(expected in problem for problem in problems), problems
    assert read_shipped(tmp_path).texts == ()


def test_two_shipped_texts_may_not_share_an_id(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text(FRONT + BODY, encoding="utf-8")
    assert shipped_with(tmp_path, FRONT + BODY) == ["2: the id 'en-tekst' is also that of b.md"]


def test_front_matter_reads_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    source, _ = strict_source(FRONT + BODY, path)
    again, matter = strict_source(render_front_matter(source) + BODY, path)
    assert again == source
    assert matter.body == BODY


def test_the_shipped_texts_load() -> None:
    texts = load_texts()
    assert len({text.source.id for text in texts}) == len(texts) > 0


def test_a_folder_is_read_with_its_subfolders_and_without_front_matter(tmp_path: Path) -> None:
    (tmp_path / "år 2022").mkdir()
    (tmp_path / "år 2022" / "Søknad.md").write_text(
        "# Søknaden\n\nKommunen søker ikke.\n", encoding="utf-8"
    )
    (tmp_path / "notat.txt").write_text(
        "Kommunane kan ikkje søkje før dei har fått svar.", encoding="utf-8"
    )
    (tmp_path / "bilde.png").write_bytes(b"\x89PNG")
    (tmp_path / ".skjult.md").write_text("Nei.", encoding="utf-8")
    folder = read_folder(tmp_path)
    assert folder.problems == ()
    found = {text.source.id: text.source for text in folder.texts}
    assert set(found) == {"ar-2022-soknad", "notat"}
    first = found["ar-2022-soknad"]
    assert (first.title, first.publisher, first.published, first.url) == (
        "Søknaden",
        None,
        None,
        None,
    )
    assert (first.authority, first.wording, first.language) == (
        Authority.UNKNOWN,
        Wording.ORIGINAL,
        "nb",
    )
    assert found["notat"].language == "nn"


def test_front_matter_in_another_folder_is_used_where_it_is_right(tmp_path: Path) -> None:
    raw = "---\ntitle: Om søknad\ntags: [a]\npublished: i fjor\n---\nKommunen søker.\n"
    (tmp_path / "a.md").write_text(raw, encoding="utf-8")
    folder = read_folder(tmp_path)
    assert folder.texts[0].source.title == "Om søknad"
    assert folder.texts[0].source.published is None
    assert [problem.line for problem in folder.problems] == [4]


def test_files_whose_names_clash_get_ids_of_their_own(tmp_path: Path) -> None:
    for name in ("a b.md", "a-b.md", "a-b.txt", "c.md"):
        (tmp_path / name).write_text(f"Dette er {name} om tilskudd.", encoding="utf-8")
    ids = [text.source.id for text in read_folder(tmp_path).texts]
    assert len(set(ids)) == 4
    assert "c" in ids


def test_a_folder_that_does_not_exist_is_an_error_with_a_next_step(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"is not a folder; name one that holds \.md"):
        load_texts(tmp_path / "nei")


def test_an_installation_without_added_texts_has_none(tmp_path: Path) -> None:
    assert load_added(tmp_path).texts == ()
