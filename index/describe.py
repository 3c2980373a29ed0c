"""What the served version of a home is: for people who look after an installation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index import reading
from index.versions import Manifest, Versions


@dataclass(frozen=True, slots=True)
class Description:
    """The served version, read and checked."""

    folder: Path
    manifest: Manifest
    chunks_of: Mapping[str, int]
    """Number of chunks by the id of their source."""
    authorities: Mapping[str, int]
    """Number of sources by authority."""
    size_bytes: int


def describe(home: Path) -> Description:
    """Read the served version and check its content; no embedder is needed.

    Raises:
        SearchError: Nothing is built, or it is damaged.
    """
    with Versions(home).pinned() as version, reading.opened(version) as collected:
        chunks = reading.verified(collected, version).chunks
    sources = {chunk.source.id: chunk.source for chunk in chunks}
    files = [path for path in version.folder.rglob("*") if path.is_file()]
    return Description(
        folder=version.folder,
        manifest=version.manifest,
        chunks_of=dict(sorted(Counter(chunk.source.id for chunk in chunks).items())),
        authorities=dict(sorted(Counter(str(s.authority) for s in sources.values()).items())),
        size_bytes=sum(path.stat().st_size for path in files),
    )
