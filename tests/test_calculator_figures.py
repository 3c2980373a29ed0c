"""The figures: complete, with a source each, and an error that helps where a file is wrong."""

from __future__ import annotations

import ast
import re
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.calculator import FigureError, Figures, load_figures
from assistant.calculator.figures import SHIPPED_FIGURES

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "corpus" / "texts"


@pytest.fixture(scope="module")
def figures() -> Figures:
    return load_figures()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED_FIGURES, tmp_path / "figures")
    shutil.copy(SHIPPED_FIGURES.parent / "periods.yaml", tmp_path)
    return tmp_path / "figures"


def test_every_figure_and_call_names_a_shipped_text(figures: Figures) -> None:
    shipped = {
        found[1]
        for path in TEXTS.glob("*.md")
        if (found := re.search(r"(?m)^id:\s*(\S+)", path.read_text(encoding="utf-8")))
    }
    named = {value.source for figure in figures.by_name.values() for value in figure.values}
    named |= {call.source for call in figures.timetable.calls}
    assert named <= shipped, f"no text has the id {sorted(named - shipped)}"


def test_a_figure_is_known_from_its_first_day_to_its_last(figures: Figures) -> None:
    for day, known in [
        (date(2025, 5, 31), False),
        (date(2025, 6, 1), True),
        (date(2026, 5, 31), True),
        (date(2026, 6, 1), False),
    ]:
        assert (figures.on("timesats", day) is not None) is known, day


def test_a_figure_that_ended_is_null_and_not_unknown(figures: Figures) -> None:
    last, ended = (
        figures.on("lis3_veiledning_timesats", day)
        for day in (date(2021, 12, 31), date(2022, 1, 1))
    )
    assert last is not None
    assert last.value == Decimal(1000)
    assert last.end == date(2021, 12, 31)
    assert ended is not None
    assert ended.value is None


def test_values_are_exact_decimals(figures: Figures) -> None:
    for figure in figures.by_name.values():
        for value in figure.values:
            assert value.value is None or isinstance(value.value, Decimal), figure.name


def test_no_number_of_the_scheme_stands_in_the_code(figures: Figures) -> None:
    numbers = {
        f"{value.value:f}"
        for figure in figures.by_name.values()
        for value in figure.values
        if value.value is not None and value.value > 100
    }
    for path in (ROOT / "assistant" / "calculator").glob("*.py"):
        constants = {
            str(node.value)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant) and not isinstance(node.value, bool)
        }
        assert not constants & numbers, path


def test_an_unknown_figure_says_which_file_is_missing(figures: Figures) -> None:
    with pytest.raises(FigureError, match=r"flyplass\.yaml.*Add the file"):
        figures.get("flyplass")


def test_a_product_outside_the_period_says_which_file_lacks_a_value(figures: Figures) -> None:
    with pytest.raises(FigureError, match=r"timesats\.yaml.*2026-06-01.*Add a dated value"):
        figures.product(["timesats"], date(2026, 6, 1))


GOOD = "description: Pay.\nunit: NOK/hour\nvalues:\n"
BROKEN = {
    "a float": (GOOD + "  2025-06-01: {value: 1375.5, source: a, status: official}", "in quotes"),
    "a whole number": (GOOD + "  2025-06-01: {value: 1375, source: a, status: official}", "quotes"),
    "no source": (GOOD + '  2025-06-01: {value: "1375", status: official}', "needs value, source"),
    "an empty source": (
        GOOD + '  2025-06-01: {value: "1", source: "", status: official}',
        "Write it as text",
    ),
    "a bad date": (GOOD + '  "1. juni": {value: "1", source: a, status: official}', "no date"),
    "an impossible date": (
        GOOD + '  2025-02-30: {value: "1", source: a, status: official}',
        "not valid YAML",
    ),
    "an unknown status": (
        GOOD + '  2025-06-01: {value: "1", source: a, status: sure}',
        "Choose one",
    ),
    "an unknown key": (
        GOOD + '  2025-06-01: {value: "1", source: a, status: official, note: x}',
        "unknown key",
    ),
    "no values": ("description: Pay.\nunit: NOK/hour\nvalues: {}", "at least one"),
    "no unit": ('description: Pay.\nvalues: {2025-06-01: {value: "1"}}', "exactly the keys"),
    "a word": (GOOD + '  2025-06-01: {value: "mye", source: a, status: official}', "Write digits"),
    "not a number": (GOOD + '  2025-06-01: {value: "NaN", source: a, status: official}', "digits"),
    "broken YAML": ("description: [", "not valid YAML"),
    "a repeated day": (
        GOOD
        + '  2025-06-01: {value: "1", source: a, status: official}\n'
        + '  2025-06-01: {value: "2", source: a, status: official}',
        "stands twice",
    ),
    "an end before its start": (
        GOOD + '  2025-06-01: {value: "1", source: a, status: official, valid_to: 2025-05-31}',
        "lies before",
    ),
    "two values at once": (
        GOOD
        + '  2025-06-01: {value: "1", source: a, status: official, valid_to: 2025-08-01}\n'
        + '  2025-07-01: {value: "2", source: a, status: official}',
        "another starts",
    ),
}


@pytest.mark.parametrize(("text", "remedy"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_figure_file_is_named_and_the_remedy_said(
    folder: Path, text: str, remedy: str
) -> None:
    (folder / "timesats.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(FigureError, match=remedy) as error:
        load_figures(folder)
    assert "timesats.yaml" in str(error.value)


def test_a_reimbursement_table_that_lacks_a_figure_is_refused(folder: Path) -> None:
    (folder / "laeringsaktiviteter.yaml").unlink()
    with pytest.raises(FigureError, match=r"laeringsaktiviteter\.yaml.*missing"):
        load_figures(folder)


def test_a_reimbursement_figure_that_ends_early_is_refused(folder: Path) -> None:
    path = folder / "timesats.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("2026-05-31", "2026-05-30"))
    with pytest.raises(FigureError, match=r"timesats\.yaml.*does not last"):
        load_figures(folder)


def test_calls_with_a_gap_are_refused(folder: Path) -> None:
    path = folder.parent / "periods.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("2023-09-01", "2023-09-02"))
    with pytest.raises(FigureError, match="without a gap"):
        load_figures(folder)


def test_a_call_with_an_unknown_model_is_refused(folder: Path) -> None:
    path = folder.parent / "periods.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("agreement: fixed", "agreement: guess")
    )
    with pytest.raises(FigureError, match="choose one of"):
        load_figures(folder)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FigureError, match="no figures here"):
        load_figures(tmp_path)


def test_neither_the_calculator_nor_its_tests_know_floats() -> None:
    folders = (ROOT / "assistant" / "calculator", ROOT / "assistant" / "eligibility")
    files = [path for folder in folders for path in folder.glob("*.py")]
    for path in (*files, *(ROOT / "tests").glob("test_calculator_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_float = isinstance(node, ast.Constant) and type(node.value).__name__ == "float"
            is_call = isinstance(node, ast.Name) and node.id in {"float", "approx"}
            assert not is_float, f"{path}: a float stands in line {getattr(node, 'lineno', 0)}"
            assert not is_call, f"{path}: {getattr(node, 'id', '')} is used"
