"""Where a free question names a kommune: by name in any language, with a slip, or by number.

Many names are ordinary words (Time, Hole, Sola) or surnames (Lund, Vang). What counts as naming the
kommune is decided by capitals, by the word «kommune» beside it and by what stands around.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property

from corpus.register.gazetteer import Gazetteer
from corpus.register.names import exact_key, folded_key, words
from corpus.register.tokens import Token, Words, is_common
from corpus.register.types import How, Mention, Municipality

_GENITIVE = re.compile(r"(?:['’´`]?s|['’´`])$", re.IGNORECASE)
_PLACE_GAP = re.compile(r"\s*(?:,|\(|\bi\b|\bin\b|\bpå\b|\s)\s*(?:kommune\b)?\s*")
_UNIT = re.compile(
    r"\s*(?:kr\b|kroner|nok\b|,-|%|prosent|timer|timar|hours|innbygg|pasient|patient|dag|day|år\b"
    r"|,\d|\.\d| \d{3}\b)",
    re.IGNORECASE,
)
_IN = frozenset(("i", "in"))
_ENDINGS = frozenset(
    ("e", "en", "ens", "a", "as", "ya", "oya", "et", "ene", "er", "ne", "n", "i", "s")
)
_SHORTEST_FOLDED = 5
_SHORTEST_SURE = 5
_SHORTEST_SLIPPED = 6
_SAME_START = 3
_LONGEST_PLACE_WORDS = 3
_MOST_WORDS_OF_AN_ANSWER = 12


def find_mentions(text: str, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Return every place where the text names a kommune, in order, none overlapping another."""
    return tuple(_Finder(Words.of(text), gazetteer).find())


