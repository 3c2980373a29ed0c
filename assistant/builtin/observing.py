"""What ranking and deciding see of a question, for whoever learns their numbers anew (`eval fit`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.builtin.conversation import UserTurn, understand
from assistant.builtin.intent import Intent
from assistant.builtin.sentences import features
from assistant.builtin.write_question import decision_features, is_gap, read_passages, weigh
from assistant.tools import search
from corpus import Chunk

if TYPE_CHECKING:
    from assistant.agent import Assistant


@dataclass(frozen=True, slots=True)
class Observed:
    """A question of fact as the built-in model reads it."""

    passages: tuple[tuple[Chunk, Mapping[str, float]], ...]
    """Passages that may answer, with the features their score is made of."""
    decision: Mapping[str, float]
    """What the decision to answer is made on."""


def observe(assistant: Assistant, question: str) -> Observed | None:
    """The features of a question; None for a turn that is not a question of fact."""
    model, box = assistant.built_in, assistant.toolbox
    understood = understand((UserTurn(question),), model.register_)
    if understood.intent is not Intent.QUESTION:
        return None
    on = understood.on if understood.said_now.year else None
    evidence = search(box, understood.query, on).evidence
    passages = read_passages(understood, evidence, model.reader, model.clock())
    strongest = max((item.keyword for item in evidence), default=0.0) or 1.0
    rows = tuple(
        (
            passage.evidence.chunk,
            features(
                passage.evidence,
                passage.sentences,
                (passage.heading_coverage, passage.heading_dense),
                passage.evidence.keyword / strongest,
            ),
        )
        for passage in passages
        if not is_gap(passage)
    )
    return Observed(rows, decision_features(weigh(passages, understood, model.reader), understood))
