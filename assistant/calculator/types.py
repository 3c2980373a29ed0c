"""What goes into the calculator and what comes out: a case, and one of four outcomes.

Shares are fractions (Decimal("0.8") is 80 %), amounts are NOK, periods include both days.
A fact that is not known is None: the calculator asks for it (NeedsFacts) only if the rule needs it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Grant(StrEnum):
    """Which grant or figure a case is about."""

    ALIS_AGREEMENT = "alis_agreement"
    """Nasjonal ALIS og veiledning, doctor with an ALIS-avtale (supervision included)."""
    SUPERVISION_ONLY = "supervision_only"
    """Nasjonal ALIS og veiledning, supervision of a doctor without an ALIS-avtale."""
    SUPERVISION_HOURS = "supervision_hours"
    """Not an amount: the supervision hours that can be refunded."""
    LIS3_SUPERVISION = "lis3_supervision"
    """Allmennmedisin - veiledning av LIS3 (2021)."""
    PILOT = "pilot"
    """ALIS-Vest and ALIS-Nord."""
    ALIS_2021 = "alis_2021"
    """ALIS-avtaler 2021, næring or ansatt."""


class Category(StrEnum):
    """The doctor's position."""

    FASTLEGE = "fastlege"
    """Fastlege or fastlegevikar."""
    INTRODUKSJONSLEGE = "introduksjonslege"
    ALLMENNLEGE = "allmennlege"
    """Allmennlege in other municipal work, outside the fastlegeordning."""


class Element(StrEnum):
    """The parts of the reimbursement."""

    PRAKSISKOMPENSASJON = "praksiskompensasjon"
    LAERINGSAKTIVITETER = "laeringsaktiviteter"
    LAVERE_PRODUKTIVITET = "lavere_produktivitet"
    VEILEDNING = "veiledning"
    TILRETTELEGGING = "tilrettelegging"
    SENTRALITETSTILLEGG = "sentralitetstillegg"


@dataclass(frozen=True, slots=True)
class Position:
    """A stretch of time in one category at one share."""

    category: Category | None = None
    share: Decimal | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One doctor. Several positions in turn are several rows of the same doctor."""

    grant: Grant | None = None
    positions: tuple[Position, ...] = ()
    centrality: int | None = None
    """SSB class 1-6 of the kommune; 6 is the least central."""
    first_start: date | None = None
    """First start as fastlege or fastlegevikar, for the 24-month window."""
    agreement_date: date | None = None
    """When the ALIS-avtale was signed; a period before it gives no grant."""
    rate: Decimal | None = None
    """NOK per year at 100 %, stated by the user for this category."""
    hours: Decimal | None = None
    cost: Decimal | None = None
    """NOK that the user states as the cost (2021)."""
    years: Decimal | None = None
    """Number of years (pilots)."""
    doctors: int = 1
    """Number of doctors with exactly these facts."""
    expenses: Mapping[Element, Decimal] = field(default_factory=dict)
    """Real expenses; an element without one is computed as its ceiling."""
    expense_hours: Mapping[Element, Decimal] = field(default_factory=dict)
    """Real hours of praksiskompensasjon or veiledning, priced with the period's hourly figure."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of working. `label` is a key of the replies; `formula` digits and signs only."""

    label: str
    formula: str
    amount: Decimal
    figure: str
    """Name of the figure, or several joined by ", ": the formula names them in that order."""
    source: str
    doctor: int | None = None
    """Which doctor of several (1, 2, …); None when the case is about one set of facts."""


@dataclass(frozen=True, slots=True)
class Computed:
    """An amount. `warnings` and `inputs` hold keys that the replies put into words.

    Of several doctors `parts` holds each one's own result, in order, and the amount is their sum.
    """

    amount: Decimal
    unit: str
    official: bool
    status: str
    """official | reported | unofficial | user: the weakest figure used."""
    start: date | None
    end: date | None
    inputs: Mapping[str, str]
    steps: tuple[Step, ...]
    warnings: tuple[str, ...] = ()
    alternatives: tuple[Computed, ...] = ()
    parts: tuple[Computed, ...] = ()


@dataclass(frozen=True, slots=True)
class NeedsFacts:
    """Facts that are missing or impossible, most decisive first.

    `reasons` maps a fact to a key: missing, above_full_time, not_positive, negative, not_a_number,
    too_many_digits, end_before_start, no_whole_month, before_agreement, after_period_start,
    not_a_class, not_a_count, rate_for_one_category, mixed_units. `alternatives` holds what the case
    would give with the impossible fact put right (capped at full time, from the agreement's date):
    shown, never chosen for the user.
    """

    missing: tuple[str, ...]
    reasons: Mapping[str, str]
    alternatives: tuple[Computed, ...] = ()
    position: int | None = None
    """Which row of several (1, 2, …) the first fact belongs to."""
    doctor: int | None = None


@dataclass(frozen=True, slots=True)
class NotPublished:
    """Rates of (part of) the period are not known. `reason` is a key of the replies.

    `known_from` and `known_to` bound the known rate set that the period touches, or the newest one
    when the period lies after all of them.
    """

    start: date | None
    end: date | None
    reason: str
    known_from: date | None = None
    known_to: date | None = None


@dataclass(frozen=True, slots=True)
class NotEligible:
    """The rules known say that this case gets nothing. `reason` is a key; `source` a text id."""

    reason: str
    source: str


Outcome = Computed | NeedsFacts | NotPublished | NotEligible
