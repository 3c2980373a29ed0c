"""Training: split by document first, the same data gives the same bytes, nothing leaks."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from index.embed import StaticEmbedder
from index.lexicon import GLOSSARY, load_glossary
from index.train.__main__ import build_model
from index.train.data import FILES, TrainingData, load, part_of
from index.train.evaluate import _gains
from index.train.model import Recipe
from index.train.pairs import held_out_queries, sources, vocabulary_texts

WORDS = ("lege", "kommune", "tilskudd", "frist", "søknad", "avtale", "krav", "stilling", "vakt")
TINY = Recipe(vocabulary=300, dimensions=16, batch=64, passes=0.5, threads=1)


def _section(number: int) -> dict[str, object]:
    one, two, three = (WORDS[(number * step + step) % len(WORDS)] for step in (1, 3, 7))
    document = f"lover/lov-{number // 5}"
    return {
        "id": f"{document}#{number}",
        "doc": document,
        "title": f"Lov om {one}",
        "short": "",
        "heading": f"Om {one} og {two} nummer{number}",
        "text": (
            f"Her står det om {one} og {two}. Kommunen har ansvar for {three}. "
            f"Nå er det nummer{number}."
        ),
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("data")
    sections = [_section(number) for number in range(400)]
    parallel: list[dict[str, object]] = [
        {"nb": f"Frist for {w} er i dag", "nn": f"Frist for {w} er i dag no", "en": f"Due {w}"}
        for w in WORDS * 8
    ]
    passages: list[dict[str, object]] = [
        {"doc": "d", "file": "f", "title": "t", "heading": "h", "text": "x" * 50}
    ] * 20
    question: dict[str, object] = {
        "id": "q",
        "doc": "c",
        "question": "Hva er frist?",
        "answers": ["frist"],
    }
    rows: dict[str, list[dict[str, object]]] = {
        "sections": sections,
        "norquad_contexts": [{"doc": "c", "text": "En frist er en dag."}],
        "norquad_questions": [{**question, "doc_split": part} for part in ("train", "dev")],
        "norquad_questions_nn": [{"id": "q", "question": "Kva er frist?"}],
        "nav_forms": [{"form": "f", "q": "q", "text": "y" * 50}] * 20,
    }
    for name, file in FILES.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.startswith("wiki_titles"):
            lines = ["a\tb", *(f"The {word} page\t{word}" for word in WORDS * 8)]
        elif file.endswith(".tsv.gz"):
            headings = [str(s["heading"]) for s in sections]
            lines = ["a\tb", *(f"{h}\t{h.replace('Om', 'Omkring')}" for h in headings)]
        else:
            default = passages if "heading_passage" in file else parallel
            lines = [json.dumps(row, ensure_ascii=False) for row in rows.get(name, default)]
        path.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
    return root


@pytest.fixture(scope="module")
def data(folder: Path) -> TrainingData:
    return load(folder)


def test_no_document_is_in_two_parts(data: TrainingData) -> None:
    parts = [{s.document for s in p.sections} for p in (data.train, data.dev, data.test)]
    assert all(parts)
    assert not parts[0] & parts[1]
    assert not parts[0] & parts[2]
    assert not parts[1] & parts[2]


def test_where_a_document_belongs_depends_on_its_name_alone() -> None:
    found = {name: part_of(name) for name in ("lover/lov-1", "lover/lov-2", "lover/lov-2011-30")}
    assert found == {name: part_of(name) for name in reversed(found)}


def test_no_held_out_text_or_heading_reaches_the_training(data: TrainingData) -> None:
    seen = [
        text
        for pair in sources(data, load_glossary(GLOSSARY).groups, 0)
        for p in pair.pairs
        for text in (p.query, p.passage)
    ]
    seen += vocabulary_texts(data)
    marks = [s.heading.split()[-1] for p in (data.dev, data.test) for s in p.sections]
    assert marks
    joined = " ".join(seen).split()
    words = {word.strip(".,").lower() for word in joined}
    assert [mark for mark in marks if mark.lower() in words] == []


def test_held_out_queries_are_unique_headings_of_three_words(data: TrainingData) -> None:
    chosen = held_out_queries(data.test.sections, data.headings_nn, 10)
    headings = [data.test.sections[number].heading for number in chosen]
    assert len(set(headings)) == len(headings) > 0
    assert all(len(heading.split()) >= 3 for heading in headings)
    assert chosen == held_out_queries(data.test.sections, data.headings_nn, 10)


def test_the_same_data_tokenizer_and_seed_give_the_same_model(
    data: TrainingData, tmp_path: Path
) -> None:
    build_model(data, tmp_path / "first", TINY)
    learnt = tmp_path / "first" / "tokenizer.json"
    build_model(data, tmp_path / "second", TINY, tokenizer_file=learnt)
    manifests = [(tmp_path / n / "manifest.json").read_text() for n in ("first", "second")]
    assert manifests[0] == manifests[1]
    manifest = json.loads(manifests[0])
    assert set(manifest["files"]) == {"model.safetensors", "tokenizer.json", "lexicon.json.gz"}
    embedder = StaticEmbedder(tmp_path / "first")
    assert embedder.embed_queries(["frist for søknad"]).shape == (1, 16)
    for made in ("README.md", "loss.png", "modules.json"):
        assert (tmp_path / "first" / made).stat().st_size > 0


def test_a_missing_training_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"sections\.jsonl\.gz"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("scores", "gain"),
    [([3.0, 1.0, 2.0], 1.0), ([1.0, 2.0, 0.0], 0.6309), ([1.0, 1.0, 1.0], 1.0), ([0.0] * 12, 1.0)],
    ids=["first", "second", "tied, earliest", "all nought"],
)
def test_gain_is_that_of_the_rank_with_ties_to_the_earlier(
    scores: list[float], gain: float
) -> None:
    assert _gains(np.array([scores]), [0])[0] == pytest.approx(gain, abs=1e-4)


def test_a_rank_beyond_ten_gains_nothing() -> None:
    scores = np.array([[*range(12, 0, -1)]], dtype=np.float32)
    assert _gains(scores, [10])[0] == 0
    assert _gains(scores, [9])[0] > 0
