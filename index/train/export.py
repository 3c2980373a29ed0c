"""Writes the model as a sentence-transformers folder: int8 rows, one scale a token, a manifest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.train.model import Trained

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MANIFEST = "manifest.json"
WEIGHT_FILES = ("model.safetensors", "tokenizer.json", "lexicon.json.gz")

_MODULES = [
    {
        "idx": 0,
        "name": "0",
        "path": "",
        "type": "sentence_transformers.sentence_transformer.modules.StaticEmbedding",
    },
    {
        "idx": 1,
        "name": "1",
        "path": "1_Normalize",
        "type": "sentence_transformers.sentence_transformer.modules.Normalize",
    },
]
_CONFIG = {"model_type": "SentenceTransformer", "prompts": {}, "similarity_fn_name": "cosine"}


def write_model(folder: Path, tokenizer: Tokenizer, trained: Trained) -> None:
    """Write the weights, the tokenizer and the module list that sentence-transformers reads."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "1_Normalize").mkdir(exist_ok=True)
    rows, scales = quantise(trained.embedding)
    save_file({"embeddings": rows, "weights": scales}, folder / "model.safetensors")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    _write_json(folder / "modules.json", _MODULES)
    _write_json(folder / "config_sentence_transformers.json", _CONFIG)
    _write_json(folder / "1_Normalize" / "config.json", {})
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def quantise(embedding: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Round each row to int8 with its own scale.

    >>> rows, scales = quantise(np.array([[0.5, -1.0], [0.0, 0.0]], dtype=np.float32))
    >>> rows.tolist()
    [[64, -127], [0, 0]]
    """
    scales = np.abs(embedding).max(axis=1) / 127
    safe = np.where(scales > 0, scales, 1.0)
    rows = np.rint(embedding / safe[:, None]).astype(np.int8)
    return rows, safe.astype(np.float32)


def write_manifest(folder: Path, recipe: dict[str, object], data_hashes: dict[str, str]) -> None:
    """Write the hash of each file that decides a vector or a keyword, and what they came from."""
    weights = {name: sha256(folder / name) for name in WEIGHT_FILES if (folder / name).is_file()}
    manifest = {"files": weights, "recipe": recipe, "training_data": data_hashes}
    _write_json(folder / MANIFEST, manifest)


def sha256(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write_json(path: Path, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")
