"""What a question calls a kommune although the register knows none of that name."""

from __future__ import annotations

import re
from bisect import bisect_left

from corpus.register.gazetteer import Gazetteer
from corpus.register.mentions import find_mentions
from corpus.register.names import exact_key, words
from corpus.register.tokens import Words, is_common

_PREPOSITIONS = frozenset(("i", "for", "fra", "frå", "til", "in", "from", "hos"))
_AND = frozenset(("og", "and"))
_DESCRIPTIVE = re.compile(
    r".*(?:ende|ande|sk|ske|lig|lege|lige|leg|ig|iv|al|ale|et|ete|st|ste|ene|ane|s)$"
)
_IN_COUNTY = re.compile(r"\s+(?:i|in)\s+(?P<county>[^\W\d_]+(?:[- ][^\W\d_]+){0,2})")
_SHORTEST_LOWER = 4
_NUMBER_CHARS = 4


def find_unknown(text: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the names, in order, each once."""
    return tuple(dict.fromkeys(_Unknown(text, gazetteer).find()))


class _Unknown:
    def __init__(self, text: str, gazetteer: Gazetteer) -> None:
        self.words = Words.of(text)
        self.gazetteer = gazetteer
        mentions = find_mentions(text, gazetteer)
        self.starts = [mention.start for mention in mentions]
        self.ends = [mention.end for mention in mentions]

    def find(self) -> list[str]:
        found: list[str] = []
        for position, token in enumerate(self.words.tokens):
            named = (
                self._before_kommune(position)
                or self._after_kommune(position)
                or self._ended(position)
                or self._elsewhere(position)
            )
            if named and not self._covered(token.start, token.end):
                found.append(named)
        return found

    def _before_kommune(self, last: int) -> str | None:
        """Return the name that ends here and is followed by «kommune»."""
        token = self.words.tokens[last]
        if not self.words.kommune_follows(last) or not token.text.isalpha() or is_common(token.key):
            return None
        if not token.capital or self.words.shouting:
            led = last > 0 and self.words.tokens[last - 1].key in _PREPOSITIONS
            plain = len(token.key) >= _SHORTEST_LOWER and not _DESCRIPTIVE.fullmatch(token.key)
            return token.text if led and plain and not token.shouted else None
        if self.words.opens_sentence(last) and _DESCRIPTIVE.fullmatch(token.key):
            return None
        return self.words.text[self._first_of(last) : token.end]

    def _first_of(self, last: int) -> int:
        """Return where a name of several capitalised words, ending here, begins."""
        tokens = self.words.tokens
        first = last
        while first > 0 and self.words.joined(first - 1, first):
            before = tokens[first - 1]
            linked = before.key in _AND and first > 1 and self._part_of_name(first - 2)
            if linked and not self._covered(tokens[first - 2].start, tokens[first - 2].end):
                first -= 2
            elif self._part_of_name(first - 1):
                first -= 1
            else:
                break
        return tokens[first].start

    def _part_of_name(self, position: int) -> bool:
        token = self.words.tokens[position]
        ordinary = is_common(token.key) or token.shouted
        return token.capital and token.text.isalpha() and not ordinary

    def _after_kommune(self, first: int) -> str | None:
        """Return the name or number that «kommunen» or «kommunenummer» leads to."""
        tokens = self.words.tokens
        token = tokens[first]
        if first == 0:
            return None
        if token.text.isdigit():
            said = (
                tokens[first - 1].key in words("before_number") and "kom" in tokens[first - 1].key
            )
            unknown = len(token.text) == _NUMBER_CHARS and not self.gazetteer.numbered(token.text)
            return token.text if said and unknown else None
        if not self.words.kommune_precedes(first) or not self._part_of_name(first):
            return None
        if self.words.kommune_follows(first) or self.words.beside_person(first, first):
            return None
        return token.text

    def _ended(self, position: int) -> str | None:
        """Return the name of a kommune that ended before the register begins."""
        token = self.words.tokens[position]
        bare = token.key.removesuffix("s")
        named = {token.key, bare} & words("former")
        led = position > 0 and self.words.tokens[position - 1].key in _PREPOSITIONS
        return (
            token.text
            if named and token.capital and led and not self.words.kommune_follows(position)
            else None
        )

    def _elsewhere(self, position: int) -> str | None:
        """Return a known name with a county where no kommune bears it: «Bø i Telemark»."""
        token = self.words.tokens[position]
        bearers = self.gazetteer.names.bearers(token.text)
        place = _IN_COUNTY.match(self.words.text, token.end)
        if not bearers or not token.capital or place is None:
            return None
        said = place["county"]
        while said:
            if exact_key(said) in self.gazetteer.counties:
                inside = self.gazetteer.within(bearers, said)
                return None if inside else f"{token.text} i {said}"
            said = said.rpartition(" ")[0]
        return None

    def _covered(self, start: int, end: int) -> bool:
        """Whether a kommune that is known is named there."""
        before = bisect_left(self.starts, end) - 1
        return before >= 0 and start < self.ends[before]
