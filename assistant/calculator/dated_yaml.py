"""The door to YAML: what is read is checked at once; an error says which file and what to do."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

import yaml

from assistant.calculator.money import number_problem


class FigureError(Exception):
    """A figure, a call or a condition that cannot be used as written: where, what, what to do."""

    def __init__(self, where: Path | str, problem: str) -> None:
        """Build the message from the place and what is wrong there."""
        super().__init__(f"{where}: {problem}")


class _StrictLoader(yaml.SafeLoader):
    """YAML in which a key may stand only once."""

    def construct_mapping(
        self, node: yaml.MappingNode, deep: bool = False
    ) -> dict[Hashable, object]:
        """Build a mapping, refusing a repeated key."""
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!s} stands twice; keep one", node.start_mark
                )
        return super().construct_mapping(node, deep=deep)


def read_yaml(path: Path) -> object:
    """The content of a file.

    Raises:
        FigureError: The file is missing, unreadable or not YAML.
    """
    try:
        # The loader is a SafeLoader.
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506
    except (OSError, UnicodeDecodeError) as error:
        raise FigureError(path, f"cannot be read ({error}). Check that it is there.") from error
    except (yaml.YAMLError, ValueError) as error:
        raise FigureError(path, f"not valid YAML: {error}. Correct that line.") from error


def read_word(path: Path, what: str, value: object) -> str:
    """A text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise FigureError(path, f"{what} is {value!r}, which is no text. Write it as text.")
    return value.strip()


def read_date(path: Path, what: str, value: object) -> date:
    """A calendar date, written 2025-06-01."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise FigureError(
            path, f"{what} is {value!r}, which is no date. Write it unquoted as 2025-06-01."
        )
    return value


def read_optional_date(path: Path, what: str, value: object) -> date | None:
    """A calendar date, or None where there is none."""
    return None if value is None else read_date(path, what, value)


def read_number(path: Path, what: str, value: object) -> Decimal:
    """An exact number, written in quotes."""
    if not isinstance(value, str):
        raise FigureError(
            path,
            f"{what} is {value!r} without quotes, which is not kept exactly. "
            f'Write it in quotes: "{value}".',
        )
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if number_problem(number, zero_allowed=True):
        raise FigureError(
            path, f'{what} is {value!r}, which is no amount. Write digits, as in "1000.50".'
        )
    return number
