"""Plain text copied from the web becomes an article, without anybody editing it."""

from datetime import date
from pathlib import Path

import pytest

from corpus import Authority, Text, chunk_texts, read_folder
from corpus.webtext import read_article
from corpus.webwords import find_published

DATA = Path(__file__).parent / "data" / "corpus"


@pytest.fixture(scope="module")
def texts() -> dict[str, Text]:
    folder = read_folder(DATA)
    assert folder.problems == ()
    return {text.source.id: text for text in folder.texts}


def test_title_date_publisher_and_language_are_found(texts: dict[str, Text]) -> None:
    source = texts["nettavis"].source
    assert source.title == "Fjellvik ansetter to leger i spesialisering"
    assert (source.published, source.publisher, source.language) == (
        date(2021, 3, 9),
        "Fagposten",
        "nb",
    )
    assert source.authority is Authority.UNKNOWN


def test_what_is_not_said_stays_unknown(texts: dict[str, Text]) -> None:
    source = texts["kunngjering"].source
    assert source.title == "Tilskot til rettleiing i Fjellvik"
    assert (source.published, source.publisher, source.language) == (date(2021, 2, 5), None, "nn")


LEFT_OUT = [
    "Logg inn",
    "Fagnytt",
    "nettleser",
    "gammel",
    "Foto",
    "Powered",
    "Publisert",
    "publisert",
    "Abonner",
    "Nabokommunen",
    "Lege og pasient",
    "startsiden",
    "Nordmann",
]


@pytest.mark.parametrize("words", LEFT_OUT)
def test_menus_notices_and_names_are_left_out(words: str, texts: dict[str, Text]) -> None:
    assert all(words not in text.body for text in texts.values())


def test_headings_and_lists_get_their_marks(texts: dict[str, Text]) -> None:
    body = texts["nettavis"].body
    assert "## Veiledning hver uke\n" in body
    assert (
        "Her er hovedpunktene:\n\n- Vil gi faste timer med veileder.\n- Vil dekke kurs og praksis\n"
        in body
    )
    assert "## Behov for fleire rettleiarar\n" in texts["kunngjering"].body


def test_every_sentence_of_the_article_is_kept_word_for_word(texts: dict[str, Text]) -> None:
    raw = " ".join((DATA / "nettavis.txt").read_text(encoding="utf-8").split())
    for sentence in (
        "Legene får en time veiledning i uken",
        "– Dette har vi ventet lenge på, sier",
    ):
        assert sentence in raw
        assert sentence in texts["nettavis"].body


def test_readers_comments_are_a_text_of_their_own_and_opinion(texts: dict[str, Text]) -> None:
    comments = texts["nettavis-kommentarer"]
    assert comments.source.authority is Authority.OPINION
    assert "holder ikke" not in texts["nettavis"].body
    assert [chunk.heading for chunk in chunk_texts([comments])] == [
        ("10.03.2021 16.59.22",),
        ("11.03.2021 09.00.00",),
    ]
    assert "Dette er for lite:\n\n- en time holder ikke\n" in comments.body


DATES = {
    "Publisert 22.03.2022": date(2022, 3, 22),
    "Publisert: 2020-05-11 — 14.10": date(2020, 5, 11),
    "Først publisert: 05.12.2022 Siste faglige endring: 06.12.2022": date(2022, 12, 5),
    "Publisert 1. mars 2023": date(2023, 3, 1),
    "Published: 4 May 2021": date(2021, 5, 4),
    "Sist oppdatert 22.03.2022": None,
    "Publisert": None,
    "Publisert 31.02.2022": None,
    "Fristen er 22.03.2022.": None,
}


@pytest.mark.parametrize(("line", "day"), DATES.items(), ids=DATES.keys())
def test_the_day_of_publication_is_read_and_never_guessed(line: str, day: date | None) -> None:
    assert find_published(f"En overskrift her\n\n{line}\n\nTeksten går videre.") == day


def test_lines_wrapped_at_a_margin_are_joined() -> None:
    wrapped = "Et notat\n\n" + "\n".join(
        ["dette er en linje som er brutt ved en marg i teksten"] * 4
    )
    assert "teksten dette er" in read_article(wrapped).body


def test_a_list_in_an_article_is_no_menu() -> None:
    body = read_article(
        "Om ordningen i år\n\nOrdningen gjelder:\n\n • lege\n • vikar\n • kontakt oss"
    ).body
    assert body == "Ordningen gjelder:\n\n- lege\n- vikar\n- kontakt oss"


def test_comments_without_bylines_are_an_ordinary_section() -> None:
    article = read_article(
        "Om en høring\n\n" + "Kommunen svarte på alt. " * 5 + "\n\nKommentarer\n\nIngen kom inn."
    )
    assert article.comments is None
    assert "Ingen kom inn." in article.body
