"""The questions that sections answer, one YAML file a text: search reaches a section by them too.

A file maps a section's heading to questions in bokmål, nynorsk and English, written by people who
read the section and asked for it in other words than it uses.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from corpus.safe_yaml import load_yaml
from corpus.types import CorpusError

FOLDER = "asked"


def read_asked(text_id: str, folder: Path) -> dict[str, tuple[str, ...]]:
    """Return the questions of a text by heading; none where the text has no file.

    Raises:
        CorpusError: the file is not a mapping from heading to questions.
    """
    path = folder / f"{text_id}.yaml"
    if not path.is_file():
        return {}
    try:
        data = load_yaml(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError) as wrong:
        raise CorpusError(f"{path}: is not readable YAML: {wrong}") from wrong
    if not isinstance(data, dict):
        raise CorpusError(f"{path}: must map each heading of the text to a list of questions")
    found: dict[str, tuple[str, ...]] = {}
    for heading, questions in data.items():
        if not isinstance(questions, list) or not all(isinstance(q, str) for q in questions):
            raise CorpusError(f"{path}: the questions under {heading!r} must be a list of strings")
        found[str(heading)] = tuple(question.strip() for question in questions)
    return found
