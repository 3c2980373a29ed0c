"""Reads the passages that were found: how well each bears on the question, and which sentences do.

Every sentence and heading of the index is read once; a question only scores what it found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from assistant.builtin.outside import Outside
from assistant.builtin.ranking import load_ranking
from assistant.evidence import Evidence
from corpus import Chunk, sentences
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
    heading_coverage: float
    heading_dense: float
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
class _Asked:
    """A question that a section is known to answer."""

    vector: np.ndarray
    terms: frozenset[str]

    def shared_with(self, sentence: str) -> float:
        """The share of its terms that a sentence holds."""
        return len(self.terms & _terms(sentence)) / len(self.terms) if self.terms else 0.0


class PassageReader:
    """The sentences and headings of an index, ready to be read against a question."""

    def __init__(
        self, chunks: Sequence[Chunk], embedder: Embedder, outside: Outside | None = None
    ) -> None:
        """Read every heading and every sentence, alone and under its heading.

        Args:
            chunks: All chunks of the index.
            embedder: A fast one; the index may be searched with another.
            outside: Examples that the texts do not answer; None for other texts than the shipped.
        """
        self.outside = outside
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
        self._heading_words = KeywordIndex(headings)
        self._words = KeywordIndex(self._sentences)
        self._context_words = KeywordIndex(contexts)
        self._vector = lru_cache(maxsize=64)(lambda text: embedder.embed_queries([text])[0])
        self._asked_vectors = lru_cache(maxsize=1024)(
            lambda asked: embedder.embed_queries(list(asked))
        )
        self._heading_vectors = embedder.embed_passages(headings) if headings else np.zeros((0, 1))
        self._vectors = embedder.embed_passages(contexts) if contexts else np.zeros((0, 1))

    def read(
        self, question: str, evidence: Sequence[Evidence], *, language: str
    ) -> list[ReadPassage]:
        """The passages in the order of how well they answer, ties by chunk id.

        Of a text in both written forms of Norwegian the question's is taken; in English, bokmål.
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
            score = self._ranking.score(features(item, read, heading, item.keyword / strongest))
            score -= self._ranking.weights["other_version"] * self._has_version(
                item.chunk.source.id, wanted
            )
            passages.append(ReadPassage(item, read, *heading, score=score))
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

    def _nearest_asked(self, chunk: Chunk, question: str) -> _Asked | None:
        if not chunk.asked:
            return None
        vectors = self._asked_vectors(chunk.asked)
        best = int(np.argmax(vectors @ self._vector(question)))
        return _Asked(vectors[best], _terms(chunk.asked[best]))


@lru_cache(maxsize=4096)
def _terms(text: str) -> frozenset[str]:
    return frozenset(analyse(text))


def features(
    item: Evidence, read: Sequence[ReadSentence], heading: tuple[float, float], keyword: float
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
    }
