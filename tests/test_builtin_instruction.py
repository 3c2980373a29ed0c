"""Turns that tell the machine what to do are refused; questions with the same words are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.builtin.intent import is_instruction
from assistant.builtin.vocabulary import keys
from corpus import chunk_texts, load_outside, load_texts

TURNS = Path(__file__).parent / "data" / "turns"


def lines(name: str) -> list[str]:
    return (TURNS / name).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("turn", lines("instructions.txt"))
def test_an_instruction_to_the_machine_is_known(turn: str) -> None:
    assert is_instruction(turn)


@pytest.mark.parametrize("turn", lines("questions.txt"))
def test_a_question_with_such_words_is_none(turn: str) -> None:
    assert not is_instruction(turn)


def test_no_question_that_a_text_answers_is_taken_for_one() -> None:
    asked = [question for chunk in chunk_texts(load_texts()) for question in chunk.asked]
    assert [question for question in asked if is_instruction(question)] == []


def test_of_questions_outside_the_texts_hardly_any_is_taken_for_one() -> None:
    taken = [one.text for one in load_outside() if is_instruction(one.text)]
    assert len(taken) <= 3, taken


def test_each_kind_of_instruction_is_met_by_an_example() -> None:
    from assistant.builtin.vocabulary import pattern

    for kind in keys(file="instruction"):
        found = pattern(kind, file="instruction")
        assert any(found.search(turn) for turn in lines("instructions.txt")), kind
