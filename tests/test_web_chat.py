"""The conversation on the page: steps, then the answer, and nothing lost when something breaks."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from assistant import Answer, Language, Progress, Status, Turn
from web.chat import MOST_TURNS_SHOWN, SHOWN_CHARACTERS, Talk, View, ask

NB = Language.BOKMAAL


class Scripted:
    """An assistant that says its lines, and remembers what it was handed."""

    def __init__(self, *lines: Progress | Answer | Exception) -> None:
        self.lines = lines
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []

    def stream(self, question: str, history: tuple[Turn, ...] = ()) -> Iterator[Progress | Answer]:
        self.asked.append((question, history))
        for line in self.lines:
            if isinstance(line, Exception):
                raise line
            yield line

    def ask(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        raise NotImplementedError

    def calculate(self, case: Mapping[str, Any], language: str = "nb") -> Answer:
        raise NotImplementedError

    def status(self) -> Mapping[str, Any]:
        return {}


def answer(name: str = "a1", *suggestions: str) -> Answer:
    return Answer(name, Status.ANSWERED, NB, f"Svar {name}.", suggestions=suggestions)


def views(assistant: Scripted, question: str, talk: Talk | None = None) -> list[View]:
    return list(ask(assistant, question, talk or Talk(), NB))


def test_the_steps_are_shown_and_then_the_answer() -> None:
    assistant = Scripted(Progress("search_texts", "kommune søke"), answer())
    first, step, last = views(assistant, "Hvem kan søke?")
    assert "Leser spørsmålet" in first.pending
    assert "Søker i kildene etter: kommune søke" in step.pending
    assert (first.finished, step.finished) == (None, None), "the turns above stand still meanwhile"
    assert last.pending == ""
    assert "Svar a1." in str(last.finished)
    assert [turn.question for turn in last.talk.turns] == ["Hvem kan søke?"]


def test_the_assistant_is_handed_the_turns_before() -> None:
    before = Talk().with_turn(Turn("Først?", answer()))
    assistant = Scripted(answer("a2"))
    views(assistant, "Og så?", before)
    assert assistant.asked == [("Og så?", before.turns)]


def test_the_last_answer_says_what_may_be_asked_next() -> None:
    *_, last = views(Scripted(answer("a1", "En?", "To?", "Tre?", "Fire?", "Fem?")), "Hei")
    assert last.talk.suggestions == ("En?", "To?", "Tre?", "Fire?")


def test_when_something_breaks_the_conversation_is_kept_and_the_page_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = Talk().with_turn(Turn("Først?", answer()))
    step = Progress("search_texts", "x")
    *_, last = views(Scripted(step, RuntimeError("indre")), "Og så?", before)
    assert last.talk == before
    assert "Svar a1." in str(last.finished)
    assert "Og så?" in last.pending
    assert "Samtalen er beholdt" in last.pending
    assert "indre" not in last.pending
    assert "indre" in caplog.text, "the developer sees the cause"


def test_a_novel_is_asked_whole_and_shown_by_its_beginning() -> None:
    assistant = Scripted(answer())
    novel = "æ" * 100_000
    *_, last = views(assistant, novel)
    assert assistant.asked[0][0] == novel
    assert len(last.talk.turns[0].question) == SHOWN_CHARACTERS + len(" …")


def test_a_lone_surrogate_can_still_be_shown() -> None:
    for view in views(Scripted(answer()), "hvem \ud83d kan"):
        (view.pending + str(view.finished)).encode("utf-8")


def test_a_long_conversation_lets_go_of_its_oldest_turns() -> None:
    talk = Talk()
    for number in range(MOST_TURNS_SHOWN + 5):
        talk = talk.with_turn(Turn(str(number), answer()))
    assert [turn.question for turn in talk.turns][::49] == ["5", "54"]
