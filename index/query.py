"""Plans a keyword query: for each word, the terms that count as it and what each is worth."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from index.lexicon import Lexicon, Synonyms, load_lexicon
from index.words import is_word, raw_words

REMEMBERED_QUERIES = 64
AS_PART = 0.7
"""Worth of a text whose word has the query's word as a part, against the word itself."""
PARTS_OF_QUERY = 0.7
"""Worth of the parts of a compound in the query, found apart."""
SYNONYM = 0.5
TRANSLATION = 0.6
MISSPELT = {1: 0.7, 2: 0.5}
"""Worth of a near term by the number of letters that differ."""

_TYPO_LENGTH, _TWO_TYPOS_LENGTH = 5, 8
_NEAR_TERMS = 3
_PLAIN = (("æ", "ae"), ("ø", "o"), ("å", "a"), ("oe", "o"), ("aa", "a"))


@dataclass(frozen=True, slots=True)
class Alternative:
    """Terms that stand together for a query word, and what finding them is worth."""

    weight: float
    terms: tuple[str, ...]
    in_parts: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A word of the query, or several that are one term of the field, and what counts as it."""

    term: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is searched for."""

    terms: tuple[str, ...]
    slots: tuple[Slot, ...]


class Vocabulary:
    """The terms of a collection, and those that a misspelt word may have meant."""

    def __init__(self, words: Collection[str], parts: Collection[str]) -> None:
        """Take the terms of whole words, and of words and parts of compounds."""
        self._words = words
        self._parts = parts
        self._plain: dict[str, list[str]] | None = None
        self._by_length: dict[int, list[str]] | None = None

    @classmethod
    def of(cls, parts: Iterable[Vocabulary]) -> Vocabulary:
        """The terms of several collections."""
        words: set[str] = set()
        inner: set[str] = set()
        for one in parts:
            words.update(one._words)
            inner.update(one._parts)
        return cls(words, inner)

    def __contains__(self, term: str) -> bool:
        """Whether the term occurs, be it as a part of a compound."""
        return term in self._parts

    def typed_plainly(self, term: str) -> list[str]:
        """Return the terms that differ only by how æ, ø and å are typed."""
        if self._plain is None:
            self._plain = {}
            for word in sorted(self._words):
                self._plain.setdefault(_plain(word), []).append(word)
        return self._plain.get(_plain(term), [])

    def near(self, term: str, allowed: int) -> list[tuple[str, int]]:
        """Return the nearest terms, each with the number of letters that differ."""
        if self._by_length is None:
            self._by_length = {}
            for word in sorted(self._words):
                if len(word) >= _TYPO_LENGTH - 1 and is_word(word):
                    self._by_length.setdefault(len(word), []).append(word)
        lengths = range(len(term) - allowed, len(term) + allowed + 1)
        words = [word for length in lengths for word in self._by_length.get(length, ())]
        found = extract(term, words, scorer=OSA.distance, score_cutoff=allowed, limit=_NEAR_TERMS)
        least = min((distance for _, distance, _ in found), default=0)
        return [(word, int(distance)) for word, distance, _ in found if distance == least]


class Planner:
    """Plans queries over one vocabulary, each once however many indexes ask for it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Plan over these terms."""
        self._vocabulary = vocabulary
        self.plan = lru_cache(maxsize=REMEMBERED_QUERIES)(self._plan)

    def _plan(self, query: str) -> Plan:
        return plan_query(query, load_lexicon(), self._vocabulary)


def plan_query(query: str, lexicon: Lexicon, vocabulary: Vocabulary) -> Plan:
    """Return the slots of a query, each term once, over a collection's terms."""
    raws = list(raw_words(query))
    english = _is_english(raws, lexicon)
    slots: dict[str, Slot] = {}
    for raw in raws:
        term = lexicon.term(raw)
        if term in slots or lexicon.is_stop_word(raw):
            continue
        alternatives = list(_own(raw, lexicon))
        if is_word(raw) and (english or term not in vocabulary):
            alternatives += _translated(raw, lexicon)
        if is_word(raw) and term not in vocabulary:
            alternatives += _respelt(raw, lexicon, vocabulary)
        slots[term] = Slot(term, tuple(alternatives))
    return Plan(tuple(slots), tuple(_with_glossary(slots, lexicon)))


