"""The rows of a table as doctors: what each cell means, and which rows are of one doctor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.builtin.positions import first_category, first_share
from assistant.builtin.vocabulary import keys, pattern
from assistant.calculator import Element, Grant
from assistant.tables.sheet import Row, Sheet, TableError
from corpus import load_yaml

HEADINGS = Path(__file__).with_name("headings.yaml")
OF_POSITION = ("category", "share", "start", "end")
"""What may differ between the rows of one doctor."""
EXPENSE_KINDS = ("expenses", "expense_hours")


@dataclass(frozen=True, slots=True)
class Doctor:
    """One doctor's case as the calculator's tool takes it, and the rows that it stands in."""

    name: str
    given: Mapping[str, Any]
    rows: tuple[int, ...]
    problem: TableError | None = None


@dataclass(frozen=True, slots=True)
class _Column:
    fact: str
    element: Element | None = None


@dataclass
class _Told:
    """What the rows of one doctor say."""

    rows: list[int] = field(default_factory=list)
    shared: dict[str, Any] = field(default_factory=dict)
    positions: list[dict[str, str]] = field(default_factory=list)
    problem: TableError | None = None


def read_doctors(sheet: Sheet) -> tuple[tuple[Doctor, ...], tuple[str, ...]]:
    """The doctors in the order of their first rows, and the headings that were not understood.

    Rows of one name in one kommune are positions of one doctor; a row without a name is a doctor
    of its own.

    Raises:
        TableError: No heading says what a doctor's share or period is.
    """
    columns = [_column(heading) for heading in sheet.headings]
    known = {column.fact for column in columns if column}
    if not known & set(OF_POSITION):
        raise TableError("table_without_facts", headings=", ".join(filter(None, sheet.headings)))
    told: dict[tuple[str, str], _Told] = {}
    for row in sheet.rows:
        cells = [(c, cell) for c, cell in zip(columns, row.cells, strict=True) if c and cell]
        name = next((cell for column, cell in cells if column.fact == "doctor"), "")
        place = next((cell for column, cell in cells if column.fact == "municipality"), "")
        key = (name.casefold() or f"row {row.number}", place.casefold())
        _add(told.setdefault(key, _Told()), row, cells)
    unread = tuple(
        heading
        for heading, column in zip(sheet.headings, columns, strict=True)
        if heading and column is None
    )
    return tuple(_doctor(one) for one in told.values()), unread


def _column(heading: str) -> _Column | None:
    text = " ".join(heading.split())
    for fact, source in _headings().items():
        match = source.fullmatch(text)
        if match is None:
            continue
        if fact not in EXPENSE_KINDS:
            return _Column(fact)
        said = next(filter(None, match.groupdict().values()), "")
        if element := _element(said):
            return _Column(fact, element)
    return None


def _element(said: str) -> Element | None:
    found = (key for key in keys("elements") if pattern("elements", key).search(said))
    named = next(found, None) or said.strip().lower().replace(" ", "_")
    return Element(named) if named in set(Element) else None


def _headings() -> dict[str, re.Pattern[str]]:
    loaded: dict[str, str] = load_yaml(HEADINGS.read_text(encoding="utf-8"))
    return {fact: re.compile(source, re.IGNORECASE) for fact, source in loaded.items()}


def _add(told: _Told, row: Row, cells: list[tuple[_Column, str]]) -> None:
    told.rows.append(row.number)
    told.problem = told.problem or row.problem
    position: dict[str, str] = {}
    for fact, value in _facts(row, cells):
        if isinstance(value, TableError):
            told.problem = told.problem or value
        elif fact in OF_POSITION:
            position[fact] = value
        elif isinstance(value, dict):
            told.shared.setdefault(fact, {}).update(value)
        elif told.shared.setdefault(fact, value) != value:
            told.problem = told.problem or TableError(
                "rows_contradict", row=row.number, first=told.rows[0], fact=fact
            )
    told.positions.append(position)


def _facts(row: Row, cells: list[tuple[_Column, str]]) -> Iterator[tuple[str, Any]]:
    """The facts of a row's cells, as the calculator's tool takes them."""
    for column, cell in cells:
        match column.fact:
            case "category":
                category = first_category(cell)
                yield "category", category[0].value if category else _unknown(row, cell)
            case "share":
                yield "share", _share(cell)
            case "agreement":
                yield "grant", _grant(cell) or _unknown(row, cell)
            case "expenses" | "expense_hours" if column.element:
                yield column.fact, {column.element.value: cell}
            case fact:
                yield fact, cell


def _unknown(row: Row, cell: str) -> TableError:
    return TableError("cell_unknown", row=row.number, cell=cell[:40])


def _share(cell: str) -> str:
    """«80», «80 %» and «halv stilling» as a share; what is not a number stays as it was."""
    said = first_share(cell) or first_share(f"{cell} stilling")
    if said is None or re.fullmatch(r"[-−]?\d+(?:[.,]\d+)?", cell):
        return cell
    return f"{(said[0] * 100).normalize():f} %".replace(".", ",")


def _grant(cell: str) -> str | None:
    """The grant that «ja», «nei» or a date of signing stands for."""
    if pattern("no", file="follow").search(cell):
        return Grant.SUPERVISION_ONLY.value
    agreed = pattern("yes", file="follow").search(cell) or re.search(r"\d|^x$", cell, re.IGNORECASE)
    return Grant.ALIS_AGREEMENT.value if agreed else None


def _doctor(told: _Told) -> Doctor:
    shared = dict(told.shared)
    name = str(shared.pop("doctor", ""))
    if "grant" not in shared and "agreement_date" in shared:
        shared["grant"] = Grant.ALIS_AGREEMENT.value
    given = {**shared, "positions": told.positions}
    return Doctor(name, given, tuple(told.rows), told.problem)
