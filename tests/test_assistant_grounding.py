"""No mark, quote or number reaches a reader unless a tool issued it or the user said it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assistant import Calculation, Language, Period, Status, WorkingStep
from assistant.draft import Draft, Sentence
from assistant.evidence import Evidence, IssuedCalculation, ToolResult, evidence_id
from assistant.grounding import Grounded, UngroundedError, ground
from assistant.replies import reply_keys, say
from corpus import Authority, Chunk, Source, Wording, chunk_texts, load_texts

SOURCE = Source(
    id="hdir-2025",
    title="Tilskudd 2025",
    publisher="Helsedirektoratet",
    published=date(2025, 5, 2),
    url="https://www.helsedirektoratet.no/tilskudd",
    authority=Authority.ANNOUNCEMENT,
    wording=Wording.OWN,
    language="nb",
    valid_from=date(2025, 6, 1),
    valid_to=date(2026, 5, 31),
)
WHO = Chunk("c-who", "Alle 357 kommuner kan søke. Fristen er 31. august 2025.", ("Hvem",), SOURCE)
MONEY = Chunk(
    "c-money",
    "I 2022 250 000 kroner; taket var 91 317,19 kroner og andelen 57,75 %.",
    ("Beløp",),
    SOURCE,
)
CALCULATION = Calculation(
    amount=Decimal("91317.19"),
    unit="NOK",
    official=False,
    period=Period(date(2025, 6, 1), date(2026, 5, 31)),
    inputs={"share": "100 %", "municipality": "Hasvik (5616)"},
    steps=(WorkingStep("Veiledning", "1 375 × 115 % × 57,75", Decimal("91317.19"), "rate", "s"),),
    warnings=("Kontroller dette.",),
)


def issued(chunk: Chunk, about: str | None = None) -> Evidence:
    return Evidence(evidence_id(chunk), chunk, about=about)


WHO_ID, MONEY_ID = evidence_id(WHO), evidence_id(MONEY)
RESULTS = (
    ToolResult("search_texts", (issued(WHO), issued(MONEY))),
    ToolResult("calculate_grant", calculation=IssuedCalculation("c1", CALCULATION)),
)


def passed(*sentences: Sentence, asked: str = "Hvem kan søke?", **rest: object) -> Grounded:
    draft = replace(Draft(Status.ANSWERED, sentences), **rest)  # type: ignore[arg-type]
    return ground(draft, RESULTS, asked, Language.BOKMAAL)


def refused(*sentences: Sentence, asked: str = "Hvem kan søke?", **rest: object) -> str:
    with pytest.raises(UngroundedError) as caught:
        passed(*sentences, asked=asked, **rest)
    return " | ".join(caught.value.reasons)


def cited(text: str, *ids: str, quote: str | None = None) -> Sentence:
    return Sentence(text, ids or (WHO_ID,), quote)


def test_marks_stand_in_order_one_for_each_passage_and_quote() -> None:
    quote, other = "Alle 357 kommuner kan søke.", "Fristen er 31. august 2025."
    found = passed(
        cited("Alle kan søke.", quote=quote),
        cited("Taket er 91 317,19 kroner.", MONEY_ID),
        cited("Fristen er i august.", quote=other),
        cited("Som sagt kan alle søke.", quote=quote),
        cited("Begge deler.", WHO_ID, MONEY_ID),
    )
    assert found.text.split("\n\n") == [
        "Alle kan søke. [1]",
        "Taket er 91 317,19 kroner. [2]",
        "Fristen er i august. [3]",
        "Som sagt kan alle søke. [1]",
        "Begge deler. [4][2]",
    ]
    assert [c.marker for c in found.citations] == ["1", "2", "3", "4"]
    assert [c.quote for c in found.citations] == [quote, MONEY.text, other, WHO.text]
    first = found.citations[0]
    assert (first.source, first.title, first.heading) == ("hdir-2025", "Tilskudd 2025", "Hvem")
    assert (first.authority, first.wording) == (Authority.ANNOUNCEMENT, Wording.OWN)
    assert (first.valid_from, first.valid_to) == (date(2025, 6, 1), date(2026, 5, 31))


def test_a_calculation_brings_its_table_and_warnings() -> None:
    found = passed(Sentence("Hasvik kan få **91 317,19 kroner**."), calculation="c1")
    assert found.calculation is CALCULATION
    assert "| Veiledning | 1 375 × 115 % × 57,75 | 91\u00a0317,19 |" in found.text
    assert found.text.endswith("> Kontroller dette.")


def test_an_id_that_no_tool_issued_is_refused() -> None:
    assert "'k00000000' was not issued" in refused(cited("Alle kan søke.", WHO_ID, "k00000000"))
    assert "'c9' was not issued" in refused(Sentence("Så mye."), calculation="c9")


@pytest.mark.parametrize(
    "quote",
    ["Alle 357 kommunar kan søke.", "alle 357 kommuner", "Alle  357", "søke. Fristen var", "", " "],
)
def test_an_altered_quote_is_refused(quote: str) -> None:
    assert "not verbatim" in refused(cited("Alle kan søke.", quote=quote))


def test_a_quote_must_stand_in_a_passage_that_the_sentence_names() -> None:
    assert "not verbatim" in refused(cited("Alle.", MONEY_ID, quote="Alle 357 kommuner kan søke."))
    assert "not verbatim" in refused(Sentence("Alle.", (), "Alle 357 kommuner kan søke."))


@pytest.mark.parametrize(
    "text",
    [
        "Av 357 kommuner.", "Fristen er 31. august 2025.", "LIS3 og LIS1", "2025-05-02",
        "Publisert 2. mai 2025, gjelder 1.6.2025–31.5.2026.", "I 2022 var det 250 000 kroner.",
        "250.000 kr", "250,000 NOK", "NOK 91,317.19", "91 317,19", "91\u00a0317,19", "57,75 %",
        "57.75 per cent", "Etter § 8-4 og § 14 a", "§§ 3, 4 og 12", "2022/2025", "1.6–31.5.",
    ],
)  # fmt: skip
def test_numbers_of_cited_passages_pass_in_every_form(text: str) -> None:
    passed(cited(text, WHO_ID, MONEY_ID))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Av 358 kommuner.", "358"),
        ("Fristen er 30. august.", "30"),
        ("Fristen er 31.08.2024.", "2024"),
        ("I 2021 var det slik.", "2021"),
        ("250 001 kroner", "250 001"),
        ("250.001 kr", "250.001"),
        ("NOK 91,317.20", "91,317.20"),
        ("317 kroner", "317"),
        ("19 kroner", "19"),
        ("91 kroner", "91"),
        ("57,8 %", "57,8"),
        ("75 %", "75"),
        ("Etter § 3 og 500 000 kroner", "500 000"),
        ("Etter § 3, 80 prosent", "80"),
        ("§ 250001", "250001"),
        ("٣٥٨ kommuner", "٣٥٨"),
        ("⅞ million", "7"),
        ("LIS3-legen får 3 kroner", "3"),
        ("**9 kroner**", "9"),
    ],
)
def test_a_number_without_origin_is_refused(text: str, number: str) -> None:
    assert f"number {number!r} has no origin" in refused(cited(text, WHO_ID, MONEY_ID))


def test_the_passage_must_be_cited_for_its_numbers_to_count() -> None:
    assert "'250 000'" in refused(cited("Det var 250 000 kroner.", WHO_ID))


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("Vi har 12 leger", "Med 12 leger gjelder det samme."),
        ("utgift 1.234,50 kr", "Utgiften på 1 234,50 kroner."),
        ("fra 1.1.22 til 31.12.22", "Perioden 1. januar 2022–31. desember 2022."),
        ("april til juni 2019", "1. april–30. juni 2019"),
        ("i femti prosent stilling", "I 50 % stilling."),
    ],
)
def test_numbers_of_the_user_pass(asked: str, text: str) -> None:
    passed(cited(text), asked=asked)
    assert "has no origin" in refused(cited(text))


def test_numbers_of_the_calculation_pass_only_with_it() -> None:
    text = "1 375 kroner i timen, 115 %, fra 1. juni 2025, 5616"
    passed(Sentence(text), calculation="c1")
    assert "'1 375'" in refused(cited(text))


@pytest.mark.parametrize(
    "text",
    [
        "Se https://example.org", "Se www.example.org", "ftp://x", "[her](side)", "[her] (side)",
        "[her][x]", "[x]: side", "![bilde](x)", "<b>ja</b>", "< script >", "</p>", "<!-- x -->",
        "javascript:alert()", "data:text/html,x", "mailto:x", "Alle kan søke. [1]", "Se [^1].",
        "[7]",
    ],
)  # fmt: skip
def test_links_pictures_markup_and_marks_are_refused(text: str) -> None:
    assert "link, picture, mark or markup" in refused(cited(text), asked="1 7")
    assert "link, picture, mark or markup" in refused(
        cited("Ja."), suggestions=(text,), asked="1 7"
    )


@pytest.mark.parametrize(
    "text", ["Mindre < 6 måneder", "Følgende data: navn", "A [sic] b", "a & b"]
)
def test_ordinary_signs_pass(text: str) -> None:
    passed(cited(text), asked="6")


def test_an_answer_rests_on_a_passage_or_a_calculation() -> None:
    assert "must cite" in refused(Sentence("Alle kommuner får støtte."))
    assert "must cite" in refused(Sentence("Alle kommuner får støtte."), completeness="none")
    assert "must cite" in refused()
    assert "no words" in refused(status=Status.OUT_OF_SCOPE)


def test_small_talk_needs_no_passage() -> None:
    for key in ("greeting", "thanks", "capabilities", "reset"):
        for language in Language:
            passed(Sentence(say(key, language)), completeness="none")


@pytest.mark.parametrize("status", [s for s in Status if s not in {Status.ANSWERED, Status.ERROR}])
def test_only_an_answer_has_an_amount(status: Status) -> None:
    passed(Sentence("Jeg vet ikke."), status=status)
    assert "does not go with" in refused(Sentence("Så mye."), status=status, calculation="c1")


def test_no_model_answers_with_an_error() -> None:
    assert "not an answer" in refused(cited("Noe gikk galt."), status=Status.ERROR)


def test_names_of_missing_facts_are_names() -> None:
    passed(
        Sentence("Hvilken kommune?"),
        status=Status.NEEDS_INPUT,
        missing=("municipality", "first_start"),
    )
    for name in ("<b>", "200 000 kroner", "x" * 60, ""):
        assert "not the name" in refused(
            Sentence("Hva?"), status=Status.NEEDS_INPUT, missing=(name,)
        )


@pytest.mark.parametrize("language", list(Language))
def test_the_numbers_of_a_fixed_reply_need_no_other_origin(language: Language) -> None:
    for key in reply_keys():
        text = re.sub(r"\{\w+\}", "Hasvik", say(key, language))
        if not key.startswith("choice_"):  # a choice is a button: what the user may say next
            ground(Draft(Status.NOT_IN_SOURCES, (Sentence(text),)), (), "", language)


def test_a_reply_lends_its_numbers_to_no_other_words() -> None:
    draft = Draft(Status.NOT_IN_SOURCES, (Sentence("Egenandelen er 20 %."),))
    with pytest.raises(UngroundedError, match="'20' has no origin"):
        ground(draft, (), "", Language.BOKMAAL)


def shipped() -> tuple[Chunk, ...]:
    return chunk_texts(load_texts())


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_any_words_of_a_passage_pass_and_any_change_of_them_fails(data: st.DataObject) -> None:
    chunk = data.draw(st.sampled_from(CHUNKS))
    start = data.draw(st.integers(0, len(chunk.text) - 2))
    end = data.draw(st.integers(start + 1, len(chunk.text)))
    quote = chunk.text[start:end]
    assume(quote.strip())
    results = (ToolResult("search_texts", (issued(chunk),)),)
    draft = Draft(Status.ANSWERED, (Sentence("Slik står det.", (evidence_id(chunk),), quote),))
    found = ground(draft, results, "", Language.BOKMAAL)
    assert found.citations[0].quote == quote
    place = data.draw(st.integers(0, len(quote) - 1))
    changed = quote[:place] + data.draw(st.sampled_from("xæ7 \u00a0")) + quote[place + 1 :]
    assume(changed not in chunk.text)
    wrong = replace(draft, sentences=(replace(draft.sentences[0], quote=changed),))
    with pytest.raises(UngroundedError):
        ground(wrong, results, "", Language.BOKMAAL)


CHUNKS = shipped()
