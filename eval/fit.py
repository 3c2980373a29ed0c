"""Learns the built-in model's numbers anew: how passages are ordered, and when to answer.

The numbers of `assistant/builtin/ranking.yaml` belong to one embedder and one way of searching.
Question sets come in; weights, and how well they do on questions they were not learnt from, out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from assistant import Observed, observe
from corpus import Chunk
from eval.patterns import plain, says
from eval.types import Case, EvalError, Expectation

if TYPE_CHECKING:
    from assistant import Assistant

FOLDS = 8
WRONG_COSTS = 3.0
"""How many refusals of a question that can be answered one false answer weighs."""
LEAST = 50
"""Questions of each kind below which nothing is learnt."""
_ANSWERED = frozenset({"answered"})
_NEITHER = frozenset({"needs_input", "refused"})


@dataclass(frozen=True, slots=True)
class Example:
    """A question of fact with what is known of it."""

    group: str
    answerable: bool
    right: tuple[bool, ...]
    """For each passage whether it holds every fact that must be said, in a text that may be
    cited."""
    observed: Observed


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was learnt from all questions, and what it is worth on questions held out by group."""

    weights: Mapping[str, float]
    decision: Mapping[str, float]
    answerable: int
    unanswerable: int
    first: float
    """Share of the questions with a right passage whose best passage is one."""
    among_three: float
    curve: tuple[tuple[float, float, float], ...]
    """Least probability, share of answerable questions answered, share of the others answered."""


def examples(cases: Sequence[Case], assistant: Assistant) -> list[Example]:
    """The questions of one turn that the texts do or do not answer, as the model reads them."""
    found = []
    for case in cases:
        (expected, *more) = case.expect
        if more or expected is None:
            continue
        allowed = frozenset(expected.status)
        answerable = allowed == _ANSWERED
        if not answerable and allowed & (_ANSWERED | _NEITHER):
            continue
        if (observed := observe(assistant, case.turns[0])) is None:
            continue
        right = tuple(
            answerable and bool(expected.must) and _holds(passage.evidence.chunk, expected)
            for passage in observed.passages
        )
        found.append(Example(case.group, answerable, right, observed))
    return found


def fit(known: Sequence[Example]) -> Fitted:
    """Learn from examples.

    Raises:
        EvalError: There are too few of either kind.
    """
    answerable = sum(one.answerable for one in known)
    if min(answerable, len(known) - answerable) < LEAST:
        message = (
            f"{answerable} questions that are answered and {len(known) - answerable} that are not "
            f"are too few to learn from; at least {LEAST} of each are needed."
        )
        raise EvalError(message)
    ranks: list[int] = []
    probabilities = np.zeros(len(known))
    for train, held in _folds(known):
        weights = _weights([known[at] for at in train])
        decision = _decision([known[at] for at in train], weights)
        for at in held:
            probabilities[at] = _probability(known[at], weights, decision)
            if any(known[at].right):
                ranks.append(_rank(known[at], weights))
    weights = _weights(known)
    labels = np.array([one.answerable for one in known])
    return Fitted(
        weights=weights,
        decision=_decision(known, weights),
        answerable=answerable,
        unanswerable=len(known) - answerable,
        first=float(np.mean(np.array(ranks) == 0)),
        among_three=float(np.mean(np.array(ranks) < 3)),  # noqa: PLR2004 - as the name says
        curve=tuple(
            (
                round(float(least), 2),
                float((probabilities[labels] >= least).mean()),
                float((probabilities[~labels] >= least).mean()),
            )
            for least in np.arange(0.3, 0.96, 0.05)
        ),
    )


def as_yaml(fitted: Fitted) -> str:
    """The numbers as they stand in `ranking.yaml`."""
    lines = ["weights:"]
    lines += [f"  {name}: {value:.2f}" for name, value in fitted.weights.items()]
    lines += ["decision:"]
    lines += [f"  {name}: {value:.3f}" for name, value in fitted.decision.items()]
    return "\n".join(lines)


def as_text(fitted: Fitted) -> str:
    """How well it does on questions it was not learnt from."""
    lines = [
        f"Learnt from {fitted.answerable} questions that are answered and {fitted.unanswerable} "
        f"that are not; measured on questions held out, {FOLDS} times by group:",
        f"right passage first {fitted.first:.3f}, among the first three {fitted.among_three:.3f}",
        "least probability | answerable, answered | not answerable, answered",
    ]
    lines += [f"{least:17.2f} | {good:20.3f} | {bad:.3f}" for least, good, bad in fitted.curve]
    return "\n".join(lines)


def _holds(chunk: Chunk, expected: Expectation) -> bool:
    text = plain(f"{' '.join(chunk.heading)} {chunk.text}")
    cited = not expected.cite or any(chunk.source.id in texts for texts in expected.cite)
    return cited and all(any(says(text, one) for one in fact) for fact in expected.must)


def _folds(known: Sequence[Example]) -> list[tuple[np.ndarray, np.ndarray]]:
    groups = [one.group for one in known]
    return list(GroupKFold(FOLDS).split(np.zeros(len(known)), groups=groups))


def _places(one: Example) -> list[int]:
    return [at for at in range(len(one.right)) if not one.observed.is_gap(at)]


def _matrix(one: Example) -> np.ndarray:
    return np.array([list(p.features.values()) for p in one.observed.passages])


def _weights(known: Sequence[Example]) -> dict[str, float]:
    """Pairwise logistic regression: right passages against the others of the same question."""
    rows, labels, shares = [], [], []
    names: list[str] = []
    for one in known:
        places = _places(one)
        right = [at for at in places if one.right[at]]
        wrong = [at for at in places if not one.right[at]]
        if not right or not wrong:
            continue
        names = list(one.observed.passages[0].features)
        values = _matrix(one)
        share = 1.0 / (len(right) * len(wrong))
        for better in right:
            for worse in wrong:
                rows += [values[better] - values[worse], values[worse] - values[better]]
                labels += [1, 0]
                shares += [share, share]
    model = LogisticRegression(fit_intercept=False, max_iter=3000)
    model.fit(np.array(rows), np.array(labels), sample_weight=np.array(shares))
    return {name: round(float(v), 2) for name, v in zip(names, model.coef_[0], strict=True)}


def _rank(one: Example, weights: Mapping[str, float]) -> int:
    scores = _matrix(one) @ np.array(list(weights.values()))
    order = sorted(_places(one), key=lambda at: -scores[at])
    return next((rank for rank, at in enumerate(order) if one.right[at]), len(order))


def _decision(known: Sequence[Example], weights: Mapping[str, float]) -> dict[str, float]:
    seen = [one.observed.deciding(weights) for one in known]
    values = np.array([list(found.values()) for found in seen])
    labels = np.array([int(one.answerable) for one in known])
    scale = StandardScaler().fit(values)
    model = LogisticRegression(max_iter=3000, class_weight={0: WRONG_COSTS, 1: 1.0})
    model.fit(scale.transform(values), labels)
    factors = model.coef_[0] / scale.scale_
    intercept = float(model.intercept_[0] - (factors * scale.mean_).sum())
    learnt = zip(seen[0], factors, strict=True)
    return {"intercept": round(intercept, 3)} | {name: round(float(v), 3) for name, v in learnt}


def _probability(
    one: Example, weights: Mapping[str, float], decision: Mapping[str, float]
) -> float:
    found = one.observed.deciding(weights)
    total = decision["intercept"] + sum(decision[name] * value for name, value in found.items())
    return float(1.0 / (1.0 + np.exp(-total)))
