"""From an understood turn and what the tools found to a draft: which writer takes it."""

from __future__ import annotations

from datetime import date

from assistant.builtin.conversation import Understanding
from assistant.builtin.facts import Facts, Unread
from assistant.builtin.intent import Intent
from assistant.builtin.sentences import PassageReader
from assistant.builtin.write_case import write_amount
from assistant.builtin.write_eligibility import write_eligibility
from assistant.builtin.write_question import write_question
from assistant.builtin.write_register import register_sentences, unknown_name, write_municipality
from assistant.calculator import Computed
from assistant.draft import Draft, Sentence
from assistant.evidence import ToolResult
from assistant.numbers_out import day, number
from assistant.outcomes import CalculationOutcome, Lookup
from assistant.replies import has, say
from assistant.types import Language, Status

FIXED = {
    Intent.GREETING: (Status.ANSWERED, "greeting"),
    Intent.THANKS: (Status.ANSWERED, "thanks"),
    Intent.CAPABILITIES: (Status.ANSWERED, "capabilities"),
    Intent.RESET: (Status.ANSWERED, "reset"),
    Intent.INSTRUCTION: (Status.REFUSED, "refused"),
}


def write(
    understood: Understanding, results: tuple[ToolResult, ...], reader: PassageReader, today: date
) -> Draft:
    """The draft for a turn."""
    by_tool = {result.tool: result for result in results}
    if understood.intent in FIXED:
        status, key = FIXED[understood.intent]
        return Draft(status, (Sentence(say(key, understood.language)),), completeness="none")
    if understood.intent is Intent.FACTS_USED:
        return _facts_used(understood)
    if understood.intent is Intent.AMOUNT:
        if understood.facts.ambiguous_number:
            return _ambiguous_number(understood.facts.ambiguous_number, understood.language)
        reckoned = by_tool["calculate_grant"]
        if understood.facts.unread and _is_computed(reckoned):
            return _unread(understood.facts.unread, understood.language)
        return write_amount(understood, reckoned)
    if understood.intent is Intent.MUNICIPALITY:
        return write_municipality(understood, by_tool["look_up_municipality"])
    if understood.intent is Intent.ELIGIBILITY:
        return write_eligibility(understood, by_tool, reader, today)
    draft = write_question(understood, by_tool["search_texts"].evidence, reader, today)
    return _with_register(understood, draft, by_tool.get("look_up_municipality"))


def _with_register(understood: Understanding, draft: Draft, looked_up: ToolResult | None) -> Draft:
    """Add the kommune's row to an answer about its centrality or office."""
    if looked_up is None or not isinstance(looked_up.outcome, Lookup):
        return draft
    if not looked_up.outcome.municipalities:
        return unknown_name(looked_up.outcome, understood.language)
    rows = register_sentences(looked_up, understood.language)
    if draft.status is not Status.ANSWERED:
        return Draft(Status.ANSWERED, rows)
    return Draft(Status.ANSWERED, (*rows, *draft.sentences))


def _ambiguous_number(written: str, language: Language) -> Draft:
    digits = written.strip().replace(".", "")
    text = say(
        "ambiguous_number",
        language,
        number=written.strip(),
        thousands=digits,
        decimal=written.strip().replace(".", ","),
    )
    return Draft(Status.NEEDS_INPUT, (Sentence(text),), missing=("rate",), completeness="none")


def _is_computed(reckoned: ToolResult) -> bool:
    found = reckoned.outcome
    return isinstance(found, CalculationOutcome) and isinstance(found.outcome, Computed)


def _unread(unread: Unread, language: Language) -> Draft:
    question = say(f"unread_{unread.fact}", language)
    text = say("unread", language, words=unread.words.strip(), question=question)
    return Draft(Status.NEEDS_INPUT, (Sentence(text),), missing=(unread.fact,), completeness="none")


def _facts_used(understood: Understanding) -> Draft:
    language = understood.language
    lines = [
        Sentence("- " + say("fact_line", language, fact=fact, value=value, words=words))
        for fact, value, words in _listed(understood.facts, language)
    ]
    if not lines:
        return Draft(Status.ANSWERED, (Sentence(say("no_facts", language)),), completeness="none")
    return Draft(
        Status.ANSWERED, (Sentence(say("facts_used", language)), *lines), completeness="none"
    )


def _listed(facts: Facts, language: Language) -> list[tuple[str, str, str]]:
    """Facts that were said, with their value in words and the words they came from."""
    found: list[tuple[str, str, str]] = []

    def add(name: str, value: str | None, said: str | None = None) -> None:
        if value is not None:
            found.append((name, value, facts.words.get(said or name, value)))

    add("municipality", facts.municipality.name if facts.municipality else None)
    add(
        "agreement",
        None if facts.agreement is None else say("yes" if facts.agreement else "no", language),
    )
    add("category", say(f"category_{facts.category.value}", language) if facts.category else None)
    add("share", f"{number(facts.share * 100, language)} %" if facts.share is not None else None)
    add("start", day(facts.start, language) if facts.start else None, "period")
    add("end", day(facts.end, language) if facts.end else None, "period")
    add("first_start", day(facts.first_start, language) if facts.first_start else None)
    add("agreement_date", day(facts.agreement_date, language) if facts.agreement_date else None)
    for name in ("rate", "hours", "cost", "years"):
        value = getattr(facts, name)
        add(name, number(value, language) if value is not None else None)
    add("doctors", str(facts.doctors) if facts.doctors else None)
    return [
        (say(f"fact_{name}", language), value, said)
        for name, value, said in found
        if has(f"fact_{name}")
    ]
