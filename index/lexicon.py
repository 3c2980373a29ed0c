"""What is known of words: stems, compound parts, nynorsk and English forms, terms of the field."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import Stemmer
import yaml

from index.embed import MODEL_FOLDER, verified_files
from index.types import SearchError
from index.words import is_word

GLOSSARY = Path(__file__).resolve().parent / "glossary.yaml"
LEXICON_FILE = "lexicon.json.gz"
ANALYSED_BY = ("words.py", "lexicon.py", "columns.py", "keywords.py", "sections.py")
"""The programs that texts go through on their way into a keyword index."""

_GLOSSARY_PARTS = ("groups", "forms", "protected", "stop_words")
_JOINTS = ("", "s", "e")
_FIRST_PART, _LAST_PART = 4, 3
_ENDINGS = ("", "e", "en", "er", "ene", "ens", "ers", "enes", "es", "ar", "ane", "ars", "anes")
_AGENT = re.compile(r"(?<=[a-zæøå]{3})er(?:e|en|ens|ne|nes|es)$")
"""«veilederne» and «veileder» are one word; the Snowball stemmer leaves them apart."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """Terms of the field that mean the same, and the words that carry no meaning alone."""

    groups: tuple[tuple[str, ...], ...]
    forms: Mapping[str, str]
    protected: tuple[str, ...]
    stop_words: Mapping[str, frozenset[str]]
    all_stop_words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """For each term of the field, which may be of several words, those that mean the same."""

    of: Mapping[tuple[str, ...], tuple[tuple[str, ...], ...]]
    longest: int
    """How many words the longest term has."""


@dataclass
class Lexicon:
    """Turns raw words into terms; every answer is remembered, since words come again."""

    parts: Mapping[str, int]
    """How often a word that may be part of a compound occurs in the training texts."""
    nynorsk: Mapping[str, str]
    english: Mapping[str, list[str]]
    """English stems, and the Norwegian words they go with."""
    glossary: Glossary
    synonyms: Synonyms | None = None
    """The glossary's groups as terms of the index; filled when first asked for."""
    _stemmer: Any = field(default_factory=lambda: Stemmer.Stemmer("norwegian"))
    _english_stemmer: Any = field(default_factory=lambda: Stemmer.Stemmer("english"))
    _terms: dict[str, str] = field(default_factory=dict)
    _stems: dict[str, int] = field(default_factory=dict)
    _splits: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def term(self, raw: str) -> str:
        """Return the term a raw word is indexed under, the same in bokmål and nynorsk."""
        known = self._terms.get(raw)
        if known is None:
            known = self._terms[raw] = self._stem(raw) if is_word(raw) else raw
        return known

    def is_stop_word(self, raw: str) -> bool:
        """Whether the word says nothing about the subject in any of the three languages."""
        return raw in self.glossary.all_stop_words

    def compound_terms(self, raw: str) -> tuple[str, ...]:
        """Return the terms of the parts of a compound, parts of parts included; else nothing."""
        known = self._splits.get(raw)
        if known is None:
            known = self._splits[raw] = tuple(dict.fromkeys(self._all_parts(raw)))
        return known

    def is_known_word(self, raw: str) -> bool:
        """Whether the word is a usual one, and so hardly a misspelling."""
        return raw in self.parts or raw in self.nynorsk or bool(self.translations(raw))

    def translations(self, raw: str) -> tuple[str, ...]:
        """Return Norwegian terms for an English word."""
        words = self.english.get(self._english_stemmer.stemWord(raw), ())
        return tuple(dict.fromkeys(map(self.term, words)))

    def _stem(self, raw: str) -> str:
        word = self._bokmaal(raw)
        word = self.glossary.forms.get(word, word)
        for ending in _ENDINGS:
            head = word.removesuffix(ending)
            if len(head) + len(ending) == len(word) and head.endswith(self.glossary.protected):
                return head
        return str(self._stemmer.stemWord(_AGENT.sub("er", word)))

    def _bokmaal(self, raw: str) -> str:
        """Return the bokmål form of a word, or of the parts of a compound that is not known."""
        known = self.nynorsk.get(raw)
        if known is not None:
            return known
        head, joint, last = self._split(raw)
        if head in self.nynorsk or last in self.nynorsk:
            return self.nynorsk.get(head, head) + joint + self.nynorsk.get(last, last)
        return raw

    def _all_parts(self, raw: str) -> Iterator[str]:
        head, _, last = self._split(self._bokmaal(raw))
        for part in filter(None, (head, last)):
            yield self.term(part)
            yield from self.compound_terms(part)

    def _split(self, word: str) -> tuple[str, str, str]:
        """Split into head, joint and last where both parts are most usual, or into nothing.

        A word that is itself more usual than its would-be parts is no compound [1].

        [1] Koehn and Knight, Empirical methods for compound splitting, 2003.
        """
        best, score = ("", "", ""), self.parts.get(word, 0) ** 2
        for place in range(_FIRST_PART, len(word) - _LAST_PART + 1):
            last = self._usual(word[place:])
            for joint in _JOINTS if last else ():
                head = word[:place].removesuffix(joint)
                if len(head) + len(joint) == place and len(head) >= _LAST_PART:
                    product = last * self.parts.get(head, 0)
                    if product > score:
                        best, score = (head, joint, word[place:]), product
        return best

    def _usual(self, last: str) -> int:
        """Return how usual the last part is, in this inflection or in any."""
        known = self.parts.get(last, 0)
        if known or len(last) <= _LAST_PART:
            return known
        if not self._stems:
            words = list(self.parts)
            for word, stem in zip(words, self._stemmer.stemWords(words), strict=True):
                if len(word) > _LAST_PART:
                    self._stems[stem] = max(self._stems.get(stem, 0), self.parts[word])
        stem = self._stemmer.stemWord(last)
        return self._stems.get(stem, 0) if len(stem) >= _LAST_PART else 0


