"""A question about eligibility gets a verdict for what it asks, from the period that it means."""

from __future__ import annotations

import re
from datetime import date

import pytest

from assistant import Answer, Settings, Status, Turn, open_assistant
from assistant.agent import Assistant
from assistant.builtin.conversation import UserTurn, understand
from assistant.builtin.plan import eligibility_arguments
from assistant.builtin.write_eligibility import write_eligibility
from assistant.evidence import ToolResult
from assistant.opening import calculator_box
from assistant.tools import eligibility

TODAY = date(2026, 11, 21)
ALIS_2023, HDIR_2023 = "alis-no-2023-04-20-bevilgning", "hdir-2023-statusrapport-host"
HDIR_2025, OV_2022 = "hdir-tilskudd-2025", "statsforvalteren-ov-2022-03-22"
ROGALAND_2021 = "statsforvalteren-rogaland-2021-09-27"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return open_assistant(Settings(home=tmp_path_factory.mktemp("home"), today=TODAY), notice=print)


def ask(assistant: Assistant, conversation: str) -> Answer:
    history: tuple[Turn, ...] = ()
    for question in conversation.split(" || "):
        answer = assistant.ask(question, history)
        history = (*history, Turn(question, answer))
    return history[-1].answer


def first_line(answer: Answer) -> str:
    return answer.text.split("\n")[0]


VERDICTS = [
    (
        "Kunne kommunen få ALIS-tilskudd for en lege fra vikarbyrå i 2023?",
        "Nei",
        "vikarbyrå er utelukket",
        ALIS_2023,
    ),
    (
        "Kan vi få tilskudd for en lege fra vikarbyrå i perioden september 2024 til mai 2025?",
        "Nei",
        "vikarbyrå er utelukket",
        HDIR_2025,
    ),
    (
        "Kunne vi i 2023 få tilskudd for en fastlegevikar med vikariat på fire måneder?",
        "Ja",
        "mer enn tre måneder",
        ALIS_2023,
    ),
    (
        "Vikariatet varte i nøyaktig tre månader i 2023. Er det langt nok for tilskot?",
        "Nei",
        "meir enn tre månader",
        ALIS_2023,
    ),
    (
        "Did a six-week locum position give a right to the grant in the 2023 call?",
        "No",
        "more than three months",
        ALIS_2023,
    ),
    (
        "Fikk vi tilskudd til ALIS-avtale for en vikar med åtte måneders vikariat i 2021?",
        "Nei",
        "mer enn ett år",
        ROGALAND_2021,
    ),
    (
        "Legen spesialiserer seg etter den gamle ordningen. Kunne vi få tilskudd for ham i 2023?",
        "Nei",
        "ny ordning",
        HDIR_2023,
    ),
    ("Kan legen selv søke om ALIS-tilskuddet?", "Nei", "kommunen som søker", HDIR_2023),
    ("Can a GP in private practice apply for the grant himself?", "No", "municipality", HDIR_2023),
    (
        "Kunne vi få tilskudd for en introduksjonslege i 2022?",
        "Ja",
        "blant dem ordningen omfatter",
        OV_2022,
    ),
    (
        "Kan vi få ALIS-tilskudd for en LIS1-lege?",
        "Nei",
        "ikke blant dem ordningen omfatter",
        OV_2022,
    ),
    (
        "Is there any grant for a doctor who turns down the ALIS agreement?",
        "Yes",
        "supervision only",
        HDIR_2025,
    ),
    (
        "Vi har ein lege frå vikarbyrå september 2024 til mai 2025. || Kan vi få tilskot for han?",
        "Nei",
        "utelukka",
        HDIR_2025,
    ),
]


@pytest.mark.parametrize(
    ("question", "word", "reason", "source"), VERDICTS, ids=[row[0] for row in VERDICTS]
)
def test_the_first_line_has_the_verdict_and_its_reason(
    assistant: Assistant, question: str, word: str, reason: str, source: str
) -> None:
    answer = ask(assistant, question)
    assert answer.status is Status.ANSWERED, answer.text
    assert re.match(rf"{word}\b", answer.text), answer.text
    assert reason in first_line(answer)
    assert answer.citations[0].source == source
    assert answer.citations[0].quote in answer.text


