"""The answer to a question of fact: the sentences that answer it, cited; or a plain «jeg vet ikke».

Whether to answer at all is decided here. `Thresholds` holds the numbers; they were set on the development questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.builtin.conversation import Understanding
from assistant.builtin.intent import has_anchor, is_comparison, is_medical
from assistant.builtin.sentences import Candidate, SentenceReader, kind_bonus, says_of_year, wanted_kind
from assistant.builtin.vocabulary import pattern
from assistant.draft import Draft, Sentence
from assistant.evidence import Evidence
from assistant.numbers_out import day
from assistant.replies import say
from assistant.types import Language, Status
from corpus import Authority, Source, Wording
from index import analyse

FIRST_PERIOD_YEAR = 2022
ALIKE = 0.7


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a sentence is good enough, and how many are shown."""

    answer: float = 0.50
    """Least score of the best sentence for an answer."""
    coverage: float = 0.34
    """Least share of the question's words that the best sentence and its headings hold."""
    on_subject: float = 0.42
    """Least score for a question that names nothing of the scheme to count as on the subject."""
    close: float = 0.88
    """Share of the best score that a further sentence needs."""
    same_passage: float = 0.74
    """The same for a sentence of the passage already quoted."""
    most: int = 4


DEFAULT = Thresholds()


def write_question(
    understood: Understanding, evidence: Sequence[Evidence], reader: SentenceReader, thresholds: Thresholds = DEFAULT
) -> Draft:
    """Draft the answer to a question of fact from the passages found."""
    language = understood.language
    ranked = rank_sentences(understood, evidence, reader)
    best = ranked[0] if ranked else None
    if is_medical(understood.text) and not _strong(best, thresholds):
        return refusal(Status.OUT_OF_SCOPE, language)
    if best is None or best.score < thresholds.answer or best.in_context < thresholds.coverage:
        return _no_answer(understood, best, thresholds)
    if not has_anchor(understood.query) and best.score < thresholds.on_subject + 0.2:
        return _no_answer(understood, best, thresholds)
    chosen = choose(ranked, thresholds)
    if _is_gap(chosen[0]):
        return _gap(understood, chosen[0])
    chosen = [candidate for candidate in chosen if not _is_gap(candidate)]
    return Draft(Status.ANSWERED, tuple(_sentences(chosen, language)))


def _strong(best: Candidate | None, thresholds: Thresholds) -> bool:
    return best is not None and best.score >= thresholds.answer + 0.2


def rank_sentences(
    understood: Understanding, evidence: Sequence[Evidence], reader: SentenceReader
) -> list[Candidate]:
    """Sentences of the passages, best first; those that hold for another year than the one asked about are left out."""
    years = _years(understood)
    wanted = wanted_kind(understood.text, years)
    top = max((item.score for item in evidence), default=0.0) or 1.0
    scored = []
    for candidate in reader.candidates(understood.query, evidence):
        chunk = candidate.evidence.chunk
        heading = " ".join(chunk.heading)
        if years and not is_comparison(understood.text):
            if not any(says_of_year(candidate.sentence, f"{heading} {chunk.source.title or ''}", chunk.source, y) for y in years):
                continue
        score = (
            0.30 * candidate.coverage
            + 0.30 * candidate.in_context
            + 0.25 * max(candidate.dense, 0.0)
            + 0.15 * candidate.evidence.score / top
            + kind_bonus(candidate.sentence, heading, wanted)
        )
        scored.append(replace(candidate, score=round(score, 6)))
    return sorted(scored, key=lambda c: (-c.score, c.evidence.chunk.id, c.position))


def _years(understood: Understanding) -> tuple[int, ...]:
    year = understood.said_now.year if not understood.follows else understood.said_now.year or understood.facts.year
    return (year,) if year else ()


