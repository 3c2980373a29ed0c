"""Finds the passage of a named source that says a thing: for figures, conditions and rules.

The figures and rules rest on the shipped texts also when the index was built from other texts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache

from corpus import Chunk, sentences

TOKEN = re.compile(r"\w+")


class Passages:
    """Chunks by source, and the one of a source that fits a hint best."""

    def __init__(self, load: Callable[[], Sequence[Chunk]]) -> None:
        """Take the loader of the shipped chunks; nothing is read before a passage is asked for."""
        self._load = load
        self._by_source: dict[str, list[Chunk]] | None = None
        self.best = lru_cache(maxsize=512)(self._best)

    def _of(self, source: str) -> list[Chunk]:
        if self._by_source is None:
            grouped: dict[str, list[Chunk]] = defaultdict(list)
            for chunk in self._load():
                grouped[chunk.source.id].append(chunk)
            self._by_source = dict(grouped)
        return self._by_source.get(source, [])

    def _best(self, source: str, hint: str) -> tuple[Chunk, str] | None:
        """The passage and its sentence that share most with the hint; None if there are none."""
        wanted = _tokens(hint)
        scored = [
            (_overlap(wanted, sentence) + _overlap(wanted, chunk.context) / 2, chunk, sentence)
            for chunk in self._of(source)
            for sentence in sentences(chunk.text)
        ]
        if not scored:
            return None
        _, chunk, sentence = max(scored, key=lambda item: item[0])
        return chunk, sentence


def _tokens(text: str) -> frozenset[str]:
    joined = re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d{3})", "", text.lower())
    return frozenset(TOKEN.findall(joined))


def _overlap(wanted: frozenset[str], text: str) -> float:
    found = wanted & _tokens(text)
    return sum(3.0 if token.isdigit() else 1.0 for token in found) + sum(
        0.5
        for token in wanted - found
        if len(token) > 4 and any(token[:5] == t[:5] for t in _tokens(text))  # noqa: PLR2004
    )
