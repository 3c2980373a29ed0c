"""What happens to a question first: it is cleaned, measured and stripped of personal data.

Nothing that is searched, sent to a model or stored may hold a fødselsnummer, an e-mail address or a
phone number (`assistant.personal` finds them), so this comes before anything else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.personal import redact

MAX_CHARACTERS = 4000
MOST_CLEANED = 4 * MAX_CHARACTERS
"""What is looked at of a longer text, so that cleaning takes bounded time."""
INVISIBLE = re.compile(
    "[\u200b-\u200f\u2060-\u2064\ufeff\u00ad\u3164\uffa0\u202a-\u202e\u2066-\u2069"
    "\U000e0000-\U000e007f\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
ZALGO = re.compile(r"([\u0300-\u036f\u0488\u0489]{3})[\u0300-\u036f\u0488\u0489]+")
NUMERIC_FIELDS = {
    "rate", "hours", "cost", "years", "doctors", "count", "share", "centrality",
    "expenses", "expense_hours",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guarded:
    """A question that is safe to search, send and store."""

    text: str
    redacted: tuple[str, ...]
    """Kinds of personal data that were taken out: national_id, email, phone."""
    problem: str | None = None
    """Key of the reply that says why the question cannot be read: empty, too_long."""


def guard(question: str) -> Guarded:
    """Clean a question and take personal data out of it. Never raises, whatever the characters."""
    text = clean(question)
    if not text:
        return Guarded("", (), "empty")
    safe, kinds = redact(text)
    if len(text) > MAX_CHARACTERS:
        return Guarded(safe[:MAX_CHARACTERS], kinds, "too_long")
    return Guarded(safe, kinds)


def guard_case(given: Mapping[str, Any]) -> tuple[dict[str, Any], Guarded]:
    """A case without personal data, and its facts in words. Amounts and other numbers stay."""
    kinds: list[str] = []
    safe = {key: _safe(key, value, kinds) for key, value in given.items()}
    words = clean(" ".join(f"{key}: {value}" for key, value in safe.items()))
    return safe, Guarded(words[:MAX_CHARACTERS], tuple(dict.fromkeys(kinds)))


def _safe(key: str, value: Any, kinds: list[str]) -> Any:
    if key in NUMERIC_FIELDS:
        return value
    if isinstance(value, str):
        text, found = redact(clean(value))
        kinds += found
        return text
    if isinstance(value, Mapping):
        return {inner: _safe(inner, item, kinds) for inner, item in value.items()}
    if isinstance(value, list):
        return [_safe(key, item, kinds) for item in value]
    return value


def clean(text: str) -> str:
    """NFC without control, invisible and broken characters; other digits become ordinary ones."""
    text = text[:MOST_CLEANED]
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = unicodedata.normalize("NFC", text).replace("\ufffd", " ")
    text = ZALGO.sub(r"\1", CONTROL.sub(" ", INVISIBLE.sub("", text)))
    text = "".join(_plain(char) for char in text)
    return re.sub(r"[ \t]{2,}", " ", text).strip()


def _plain(char: str) -> str:
    if char.isascii():
        return char
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return unicodedata.normalize("NFKC", char) if "\uff01" <= char <= "\uff5e" else char
