"""A spreadsheet file as headings and rows of text: .csv and .tsv in any usual form, and .xlsx."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from assistant.replies import say
from assistant.types import Language

ENDINGS = {".csv", ".tsv", ".tab", ".xlsx"}
SEPARATORS = "\t;|,"
"""Tried in this order: a comma may also stand inside a Norwegian number."""
ENCODINGS = ("utf-8-sig", "cp1252")
MOST_BYTES, MOST_UNPACKED = 20 * 2**20, 100 * 2**20
MOST_ROWS, LEAST_HEADINGS = 100_000, 2
FILLED = 2
"""Cells in the first row that are filled, from which on it can be the headings."""


class TableError(ValueError):
    """A file that is no table we can read; `told` says it in the reader's language."""

    def __init__(self, key: str, **values: object) -> None:
        """Keep the key of the reply and what stands in it."""
        super().__init__(say(key, Language.ENGLISH, **values))
        self.key, self.values = key, values

    def told(self, language: Language) -> str:
        """The sentence in a language."""
        return say(self.key, language, **self.values)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file: its number there, its cells, and the cell that cannot be read."""

    number: int
    cells: tuple[str, ...]
    problem: TableError | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The headings and the rows below them; empty rows are left out."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def is_table(name: str) -> bool:
    """Whether a file's name is that of a table."""
    return Path(name).suffix.lower() in ENDINGS


def read_sheet(raw: bytes, name: str) -> Sheet:
    """Read a table; the first row that has several cells holds the headings.

    Raises:
        TableError: It is too large, damaged, or holds no headings or no rows.
    """
    if len(raw) > MOST_BYTES:
        raise TableError("table_too_large", name=name, most=MOST_BYTES // 2**20)
    rows = _workbook_rows(raw, name) if name.lower().endswith(".xlsx") else _text_rows(raw, name)
    filled = [row for row in rows if any(row.cells) or row.problem]
    at = next((n for n, row in enumerate(filled) if sum(map(bool, row.cells)) >= FILLED), None)
    if at is None:
        raise TableError("table_without_headings", name=name)
    headings, below = filled[at].cells, filled[at + 1 :]
    if not below:
        raise TableError("table_without_rows", name=name)
    if len(below) > MOST_ROWS:
        raise TableError("table_too_long", name=name, most=MOST_ROWS)
    return Sheet(headings, tuple(_fitted(row, len(headings)) for row in below))


def _fitted(row: Row, count: int) -> Row:
    """The row with as many cells as there are headings; more than that cannot be placed."""
    if len(row.cells) > count and any(row.cells[count:]):
        problem = TableError("row_too_long", row=row.number, count=count)
        return Row(row.number, row.cells[:count], row.problem or problem)
    return Row(row.number, (*row.cells, *[""] * count)[:count], row.problem)


def _text_rows(raw: bytes, name: str) -> list[Row]:
    text = _decoded(raw, name)
    separator = _separator(text)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as wrong:
        raise TableError("table_unreadable", name=name) from wrong
    return [
        Row(number, tuple(cell.strip() for cell in cells)) for number, cells in enumerate(lines, 1)
    ]


def _decoded(raw: bytes, name: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    if b"\0" in raw:
        raise TableError("table_unreadable", name=name)
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError("table_unreadable", name=name)


def _separator(text: str) -> str:
    """The sign that cuts the headings into the most cells, the same number in most lines."""
    lines = [line for line in text.splitlines() if line.strip()][:20]
    if not lines:
        return ";"
    return max(SEPARATORS, key=lambda sign: (lines[0].count(sign) > 0, _even(lines, sign)))


def _even(lines: Sequence[str], sign: str) -> int:
    cells = lines[0].count(sign)
    return sum(line.count(sign) == cells for line in lines) if cells else 0


def _workbook_rows(raw: bytes, name: str) -> list[Row]:
    from openpyxl import load_workbook  # noqa: PLC0415 (only where a spreadsheet is read)
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    _check_unpacked(raw, name)
    try:
        book = load_workbook(io.BytesIO(raw), keep_links=False)
        sheet = book.worksheets[0]
        merged = {cell for area in sheet.merged_cells.ranges for cell in _inner(area.bounds)}
        return [
            _workbook_row(number, cells, merged)
            for number, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 2), 1)
        ]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, OSError) as wrong:
        raise TableError("table_unreadable", name=name) from wrong


def _check_unpacked(raw: bytes, name: str) -> None:
    try:
        with ZipFile(io.BytesIO(raw)) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except (BadZipFile, ValueError) as wrong:
        raise TableError("table_unreadable", name=name) from wrong
    if size > MOST_UNPACKED:
        raise TableError("table_too_large", name=name, most=MOST_UNPACKED // 2**20)


def _inner(bounds: tuple[int, int, int, int]) -> Iterable[tuple[int, int]]:
    """Row and column of each cell that a merged area covers, its first one left out."""
    left, top, right, bottom = bounds
    covered = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
    return (cell for cell in covered if cell != (top, left))


def _workbook_row(number: int, cells: Iterable[object], merged: set[tuple[int, int]]) -> Row:
    texts, problem = [], None
    for column, cell in enumerate(cells, 1):
        value = getattr(cell, "value", None)
        if getattr(cell, "data_type", "") == "f":
            problem = problem or TableError("cell_is_formula", cell=getattr(cell, "coordinate", ""))
            value = None
        elif (number, column) in merged:
            problem = problem or TableError("cell_is_merged", row=number)
        percent = "%" in str(getattr(cell, "number_format", ""))
        texts.append(_cell_text(value, percent=percent))
    return Row(number, tuple(texts), problem)


def _cell_text(value: object, *, percent: bool) -> str:
    """A cell as a person would have typed it: dates as dates, 0.8 in a per cent cell as 80 %."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, int | float):
        number = Decimal(str(value)) * (100 if percent else 1)
        shown = f"{number.normalize():f}".replace(".", ",")
        return f"{shown} %" if percent else shown
    return str(value).strip()