def _own(raw: str, lexicon: Lexicon) -> Iterator[Alternative]:
    yield from _term_or_part(1.0, (lexicon.term(raw),))
    if is_word(raw) and (inner := lexicon.compound_terms(raw)):
        yield Alternative(PARTS_OF_QUERY, inner, in_parts=True)


def _translated(raw: str, lexicon: Lexicon) -> Iterator[Alternative]:
    for term in lexicon.translations(raw):
        yield from _term_or_part(TRANSLATION, (term,))


def _respelt(raw: str, lexicon: Lexicon, vocabulary: Vocabulary) -> Iterator[Alternative]:
    """Yield terms that are the same but for æ, ø and å, else those a letter or two away."""
    term = lexicon.term(raw)
    same = vocabulary.typed_plainly(term)
    for other in same:
        yield from _term_or_part(1.0, (other,))
    if not same and len(raw) >= _TYPO_LENGTH and not lexicon.is_known_word(raw):
        allowed = 2 if len(raw) >= _TWO_TYPOS_LENGTH else 1
        for other, distance in vocabulary.near(term, allowed):
            yield from _term_or_part(MISSPELT[distance], (other,))


def _term_or_part(weight: float, terms: tuple[str, ...]) -> Iterator[Alternative]:
    yield Alternative(weight, terms)
    yield Alternative(weight * AS_PART, terms, in_parts=True)


def _with_glossary(slots: dict[str, Slot], lexicon: Lexicon) -> Iterator[Slot]:
    """Join words that are one term of the field, and add the terms that mean the same."""
    synonyms = _synonyms(lexicon)
    terms = tuple(slots)
    start = 0
    while start < len(terms):
        lengths = range(min(synonyms.longest, len(terms) - start), 0, -1)
        length = next((n for n in lengths if terms[start : start + n] in synonyms.of), 1)
        phrase = terms[start : start + length]
        slot = slots[phrase[0]]
        alternatives = list(slot.alternatives)
        if length > 1:
            slot = Slot(" ".join(phrase), ())
            alternatives = list(_term_or_part(1.0, phrase))
        for other in synonyms.of.get(phrase, ()):
            alternatives += _term_or_part(SYNONYM, other)
        yield replace(slot, alternatives=tuple(alternatives))
        start += length


def _synonyms(lexicon: Lexicon) -> Synonyms:
    """Return for each term of the glossary, as terms of the index, those of its groups."""
    if lexicon.synonyms is None:
        found: dict[tuple[str, ...], dict[tuple[str, ...], None]] = {}
        for group in lexicon.glossary.groups:
            members = dict.fromkeys(
                tuple(lexicon.term(raw) for raw in raw_words(text) if not lexicon.is_stop_word(raw))
                for text in group
            )
            members.pop((), None)
            for member in members:
                found.setdefault(member, {}).update(members)
        others = {
            member: tuple(other for other in group if other != member)
            for member, group in found.items()
        }
        lexicon.synonyms = Synonyms(others, max(map(len, others), default=1))
    return lexicon.synonyms


def _is_english(raws: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether more of the small words are English than Norwegian."""
    small = lexicon.glossary.stop_words
    norwegian = small["nb"] | small["nn"]
    only_english = sum(raw in small["en"] and raw not in norwegian for raw in raws)
    only_norwegian = sum(raw in norwegian and raw not in small["en"] for raw in raws)
    return only_english > only_norwegian


def _plain(term: str) -> str:
    for typed, plain in _PLAIN:
        term = term.replace(typed, plain)
    return term
