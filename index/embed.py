"""The one door to embedding models: the shipped static one (no torch), or any other by name."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.types import Embedder, SearchError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

MODEL_FOLDER = Path(__file__).resolve().parent / "model"
SHIPPED = "alis-static"
UNKNOWN = 0
"""Id of the token for what the vocabulary cannot spell."""

_REPAIR = "Restore the folder from the repository, or train it anew with `python -m index.train`."
_BATCH = 256


def load_embedder(name: str | None = None) -> Embedder:
    """Load the shipped model (None), or a sentence-transformers model by its name or path."""
    if name is None or not name.strip():
        return StaticEmbedder(MODEL_FOLDER)
    return TransformerEmbedder(name.strip())


class StaticEmbedder:
    """Sums one int8 row per token and scales the sum to length one."""

    def __init__(self, folder: Path) -> None:
        """Load the folder once its hashes are those of its manifest."""
        files = verified_files(folder, ("model.safetensors", "tokenizer.json"))
        from safetensors.numpy import load
        from tokenizers import Tokenizer

        tensors = load(files["model.safetensors"])
        self._rows: np.ndarray = tensors["embeddings"]
        self._scales: np.ndarray = tensors["weights"]
        self._tokenizer: Tokenizer = Tokenizer.from_str(files["tokenizer.json"].decode("utf-8"))
        digest = hashlib.sha256(files["model.safetensors"] + files["tokenizer.json"]).hexdigest()
        self._name = f"{SHIPPED}@{digest[:16]}"

    @property
    def name(self) -> str:
        """Name and hash of weights and tokenizer."""
        return self._name

    def embed_queries(self, texts: list[str]) -> np.ndarray:
        """Return float32 unit vectors, one row a query."""
        return self._embed(texts)

    def embed_passages(self, texts: list[str]) -> np.ndarray:
        """Return float32 unit vectors, one row a passage."""
        return self._embed(texts)

    def _embed(self, texts: list[str]) -> np.ndarray:
        """Embed; a text without any token gets the vector of the unknown token."""
        vectors = np.empty((len(texts), self._rows.shape[1]), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = [clean(text) for text in texts[start : start + _BATCH]]
            if len(batch) == 1:
                encodings = [self._tokenizer.encode(batch[0], add_special_tokens=False)]
            else:
                encodings = self._tokenizer.encode_batch_fast(batch, add_special_tokens=False)
            for offset, encoding in enumerate(encodings):
                ids = encoding.ids or [UNKNOWN]
                vectors[start + offset] = self._scales[ids] @ self._rows[ids]
        unit: np.ndarray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


class TransformerEmbedder:
    """Any sentence-transformers model; needs torch."""

    def __init__(self, name: str) -> None:
        """Load by name or path: safetensors only, no code from the model's side."""
        from sentence_transformers import SentenceTransformer

        try:
            self._model: SentenceTransformer = SentenceTransformer(
                name,
                device="cpu",
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
            )
        except (OSError, ValueError, ImportError, RuntimeError) as error:
            message = (
                f"The embedder {name!r} cannot be loaded ({type(error).__name__}). Give the path "
                "of a sentence-transformers folder with safetensors weights, or leave "
                "ALIS_EMBEDDER unset to use the shipped model."
            )
            raise SearchError(message) from error
        self._name = f"{Path(name).name}@{_state_digest(self._model)[:16]}"

    @property
    def name(self) -> str:
        """Name and hash of the weights."""
        return self._name

    def embed_queries(self, texts: list[str]) -> np.ndarray:
        """Return float32 unit vectors, one row a query."""
        return self._encode(texts, query=True)

    def embed_passages(self, texts: list[str]) -> np.ndarray:
        """Return float32 unit vectors, one row a passage."""
        return self._encode(texts, query=False)

    def _encode(self, texts: list[str], *, query: bool) -> np.ndarray:
        encode = self._model.encode_query if query else self._model.encode_document
        vectors = encode(
            [clean(text) for text in texts], normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)


def verified_files(folder: Path, names: tuple[str, ...]) -> dict[str, bytes]:
    """Read files of a model folder; one that is not what the manifest says is an error."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        expected: dict[str, str] = manifest["files"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"The embedder's list of hashes {folder / 'manifest.json'} is unreadable. "
        raise SearchError(message + _REPAIR) from error
    contents: dict[str, bytes] = {}
    for name in names:
        try:
            contents[name] = (folder / name).read_bytes()
        except OSError as error:
            message = f"The file {folder / name} is missing. {_REPAIR}"
            raise SearchError(message) from error
        actual = hashlib.sha256(contents[name]).hexdigest()
        if actual != expected.get(name):
            message = (
                f"The file {folder / name} is not the one that was trained: its SHA-256 is "
                f"{actual[:12]}…, the manifest says {str(expected.get(name))[:12]}…. {_REPAIR}"
            )
            raise SearchError(message)
    return contents


def clean(text: str) -> str:
    """Replace lone surrogates, which no tokenizer takes, by question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _state_digest(model: SentenceTransformer) -> str:
    digest = hashlib.sha256()
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(key.encode())
        digest.update(tensor.detach().cpu().contiguous().float().numpy().tobytes())
    return digest.hexdigest()