class _Finder:
    def __init__(self, found: Words, gazetteer: Gazetteer) -> None:
        self.words = found
        self.gazetteer = gazetteer

    @cached_property
    def counties_named(self) -> tuple[str, ...]:
        """The counties and regions that the text names anywhere."""
        keyed = f" {exact_key(self.words.text)} "
        return tuple(name for name in self.gazetteer.counties if f" {name} " in keyed)

    def find(self) -> Iterator[Mention]:
        position = 0
        while position < len(self.words.tokens):
            mention, taken = self._at(position)
            if mention is not None:
                yield mention
            position += taken

    def _at(self, position: int) -> tuple[Mention | None, int]:
        """Return what is named here, and how many words that takes."""
        if self.words.tokens[position].text.isdigit():
            return self._number(position), 1
        for length in range(
            min(self.gazetteer.names.longest, len(self.words.tokens) - position), 0, -1
        ):
            last = position + length - 1
            if length > 1 and not self.words.joined(position, last):
                continue
            found = self._named(position, last)
            if found is not None:
                return found, length
        for length in (2, 1):
            last = position + length - 1
            if last < len(self.words.tokens) and self.words.joined(position, last):
                found = self._misspelt(position, last)
                if found is not None:
                    return found, length
        return None, 1

    def _named(self, first: int, last: int) -> Mention | None:
        for key in _spellings(self._surface(first, last)):
            bearers = self.gazetteer.names.exact.get(exact_key(key))
            exact = bearers is not None
            bearers = bearers or self.gazetteer.names.folded.get(folded_key(key))
            if not bearers:
                continue
            narrowed, end = self._narrow(bearers, last)
            if not narrowed:  # «Bø i Telemark» is no kommune that bears the name today
                return None
            told_apart = end is not None
            if self._counts(first, last, bearers, exact=exact, told_apart=told_apart):
                return self._mention(first, last, narrowed, "exact", end)
        return None

    def _counts(
        self,
        first: int,
        last: int,
        bearers: tuple[Municipality, ...],
        *,
        exact: bool,
        told_apart: bool,
    ) -> bool:
        """Whether a run of words that spells a name is meant as one."""
        surface = self._surface(first, last)
        if not exact and len(folded_key(surface)) < _SHORTEST_FOLDED:
            return False
        if self.words.kommune_follows(last) or self.words.kommune_precedes(first):
            return True
        if self._is_whole(first, last):
            return True
        capital = self.words.tokens[first].capital and not self.words.shouting
        name_keys = {exact_key(name) for bearer in bearers for name in bearer.names}
        ordinary = bool(name_keys & words("ordinary"))
        if (
            capital
            and not told_apart
            and name_keys & words("borne")
            and self.words.beside_person(first, last)
        ):
            return False
        if not ordinary:
            return (
                capital
                or len(exact_key(surface)) >= _SHORTEST_FOLDED
                or self._plainly_lower(surface)
            )
        if told_apart and (capital or self._all_lower()):
            return True
        return capital and (not self.words.opens_sentence(first) or self._acts(last))

    def _acts(self, last: int) -> bool:
        return self.words.spaced(last) and self.words.tokens[last + 1].key in words("acting")

    def _plainly_lower(self, surface: str) -> bool:
        """Whether a short name in small letters is the name itself, no genitive of a word."""
        return exact_key(surface) in self.gazetteer.names.exact

    def _all_lower(self) -> bool:
        return not any(token.capital for token in self.words.tokens[1:])

    def _is_whole(self, first: int, last: int) -> bool:
        """Whether the text is nothing but the name: «Time», «vi er i Hå», «Våler i Østfold»."""
        if len(self.words.tokens) > _MOST_WORDS_OF_AN_ANSWER:
            return False
        before = self.words.tokens[:first]
        after = self.words.tokens[last + 1 :]
        if any(token.key not in words("lead") for token in before):
            return False
        rest = " ".join(token.text for token in after)
        _, _, place = rest.partition(" ")
        return not after or any(
            exact_key(said) in self.gazetteer.counties for said in (rest, place)
        )

    def _narrow(
        self, bearers: tuple[Municipality, ...], last: int
    ) -> tuple[tuple[Municipality, ...], int | None]:
        """Return the bearers in the county that follows (and its end), or that the text names."""
        place = self._place_after(last)
        if place is not None:
            county, end = place
            return self.gazetteer.within(bearers, county), end
        if len(bearers) > 1:
            inside = {
                found.number: found
                for name in self.counties_named
                for found in self.gazetteer.within(bearers, name)
            }
            if len(inside) == 1:
                return tuple(inside.values()), None
        return bearers, None

    def _place_after(self, last: int) -> tuple[str, int] | None:
        """Return the county or region that stands right after the words, and where it ends."""
        tokens = self.words.tokens
        for skip in (1, 2, 3):  # «X i Y», «X kommune i Y», «X (Y)»
            start = last + skip
            if start >= len(tokens):
                break
            between = self.words.text[tokens[last].end : tokens[start].start]
            if (
                _PLACE_GAP.fullmatch(between.replace("kommune ", "").replace("kommune,", ","))
                is None
            ):
                continue
            if not between.strip():
                continue
            for length in range(_LONGEST_PLACE_WORDS, 0, -1):
                end = start + length - 1
                if end < len(tokens) and self.words.joined(start, end):
                    surface = self._surface(start, end)
                    if exact_key(surface) in self.gazetteer.counties:
                        return surface, tokens[end].end
        return None

    def _misspelt(self, first: int, last: int) -> Mention | None:
        tokens = self.words.tokens[first : last + 1]
        surface = self._surface(first, last)
        beside = self.words.kommune_follows(last) or self.words.kommune_precedes(first)
        beside = beside or (self._is_whole(first, last) and self.words.tokens[first].capital)
        if not self._could_be_misspelt(tokens, surface, first, last, beside=beside):
            return None
        sure = beside or (first > 0 and self.words.tokens[first - 1].key in _IN)
        for key in _spellings(surface):
            close = [
                (slips, found)
                for slips, known, found in self.gazetteer.names.close(key)
                if beside or _is_slip(folded_key(key), known, slips, sure=sure)
            ]
            if close:
                least = close[0][0]
                candidates = tuple(found for slips, found in close if slips == least)
                return self._mention(first, last, candidates, "typo", None)
        return None

    def _could_be_misspelt(
        self, tokens: tuple[Token, ...], surface: str, first: int, last: int, *, beside: bool
    ) -> bool:
        if len(surface) < _SHORTEST_FOLDED or not all(token.text.isalpha() for token in tokens):
            return False
        if any(token.key in words("former") or is_common(token.key) for token in tokens):
            return False
        if any(exact_key(key) in self.gazetteer.counties for key in _spellings(surface)):
            return False
        if beside:
            return True
        if self.words.shouting or not tokens[0].capital or tokens[0].shouted:
            return False
        return not self.words.beside_person(first, last)

    def _number(self, position: int) -> Mention | None:
        token = self.words.tokens[position]
        candidates = self.gazetteer.numbered(token.text)
        if not candidates:
            return None
        before = self.words.tokens[position - 1] if position else None
        told = before is not None and before.key in words("before_number")
        if not told and not self._stands_alone(position, candidates):
            return None
        how: How = "exact" if token.text in self.gazetteer.by_number else "old"
        return self._mention(position, position, candidates, how, None)

    def _stands_alone(self, position: int, candidates: tuple[Municipality, ...]) -> bool:
        """Whether a known number is meant as one: no amount, no part of a date, no postal code."""
        text, token = self.words.text, self.words.tokens[position]
        if _UNIT.match(text, token.end) or re.search(
            r"\d[.,/: \u00a0-]$", text[max(0, token.start - 2) : token.start]
        ):
            return False
        if (
            text[token.end : token.end + 1] in ("-", "/", ".")
            and text[token.end + 1 : token.end + 2].isdigit()
        ):
            return False
        if not self.words.spaced(position):
            return True
        following = self.words.tokens[position + 1]
        names = {exact_key(name) for found in candidates for name in found.names}
        return not following.capital or exact_key(following.text) in names

    def _surface(self, first: int, last: int) -> str:
        tokens = self.words.tokens
        return self.words.text[tokens[first].start : tokens[last].end]

    def _mention(
        self, first: int, last: int, candidates: tuple[Municipality, ...], how: How, end: int | None
    ) -> Mention:
        start = self.words.tokens[first].start
        end = end or self.words.tokens[last].end
        return Mention(self.words.text[start:end], start, end, candidates, how)


def _is_slip(key: str, known: str, slips: int, *, sure: bool) -> bool:
    """Whether a word with nothing beside it that says «kommune» is a name with a slip.

    Surnames, farms and words lie one letter from many a short name, so the beginning must be right
    and the name not short; an ending («Storfjorden») makes another word.
    """
    if len(known) < (_SHORTEST_SURE if sure else _SHORTEST_SLIPPED):
        return False
    if known in _folded_ordinary():
        return False
    if key.startswith(known) and key.removeprefix(known) in _ENDINGS:
        return False
    same = 1 if slips == 1 else _SAME_START
    return key[:same] == known[:same]


@cache
def _folded_ordinary() -> frozenset[str]:
    return frozenset(folded_key(word) for word in words("ordinary"))


def _spellings(surface: str) -> tuple[str, ...]:
    """Return the words as they stand and without a genitive."""
    bare = _GENITIVE.sub("", surface)
    return (surface, bare) if bare and bare != surface else (surface,)
