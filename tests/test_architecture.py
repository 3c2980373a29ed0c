"""The house rules, checked."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("corpus", "index", "assistant", "eval", "web")
MAX_LINES = 300
HEAVY = ("torch", "chromadb", "gradio", "sentence_transformers", "langchain", "trafilatura")
EDGES = {"app.py", "__main__.py"}
ENVIRONMENT = re.compile(r'\bos\.(?:environ(?!,|\.get\("PYTHONPATH)|getenv)|\bfrom os import\b')
"""Reading a setting. Handing the environment on to a process that is started is not."""
MODULES = [
    ROOT / "app.py",
    *(path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))),
]
TESTS = sorted((ROOT / "tests").glob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_is_short_and_introduces_itself(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= MAX_LINES
    assert ast.get_docstring(ast.parse(source)), f"{path} has no module docstring"


@pytest.mark.parametrize("room", ROOMS)
def test_entering_a_room_is_cheap(room: str) -> None:
    code = f"import sys, {room}; print([m for m in {HEAVY!r} if m in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_neighbours_are_visited_by_the_front_door(path: Path) -> None:
    home = path.relative_to(ROOT).parts[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            room, _, inner = node.module.partition(".")
            assert not (room in ROOMS and room != home and inner), f"{path}: from {node.module}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_the_edges_read_the_environment(path: Path) -> None:
    read = ENVIRONMENT.search(path.read_text(encoding="utf-8"))
    assert not read or path.name in EDGES, f"{path}: {read and read.group()}"


@pytest.mark.parametrize("path", TESTS, ids=name)
def test_tests_replace_no_part_of_the_product(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"unittest" + r"\.mock|mock" + r"\.patch|Magic" + "Mock", source)
