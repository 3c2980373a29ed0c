"""Writes the model card and the picture of the loss."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index.train.model import Recipe, Trained

_WINDOW = 40

_CARD = """---
language: [nb, nn, en]
library_name: sentence-transformers
tags: [sentence-similarity, static-embedding, norwegian]
---
# alis-static: a small Norwegian text embedder

Finds passages of Norwegian law and public information for a question in bokmål, nynorsk or English.
A text's vector is the sum of one row a token, scaled to length one; there is no context and no word
order in it. It is meant to be fused with keyword search.

- vocabulary {vocabulary}, dimensions {dimensions}, stored as int8 rows with one float32 scale each
- tokenizer: unigram, small letters, no word-boundary marks, so that compounds share their parts
- training: in-batch negatives in both directions, batch {batch}, {steps} steps, half of the law
  batches made of sections of the same act, one learned weight a token, Adam, seed {seed}
- loss by source: [loss.png](loss.png); measured quality: [results.json](results.json), in which
  «report» is on law documents and questions that were neither trained nor tuned on

`lexicon.json.gz` beside it serves the keyword search: parts of compounds with their counts, bokmål
forms of nynorsk words, Norwegian words for English stems, all learnt from the same data.

## Trained on

| what | licence, origin |
| --- | --- |
| sections of Norwegian acts and regulations with their headings | NLOD 2.0, Lovdata, via github sstraume97/norwegian-laws |
| the headings in nynorsk | machine-made with Apertium nno-nob |
| NorQuAD questions and passages, train part | CC0, github ltgoslo/NorQuAD; in nynorsk with Apertium |
| headings and passages of official documents, nb, nn and en | free, github giellalt corpus-nob, -nno, -eng |
| documentation of Digdir and Statistics Norway; form texts of NAV | Apache-2.0 and MIT; MIT; MIT |
| nb-nn sentences, news and public sector | github ltgoslo/norbench, MIT; the upstream licence of Språkbanken is not verified |
| interface texts of NAV and Altinn | MIT, BSD |
| Bible verses | MIT; English in the public domain |
| code lessons; Mozilla pages; Tatoeba; Digdir; Noark 5 | CC BY-SA; MPL 2.0; CC BY; Apache-2.0; no copyright |
| article titles of Wikipedia in en, nn and no | CC0 |
| the glossary of this project | as the project |

## Limits

Machine-made nynorsk is not what people write. English is known from little text: rare English words
are spelt out in pieces that mean nothing. A long passage is the mean of its words; cut it at
headings first. The model knows nothing of what is true.
"""


def write_card(folder: Path, recipe: Recipe, trained: Trained) -> None:
    """Write README.md of the model folder."""
    card = _CARD.format(
        vocabulary=recipe.vocabulary,
        dimensions=recipe.dimensions,
        batch=recipe.batch,
        seed=recipe.seed,
        steps=len(trained.losses),
    )
    (folder / "README.md").write_text(card, encoding="utf-8")


def draw_loss(path: Path, trained: Trained) -> None:
    """Draw the loss of each source over the steps, as a running mean."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8, 4.5), dpi=100)
    for name in dict.fromkeys(name for name, _ in trained.losses):
        steps = [step for step, (other, _) in enumerate(trained.losses) if other == name]
        values = [trained.losses[step][1] for step in steps]
        window = min(_WINDOW, len(values))
        smooth = np.convolve(values, np.ones(window) / window, mode="valid")
        axes.plot(steps[window - 1 :], smooth, label=name, linewidth=1.2)
    axes.set(xlabel="step", ylabel="cross-entropy within a batch", title="Training loss by source")
    axes.legend(fontsize=8, ncols=2)
    axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(path, metadata={"Software": None})
    plt.close(figure)
