"""The words that question sets and the reading of numbers share, from `vocabulary.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words an item may use, and the words that stand for a number."""

    slices: Mapping[str, str]
    """Topic and what it holds, in the order of the report."""
    period: re.Pattern[str]
    forms: tuple[str, ...]
    missing: frozenset[str]
    numbers: Mapping[str, Decimal]
    """Small number words and the names of the months."""


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Return the words of `eval/vocabulary.yaml`."""
    raw = yaml.safe_load(Path(__file__).with_name("vocabulary.yaml").read_text(encoding="utf-8"))
    words = {str(word): Decimal(value) for word, value in raw["number_words"].items()}
    months = {
        name: Decimal(at) for at, names in enumerate(raw["months"], start=1) for name in names
    }
    return Vocabulary(
        slices=raw["slices"],
        period=re.compile(raw["period_pattern"]),
        forms=tuple(raw["forms"]),
        missing=frozenset(raw["missing"]),
        numbers={**words, **months},
    )
