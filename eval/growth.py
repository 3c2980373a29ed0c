"""How search grows with the number of texts: build, query time, memory and disk by size.

The passages are three sentences of the shipped texts each, drawn by a fixed seed, so that anyone
can repeat it; the queries are questions that those texts answer. Each size runs in a process of its
own, so that no memory is counted twice.
"""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from corpus import chunk_texts, load_texts, sentences
from eval.machine import this_machine
from eval.markdown import table
from eval.metrics import percentile
from eval.retrieval_files import Passage
from eval.retrieval_own import own_search
from eval.types import EvalError
from index import Method, Progress, load_embedder

SIZES = (1_000, 10_000, 100_000)
QUERIES, WARM_UP, SEED = 300, 30, 20
SENTENCES, LEAST_SENTENCE = 3, 20
_MS = 1000.0


@dataclass(frozen=True, slots=True)
class Grown:
    """What a collection of one size took."""

    passages: int
    chunks: int
    build_seconds: float
    query_ms_p50: float
    query_ms_p95: float
    memory_mib: float | None
    disk_mib: float


def measure_growth(
    sizes: Iterable[int], embedder: str | None, progress: Progress
) -> tuple[Grown, ...]:
    """Build and search a collection of each size, smallest first."""
    found = []
    for size in sorted(set(sizes)):
        progress.notice(f"{size:,} passages …")
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(max_workers=1, mp_context=context) as own_process:
            found.append(own_process.submit(measure_size, size, embedder).result())
    return tuple(found)


def measure_size(size: int, embedder: str | None) -> Grown:
    """Build and search one collection; what the process holds is counted as its memory."""
    texts, queries = shipped_material()
    with own_search(made_passages(texts, size), load_embedder(embedder), _Silent()) as (
        search,
        built,
    ):
        for query in queries[:WARM_UP]:
            search.rank(query, Method.HYBRID)
        times = []
        for query in queries[WARM_UP:]:
            start = perf_counter()
            search.rank(query, Method.HYBRID)
            times.append((perf_counter() - start) * _MS)
    return Grown(
        passages=size,
        chunks=built.chunks,
        build_seconds=built.build_seconds,
        query_ms_p50=percentile(times, 0.5) or 0.0,
        query_ms_p95=percentile(times, 0.95) or 0.0,
        memory_mib=built.memory_mib,
        disk_mib=built.disk_mib,
    )


def shipped_material() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sentences of the shipped texts, and questions drawn from those they answer."""
    chunks = chunk_texts(load_texts())
    found = [one for chunk in chunks for one in sentences(chunk.text) if len(one) >= LEAST_SENTENCE]
    asked = sorted({question for chunk in chunks for question in chunk.asked})
    drawn = np.random.default_rng(SEED).choice(len(asked), QUERIES + WARM_UP, replace=False)
    return tuple(dict.fromkeys(found)), tuple(asked[number] for number in drawn)


def made_passages(material: Sequence[str], size: int) -> tuple[Passage, ...]:
    """So many passages, each with a number of its own so that no two are the same."""
    drawn = np.random.default_rng(SEED).integers(len(material), size=(size, SENTENCES))
    return tuple(
        Passage(f"{number:07}", " ".join((*(material[one] for one in row), f"Nr. {number}.")))
        for number, row in enumerate(drawn)
    )


def growth_table(grown: Sequence[Grown]) -> str:
    """The figures of each size as a Markdown table."""
    header = ["passages", "chunks", "build, s", "query p50, ms", "query p95, ms", "memory, MiB"]
    rows = [
        [
            f"{one.passages:,}",
            f"{one.chunks:,}",
            f"{one.build_seconds:.1f}",
            f"{one.query_ms_p50:.2f}",
            f"{one.query_ms_p95:.2f}",
            "–" if one.memory_mib is None else f"{one.memory_mib:.0f}",
            f"{one.disk_mib:.0f}",
        ]
        for one in grown
    ]
    return table([*header, "disk, MiB"], rows)


def check_folder(folder: Path) -> None:
    """Raise an EvalError, before anything is measured, where nothing could be written."""
    if not folder.is_dir():
        raise EvalError(f"{folder}: the folder does not exist; name another with -o.")


def write_growth(folder: Path, grown: Sequence[Grown]) -> None:
    """Write growth.json, growth.md and growth.png.

    Raises:
        EvalError: The pictures' library is not installed.
    """
    as_json = json.dumps([asdict(one) for one in grown], indent=1) + "\n"
    (folder / "growth.json").write_text(as_json, encoding="utf-8")
    text = (
        "# How search grows\n\n"
        f"{growth_table(grown)}\n\n{this_machine()}.\n\n"
        "![Query time, build and memory by the number of passages](growth.png)\n\n"
        "Made by `python -m eval growth`: hybrid search over passages of three sentences of the "
        "shipped texts\n"
        "each. Up to 50,000 chunks every vector is compared; beyond, Chroma's index is asked for "
        "the nearest.\n"
    )
    (folder / "growth.md").write_text(text, encoding="utf-8")
    draw_growth(folder / "growth.png", grown)


def draw_growth(path: Path, grown: Sequence[Grown]) -> None:
    """Draw query time, build time and memory by the number of passages, on logarithmic scales.

    Raises:
        EvalError: matplotlib, which belongs to the development tools, is not installed.
    """
    try:
        import matplotlib as mpl
    except ImportError as missing:
        raise EvalError(
            "The picture needs matplotlib: pip install -e '.[dev]'. The table is written."
        ) from missing
    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(1, 3, figsize=(11, 3.6), dpi=100)
    sizes = [one.passages for one in grown]
    lines = (
        ("a query, ms", {"p50": "query_ms_p50", "p95": "query_ms_p95"}),
        ("build, s", {"": "build_seconds"}),
        ("MiB", {"memory": "memory_mib", "disk": "disk_mib"}),
    )
    for plot, (title, drawn) in zip(axes, lines, strict=True):
        for name, field in drawn.items():
            plot.plot(
                sizes, [getattr(one, field) or 0 for one in grown], marker="o", label=name or None
            )
        plot.set(xscale="log", yscale="log", xlabel="passages", title=title)
        plot.grid(alpha=0.3)
        if len(drawn) > 1:
            plot.legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(path, metadata={"Software": None})
    plt.close(figure)


class _Silent:
    def notice(self, message: str) -> None:
        pass

    def step(self, stage: str, done: int, total: int) -> None:
        pass
