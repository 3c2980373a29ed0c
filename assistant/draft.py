"""What a chat model hands in: a draft. The gate turns it into an answer, or turns it down."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from assistant.types import Status


class DraftError(ValueError):
    """The model's last message is not a draft; the message says what was wrong."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the answer. A quote must stand, word for word, in a passage it names."""

    text: str
    evidence: tuple[str, ...] = ()
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """Status, sentences with the evidence each rests on, and what is missing."""

    status: Status
    sentences: tuple[Sentence, ...]
    calculation: str | None = None
    missing: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    completeness: str = "full"
    alternatives: tuple[str, ...] = ()
    """Ids of issued alternatives, where a fact is asked for."""

    def to_json(self) -> str:
        """The draft as the model's message."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def parse_draft(content: str) -> Draft:
    """Read a model's last message as a draft.

    Raises:
        DraftError: it is not JSON of the draft's form.
    """
    raw = content.strip()
    if raw.startswith("```"):
        raw = raw.strip("`").removeprefix("json").strip()
    try:
        data = json.loads(raw)
        json.dumps(data, ensure_ascii=False).encode()  # half a character is not text
        sentences = tuple(
            Sentence(
                text=str(s["text"]),
                evidence=tuple(map(str, s.get("evidence") or ())),
                quote=None if s.get("quote") is None else str(s["quote"]),
            )
            for s in data["sentences"]
        )
        return Draft(
            status=Status(data["status"]),
            sentences=sentences,
            calculation=None if data.get("calculation") is None else str(data["calculation"]),
            missing=tuple(map(str, data.get("missing") or ())),
            suggestions=tuple(map(str, data.get("suggestions") or ())),
            completeness=str(data.get("completeness") or "full"),
            alternatives=tuple(map(str, data.get("alternatives") or ())),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as broken:
        msg = f"the model's message is not a draft: {broken}"
        raise DraftError(msg) from broken
