"""Writes the model card and the picture of the loss."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index.train.model import Recipe, Trained

_WINDOW = 40

_CARD = Path(__file__).resolve().parent / "card.md"


def write_card(folder: Path, recipe: Recipe, trained: Trained) -> None:
    """Write README.md of the model folder."""
    card = _CARD.read_text(encoding="utf-8").format(
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
