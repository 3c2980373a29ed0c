"""Every fixed sentence a user can see, in three languages, from the YAML files of this folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from assistant.types import Language

HERE = Path(__file__).parent


class MissingReplyError(LookupError):
    """A reply has no text in a language; every key must have all three."""


@cache
def _all() -> dict[str, dict[str, str]]:
    merged: dict[str, dict[str, str]] = {}
    for path in sorted(HERE.glob("*.yaml")):
        for key, texts in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).items():
            if key in merged:
                raise MissingReplyError(f"reply {key!r} stands twice, the second time in {path.name}")
            merged[key] = texts
    return merged


def say(key: str, language: Language, /, **values: object) -> str:
    """The reply in the language, with its {placeholders} filled in."""
    try:
        text = _all()[key][language.value]
    except KeyError as missing:
        raise MissingReplyError(f"no reply {key!r} in {language.value!r}; add it to assistant/replies/") from missing
    return str(text).format(**values) if values else str(text)


def has(key: str) -> bool:
    """Whether there is such a reply."""
    return key in _all()


def reply_keys() -> tuple[str, ...]:
    """All keys, for the test that every reply stands in all languages."""
    return tuple(_all())
