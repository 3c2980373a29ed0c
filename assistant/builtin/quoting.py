"""Which words of the passages are shown, and how their source is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.builtin.ranking import Thresholds
from assistant.builtin.sentences import ReadPassage
from assistant.builtin.vocabulary import pattern
from assistant.draft import Sentence
from assistant.evidence import Evidence
from assistant.numbers_out import day
from assistant.replies import say
from assistant.types import Language
from corpus import Authority, Source, Wording
from index import analyse

ALIKE = 0.7
"""Share of the shorter sentence's words from which two sentences count as saying the same."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a passage, letter by letter."""

    evidence: Evidence
    text: str


def choose(passages: Sequence[ReadPassage], thresholds: Thresholds) -> list[Quote]:
    """The best section's sentences, and one of each nearly as good section that says more."""
    best = passages[0]
    section = [p for p in passages if _section(p) == _section(best)]
    quotes = _of_the_best(section, thresholds)
    seen = [_words(quote.text) for quote in quotes]
    others = [p for p in passages if _section(p) != _section(best)]
    for passage in others[: thresholds.most_passages - 1]:
        text = passage.best.text
        words = _words(text)
        if passage.score < best.score - thresholds.close or any(
            _alike(words, other) for other in seen
        ):
            continue
        quotes.append(Quote(passage.evidence, text))
        seen.append(words)
    return quotes


def _section(passage: ReadPassage) -> tuple[str, tuple[str, ...]]:
    return passage.evidence.chunk.source.id, passage.evidence.chunk.heading


def _of_the_best(section: Sequence[ReadPassage], thresholds: Thresholds) -> list[Quote]:
    """A short passage whole; of a long section its best sentences, with a list they lead to."""
    best = section[0]
    texts = [sentence.text for sentence in best.sentences]
    own = best.evidence.chunk.source.wording is Wording.OWN
    most = thresholds.whole_passage_characters if own else thresholds.original_characters
    if len(section) == 1 and sum(map(len, texts)) <= most:
        return spans(best, set(range(len(texts))))
    ranked = sorted(
        ((s.score, p, place) for p in section for place, s in enumerate(p.sentences)),
        key=lambda item: -item[0],
    )
    chosen: dict[str, set[int]] = {}
    left = most
    for _, passage, place in ranked[: thresholds.most_sentences]:
        texts = [sentence.text for sentence in passage.sentences]
        wanted = {place, *_list_of(texts, place)} - chosen.get(passage.evidence.chunk.id, set())
        length = sum(len(texts[at]) for at in wanted)
        if chosen and length > left:
            continue
        left -= length
        chosen.setdefault(passage.evidence.chunk.id, set()).update(wanted)
    return [
        quote
        for p in section
        if p.evidence.chunk.id in chosen
        for quote in spans(p, chosen[p.evidence.chunk.id])
    ]


def _list_of(texts: Sequence[str], place: int) -> set[int]:
    """The lead of the list that a sentence stands in, or the items of the list that it leads to."""
    lead = next((at for at in range(place, -1, -1) if texts[at].rstrip().endswith(":")), None)
    if lead is None:
        return set()
    return {lead, *range(lead + 1, len(texts))} if lead == place else {lead}


def spans(passage: ReadPassage, places: set[int]) -> list[Quote]:
    """The chosen sentences as words of the passage, those that follow each other in one piece."""
    text = passage.evidence.chunk.text
    found: list[tuple[int, int, int]] = []
    at = 0
    for place, sentence in enumerate(passage.sentences):
        start = text.find(sentence.text, at)
        if start < 0:
            continue
        at = start + len(sentence.text)
        if place not in places:
            continue
        if found and found[-1][2] == place - 1:
            found[-1] = (found[-1][0], at, place)
        else:
            found.append((start, at, place))
    return [Quote(passage.evidence, text[start:end]) for start, end, _ in found]


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= ALIKE * min(len(one), len(other))


def _words(sentence: str) -> frozenset[str]:
    return frozenset(analyse(sentence))


def attributed(quotes: Sequence[Quote], language: Language) -> list[Sentence]:
    """The quotes as sentences of the answer, each source named once."""
    drafted: list[Sentence] = []
    previous: str | None = None
    for quote in quotes:
        source = quote.evidence.chunk.source
        said = source.id == previous or _names_its_source(quote.text, source, language)
        lead = "" if said else attribution(source, language) + " "
        shown = quote.text if source.wording is Wording.OWN else f"«{quote.text}»"
        drafted.append(Sentence(f"{lead}{shown}", (quote.evidence.id,), quote.text))
        previous = source.id
    return drafted


def _names_its_source(sentence: str, source: Source, language: Language) -> bool:
    """Whether a sentence says by itself who said it, so that a lead would say it twice."""
    if language is Language.ENGLISH:
        return False
    by_name = source.publisher is not None and source.publisher.casefold() in sentence.casefold()
    return by_name or bool(pattern("names_source", file="answering").search(sentence))


def attribution(source: Source, language: Language) -> str:
    """«Ifølge Helsedirektoratet (16. mai 2025):», as far as the source is known."""
    if source.publisher and source.published:
        return say(
            "according_to",
            language,
            publisher=source.publisher,
            published=day(source.published, language),
        )
    if source.publisher:
        return say("according_to_undated", language, publisher=source.publisher)
    if source.title:
        return say("according_to_title", language, title=source.title)
    return say("according_to_unknown", language)


def period_note(source: Source, language: Language) -> str | None:
    """For which period the text holds, where that is known."""
    if source.valid_from and source.valid_to:
        return say(
            "period_note",
            language,
            start=day(source.valid_from, language),
            end=day(source.valid_to, language),
        )
    if source.valid_from and source.authority is not Authority.BINDING:
        return say("period_note_from", language, start=day(source.valid_from, language))
    if source.valid_to:
        return say("period_note_to", language, end=day(source.valid_to, language))
    return None
