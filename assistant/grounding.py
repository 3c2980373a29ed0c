"""The gate: nothing of any model reaches a reader before marks, quotes and numbers are checked.

A draft and what the tools issued come in; text and citations go out, or the reasons why not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.builtin.dates import find_days
from assistant.builtin.spoken import in_digits
from assistant.draft import Draft, Sentence
from assistant.evidence import Evidence, ToolResult
from assistant.render import difference_table, working_table
from assistant.replies import is_one_of, own_words
from assistant.traceable import number_values, untraceable
from assistant.types import Calculation, Citation, Language, Status

FOREIGN = re.compile(
    r"\w+://|www\.|mailto:|!\[|\]\s?[(\[:]|\[\^?\d+\]|<\s*/?\s*[a-zA-Z!?]|javascript:|data:\w+/",
    re.IGNORECASE,
)
"""What no draft may bring along: links, pictures, markup, and marks, which the gate alone sets."""
LIVE = re.compile(r"[\[\](]|:(?=//)|(?<=www)\.|(?<=mailto):|(?<=javascript):|(?<=data):", re.I)
NAME = re.compile(r"[^\W\d][\w .-]{0,40}")
LONGEST_SUGGESTION = 200
TALK = ("greeting", "thanks", "capabilities", "reset", "no_facts", "facts_used", "fact_line")
"""Fixed replies that need no source."""
FACTUAL = {Status.ANSWERED}


class UngroundedError(Exception):
    """A draft did not pass; `reasons` say why, one for each fault."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        """Keep the reasons for the record and for a repair round."""
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Grounded:
    """What passed: the text with marks, its citations and the calculation."""

    text: str
    citations: tuple[Citation, ...]
    calculation: Calculation | None
    alternatives: tuple[Calculation, ...] = ()


def ground(
    draft: Draft, results: tuple[ToolResult, ...], asked: str, language: Language
) -> Grounded:
    """Check a draft against what the tools issued and put its marks in.

    Args:
        draft: What the model handed in.
        results: What the tools of this turn issued.
        asked: All words of the user in this conversation, redacted.
        language: The language to write the working in.

    Raises:
        UngroundedError: something in the draft was not issued, is not verbatim or has no origin.
    """
    issued = {item.id: item for result in results for item in result.evidence}
    calculations = {one.id: one.calculation for r in results for one in r.issued}
    reasons = [
        *_unknown(draft, issued, calculations),
        *_misquoted(draft, issued),
        *_uncited(draft),
        *_foreign(draft),
    ]
    if reasons:
        raise UngroundedError(tuple(reasons))
    calculation = calculations[draft.calculation] if draft.calculation else None
    alternatives = tuple(calculations[identity] for identity in draft.alternatives)
    shown = (*([calculation] if calculation else []), *alternatives)
    allowed = _allowed_numbers(draft, issued, shown, asked)
    numbers = [
        number
        for s in draft.sentences
        for number in untraceable(s.text, allowed | number_values(own_words(s.text, language)))
    ]
    if numbers:
        raise UngroundedError(tuple(f"number {number!r} has no origin" for number in numbers))
    marks = Marks()
    text = _marked(draft, issued, marks)
    if calculation:
        rows = _step_marks(calculation, results, marks)
        text = f"{text}\n\n{working_table(calculation, language, rows)}"
        if calculation.before:
            text = f"{text}\n\n{difference_table(calculation, language)}"
        if calculation.warnings:
            text += "\n\n" + "\n>\n".join(f"> {warning}" for warning in calculation.warnings)
    return Grounded(text, marks.citations, calculation, alternatives)


class Marks:
    """The numbered marks of an answer, one for each passage and quote."""

    def __init__(self) -> None:
        """Start at [1]."""
        self._citations: dict[tuple[str, str], Citation] = {}

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What the marks stand for, in order."""
        return tuple(self._citations.values())

    def mark(self, item: Evidence, quote: str | None) -> str:
        """The mark of a passage's words; a new one if they have none yet."""
        words = quote if quote and quote in item.chunk.text else item.quote or item.chunk.text
        key = (item.chunk.id, words)
        if key not in self._citations:
            self._citations[key] = _citation(str(len(self._citations) + 1), item, words)
        return f"[{self._citations[key].marker}]"


def _step_marks(
    calculation: Calculation, results: tuple[ToolResult, ...], marks: Marks
) -> tuple[str, ...]:
    """The mark of each step's figure, where a tool issued its passage."""
    about = {item.about: item for result in results for item in result.evidence if item.about}
    return tuple(
        marks.mark(about[s.figure], None) if s.figure in about else "" for s in calculation.steps
    )


def _unknown(
    draft: Draft, issued: dict[str, Evidence], calculations: dict[str, Calculation]
) -> list[str]:
    unknown = [i for s in draft.sentences for i in s.evidence if i not in issued]
    reasons = [f"evidence {i!r} was not issued" for i in unknown]
    named = (*([draft.calculation] if draft.calculation else []), *draft.alternatives)
    reasons += [f"calculation {one!r} was not issued" for one in named if one not in calculations]
    if draft.alternatives and draft.status is not Status.NEEDS_INPUT:
        reasons.append(f"alternatives do not go with {draft.status}")
    return reasons


