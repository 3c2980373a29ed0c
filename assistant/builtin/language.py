"""Which of the three languages a question is written in, by its words and their forms."""

from __future__ import annotations

import re
from functools import cache

from assistant.builtin.vocabulary import number, pattern, words
from assistant.types import Language

WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
NORWEGIAN = (Language.BOKMAAL, Language.NYNORSK)


def detect_language(text: str, *, before: Language | None = None) -> Language:
    """The language of the text; where it does not tell, that of the turn before, else bokmål.

    >>> detect_language("Kor mykje kan vi få?"), detect_language("How much can we get?")
    (<Language.NYNORSK: 'nn'>, <Language.ENGLISH: 'en'>)
    """
    tokens = [token.lower() for token in WORD.findall(text)]
    english = _score(tokens, Language.ENGLISH)
    bokmaal, nynorsk = (_score(tokens, language) for language in NORWEGIAN)
    norwegian = bokmaal + nynorsk + number("weights", "shared", file="language") * _shared(tokens)
    if english == norwegian:
        return before or Language.BOKMAAL
    if english > norwegian:
        return Language.ENGLISH
    if bokmaal != nynorsk:
        return Language.NYNORSK if nynorsk > bokmaal else Language.BOKMAAL
    return before if before in NORWEGIAN else Language.BOKMAAL


def _shared(tokens: list[str]) -> int:
    return sum(token in words("shared", file="language") for token in tokens)


def _score(tokens: list[str], language: Language) -> float:
    strong, by_word, by_stem = (
        number("weights", kind, file="language") for kind in ("strong", "word", "stem")
    )
    score = 0.0
    for token in tokens:
        if token in _only(language):
            score += strong if token in words("strong", file="language") else by_word
        elif not _known(token) and pattern(language.value, "stems", file="language").fullmatch(
            token
        ):
            score += by_stem
    return score


@cache
def _only(language: Language) -> frozenset[str]:
    """Words of a language that no other list holds."""
    own = words(language.value, "words", file="language")
    others = [
        words(other.value, "words", file="language") for other in Language if other is not language
    ]
    return own.difference(words("shared", file="language"), *others)


@cache
def _known(token: str) -> bool:
    lists = [words(language.value, "words", file="language") for language in Language]
    return any(token in known for known in (*lists, words("shared", file="language")))
