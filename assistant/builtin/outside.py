"""How near a question is to examples that the texts do not answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus import OutsideQuestion
from index import Embedder, KeywordIndex


@dataclass(frozen=True, slots=True)
class Nearness:
    """The nearest example: its kind, and how near it is by meaning and by words (0-1 each)."""

    kind: str
    dense: float
    words: float


class Outside:
    """Examples of questions that must not be answered, ready to be compared with."""

    def __init__(self, examples: Sequence[OutsideQuestion], embedder: Embedder) -> None:
        """Embed the examples once."""
        self._examples = tuple(examples)
        self._embedder = embedder
        texts = [example.text for example in examples]
        self._vectors = embedder.embed_queries(texts) if texts else None
        self._words = KeywordIndex(texts)

    def nearest(self, question: str) -> Nearness | None:
        """The example that a question is nearest to; None without examples."""
        if self._vectors is None:
            return None
        dense = self._vectors @ self._embedder.embed_queries([question])[0]
        words = self._words.coverage(question)
        best = int(np.argmax(dense + words))
        return Nearness(self._examples[best].kind, float(dense[best]), float(words[best]))
