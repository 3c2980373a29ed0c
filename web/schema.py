"""What goes in and out over HTTP, field by field. The OpenAPI description is made from these."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from assistant import Language, Status
from corpus import Authority, Wording

MOST_CHARACTERS = 4000
MOST_TURNS = 20
MOST_FACTS = 40
MOST_ROWS = 50


def _not_blank(text: str) -> str:
    if not any(c.isprintable() and not c.isspace() for c in text):
        raise PydanticCustomError("blank", "blank")
    return text


Question = Annotated[str, Field(max_length=MOST_CHARACTERS), AfterValidator(_not_blank)]
Value = Annotated[str, Field(max_length=200)] | bool | int | Decimal | None
Row = Annotated[dict[Annotated[str, Field(max_length=80)], Value], Field(max_length=MOST_FACTS)]
Rows = Annotated[list[Row], Field(max_length=MOST_ROWS)]
Case = Annotated[
    dict[Annotated[str, Field(max_length=80)], Value | Row | Rows], Field(max_length=MOST_FACTS)
]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class AskIn(_In):
    """A question, with the user's earlier questions of the same conversation, oldest first."""

    question: Question = Field(examples=["Hvem kan søke om tilskuddet?"])
    turns: list[Question] = Field(default=[], max_length=MOST_TURNS)


class CaseIn(_In):
    """The facts of a case, as in the shell's case.yaml; an amount may be a string or a number."""

    case: Case = Field(
        examples=[
            {
                "grant": "alis_agreement",
                "municipality": "Hasvik",
                "category": "fastlege",
                "share": "100 %",
                "start": "2025-06-01",
                "end": "2026-05-31",
                "first_start": "2025-06-01",
            }
        ]
    )
    language: Annotated[Language, Field(strict=False)] = Language.BOKMAAL


class CitationOut(BaseModel):
    """The passage behind a mark; the quote is verbatim from the indexed text."""

    marker: str
    source: str
    title: str | None
    publisher: str | None
    published: date | None
    url: str | None
    authority: Authority
    wording: Wording = Field(description="`own`: the text restates its source in our words")
    valid_from: date | None
    valid_to: date | None
    heading: str
    quote: str


class PeriodOut(BaseModel):
    """First and last day, both included."""

    model_config = ConfigDict(populate_by_name=True)

    start: date = Field(alias="from")
    end: date = Field(alias="to")


class StepOut(BaseModel):
    """One line of working."""

    label: str
    formula: str
    amount: str = Field(description="two decimals", examples=["91317.19"])
    figure: str
    source: str


class DifferenceOut(BaseModel):
    """A part of an amount before a «what if» and now."""

    label: str
    before: str
    now: str
    difference: str


class CalculationOut(BaseModel):
    """An amount or a number of hours; the amount is the sum of its steps."""

    amount: str = Field(description="two decimals", examples=["91317.19"])
    unit: str = Field(description="`NOK` or `hours`")
    official: bool
    period: PeriodOut | None
    inputs: dict[str, str]
    steps: list[StepOut]
    warnings: list[str]
    alternatives: list[CalculationOut]
    before: CalculationOut | None = Field(
        default=None, description="what the case gave before a «what if» changed it"
    )
    difference: str | None = Field(default=None, description="the amount less the one before")
    differences: list[DifferenceOut] = Field(default_factory=list, description="part by part")


class AnswerOut(BaseModel):
    """An answer, whatever its status."""

    id: str
    status: Status
    language: Language
    text: str = Field(description="Markdown with marks such as `[1]`")
    missing: list[str] = Field(description="names of the facts that are missing")
    suggestions: list[str]
    citations: list[CitationOut]
    calculation: CalculationOut | None
    alternatives: list[CalculationOut] = Field(
        default_factory=list,
        description="where a fact is missing or impossible: what the case gives otherwise",
    )
    model: str
    index: str | None = Field(description="fingerprint of the index")


class ErrorOut(BaseModel):
    """What went wrong, in one sentence."""

    error: str
