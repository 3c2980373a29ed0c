"""Turns the training data into pairs of texts that mean the same or answer each other."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from corpus import Chunk, OutsideQuestion
from index.serial import searchable_text
from index.train.data import Section, TrainingData, useful_heading

Groups = tuple[tuple[str, ...], ...]
LANGUAGES = ("nb", "nn", "en")
PASSAGE_CHARS = 1500
MIN_CHARS = 40
MIN_SENTENCES, MIN_SENTENCE_WORDS, STRETCH_WORDS = 3, 4, 12
WITH_TITLE = 0.4
"""Share of the headings of public documents that are asked together with the title."""
MIN_QUERY_WORDS = 3
COMMON_HEADING = 5
"""A heading on more sections than this is asked together with the title of its act."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ(])|\n+")


@dataclass(frozen=True, slots=True)
class Pair:
    """A query and the passage it should find; pairs of one document are each other's hard cases."""

    query: str
    passage: str
    document: str = ""
    answer: str = ""
    """What the query is answered by, where several passages say it; the passage itself if empty.

    Pairs of the same answer are never held against each other.
    """


@dataclass(frozen=True, slots=True)
class Source:
    """Pairs of one kind, and how often each is seen in one pass."""

    name: str
    repeats: float
    pairs: tuple[Pair, ...]


def sources(
    data: TrainingData,
    glossary: Groups,
    seed: int,
    *,
    chunks: Sequence[Chunk] = (),
    outside: Sequence[OutsideQuestion] = (),
) -> list[Source]:
    """Build all training pairs; only what the split calls train is used.

    Args:
        data: The texts to learn from.
        glossary: Terms that mean the same.
        seed: Decides what is drawn.
        chunks: Passages with the questions they answer, as shipped in `corpus/asked`.
        outside: Questions that no text answers, as shipped in `corpus/outside`.
    """
    rng = random.Random(seed)
    return [
        Source("law headings", 2.0, tuple(_headings(data, nynorsk=False))),
        Source("law headings, nynorsk", 2.0, tuple(_headings(data, nynorsk=True))),
        Source("law sentences", 1.0, tuple(_sentences(data, rng))),
        Source("public documents", 1.0, tuple(_documents(data, rng))),
        Source("questions", 1.0, tuple(_questions(data))),
        Source("parallel text", 0.6, tuple(_parallel(data))),
        Source("heading translations", 1.0, tuple(_translations(data))),
        Source("questions asked", 6.0, tuple(_asked(chunks))),
        Source("questions in other words", 6.0, tuple(_in_other_words(chunks, outside, rng))),
        Source("article titles", 0.4, tuple(Pair(*title) for title in data.titles)),
        Source(
            "glossary", 6.0, tuple(Pair(*pair) for g in glossary for pair in permutations(g, 2))
        ),
    ]


def vocabulary_texts(data: TrainingData) -> Iterator[str]:
    """Yield the texts that the tokenizer learns from."""
    for section in (*data.train.sections, *data.passages):
        yield f"{section.heading} {section.text[:600]}"
        if section.heading in data.headings_nn:
            yield data.headings_nn[section.heading]
    for texts in data.parallel:
        yield from (texts[language] for language in LANGUAGES if language in texts)
    for title in data.titles:
        yield from title
    for question in data.train.questions:
        yield question.text
        yield question.nynorsk or ""


def _headings(data: TrainingData, *, nynorsk: bool) -> Iterator[Pair]:
    count = Counter(section.heading for section in data.train.sections)
    for section in data.train.sections:
        if not section.heading or not useful_heading(section):
            continue
        heading = data.headings_nn.get(section.heading) if nynorsk else section.heading
        if heading is None or (nynorsk and heading == section.heading):
            continue
        common = count[section.heading] > COMMON_HEADING
        query = f"{heading} {section.title}" if common else heading
        yield Pair(query, section.text[:PASSAGE_CHARS], section.document)


