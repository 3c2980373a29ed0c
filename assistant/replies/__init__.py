"""Every fixed sentence a user can see, in three languages, from the YAML files of this folder."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from assistant.types import Language
from corpus import load_yaml

HERE = Path(__file__).parent


class MissingReplyError(LookupError):
    """A reply has no text in a language; every key must have all three."""


@cache
def _all() -> dict[str, dict[str, str]]:
    merged: dict[str, dict[str, str]] = {}
    for path in sorted(HERE.glob("*.yaml")):
        for key, texts in (load_yaml(path.read_text(encoding="utf-8")) or {}).items():
            if key in merged:
                msg = f"reply {key!r} stands twice, the second time in {path.name}"
                raise MissingReplyError(msg)
            merged[key] = texts
    return merged


def say(key: str, language: Language, /, **values: object) -> str:
    """The reply in the language, with its {placeholders} filled in."""
    try:
        text = _all()[key][language.value]
    except KeyError as missing:
        msg = f"no reply {key!r} in {language.value!r}; add it to assistant/replies/"
        raise MissingReplyError(msg) from missing
    return str(text).format(**values) if values else str(text)


@cache
def _forms(key: str) -> tuple[re.Pattern[str], ...]:
    """The reply's texts as patterns: anything may stand in a placeholder."""
    parts = [re.split(r"\{\w+\}", text) for text in _all()[key].values()]
    return tuple(re.compile(".+?".join(map(re.escape, part)), re.DOTALL) for part in parts)


def is_one_of(keys: Iterable[str], text: str) -> bool:
    """Whether a text is one of these replies, in any language, with any values filled in."""
    return any(form.fullmatch(text) for key in keys for form in _forms(key))


@cache
def _with_numbers(language: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The replies of a language whose own words hold digits, as patterns with those words."""
    found = []
    for texts in _all().values():
        parts = re.split(r"\{\w+\}", texts[language.value])
        own = " ".join(parts)
        if re.search(r"\d", own) and len(re.findall(r"[^\W\d_]{3,}", own)) > 1:
            form = re.compile(".{1,200}?".join(map(re.escape, parts)), re.DOTALL)
            found.append((form, own))
    return tuple(found)


def own_words(text: str, language: Language) -> str:
    """What a text has from whole fixed replies with digits of their own; their values aside."""
    return " ".join(words for form, words in _with_numbers(language) if form.search(text))


def has(key: str) -> bool:
    """Whether there is such a reply."""
    return key in _all()


def reply_keys() -> tuple[str, ...]:
    """All keys, for the test that every reply stands in all languages."""
    return tuple(_all())
