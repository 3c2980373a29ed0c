"""How well search finds, by each method and by peers, on passages and queries of any origin."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from time import perf_counter

import numpy as np

from eval.markdown import table
from eval.metrics import percentile
from eval.retrieval_files import Collection, Query
from eval.retrieval_metrics import METRICS, Estimate, estimates, score
from eval.retrieval_own import Built, own_search
from eval.retrieval_peers import PeerMissingError, open_peer
from index import Method, Progress, load_embedder

TITLES = ("nDCG@10", "MRR@10", "recall@1", "recall@5", "recall@10")
_PARTS = (Method.KEYWORD.value, Method.DENSE.value)
_HYBRID = Method.HYBRID.value
_MS = 1000.0
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class MethodResult:
    """What a method reached, one row a query in the order of their ids."""

    values: np.ndarray
    """A column for each of METRICS."""
    milliseconds: tuple[float, ...]

    @property
    def query_ms(self) -> tuple[float, float]:
        """The time of a query that half, and that 95 % of them, do not exceed."""
        p50, p95 = (percentile(self.milliseconds, share) for share in (0.5, 0.95))
        return (p50 or 0.0, p95 or 0.0)


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What was measured, on what."""

    passages: int
    queries: int
    built: Built
    methods: Mapping[str, MethodResult]
    missing: tuple[str, ...]
    """One sentence for each peer that could not be run."""

    def as_json(self) -> dict[str, dict[str, float | int]]:
        """Return the means and times by method."""
        return {name: _as_json(one) for name, one in self.methods.items()}


def measure_retrieval(
    collection: Collection,
    *,
    embedder: str | None,
    baselines: Sequence[str],
    progress: Progress,
) -> Retrieval:
    """Index the passages as the assistant does, and ask all queries by each method and peer."""
    asked: dict[Method, MethodResult] = {}
    queries = collection.queries
    with own_search(collection.passages, load_embedder(embedder), progress) as (search, built):
        for method in (Method.HYBRID, Method.DENSE, Method.KEYWORD):  # the whole search first, cold
            asked[method] = _ask(method, partial(search.rank, method=method), queries, progress)
    methods = {method.value: asked[method] for method in Method}
    missing = []
    for name in dict.fromkeys(baselines):
        try:
            rank = open_peer(name, collection.passages, progress)
        except PeerMissingError as error:
            missing.append(f"{name} is not measured: {error}")
            continue
        methods[name] = _ask(name, rank, queries, progress)
    return Retrieval(len(collection.passages), len(queries), built, methods, tuple(missing))


def retrieval_table(result: Retrieval) -> str:
    """Return the methods with their intervals, how they differ, and what it took."""
    rows, differences = [], []
    found = _estimates(result)
    for name, one in result.methods.items():
        times = [f"{value:.2f}" for value in one.query_ms]
        rows.append([name, *_cells(found, name), str(result.queries), *times])
    for better, other in _pairs(result.methods):
        differences.append([f"{better} − {other}", *_cells(found, f"{better} − {other}", "+")])
    built = result.built
    memory = "unknown" if built.memory_mib is None else f"{built.memory_mib:.0f} MiB"
    lines = (
        f"{result.passages:,} passages in {built.chunks:,} chunks, {result.queries:,} queries, "
        f"embedder {built.embedder}",
        f"Passages embedded per second: {built.passages_per_second:,.0f}. "
        f"Index built in {built.build_seconds:.1f} s, {built.disk_mib:.0f} MiB on disk. "
        f"Memory of the process with it open: {memory}.",
        table(["method", *TITLES, "n", "query ms p50", "p95"], rows),
        "Differences, paired by query:",
        table(["", *TITLES], differences),
        *result.missing,
    )
    return "\n\n".join(lines)


def _ask(
    name: str, rank: Callable[[str], list[str]], queries: Sequence[Query], progress: Progress
) -> MethodResult:
    values = np.empty((len(queries), len(METRICS)))
    times = []
    for row, query in enumerate(queries):
        start = perf_counter()
        found = rank(query.text)
        times.append((perf_counter() - start) * _MS)
        values[row] = score(found, query.relevant)
        progress.step(f"{name} queries", row + 1, len(queries))
    return MethodResult(values, tuple(times))


def _estimates(result: Retrieval) -> dict[str, Estimate]:
    """The estimate of each metric of each method, and of each difference that is shown."""
    columns: dict[str, np.ndarray] = {}
    for number, metric in enumerate(METRICS):
        by_method = {name: one.values[:, number] for name, one in result.methods.items()}
        columns |= {f"{name} {metric}": values for name, values in by_method.items()}
        for better, other in _pairs(result.methods):
            columns[f"{better} − {other} {metric}"] = by_method[better] - by_method[other]
    return estimates(columns)


def _pairs(methods: Mapping[str, MethodResult]) -> list[tuple[str, str]]:
    """Hybrid against its parts, and each of the three against each peer."""
    own = (*_PARTS, _HYBRID)
    peers = [name for name in methods if name not in own]
    return [(_HYBRID, part) for part in _PARTS] + [(name, peer) for peer in peers for name in own]


def _cells(found: Mapping[str, Estimate], name: str, sign: str = "") -> list[str]:
    return [_cell(found[f"{name} {metric}"], sign) for metric in METRICS]


def _cell(one: Estimate, sign: str) -> str:
    low, high = one.interval.low, one.interval.high
    return f"{one.value:{sign}.4f} ({low:{sign}.3f} to {high:{sign}.3f})"


def _as_json(one: MethodResult) -> dict[str, float | int]:
    means = zip(METRICS, one.values.mean(axis=0), strict=True)
    p50, p95 = (round(value, _DIGITS) for value in one.query_ms)
    return {
        **{metric: round(float(mean), _DIGITS) for metric, mean in means},
        "n": len(one.values),
        "query_ms_p50": p50,
        "query_ms_p95": p95,
    }
