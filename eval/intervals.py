"""How far a measured value can be trusted: Wilson, clustered bootstrap, exact McNemar."""

from __future__ import annotations

from collections.abc import Iterable
from math import comb, sqrt

import numpy as np

from eval.types import Interval, Outcome

Z = 1.959963984540054
"""The normal quantile of a two-sided 95 % interval."""
SEED = 20261121
RESAMPLES = 2000


def wilson(hits: float, n: int) -> Interval | None:
    """Return the Wilson score interval of a share; None without observations.

    >>> wilson(0, 0) is None, round(wilson(10, 10).low, 4), round(wilson(10, 10).high, 4)
    (True, 0.7225, 1.0)
    """
    if n == 0:
        return None
    share = hits / n
    spread = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    centre = share + Z * Z / (2 * n)
    scale = 1 + Z * Z / n
    return Interval(max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale))


def clustered_bootstrap(
    outcomes: Iterable[tuple[str, Outcome]], *, seed: int = SEED, resamples: int = RESAMPLES
) -> Interval | None:
    """Return the percentile interval of hits over all, drawing whole groups with replacement.

    The items of a group (paraphrases, languages, spellings of one question) fail together, so that
    they count as one draw. The order in which outcomes come does not matter.

    Args:
        outcomes: The group of each case and what the case adds.
        seed: Where the draws start, so that a result can be had again.
        resamples: How many times to draw.
    """
    sums: dict[str, list[Outcome]] = {}
    for group, outcome in outcomes:
        if outcome.of:
            sums.setdefault(group, []).append(outcome)
    if not sums:
        return None
    groups = [sums[name] for name in sorted(sums)]
    hits = np.array([sum(sorted(one.hits for one in group)) for group in groups])
    of = np.array([sum(one.of for one in group) for group in groups])
    drawn = np.random.default_rng(seed).integers(0, len(groups), size=(resamples, len(groups)))
    values = hits[drawn].sum(axis=1) / of[drawn].sum(axis=1)
    low, high = np.quantile(values, [0.025, 0.975])
    return Interval(round(float(low), 12), round(float(high), 12))


def envelope(intervals: Iterable[Interval | None]) -> Interval | None:
    """Return the interval that holds all that are given."""
    known = [interval for interval in intervals if interval is not None]
    if not known:
        return None
    return Interval(min(one.low for one in known), max(one.high for one in known))


def mcnemar(regressed: int, fixed: int) -> float:
    """Return how likely so uneven a change, or a more uneven one, is by chance (exact, two-sided).

    >>> mcnemar(0, 5), mcnemar(3, 3)
    (0.0625, 1.0)
    """
    n = regressed + fixed
    tail = sum(comb(n, k) for k in range(min(regressed, fixed) + 1))
    return float(min(1.0, 2 * tail / 2**n))
