"""Searching: the order of hits, what authority and dates do to it, and what is cut."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus import Authority, Chunk, Source
from index import Index, SearchError, Settings, build_index, open_index
from index.settings import DEFAULTS
from index.testing import HashEmbedder


def index_of(home: Path, *chunks: Chunk, settings: Settings = DEFAULTS) -> Index:
    build_index(home, chunks=chunks, embedder=HashEmbedder(), settings=settings)
    return open_index(home, HashEmbedder(), settings=settings)


def chunk(identity: str, text: str, source: Source | None = None) -> Chunk:
    return Chunk(identity, text, (), source or Source(id=identity))


def ids(index: Index, query: str, on: date | None = None) -> list[str]:
    return [hit.chunk.id for hit in index.search(query, on=on).hits]


def test_the_passage_that_holds_the_words_comes_first(tmp_path: Path) -> None:
    index = index_of(
        tmp_path,
        chunk("frist", "Fristen for å søke tilskudd er 1. mars."),
        chunk("veiledning", "Legen får veiledning av en spesialist hver måned."),
        chunk("legevakt", "Legevakten skal kunne rykke ut umiddelbart."),
    )
    result = index.search("Når er fristen for tilskudd?")
    best = result.hits[0]
    assert best.chunk.id == "frist"
    assert best.keyword > 0.0
    assert 0.0 < best.dense <= 1.0
    assert 0.0 < best.coverage <= 1.0
    assert result.terms
    assert {"keywords", "embed", "dense", "rank"} == set(result.timings_ms)


def test_the_headings_and_the_title_are_searched_too(tmp_path: Path) -> None:
    headed = Chunk(
        "a", "Kommunen dekker utgiftene.", ("Legevakt",), Source(id="a", title="Om vakt")
    )
    index = index_of(tmp_path, headed, chunk("b", "Kommunen dekker utgiftene."))
    assert ids(index, "legevakt")[0] == "a"


def test_equal_passages_come_in_the_order_of_their_ids(tmp_path: Path) -> None:
    names = ["t9", "t1", "t5", "t3"]
    index = index_of(tmp_path, *(chunk(name, "Tilskudd til kommuner.") for name in names))
    assert ids(index, "tilskudd") == sorted(names)


def test_a_weightier_text_comes_before_an_equal_one(tmp_path: Path) -> None:
    chunks = [
        chunk(f"{number}", "Satsen er fastsatt.", Source(id=f"{number}", authority=authority))
        for number, authority in enumerate(
            [
                Authority.OPINION,
                Authority.UNOFFICIAL,
                Authority.NEWS,
                Authority.ANNOUNCEMENT,
                Authority.BINDING,
            ]
        )
    ]
    assert ids(index_of(tmp_path, *chunks), "satsen") == ["4", "3", "2", "1", "0"]


RULES_2022 = Source(id="r22", valid_from=date(2022, 1, 1), valid_to=date(2023, 12, 31))
RULES_2024 = Source(id="r24", valid_from=date(2024, 1, 1), supersedes=("r20",))
RULES_2020 = Source(id="r20", valid_from=date(2020, 1, 1))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param(date(2021, 12, 31), ["r20", "r22", "r24"], id="the day before the second"),
        pytest.param(date(2022, 1, 1), ["r20", "r22", "r24"], id="first day of the second"),
        pytest.param(date(2023, 12, 31), ["r20", "r22", "r24"], id="last day of the second"),
        pytest.param(date(2024, 1, 1), ["r24", "r20", "r22"], id="first day of the third"),
        pytest.param(None, ["r22", "r24", "r20"], id="no day asked about"),
    ],
)
def test_a_text_that_does_not_hold_on_the_day_gives_way(
    tmp_path: Path, on: date | None, expected: list[str]
) -> None:
    sources = (RULES_2020, RULES_2022, RULES_2024)
    index = index_of(tmp_path, *(chunk(item.id, "Vilkår for tilskudd.", item) for item in sources))
    found = index.search("vilkår", on=on).hits
    assert [hit.chunk.id for hit in found] == expected
    in_force = [hit.score for hit in found if hit.chunk.source.holds_on(on or date(2022, 6, 1))]
    assert max(hit.score for hit in found) == max(in_force)


def test_a_text_that_replaces_takes_effect_when_published_if_no_first_day_is_known(
    tmp_path: Path,
) -> None:
    newer = Source(id="b", published=date(2025, 5, 1), supersedes=("a",))
    index = index_of(tmp_path, chunk("a", "Vilkår."), chunk("b", "Vilkår.", newer))
    assert ids(index, "vilkår", date(2025, 4, 30)) == ["a", "b"]
    assert ids(index, "vilkår", date(2025, 5, 1)) == ["b", "a"]


def test_what_was_cut_is_kept_with_its_scores(tmp_path: Path) -> None:
    chunks = [chunk(f"c{number}", f"Tilskudd nummer {number}") for number in range(6)]
    result = index_of(tmp_path, *chunks).search("tilskudd", limit=2)
    assert [hit.chunk.id for hit in result.hits] == ["c0", "c1"]
    assert [hit.chunk.id for hit in result.rejected] == ["c2", "c3", "c4", "c5"]
    scores = [hit.score for hit in (*result.hits, *result.rejected)]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0.0


def test_a_candidate_far_below_the_best_is_no_hit(tmp_path: Path) -> None:
    settings = replace(DEFAULTS, floor=0.6)
    index = index_of(
        tmp_path,
        chunk("near", "Frist for søknad om tilskudd"),
        chunk("far", "Mange andre ord om helt andre ting, men også en frist et sted i teksten her"),
        settings=settings,
    )
    result = index.search("frist for søknad om tilskudd")
    assert [hit.chunk.id for hit in result.hits] == ["near"]
    assert [hit.chunk.id for hit in result.rejected] == ["far"]


@pytest.mark.parametrize(
    "query",
    ["", " \n\t", "\x00\x1b", "\ud83d", "\u200b"],
    ids=["empty", "blank", "control", "surrogate", "zero width"],
)
def test_a_query_without_a_word_finds_nothing(tmp_path: Path, query: str) -> None:
    result = index_of(tmp_path, chunk("a", "Tilskudd.")).search(query)
    assert (result.hits, result.rejected, result.terms) == ((), (), ())


@pytest.mark.parametrize(
    "query",
    ["til\u00adskudd", "\x00tilskudd\x1b[31m", "\ud83dtilskudd", "<script>tilskudd</script>"],
    ids=["soft hyphen", "control", "surrogate", "markup"],
)
def test_odd_signs_around_a_word_do_not_hide_it(tmp_path: Path, query: str) -> None:
    index = index_of(tmp_path, chunk("a", "Noe annet."), chunk("b", "Om tilskudd."))
    assert ids(index, query)[0] == "b"


def test_a_very_long_query_is_answered(tmp_path: Path) -> None:
    index = index_of(tmp_path, chunk("a", "Noe annet."), chunk("b", "Om tilskudd."))
    assert ids(index, "tilskudd " * 12_500)[0] == "b"


def test_a_query_of_unknown_words_has_no_keyword_score(tmp_path: Path) -> None:
    result = index_of(tmp_path, chunk("a", "Tilskudd.")).search("xyzzy")
    assert all(hit.keyword == 0.0 == hit.coverage for hit in (*result.hits, *result.rejected))


def test_a_limit_below_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SearchError, match="at least 1, not 0"):
        index_of(tmp_path, chunk("a", "Tilskudd.")).search("tilskudd", limit=0)


def test_a_chunk_is_found_by_its_id_and_an_unknown_id_is_named(tmp_path: Path) -> None:
    index = index_of(tmp_path, chunk("a", "Tilskudd."))
    assert index.chunk("a").text == "Tilskudd."
    with pytest.raises(SearchError, match="no chunk with the id 'b'"):
        index.chunk("b")


def test_a_chunk_counts_with_the_section_it_belongs_to(tmp_path: Path) -> None:
    """Words that a section spreads over its chunks are found together."""
    whole, other = Source(id="whole"), Source(id="other")
    heading = ("Vilkår",)
    index = index_of(
        tmp_path,
        Chunk("whole#1", "Legen skal ha avtale.", heading, whole),
        Chunk("whole#2", "Veileder møter ukentlig.", heading, whole),
        Chunk("other#1", "Legen skal ha fri.", heading, other),
        Chunk("other#2", "Kontoret møter ukentlig.", heading, other),
    )
    best = ids(index, "avtale veileder")[:2]
    assert set(best) == {"whole#1", "whole#2"}
    alone = index_of(
        tmp_path / "alone",
        Chunk("whole#1", "Legen skal ha avtale.", heading, whole),
        Chunk("whole#2", "Veileder møter ukentlig.", heading, whole),
        settings=replace(DEFAULTS, section_share=0.0),
    )
    first = {hit.chunk.id: hit.keyword for hit in alone.search("avtale").hits}
    assert first["whole#1"] > first.get("whole#2", 0.0)
