"""A table's result for people: as text on the shell, as rows, as a workbook with the working."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from assistant.numbers_out import money
from assistant.replies import say
from assistant.serial import calculation_json
from assistant.tables.reckon import DoctorResult, TableResult
from assistant.types import Language

AMOUNT_FORMAT = "#,##0.00"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
WIDTHS = {"A": 14, "B": 24, "C": 22, "D": 18, "E": 70}


def as_rows(result: TableResult, language: Language) -> Iterator[tuple[str, ...]]:
    """One row a doctor: rows of the file, doctor, kommune, amount or nothing, remark."""
    common = _common(result)
    for one in result.doctors:
        amount = money(one.calculation.amount, language) if one.calculation else ""
        yield (_rows(one), one.doctor.name, one.municipality, amount, _remark(one, common))


def as_json(result: TableResult) -> dict[str, Any]:
    """The result as JSON values, each doctor with the same calculation as an answer has."""
    return {
        "doctors": [
            {
                "rows": list(one.doctor.rows),
                "doctor": one.doctor.name,
                "municipality": one.municipality,
                "calculation": calculation_json(one.calculation),
                "reason": one.reason or None,
            }
            for one in result.doctors
        ],
        "sums": {name: f"{amount:.2f}" for name, amount in result.sums.items()},
        "total": f"{result.total:.2f}",
        "unread": list(result.unread),
    }


def as_text(result: TableResult, language: Language) -> str:
    """The result as lines: doctors, sums by kommune, what was not computed and not read."""
    rows = (_headings(language), *as_rows(result, language))
    lines = [" | ".join(cells).rstrip(" |") for cells in rows]
    lines.append("")
    lines += [f"{name}: {money(amount, language)}" for name, amount in result.sums.items()]
    lines.append(f"{say('sum', language)}: {money(result.total, language)}")
    lines += ["", *_notes(result, language)]
    return "\n".join(lines)


def workbook(result: TableResult, language: Language) -> bytes:
    """The result as .xlsx: doctors, sums by kommune, and every step of the working.

    Text from the file is written as text, never as a formula.
    """
    from openpyxl import Workbook  # noqa: PLC0415 (only where a spreadsheet is written)
    from openpyxl.styles import Font  # noqa: PLC0415

    book = Workbook(write_only=False)
    book.remove(book.worksheets[0])
    tables = {
        "sheet_doctors": _doctor_rows(result, language),
        "sheet_sums": _sum_rows(result, language),
        "sheet_working": _working_rows(result, language),
    }
    for title, rows in tables.items():
        sheet = book.create_sheet(say(title, language))
        for cells in rows:
            sheet.append([_safe(cell) if isinstance(cell, str) else cell for cell in cells])
        sheet.freeze_panes = "A2"
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for column, width in WIDTHS.items():
            sheet.column_dimensions[column].width = width
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                if isinstance(cell.value, Decimal):
                    cell.number_format = AMOUNT_FORMAT
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


Cells = Iterator[Sequence[str | Decimal | None]]


def _doctor_rows(result: TableResult, language: Language) -> Cells:
    common = _common(result)
    yield _headings(language)
    for one in result.doctors:
        amount = one.calculation.amount if one.calculation else None
        yield (_rows(one), one.doctor.name, one.municipality, amount, _remark(one, common))


def _sum_rows(result: TableResult, language: Language) -> Cells:
    yield _headings(language)[2:4]
    yield from result.sums.items()
    yield (say("sum", language), result.total)
    yield ()
    for note in _notes(result, language):
        yield (note,)


def _working_rows(result: TableResult, language: Language) -> Cells:
    columns = say("working_columns", language).split(" | ")
    yield (*_headings(language)[:3], *columns, say("column_figure", language))
    for one in result.doctors:
        for step in one.calculation.steps if one.calculation else ():
            who = (_rows(one), one.doctor.name, one.municipality)
            yield (*who, step.label, step.formula, step.amount, step.figure)


def _headings(language: Language) -> tuple[str, ...]:
    return tuple(say("table_columns", language).split(" | "))


def _rows(one: DoctorResult) -> str:
    return ", ".join(map(str, one.doctor.rows))


def _common(result: TableResult) -> tuple[str, ...]:
    """The warnings that hold for every amount, which are said once."""
    told = [one.calculation.warnings for one in result.doctors if one.calculation]
    return tuple(w for w in told[0] if all(w in others for others in told)) if told else ()


def _remark(one: DoctorResult, common: tuple[str, ...]) -> str:
    if one.calculation is None:
        return one.reason
    return " ".join(warning for warning in one.calculation.warnings if warning not in common)


def _notes(result: TableResult, language: Language) -> list[str]:
    """What holds for the whole table: what was not computed or read, and the common warnings."""
    notes = list(_common(result))
    if result.uncomputed:
        count, of = len(result.uncomputed), len(result.doctors)
        notes.insert(0, say("table_uncomputed", language, count=count, all=of))
    if result.unread:
        notes.append(say("table_unread", language, headings=", ".join(result.unread)))
    return notes


def _safe(text: str) -> str:
    """Text that a spreadsheet program does not take for a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
