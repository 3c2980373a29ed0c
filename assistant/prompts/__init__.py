"""Prompts and tool descriptions, one Markdown file each; every record names their digest."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def prompt(name: str) -> str:
    """The text of a prompt file."""
    return (HERE / f"{name}.md").read_text(encoding="utf-8").strip()


@cache
def prompts_digest() -> str:
    """SHA-256 over all prompt files, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(HERE.glob("*.md")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
