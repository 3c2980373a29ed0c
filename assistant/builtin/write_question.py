"""The answer to a question of fact: the sentences that answer it, cited; or a plain «jeg vet ikke».

Whether to answer at all is decided here, by the numbers of `ranking.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.builtin.conversation import Understanding
from assistant.builtin.dates import find_days
from assistant.builtin.examples import Vote
from assistant.builtin.intent import has_anchor, is_comparison, is_medical
from assistant.builtin.quoting import Quote, attributed, choose, period_note
from assistant.builtin.ranking import load_ranking
from assistant.builtin.sentences import PassageReader, ReadPassage, tells_a_gap
from assistant.builtin.vocabulary import pattern
from assistant.builtin.years import asked_years, named_years, says_of_year
from assistant.draft import Draft, Sentence
from assistant.eligibility import rules_known
from assistant.evidence import Evidence
from assistant.replies import say
from assistant.types import Language, Status
from corpus import Authority

FIRST_PERIOD_YEAR = 2022
MOST_READ_AGAIN = 8


def write_question(
    understood: Understanding, evidence: Sequence[Evidence], reader: PassageReader, today: date
) -> Draft:
    """Draft the answer to a question of fact from the passages found."""
    ranking = load_ranking()
    passages = read_passages(understood, evidence, reader, today)
    found = weigh(passages, understood, reader, today)
    if (
        found.best is None
        or not _likely(found, understood)
        or unpublished(understood, [p for p in passages if not is_gap(p)], today)
    ):
        return _no_answer(understood, found, today)
    answers = [p for p in passages if not is_gap(p)][:MOST_READ_AGAIN]
    shown = [reader.reread(p, understood.query) for p in answers]
    quotes = choose(shown, ranking.thresholds)
    if _lacks_the_figure(understood.text, quotes):
        return _no_answer(understood, found, today)
    return Draft(Status.ANSWERED, tuple(_sentences(quotes, understood.language)))


def _lacks_the_figure(asked: str, quotes: Sequence[Quote]) -> bool:
    """Whether it is asked what a rate was, and the best passage's sentences tell no number."""
    best = quotes[0].evidence.id
    told = " ".join(quote.text for quote in quotes if quote.evidence.id == best)
    return bool(pattern("a_rate", file="answering").search(asked)) and not A_FIGURE.search(told)


A_FIGURE = re.compile(r"(?<![\d.,])(?!(?:19|20)\d{2}(?!\d))\d")
"""A digit of a number that is no year."""


def _likely(found: Found, understood: Understanding) -> bool:
    ranking = load_ranking()
    asked = bool(found.best and found.best.evidence.chunk.asked)
    return (
        ranking.probability(decision_features(found, understood), with_questions=asked)
        >= ranking.thresholds.answer
    )


@dataclass(frozen=True, slots=True)
class Found:
    """What a question is decided on: best passage, best on what is not known, the examples."""

    best: ReadPassage | None
    gap: ReadPassage | None
    examples: Vote | None
    asked_words: float
    """Most of the question's words that any question of a found section holds."""
    asked_words_gap: float
    """The same over the sections on what the sources do not say."""


def weigh(
    passages: Sequence[ReadPassage],
    understood: Understanding,
    reader: PassageReader,
    today: date,
) -> Found:
    """Pick out of the passages what the decision is made on."""
    answers = [passage for passage in passages if not is_gap(passage)]
    gaps = [passage for passage in passages if is_gap(passage)]
    return Found(
        best=next(iter(answers), None),
        gap=next(iter(gaps), None),
        examples=reader.vote(understood.query, years_of(understood, today)),
        asked_words=max((p.evidence.asked_words for p in answers), default=0.0),
        asked_words_gap=max((p.evidence.asked_words for p in gaps), default=0.0),
    )


FARTHEST_GAP = -5.0
NEAREST_GAP = 3.0


def decision_features(found: Found, understood: Understanding) -> dict[str, float]:
    """What the decision to answer is made on, by the names in `ranking.yaml`."""
    best = found.best.score if found.best else 0.0
    lead = found.gap.score - best if found.gap else FARTHEST_GAP
    return {
        "best": best,
        "gap_lead": min(max(lead, FARTHEST_GAP), NEAREST_GAP),
        "asked": found.best.evidence.asked if found.best else 0.0,
        "asked_words": found.asked_words,
        "asked_words_gap": found.asked_words_gap,
        "asked_gap": found.gap.evidence.asked if found.gap else 0.0,
        "outside_dense": found.examples.dense if found.examples else 0.0,
        "neighbours": found.examples.neighbours if found.examples else 0.0,
        "examples_weight": found.examples.weight if found.examples else 0.0,
        "anchor": float(has_anchor(understood.query) and not is_medical(understood.text)),
    }


def unpublished(understood: Understanding, answers: Sequence[ReadPassage], today: date) -> bool:
    """Whether rules of a call that is not known are asked for, and all that is near is of another.

    Args:
        understood: The question.
        answers: Passages that may answer it, best first; at least one.
        today: The day it is asked on.
    """
    years = [y for y in years_of(understood, today) if not _is_known(y, understood.query)]
    if not years:
        return False
    if not pattern("of_a_call", file="answering").search(understood.query):
        return False
    if answers[0].evidence.chunk.source.authority is Authority.UNOFFICIAL:
        return False
    least = answers[0].score - load_ranking().thresholds.close
    return not any(_is_of(passage, years) for passage in answers if passage.score >= least)


