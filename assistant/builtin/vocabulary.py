"""The words the built-in model knows things by, read once from `vocabulary.yaml` and compiled."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from assistant.builtin.numbers import COUNT
from corpus import load_yaml

HERE = Path(__file__).parent


@cache
def _raw(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = load_yaml((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


def _at(path: tuple[Any, ...], file: str) -> Any:
    node: Any = _raw(file)
    for key in path:
        node = node[key]
    return node


@cache
def pattern(*path: str, file: str = "vocabulary") -> re.Pattern[str]:
    """The compiled pattern at a path of keys, such as ("categories", "fastlege")."""
    node = _at(path, file)
    source = re.sub(r"\s*\n\s*", "", str(node).strip())
    return re.compile(source.replace("{COUNT}", COUNT), re.IGNORECASE)


@cache
def keys(*path: str, file: str = "vocabulary") -> tuple[Any, ...]:
    """The keys below a path, in the file's order: more specific things stand first."""
    node = _at(path, file)
    return tuple(node)


@cache
def words(*path: str, file: str = "vocabulary") -> frozenset[str]:
    """A list of plain words at a path."""
    node = _at(path, file)
    return frozenset(str(node).split() if isinstance(node, str) else map(str, node))


@cache
def number(*path: str, file: str = "vocabulary") -> float:
    """The number at a path."""
    node = _at(path, file)
    return float(node)


@cache
def text(*path: Any, file: str = "vocabulary") -> str:
    """The plain text at a path."""
    node = _at(path, file)
    return str(node)
