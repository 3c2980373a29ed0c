"""Which language a text is written in: bokmål, nynorsk or English, by its function words."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from corpus.safe_yaml import load_yaml

_WORDS = Path(__file__).with_name("function_words.yaml")
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH_HITS = 2


def detect_language(text: str) -> str | None:
    """Return 'nb', 'nn' or 'en', or None where too few telling words stand in the text.

    >>> detect_language("Kommunane kan søkje om tilskot når dei ikkje har fått svar.")
    'nn'
    """
    words = [word.lower() for word in _WORD.findall(text)]
    scores = {
        language: sum(telling.get(word, 0) for word in words)
        for language, telling in _function_words().items()
    }
    best, second = sorted(scores, key=lambda language: -scores[language])[:2]
    if scores[best] < _ENOUGH_HITS or scores[best] == scores[second]:
        return None
    return best


@cache
def _function_words() -> dict[str, dict[str, int]]:
    listed = load_yaml(_WORDS.read_text(encoding="utf-8"))
    return {
        language: {str(word): int(weight) for weight, words in groups.items() for word in words}
        for language, groups in listed.items()
    }
