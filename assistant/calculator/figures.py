"""The figures of the scheme: dated values with a source each, read from YAML and checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from assistant.calculator.dated_yaml import (
    FigureError,
    read_date,
    read_number,
    read_optional_date,
    read_word,
    read_yaml,
)
from assistant.calculator.elements import ALL_FIGURES
from assistant.calculator.money import percent, plain
from assistant.calculator.periods import Call, Model, Timetable, load_timetable

SHIPPED_FIGURES = Path(__file__).parent / "figures"
STATUSES = ("official", "user", "reported", "unofficial")
"""From the strongest to the weakest."""
_FILE_KEYS = {"description", "unit", "values"}
_VALUE_KEYS = {"value", "source", "status", "valid_to"}


@dataclass(frozen=True, slots=True)
class FigureValue:
    """What a figure is from a day on, until `end` where known. `value` None: it has ended."""

    start: date
    end: date | None
    value: Decimal | None
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the scheme over time."""

    name: str
    description: str
    unit: str
    values: tuple[FigureValue, ...]

    def on(self, day: date) -> FigureValue | None:
        """What stands on a day; None where nothing is known."""
        return next(
            (
                value
                for value in self.values
                if value.start <= day and (value.end is None or day <= value.end)
            ),
            None,
        )


@dataclass(frozen=True, slots=True)
class Product:
    """Figures multiplied with each other: the exact value, how it reads, and what it rests on."""

    value: Decimal
    formula: str
    figures: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures by name, and the calls they are used in."""

    by_name: dict[str, Figure]
    timetable: Timetable

    def get(self, name: str) -> Figure:
        """A figure that a rule rests on."""
        if name not in self.by_name:
            raise FigureError(
                _file(name),
                "this figure is missing, and a rule needs it. Add the file to the figures folder, "
                "with description, unit and dated values.",
            )
        return self.by_name[name]

    def on(self, name: str, day: date) -> FigureValue | None:
        """What a figure is on a day; None where nothing is known."""
        return self.get(name).on(day)

    def product(self, names: Iterable[str], day: date) -> Product:
        """The figures in force on a day, multiplied; each one must be known."""
        product, parts, used = Decimal(1), [], []
        for name in names:
            figure, found = self.get(name), self.on(name, day)
            if found is None or found.value is None:
                raise FigureError(
                    _file(name),
                    f"no value is in force on {day.isoformat()}. Add a dated value, or change the "
                    "period in periods.yaml that needs it.",
                )
            product *= found.value
            parts.append(percent(found.value) if figure.unit == "share" else plain(found.value))
            used.append((name, found))
        weakest = max((found for _, found in used), key=lambda found: STATUSES.index(found.status))
        return Product(
            product,
            " × ".join(parts),
            ", ".join(name for name, _ in used),
            weakest.source,
            weakest.status,
        )


def load_figures(folder: Path | None = None) -> Figures:
    """Read and check every figure of a folder, and `periods.yaml` beside it.

    Raises:
        FigureError: A file cannot be used; the message names it and says what to do.
    """
    folder = folder or SHIPPED_FIGURES
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise FigureError(
            folder, "there are no figures here. Give a folder with one YAML file a figure."
        )
    timetable = load_timetable(folder.parent / "periods.yaml")
    figures = Figures({path.stem: _read_figure(path) for path in files}, timetable)
    for call in timetable.calls:
        if Model.REIMBURSEMENT in {call.agreement, call.supervision}:
            _check_complete(figures, call)
    return figures


def _check_complete(figures: Figures, call: Call) -> None:
    """A reimbursement needs every one of its figures, unchanged from first to last day."""
    for name in ALL_FIGURES:
        figures.product([name], call.start)
        if figures.on(name, call.start) is not figures.on(name, call.end):
            raise FigureError(
                _file(name),
                f"the value of {call.start} does not last to {call.end}, the end of call "
                f"{call.key!r}. Correct the dates here or in periods.yaml.",
            )


def _file(name: str) -> str:
    return f"{name}.yaml"


def _read_figure(path: Path) -> Figure:
    content = read_yaml(path)
    if not isinstance(content, dict) or set(content) != _FILE_KEYS:
        raise FigureError(
            path,
            "a figure has exactly the keys description, unit and values. Add what is "
            "missing and take out the rest.",
        )
    values = content["values"]
    if not isinstance(values, dict) or not values:
        raise FigureError(path, "values must hold at least one first day with its value.")
    read = [_read_value(path, day, entry) for day, entry in values.items()]
    return Figure(
        path.stem,
        read_word(path, "description", content["description"]),
        read_word(path, "unit", content["unit"]),
        _in_turn(path, sorted(read, key=lambda value: value.start)),
    )


def _in_turn(path: Path, values: list[FigureValue]) -> tuple[FigureValue, ...]:
    """Values in order; one without an end ends on the day before the next begins."""
    ended = []
    for value, following in pairwise(values):
        before_next = following.start - timedelta(days=1)
        if value.end is not None and value.end > before_next:
            raise FigureError(
                path,
                f"the value from {value.start} is valid to {value.end}, but another starts "
                f"on {following.start}. Correct one of the dates.",
            )
        ended.append(replace(value, end=value.end or before_next))
    return (*ended, values[-1])


def _read_value(path: Path, day: object, entry: object) -> FigureValue:
    start = read_date(path, "the first day in force", day)
    if not isinstance(entry, dict) or not {"value", "source", "status"} <= set(entry):
        raise FigureError(
            path,
            f"the value from {start} needs value, source and status. Write them as "
            '{value: "1000", source: id-of-a-text, status: official}.',
        )
    if unknown := sorted(set(entry) - _VALUE_KEYS):
        raise FigureError(path, f"the value from {start} has the unknown key {unknown[0]!r}.")
    status = read_word(path, "status", entry["status"])
    if status not in STATUSES:
        raise FigureError(
            path, f"status {status!r} from {start} is none of {', '.join(STATUSES)}. Choose one."
        )
    end = read_optional_date(path, "valid_to", entry.get("valid_to"))
    if end is not None and end < start:
        raise FigureError(path, f"valid_to {end} lies before {start}. Correct one of the dates.")
    number = entry["value"]
    return FigureValue(
        start,
        end,
        None if number is None else read_number(path, f"the value from {start}", number),
        read_word(path, "source", entry["source"]),
        status,
    )
