"""What ranking and deciding see of a question, so that their numbers can be learnt anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.builtin.conversation import UserTurn, understand
from assistant.builtin.intent import Intent
from assistant.builtin.ranking import load_ranking
from assistant.builtin.sentences import PassageReader, ReadPassage
from assistant.builtin.understanding import Understanding
from assistant.builtin.write_question import decision_features, is_gap, read_passages, weigh
from assistant.tools import search

if TYPE_CHECKING:
    from assistant.agent import Assistant


@dataclass(frozen=True, slots=True)
class Observed:
    """A question of fact as the built-in model reads it, before anything is weighed."""

    understood: Understanding
    passages: tuple[ReadPassage, ...]
    reader: PassageReader
    today: date

    def is_gap(self, place: int) -> bool:
        """Whether the passage tells what the sources do not say."""
        return is_gap(self.passages[place])

    def deciding(self, weights: Mapping[str, float]) -> Mapping[str, float]:
        """What the decision to answer is made on, with passages weighed by these weights."""
        known = load_ranking()
        passages: Sequence[ReadPassage] = sorted(
            (
                replace(
                    passage,
                    score=passage.score
                    - known.score(passage.features)
                    + sum(weights[name] * value for name, value in passage.features.items()),
                )
                for passage in self.passages
            ),
            key=lambda passage: (-passage.score, passage.evidence.chunk.id),
        )
        return decision_features(
            weigh(passages, self.understood, self.reader, self.today), self.understood
        )


def observe(assistant: Assistant, question: str) -> Observed | None:
    """A question as it is read; None for a turn that is no question of fact."""
    model = assistant.built_in
    understood = understand((UserTurn(question),), model.register_)
    if understood.intent is not Intent.QUESTION:
        return None
    on = understood.on if understood.said_now.year else None
    evidence = search(assistant.toolbox, understood.query, on).evidence
    passages = tuple(read_passages(understood, evidence, model.reader, model.clock()))
    return Observed(understood, passages, model.reader, model.clock())
