"""The answer to «må legen være under spesialisering?» where an exemption of the law fits."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.builtin.conversation import Understanding
from assistant.builtin.quoting import Quote, attributed
from assistant.builtin.vocabulary import pattern
from assistant.draft import Draft, Sentence
from assistant.eligibility import COMPETENCE_LAW, Condition, State, Verdict
from assistant.evidence import Evidence
from assistant.replies import say
from assistant.types import Status

EXEMPTIONS = ("short_in_total", "short_in_year")
COURSE = "emergency_course"


def write_competence(
    understood: Understanding, verdict: Verdict, evidence: Sequence[Evidence]
) -> Draft | None:
    """Draft the answer with the exemption that holds; None where none does."""
    conditions = {condition.key: condition for condition in verdict.conditions}
    holding = next((k for k in EXEMPTIONS if _holds(conditions.get(k))), None)
    if holding is None:
        return None
    shown = [holding, *([COURSE] if COURSE in conditions else [])]
    quotes = [
        Quote(i, i.quote) for key in shown for i in evidence if i.about == _about(key) and i.quote
    ]
    if not quotes:
        return None
    language = understood.language
    required = pattern("is_required", file="eligibility").search(understood.text)
    lead = say("law_not_required" if required else "law_may", language)
    text = f"{lead} {say(f'law_{holding}', language)}"
    ids = tuple(dict.fromkeys(quote.evidence.id for quote in quotes))
    first = Sentence(text, ids, quotes[0].text)
    return Draft(Status.ANSWERED, (first, *attributed(quotes, language)))


def _about(key: str) -> str:
    return f"{key} {COMPETENCE_LAW}"


def _holds(condition: Condition | None) -> bool:
    return condition is not None and condition.state is State.MET
