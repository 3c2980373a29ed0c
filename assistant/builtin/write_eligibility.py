"""The answer to «kan vi søke»: the verdict in words, and the conditions it follows from, each with its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from assistant.builtin.conversation import Understanding
from assistant.builtin.sentences import PassageReader, ReadPassage
from assistant.builtin.quoting import attribution
from assistant.builtin.write_question import is_gap, read_passages, write_question
from assistant.draft import Draft, Sentence
from assistant.eligibility import Condition, Finding, State, Verdict
from assistant.evidence import Evidence, ToolResult
from assistant.numbers_out import day
from assistant.replies import say
from assistant.types import Language, Status

LEAD = {
    Finding.ELIGIBLE: "yes_eligible",
    Finding.NEEDS_FACTS: "yes_if_eligible",
    Finding.NOT_ELIGIBLE: "no_not_eligible",
    Finding.UNKNOWN: "unclear_eligible",
}
MOST_CONDITIONS = 5
STRONG = 7.0
"""Least score of a searched passage that is added to a verdict."""


def write_eligibility(
    understood: Understanding, results: Mapping[str, ToolResult], reader: PassageReader, today: date
) -> Draft:
    """Draft the verdict with its conditions; where nothing is known of the period, say so."""
    checked = results["check_eligibility"]
    verdict = checked.outcome
    searched = results["search_texts"].evidence
    if not isinstance(verdict, Verdict):
        return write_question(understood, searched, reader, today)
    language = understood.language
    shown = [c for c in _shown(verdict) if c.source or c.state is not State.UNKNOWN]
    if verdict.outcome is Finding.UNKNOWN and not any(c.decides and c.source for c in shown):
        return _unknown_period(verdict, language)
    by_source = _by_condition(shown, checked.evidence)
    sentences = [Sentence(say(LEAD[verdict.outcome], language, period=_period(verdict, language)), _all(by_source))]
    for condition in shown:
        sentences += _lines(condition, by_source.get(condition.key), language)
    if verdict.period_assumed:
        sentences.append(Sentence(say("period_was_assumed", language)))
    sentences += _from_search(read_passages(understood, searched, reader, today), understood.language, sentences)
    full = "full" if verdict.outcome is not Finding.NEEDS_FACTS else "partial"
    return Draft(Status.ANSWERED, tuple(sentences), completeness=full)


def _unknown_period(verdict: Verdict, language: Language) -> Draft:
    text = say("not_published", language, period=_period(verdict, language))
    return Draft(Status.NOT_PUBLISHED, (Sentence(text),), completeness="none")


def _period(verdict: Verdict, language: Language) -> str:
    if verdict.start and verdict.end:
        return say("period_span", language, start=day(verdict.start, language), end=day(verdict.end, language))
    if verdict.start:
        return say("period_open", language, start=day(verdict.start, language))
    return say("that_period", language)


def _shown(verdict: Verdict) -> Sequence[Condition]:
    """The conditions that carry the verdict: what fails, or what is open, or what holds."""
    deciding = [c for c in verdict.conditions if c.decides]
    failed = [c for c in deciding if c.state is State.NOT_MET]
    if failed:
        return failed
    unknown = [c for c in deciding if c.state is State.UNKNOWN]
    met = [c for c in deciding if c.state is State.MET]
    return [*unknown, *met][:MOST_CONDITIONS] if verdict.outcome is Finding.UNKNOWN else [*met, *unknown][:MOST_CONDITIONS]


def _by_condition(shown: Sequence[Condition], evidence: Sequence[Evidence]) -> dict[str, Evidence]:
    found: dict[str, Evidence] = {}
    for condition in shown:
        match = next((e for e in evidence if e.chunk.source.id == condition.source and e.about == condition.key), None)
        if match:
            found[condition.key] = match
    return found


def _all(by_source: Mapping[str, Evidence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(e.id for e in by_source.values()))


def _lines(condition: Condition, evidence: Evidence | None, language: Language) -> list[Sentence]:
    state = "to_be_met" if condition.missing else f"state_{condition.state}"
    because = "" if condition.missing else say(f"because_{condition.reason}", language)
    text = say(
        "condition_line",
        language,
        condition=say(f"condition_{condition.key}", language),
        state=say(state, language),
        because=because,
    ).strip()
    if evidence is None or evidence.quote is None:
        return [Sentence(text)]
    source = attribution(evidence.chunk.source, language)
    return [Sentence(f"{text} {source} {evidence.quote}", (evidence.id,), evidence.quote)]


def _from_search(
    passages: Sequence[ReadPassage], language: Language, said: Sequence[Sentence]
) -> list[Sentence]:
    """The sentence of the texts that bears most on the question, unless it was said already."""
    quoted = {sentence.quote for sentence in said}
    best = next((passage for passage in passages if not is_gap(passage)), None)
    if best is None or best.best.text in quoted or best.score < STRONG:
        return []
    source = attribution(best.evidence.chunk.source, language)
    return [Sentence(f"{source} {best.best.text}", (best.evidence.id,), best.best.text)]
