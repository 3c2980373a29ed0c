"""The texts of an installation in, the chunks to index out, with what could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus import Chunk, CorpusError, chunk_texts, load_added, load_texts, read_folder
from index.types import SearchError


@dataclass(frozen=True, slots=True)
class Gathered:
    """Chunks to index, and one sentence for each file that gave none."""

    chunks: tuple[Chunk, ...]
    problems: tuple[str, ...] = ()


def gather(home: Path, *, texts: Path | None = None) -> Gathered:
    """The chunks of the shipped and the added texts, or of a folder in place of both.

    Raises:
        SearchError: A shipped text is wrong, the folder does not exist, or it holds no text.
    """
    try:
        if texts is not None:
            folder = read_folder(texts)
            found, problems = folder.texts, [str(problem) for problem in folder.problems]
        else:
            shipped, added = load_texts(), load_added(home)
            problems = [str(problem) for problem in added.problems]
            taken = {text.source.id for text in shipped}
            problems += [
                f"The added text {text.source.id!r} is left out: a shipped text has that id."
                for text in added.texts
                if text.source.id in taken
            ]
            new = [text for text in added.texts if text.source.id not in taken]
            found = (*shipped, *new)
        chunks = tuple(chunk_texts(found))
    except CorpusError as problem:
        raise SearchError(str(problem)) from problem
    if not chunks and texts is not None:
        raise SearchError(f"No text was found under {texts}. {' '.join(problems[:1])}".rstrip())
    return Gathered(chunks, tuple(problems))
