"""Names of kommuner made comparable, and the table from a name to who bears it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from corpus.register.types import Municipality
from corpus.safe_yaml import load_yaml

_DATA = Path(__file__).with_name("words.yaml")
_TOKEN = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans(
    {"æ": "a", "ø": "o", "å": "a", "ä": "a", "ö": "o", "đ": "d", "ŋ": "n", "ŧ": "t"}
)
_DIGRAPHS = (("aa", "a"), ("ae", "a"), ("oe", "o"))


def exact_key(name: str) -> str:
    """Return the name in small letters, its parts apart by one space, letters as they are.

    >>> exact_key("Guovdageaidnu – KAUTOKEINO")
    'guovdageaidnu kautokeino'
    """
    return " ".join(_TOKEN.findall(unicodedata.normalize("NFC", name).casefold()))


def folded_key(name: str) -> str:
    """Return the key as someone without the letters at hand would type it.

    >>> folded_key("Lillestrøm") == folded_key("lillestroem") == folded_key("Lillestrom")
    True
    """
    plain = exact_key(name).translate(_LETTERS)
    folded = "".join(
        char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char)
    )
    for pair, letter in _DIGRAPHS:
        folded = folded.replace(pair, letter)
    return folded


@cache
def words(kind: str) -> frozenset[str]:
    """Return a list of the word file, in small letters."""
    return frozenset(str(word).casefold() for word in _loaded()[kind])


@cache
def places() -> dict[str, tuple[str, ...]]:
    """Return the names of former counties and of regions, with the counties they lie in."""
    return {exact_key(name): tuple(numbers) for name, numbers in _loaded()["places"].items()}


@cache
def _loaded() -> dict[str, Any]:
    loaded: dict[str, Any] = load_yaml(_DATA.read_text(encoding="utf-8"))
    return loaded


@dataclass(frozen=True, slots=True)
class NameTable:
    """Who bears a name, exactly written or folded."""

    exact: dict[str, tuple[Municipality, ...]] = field(default_factory=dict)
    folded: dict[str, tuple[Municipality, ...]] = field(default_factory=dict)
    longest: int = 1
    """The most parts that a name has."""

    @classmethod
    def of(cls, municipalities: Iterable[Municipality]) -> NameTable:
        """Return the table of all names, official compounds included."""
        exact: dict[str, tuple[Municipality, ...]] = {}
        folded: dict[str, tuple[Municipality, ...]] = {}
        for municipality in municipalities:
            for name in (*municipality.names, municipality.official_name):
                for table, key in ((exact, exact_key(name)), (folded, folded_key(name))):
                    bearers = table.get(key, ())
                    if municipality not in bearers:
                        table[key] = (*bearers, municipality)
        return cls(exact, folded, max(key.count(" ") + 1 for key in exact))

    def bearers(self, name: str) -> tuple[Municipality, ...]:
        """Return who bears the name as written, else who bears it once folded."""
        return self.exact.get(exact_key(name)) or self.folded.get(folded_key(name), ())

    def close(self, name: str) -> tuple[tuple[int, str, Municipality], ...]:
        """Return who bears a name within a slip or two: the slips, the name's key, the bearer."""
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - heavy

        key = folded_key(name)
        limit = slips_allowed(key)
        found: dict[str, tuple[int, str, Municipality]] = {}
        for known, bearers in self.folded.items() if limit else ():
            slips = OSA.distance(key, known, score_cutoff=limit)
            if slips > limit or (slips > 1 and key[:1] != known[:1]) or len(known) < _SHORTEST:
                continue
            for bearer in bearers:
                if bearer.number not in found or slips < found[bearer.number][0]:
                    found[bearer.number] = (slips, known, bearer)
        return tuple(sorted(found.values(), key=lambda close: (close[0], close[2].number)))


_SHORTEST = 4
_LONG_NAME = 8


def slips_allowed(key: str) -> int:
    """Return how many letters may be wrong in a name of this length."""
    if len(key) < _SHORTEST + 1:
        return 0
    return 1 if len(key) < _LONG_NAME else 2
