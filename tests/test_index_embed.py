"""The shipped embedder: served without torch, equal to sentence-transformers, hash checked."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.embed import MODEL_FOLDER, StaticEmbedder, load_embedder
from index.train.export import quantise
from index.types import SearchError

ROOT = Path(__file__).resolve().parent.parent
TEXTS = [
    "Kommunen kan søke om tilskudd til veiledning av leger i spesialisering.",
    "Kommunen kan søkje om tilskot til rettleiing av legar i spesialisering.",
    "The municipality may apply for a grant for supervision of doctors in training.",
    "§ 4-2. Søknadsfristen er 1. oktober 2022, og 91 317,19 kr er høyeste beløp.",
    "ALIS, LIS3, SamLIS: «Ærlig talt», skrev Åse – øyeblikkelig! 🙂",
    "a",
    "tilskudd " * 3000,
]


def test_vectors_equal_those_of_sentence_transformers() -> None:
    from sentence_transformers import SentenceTransformer

    reference = SentenceTransformer(str(MODEL_FOLDER), device="cpu").encode(TEXTS)
    ours = load_embedder(None).embed_passages(TEXTS)
    assert ours.dtype == np.float32
    assert ours.shape == reference.shape
    assert np.abs(ours - reference).max() < 1e-5


def test_the_same_folder_through_sentence_transformers_is_an_embedder_too() -> None:
    other = load_embedder(str(MODEL_FOLDER))
    shipped = load_embedder(None)
    assert np.abs(other.embed_queries(TEXTS) - shipped.embed_queries(TEXTS)).max() < 1e-5
    assert "@" in other.name
    assert other.name != shipped.name


def test_serving_the_shipped_model_imports_no_torch() -> None:
    code = (
        "import sys; from index.embed import load_embedder; "
        "load_embedder(None).embed_queries(['søknadsfrist']); "
        "print([m for m in ('torch', 'sentence_transformers', 'transformers') if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def test_one_text_and_a_batch_give_the_same_vectors() -> None:
    embedder = load_embedder(None)
    alone = np.vstack([embedder.embed_queries([text]) for text in TEXTS])
    assert np.array_equal(alone, embedder.embed_passages(TEXTS))


@pytest.mark.parametrize(
    "text",
    ["", "   ", "!?…", "\ud800", "\x00\x07", "漢字", "x" * 1_000_000],
    ids=["empty", "blank", "marks", "lone surrogate", "control", "unknown script", "long"],
)
def test_every_text_has_a_finite_vector_of_length_one(text: str) -> None:
    vector = load_embedder(None).embed_queries([text])[0]
    assert np.isfinite(vector).all()
    assert abs(float(np.linalg.norm(vector)) - 1) < 1e-5


def test_no_texts_give_no_vectors() -> None:
    assert load_embedder(None).embed_passages([]).shape[0] == 0


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_a_changed_weight_file_is_refused_with_what_to_do(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(MODEL_FOLDER, folder)
    content = bytearray((folder / name).read_bytes())
    content[-1] ^= 1
    (folder / name).write_bytes(bytes(content))
    with pytest.raises(SearchError, match=r"not the one that was trained.*python -m index\.train"):
        StaticEmbedder(folder)


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "manifest.json"])
def test_a_missing_file_is_refused_by_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(MODEL_FOLDER, folder)
    (folder / name).unlink()
    with pytest.raises(SearchError, match=name):
        StaticEmbedder(folder)


def test_an_unknown_model_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SearchError, match="leave ALIS_EMBEDDER unset"):
        load_embedder(str(tmp_path / "no-such-model"))


def test_the_name_changes_with_the_weights(tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    from index.train.export import write_manifest

    folder = tmp_path / "model"
    shutil.copytree(MODEL_FOLDER, folder)
    tensors = load_file(folder / "model.safetensors")
    tensors["weights"] = tensors["weights"] * 2
    save_file(tensors, folder / "model.safetensors")
    write_manifest(folder, {}, {})
    assert StaticEmbedder(folder).name != StaticEmbedder(MODEL_FOLDER).name


def test_the_manifest_names_every_file_that_decides_a_result_and_the_data() -> None:
    manifest = json.loads((MODEL_FOLDER / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["files"]) == {"model.safetensors", "tokenizer.json", "lexicon.json.gz"}
    assert manifest["recipe"]["seed"] == 0
    assert len(manifest["training_data"]) >= 20


def test_the_folder_is_at_most_20_megabytes() -> None:
    size = sum(path.stat().st_size for path in MODEL_FOLDER.rglob("*") if path.is_file())
    assert size <= 20_000_000


RIGHT_PASSAGE = [
    ("Hvem har ansvar for at legen får veiledning?", 0),
    ("Kven har ansvar for rettleiinga av legen?", 0),
    ("When is the application due?", 1),
    ("Når må kommunen søke?", 1),
    ("Kor stor er eigendelen?", 2),
    ("Hvor mye må kommunen finansiere selv?", 2),
    ("vikar fra byrå", 3),
]


@pytest.mark.parametrize(("query", "right"), RIGHT_PASSAGE, ids=[q for q, _ in RIGHT_PASSAGE])
def test_the_right_passage_is_nearest(query: str, right: int) -> None:
    passages = [
        "Kommunen skal sørge for at lege i spesialisering får veiledning av en spesialist.",
        "Søknaden må være sendt innen fristen 31. august.",
        "Den kommunale egenfinansieringen på 20 prosent er fjernet.",
        "Leger som er ansatt i et vikarbyrå, gir ikke rett til tilskudd.",
        "Reisetid til arbeidsplasser og servicefunksjoner avgjør sentralitetsklassen.",
    ]
    embedder = load_embedder(None)
    cosines = embedder.embed_passages(passages) @ embedder.embed_queries([query])[0]
    assert int(cosines.argmax()) == right, dict(zip(passages, cosines.tolist(), strict=True))


def test_quantising_keeps_each_row_within_half_a_step_of_its_scale() -> None:
    table = np.random.default_rng(0).normal(size=(50, 16)).astype(np.float32)
    rows, scales = quantise(table)
    assert rows.dtype == np.int8
    assert np.all(np.abs(rows * scales[:, None] - table) <= scales[:, None] / 2 + 1e-6)
