"""Ranked ids in, nDCG, MRR and recall out, with intervals from one bootstrap for all methods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

import numpy as np

from eval.intervals import RESAMPLES, SEED
from eval.types import Interval

DEPTH = 10
METRICS = ("ndcg_at_10", "mrr_at_10", "recall_at_1", "recall_at_5", "recall_at_10")
_RECALLS = (1, 5, 10)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over queries, and where the true one lies with 95 % confidence."""

    value: float
    interval: Interval


def score(ranked: Sequence[str], relevant: frozenset[str]) -> tuple[float, ...]:
    """Return one query's value of each of METRICS, for distinct ids, best first.

    >>> [round(value, 3) for value in score(["x", "a", "b"], frozenset({"a", "c"}))]
    [0.387, 0.5, 0.0, 0.5, 0.5]
    """
    places = [place for place, found in enumerate(ranked[:DEPTH]) if found in relevant]
    gained = sum(1 / log2(place + 2) for place in places)
    ideal = sum(1 / log2(place + 2) for place in range(min(len(relevant), DEPTH)))
    first = 1 / (places[0] + 1) if places else 0.0
    recalls = (sum(place < depth for place in places) / len(relevant) for depth in _RECALLS)
    return (gained / ideal, first, *recalls)


def estimates(columns: Mapping[str, np.ndarray]) -> dict[str, Estimate]:
    """Return the mean of each column, all with the same draws of queries.

    The draws are seeded, so that a result can be had again. They are also the same for every
    column, so that the interval of a difference, given as a column, is a paired one.

    Args:
        columns: One value a query each, all in the same order of queries.
    """
    names = list(columns)
    values = np.stack([columns[name] for name in names], axis=1)
    rng = np.random.default_rng(SEED)
    drawn = np.empty((RESAMPLES, len(names)))
    for sample in range(RESAMPLES):
        drawn[sample] = values[rng.integers(len(values), size=len(values))].mean(axis=0)
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0).round(12)
    means = values.mean(axis=0)
    return {
        name: Estimate(float(means[n]), Interval(float(low[n]), float(high[n])))
        for n, name in enumerate(names)
    }
