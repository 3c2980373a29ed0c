"""What goes into a check of conditions and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Applicant(StrEnum):
    """Who would send the application."""

    KOMMUNE = "kommune"
    DOCTOR = "doctor"
    OTHER = "other"


class Doctor(StrEnum):
    """The doctor's position."""

    FASTLEGE = "fastlege"
    FASTLEGEVIKAR = "fastlegevikar"
    INTRODUKSJONSLEGE = "introduksjonslege"
    ALLMENNLEGE = "allmennlege"
    """Allmennlege in other municipal work, outside the fastlegeordning."""
    LIS1 = "lis1"
    HOSPITAL_DOCTOR = "hospital_doctor"
    OTHER = "other"


class State(StrEnum):
    """Whether a condition holds."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class Finding(StrEnum):
    """What follows from the conditions together."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNKNOWN = "unknown"
    NEEDS_FACTS = "needs_facts"


@dataclass(frozen=True, slots=True)
class EligibilityFacts:
    """What is known of a case; None is not known."""

    applicant: Applicant | None = None
    category: Doctor | None = None
    new_scheme: bool | None = None
    """Specialising in the scheme of 1 March 2019 (ny ordning)."""
    under_specialisation: bool | None = None
    specialist_already: bool | None = None
    has_agreement: bool | None = None
    agreement_date: date | None = None
    template_used: bool | None = None
    vikariat_months: Decimal | None = None
    via_agency: bool | None = None
    commercial_actor: bool | None = None
    own_share_paid: bool | None = None
    """2021: the kommune carries its own part."""
    employment_covers_period: bool | None = None
    facilitation_carried_out: bool | None = None
    start: date | None = None
    end: date | None = None
    applied_on: date | None = None
    centrality: int | None = None
    approved_allmennlege: bool | None = None
    """Approved as allmennlege under the rules of 2005."""
    emergency_care: bool | None = None
    """Works at a kommunal legevakt."""
    emergency_course: bool | None = None
    """Has the courses in akuttmedisin and handling of violence and abuse."""
    months_in_total: Decimal | None = None
    months_this_year: Decimal | None = None
    in_service_2017: bool | None = None
    """Had a hjemmel, position, leave or veiledningsavtale on 1 March 2017."""

    @property
    def specialising(self) -> bool | None:
        """Whether the doctor specialises in allmennmedisin, also where other facts imply it."""
        if self.specialist_already:
            return False
        if self.under_specialisation is None and (self.new_scheme or self.agreement):
            return True
        return self.under_specialisation

    @property
    def agreement(self) -> bool | None:
        """Whether there is an ALIS-avtale; one with a date is there."""
        return True if self.agreement_date else self.has_agreement


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a period. `key` and `reason` are keys of the replies."""

    key: str
    state: State
    reason: str
    source: str | None
    period: str
    hint: str = ""
    """Words near which the source says it; " | " stands between those of several sentences."""
    missing: str | None = None
    """The fact that would settle it."""
    decides: bool = True
    """Whether the verdict depends on it in this case."""
    asked: bool = False
    """Whether a stated fact of the case concerns it, so that the reader wants to hear of it."""
    limit: Decimal | None = None
    """The months that a vikariat must exceed."""


@dataclass(frozen=True, slots=True)
class PeriodName:
    """What a period is called, its days where a source states them, and where it says so."""

    key: str
    source: str
    hint: str
    start: date | None = None
    end: date | None = None
    """Both None where no source states the days; an open period has no end."""
    rules_known: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the conditions say together, of which periods, and what is missing to be sure."""

    outcome: Finding
    conditions: tuple[Condition, ...]
    periods: tuple[str, ...]
    start: date | None = None
    end: date | None = None
    """First and last day of those periods; None where it is open."""
    period_assumed: bool = False
    """No period was stated: the newest whose rules are known was taken."""
    deadline: date | None = None
    deadline_passed: bool | None = None
    rules_known: bool = True
    """Whether the rules of all these periods are known."""
    names: tuple[PeriodName, ...] = ()
    """What the periods are called, and those of `elsewhere`."""
    elsewhere: tuple[Condition, ...] = ()
    """What is asked and not stated in these periods, as the nearest period states it."""

    @property
    def asked(self) -> tuple[Condition, ...]:
        """The conditions that a stated fact concerns."""
        return tuple(condition for condition in self.conditions if condition.asked)

    @property
    def missing(self) -> tuple[str, ...]:
        """Facts that would settle what is open, most decisive first; none where it is settled."""
        if self.outcome is not Finding.NEEDS_FACTS:
            return ()
        found = (item.missing for item in self.conditions if item.missing and item.decides)
        return tuple(dict.fromkeys(fact for fact in found if fact))

    @property
    def so_far(self) -> Finding:
        """The outcome if every fact that is still missing turned out well."""
        return Finding.ELIGIBLE if self.outcome is Finding.NEEDS_FACTS else self.outcome
