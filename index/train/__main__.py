"""`python -m index.train --data DIR [--out DIR]`: tokenizer, embedding, lexicon, card, results."""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from tokenizers import Tokenizer

from corpus import chunk_texts, load_outside, load_texts
from index.lexicon import GLOSSARY, load_glossary
from index.train.card import draw_loss, write_card
from index.train.data import TrainingData, load
from index.train.export import sha256, write_manifest, write_model
from index.train.lexicon import learn_lexicon, write_lexicon
from index.train.model import Recipe, tokenise, train
from index.train.pairs import sources, vocabulary_texts
from index.train.tokens import train_tokenizer

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
DEFAULT_OUT = Path(__file__).resolve().parent.parent / "model"


def build_model(
    data: TrainingData, folder: Path, recipe: Recipe, *, tokenizer_file: Path | None = None
) -> None:
    """Train everything from the data and write the model folder.

    With a tokenizer file, the same data and recipe give the same bytes. Without one it is learnt
    too, and pieces that are equally good may come out differently from run to run.
    """
    if tokenizer_file is None:
        print("learning the tokenizer …", flush=True)
        tokenizer = train_tokenizer(vocabulary_texts(data), recipe.vocabulary)
    else:
        tokenizer = Tokenizer.from_file(str(tokenizer_file))
    glossary = load_glossary(GLOSSARY)
    pairs = sources(
        data,
        glossary.groups,
        recipe.seed,
        chunks=chunk_texts(load_texts()),
        outside=load_outside(),
    )
    tokens = tokenise(tokenizer, pairs, recipe)
    print("training the embedding …", flush=True)
    trained = train(tokens, recipe)
    write_model(folder, tokenizer, trained)
    print("learning the lexicon …", flush=True)
    write_lexicon(folder / "lexicon.json.gz", learn_lexicon(data))
    draw_loss(folder / "loss.png", trained)
    write_card(folder, recipe, trained)
    examples = {name: _folder_digest(CORPUS / name) for name in ("asked", "outside")}
    hashes = data.hashes | {"index/glossary.yaml": sha256(GLOSSARY)}
    hashes |= {f"corpus/{name}": digest for name, digest in examples.items()}
    write_manifest(folder, asdict(recipe), hashes)


def _folder_digest(folder: Path) -> str:
    """One digest over the YAML files of a folder, by name."""
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*.yaml")):
        digest.update(f"{file.name}\0{sha256(file)}\n".encode())
    return digest.hexdigest()


def main() -> None:
    """Read the options, train, and measure what was trained."""
    defaults = Recipe()
    parser = argparse.ArgumentParser(prog="python -m index.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of training data")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="the model folder to write")
    parser.add_argument("--passes", type=float, default=defaults.passes)
    parser.add_argument("--dimensions", type=int, default=defaults.dimensions)
    parser.add_argument("--vocabulary", type=int, default=defaults.vocabulary)
    parser.add_argument("--seed", type=int, default=defaults.seed)
    parser.add_argument("--threads", type=int, default=defaults.threads)
    parser.add_argument("--tokenizer", type=Path, help="use this tokenizer.json, learn none")
    options = vars(parser.parse_args())
    data_folder, out = options.pop("data"), options.pop("out")
    tokenizer_file = options.pop("tokenizer")
    data = load(data_folder)
    build_model(data, out, Recipe(**options), tokenizer_file=tokenizer_file)

    from index.embed import StaticEmbedder
    from index.train.evaluate import evaluate, table

    results = evaluate(data, StaticEmbedder(out))
    table(results, print)
    text = json.dumps(results, indent=2, ensure_ascii=False)
    (out / "results.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
