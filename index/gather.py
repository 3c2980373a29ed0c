"""The texts of an installation in, the chunks to index out, with what could not be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus import (
    Chunk,
    CorpusError,
    chunk_texts,
    cited_once,
    load_added,
    load_fetched,
    load_texts,
    read_folder,
)
from index.types import SearchError


@dataclass(frozen=True, slots=True)
class Gathered:
    """Chunks to index, and one sentence for each file that gave none."""

    chunks: tuple[Chunk, ...]
    problems: tuple[str, ...] = ()
    doubles: tuple[str, ...] = ()
    """One line for each text of which passages stand in a better text and are cited from there."""


def gather(
    home: Path, *, texts: Path | None = None, step: Callable[[int, int], None] | None = None
) -> Gathered:
    """The chunks of the shipped, the fetched and the added texts, or of a folder in their place.

    Fetched pages come first: they are the sources' own words where ours are a restatement.

    Args:
        home: The installation.
        texts: A folder in place of the shipped and the added texts.
        step: Told how many files of how many have been read.

    Raises:
        SearchError: A shipped text is wrong, the folder does not exist, or it holds no text.
    """
    try:
        if texts is not None:
            folder = read_folder(texts, keep=home, step=step)
            once = cited_once(folder.texts)
            chunks, problems = once.chunks, [str(problem) for problem in folder.problems]
        else:
            shipped, fetched, added = load_texts(), load_fetched(home), load_added(home)
            problems = [str(problem) for problem in (*fetched.problems, *added.problems)]
            live = {text.source.id for text in fetched.texts}
            problems += [
                f"The added text {text.source.id!r} is left out: a fetched page has that id."
                for text in added.texts
                if text.source.id in live
            ]
            own = [text for text in added.texts if text.source.id not in live]
            once = cited_once((*fetched.texts, *own), kept=shipped)
            first = [chunk for chunk in once.chunks if chunk.source.id in live]
            last = [chunk for chunk in once.chunks if chunk.source.id not in live]
            chunks = (*first, *chunk_texts(shipped), *last)
    except CorpusError as problem:
        raise SearchError(str(problem)) from problem
    if not chunks and texts is not None:
        raise SearchError(f"No text was found under {texts}. {' '.join(problems[:1])}".rstrip())
    return Gathered(chunks, tuple(problems), tuple(str(double) for double in once.doubles))
