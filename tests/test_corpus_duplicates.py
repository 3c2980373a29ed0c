"""An announcement on two sites is cited once, from the better source; what differs is kept."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from corpus import Authority, Source, Text, chunk_texts, cited_once, load_texts

BODY = """# Tilskudd til veiledning

Kommuner i Dalen kan nå søke om tilskudd til veiledning av leger som ikke er ferdige spesialister.
Rammen er 40 millioner kroner, og hver kommune kan få inntil 185 000 kroner for hver lege.

## Frist

Søknaden må være sendt innen 15. mars 2023. Kommuner som ikke har underskrevet avtale når fristen
går ut, kan ikke regne med å få svar før sommeren, og må da dekke utgiftene selv til høsten.
"""
NOTICE = (
    "\n## Kontakt\n\nSpør gjerne fagavdelingen i Fjellvik om hvordan skjemaet skal fylles ut.\n"
)


def text(name: str, body: str = BODY, **about: Any) -> Text:
    source = Source(id=name, title="Tilskudd til veiledning")
    return Text(replace(source, **about), body)


def ids(*texts: Text, kept: tuple[Text, ...] = ()) -> set[str]:
    return {chunk.source.id for chunk in cited_once(texts, kept=kept).chunks}


def test_the_copy_is_left_out_and_named_with_the_text_that_is_cited() -> None:
    known = text("b", publisher="Fjellvik kommune", published=date(2023, 1, 9))
    once = cited_once([text("a"), known])
    assert {chunk.source.id for chunk in once.chunks} == {"b"}
    (line,) = map(str, once.doubles)
    assert line == (
        "a: the whole text stands in b (Fjellvik kommune, 2023-01-09) too, and is cited from there"
    )


BETTER = {
    "a known publisher": {"publisher": "Fjellvik kommune"},
    "a known day": {"published": date(2023, 1, 9)},
    "higher authority": {"authority": Authority.ANNOUNCEMENT},
    "a known address": {"url": "https://example.org/a"},
}


@pytest.mark.parametrize("about", BETTER.values(), ids=BETTER.keys())
def test_the_better_source_is_kept_whatever_the_order(about: dict[str, Any]) -> None:
    better, worse = text("z", **about), text("a")
    assert ids(better, worse) == ids(worse, better) == {"z"}


def test_a_shipped_text_is_never_left_out() -> None:
    added = text("a", publisher="P", published=date(2023, 1, 9), authority=Authority.BINDING)
    assert ids(added, kept=(text("shipped"),)) == set()


def test_what_the_copy_says_besides_is_kept_with_the_same_ids() -> None:
    copy = text("b", BODY + NOTICE)
    once = cited_once([text("a", publisher="P"), copy])
    own = [chunk for chunk in once.chunks if chunk.source.id == "b"]
    assert [chunk.heading[-1] for chunk in own] == ["Kontakt"]
    assert own[0] in chunk_texts([copy])
    assert "2 of 3 passages stand in a (P)" in str(once.doubles[0])


def test_a_copy_with_other_line_breaks_and_a_lead_of_its_own_is_found() -> None:
    lead = "Nyhetsbyrået melder om en ny ordning som skal hjelpe de minste kontorene i Dalen.\n\n"
    copy = text(
        "b", lead + BODY.replace("# Tilskudd til veiledning\n\n", "").replace("\n## Frist\n", "")
    )
    once = cited_once([text("a", publisher="P"), copy])
    assert sum(len(chunk.text) for chunk in once.chunks if chunk.source.id == "b") < 500


DIFFERENT = {
    "another ceiling": BODY.replace("185 000", "195 000"),
    "another day": BODY.replace("15. mars 2023", "15. mars 2024"),
    "a negation more": BODY.replace("kan nå søke", "kan ikke nå søke"),
    "must for can": BODY.replace("kommune kan få", "kommune skal få"),
}


@pytest.mark.parametrize("body", DIFFERENT.values(), ids=DIFFERENT.keys())
def test_a_passage_that_says_something_else_is_kept(body: str) -> None:
    changed = [chunk.text for chunk in chunk_texts([text("b", body)])]
    original = {chunk.text for chunk in chunk_texts([text("a")])}
    once = cited_once([text("a", publisher="P"), text("b", body)])
    kept = [chunk.text for chunk in once.chunks if chunk.source.id == "b"]
    assert [said for said in changed if said not in original] == kept
    assert len(kept) == 1


@pytest.mark.parametrize(
    "about",
    [
        {"published": date(2024, 1, 9)},
        {"valid_from": date(2024, 1, 1)},
        {"title": "Tilskudd til veiledning 2024"},
    ],
    ids=["published a year later", "for another period", "a year in the title"],
)
def test_the_same_words_for_another_time_are_kept(about: dict[str, Any]) -> None:
    first = text("a", published=date(2023, 1, 9), valid_from=date(2023, 1, 1))
    assert ids(first, text("b", **about)) == {"a", "b"}


def test_comments_are_never_taken_for_a_copy() -> None:
    assert ids(text("a"), text("b", authority=Authority.OPINION)) == {"a", "b"}


def test_of_three_copies_one_is_cited() -> None:
    once = cited_once([text("c"), text("b"), text("a", publisher="P")])
    assert {chunk.source.id for chunk in once.chunks} == {"a"}
    assert [(double.text.id, double.better.id) for double in once.doubles] == [
        ("b", "a"),
        ("c", "a"),
    ]


def test_no_shipped_text_and_no_version_in_another_language_is_a_copy() -> None:
    shipped = load_texts()
    once = cited_once(shipped)
    assert once.doubles == ()
    assert once.chunks == chunk_texts(shipped)
