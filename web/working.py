"""What an amount rests on: the facts it was given, the figures with their sources, the warnings.

The answer's own text holds the table of the working; this is the part a reader opens to check it.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from html import escape

from babel.numbers import format_decimal

from assistant import Answer, Calculation, Language
from web.citation import number_of
from web.dates import day
from web.inputs import input_name
from web.texts import words

LOCALES = {Language.BOKMAAL: "nb", Language.NYNORSK: "nn", Language.ENGLISH: "en_GB"}


def working(answer: Answer, *, anchor: str) -> str:
    """The working that opens under an answer, alternatives last; empty without a calculation."""
    calculation, language = answer.calculation, answer.language
    if calculation is None:
        return ""
    marks = {c.source: number_of(c) for c in reversed(answer.citations)}
    alternatives = "".join(
        _alternative(other, language, said=answer.text) for other in calculation.alternatives
    )
    return (
        f'<details class="working"><summary>{words("working_details", language)}</summary>'
        f'<div class="inside">{_given(calculation, language)}'
        f"{_figures(calculation, language, marks=marks, anchor=anchor)}"
        f"{_warnings(calculation, said=answer.text)}{alternatives}</div></details>"
    )


def _given(calculation: Calculation, language: Language) -> str:
    """The facts, with the period when no fact says it already."""
    facts = {input_name(key, language): value for key, value in calculation.inputs.items()}
    period = calculation.period
    lead = ""
    if period and "start" not in calculation.inputs:
        start, end = day(period.start, language), day(period.end, language)
        lead = f"<p>{escape(words('period', language, start=start, end=end))}</p>"
    rows = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
        for name, value in facts.items()
    )
    return lead + (f"<dl>{rows}</dl>" if rows else "")


def _figures(
    calculation: Calculation, language: Language, *, marks: Mapping[str, str], anchor: str
) -> str:
    """Which figures each line uses, and where they come from."""
    columns = ("working_part", "working_figure", "working_source")
    head = "".join(f'<th scope="col">{words(key, language)}</th>' for key in columns)
    rows = "".join(
        f'<tr><th scope="row">{escape(step.label)}</th>'
        f"<td>{escape(step.figure.replace('_', ' '))}</td>"
        f"<td>{_source(step.source, language, marks=marks, anchor=anchor)}</td></tr>"
        for step in calculation.steps
    )
    return _table(f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>")


def _source(source: str, language: Language, *, marks: Mapping[str, str], anchor: str) -> str:
    """The mark of the passage when the source is cited, else the source's name."""
    number = marks.get(source)
    if number is None:
        return escape(source)
    unseen = f'<span class="unseen">{words("working_source", language)} </span>'
    return f'<a class="mark" href="#{escape(anchor)}-{escape(number)}">{unseen}{escape(number)}</a>'


def _alternative(calculation: Calculation, language: Language, *, said: str) -> str:
    """Another way to compute it, with its whole working."""
    columns = ("working_part", "working_formula")
    head = "".join(f'<th scope="col">{words(key, language)}</th>' for key in columns)
    unit = words(f"working_amount_{calculation.unit}", language)
    rows = "".join(
        f'<tr><th scope="row">{escape(step.label)}</th><td>{escape(step.formula)}</td>'
        f'<td class="number">{_number(step.amount, language)}</td></tr>'
        for step in calculation.steps
    )
    table = _table(
        f'<thead><tr>{head}<th scope="col" class="number">{unit}</th></tr></thead>'
        f'<tbody>{rows}</tbody><tfoot><tr><th scope="row" colspan="2">{words("sum", language)}</th>'
        f'<td class="number">{_number(calculation.amount, language)}</td></tr></tfoot>'
    )
    return (
        f"<h3>{words('alternative', language)}</h3>{_given(calculation, language)}"
        f"{table}{_warnings(calculation, said=said)}"
    )


def _warnings(calculation: Calculation, *, said: str) -> str:
    """The warnings that the answer's text does not hold already."""
    unsaid = (warning for warning in calculation.warnings if warning not in said)
    items = "".join(f"<li>{escape(warning)}</li>" for warning in unsaid)
    return f'<ul class="warnings">{items}</ul>' if items else ""


def _table(inside: str) -> str:
    return f'<div class="table" tabindex="0"><table>{inside}</table></div>'


def _number(amount: Decimal, language: Language) -> str:
    return str(format_decimal(amount, format="#,##0.00", locale=LOCALES[language]))
