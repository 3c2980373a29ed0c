"""A turn shows its answer, its passages and its working, and every word of others is escaped."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assistant import (
    Answer,
    Calculation,
    Citation,
    Language,
    Period,
    Progress,
    Status,
    Turn,
    WorkingStep,
)
from corpus import Authority, Wording
from web.turn import broken, conversation, finished, waiting

BAD = "<img src=x onerror=alert(1)>\"'&"
CITATION = Citation(
    marker="1",
    source="hdir-2025",
    title="Tilskudd 2025",
    publisher="Helsedirektoratet",
    published=date(2025, 5, 2),
    url="https://www.helsedirektoratet.no/tilskudd?a=1&b=2",
    authority=Authority.ANNOUNCEMENT,
    wording=Wording.OWN,
    valid_from=date(2025, 6, 1),
    valid_to=date(2026, 5, 31),
    heading="Hvem kan søke",
    quote="Alle kommuner kan søke.",
)
CALCULATION = Calculation(
    amount=Decimal("91317.19"),
    unit="NOK",
    official=False,
    period=Period(date(2025, 6, 1), date(2026, 5, 31)),
    inputs={"municipality": "Hasvik", "share": "100 %", "position_2.start": "1. januar 2026"},
    steps=(
        WorkingStep("Veiledning", "57,75 × 1 375", Decimal("91317.19"), "timesats", "hdir-2025"),
    ),
    warnings=("Satsene er uoffisielle.",),
)
ANSWER = Answer(
    id="a1",
    status=Status.ANSWERED,
    language=Language.BOKMAAL,
    text="Ja. «Alle kommuner kan søke.» [1]",
    citations=(CITATION,),
)


def html_of(answer: Answer, question: str = "Hvem kan søke?") -> str:
    return finished(Turn(question, answer))


def test_a_passage_says_who_when_how_binding_and_whose_words() -> None:
    html = html_of(ANSWER)
    for said in (
        "Tilskudd 2025", "Helsedirektoratet", "Publisert 2. mai 2025", "kunngjøring",
        "Gjelder 1. juni 2025–31. mai 2026", "Hvem kan søke", "Alle kommuner kan søke.",
        "Gjengitt med våre ord", "Åpne originalen",
    ):  # fmt: skip
        assert said in html, said


def test_the_mark_leads_to_the_passage() -> None:
    html = html_of(ANSWER)
    assert 'href="#k-a1-1"' in html
    assert 'id="k-a1-1"' in html


def test_words_of_the_source_are_called_verbatim() -> None:
    original = replace(CITATION, wording=Wording.ORIGINAL)
    assert "Ordrett fra kilden" in html_of(replace(ANSWER, citations=(original,)))


def test_a_passage_without_a_known_source_still_stands() -> None:
    bare = Citation(
        "1", "x", None, None, None, None, Authority.UNKNOWN, Wording.ORIGINAL, None, None, "", "Ja."
    )
    html = html_of(replace(ANSWER, citations=(bare,)))
    assert "Tekst uten tittel" in html
    assert "Uten dato" in html
    assert "ukjent vekt" in html
    assert "Åpne originalen" not in html


@pytest.mark.parametrize("authority", Authority)
@pytest.mark.parametrize("language", Language)
def test_every_authority_has_a_word_in_every_language(
    authority: Authority, language: Language
) -> None:
    cited = replace(CITATION, authority=authority)
    html = html_of(replace(ANSWER, language=language, citations=(cited,)))
    assert f"weight-{authority.value}" in html


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("language", Language)
def test_every_status_but_answered_is_named(status: Status, language: Language) -> None:
    html = html_of(replace(ANSWER, status=status, language=language))
    assert (f"badge-{status.value}" in html) == (status is not Status.ANSWERED)


def test_an_answer_is_marked_with_its_own_language() -> None:
    assert '<article class="turn" lang="en"' in html_of(replace(ANSWER, language=Language.ENGLISH))


def test_an_unofficial_amount_is_marked_and_shows_what_it_rests_on() -> None:
    html = html_of(replace(ANSWER, calculation=CALCULATION))
    for said in ("Uoffisielt beløp", "<dt>Kommune</dt><dd>Hasvik</dd>", "Fra, stilling 2",
                 "Periode: 1. juni 2025–31. mai 2026", "Satsene er uoffisielle."):  # fmt: skip
        assert said in html, said
    assert html.count('href="#k-a1-1"') == 2, "the figure's source leads to its passage"


def test_an_official_amount_is_not_marked() -> None:
    official = replace(CALCULATION, official=True)
    assert "Uoffisielt" not in html_of(replace(ANSWER, calculation=official))


def test_a_warning_that_the_text_gives_is_not_given_twice() -> None:
    said = replace(ANSWER, text="> Satsene er uoffisielle.", calculation=CALCULATION)
    assert html_of(said).count("Satsene er uoffisielle.") == 1


def test_an_alternative_comes_with_its_whole_working() -> None:
    other = replace(CALCULATION, amount=Decimal("95883.05"), warnings=())
    html = html_of(replace(ANSWER, calculation=replace(CALCULATION, alternatives=(other,))))
    assert "Alternativ utregning" in html
    assert "95\u00a0883,05" in html


def test_nothing_that_others_wrote_is_markup() -> None:
    cited = replace(CITATION, title=BAD, publisher=BAD, heading=BAD, quote=BAD, url=BAD)
    step = WorkingStep(BAD, BAD, Decimal(1), BAD, BAD)
    inner = replace(CALCULATION, inputs={BAD: BAD}, steps=(step,), warnings=(BAD,))
    calculation = replace(inner, alternatives=(inner,))
    answer = replace(ANSWER, text=BAD, citations=(cited,), calculation=calculation)
    pages = (
        html_of(answer, BAD),
        conversation([Turn(BAD, answer)] * 2),
        waiting(BAD, Progress("search_texts", BAD), Language.BOKMAAL),
        waiting(BAD, Progress(BAD, BAD), Language.BOKMAAL),
        broken(BAD, Language.BOKMAAL),
    )
    for html in pages:
        assert "<img" not in html
        assert "&lt;img" in html


def test_waiting_names_the_search_words() -> None:
    html = waiting("Hvem?", Progress("search_texts", "kommune søke"), Language.BOKMAAL)
    assert "Søker i kildene etter: kommune søke" in html


def test_an_empty_question_still_has_a_heading() -> None:
    assert "(tomt spørsmål)" in html_of(ANSWER, "")