def test_conditions_that_the_question_does_not_raise_are_left_out(assistant: Assistant) -> None:
    answer = ask(assistant, "Kunne kommunen få ALIS-tilskudd for en lege fra vikarbyrå i 2023?")
    for word in ("sentralitet", "frivillig", "vikariat", "spesialisering", "søker"):
        assert word not in answer.text
    assert len(answer.text) < 400


def test_a_yes_names_at_most_two_conditions_that_must_still_hold(assistant: Assistant) -> None:
    answer = ask(
        assistant, "Kunne vi i 2023 få tilskudd for en fastlegevikar med vikariat på fire måneder?"
    )
    assert "legen er under spesialisering" in first_line(answer)
    assert "ny ordning" in first_line(answer)
    assert "vikarbyrå" not in answer.text


UNKNOWN = [
    (
        "Kan vi få tilskot for ein lege frå vikarbyrå frå 1. juni 2025 til 31. mai 2026?",
        Status.NOT_PUBLISHED,
    ),
    ("Kan vi få tilskudd for en lege fra vikarbyrå høsten 2025?", Status.NOT_PUBLISHED),
    ("Kan vi få tilskudd for en lege fra vikarbyrå i 2024?", Status.NOT_PUBLISHED),
    ("Hvilke vikarer ga rett til tilskudd i 2024-utlysningen?", Status.NOT_PUBLISHED),
    ("Kan vi få tilskudd for en lege fra vikarbyrå i 2027?", Status.NOT_PUBLISHED),
    ("Var leger fra vikarbyrå utelukket fra tilskuddet i 2022?", Status.NOT_IN_SOURCES),
    ("Kunne vi få tilskudd for en vikar i to måneder i 2022?", Status.NOT_IN_SOURCES),
    (
        "Kunne vi få tilskudd for en vikar i fire måneder fra september 2024 til mai 2025?",
        Status.NOT_IN_SOURCES,
    ),
]


@pytest.mark.parametrize(("question", "status"), UNKNOWN, ids=[row[0] for row in UNKNOWN])
def test_a_period_that_does_not_say_gets_no_verdict_and_another_is_told_with_its_days(
    assistant: Assistant, question: str, status: Status
) -> None:
    answer = ask(assistant, question)
    assert answer.status is status, answer.text
    assert not re.search(r"^(?:Ja|Nei|Yes|No)\b", answer.text, re.MULTILINE)
    carried = [line for line in answer.text.split("\n") if re.match(r"Dette gj?aldt", line)]
    assert len(carried) == 1, answer.text
    assert re.search(r"i perioden (?:1\. \w+ 20\d\d–|20\d\d)", carried[0])


@pytest.mark.parametrize(
    "question",
    [
        "Kan vi få tilskudd for en fastlege?",
        "alis avtale ikke signert ennå, får vi tilskudd fra før signering?",
        "Kan kommunen få tilskudd til ALIS-avtale for tiden før avtalen ble signert?",
    ],
)
def test_a_question_that_no_condition_concerns_gets_no_yes(
    assistant: Assistant, question: str
) -> None:
    assert not re.match(r"(?:Ja|Yes)\b", ask(assistant, question).text)


def test_that_every_kommune_may_apply_is_no_yes_to_whether_only_some_may(
    assistant: Assistant,
) -> None:
    question = "Er ALIS-tilskuddet bare for små distriktskommuner?"
    box = calculator_box()
    understood = understand((UserTurn(question),), box.register)
    found = eligibility(box, eligibility_arguments(understood))
    nothing = ToolResult("search_texts")
    results = {"check_eligibility": found, "search_texts": nothing}
    draft = write_eligibility(understood, results, assistant.built_in.reader, TODAY)
    assert draft.sentences[0].text == "Alle kommuner kan søke."


