"""Eligibility: a case against the conditions of its period, each with its source. Pure."""

from assistant.eligibility.check import check, period_keys, rules_known
from assistant.eligibility.competence import PERIOD as COMPETENCE_LAW
from assistant.eligibility.competence import check_competence
from assistant.eligibility.read import EligibilityError, read_eligibility
from assistant.eligibility.types import (
    Applicant,
    Condition,
    Doctor,
    EligibilityFacts,
    Finding,
    PeriodName,
    State,
    Verdict,
)

__all__ = [  # noqa: RUF022 - grouped as one meets them
    # What goes in
    "Applicant",
    "Doctor",
    "EligibilityError",
    "EligibilityFacts",
    "read_eligibility",
    # Checking
    "check",
    "check_competence",
    "COMPETENCE_LAW",
    "period_keys",
    "rules_known",
    # What comes out
    "Condition",
    "Finding",
    "PeriodName",
    "State",
    "Verdict",
]
