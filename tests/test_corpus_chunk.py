"""Chunks are whole, citable passages whose ids do not move."""

from hypothesis import given
from hypothesis import strategies as st

from corpus import Source, Text, chunk_text, chunk_texts
from corpus.chunk import CHUNK_CHARS, CHUNK_LIMIT_CHARS

SENTENCE = "Kommunen kan søke om tilskudd når avtalen er underskrevet av begge. "
BODY = f"""# Tilskudd

Innledningen står her.

## Satser

{SENTENCE * 3}

Tilskuddet dekker:

- veiledning
- kurs
- praksis

### Eldre satser

De gjaldt i 2021.

## Frister

Fristen står i kunngjøringen,
og den må holdes.
"""


def text_of(body: str, name: str = "tekst-en") -> Text:
    return Text(Source(id=name, title="Tilskudd"), body)


def test_headings_give_the_path_and_the_title_is_not_repeated_in_it() -> None:
    paths = [chunk.heading for chunk in chunk_text(text_of(BODY))]
    assert paths == [(), ("Satser",), ("Satser", "Eldre satser"), ("Frister",)]


def test_ids_name_the_source_and_the_heading_and_are_unique() -> None:
    ids = [chunk.id for chunk in chunk_text(text_of(BODY))]
    assert ids == [
        "tekst-en#tekst-1",
        "tekst-en#satser-1",
        "tekst-en#eldre-satser-1",
        "tekst-en#frister-1",
    ]


def test_ids_are_the_same_at_every_build_and_whatever_other_texts_there_are() -> None:
    alone = chunk_texts([text_of(BODY)])
    among = chunk_texts([text_of("Noe annet.", "annen"), text_of(BODY)])
    assert alone == among[1:]


def test_a_change_in_one_section_leaves_the_ids_of_the_others() -> None:
    changed = BODY.replace("De gjaldt i 2021.", "\n\n".join([SENTENCE * 12] * 3))
    before = {chunk.id: chunk.text for chunk in chunk_text(text_of(BODY))}
    after = {chunk.id: chunk.text for chunk in chunk_text(text_of(changed))}
    assert after["tekst-en#frister-1"] == before["tekst-en#frister-1"]
    assert len(after) > len(before)


def test_the_same_heading_twice_gives_different_ids() -> None:
    chunks = chunk_text(text_of("## Frist\n\nEn.\n\n## Frist\n\nTo."))
    assert [chunk.id for chunk in chunks] == ["tekst-en#frist-1", "tekst-en#frist-2"]


def test_a_list_stays_with_its_lead_sentence() -> None:
    body = f"{SENTENCE * 13}\n\nTilskuddet dekker:\n\n- veiledning\n- kurs"
    last = chunk_text(text_of(body))[-1]
    assert last.text == "Tilskuddet dekker:\n\n- veiledning\n- kurs"


def test_a_list_too_long_for_one_chunk_repeats_its_lead() -> None:
    items = "\n".join(f"- {SENTENCE.strip()} Nummer {n}." for n in range(40))
    chunks = chunk_text(text_of(f"Dette dekkes:\n\n{items}"))
    assert len(chunks) > 2
    assert all(chunk.text.startswith("Dette dekkes:\n") for chunk in chunks)
    assert sum(chunk.text.count("Nummer") for chunk in chunks) == 40


def test_a_table_too_long_for_one_chunk_keeps_its_header() -> None:
    rows = "\n".join(f"| {n} | {SENTENCE.strip()} |" for n in range(40))
    chunks = chunk_text(text_of(f"| Nr | Regel |\n| --- | --- |\n{rows}"))
    assert len(chunks) > 2
    assert all(chunk.text.startswith("| Nr | Regel |\n| --- | --- |\n|") for chunk in chunks)
    assert sum(chunk.text.count("Kommunen") for chunk in chunks) == 40


def test_a_giant_paragraph_is_cut_at_sentences() -> None:
    chunks = chunk_text(text_of(SENTENCE * 60))
    assert len(chunks) > 3
    assert all(
        chunk.text.endswith("begge.") and chunk.text.startswith("Kommunen") for chunk in chunks
    )


def test_a_giant_sentence_is_cut_between_words() -> None:
    chunks = chunk_text(text_of("ord " * 2000))
    assert " ".join(chunk.text for chunk in chunks).split() == ["ord"] * 2000
    assert all(len(chunk.text) <= CHUNK_LIMIT_CHARS for chunk in chunks)


def test_soft_line_breaks_are_joined_so_that_a_sentence_can_be_quoted() -> None:
    last = chunk_text(text_of(BODY))[-1]
    assert last.text == "Fristen står i kunngjøringen, og den må holdes."


def test_a_text_without_headings_is_chunked_by_paragraphs() -> None:
    chunks = chunk_text(text_of("\n\n".join([SENTENCE * 5] * 6)))
    assert len(chunks) > 1
    assert all(len(chunk.text) <= CHUNK_CHARS for chunk in chunks)


def test_the_context_shows_title_and_headings() -> None:
    assert chunk_text(text_of(BODY))[2].context == "Tilskudd › Satser › Eldre satser"


LINES = st.sampled_from(
    [
        "",
        "# A",
        "## B",
        "- punkt",
        "1. punkt",
        "| a | b |",
        "|---|---|",
        "Et avsnitt.",
        "Slik er det:",
        SENTENCE * 20,
        "> sitat",
        "```",
        "   ",
        "* * *",
        "ord" * 900,
    ]
)


@given(st.lists(LINES, max_size=30).map("\n".join))
def test_any_body_gives_unique_ids_and_bounded_chunks(body: str) -> None:
    chunks = chunk_text(text_of(body))
    assert len({chunk.id for chunk in chunks}) == len(chunks)
    assert all(0 < len(chunk.text) <= CHUNK_LIMIT_CHARS for chunk in chunks)
