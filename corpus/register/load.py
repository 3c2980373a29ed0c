"""The register's files read and checked into values."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from corpus.register.lookup import Register
from corpus.register.types import Municipality, Predecessor
from corpus.safe_yaml import load_yaml
from corpus.types import CorpusError, Problem

FOLDER = Path(__file__).parent
CENTRALITY_VERSION = 2024
COUNT = 357
# The lowest index of each centrality class, SSB KLASS 128.
CLASS_FLOORS = {1: 925, 2: 870, 3: 775, 4: 670, 5: 565, 6: 0}
_HIGHEST_INDEX = 1000
_NUMBER_CHARS = 4


@cache
def load_register() -> Register:
    """Return the register of all kommuner.

    Raises:
        CorpusError: a file of the register is wrong; names file and line.
    """
    problems = check_register()
    if problems:
        raise CorpusError("\n".join(str(problem) for problem in problems))
    return Register(_municipalities())


def check_register(folder: Path = FOLDER) -> tuple[Problem, ...]:
    """Return what is wrong with the register's files."""
    return tuple(_check(folder))


def _check(folder: Path) -> Iterator[Problem]:
    path = folder / "municipalities.csv"
    numbers: set[str] = set()
    counties = {row["number"] for _, row in _rows(folder / "counties.csv")}
    for line, row in _rows(path):
        number = row["number"]
        if len(number) != _NUMBER_CHARS or not number.isdigit() or number in numbers:
            yield Problem(path, line, f"{number!r} is not a new number of four digits")
        numbers.add(number)
        if row["county_number"] not in counties:
            yield Problem(path, line, f"there is no county {row['county_number']!r}")
        if row["name"] not in row["names"].split("|"):
            yield Problem(path, line, f"{row['name']!r} is missing from its names")
        yield from _check_centrality(path, line, row)
    if len(numbers) != COUNT:
        yield Problem(path, None, f"holds {len(numbers)} kommuner; there are {COUNT}")
    path = folder / "predecessors.csv"
    for line, row in _rows(path):
        if row["new_number"] not in numbers:
            yield Problem(path, line, f"there is no kommune {row['new_number']!r}")
    path = folder / "notes.yaml"
    for note in load_yaml(path.read_text(encoding="utf-8")):
        unknown = [n for n in note.get("numbers", []) if n not in numbers]
        unknown += [n for n in note.get("counties", []) if n not in counties]
        if unknown:
            yield Problem(path, None, f"the note {note['text']!r} names unknown {unknown}")


def _check_centrality(path: Path, line: int, row: dict[str, str]) -> Iterator[Problem]:
    index, group = row["centrality_index"], row["centrality_class"]
    if not index.isdigit() or int(index) > _HIGHEST_INDEX:
        yield Problem(path, line, f"{index!r} is not a centrality index from 0 to 1000")
        return
    right = next(name for name, floor in CLASS_FLOORS.items() if int(index) >= floor)
    if group != str(right):
        yield Problem(path, line, f"index {index} is class {right}, not {group!r}")


def _municipalities() -> tuple[Municipality, ...]:
    counties = {row["number"]: row for _, row in _rows(FOLDER / "counties.csv")}
    before = _predecessors()
    notes = load_yaml((FOLDER / "notes.yaml").read_text(encoding="utf-8"))
    return tuple(
        _municipality(row, counties[row["county_number"]], before[row["number"]], notes)
        for _, row in _rows(FOLDER / "municipalities.csv")
    )


def _municipality(
    row: dict[str, str],
    county: dict[str, str],
    predecessors: list[Predecessor],
    notes: list[dict[str, Any]],
) -> Municipality:
    return Municipality(
        number=row["number"],
        name=row["name"],
        official_name=row["official_name"],
        names=tuple(row["names"].split("|")),
        county_number=county["number"],
        county=county["name"],
        centrality_index=int(row["centrality_index"]),
        centrality_class=int(row["centrality_class"]),
        centrality_version=CENTRALITY_VERSION,
        language_decision=row["language_decision"],
        rhf=county["rhf"],
        alis_office=county["alis_office"],
        alis_place=county["alis_place"],
        alis_stated=county["alis_basis"] == "stated",
        predecessors=tuple(predecessors),
        caveats=tuple(note["text"] for note in notes if _concerns(note, row)),
    )


def _concerns(note: dict[str, Any], row: dict[str, str]) -> bool:
    if "numbers" not in note and "counties" not in note:
        return True
    return row["number"] in note.get("numbers", ()) or row["county_number"] in note.get(
        "counties", ()
    )


def _predecessors() -> dict[str, list[Predecessor]]:
    found: dict[str, list[Predecessor]] = defaultdict(list)
    for _, row in _rows(FOLDER / "predecessors.csv"):
        split = row["change"] == "split"
        before = Predecessor(row["old_number"], row["old_name"], row["old_county"], split)
        found[row["new_number"]].append(before)
    return found


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row with its line in the file."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in (reader := csv.DictReader(file)):
            yield reader.line_num, row
