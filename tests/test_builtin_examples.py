"""What known questions say of a new one: whether it lies near to answered ones or to the others."""

from __future__ import annotations

import numpy as np

from assistant.builtin.examples import FARTHEST, Examples, KnownQuestions
from assistant.builtin.sentences import PassageReader
from corpus import Chunk, OutsideQuestion, Source
from index.testing import HashEmbedder

ANSWERED = ("når er fristen for å søke", "siste dag for søknaden", "hvem kan søke tilskudd")
NOT_ANSWERED = ("hva koster en ny brannbil", "hvor mange brannbiler har kommunen")


def examples() -> Examples:
    embedder = HashEmbedder()
    outside = [OutsideQuestion("other_subjects", "fire", text) for text in NOT_ANSWERED]
    vectors = embedder.embed_queries(list(ANSWERED))
    asked = KnownQuestions(ANSWERED, vectors, np.ones(len(ANSWERED), dtype=bool))
    return Examples(asked, outside, embedder)


def vector(text: str) -> np.ndarray:
    row: np.ndarray = HashEmbedder().embed_queries([text])[0]
    return row


def test_a_question_near_to_answered_ones_leans_to_an_answer() -> None:
    known, unknown = "når er fristen for søknaden", "hva koster brannbiler"
    near = examples().vote(vector(known), ())
    far = examples().vote(vector(unknown), ())
    assert near.weight > 0.0 > far.weight
    assert near.neighbours >= far.neighbours
    assert far.dense > near.dense


def test_the_weight_has_bounds() -> None:
    same = examples().vote(vector(ANSWERED[0]), ())
    assert 0.0 < same.weight <= FARTHEST
    other = examples().vote(vector(NOT_ANSWERED[0]), ())
    assert -FARTHEST <= other.weight < 0.0


def test_an_example_of_another_year_says_nothing() -> None:
    embedder = HashEmbedder()
    texts = ("hva var fristen i 2022", "hva var fristen i 2024")
    asked = KnownQuestions(texts, embedder.embed_queries(list(texts)), np.array([True, False]))
    outside = [OutsideQuestion("other_subjects", "fire", NOT_ANSWERED[0])]
    known = Examples(asked, outside, embedder)
    question = "hva var fristen"
    told = [known.vote(vector(question), years).weight for years in ((2022,), (2024,))]
    assert told[0] > 0.0 > told[1]


def test_a_section_on_what_is_not_known_counts_as_unanswered() -> None:
    source = Source(id="gaps", title="Hva kildene ikke sier")
    gap = Chunk("gaps#1", "Kildene sier ikke hva satsene var.", ("Satser",), source, ("satsene",))
    told = Chunk("told#1", "Fristen er 1. mars.", ("Frist",), source, ("når er fristen",))
    outside = [OutsideQuestion("other_subjects", "fire", NOT_ANSWERED[0])]
    reader = PassageReader([gap, told], HashEmbedder(), outside=outside)
    asked, answered = reader.vote("satsene"), reader.vote("når er fristen")
    assert asked is not None
    assert answered is not None
    assert asked.weight < 0.0 < answered.weight
    assert PassageReader([told], HashEmbedder()).vote("når er fristen") is None
