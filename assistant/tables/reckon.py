"""Each doctor of a table reckoned by himself, and what a kommune gets in all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.builtin.conversation import Understanding
from assistant.builtin.facts import Facts
from assistant.builtin.intent import Intent
from assistant.builtin.write_case import unclear_municipality, write_amount
from assistant.calculator import Computed, calculate_all
from assistant.case_input import CaseError, CaseInput, read_case
from assistant.evidence import ToolResult
from assistant.outcomes import CalculationOutcome
from assistant.render import to_calculation
from assistant.replies import say
from assistant.tables.doctors import Doctor
from assistant.tools import CalculatorBox
from assistant.types import Calculation, Language

KRONER = "NOK"


@dataclass(frozen=True, slots=True)
class DoctorResult:
    """What one doctor gives: a calculation, or the reason why there is none."""

    doctor: Doctor
    municipality: str
    calculation: Calculation | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TableResult:
    """All doctors in order, the sum of each kommune in kroner, and what was not read."""

    doctors: tuple[DoctorResult, ...]
    sums: Mapping[str, Decimal]
    unread: tuple[str, ...]
    """Headings that were not understood, whose columns are not used."""

    @property
    def total(self) -> Decimal:
        """The sum of all kommuner, NOK."""
        return sum(self.sums.values(), Decimal(0))

    @property
    def uncomputed(self) -> tuple[DoctorResult, ...]:
        """The doctors without an amount."""
        return tuple(one for one in self.doctors if one.calculation is None)


def reckon(
    doctors: Sequence[Doctor],
    box: CalculatorBox,
    language: Language,
    *,
    unread: tuple[str, ...] = (),
    step: Callable[[int, int], None] = lambda _done, _all: None,
) -> TableResult:
    """Compute every doctor; one that cannot be computed stops none of the others."""
    found = []
    for number, doctor in enumerate(doctors, 1):
        found.append(_one(doctor, box, language))
        step(number, len(doctors))
    sums: dict[str, Decimal] = {}
    for one in found:
        if one.calculation and one.calculation.unit == KRONER:
            sums[one.municipality] = sums.get(one.municipality, Decimal(0)) + one.calculation.amount
    return TableResult(tuple(found), sums, unread)


def _one(doctor: Doctor, box: CalculatorBox, language: Language) -> DoctorResult:
    said = str(doctor.given.get("municipality", ""))
    if doctor.problem:
        return DoctorResult(doctor, said, None, doctor.problem.told(language))
    try:
        case = read_case(doctor.given, box.register)
    except CaseError as wrong:
        return DoctorResult(
            doctor, said, None, say("row_unreadable", language, row=doctor.rows[0], why=wrong)
        )
    name = case.municipality.name if case.municipality else said
    outcome = calculate_all(case.cases, box.figures)
    if isinstance(outcome, Computed) and not _is_unclear(case):
        calculation = to_calculation(outcome, language, case.municipality)
        return DoctorResult(doctor, name, calculation)
    return DoctorResult(doctor, name, None, _why(case, CalculationOutcome(case, outcome), language))


def _is_unclear(case: CaseInput) -> bool:
    return case.unknown_municipality is not None or len(case.candidates) > 1


def _why(case: CaseInput, outcome: CalculationOutcome, language: Language) -> str:
    """Why there is no amount, in the words of an answer."""
    candidates = case.candidates[0].name if case.candidates else ""
    facts = Facts(words={"municipality": candidates})
    understood = Understanding("", language, Intent.AMOUNT, facts, facts, "")
    draft = unclear_municipality(case, language, understood) or write_amount(
        understood, ToolResult("calculate_grant", outcome=outcome)
    )
    return " ".join(sentence.text for sentence in draft.sentences)
