"""Which sentences of the passages that were found answer the question.

Every sentence of the index is read once; a question then scores those of the passages it found, by the share of its
words they hold, by meaning, and by whether they hold the kind of thing that is asked for (a date, a number, a year).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.builtin import dates
from assistant.builtin.vocabulary import pattern
from assistant.evidence import Evidence
from corpus import Chunk, Source, sentences
from index import Embedder, KeywordIndex

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

DATE_WORD = re.compile(
    r"\d{1,2}\.\s?(?:\d{1,2}\.|jan|feb|mars|apr|mai|juni|juli|aug|sep|okt|nov|des)|\b(?:19|20)\d{2}\b", re.IGNORECASE
)
SHORT = 25
"""Characters below which a sentence says too little to stand alone."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, with its parts of the score."""

    evidence: Evidence
    sentence: str
    position: int
    coverage: float
    in_context: float
    """Coverage of the sentence together with its headings."""
    dense: float
    score: float = 0.0


class SentenceReader:
    """The sentences of an index, ready to be scored."""

    def __init__(self, chunks: Sequence[Chunk], embedder: Embedder) -> None:
        """Read every sentence, with and without the headings above it."""
        self._embedder = embedder
        self._rows: dict[str, tuple[int, int]] = {}
        self._sentences: list[str] = []
        contexts: list[str] = []
        for chunk in chunks:
            start = len(self._sentences)
            for sentence in sentences(chunk.text):
                self._sentences.append(sentence)
                contexts.append(f"{chunk.context} {sentence}")
            self._rows[chunk.id] = (start, len(self._sentences))
        self._keywords = KeywordIndex(self._sentences)
        self._in_context = KeywordIndex(contexts)
        self._vectors = embedder.embed_passages(contexts) if contexts else None

    def candidates(self, question: str, evidence: Sequence[Evidence]) -> list[Candidate]:
        """All sentences of the passages, scored by words and meaning; the kind of thing asked for comes later."""
        if self._vectors is None:
            return []
        coverage = self._keywords.coverage(question)
        in_context = self._in_context.coverage(question)
        query = self._embedder.embed_queries([question])[0]
        found = []
        for item in evidence:
            start, end = self._rows.get(item.chunk.id, (0, 0))
            dense: np.ndarray = self._vectors[start:end] @ query
            for row in range(start, end):
                if len(self._sentences[row]) < SHORT and not DATE_WORD.search(self._sentences[row]):
                    continue
                found.append(
                    Candidate(
                        evidence=item,
                        sentence=self._sentences[row],
                        position=row,
                        coverage=float(coverage[row]),
                        in_context=float(in_context[row]),
                        dense=float(dense[row - start]),
                    )
                )
        return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """What kind of thing a question asks for, and of which year."""

    when: bool
    number: bool
    years: tuple[int, ...]


def wanted_kind(question: str, years: tuple[int, ...]) -> Wanted:
    """Read the kind of answer off the question word."""
    return Wanted(
        when=bool(pattern("when", file="answering").search(question)),
        number=bool(pattern("number", file="answering").search(question)),
        years=years,
    )


def kind_bonus(sentence: str, heading: str, wanted: Wanted) -> float:
    """A little for a sentence that holds the kind of thing that is asked for, or its year."""
    bonus = 0.0
    if wanted.when:
        bonus += 0.12 if DATE_WORD.search(sentence) else -0.08
    if wanted.number:
        bonus += 0.10 if re.search(r"\d", sentence) else -0.06
    if wanted.years:
        in_sentence = set(dates.find_years(sentence))
        if set(wanted.years) & in_sentence:
            bonus += 0.12
        elif set(wanted.years) & set(dates.find_years(heading)):
            bonus += 0.08
    return bonus


def says_of_year(sentence: str, heading: str, source: Source, year: int) -> bool:
    """Whether a sentence may hold for a year: it names it, or names none and its text holds then."""
    named = set(dates.find_years(sentence)) | {y for pair in ranges(sentence) for y in range(pair[0], pair[1] + 1)}
    if named:
        return year in named
    in_heading = set(dates.find_years(heading)) | {y for pair in ranges(heading) for y in range(pair[0], pair[1] + 1)}
    if in_heading:
        return year in in_heading
    first = source.valid_from.year if source.valid_from else None
    last = source.valid_to.year if source.valid_to else None
    if first is None and last is None:
        return source.published is None or source.published.year == year or source.authority == "binding"
    return (first is None or first <= year) and (last is None or year <= last)


def ranges(text: str) -> list[tuple[int, int]]:
    """Spans of years such as «2020–2024»."""
    found = re.findall(r"\b((?:19|20)\d{2})\s*[-–]\s*((?:19|20)\d{2})\b", text)
    return [(int(a), int(b)) for a, b in found if int(a) <= int(b) <= int(a) + 30]
