"""The page's words: one reading of texts.yaml, asked by key and language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from assistant import Language
from corpus import load_yaml

FILE = Path(__file__).parent / "texts.yaml"


class MissingTextError(KeyError):
    """A key or one of its languages is not in texts.yaml."""


@cache
def all_texts() -> Mapping[str, Mapping[str, str]]:
    """Every key with its texts by language code."""
    texts: dict[str, dict[str, str]] = load_yaml(FILE.read_text(encoding="utf-8"))
    return texts


def words(key: str, language: Language, /, **values: object) -> str:
    """The text of a key in a language, with its {placeholders} filled in."""
    try:
        text = all_texts()[key][language.value]
    except KeyError as missing:
        message = f"no text {key!r} in {language.value!r}; add it to {FILE.name}"
        raise MissingTextError(message) from missing
    return text.format(**values) if values else text
