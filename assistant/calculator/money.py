"""Exact numbers: one rounding rule, digits without language, what cannot be reckoned with."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

MONTHS_IN_YEAR = 12
MAX_DIGITS = 15
_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)


def round_half_up(amount: Decimal) -> Decimal:
    """To øre (or hundredths of an hour), half up.

    >>> round_half_up(Decimal("91317.1875")), round_half_up(Decimal("0.005"))
    (Decimal('91317.19'), Decimal('0.01'))
    """
    return amount.quantize(_CENT, rounding=ROUND_HALF_UP)


def plain(number: Decimal) -> str:
    """ASCII digits without exponent or trailing zeros.

    >>> plain(Decimal("1E+3")), plain(Decimal("57.750")), plain(Decimal("0.00"))
    ('1000', '57.75', '0')
    """
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def percent(share: Decimal) -> str:
    """A share as a percentage.

    >>> percent(Decimal("0.125"))
    '12.5 %'
    """
    return f"{plain(share * _HUNDRED)} %"


def by_share_and_months(
    yearly: Decimal, parts: Sequence[tuple[Decimal, int]]
) -> tuple[Decimal, str]:
    """A year's amount by share and whole months, summed over rows unrounded, and the factor's text.

    >>> by_share_and_months(Decimal(14000), [(Decimal("0.5"), 6)])
    (Decimal('3500.0'), '50 % × 6/12')
    """
    terms = [f"{percent(share)} × {months}/{MONTHS_IN_YEAR}" for share, months in parts]
    units = sum((share * months for share, months in parts), Decimal(0))
    factor = terms[0] if len(terms) == 1 else f"({' + '.join(terms)})"
    return yearly * units / MONTHS_IN_YEAR, factor


def number_problem(number: Decimal, *, zero_allowed: bool = False) -> str | None:
    """The key of what is wrong with a number as an amount, or None.

    >>> number_problem(Decimal("NaN")), number_problem(Decimal("1E+99")), number_problem(Decimal(0))
    ('not_a_number', 'too_many_digits', 'not_positive')
    """
    if not number.is_finite():
        return "not_a_number"
    digits, exponent = number.as_tuple().digits, int(number.as_tuple().exponent)
    if len(digits) + max(exponent, 0) > MAX_DIGITS or -exponent > MAX_DIGITS:
        return "too_many_digits"
    if number < 0 and zero_allowed:
        return "negative"
    if number < 0 or (number == 0 and not zero_allowed):
        return "not_positive"
    return None