def _sentences(data: TrainingData, rng: random.Random) -> Iterator[Pair]:
    """Yield a stretch of up to twelve words, and the rest of the section it was taken from."""
    for section in data.train.sections:
        sentences = [
            s for s in _SENTENCE.split(section.text) if len(s.split()) >= MIN_SENTENCE_WORDS
        ]
        if len(sentences) < MIN_SENTENCES:
            continue
        chosen = rng.randrange(len(sentences))
        words = sentences[chosen].split()
        if len(words) > STRETCH_WORDS:
            start = rng.randrange(len(words) - STRETCH_WORDS + 1)
            words = words[start : start + STRETCH_WORDS]
        rest = " ".join(sentences[:chosen] + sentences[chosen + 1 :])
        yield Pair(" ".join(words), rest[:PASSAGE_CHARS], section.document)


def _documents(data: TrainingData, rng: random.Random) -> Iterator[Pair]:
    for section in data.passages:
        if len(section.text) > MIN_CHARS:
            query = section.heading
            if query != section.title and rng.random() < WITH_TITLE:
                query = f"{query} {section.title}"
            yield Pair(query, section.text[:PASSAGE_CHARS], section.document)


def _questions(data: TrainingData) -> Iterator[Pair]:
    """Yield each question with the stretch that holds its answer, and with the whole passage."""
    for question in data.train.questions:
        context = data.contexts[question.document]
        starts = [context.find(answer) for answer in question.answers if answer in context]
        start = max(0, starts[0] - 400) if starts else 0
        for text in filter(None, (question.text, question.nynorsk)):
            yield Pair(text, context[start : start + 900], question.document)
            yield Pair(text, context, question.document)


def _asked(chunks: Sequence[Chunk]) -> Iterator[Pair]:
    """Yield each question written for a section of the texts, and the section's passage."""
    for chunk in chunks:
        for question in chunk.asked:
            text = searchable_text(chunk)[:PASSAGE_CHARS]
            yield Pair(question, text, chunk.source.id, _section(chunk))


def _in_other_words(
    chunks: Sequence[Chunk], outside: Sequence[OutsideQuestion], rng: random.Random
) -> Iterator[Pair]:
    """Yield each question and another one of the same section or topic, in whatever language."""
    groups = [(chunk.source.id, _section(chunk), chunk.asked) for chunk in chunks]
    topics: dict[tuple[str, str], list[str]] = {}
    for example in outside:
        topics.setdefault((example.kind, example.topic), []).append(example.text)
    groups += [(kind, topic, tuple(texts)) for (kind, topic), texts in topics.items()]
    for document, answer, questions in groups:
        for question in questions:
            others = [other for other in questions if other != question]
            if others:
                yield Pair(question, rng.choice(others), document, answer)


def _section(chunk: Chunk) -> str:
    return f"{chunk.source.id} {chunk.heading}"


def _parallel(data: TrainingData) -> Iterator[Pair]:
    for texts in data.parallel:
        sides = [texts[language][:400] for language in LANGUAGES if language in texts]
        for number, left in enumerate(sides):
            for right in sides[number + 1 :]:
                if left != right:
                    yield Pair(left, right)


def _translations(data: TrainingData) -> Iterator[Pair]:
    for heading in sorted({section.heading for section in data.train.sections}):
        nynorsk = data.headings_nn.get(heading)
        if nynorsk and nynorsk != heading:
            yield Pair(heading, nynorsk)


def held_out_queries(
    sections: tuple[Section, ...], headings_nn: dict[str, str], count: int
) -> list[int]:
    """Choose sections whose heading is unique, at least three words, and known in nynorsk."""
    seen = Counter(section.heading for section in sections)
    chosen = [
        number
        for number, section in enumerate(sections)
        if seen[section.heading] == 1
        and len(section.heading.split()) >= MIN_QUERY_WORDS
        and section.heading in headings_nn
    ]
    random.Random(11).shuffle(chosen)
    return chosen[:count]
