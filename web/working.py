"""A calculation as a page shows it: what each line rests on, the inputs and the warnings.

The answer's own text holds the table of the working; this is the part a reader opens to check it.
"""

from __future__ import annotations

from decimal import Decimal
from html import escape

from babel.numbers import format_decimal

from assistant import Calculation, Language
from web.dates import day
from web.texts import words

LOCALES = {Language.BOKMAAL: "nb", Language.NYNORSK: "nn", Language.ENGLISH: "en_GB"}


def working(calculation: Calculation, language: Language) -> str:
    """The working that opens under an answer, alternatives last."""
    heading = words("working_details", language)
    alternatives = "".join(
        f"<h3>{words('alternative', language)}</h3>{_one(other, language)}"
        for other in calculation.alternatives
    )
    return (
        f'<details class="working"><summary>{heading}</summary><div class="inside">'
        f"{_one(calculation, language)}{alternatives}</div></details>"
    )


def _one(calculation: Calculation, language: Language) -> str:
    period = calculation.period
    when = (
        words(
            "period", language, start=day(period.start, language), end=day(period.end, language)
        )
        if period
        else ""
    )
    inputs = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
        for name, value in calculation.inputs.items()
    )
    warnings = "".join(f"<li>{escape(warning)}</li>" for warning in calculation.warnings)
    return "".join(
        (
            f"<p>{escape(when)}</p>" if when else "",
            f"<dl>{inputs}</dl>" if inputs else "",
            _table(calculation, language),
            f'<ul class="warnings">{warnings}</ul>' if warnings else "",
        )
    )


def _table(calculation: Calculation, language: Language) -> str:
    columns = ("working_part", "working_formula", "working_figure", "working_source")
    head = "".join(f'<th scope="col">{words(key, language)}</th>' for key in columns)
    unit = words(f"working_amount_{calculation.unit}", language)
    rows = "".join(
        f'<tr><th scope="row">{escape(step.label)}</th><td>{escape(step.formula)}</td>'
        f"<td>{escape(step.figure)}</td><td>{escape(step.source)}</td>"
        f'<td class="number">{_number(step.amount, language)}</td></tr>'
        for step in calculation.steps
    )
    total = _number(calculation.amount, language)
    return (
        f'<div class="table" tabindex="0"><table><thead><tr>{head}'
        f'<th scope="col" class="number">{unit}</th></tr></thead><tbody>{rows}</tbody><tfoot><tr>'
        f'<th scope="row" colspan="4">{words("sum", language)}</th>'
        f'<td class="number">{total}</td></tr></tfoot></table></div>'
    )


def _number(amount: Decimal, language: Language) -> str:
    return str(format_decimal(amount, format="#,##0.00", locale=LOCALES[language]))
