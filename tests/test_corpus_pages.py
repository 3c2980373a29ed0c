"""Pages as found on the web: the article alone, what it says of itself, and comments apart."""

from datetime import date
from pathlib import Path

import pytest

from corpus import Authority, Folder, Text, read_folder
from corpus.extract import decode, read_file

PAGES = Path(__file__).parent / "data" / "corpus_pages"


@pytest.fixture(scope="module")
def texts() -> dict[str, Text]:
    folder: Folder = read_folder(PAGES)
    assert folder.problems == ()
    return {text.source.id: text for text in folder.texts}


def test_a_page_says_its_title_publisher_day_and_address(texts: dict[str, Text]) -> None:
    source = texts["portal"].source
    assert (source.title, source.publisher) == ("Tilskot til rettleiing", "Fjellvik kommune")
    assert (source.published, source.language) == (date(2022, 11, 3), "nn")
    assert source.url == "https://www.fjellvik.example/helse/tilskot"


def test_the_day_of_publication_is_not_the_day_of_a_change(texts: dict[str, Text]) -> None:
    assert texts["avis"].source.published == date(2021, 2, 18)
    assert texts["avis"].source.publisher is None


def test_what_a_page_does_not_say_stays_unknown(texts: dict[str, Text]) -> None:
    source = texts["gammel"].source
    assert (source.title, source.published, source.publisher, source.url) == (None,) * 4
    assert source.language == "nb"


KEPT = {
    "portal": [
        "Kommunen kan få støtte til rettleiing",
        "## Fristar",
        "innan 15. mars",
        "- Legg ved avtale om rettleiing.",
        "| 2023 | 44 |",
    ],
    "avis": ["Tre kommuner i Dalen", "– Uten veileder mister vi legene", "en tredjedel hver"],
    "gammel": ["Kontoret må skaffe vikar", "skal være skriftlig"],
}
LEFT_OUT = [
    "kakene",
    "Framside",
    "Skule og barnehage",
    "Hopp til",
    "skulebuss",
    "Storheia",
    "Basaren",
    "Symjehallen",
    "Les også",
    "Les mer",
    "Kraftig vind",
    "Elg på",
    "Flere saker",
    "Del på",
    "postboks",
    "rådmannen",
    "Sist endra",
    "Sport",
]


@pytest.mark.parametrize(("name", "words"), [(n, w) for n, ws in KEPT.items() for w in ws])
def test_the_article_is_kept(name: str, words: str, texts: dict[str, Text]) -> None:
    assert words in texts[name].body


@pytest.mark.parametrize("words", LEFT_OUT)
def test_menus_banners_and_lists_of_other_pages_are_no_text(
    words: str, texts: dict[str, Text]
) -> None:
    assert all(words not in text.body for text in texts.values())


@pytest.mark.parametrize(
    ("name", "words", "day"),
    [
        ("portal", ["fristen er altfor kort", "Dette blir aldri noko av"], "## 04.11.2022"),
        ("avis", ["sløsing med pengene", "endelig gjør noe"], "## 20.02.2021"),
    ],
)
def test_comments_are_opinion_and_a_text_of_their_own(
    name: str, words: list[str], day: str, texts: dict[str, Text]
) -> None:
    apart = texts[f"{name}-kommentarer"]
    assert apart.source.authority is Authority.OPINION
    assert apart.source.published is None
    for part in words:
        assert part in apart.body
        assert part not in texts[name].body
    assert "Svar" not in apart.body
    assert "kommentarar" not in apart.body
    assert day in apart.body


@pytest.mark.parametrize(
    "name", ["Testesen", "Prøvesen", "Ola Eksempel", "Eva Utenavn", "Skriv ein"]
)
def test_who_commented_is_left_out(name: str, texts: dict[str, Text]) -> None:
    assert all(name not in text.body for text in texts.values())


PARAGRAPH = "Kommunen må søke før fristen, og både lege og veileder skal skrive under på avtalen. "


@pytest.mark.parametrize("said", ["iso-8859-1", "windows-1252", "utf-8", "koi8-r", "tull", "zlib"])
@pytest.mark.parametrize("real", ["utf-8", "cp1252"])
def test_a_page_keeps_its_letters_whatever_it_says_its_encoding_is(
    said: str, real: str, tmp_path: Path
) -> None:
    content = f'<html><head><meta charset="{said}"></head><body><h1>Søk nå</h1><p>{PARAGRAPH * 4}'
    (tmp_path / "a.html").write_bytes(content.encode(real))
    (text,) = read_file(tmp_path / "a.html", text_id="a").texts
    assert "før fristen, og både lege" in text.body


def test_letters_that_were_decoded_wrongly_once_are_put_right() -> None:
    assert decode(PARAGRAPH.encode().decode("cp1252").encode()) == PARAGRAPH
    assert decode("Prisen er Ã 5 kr".encode()) == "Prisen er Ã 5 kr"


def test_a_text_in_utf_16_without_its_mark_is_read(tmp_path: Path) -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        assert decode(PARAGRAPH.encode(encoding)) == PARAGRAPH


def test_a_file_is_read_as_what_it_is_and_not_as_what_it_is_called(tmp_path: Path) -> None:
    page = f"<!DOCTYPE html><html><body><h1>Søk nå</h1><p>{PARAGRAPH * 4}</p></body></html>"
    for name in ("download", "dokument.txt"):
        (tmp_path / name).write_text(page, encoding="utf-8")
    (tmp_path / "Makefile").write_text("all:\n\techo nei\n", encoding="utf-8")
    folder = read_folder(tmp_path)
    assert folder.problems == ()
    assert [text.source.title for text in folder.texts] == ["Søk nå", "Søk nå"]
    assert all("<p>" not in text.body for text in folder.texts)


def test_a_letter_that_no_file_can_hold_is_dropped(tmp_path: Path) -> None:
    content = f"<html><body><h1>Tit&#xD800;tel</h1><p>{PARAGRAPH * 4}&#xDFFF;</p></body></html>"
    (tmp_path / "a.html").write_text(content, encoding="utf-8")
    (tmp_path / "b.md").write_text(
        '---\ntitle: "a\\ud800b"\n---\nKommunen søker.', encoding="utf-8"
    )
    for text in read_folder(tmp_path).texts:
        (text.body + (text.source.title or "")).encode("utf-8")
