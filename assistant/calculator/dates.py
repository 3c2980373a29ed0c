"""Calendar arithmetic of the scheme: months from any day, whole months, windows."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from assistant.calculator.money import MONTHS_IN_YEAR

ONE_DAY = timedelta(days=1)


def add_months(start: date, months: int) -> date:
    """The same day some months later; a day that the month lacks becomes its last.

    >>> add_months(date(2025, 6, 1), 12)
    datetime.date(2026, 6, 1)
    >>> add_months(date(2025, 1, 31), 1)
    datetime.date(2025, 2, 28)
    >>> add_months(date(2024, 2, 29), 24)
    datetime.date(2026, 2, 28)
    """
    count = start.year * MONTHS_IN_YEAR + start.month - 1 + months
    year, month = divmod(count, MONTHS_IN_YEAR)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def last_day(start: date, months: int) -> date:
    """The last day of a stretch of whole months: the day before `start` plus that many months.

    >>> last_day(date(2025, 6, 15), 1)
    datetime.date(2025, 7, 14)
    >>> last_day(date(2024, 8, 1), 24)
    datetime.date(2026, 7, 31)
    """
    if (start.year * MONTHS_IN_YEAR + start.month - 1 + months) // MONTHS_IN_YEAR > date.max.year:
        return date.max
    return add_months(start, months) - ONE_DAY


def whole_months(start: date, end: date) -> int:
    """Whole months from `start` to `end`, both days included, counted from the start date.

    >>> whole_months(date(2025, 6, 1), date(2026, 5, 31))
    12
    >>> whole_months(date(2025, 1, 15), date(2025, 2, 14))
    1
    >>> whole_months(date(2025, 1, 15), date(2025, 2, 13))
    0
    >>> whole_months(date(2025, 1, 31), date(2025, 2, 27))
    1
    >>> whole_months(date(2025, 6, 2), date(2025, 6, 1))
    0
    """
    if end < start:
        return 0
    months = (end.year - start.year) * MONTHS_IN_YEAR + end.month - start.month + 1
    while months and last_day(start, months) > end:
        months -= 1
    return months


def months_inside(start: date, end: date, window_start: date, months: int) -> int:
    """Whole months of the part of a period that lies inside a window of `months` months.

    >>> months_inside(date(2026, 5, 1), date(2026, 10, 31), date(2024, 8, 1), 24)
    3
    >>> months_inside(date(2026, 8, 1), date(2026, 10, 31), date(2024, 8, 1), 24)
    0
    """
    return whole_months(max(start, window_start), min(end, last_day(window_start, months)))
