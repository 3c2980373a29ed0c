"""What is wrong with a case: impossible facts, missing facts, and the case put right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from assistant.calculator.dates import whole_months
from assistant.calculator.money import number_problem
from assistant.calculator.types import Case, Category, Position

FULL_TIME = Decimal(1)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A position whose share and period are known and possible."""

    category: Category | None
    share: Decimal
    start: date
    end: date

    @property
    def months(self) -> int:
        """Whole months of the stretch."""
        return whole_months(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fact that is missing or impossible, and which row it belongs to."""

    fact: str
    reason: str
    position: int | None = None


def rows(case: Case) -> tuple[Position, ...]:
    """The positions of a case; a case without any has one of which nothing is known."""
    return case.positions or (Position(),)


def span(case: Case) -> tuple[date | None, date | None]:
    """First and last day of all positions; the end is None while one of them is open."""
    starts = [row.start for row in rows(case) if row.start]
    ends = [row.end for row in rows(case)]
    known = [end for end in ends if end]
    return min(starts, default=None), max(known) if len(known) == len(ends) else None


def reversed_period(case: Case) -> list[Problem]:
    """Rows that end before they start."""
    return [
        Problem("end", "end_before_start", number)
        for number, row in enumerate(rows(case), start=1)
        if row.start and row.end and row.end < row.start
    ]


def impossible_stretches(case: Case) -> list[Problem]:
    """Shares and periods that cannot be, row by row, then all rows together."""
    problems = []
    for number, row in enumerate(rows(case), start=1):
        if row.share is not None and (reason := share_problem(row.share)):
            problems.append(Problem("share", reason, number))
        if row.start and row.end and whole_months(row.start, row.end) == 0:
            problems.append(Problem("period", "no_whole_month", number))
    if not problems and _above_full_time(rows(case)):
        problems.append(Problem("share", "above_full_time"))
    return problems


def share_problem(share: Decimal) -> str | None:
    """The key of what is wrong with a single share, or None."""
    return number_problem(share) or ("above_full_time" if share > FULL_TIME else None)


def missing_stretches(case: Case, *, category: bool) -> list[Problem]:
    """What is not known of the positions, most decisive first."""
    problems = []
    for number, row in enumerate(rows(case), start=1):
        if category and row.category is None:
            problems.append(Problem("category", "missing", number))
        if row.start is None and row.end is None:
            problems.append(Problem("period", "missing", number))
        elif row.start is None or row.end is None:
            problems.append(Problem("start" if row.start is None else "end", "missing", number))
        if row.share is None:
            problems.append(Problem("share", "missing", number))
    return problems


def missing_period(case: Case) -> list[Problem]:
    """What is not known of the positions' days."""
    found = missing_stretches(case, category=False)
    return [problem for problem in found if problem.fact != "share"]


def stretches(case: Case) -> tuple[Stretch, ...]:
    """The positions of a case in which nothing is missing."""
    return tuple(
        Stretch(row.category, row.share, row.start, row.end)
        for row in rows(case)
        if row.share is not None and row.start is not None and row.end is not None
    )


def bad_number(fact: str, number: Decimal | None) -> list[Problem]:
    """A number that is missing or no amount above zero."""
    reason = "missing" if number is None else number_problem(number)
    return [Problem(fact, reason)] if reason else []


def bad_expenses(case: Case) -> list[Problem]:
    """Expenses and hours of expense that are no amount."""
    stated = [
        *((f"expense_{element}", value) for element, value in case.expenses.items()),
        *((f"expense_hours_{element}", value) for element, value in case.expense_hours.items()),
    ]
    return [
        Problem(fact, reason)
        for fact, value in stated
        if (reason := number_problem(value, zero_allowed=True))
    ]


def capped_at_full_time(case: Case) -> Case:
    """The case with simultaneous positions cut to 100 %: an earlier row keeps its share."""
    kept: list[Position] = []
    for row in rows(case):
        kept.extend(_what_fits(row, kept))
    return replace(case, positions=tuple(kept))


def from_day(case: Case, day: date) -> Case:
    """The case with nothing of any position before a day."""
    left = [
        row if row.start is None or row.start >= day else replace(row, start=day)
        for row in rows(case)
        if row.end is None or row.end >= day
    ]
    return replace(case, positions=tuple(left))


def _active_share(positions: Iterable[Position], day: date) -> Decimal:
    shares = [
        row.share
        for row in positions
        if row.share is not None and row.start and row.end and row.start <= day <= row.end
    ]
    return sum(shares, Decimal(0))


def _above_full_time(positions: Sequence[Position]) -> bool:
    starts = {row.start for row in positions if row.start}
    return any(_active_share(positions, day) > FULL_TIME for day in starts)


def _what_fits(row: Position, kept: Sequence[Position]) -> list[Position]:
    """The pieces of a row that full time leaves room for, cut where the room changes."""
    if row.share is None or row.start is None or row.end is None:
        return [row]
    first, last = row.start, row.end
    cuts = {other.start for other in kept if other.start and first < other.start <= last}
    cuts |= {other.end + _ONE_DAY for other in kept if other.end and first <= other.end < last}
    pieces: list[Position] = []
    for start in sorted({first, *cuts}):
        following = min((cut for cut in cuts if cut > start), default=None)
        end = following - _ONE_DAY if following else last
        share = min(row.share, FULL_TIME - _active_share(kept, start))
        if pieces and pieces[-1].share == share and pieces[-1].end == start - _ONE_DAY:
            pieces[-1] = replace(pieces[-1], end=end)
        elif share > 0:
            pieces.append(replace(row, share=share, start=start, end=end))
    return pieces
