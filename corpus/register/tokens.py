"""A question as words with their places, and what stands around a run of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.register.names import exact_key, words

_TOKEN = re.compile(r"[^\W_]+(?:['’´`]s(?![^\W_]))?")
_JOINED = re.compile(r"[ \u00a0]?[-–‑ \u00a0/][ \u00a0]?")
_SPACE = re.compile(r"[ \u00a0]+")
_BORDERS = ".!?:;\n•"
_OPENING = " \u00a0\t«\"'“(–—*_-"
_LOOK_BACK_CHARS = 20


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the text and where it stands."""

    text: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether the word begins with a capital."""
        return self.text[0].isupper()

    @property
    def shouted(self) -> bool:
        """Whether the word is an abbreviation or shouted: capitals only, and several."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def key(self) -> str:
        """The word in small letters."""
        return exact_key(self.text)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text."""

    text: str
    tokens: tuple[Token, ...]
    shouting: bool
    """Whether the text has no small letters, so that a capital tells nothing."""

    @classmethod
    def of(cls, text: str) -> Words:
        """Part the text into words."""
        tokens = tuple(Token(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text))
        several = sum(token.text.isalpha() for token in tokens) > 1
        return cls(text, tokens, several and not any(char.islower() for char in text))

    def joined(self, first: int, last: int) -> bool:
        """Whether only single spaces and hyphens part the words from first to last."""
        return all(
            _JOINED.fullmatch(self.text[self.tokens[i].end : self.tokens[i + 1].start])
            for i in range(first, last)
        )

    def spaced(self, first: int) -> bool:
        """Whether the word and the next one are parted by nothing but space."""
        if first < 0 or first + 1 >= len(self.tokens):
            return False
        gap = self.text[self.tokens[first].end : self.tokens[first + 1].start]
        return _SPACE.fullmatch(gap) is not None

    def opens_sentence(self, position: int) -> bool:
        """Whether the word stands first in its sentence."""
        start = self.tokens[position].start
        before = self.text[max(0, start - _LOOK_BACK_CHARS) : start].rstrip(_OPENING)
        return before == "" or before[-1] in _BORDERS

    def kommune_follows(self, last: int) -> bool:
        """Whether the word after is «kommune» or the like."""
        if last + 1 >= len(self.tokens):
            return False
        gap = self.text[self.tokens[last].end : self.tokens[last + 1].start]
        return gap.strip(" \u00a0-–‑\"'»*_") == "" and self.tokens[last + 1].key in words("kommune")

    def kommune_precedes(self, first: int) -> bool:
        """Whether the word before is «kommune» or the like, and this one has a capital."""
        if first == 0 or not self.tokens[first].capital:
            return False
        gap = self.text[self.tokens[first - 1].end : self.tokens[first].start]
        of = self.tokens[first - 1].key == "of" and first > 1
        before = self.tokens[first - (2 if of else 1)].key
        return gap.strip(" \u00a0:«\"'") == "" and before in words("kommune")

    def beside_person(self, first: int, last: int) -> bool:
        """Whether the words around make this a person's name: «dr. Vik», «Kari Lund»."""
        if first > 0:
            before = self.tokens[first - 1]
            gap = self.text[before.end : self.tokens[first].start]
            if gap.strip(" \u00a0") == "" and self._names_person(first - 1):
                return True
            if gap.strip(" \u00a0") in ("", ".") and before.key in words("titles"):
                return True
        return self.spaced(last) and self._names_person(last + 1)

    def _names_person(self, position: int) -> bool:
        """Whether the word could be a person's other name."""
        token = self.tokens[position]
        if not token.capital or not token.text.isalpha() or (token.shouted and not self.shouting):
            return False
        return not is_common(token.key)


def is_common(key: str) -> bool:
    """Whether the word is an ordinary one that sentences begin with, and no name."""
    return any(
        key in words(kind) for kind in ("not_typos", "describing", "lead", "kommune", "titles")
    )