def _misquoted(draft: Draft, issued: dict[str, Evidence]) -> list[str]:
    return [
        f"quote {s.quote[:60]!r} is not verbatim in its evidence"
        for s in draft.sentences
        if s.quote is not None and not any(_holds(issued.get(i), s.quote) for i in s.evidence)
    ]


def _holds(item: Evidence | None, quote: str) -> bool:
    return item is not None and bool(quote.strip()) and quote in item.chunk.text


def _uncited(draft: Draft) -> list[str]:
    """An answer rests on a passage or a calculation, or is only talk; only answers have amounts."""
    if draft.status is Status.ERROR:
        return ["an error is not an answer"]
    if draft.calculation and draft.status is not Status.ANSWERED:
        return [f"a calculation does not go with {draft.status}"]
    rests = draft.calculation or any(s.evidence for s in draft.sentences)
    if draft.status is Status.ANSWERED and not rests and not _is_talk(draft):
        return ["an answer must cite a passage"]
    return [] if any(s.text.strip() for s in draft.sentences) else ["the answer has no words"]


def _is_talk(draft: Draft) -> bool:
    return bool(draft.sentences) and all(
        is_one_of(TALK, s.text.removeprefix("- ")) for s in draft.sentences
    )


def _shown(sentence: Sentence) -> str:
    """A sentence as it is shown: links and markup in quoted words become plain text."""
    quote = sentence.quote
    if not quote or not FOREIGN.search(quote):
        return sentence.text
    plain = LIVE.sub(lambda sign: "\\" + sign.group(), quote).replace("<", "&lt;")
    return sentence.text.replace(quote, plain)


def _foreign(draft: Draft) -> list[str]:
    """Links, pictures, markup or marks in what would be shown, and names that are no names."""
    shown = [*(_shown(s) for s in draft.sentences), *draft.suggestions]
    reasons = [f"link, picture, mark or markup in {t[:60]!r}" for t in shown if FOREIGN.search(t)]
    reasons += [
        f"suggestion {t[:60]!r} is too long"
        for t in draft.suggestions
        if len(t) > LONGEST_SUGGESTION
    ]
    return reasons + [
        f"{t[:60]!r} is not the name of a fact" for t in draft.missing if not NAME.fullmatch(t)
    ]


def _allowed_numbers(
    draft: Draft, issued: dict[str, Evidence], shown: tuple[Calculation, ...], asked: str
) -> set[Decimal]:
    allowed = _said_numbers(asked)
    for sentence in draft.sentences:
        for identity in sentence.evidence:
            allowed |= _evidence_numbers(issued[identity])
    for calculation in shown:
        allowed |= _calculation_numbers(calculation)
    return allowed


def _said_numbers(asked: str) -> set[Decimal]:
    """Numbers in the user's words, also those written out, and the parts of the dates named."""
    digits = in_digits(asked)
    found = number_values(asked) | number_values(digits)
    for mention in find_days(digits):
        days = [day for day in (mention.first(), mention.last()) if day]
        found |= {Decimal(part) for day in days for part in (day.day, day.month, day.year)}
    return found


def _evidence_numbers(item: Evidence) -> set[Decimal]:
    source = item.chunk.source
    dates = [d.isoformat() for d in (source.published, source.valid_from, source.valid_to) if d]
    return number_values(
        " ".join([item.chunk.text, item.chunk.context, source.publisher or "", *dates])
    )


def _calculation_numbers(calculation: Calculation) -> set[Decimal]:
    texts = [
        *calculation.inputs.values(),
        *calculation.warnings,
        *(s.formula for s in calculation.steps),
    ]
    values = {calculation.amount, *(s.amount for s in calculation.steps)}
    for text in texts:
        values |= number_values(text)
    if calculation.period:
        values |= number_values(f"{calculation.period.start} {calculation.period.end}")
    others = [*calculation.alternatives, *([calculation.before] if calculation.before else [])]
    for other in others:
        values |= _calculation_numbers(other)
    if calculation.difference is not None:
        values.add(abs(calculation.difference))
    return values


def _marked(draft: Draft, issued: dict[str, Evidence], marks: Marks) -> str:
    paragraphs = []
    for sentence in draft.sentences:
        found = [marks.mark(issued[identity], sentence.quote) for identity in sentence.evidence]
        paragraphs.append(_paragraph(sentence, "".join(dict.fromkeys(found))))
    return _joined(paragraphs)


def _paragraph(sentence: Sentence, marks: str) -> str:
    return f"{_shown(sentence)} {marks}".strip()


def _joined(paragraphs: list[str]) -> str:
    text = ""
    for paragraph in paragraphs:
        between = (
            "\n"
            if paragraph.startswith("- ") and text.rsplit("\n", 1)[-1].startswith("- ")
            else "\n\n"
        )
        text = f"{text}{between}{paragraph}" if text else paragraph
    return text


def _citation(marker: str, item: Evidence, quote: str) -> Citation:
    source = item.chunk.source
    return Citation(
        marker=marker,
        source=source.id,
        title=source.title,
        publisher=source.publisher,
        published=source.published,
        url=source.url,
        authority=source.authority,
        wording=source.wording,
        valid_from=source.valid_from,
        valid_to=source.valid_to,
        heading=" › ".join(item.chunk.heading),
        quote=quote,
    )