@cache
def load_lexicon() -> Lexicon:
    """Load the learnt words (hash checked) and the glossary; once a process."""
    content = verified_files(MODEL_FOLDER, (LEXICON_FILE,))[LEXICON_FILE]
    learnt = json.loads(gzip.decompress(content))
    return Lexicon(learnt["parts"], learnt["nynorsk"], learnt["english"], load_glossary(GLOSSARY))


@cache
def analysis_digest() -> str:
    """What decides how texts become terms, as a digest: learnt words, glossary and program."""
    here = Path(__file__).resolve().parent
    files = (MODEL_FOLDER / LEXICON_FILE, GLOSSARY, *(here / name for name in ANALYSED_BY))
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def load_glossary(path: Path) -> Glossary:
    """Read the glossary; what is not a list of terms is an error that names the place."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 (a safe one)
    except (OSError, yaml.YAMLError) as error:
        message = f"The glossary {path} cannot be read: {error}."
        raise SearchError(message) from error
    missing = [name for name in _GLOSSARY_PARTS if not (content or {}).get(name)]
    if missing:
        message = f"The glossary {path} lacks {', '.join(missing)}. Add what is missing."
        raise SearchError(message)
    for number, group in enumerate(content["groups"], start=1):
        if not _is_group(group):
            message = (
                f"{path}, group {number}: {group!r} must be a list of two terms or more, each a "
                "text. Put quotes around a term that is a number, yes or no."
            )
            raise SearchError(message)
    stop_words = {k: frozenset(v.split()) for k, v in content["stop_words"].items()}
    return Glossary(
        groups=tuple(tuple(group) for group in content["groups"]),
        forms=content["forms"],
        protected=tuple(content["protected"]),
        stop_words=stop_words,
        all_stop_words=frozenset().union(*stop_words.values()),
    )


def _is_group(group: object) -> bool:
    if not isinstance(group, list) or len(group) <= 1:
        return False
    return all(isinstance(term, str) and term.strip() for term in group)