def _is_known(year: int, asked: str) -> bool:
    """Whether the rules of a year are known, on the days of it that were named, else in spring."""
    named = [day for mention in find_days(asked) if (day := mention.first()) and day.year == year]
    return all(rules_known(day) for day in named or [date(year, 4, 1)])


def _is_of(passage: ReadPassage, years: Collection[int]) -> bool:
    """Whether a passage tells of the scheme in one of the years."""
    telling = [passage.best.text, *passage.evidence.chunk.heading]
    of_the_year = any(set(years) & named_years(text) for text in telling)
    return of_the_year and bool(
        pattern("of_the_scheme", file="answering").search(passage.best.text)
    )


def read_passages(
    understood: Understanding, evidence: Sequence[Evidence], reader: PassageReader, today: date
) -> list[ReadPassage]:
    """Passages, best first, without sentences that hold for another year than the one asked."""
    years = years_of(understood, today)
    passages = reader.read(understood.query, evidence, language=understood.language, years=years)
    if not years or is_comparison(understood.text):
        return passages
    kept = []
    for passage in passages:
        chunk = passage.evidence.chunk
        heading = f"{' '.join(chunk.heading)} {chunk.source.title or ''}"
        fitting = tuple(
            s
            for s in passage.sentences
            if any(says_of_year(s.text, heading, chunk.source, y) for y in years)
        )
        if fitting:
            kept.append(replace(passage, sentences=fitting))
    return kept


def years_of(understood: Understanding, today: date) -> tuple[int, ...]:
    """The years a question is about: those it names, or in a follow-up that of the turns before."""
    years = asked_years(understood.text, today)
    if not years and understood.follows and understood.facts.year:
        return (understood.facts.year,)
    return years


def _sentences(quotes: Sequence[Quote], language: Language) -> list[Sentence]:
    drafted = attributed(quotes, language)
    first = quotes[0]
    source = first.evidence.chunk.source
    if note := period_note(source, language):
        drafted.append(Sentence(note, (first.evidence.id,), first.text))
    if source.authority is Authority.OPINION:
        drafted.append(Sentence(say("opinion_note", language)))
    return drafted


def is_gap(passage: ReadPassage) -> bool:
    """Whether a passage says that the sources do not say."""
    return tells_a_gap(passage.sentences[0].text)


def _gap(understood: Understanding, passage: ReadPassage, today: date) -> Draft:
    lead = say("not_in_sources_lead", understood.language)
    quote = passage.sentences[0].text
    sentence = Sentence(f"{lead} {quote}", (passage.evidence.id,), quote)
    status = Status.NOT_PUBLISHED if about_a_period(understood, today) else Status.NOT_IN_SOURCES
    return Draft(status, (sentence,), completeness="none")


def about_a_period(understood: Understanding, today: date) -> bool:
    """Whether a question asks for rates of a period of the scheme, or for rules not known."""
    if not pattern("period_bound", file="answering").search(understood.query):
        return False
    rates = pattern("rates", file="answering").search(understood.query)
    return any(
        year >= FIRST_PERIOD_YEAR and (rates or not rules_known(date(year, 4, 1)))
        for year in years_of(understood, today)
    )


def _no_answer(understood: Understanding, found: Found, today: date) -> Draft:
    """What the sources are known not to say, if that was asked for; else the refusal that fits."""
    thresholds, language = load_ranking().thresholds, understood.language
    gap, best = found.gap, found.best.score if found.best else 0.0
    if (
        gap
        and gap.score >= best + thresholds.gap_lead
        and gap.evidence.asked >= thresholds.gap_asked
    ):
        return _gap(understood, gap, today)
    anchored = _on_subject(understood, found)
    if anchored and about_a_period(understood, today):
        year = str(years_of(understood, today)[0])
        period = year if year in understood.text else say("that_period", language)
        text = say("not_published", language, period=period)
        return Draft(Status.NOT_PUBLISHED, (Sentence(text),), completeness="none")
    return refusal(Status.NOT_IN_SOURCES if anchored else Status.OUT_OF_SCOPE, language)


def _on_subject(understood: Understanding, found: Found) -> bool:
    """Whether a question that is not answered is about the scheme and its doctors at all.

    Its own words tell, and the known questions nearest to it; without such a word they must be
    near indeed.
    """
    anchored = has_anchor(understood.query) and not is_medical(understood.text)
    if found.examples is None:
        return anchored
    thresholds = load_ranking().thresholds
    near = max(found.examples.dense, found.best.evidence.asked if found.best else 0.0)
    if anchored:
        return found.examples.subject >= thresholds.subject
    return found.examples.subject == 1.0 and near >= thresholds.subject_near


def refusal(status: Status, language: Language) -> Draft:
    """The fixed reply of a status."""
    return Draft(status, (Sentence(say(status.value, language)),), completeness="none")
