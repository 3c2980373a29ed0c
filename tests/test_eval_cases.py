"""Question files are read strictly: a broken line is named with its place and what to do."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from eval import Case, EvalError, load_cases, vocabulary
from eval.cases import SHIPPED, digest, known_sources
from eval.items import register_source

ITEM: dict[str, Any] = {
    "id": "frist-2023-nb-1",
    "group": "frist-2023",
    "slice": ["application", "period-2023"],
    "language": "nb",
    "form": "plain",
    "turns": ["Når var fristen i 2023?"],
    "expect": {"status": ["answered"], "must": [["1. september 2023"]]},
    "note": "ALIS-kontorene",
}


def written(folder: Path, *items: object) -> Path:
    path = folder / "set.jsonl"
    lines = [
        item if isinstance(item, str) else json.dumps(item, ensure_ascii=False) for item in items
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def expecting(**fields: object) -> dict[str, Any]:
    return {**ITEM, "expect": {"status": ["answered"], **fields}}


def test_an_item_becomes_a_case_with_language_and_form_among_its_slices(tmp_path: Path) -> None:
    (case,) = load_cases(written(tmp_path, ITEM))
    assert case.slices == ("application", "nb", "period-2023", "plain")
    (expected,) = case.expect
    assert expected is not None
    assert (expected.status, expected.must, expected.language) == (
        ("answered",),
        (("1. september 2023",),),
        "nb",
    )


def test_expect_is_about_the_last_turn_only(tmp_path: Path) -> None:
    (case,) = load_cases(written(tmp_path, {**ITEM, "turns": ["a", "b", "c"]}))
    assert [expected is None for expected in case.expect] == [True, True, False]


def test_expect_turns_is_about_each_turn(tmp_path: Path) -> None:
    item = {key: value for key, value in ITEM.items() if key != "expect"}
    wanted = [
        {"status": ["needs_input"], "missing": ["share"]},
        None,
        {"status": ["answered"], "amount": "1.00"},
    ]
    (case,) = load_cases(
        written(tmp_path, {**item, "turns": ["a", "b", "c"], "expect_turns": wanted})
    )
    first, second, third = case.expect
    assert first is not None
    assert third is not None
    assert (first.missing, second, third.amount) == (("share",), None, Decimal("1.00"))


def test_register_stands_for_the_id_the_register_is_cited_by(tmp_path: Path) -> None:
    (case,) = load_cases(written(tmp_path, expecting(cite=[["register"]])), sources=known_sources())
    (expected,) = case.expect
    assert expected is not None
    assert expected.cite == ((register_source(),),)


BROKEN = [
    pytest.param("{", "is not JSON", id="broken JSON"),
    pytest.param("[1]", "is not a JSON object", id="a list"),
    pytest.param({**ITEM, "noet": "x"}, "unknown field 'noet'", id="unknown field"),
    pytest.param({key: ITEM[key] for key in ITEM if key != "note"}, "has no 'note'", id="no note"),
    pytest.param({**ITEM, "id": "Frist 2023"}, "a-z, 0-9", id="an id with a space"),
    pytest.param({**ITEM, "slice": ["fax"]}, "the slice 'fax' is unknown", id="unknown slice"),
    pytest.param(
        {**ITEM, "slice": ["period-1999"]}, "'period-1999' is unknown", id="a period out of range"
    ),
    pytest.param({**ITEM, "slice": ["nb"]}, "names no topic", id="no topic"),
    pytest.param({**ITEM, "slice": ["facts", "nn"]}, "slice holds 'nn'", id="two languages"),
    pytest.param(
        {**ITEM, "language": "da"},
        "language is 'da'; it must be one of nb, nn, en",
        id="unknown language",
    ),
    pytest.param({**ITEM, "form": "loud"}, "form is 'loud'", id="unknown form"),
    pytest.param({**ITEM, "turns": []}, "turns is empty", id="no turn"),
    pytest.param({**ITEM, "turns": "Hei"}, "turns must be a list of texts", id="turns as a text"),
    pytest.param({**ITEM, "expect_turns": [None]}, "write either", id="both expectations"),
    pytest.param(
        {**{key: ITEM[key] for key in ITEM if key != "expect"}, "expect_turns": [None]},
        "expects nothing",
        id="expecting nothing",
    ),
    pytest.param(
        {**{key: ITEM[key] for key in ITEM if key != "expect"}, "expect_turns": [None, None]},
        "must be a list of 1",
        id="more expectations than turns",
    ),
    pytest.param(
        expecting(status=["ok"]), "status is 'ok'; it must be one of answered", id="unknown status"
    ),
    pytest.param(expecting(status=[]), "has no status", id="no status"),
    pytest.param(expecting(status=["error"]), "status is 'error'", id="an error is never right"),
    pytest.param(
        expecting(must=["1. september"]), "must must be a list of lists", id="must as a plain list"
    ),
    pytest.param(expecting(must=[[""]]), "empty pattern", id="empty pattern"),
    pytest.param(
        expecting(must=[["re:("]]), "no regular expression", id="broken regular expression"
    ),
    pytest.param(
        expecting(must_not=[["x"]]), "must_not must be a list of texts", id="must_not as lists"
    ),
    pytest.param(expecting(amount=580433.05), "two decimals", id="amount as a float"),
    pytest.param(expecting(amount="580433"), "two decimals", id="amount without øre"),
    pytest.param(expecting(unit="EUR"), "unit is 'EUR'", id="unknown unit"),
    pytest.param(expecting(missing=["shoe"]), "missing is 'shoe'", id="unknown fact"),
    pytest.param(expecting(cite=[["no-such-text"]]), "no shipped text", id="unknown source"),
    pytest.param(expecting(facts=[]), "unknown expectation 'facts'", id="unknown expectation"),
]


@pytest.mark.parametrize(("item", "told"), BROKEN)
def test_a_broken_line_is_named_with_file_line_and_what_to_do(
    item: object, told: str, tmp_path: Path
) -> None:
    path = written(tmp_path, {**ITEM, "id": "first"}, item)
    with pytest.raises(EvalError) as caught:
        load_cases(path, sources=known_sources())
    assert str(caught.value).startswith(f"{path}:2: ")
    assert told in str(caught.value)


def test_every_broken_line_is_named_and_not_the_first_only(tmp_path: Path) -> None:
    with pytest.raises(EvalError) as caught:
        load_cases(written(tmp_path, "{", ITEM, "[]"))
    assert [line.split(": ")[0].rsplit(":", 1)[1] for line in str(caught.value).splitlines()] == [
        "1",
        "3",
    ]


def test_an_id_that_stands_twice_names_both_places(tmp_path: Path) -> None:
    path = written(tmp_path, ITEM, "", ITEM)
    with pytest.raises(
        EvalError, match=r":3: the id 'frist-2023-nb-1' is also at .*:1; give it another"
    ):
        load_cases(path)


@pytest.mark.parametrize("content", [None, ""])
def test_a_file_without_questions_says_so(content: str | None, tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(EvalError, match=r"does not exist|holds no question"):
        load_cases(path)


def test_the_digest_hangs_on_the_items_and_not_on_files_or_order(tmp_path: Path) -> None:
    other = {**ITEM, "id": "other"}
    one = load_cases(written(tmp_path, ITEM, other))
    folder = tmp_path / "split"
    folder.mkdir()
    (folder / "b.jsonl").write_text(json.dumps(dict(reversed(ITEM.items()))), encoding="utf-8")
    (folder / "a.jsonl").write_text(json.dumps(other), encoding="utf-8")
    assert digest(one) == digest(load_cases(folder))
    assert digest(one) != digest(one[:1])


@pytest.fixture(scope="module")
def shipped() -> tuple[Case, ...]:
    return load_cases(sources=known_sources())


def test_the_shipped_questions_are_at_least_two_hundred_in_three_languages(
    shipped: tuple[Case, ...],
) -> None:
    assert len(shipped) >= 200
    assert {case.language for case in shipped} == {"nb", "nn", "en"}


@pytest.mark.parametrize("name", sorted(vocabulary().slices))
def test_every_slice_of_the_vocabulary_has_a_shipped_question(
    name: str, shipped: tuple[Case, ...]
) -> None:
    assert any(name in case.slices for case in shipped), (
        f"no shipped question is in the slice {name!r}"
    )


@pytest.mark.parametrize(
    "status",
    ["answered", "needs_input", "not_in_sources", "not_published", "out_of_scope", "refused"],
)
def test_every_status_is_expected_of_a_shipped_question(
    status: str, shipped: tuple[Case, ...]
) -> None:
    assert any(
        (status,) == expected.status for case in shipped for expected in case.expect if expected
    )


def test_the_example_of_the_readme_is_a_question_that_can_be_read(tmp_path: Path) -> None:
    readme = (SHIPPED / "README.md").read_text(encoding="utf-8")
    example = json.loads(readme.split("```json\n")[1].split("```")[0])
    assert (
        load_cases(written(tmp_path, example), sources=known_sources())[0].id == "frist-2023-nb-1"
    )


def test_the_readme_names_every_field_and_every_form() -> None:
    readme = (SHIPPED / "README.md").read_text(encoding="utf-8")
    fields = {
        *ITEM,
        "expect_turns",
        "status",
        "must",
        "must_not",
        "amount",
        "unit",
        "missing",
        "cite",
    }
    assert {name for name in (*fields, *vocabulary().forms) if f"`{name}`" not in readme} == set()


def test_the_test_split_can_be_read_and_shares_no_item_and_no_group_with_the_rest(
    shipped: tuple[Case, ...],
) -> None:
    """A paraphrase of a question in both would let whoever reads the one tune for the other."""
    apart = load_cases(SHIPPED / "test", sources=known_sources())
    assert {case.id for case in apart} & {case.id for case in shipped} == set()
    assert {case.group for case in apart} & {case.group for case in shipped} == set()
