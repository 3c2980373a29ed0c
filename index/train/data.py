"""Reads the training folder and splits it by document before anything else looks at it."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TEST_SHARE, DEV_SHARE = 11, 6
"""Percent of the law documents that are never trained on: to report on, and to tune on."""

MIN_CHARS = 40
"""A shorter text («Opphevet») answers nothing."""

FILES = {
    "sections": "law_sections/sections.jsonl.gz",
    "headings_nn": "law_sections/headings_nn.tsv.gz",
    "norquad_questions": "norquad/questions.jsonl.gz",
    "norquad_questions_nn": "norquad/questions_nn.jsonl.gz",
    "norquad_contexts": "norquad/contexts.jsonl.gz",
    "gov_docs": "heading_passage/gov_docs.jsonl.gz",
    "digdir": "heading_passage/digdir.jsonl.gz",
    "ssb": "heading_passage/ssb.jsonl.gz",
    "nav_forms": "heading_passage/nav_forms.jsonl.gz",
    "nb_nn_news": "parallel/nb_nn_news.jsonl.gz",
    "gov_ui": "parallel/gov_ui.jsonl.gz",
    "gov_docs_nb_nn": "parallel/gov_docs_nb_nn.jsonl.gz",
    "gov_docs_no_en": "parallel/gov_docs_no_en.jsonl.gz",
    "bible": "parallel/bible.jsonl.gz",
    "code_lessons": "parallel/code_lessons.jsonl.gz",
    "mozilla_pages": "parallel/mozilla_pages.jsonl.gz",
    "tatoeba": "parallel/tatoeba.jsonl.gz",
    "digdir_no_en": "parallel/digdir_no_en.jsonl.gz",
    "noark5": "parallel/noark5.jsonl.gz",
    "wiki_titles_en_no": "terms/wiki_titles_en_no.tsv.gz",
    "wiki_titles_nn_no": "terms/wiki_titles_nn_no.tsv.gz",
}
PARALLEL = (
    "nb_nn_news",
    "gov_ui",
    "gov_docs_nb_nn",
    "gov_docs_no_en",
    "bible",
    "code_lessons",
    "mozilla_pages",
    "tatoeba",
    "digdir_no_en",
    "noark5",
)

_EMPTY_HEADING = re.compile(r"^(?:[IVXLC]+\.?|\W*|[a-zæøå]\)?)$", re.IGNORECASE)
_TEMPLATE = re.compile(r"\{\{.*?\}\}|<[^>]+>|\{[^}]*\}|[*_`#]+")


@dataclass(frozen=True, slots=True)
class Section:
    """A section of an act or a regulation, or any other passage that stands under a heading."""

    id: str
    document: str
    title: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question that a person asked on a passage, in bokmål and, where there is one, nynorsk."""

    document: str
    text: str
    nynorsk: str | None
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """The law sections of one part, and the NorQuAD questions that go with it."""

    sections: tuple[Section, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class TrainingData:
    """Everything that is read, split by document."""

    train: Split
    dev: Split
    test: Split
    contexts: dict[str, str]
    headings_nn: dict[str, str]
    passages: tuple[Section, ...]
    parallel: tuple[dict[str, str], ...]
    titles: tuple[tuple[str, str], ...]
    hashes: dict[str, str]


def part_of(document: str) -> str:
    """Say which part a law document belongs to: decided by its name alone, so it never moves.

    >>> part_of("lover/lov-2011-06-24-30") in {"train", "dev", "test"}
    True
    """
    bucket = int(hashlib.sha256(document.encode()).hexdigest(), 16) % 100
    if bucket < TEST_SHARE:
        return "test"
    return "dev" if bucket < TEST_SHARE + DEV_SHARE else "train"


def load(folder: Path) -> TrainingData:
    """Read the folder; a missing file is an error, since the result would not be the same model."""
    missing = [name for name in FILES.values() if not (folder / name).is_file()]
    if missing:
        message = f"training files are missing under {folder}: {', '.join(missing)}"
        raise FileNotFoundError(message)
    sections = [_section(row) for row in _rows(folder, "sections") if len(row["text"]) >= MIN_CHARS]
    questions = _questions(folder)
    contexts = {str(row["doc"]): str(row["text"]) for row in _rows(folder, "norquad_contexts")}
    parts = {
        part: Split(
            tuple(s for s in sections if part_of(s.document) == part),
            tuple(q for q, split in questions if split == {"test": "dev"}.get(part, part)),
        )
        for part in ("train", "dev", "test")
    }
    return TrainingData(
        train=parts["train"],
        dev=Split(parts["dev"].sections, ()),
        test=parts["test"],
        contexts=contexts,
        headings_nn=dict(_table(folder, "headings_nn")),
        passages=tuple(_passages(folder)),
        parallel=tuple(_parallel(folder)),
        titles=tuple(_titles(folder)),
        hashes={name: _sha256(folder / name) for name in sorted(FILES.values())},
    )


def useful_heading(section: Section) -> bool:
    """Whether the heading says anything («II» and «a)» do not)."""
    return not _EMPTY_HEADING.match(section.heading)


def _section(row: dict[str, Any]) -> Section:
    title = row["short"] or row["title"]
    return Section(row["id"], row["doc"], title, row["heading"].strip(), row["text"])


def _questions(folder: Path) -> list[tuple[Question, str]]:
    nynorsk = {row["id"]: row["question"] for row in _rows(folder, "norquad_questions_nn")}
    return [
        (
            Question(
                row["doc"], row["question"], nynorsk.get(row["id"]), tuple(row.get("answers", ()))
            ),
            row["doc_split"],
        )
        for row in _rows(folder, "norquad_questions")
    ]


def _passages(folder: Path) -> Iterator[Section]:
    for name in ("gov_docs", "digdir", "ssb"):
        for number, row in enumerate(_rows(folder, name)):
            document = f"{name}/{row.get('doc') or row.get('file')}"
            yield Section(
                f"{document}#{number}", document, row["title"], row["heading"], row["text"]
            )
    for number, row in enumerate(_rows(folder, "nav_forms")):
        document = f"nav_forms/{row['form']}"
        yield Section(f"{document}#{number}", document, row["form"], row["q"], row["text"])


def _parallel(folder: Path) -> Iterator[dict[str, str]]:
    for name in PARALLEL:
        for row in _rows(folder, name):
            texts = {
                k: _TEMPLATE.sub(" ", row[k]).strip() for k in ("nb", "nn", "en") if row.get(k)
            }
            texts = {k: v for k, v in texts.items() if len(v) > 1}
            if len(texts) > 1:
                yield texts | ({"kind": name} if name == "bible" else {})


def _titles(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield title pairs that differ: equal ones are names and teach nothing."""
    for name in ("wiki_titles_en_no", "wiki_titles_nn_no"):
        for left, right in _table(folder, name):
            plain = left.replace("_", " "), right.replace("_", " ")
            if plain[0].lower() != plain[1].lower() and ":" not in plain[0]:
                yield plain


def _rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(folder / FILES[name], "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _table(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    with gzip.open(folder / FILES[name], "rt", encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(reader)
        for row in reader:
            yield row[0], row[1]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
