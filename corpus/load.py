"""Texts from disk: the shipped ones, checked strictly, or any folder of files, read as found."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from corpus.asked import FOLDER, read_asked
from corpus.bounded import BoundedReader
from corpus.extract import SUFFIXES
from corpus.front_matter import FrontMatterError, strict_source
from corpus.kept import KeptReader
from corpus.slug import slug
from corpus.types import CorpusError, Folder, Problem, Text
from corpus.walk import walk

Step = Callable[[int, int], None]
SHIPPED = Path(__file__).with_name("texts")
ADDED = "texts"
"""The folder under ALIS_HOME that holds the texts that were added."""
FETCHED = "fetched"
"""The folder under ALIS_HOME that holds the live pages that were fetched."""


def load_texts(directory: Path | None = None) -> tuple[Text, ...]:
    """Return the shipped texts, or those of another folder; `read_folder` also tells its problems.

    Raises:
        CorpusError: a shipped text is wrong (names file and line), or the folder does not exist.
    """
    if directory is not None:
        return read_folder(directory).texts
    shipped = read_shipped()
    if shipped.problems:
        raise FrontMatterError(shipped.problems)
    return shipped.texts


def read_shipped(directory: Path = SHIPPED) -> Folder:
    """Return the texts whose front matter is whole and right, and what is wrong with the others."""
    texts: list[Text] = []
    problems: list[Problem] = []
    first_path: dict[str, Path] = {}
    for path in sorted(directory.glob("*.md")):
        try:
            source, matter = strict_source(path.read_text(encoding="utf-8"), path)
        except FrontMatterError as error:
            problems.extend(error.problems)
            continue
        except UnicodeDecodeError as error:
            problems.append(Problem(path, None, f"is not UTF-8 at byte {error.start}"))
            continue
        if source.id in first_path:
            other = first_path[source.id].name
            message = f"the id {source.id!r} is also that of {other}"
            problems.append(Problem(path, matter.lines["id"], message))
        elif not matter.body.strip():
            problems.append(
                Problem(path, matter.body_line, "there is no text under the front matter")
            )
        else:
            first_path[source.id] = path
            try:
                asked = read_asked(source.id, directory.parent / FOLDER)
            except CorpusError as error:
                problems.append(Problem(path, None, str(error)))
                continue
            texts.append(Text(source, matter.body.strip() + "\n", asked))
    return Folder(tuple(texts), tuple(problems))


def read_folder(directory: Path, *, keep: Path | None = None, step: Step | None = None) -> Folder:
    """Return every text under a folder, and the files that yield none.

    Args:
        directory: The folder; folders in it are read too.
        keep: The installation's home, where what was read is kept until a file changes.
        step: Told how many files of how many have been read.

    Raises:
        CorpusError: the folder does not exist.
    """
    if not directory.is_dir():
        message = f"{str(directory)!r} is not a folder; name one that holds {', '.join(SUFFIXES)}"
        raise CorpusError(message)
    texts: list[Text] = []
    paths, problems = walk(directory)
    names = file_ids([path.relative_to(directory) for path in paths])
    with BoundedReader() as reader:
        read = KeptReader(reader, keep).read if keep is not None else reader.read
        for done, (path, name) in enumerate(zip(paths, names, strict=True), start=1):
            try:
                found = read(path, text_id=name)
                texts.extend(found.texts)
                problems.extend(found.problems)
            except CorpusError as error:
                problems.append(Problem(path, None, str(error)))
            if step is not None:
                step(done, len(paths))
    return Folder(_unique(texts), tuple(problems))


def load_added(home: Path) -> Folder:
    """Return the texts that were added to this installation; none where the folder is absent."""
    return _beside_shipped(home / ADDED, home)


def load_fetched(home: Path) -> Folder:
    """Return the live pages that were fetched to this installation; none where nothing ever was."""
    return _beside_shipped(home / FETCHED, home)


def _beside_shipped(folder: Path, home: Path) -> Folder:
    if not folder.is_dir():
        return Folder((), ())
    found = read_folder(folder, keep=home)
    shipped = {path.stem for path in SHIPPED.glob("*.md")}
    clashing = [text.source.id for text in found.texts if text.source.id in shipped]
    problems = [
        Problem(folder, None, f"the id {name!r} is that of a shipped text; rename the added one")
        for name in clashing
    ]
    texts = tuple(text for text in found.texts if text.source.id not in shipped)
    return Folder(texts, (*found.problems, *problems))


def file_ids(paths: list[Path]) -> list[str]:
    """Return an id for each relative path, which the other files change only where they clash."""
    plain = [slug(str(path.with_suffix(""))) or "tekst" for path in paths]
    clashing = {name for name, count in Counter(plain).items() if count > 1}
    return [
        f"{name}-{_digest(path.as_posix())}" if name in clashing else name
        for name, path in zip(plain, paths, strict=True)
    ]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _unique(texts: list[Text]) -> tuple[Text, ...]:
    """Return the texts; where several are given one id, the later ones get their own."""
    seen: set[str] = set()
    unique: list[Text] = []
    for text in texts:
        source = text.source
        if source.id in seen:
            source = replace(source, id=f"{source.id}-{_digest(text.body)}")
        if source.id in seen:  # the same text twice, word for word
            continue
        seen.add(source.id)
        unique.append(Text(source, text.body))
    return tuple(unique)
