"""The keyword indexes that a version keeps: the same as made from its texts, and checked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus import Chunk, Source
from index import SearchError
from index.columns import Columns
from index.keyword_file import NAME, read_keywords, write_keywords
from index.keyword_indexes import ASKED, CHUNKS, SECTIONS, keyword_indexes

SOURCE = Source(id="t", title="Om veiledning")
MADE = [
    Chunk("t#1", "Legen får veiledning 1. juni 2025.", ("Timer",), SOURCE, ("hvor mange timer",)),
    Chunk("t#2", "Veilederen er spesialist i allmennmedisin.", ("Timer",), SOURCE),
    Chunk("t#3", "Søknadsfristen er i mars.", ("Frist",), SOURCE, ("når er fristen", "siste dag")),
]
QUERIES = ("veiledning i juni", "allmennmedisinsk spesialist", "søkje frist", "hvor mange", "")


def test_what_is_read_back_scores_as_what_was_written(tmp_path: Path) -> None:
    made = keyword_indexes(MADE)
    kept = read_keywords(tmp_path, write_keywords(tmp_path, made))
    assert kept is not None
    assert set(kept) == set(made) == {CHUNKS, SECTIONS, ASKED}
    assert [len(kept[name]) for name in (CHUNKS, SECTIONS, ASKED)] == [3, 2, 3]
    for name, index in made.items():
        for query in QUERIES:
            assert np.array_equal(kept[name].scores(query), index.scores(query))
            assert np.array_equal(kept[name].coverage(query), index.coverage(query))
            assert kept[name].terms(query) == index.terms(query)


def test_the_same_texts_give_the_same_file(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in "ab"]
    for folder in folders:
        folder.mkdir()
    first, second = (write_keywords(folder, keyword_indexes(MADE)) for folder in folders)
    assert first == second


def test_no_texts_are_kept_too(tmp_path: Path) -> None:
    kept = read_keywords(tmp_path, write_keywords(tmp_path, keyword_indexes([])))
    assert kept is not None
    assert kept[ASKED].scores("frist").shape == (0,)
    assert Columns.of([[], []]).get("frist") is None


def test_a_change_of_how_words_are_read_makes_them_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = write_keywords(tmp_path, keyword_indexes(MADE))
    monkeypatch.setattr("index.keyword_file.analysis_digest", lambda: "another")
    assert read_keywords(tmp_path, digest) is None


def test_a_damaged_file_is_refused_by_name(tmp_path: Path) -> None:
    digest = write_keywords(tmp_path, keyword_indexes(MADE))
    path = tmp_path / NAME
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(SearchError, match=f"damaged.*{NAME}"):
        read_keywords(tmp_path, digest)
    path.unlink()
    with pytest.raises(SearchError, match=NAME):
        read_keywords(tmp_path, digest)
