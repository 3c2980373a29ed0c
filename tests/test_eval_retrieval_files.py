"""Passages and queries from files: what is wrong with a line is told, and the rest goes on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from eval.retrieval_files import MAX_QUERY_CHARS, read_collection
from eval.testing import PASSAGES, QUERIES, read
from eval.types import EvalError

BAD_PASSAGES: list[tuple[Mapping[str, object] | bytes, str]] = [
    ({"text": "Uten id."}, "has no 'id'"),
    ({"id": "x"}, "has no 'text'"),
    ({"id": 7, "text": "Tall som id."}, "id is not a text"),
    ({"id": "", "text": "Tom id."}, "id is empty"),
    ({"id": "frist", "text": "En til."}, "the id 'frist' is also on line 1"),
    ({"id": "x", "text": " \n\u00ad"}, "text is empty"),
    ({"id": "x", "text": None}, "text is not a text"),
    ({"id": "x", "text": "en\ud800"}, "text holds what UTF-8 cannot at character 3"),
    ({"id": "x", "text": "ord " * 250_000}, "text has 1,000,000 characters"),
    ({"id": "x", "text": "Et språk.", "lang": 5}, "lang is not a text"),
    ('{"id": "x", "text": "Øre"}'.encode("latin-1"), "is not UTF-8 at byte 22 of the line"),
    (b'{"id": "x", "text": "uten slutt', "is not JSON (Unterminated string"),
    (b"[" * 100_000, "is not JSON that can be read"),
    (b'["x", "En liste."]', "is not a JSON object"),
]


@pytest.mark.parametrize(("line", "said"), BAD_PASSAGES, ids=[said for _, said in BAD_PASSAGES])
def test_a_bad_passage_is_told_by_file_and_line_and_the_rest_goes_on(
    tmp_path: Path, line: Mapping[str, object] | bytes, said: str
) -> None:
    collection = read(tmp_path, [*PASSAGES, line], QUERIES)
    (problem,) = collection.problems
    assert problem.startswith(f"{tmp_path / 'p.jsonl'}:4: {said}")
    assert problem.endswith("; the passage is left out.")
    assert "\n" not in problem
    assert [passage.id for passage in collection.passages] == ["frist", "rettleiing", "vakt"]


BAD_QUERIES: list[tuple[Mapping[str, object] | bytes, str]] = [
    ({"query": "Uten id?", "relevant": ["frist"]}, "has no 'id'"),
    ({"id": "x", "relevant": ["frist"]}, "has no 'query'"),
    ({"id": "x", "query": "Uten svar?"}, "has no 'relevant'"),
    ({"id": "x", "query": "Uten svar?", "relevant": []}, "relevant is not a list of ids"),
    ({"id": "x", "query": "Ett svar?", "relevant": "frist"}, "relevant is not a list of ids"),
    ({"id": "x", "query": " ", "relevant": ["frist"]}, "query is empty"),
    ({"id": "q1", "query": "Igjen?", "relevant": ["frist"]}, "the id 'q1' is also on line 1"),
    (
        {"id": "x", "query": "Hva?", "relevant": ["borte", "vekke"]},
        "relevant names no passage that is there ('borte' and 1 more)",
    ),
    (
        {"id": "x", "query": "o" * (MAX_QUERY_CHARS + 1), "relevant": ["frist"]},
        "query has 10,001 characters, and the limit is 10,000",
    ),
    ('{"id": "x", "query": "Å?", "relevant": ["frist"]}'.encode("cp1252"), "is not UTF-8"),
]


@pytest.mark.parametrize(("line", "said"), BAD_QUERIES, ids=[said for _, said in BAD_QUERIES])
def test_a_bad_query_is_told_by_file_and_line_and_the_rest_goes_on(
    tmp_path: Path, line: Mapping[str, object] | bytes, said: str
) -> None:
    collection = read(tmp_path, PASSAGES, [*QUERIES, line])
    (problem,) = collection.problems
    assert problem.startswith(f"{tmp_path / 'q.jsonl'}:4: {said}")
    assert problem.endswith("; the query is left out.")
    assert [query.id for query in collection.queries] == ["q1", "q2", "q3"]


def test_a_query_counts_with_those_of_its_passages_that_are_there(tmp_path: Path) -> None:
    query = {"id": "q", "query": "frist", "relevant": ["frist", "borte"]}
    collection = read(tmp_path, PASSAGES, [query])
    assert collection.queries[0].relevant == {"frist"}
    (problem,) = collection.problems
    assert problem.startswith(f"{tmp_path / 'q.jsonl'}:1: relevant names what is no passage")


def test_a_byte_order_mark_and_empty_lines_are_no_problem(tmp_path: Path) -> None:
    first = b"\xef\xbb\xbf" + json.dumps(PASSAGES[0]).encode() + b"\r"
    collection = read(tmp_path, [first, b"", b"  ", PASSAGES[2]], QUERIES[:1])
    assert collection.problems == ()
    assert len(collection.passages) == 2


def test_files_of_which_nothing_can_be_used_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="holds no passage that can be used"):
        read(tmp_path, [], QUERIES)
    with pytest.raises(EvalError, match="holds no query that can be used"):
        read(tmp_path, PASSAGES, [{"id": "q"}])
    with pytest.raises(EvalError, match="is UTF-16; save it as UTF-8"):
        read(tmp_path, ["{}".encode("utf-16")], QUERIES)
    with pytest.raises(EvalError, match="cannot be read"):
        read_collection(tmp_path, tmp_path / "missing.jsonl")
