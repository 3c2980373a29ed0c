"""The answer to «kan vi søke for …»: the verdict, its reason, and the conditions asked of, cited.

Conditions that the question does not concern are left out, but for two that must still hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.builtin.conversation import Understanding
from assistant.builtin.quoting import Quote, attributed
from assistant.builtin.sentences import PassageReader
from assistant.builtin.vocabulary import pattern
from assistant.builtin.write_competence import write_competence
from assistant.builtin.write_question import write_question
from assistant.builtin.years import asked_years
from assistant.draft import Draft, Sentence
from assistant.eligibility import (
    COMPETENCE_LAW,
    Condition,
    EligibilityFacts,
    PeriodName,
    State,
    Verdict,
    check,
)
from assistant.evidence import Evidence, ToolResult
from assistant.numbers_out import day
from assistant.replies import say
from assistant.types import Language, Status

MID_CALL = 4, 1
"""A day that lies in the call named after its year: the calls begin and end in different months."""
MOST_REASONS = 2
MOST_MUSTS = 2


@dataclass(frozen=True, slots=True)
class Case:
    """A verdict with what it takes to word it."""

    text: str
    question: str
    """The turn with the question that it leans on."""
    language: Language
    verdict: Verdict
    evidence: Mapping[str, Sequence[Evidence]]
    """The passages by what they are about."""
    today: date

    def puts(self, name: str) -> bool:
        """Whether the question is put in a way named in `eligibility.yaml`."""
        return bool(pattern(name, file="eligibility").search(self.question))

    def of(self, conditions: Sequence[Condition]) -> list[Evidence]:
        """The passages of the conditions, each passage and quote once."""
        about = [f"{item.key} {item.period}" for item in conditions]
        found = [item for name in about for item in self.evidence.get(name, ())]
        return list({(item.id, item.quote): item for item in found}.values())

    def named(self, names: Sequence[PeriodName]) -> tuple[str, ...]:
        """The passages that say which days the periods have."""
        return tuple(i.id for name in names for i in self.evidence.get(f"period {name.key}", ()))

    def names_of(self, conditions: Sequence[Condition]) -> tuple[PeriodName, ...]:
        """What the periods that the conditions are of are called."""
        periods = {condition.period for condition in conditions}
        return tuple(name for name in self.verdict.names if name.key in periods)


def write_eligibility(
    understood: Understanding, results: Mapping[str, ToolResult], reader: PassageReader, today: date
) -> Draft:
    """Draft the verdict; where the conditions say nothing of what is asked, the texts answer."""
    checked = results["check_eligibility"]
    searched = results["search_texts"].evidence
    verdict = checked.outcome
    if not isinstance(verdict, Verdict) or not verdict.periods:
        return write_question(understood, searched, reader, today)
    if verdict.periods == (COMPETENCE_LAW,):
        drafted = write_competence(understood, verdict, checked.evidence)
        return drafted or write_question(understood, searched, reader, today)
    evidence: dict[str, list[Evidence]] = {}
    for item in checked.evidence:
        evidence.setdefault(item.about or "", []).append(item)
    question = understood.query if understood.follows else understood.text
    case = Case(understood.text, question, understood.language, verdict, evidence, today)
    meant = _years_meant(case)
    if not verdict.rules_known or any(not part.rules_known for part in meant):
        return _not_published(case)
    if any(part.periods != verdict.periods for part in meant) or not _bears_on(case):
        return write_question(understood, searched, reader, today)
    case = replace(
        case, verdict=replace(verdict, period_assumed=verdict.period_assumed and not meant)
    )
    failed = [c for c in verdict.asked if c.decides and c.state is State.NOT_MET]
    not_stated = [c for c in verdict.asked if c.decides and _not_stated(c)]
    if not_stated and not failed:
        return _not_in_sources(case, not_stated)
    draft = _verdict(case, failed or [c for c in verdict.asked if not _not_stated(c)])
    unsaid = [_unsaid(case, not_stated)] if not_stated else []
    return replace(draft, sentences=(*draft.sentences, *unsaid))


def _not_stated(condition: Condition) -> bool:
    return condition.state is State.UNKNOWN and condition.missing is None


def _years_meant(case: Case) -> list[Verdict]:
    """The periods of «i år» or «neste år», which only the day of asking tells."""
    if not case.verdict.period_assumed:
        return []
    years = asked_years(case.text, case.today)
    found = [check(EligibilityFacts(), on=date(year, *MID_CALL)) for year in years]
    return [verdict for verdict in found if verdict.periods]


def _bears_on(case: Case) -> bool:
    """Whether the conditions judge what is asked, and not only the rest of the case."""
    asked = case.verdict.asked
    if case.puts("before_signing") and not any(c.key == "agreement_date" for c in asked):
        return False
    return any(c.decides or not _not_stated(c) for c in asked)


def _verdict(case: Case, shown: Sequence[Condition]) -> Draft:
    open_ones = [c for c in shown if c.state is State.UNKNOWN]
    sentences = [
        *_lead(case, shown, open_ones),
        *_quoted(case, shown),
        *_assumed(case, shown),
        *_past_deadline(case, shown),
    ]
    return Draft(Status.ANSWERED, tuple(sentences), completeness="partial" if open_ones else "full")


def _lead(case: Case, shown: Sequence[Condition], open_ones: Sequence[Condition]) -> list[Sentence]:
    """The first line: yes or no with the reason; for another kind of question the reason alone."""
    musts: list[Condition] = []
    names = case.names_of(shown)
    if _plain(case, shown):
        if open_ones:
            return []
        text = _with_period(case, names, "plain", because=_because(case, shown))
    elif open_ones:
        text = say(
            "verdict_depends", case.language, question=_question(open_ones[0], case.language)
        )
    elif any(c.state is State.NOT_MET for c in shown):
        text = _with_period(case, names, "no", because=_because(case, shown))
    else:
        musts = _musts(case, shown)
        text = _yes(case, shown, musts)
    cited = case.of([*shown, *musts[:MOST_MUSTS]])
    ids = tuple(dict.fromkeys((*(item.id for item in cited), *case.named(names))))
    return [Sentence(text, ids, cited[0].quote if cited else None)]


def _plain(case: Case, shown: Sequence[Condition]) -> bool:
    """Whether yes or no would mislead: «which», «excluded?», «only for some?»."""
    every_kommune = all(c.key == "applicant" and c.state is State.MET for c in shown)
    return every_kommune or case.puts("turned_round") or case.puts("open_question")


def _yes(case: Case, shown: Sequence[Condition], musts: Sequence[Condition]) -> str:
    because, names = _because(case, shown), case.names_of(shown)
    if not musts:
        return _with_period(case, names, "yes", because=because)
    clauses = [say(f"must_{c.key}", case.language) for c in musts[:MOST_MUSTS]]
    many = len(musts) > MOST_MUSTS
    joined = say("and_that" if many else "and", case.language).join(clauses)
    return _with_period(
        case, names, "yes_among" if many else "yes_if", because=because, musts=joined
    )


def _with_period(case: Case, names: Sequence[PeriodName], key: str, **values: str) -> str:
    """The reply with the period in it; an assumed one is named in a sentence of its own."""
    if case.verdict.period_assumed:
        return say(f"verdict_{key}", case.language, **values)
    return say(f"verdict_{key}_in", case.language, when=_when(names, case.language), **values)


def _question(condition: Condition, language: Language) -> str:
    return say(f"ask_{condition.missing}", language)


def _because(case: Case, shown: Sequence[Condition]) -> str:
    reasons = [
        say(f"because_{c.reason}", case.language, limit=_limit(c, case.language)) for c in shown
    ]
    return " ".join(list(dict.fromkeys(reasons))[:MOST_REASONS])


def _limit(condition: Condition, language: Language) -> str:
    return say(f"limit_{condition.limit}", language) if condition.limit is not None else ""


def _musts(case: Case, shown: Sequence[Condition]) -> list[Condition]:
    """The conditions that still must hold, where the question is about a doctor at all."""
    if all(c.key == "applicant" for c in shown):
        return []
    still = [c for c in case.verdict.conditions if c.decides and c.source and c not in shown]
    return [c for c in still if c.missing and c.missing != "category"]


def _quoted(case: Case, shown: Sequence[Condition]) -> list[Sentence]:
    quotes = [Quote(item, item.quote) for item in case.of(shown) if item.quote]
    return attributed(quotes, case.language)


def _assumed(case: Case, shown: Sequence[Condition]) -> list[Sentence]:
    if not case.verdict.period_assumed:
        return []
    names = case.names_of(shown)
    text = say("period_assumed", case.language, period=_periods(names, case.language))
    return [Sentence(text, case.named(names))]


def _past_deadline(case: Case, shown: Sequence[Condition]) -> list[Sentence]:
    """That the deadline has passed, where the answer would let one apply now."""
    deadline = case.verdict.deadline
    if deadline is None or case.today <= deadline:
        return []
    refused = any(c.state is State.NOT_MET for c in shown)
    if refused or not (case.verdict.period_assumed or case.puts("applying")):
        return []
    found = case.of([c for c in case.verdict.conditions if c.key == "deadline"])
    text = say("deadline_is_past", case.language, day=day(deadline, case.language))
    return [Sentence(text, (item.id,), item.quote) for item in found[:1]]


def _not_published(case: Case) -> Draft:
    """No verdict where the rules are not known; what the nearest known period said, dated."""
    names = [name for name in case.names_of(case.verdict.conditions) if not name.rules_known]
    period = _periods(names, case.language) if names else say("that_period", case.language)
    text = say("not_published", case.language, period=period)
    first = Sentence(text, case.named(names))
    told = case.verdict.elsewhere if names else case.verdict.asked
    return Draft(Status.NOT_PUBLISHED, (first, *_told(case, told)), completeness="none")


def _not_in_sources(case: Case, not_stated: Sequence[Condition]) -> Draft:
    sentences = (_unsaid(case, not_stated), *_told(case, case.verdict.elsewhere))
    return Draft(Status.NOT_IN_SOURCES, sentences, completeness="none")


def _unsaid(case: Case, not_stated: Sequence[Condition]) -> Sentence:
    """That the sources of a period do not speak of what is asked."""
    names = case.names_of(not_stated)
    subjects = dict.fromkeys(say(f"about_{c.key}", case.language) for c in not_stated)
    subject = say("and", case.language).join(subjects)
    period = _periods(names, case.language)
    text = say("not_stated", case.language, subject=subject, period=period)
    return Sentence(text, case.named(names))


def _told(case: Case, conditions: Sequence[Condition]) -> list[Sentence]:
    """What is asked, as another period states it: told apart from an answer."""
    names = {name.key: name for name in case.verdict.names}
    told: dict[str, Sentence] = {}
    for condition in conditions:
        for item in case.of([condition])[:1]:
            name = names[condition.period]
            lead = say("other_period", case.language, when=_when((name,), case.language))
            text = f"{lead} {item.quote}"
            told[text] = Sentence(text, (item.id, *case.named((name,))), item.quote)
    return list(told.values())


def _when(names: Sequence[PeriodName], language: Language) -> str:
    """«i perioden …» or «i 2022»."""
    return say("when", language, period=_periods(names, language))


def _periods(names: Sequence[PeriodName], language: Language) -> str:
    return say("and", language).join(_period(name, language) for name in names)


def _period(name: PeriodName, language: Language) -> str:
    """By its days where a source states them, otherwise by its year."""
    if name.start and name.end:
        first, last = day(name.start, language), day(name.end, language)
        return say("period_span", language, start=first, end=last)
    if name.start:
        return say("period_open", language, start=day(name.start, language))
    return say("period_year", language, year=name.key)
