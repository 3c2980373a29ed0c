"""Numbers and dates as the reader of an answer writes them, by Babel."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

from assistant.types import Language

LOCALE = {Language.BOKMAAL: "nb_NO", Language.NYNORSK: "nn_NO", Language.ENGLISH: "en_GB"}
REMEMBERED = 8192
"""Figures and days come again in every case; Babel takes its time over each."""
PLAIN_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])")


@lru_cache(maxsize=REMEMBERED)
def money(amount: Decimal, language: Language) -> str:
    """Two decimals: «580 433,05» or «580,433.05»."""
    return str(format_decimal(amount, format="#,##0.00", locale=LOCALE[language]))


def signed(amount: Decimal, language: Language) -> str:
    """An amount with its sign: «+1 200,00», «−300,00», «0,00»."""
    sign = "+" if amount > 0 else "−" if amount < 0 else ""
    return f"{sign}{money(abs(amount), language)}"


@lru_cache(maxsize=REMEMBERED)
def number(value: Decimal, language: Language) -> str:
    """As many decimals as the number has."""
    return str(format_decimal(value, format="#,##0.##########", locale=LOCALE[language]))


def formula(text: str, language: Language) -> str:
    """A formula of plain digits and signs with its numbers in the language's own form."""
    return PLAIN_NUMBER.sub(lambda m: number(Decimal(m.group()), language), text)


@lru_cache(maxsize=REMEMBERED)
def day(when: date, language: Language) -> str:
    """«1. juni 2025» or «1 June 2025»."""
    return str(
        format_date(
            when,
            format="d MMMM y" if language is Language.ENGLISH else "d. MMMM y",
            locale=LOCALE[language],
        )
    )
