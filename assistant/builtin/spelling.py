"""Slips and missing letters put right, so that a question is understood as it was meant.

A turn comes in; the same turn with the scheme's own words, months and question words spelt right
goes out. What a kommune is called, numbers and all other words stay as they were (`spelling.yaml`
holds every word that is put in).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import product

from rapidfuzz.distance import OSA

from assistant.builtin.language import detect_language
from assistant.builtin.vocabulary import keys, text, words
from assistant.types import Language

FILE = "spelling"
WORD = re.compile(r"[^\W\d_]+")
LETTERS = re.compile("[æøåÆØÅ]")
FOLDED = {"æ": ("a", "ae"), "ø": ("o", "oe"), "å": ("a", "aa")}
ENDING = re.compile(r"(?<=\w{4})(?:en(?:e?s)?|ene|ane|anes|e?r|ar(?:ane)?|et(?:s)?|[aetsn])$")
DOUBLED = {"d", "l", "m", "g"}
"""Letters that are no ending: «tilskud» lacks one, «stillingen» is a form of «stilling»."""
SHORTEST = 5
SHORTEST_FOR_TWO = 10
MOST_LETTERS = 40


def respell(turn: str, *, keep: Iterable[tuple[int, int]] = ()) -> str:
    """The text with slips put right, outside the stretches to keep (names of kommuner).

    >>> respell("vor mye kan vi fa for en fastlge i halv stiling?")
    'hvor mye kan vi få for en fastlege i halv stilling?'
    """
    kept = tuple(keep)
    english = detect_language(turn) is Language.ENGLISH
    without_letters = not LETTERS.search(turn)

    def put_right(match: re.Match[str]) -> str:
        if any(start < match.end() and match.start() < end for start, end in kept):
            return match.group()
        return _cased(
            _right(match.group().lower(), english=english, folded=without_letters), match.group()
        )

    return WORD.sub(put_right, turn)


def _cased(right: str, written: str) -> str:
    """The right word with the written one's capital; the written one where nothing was wrong."""
    if right == written.lower():
        return written
    return right.capitalize() if written[0].isupper() and not written.isupper() else right


@lru_cache(maxsize=4096)
def _right(word: str, *, english: bool, folded: bool = True) -> str:
    """The word that is meant, or the word itself."""
    if len(word) > MOST_LETTERS:
        return word
    if english:
        return (
            word
            if word in words("words", file=FILE)
            else _nearest(word, words("words_en", file=FILE))
        )
    if word in _known():
        return _known()[word]
    if word in _folded() and (folded or word not in words("folded_anyway", file=FILE)):
        return _folded()[word]
    return _nearest(word, words("words", file=FILE))


@cache
def _known() -> dict[str, str]:
    return {key: text("known", key, file=FILE) for key in keys("known", file=FILE)}


@cache
def _folded() -> dict[str, str]:
    """Spellings without æ, ø and å, by what they stand for."""
    kept = words("not_folded", file=FILE) - words("folded_anyway", file=FILE)
    made: dict[str, str] = {}
    for word in (*words("letters", file=FILE), *words("words", file=FILE)):
        choices = [(letter, *FOLDED.get(letter, ())) for letter in word]
        for letters in product(*choices):
            spelt = "".join(letters)
            if spelt != word and spelt not in kept and spelt not in words("letters", file=FILE):
                made.setdefault(spelt, word)
    return made


@cache
def _real() -> frozenset[str]:
    """Words that are right as they stand."""
    return words("real", file=FILE) | words("letters", file=FILE) | words("words", file=FILE)


def _nearest(word: str, known: frozenset[str]) -> str:
    """The one known word within a slip or two; the word itself where there is none or several."""
    if len(word) < SHORTEST or word in _real() or word in {k.lower() for k in known}:
        return word
    most = 2 if len(word) >= SHORTEST_FOR_TWO else 1
    close = []
    for right in known:
        slips = OSA.distance(word, right.lower(), score_cutoff=most)
        if (
            slips <= most
            and (word[0] == right[0].lower() or slips == 1)
            and not _inflected(word, right)
        ):
            close.append((slips, _differing_end(word, right), right))
    if not close:
        return word
    return min(close)[2]


def _inflected(word: str, right: str) -> bool:
    """Whether one is the other with another ending: a form of the word, no slip."""
    right = right.lower()
    if word.startswith(right) or right.startswith(word):
        return max(word, right, key=len)[min(len(word), len(right)) :] not in DOUBLED
    return _bare(word) == _bare(right)


def _bare(word: str) -> str:
    return ENDING.sub("", word)


def _differing_end(word: str, right: str) -> int:
    return sum(a != b for a, b in zip(reversed(word), reversed(right), strict=False))
