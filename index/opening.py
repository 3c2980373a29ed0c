"""A home and an embedder in, a searchable index out; the first one is built when there is none."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from index import reading
from index.asked import Asked
from index.build import Quiet, build_index
from index.dense import Dense, InChroma, InMemory
from index.gather import gather
from index.keyword_file import read_keywords
from index.keyword_indexes import ASKED, CHUNKS, SECTIONS, keyword_indexes
from index.keywords import KeywordIndex, plan_together
from index.search import Index, Parts
from index.sections import Sections
from index.settings import DEFAULTS, Settings
from index.store import Contents
from index.types import Embedder, SearchError
from index.versions import REBUILD, Manifest, Version, Versions

IN_MEMORY_UP_TO = 50_000
"""Chunks up to which all vectors are held in memory; beyond, Chroma is asked at every search."""


@dataclass(frozen=True, slots=True)
class Access:
    """How a version is held open; the defaults suit a normal machine."""

    in_memory_up_to: int = IN_MEMORY_UP_TO
    writable: reading.Writable = reading.is_writable


def open_index(
    home: Path,
    embedder: Embedder,
    *,
    settings: Settings = DEFAULTS,
    access: Access | None = None,
) -> Index:
    """Open the version that is served now.

    Raises:
        SearchError: Nothing is built, or it is damaged, or it was made with another embedder,
            format or settings; the message says what to run.
    """
    access = access or Access()
    with ExitStack() as stack:
        version = stack.enter_context(Versions(home).pinned())
        _check_made_with(version.manifest, embedder, settings)
        collected = stack.enter_context(reading.opened(version, writable=access.writable))
        contents = reading.verified(collected, version)
        large = len(contents.chunks) > access.in_memory_up_to
        keywords = _keywords(version, contents)
        plan_together(keywords.values())
        sections = Sections(contents.chunks, contents.vectors, keywords[SECTIONS])
        dense: Dense = InMemory(contents.vectors)
        if large:
            ids = [chunk.id for chunk in contents.chunks]
            dense = InChroma(collected, ids=ids, nearest=settings.pool, whole=sections.whole)
        held = stack.pop_all() if large else ExitStack()
    index = Index(
        Parts(
            fingerprint=version.manifest.fingerprint,
            chunks=contents.chunks,
            keywords=keywords[CHUNKS],
            dense=dense,
            sections=sections,
            asked=Asked(contents.chunks, contents.asked, keywords[ASKED]),
            embedder=embedder,
            settings=settings,
            held=held,
        )
    )
    weakref.finalize(index, held.close)
    return index


def ensure_index(home: Path, *, embedder: Embedder, notice: Callable[[str], None]) -> Index:
    """Open the served version; where nothing was ever built, build the shipped texts first.

    Raises:
        SearchError: As `open_index` and `build_index` do.
    """
    if Versions(home).published_name() is None:
        notice("There is no index yet; building it from the shipped texts.")
        gathered = gather(home)
        for problem in gathered.problems:
            notice(problem)
        build_index(home, chunks=gathered.chunks, embedder=embedder, progress=_Notices(notice))
    return open_index(home, embedder)


class _Notices(Quiet):
    """A progress of which only the notices are told."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell

    def notice(self, message: str) -> None:
        self._tell(message)


def _check_made_with(manifest: Manifest, embedder: Embedder, settings: Settings) -> None:
    if manifest.embedder != embedder.name:
        message = (
            f"The index was built with the embedder {manifest.embedder!r}, and this program runs "
            f"with {embedder.name!r}. {REBUILD}"
        )
        raise SearchError(message)
    if manifest.settings != settings.as_json():
        message = f"The index was built with other search settings. {REBUILD}"
        raise SearchError(message)


def _keywords(version: Version, contents: Contents) -> Mapping[str, KeywordIndex]:
    kept = read_keywords(version.folder, version.manifest.keywords)
    return keyword_indexes(contents.chunks) if kept is None else kept
