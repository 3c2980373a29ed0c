"""A question about the law's requirement of specialisation is tried on its exemptions."""

from __future__ import annotations

import re

import pytest

from assistant.builtin.conversation import UserTurn, understand
from assistant.builtin.plan import eligibility_arguments
from assistant.builtin.write_competence import write_competence
from assistant.eligibility import COMPETENCE_LAW, Verdict
from assistant.grounding import ground
from assistant.opening import calculator_box
from assistant.tools import eligibility

LAW = [
    ("Kan vi ansette en vikar som ikke er under spesialisering i tre måneder?", "Ja", 1),
    ("Må en lege vi ansetter for ti måneder til sammen være under spesialisering?", "Nei", 1),
    ("Kan ein lege utan spesialisering jobbe i fire månader per kalenderår?", "Ja", 1),
    ("Kan en lege uten spesialisering jobbe på legevakt i seks måneder i året?", "Ja", 2),
    ("May we employ a doctor who is not in specialisation for twelve months?", "Yes", 1),
    ("Kan vi ansette en vikar som ikke er under spesialisering i fjorten måneder?", None, 0),
    ("Kan ein lege utan spesialisering jobbe i fem månader per kalenderår?", None, 0),
]


@pytest.mark.parametrize(("question", "word", "quotes"), LAW, ids=[row[0] for row in LAW])
def test_short_work_is_tried_on_the_exemptions_of_the_law(
    question: str, word: str | None, quotes: int
) -> None:
    box = calculator_box()
    understood = understand((UserTurn(question),), box.register)
    found = eligibility(box, eligibility_arguments(understood))
    assert isinstance(found.outcome, Verdict)
    assert found.outcome.periods == (COMPETENCE_LAW,)
    draft = write_competence(understood, found.outcome, found.evidence)
    if word is None:
        assert draft is None
        return
    assert draft is not None
    assert re.match(rf"{word}\b.*§ 4", draft.sentences[0].text)
    assert [
        s.quote for s in draft.sentences[1:] if s.quote and "kompetanseforskriften §" in s.quote
    ]
    assert len(draft.sentences) == 1 + quotes
    ground(draft, (found,), question, understood.language)


def test_a_question_about_a_grant_is_not_taken_for_one_about_the_law() -> None:
    question = "Kan vi få tilskudd i tre måneder for en vikar som ikke er under spesialisering?"
    understood = understand((UserTurn(question),), calculator_box().register)
    assert "law" not in eligibility_arguments(understood)