def test_a_follow_up_is_put_as_the_question_before_it(assistant: Assistant) -> None:
    question = "Var leger fra vikarbyrå utelukket fra tilskuddet i 2023? || og i 2025?"
    assert ask(assistant, question).text.startswith("Leger fra vikarbyrå er utelukket.")


def test_a_question_turned_round_is_answered_without_yes_or_no(assistant: Assistant) -> None:
    answer = ask(assistant, "Var leger fra vikarbyrå utelukket fra tilskuddet i 2023?")
    assert answer.text.startswith("Leger fra vikarbyrå er utelukket.")


def test_a_what_if_is_answered_with_yes_or_no_and_which_with_the_condition(
    assistant: Assistant,
) -> None:
    question = "Kan vi få tilskudd for en fastlegevikar i to måneder i 2023?"
    assert ask(assistant, f"{question} || hva om vikariatet er fire måneder?").text.startswith("Ja")
    which = ask(assistant, "Hvilke vikarer ga rett til tilskudd i 2023?")
    assert which.text.startswith("En fastlegevikar med avtale med kommunen")


@pytest.mark.parametrize(
    ("when", "status", "said"),
    [
        ("i år", Status.NOT_PUBLISHED, "Jeg vet ikke. Regler eller satser for denne perioden"),
        ("neste år", Status.NOT_PUBLISHED, "Jeg vet ikke. Regler eller satser for denne perioden"),
        ("i fjor", Status.ANSWERED, "Nei, ikke i perioden 1. september 2024–31. mai 2025."),
    ],
)
def test_a_year_told_from_today_means_its_own_call(
    assistant: Assistant, when: str, status: Status, said: str
) -> None:
    answer = ask(assistant, f"Kan vi få tilskudd for en lege fra vikarbyrå {when}?")
    assert (answer.status, answer.text[: len(said)]) == (status, said)


def test_a_span_over_two_calls_is_judged_by_the_one_that_says_and_the_other_is_told_apart(
    assistant: Assistant,
) -> None:
    both = ask(assistant, "Fikk vi tilskudd for en lege fra vikarbyrå fra mars 2022 til mars 2023?")
    assert first_line(both).startswith("Nei, ikke i perioden 1. oktober 2022–31. august 2023.")
    assert "for perioden 2022, sier ikke noe om vikarbyrå" in both.text
    later = ask(assistant, "Får vi tilskudd for en lege fra vikarbyrå fra mars 2025 til juli 2025?")
    assert later.status is Status.NOT_PUBLISHED
    assert "satser for perioden fra 1. juni 2025 er" in first_line(later)
    assert "Dette gjaldt i perioden 1. september 2024–31. mai 2025" in later.text


def test_a_fact_that_decides_is_asked_for_in_the_first_line(assistant: Assistant) -> None:
    answer = ask(assistant, "Kunne vi få tilskudd for en fastlegevikar i 2023?")
    assert answer.status is Status.ANSWERED
    assert first_line(answer).startswith("Det kommer an på dette: Hvor mange måneder")
    assert "mer enn tre måneder" in answer.text


def test_an_assumed_period_is_named_once_and_its_passed_deadline_told(assistant: Assistant) -> None:
    answer = ask(assistant, "Is there any grant for a doctor who turns down the ALIS agreement?")
    assert answer.text.count("You named no period") == 1
    assert "passed on 31 August 2025" in answer.text
    assert any(c.quote.endswith("31. august 2025.") for c in answer.citations)


def test_a_deadline_that_is_ahead_is_not_said_to_have_passed(
    tmp_path_factory: pytest.TempPathFactory, assistant: Assistant
) -> None:
    home = assistant.settings.home
    early = open_assistant(Settings(home=home, today=date(2025, 8, 31)), notice=print)
    answer = ask(early, "Is there any grant for a doctor who turns down the ALIS agreement?")
    assert answer.text.startswith("Yes")
    assert "passed" not in answer.text
