"""Which of the three languages a question is written in, by its function words."""

from __future__ import annotations

import re

from assistant.builtin.vocabulary import words
from assistant.types import Language

WORD = re.compile(r"[^\W\d_]+")
NYNORSK_ENDING = re.compile(r"(?:ingane|ingar|leik|[^aeiouyæøå]ane|lege?ar)$")
NYNORSK_DISTINCT = 1.5
"""A word that only nynorsk has weighs more: bokmål and nynorsk share most of their words."""


def detect_language(text: str, *, before: Language | None = None) -> Language:
    """The language of the text; where it does not tell (a number, a name), that of the turn before, else bokmål.

    >>> detect_language("Kor mykje kan vi få?"), detect_language("How much can we get?")
    (<Language.NYNORSK: 'nn'>, <Language.ENGLISH: 'en'>)
    """
    tokens = [token.lower() for token in WORD.findall(text)]
    scores = {language: _score(tokens, language) for language in Language}
    best = max(scores.values())
    if best == 0:
        return before or Language.BOKMAAL
    leaders = [language for language in Language if scores[language] == best]
    if before in leaders:
        return before
    return leaders[0]


def _score(tokens: list[str], language: Language) -> float:
    own = words(language.value, file="language")
    others = [words(other.value, file="language") for other in Language if other is not language]
    score = 0.0
    for token in tokens:
        if token in own:
            score += NYNORSK_DISTINCT if not any(token in other for other in others) else 0.25
        elif language is Language.NYNORSK and NYNORSK_ENDING.search(token):
            score += 0.5
    return score
