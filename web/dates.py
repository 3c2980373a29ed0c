"""Dates as the page writes them: «1. juni 2025», «1 June 2025»."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from assistant import Language

FORMATS = {
    Language.BOKMAAL: ("d. MMMM y", "nb"),
    Language.NYNORSK: ("d. MMMM y", "nn"),
    Language.ENGLISH: ("d MMMM y", "en_GB"),
}


def day(when: date, language: Language) -> str:
    """The day in the language's own form."""
    form, locale = FORMATS[language]
    return str(format_date(when, format=form, locale=locale))
