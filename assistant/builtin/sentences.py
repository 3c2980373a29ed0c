"""Reads the passages that were found: how well each bears on the question, and which sentences do.

Every sentence and heading of the index is read once; a question only scores what it found.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from assistant.builtin.examples import Examples, KnownQuestions, Vote
from assistant.builtin.ranking import load_ranking
from assistant.builtin.vocabulary import pattern
from assistant.builtin.years import named_years
from assistant.evidence import Evidence
from corpus import Chunk, OutsideQuestion, sentences
from index import Embedder, KeywordIndex, analyse

NYNORSK_VERSION = "-nn"
"""Ending of the id of a text that is the nynorsk version of another."""
LONG = 1000
"""Characters beyond which a passage counts as long."""


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence of a passage, with how much of the question it holds by words and by meaning."""

    text: str
    coverage: float
    in_context: float
    """Coverage of the sentence together with its heading."""
    dense: float

    @property
    def score(self) -> float:
        """What orders the sentences of one passage."""
        return self.coverage + self.in_context + self.dense


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage that was found, read against the question."""

    evidence: Evidence
    sentences: tuple[ReadSentence, ...]
    features: Mapping[str, float]
    """What the score is made of, by the names in `ranking.yaml`."""
    score: float
    """How well the passage answers, by the weights in `ranking.yaml`; higher is better."""

    @property
    def best(self) -> ReadSentence:
        """The sentence that bears most on the question."""
        return max(self.sentences, key=lambda sentence: sentence.score)


@dataclass(frozen=True, slots=True)
class _Query:
    """A question as sentences are read against it: its vector, and its words in each of them."""

    vector: np.ndarray
    coverage: np.ndarray
    in_context: np.ndarray


@dataclass(frozen=True, slots=True)
class _Nearest:
    """A question that a section is known to answer."""

    vector: np.ndarray
    terms: frozenset[str]

    def shared_with(self, sentence: str) -> float:
        """The share of its terms that a sentence holds."""
        return len(self.terms & _terms(sentence)) / len(self.terms) if self.terms else 0.0


class PassageReader:
    """The sentences and headings of an index, ready to be read against a question."""

    def __init__(
        self,
        chunks: Sequence[Chunk],
        embedder: Embedder,
        *,
        outside: Sequence[OutsideQuestion] = (),
        asked: np.ndarray | None = None,
    ) -> None:
        """Read every heading and every sentence, alone and under its heading.

        Args:
            chunks: All chunks of the index.
            embedder: A fast one; the index may be searched with another.
            outside: Questions that the texts do not answer; none for other texts than the shipped.
            asked: Vectors of the chunks' questions in order, where this embedder made them before.
        """
        self._ranking = load_ranking()
        self._sources = {chunk.source.id for chunk in chunks}
        self._place = {chunk.id: place for place, chunk in enumerate(chunks)}
        headings = [" ".join(chunk.heading) or chunk.source.title or "" for chunk in chunks]
        self._rows: list[tuple[int, int]] = []
        self._sentences: list[str] = []
        contexts: list[str] = []
        for chunk, heading in zip(chunks, headings, strict=True):
            found = sentences(chunk.text)
            self._rows.append((len(self._sentences), len(self._sentences) + len(found)))
            self._sentences += found
            contexts += [f"{heading} {sentence}" for sentence in found]
        self._heading_words = KeywordIndex(headings, scored=False)
        self._words = KeywordIndex(self._sentences, scored=False)
        self._context_words = KeywordIndex(contexts, scored=False)
        self._vector = lru_cache(maxsize=64)(lambda text: embedder.embed_queries([text])[0])
        self._heading_vectors = embedder.embed_passages(headings) if headings else np.zeros((0, 1))
        self._vectors = embedder.embed_passages(contexts) if contexts else np.zeros((0, 1))
        questions = [question for chunk in chunks for question in chunk.asked]
        self._asked = embedder.embed_queries(questions) if asked is None and questions else asked
        counts = [len(chunk.asked) for chunk in chunks]
        self._asked_ends = np.cumsum(counts)
        self._examples: Examples | None = None
        if outside and self._asked is not None:
            told = [not tells_a_gap(self._first(place)) for place in range(len(chunks))]
            answered = np.repeat(np.array(told, dtype=bool), counts)
            known = KnownQuestions(questions, self._asked, answered)
            self._examples = Examples(known, outside, embedder)

    def _first(self, place: int) -> str:
        start, end = self._rows[place]
        return self._sentences[start] if end > start else ""

    def vote(self, question: str, years: Collection[int] = ()) -> Vote | None:
        """What examples of questions say of this one; None for other texts than the shipped."""
        if self._examples is None:
            return None
        return self._examples.vote(self._vector(question), years)

    def read(
        self,
        question: str,
        evidence: Sequence[Evidence],
        *,
        language: str,
        years: Collection[int] = (),
    ) -> list[ReadPassage]:
        """The passages in the order of how well they answer, ties by chunk id.

        Of a text in both written forms of Norwegian the question's is taken; in English, bokmål.

        Args:
            question: What is asked.
            evidence: What search found.
            language: The question's.
            years: The years it is about; a passage that names one of them answers better.
        """
        wanted = "nb" if language == "en" else language
        if not evidence:
            return []
        vector = self._vector(question)
        query = _Query(
            vector, self._words.coverage(question), self._context_words.coverage(question)
        )
        heading_coverage = self._heading_words.coverage(question)
        strongest = max(item.keyword for item in evidence) or 1.0
        passages = []
        for item in evidence:
            place = self._place[item.chunk.id]
            read = self._read_sentences(place, query)
            if not read:
                continue
            heading = float(heading_coverage[place]), float(self._heading_vectors[place] @ vector)
            found = features(item, read, heading, item.keyword / strongest, years)
            score = self._ranking.score(found)
            score -= self._ranking.weights["other_version"] * self._has_version(
                item.chunk.source.id, wanted
            )
            passages.append(ReadPassage(item, read, found, score))
        return sorted(passages, key=lambda passage: (-passage.score, passage.evidence.chunk.id))

    def _has_version(self, source: str, language: str) -> bool:
        """Whether a text stands here in the wanted written form of Norwegian too."""
        if language == "nn":
            return (
                not source.endswith(NYNORSK_VERSION) and source + NYNORSK_VERSION in self._sources
            )
        return (
            source.endswith(NYNORSK_VERSION)
            and source.removesuffix(NYNORSK_VERSION) in self._sources
        )

    def _read_sentences(self, place: int, query: _Query) -> tuple[ReadSentence, ...]:
        start, end = self._rows[place]
        dense = self._vectors[start:end] @ query.vector
        return tuple(
            ReadSentence(
                self._sentences[row],
                float(query.coverage[row]),
                float(query.in_context[row]),
                float(dense[row - start]),
            )
            for row in range(start, end)
        )

    def reread(self, passage: ReadPassage, question: str) -> ReadPassage:
        """The passage read against the question and what its section is asked in other words.

        Everyday words («gi seg») often share nothing with the sentence that answers; the nearest
        question that the section is known to answer does.
        """
        nearest = self._nearest_asked(passage.evidence.chunk, question)
        if nearest is None:
            return passage
        start, end = self._rows[self._place[passage.evidence.chunk.id]]
        cosines = self._vectors[start:end] @ nearest.vector
        near = dict(zip(self._sentences[start:end], cosines, strict=True))
        both = tuple(
            ReadSentence(
                s.text,
                s.coverage + nearest.shared_with(s.text),
                s.in_context,
                s.dense + float(near[s.text]),
            )
            for s in passage.sentences
        )
        return replace(passage, sentences=both)

    def _nearest_asked(self, chunk: Chunk, question: str) -> _Nearest | None:
        if not chunk.asked or self._asked is None:
            return None
        end = int(self._asked_ends[self._place[chunk.id]])
        vectors = self._asked[end - len(chunk.asked) : end]
        best = int(np.argmax(vectors @ self._vector(question)))
        return _Nearest(vectors[best], _terms(chunk.asked[best]))


def tells_a_gap(sentence: str) -> bool:
    """Whether a passage that begins so tells what the sources do not say."""
    return bool(pattern("gap", file="answering").search(sentence))


_years = lru_cache(maxsize=4096)(named_years)


@lru_cache(maxsize=4096)
def _terms(text: str) -> frozenset[str]:
    return frozenset(analyse(text))


def features(
    item: Evidence,
    read: Sequence[ReadSentence],
    heading: tuple[float, float],
    keyword: float,
    years: Collection[int] = (),
) -> dict[str, float]:
    """What a passage's score is made of, by the names in `ranking.yaml`."""
    return {
        "search": item.score,
        "asked": item.asked,
        "asked_words": item.asked_words,
        "keyword": keyword,
        "coverage": item.coverage,
        "heading_coverage": heading[0],
        "heading_dense": heading[1],
        "sentence_coverage": max(sentence.coverage for sentence in read),
        "sentence_in_context": max(sentence.in_context for sentence in read),
        "sentence_dense": max(sentence.dense for sentence in read),
        "length": min(len(item.chunk.text), LONG) / LONG,
        "names_year": float(any(year in _years(item.chunk.context) for year in years)),
        "tells_of_year": float(any(year in _years(s.text) for s in read for year in years)),
    }
