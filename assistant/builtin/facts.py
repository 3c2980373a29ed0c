"""The user's case as far as it was said, and how a newer turn changes it.

What was not said is None. Values are not judged here: 140 % is kept, and the calculator says what
is wrong with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal

from assistant.builtin import dates, periods
from assistant.calculator import Category, Element, Grant, Position
from corpus import Municipality


@dataclass(frozen=True, slots=True)
class DoctorGroup:
    """Doctors who share category and share, in a question about several."""

    count: int
    category: Category | None
    share: Decimal | None
    start: date | None = None
    end: date | None = None
    """Their own period, where it is not that of all."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A fact that was said in some way that is not understood, and the words."""

    fact: str
    words: str


@dataclass(frozen=True, slots=True)
class Facts:
    """The user's case as far as it was said. `words` maps each fact to the words it came from."""

    municipalities: tuple[Municipality, ...] = ()
    """One: known. Several: the name is ambiguous. None: not said."""
    unknown_municipality: str | None = None
    centrality: int | None = None
    """A class that was said in place of a kommune."""
    grant: Grant | None = None
    category: Category | None = None
    share: Decimal | None = None
    start: date | None = None
    end: date | None = None
    open_period: periods.PeriodMention | None = None
    """A period that was said without a year, or without an end."""
    year: int | None = None
    first_start: date | None = None
    agreement: bool | None = None
    agreement_date: date | None = None
    rate: Decimal | None = None
    hours: Decimal | None = None
    cost: Decimal | None = None
    years: Decimal | None = None
    doctors: int | None = None
    groups: tuple[DoctorGroup, ...] = ()
    positions: tuple[Position, ...] = ()
    """Several rows of one doctor, each with its own share or time."""
    expenses: tuple[tuple[Element, Decimal], ...] = ()
    expense_hours: tuple[tuple[Element, Decimal], ...] = ()
    locum: bool | None = None
    locum_months: Decimal | None = None
    agency: bool | None = None
    commercial: bool | None = None
    old_scheme: bool | None = None
    specialist: bool | None = None
    other_doctor: str | None = None
    doctor_applies: bool | None = None
    ambiguous_number: str | None = None
    aside: tuple[str, ...] = ()
    """Sums of money that a turn tells of beside the case, which no amount counts."""
    unread: Unread | None = None
    """What was said that no other fact took up, until it is asked about."""
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def municipality(self) -> Municipality | None:
        """The kommune, when there is exactly one."""
        return self.municipalities[0] if len(self.municipalities) == 1 else None

    def said(self) -> tuple[str, ...]:
        """Names of the facts that were said."""
        empty = Facts()
        return tuple(
            f.name
            for f in fields(self)
            if f.name not in {"words", "unread"} and getattr(self, f.name) != getattr(empty, f.name)
        )

    def updated_by(self, newer: Facts) -> Facts:
        """These facts with everything the newer turn said put on top."""
        changes = {name: getattr(newer, name) for name in newer.said()}
        if PERIOD & changes.keys():
            kept = {name: value for name, value in changes.items() if name not in PERIOD}
            changes = _merge_period(self, newer) | kept
            if newer.year is None and newer.start:
                changes["year"] = newer.start.year
        elif newer.year is not None and not self.reaches(newer.year):
            changes |= {"start": None, "end": None, "open_period": None}
        if "municipalities" in changes:
            changes["unknown_municipality"] = newer.unknown_municipality
        elif newer.unknown_municipality or newer.centrality:
            changes["municipalities"] = ()
        if {"share", "category", "doctors"} & changes.keys() and not newer.groups:
            changes["groups"] = ()
        if {"share", "start", "end", "groups"} & changes.keys() and not newer.positions:
            changes["positions"] = ()
        if "agreement" in changes and newer.grant is None and self.grant in AGREEMENT_GRANTS:
            changes["grant"] = None
        words = {**self.words, **newer.words}
        return replace(self, **changes, unread=newer.unread or self.unread, words=words)

    def reaches(self, year: int) -> bool:
        """Whether the period, as far as it is known, has days of a year, or it is the year said."""
        if self.start or self.end:
            first, last = self.start or self.end, self.end or self.start
            return bool(first and last and first.year <= year <= last.year)
        return year == self.year


AGREEMENT_GRANTS = {Grant.ALIS_AGREEMENT, Grant.SUPERVISION_ONLY}
PERIOD = {"start", "end", "open_period"}


def _merge_period(old: Facts, new: Facts) -> dict[str, object]:
    if new.start and new.end:
        return {"start": new.start, "end": new.end, "open_period": None}
    mention = new.open_period or periods.PeriodMention()
    start, end = mention.resolve(near=old.start)
    start, end = new.start or start, new.end or end
    if start and not end and not mention.months:
        end = old.end if old.end and old.end >= start else None
    if mention.months and not start and old.start:
        start = old.start
        first = dates.DayMention(start.day, start.month, start.year, 0, 0)
        end = periods.PeriodMention(first, months=mention.months).resolve()[1]
    if end and not start:
        start = old.start
    return {"start": start, "end": end, "open_period": None if start and end else mention}
