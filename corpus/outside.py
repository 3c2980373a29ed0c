"""Questions that the shipped texts do not answer, by kind, to compare a question with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from corpus.safe_yaml import load_yaml
from corpus.types import CorpusError

FOLDER = Path(__file__).with_name("outside")


@dataclass(frozen=True, slots=True)
class OutsideQuestion:
    """A question that must not be answered from the texts."""

    kind: str
    """`other_subjects`, or `not_in_sources`: on the subject, but no text says so."""
    topic: str
    text: str


def load_outside(folder: Path = FOLDER) -> tuple[OutsideQuestion, ...]:
    """Return all examples, in a fixed order.

    Raises:
        CorpusError: a file is not a mapping from topic to questions.
    """
    found: list[OutsideQuestion] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            topics = load_yaml(path.read_text(encoding="utf-8"))
        except (UnicodeDecodeError, yaml.YAMLError) as wrong:
            raise CorpusError(f"{path}: is not readable YAML: {wrong}") from wrong
        if not isinstance(topics, dict) or not all(isinstance(q, list) for q in topics.values()):
            raise CorpusError(f"{path}: must map each topic to a list of questions")
        found += [
            OutsideQuestion(path.stem, str(topic), str(text))
            for topic, texts in topics.items()
            for text in texts
        ]
    return tuple(found)
