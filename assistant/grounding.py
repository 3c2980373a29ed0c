"""The gate: no word of any model reaches a reader before its marks, quotes and numbers have been checked.

A draft and what the tools issued come in; an answer's text and citations go out, or the reasons why not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.draft import Draft, Sentence
from assistant.evidence import Evidence, ToolResult
from assistant.render import working_table
from assistant.types import Calculation, Citation, Language, Status

NUMBER = re.compile(r"\d+(?:[ \u00a0\u202f\u2009.,]\d{3})*(?:[.,]\d+)?")
PARAGRAPH = re.compile(r"§+\s*\d+(?:\s?[a-z]\b)?(?:[-–]\d+)?(?:\s?[a-z]\b)?(?:\s*(?:og|and|til|to|,|–|-)\s*\d+(?:-\d+)?)*")
FOREIGN = re.compile(r"https?://|www\.|!\[|\]\(|<\s*/?\s*[a-zA-Z!]|javascript:|data:", re.IGNORECASE)
SPACES = re.compile(r"[\s\u00a0\u202f\u2009]")
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


def ground(draft: Draft, results: tuple[ToolResult, ...], asked: str, language: Language) -> Grounded:
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
    calculations = {r.calculation.id: r.calculation.calculation for r in results if r.calculation}
    reasons = [*_unknown(draft, issued, calculations), *_misquoted(draft, issued), *_uncited(draft)]
    if reasons:
        raise UngroundedError(tuple(reasons))
    calculation = calculations[draft.calculation] if draft.calculation else None
    allowed = _allowed_numbers(draft, issued, calculation, asked)
    reasons += [f"number {n!r} has no origin" for s in draft.sentences for n in _numbers(s.text) if not _in(n, allowed)]
    reasons += [f"link, picture or markup in {s.text[:60]!r}" for s in draft.sentences if FOREIGN.search(s.text)]
    if reasons:
        raise UngroundedError(tuple(reasons))
    marks = Marks()
    text = _marked(draft, issued, marks)
    if calculation:
        rows = _step_marks(calculation, results, marks)
        text = f"{text}\n\n{working_table(calculation, language, rows)}"
        if calculation.warnings:
            text += "\n\n" + "\n".join(f"> {warning}" for warning in calculation.warnings)
    return Grounded(text, marks.citations, calculation)


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


def _step_marks(calculation: Calculation, results: tuple[ToolResult, ...], marks: Marks) -> tuple[str, ...]:
    """The mark of each step's figure, where a tool issued its passage."""
    about = {item.about: item for result in results for item in result.evidence if item.about}
    return tuple(marks.mark(about[s.figure], None) if s.figure in about else "" for s in calculation.steps)


def _unknown(draft: Draft, issued: dict[str, Evidence], calculations: dict[str, Calculation]) -> list[str]:
    unknown = [i for s in draft.sentences for i in s.evidence if i not in issued]
    reasons = [f"evidence {i!r} was not issued" for i in unknown]
    if draft.calculation and draft.calculation not in calculations:
        reasons.append(f"calculation {draft.calculation!r} was not issued")
    return reasons


def _misquoted(draft: Draft, issued: dict[str, Evidence]) -> list[str]:
    reasons = []
    for sentence in draft.sentences:
        if sentence.quote is None:
            continue
        if not any(sentence.quote in issued[i].chunk.text for i in sentence.evidence if i in issued):
            reasons.append(f"quote {sentence.quote[:60]!r} is not verbatim in its evidence")
    return reasons


def _uncited(draft: Draft) -> list[str]:
    if draft.status in FACTUAL and not draft.calculation and draft.completeness != "none":
        if not any(s.evidence for s in draft.sentences):
            return ["an answer must cite a passage"]
    return []


def number_values(text: str) -> set[Decimal]:
    """Every number a text holds, and every run of digits in it (the parts of a date)."""
    values = {_value(match.group()) for match in NUMBER.finditer(text)}
    return values | {Decimal(run) for run in re.findall(r"\d+", text)}


def _value(raw: str) -> Decimal:
    raw = SPACES.sub("", raw)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", raw):
        raw = raw.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", raw):
        raw = raw.replace(",", "")
    else:
        raw = raw.replace(",", ".")
    return Decimal(raw) if raw.count(".") <= 1 else Decimal(raw.replace(".", ""))


def _numbers(text: str) -> list[str]:
    return NUMBER.findall(PARAGRAPH.sub(" ", text))


def _in(raw: str, allowed: set[Decimal]) -> bool:
    if _value(raw) in allowed:
        return True
    parts = [Decimal(run) for run in re.findall(r"\d+", raw)]
    return len(parts) > 1 and bool(re.fullmatch(r"\d{1,2}[.]\d{1,4}", raw)) and all(part in allowed for part in parts)


def _allowed_numbers(
    draft: Draft, issued: dict[str, Evidence], calculation: Calculation | None, asked: str
) -> set[Decimal]:
    allowed = number_values(asked)
    for sentence in draft.sentences:
        for identity in sentence.evidence:
            allowed |= _evidence_numbers(issued[identity])
    if calculation:
        allowed |= _calculation_numbers(calculation)
    return allowed


def _evidence_numbers(item: Evidence) -> set[Decimal]:
    source = item.chunk.source
    dates = [d.isoformat() for d in (source.published, source.valid_from, source.valid_to) if d]
    return number_values(" ".join([item.chunk.text, item.chunk.context, source.publisher or "", *dates]))


def _calculation_numbers(calculation: Calculation) -> set[Decimal]:
    texts = [*calculation.inputs.values(), *calculation.warnings, *(s.formula for s in calculation.steps)]
    values = {calculation.amount, *(s.amount for s in calculation.steps)}
    for text in texts:
        values |= number_values(text)
    if calculation.period:
        values |= number_values(f"{calculation.period.start} {calculation.period.end}")
    for other in calculation.alternatives:
        values |= _calculation_numbers(other)
    return values


def _marked(draft: Draft, issued: dict[str, Evidence], marks: Marks) -> str:
    paragraphs = []
    for sentence in draft.sentences:
        found = [marks.mark(issued[identity], sentence.quote) for identity in sentence.evidence]
        paragraphs.append(_paragraph(sentence, "".join(dict.fromkeys(found))))
    return _joined(paragraphs)


def _paragraph(sentence: Sentence, marks: str) -> str:
    return f"{sentence.text} {marks}".strip()


def _joined(paragraphs: list[str]) -> str:
    text = ""
    for paragraph in paragraphs:
        between = "\n" if paragraph.startswith("- ") and text.rsplit("\n", 1)[-1].startswith("- ") else "\n\n"
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


