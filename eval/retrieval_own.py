"""The project's own search over any passages: built in a folder of its own, asked by method."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from corpus import Authority, Chunk, Source, Text, chunk_text
from eval.machine import resident_mib
from eval.retrieval_files import Passage
from eval.retrieval_metrics import DEPTH
from index import Embedder, Index, Method, Progress, Settings, build_index, open_index

UNWEIGHTED = Settings(authority=dict.fromkeys(Authority, 1.0), not_in_force=1.0, superseded=1.0)
"""The assistant's settings without what authority and dates do to the order."""

_MORE = 4
"""How many times more chunks are asked for when those of a long passage fill the list."""


@dataclass(frozen=True, slots=True)
class Built:
    """What it took to make the passages searchable."""

    embedder: str
    chunks: int
    passages_per_second: float
    """Passages that were embedded in a second."""
    build_seconds: float
    disk_mib: float
    memory_mib: float | None
    """What the process holds with the index open; None where the system does not tell."""


class OwnSearch:
    """An open index over passages, in which a passage is one result: the best of its chunks."""

    def __init__(self, index: Index, passages: Sequence[Passage]) -> None:
        """Take the index of these passages, which are ordered by id."""
        self._index = index
        self._passages = passages

    def rank(self, query: str, method: Method) -> list[str]:
        """Return the ids of the best passages, best first, ties by id."""
        limit = UNWEIGHTED.pool
        while True:
            found = self._index.search(query, limit=limit, method=method)
            hits = (*found.hits, *found.rejected)
            places = dict.fromkeys(int(hit.chunk.source.id) for hit in hits)
            if len(places) >= DEPTH or len(hits) < limit:
                return [self._passages[place].id for place in places][:DEPTH]
            limit *= _MORE


@contextmanager
def own_search(
    passages: Sequence[Passage], embedder: Embedder, progress: Progress
) -> Iterator[tuple[OwnSearch, Built]]:
    """Build and open the assistant's index over passages that are ordered by id.

    It lies in a folder of its own, which is deleted afterwards; no other home is read or written.
    """
    chunks = [chunk for place, one in enumerate(passages) for chunk in _chunks(place, one)]
    clock = _Clock(progress)
    with TemporaryDirectory(prefix="alis-retrieval-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        start = perf_counter()
        build_index(home, chunks=chunks, embedder=embedder, progress=clock, settings=UNWEIGHTED)
        seconds = perf_counter() - start
        index = open_index(home, embedder, settings=UNWEIGHTED)
        try:
            yield (
                OwnSearch(index, passages),
                Built(
                    embedder=embedder.name,
                    chunks=len(chunks),
                    passages_per_second=len(passages) / clock.embedding,
                    build_seconds=seconds,
                    disk_mib=sum(f.stat().st_size for f in home.rglob("*") if f.is_file()) / 2**20,
                    memory_mib=resident_mib(os.getpid()),
                ),
            )
        finally:
            index.close()


def _chunks(place: int, passage: Passage) -> tuple[Chunk, ...]:
    """Cut a passage as the assistant does; one of headings alone is a chunk as it stands.

    The place stands for the id, so that chunks tie in the order of their passages' ids.
    """
    source = Source(f"{place:09}", language=passage.language)
    whole = Chunk(f"{source.id}#1", passage.text, (), source)
    return chunk_text(Text(source, passage.text)) or (whole,)


class _Clock:
    """A progress that passes on what it is told, and knows how long embedding took."""

    def __init__(self, told: Progress) -> None:
        self._told = told
        self._start = perf_counter()
        self._end = self._start

    def notice(self, message: str) -> None:
        self._told.notice(message)

    def step(self, stage: str, done: int, total: int) -> None:
        if stage == "embed":
            self._end = perf_counter()
        self._told.step(stage, done, total)

    @property
    def embedding(self) -> float:
        return max(self._end - self._start, 1e-9)