def choose(ranked: Sequence[Candidate], thresholds: Thresholds) -> list[Candidate]:
    """The best sentence, the ones of its passage that bear on the question, and close ones from elsewhere."""
    best = ranked[0]
    chosen = [best]
    seen = [_fingerprint(best.sentence)]
    for candidate in ranked[1:]:
        words = _fingerprint(candidate.sentence)
        if len(chosen) == thresholds.most or any(_alike(words, other) for other in seen):
            continue
        same = candidate.evidence.chunk.id == best.evidence.chunk.id
        needed = thresholds.same_passage if same else thresholds.close
        if candidate.score >= needed * best.score:
            chosen.append(candidate)
            seen.append(words)
    chosen.sort(key=lambda c: (c.evidence.chunk.id != best.evidence.chunk.id, c.evidence.chunk.id, c.position))
    return chosen


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sentences say nearly the same, so that one is enough."""
    return len(one & other) >= ALIKE * min(len(one), len(other))


def _fingerprint(sentence: str) -> frozenset[str]:
    return frozenset(analyse(sentence))


def _sentences(chosen: Sequence[Candidate], language: Language) -> list[Sentence]:
    drafted: list[Sentence] = []
    previous: str | None = None
    for candidate in chosen:
        source = candidate.evidence.chunk.source
        lead = "" if source.id == previous or names_its_source(candidate.sentence, source) else attribution(source, language) + " "
        quoted = candidate.sentence if source.wording is Wording.OWN else f"«{candidate.sentence}»"
        drafted.append(Sentence(f"{lead}{quoted}", (candidate.evidence.id,), candidate.sentence))
        previous = source.id
    best = chosen[0].evidence.chunk.source
    if note := period_note(best, language):
        drafted.append(Sentence(note, (chosen[0].evidence.id,), chosen[0].sentence))
    if best.authority is Authority.OPINION:
        drafted.append(Sentence(say("opinion_note", language)))
    return drafted


def names_its_source(sentence: str, source: Source) -> bool:
    """Whether a sentence says by itself who said it, so that a lead would say it twice."""
    by_name = source.publisher is not None and source.publisher.casefold() in sentence.casefold()
    return by_name or bool(pattern("names_source", file="answering").search(sentence))


def attribution(source: Source, language: Language) -> str:
    """«Ifølge Helsedirektoratet (16. mai 2025):», as far as the source is known."""
    if source.publisher and source.published:
        return say("according_to", language, publisher=source.publisher, published=day(source.published, language))
    if source.publisher:
        return say("according_to_undated", language, publisher=source.publisher)
    if source.title:
        return say("according_to_title", language, title=source.title)
    return say("according_to_unknown", language)


def period_note(source: Source, language: Language) -> str | None:
    """For which period the text holds, where that is known."""
    if source.valid_from and source.valid_to:
        return say("period_note", language, start=day(source.valid_from, language), end=day(source.valid_to, language))
    if source.valid_from and source.authority is not Authority.BINDING:
        return say("period_note_from", language, start=day(source.valid_from, language))
    if source.valid_to:
        return say("period_note_to", language, end=day(source.valid_to, language))
    return None


def _is_gap(candidate: Candidate) -> bool:
    return bool(pattern("gap", file="answering").search(candidate.sentence))


def _gap(understood: Understanding, candidate: Candidate) -> Draft:
    """What the sources do not say, said by the text that lists it."""
    lead = say("not_in_sources_lead", understood.language)
    sentence = Sentence(f"{lead} {candidate.sentence}", (candidate.evidence.id,), candidate.sentence)
    status = Status.NOT_PUBLISHED if _about_a_period(understood) else Status.NOT_IN_SOURCES
    return Draft(status, (sentence,), completeness="none")


def _about_a_period(understood: Understanding) -> bool:
    years = _years(understood)
    bound = bool(pattern("period_bound", file="answering").search(understood.query))
    return bound and any(year >= FIRST_PERIOD_YEAR for year in years)


def _no_answer(understood: Understanding, best: Candidate | None, thresholds: Thresholds) -> Draft:
    if not has_anchor(understood.query) and (best is None or best.score < thresholds.on_subject):
        return refusal(Status.OUT_OF_SCOPE, understood.language)
    if _about_a_period(understood):
        period = str(_years(understood)[0])
        text = say("not_published", understood.language, period=period)
        return Draft(Status.NOT_PUBLISHED, (Sentence(text),), completeness="none")
    if has_anchor(understood.query):
        return refusal(Status.NOT_IN_SOURCES, understood.language)
    return refusal(Status.OUT_OF_SCOPE, understood.language)


def refusal(status: Status, language: Language) -> Draft:
    """The fixed reply of a status."""
    return Draft(status, (Sentence(say(status.value, language)),), completeness="none")
