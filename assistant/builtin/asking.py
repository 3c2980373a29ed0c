"""Which part of a longer turn asks: a mail tells much beside its question."""

from __future__ import annotations

from corpus import sentences

LONG = 3
"""From so many sentences on, only those that ask tell what is wanted."""


def is_long(text: str) -> bool:
    """Whether a turn tells so much that not every word of it belongs to the question."""
    return len(sentences(text)) >= LONG


def asking_part(text: str) -> str:
    """The sentences of a long turn that end in a question mark; else the whole turn.

    >>> asking_part("Takk for sist. Vi bygger ny barnehage. Legen er ny. Hva får vi?")
    'Hva får vi?'
    """
    told = sentences(text)
    asked = [sentence for sentence in told if sentence.rstrip().endswith("?")]
    return " ".join(asked) if asked and len(told) >= LONG else text
