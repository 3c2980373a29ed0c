"""The examples in the docstrings of the evaluation hold."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize("name", ["intervals", "metrics", "numbers", "patterns"])
def test_the_examples_of_a_module_hold(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"eval.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
