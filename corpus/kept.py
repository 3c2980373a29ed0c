"""What was read from files, kept by content: a file that has not changed is not read again.

A kept answer holds as long as the file's bytes, its place in the folder, this room's code and the
libraries that read files are the same. Refusals are not kept. Where nothing can be written (a home
that is read-only), files are read anew each time.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from time import time

from corpus.bounded import BoundedReader
from corpus.extract import check_size
from corpus.types import CorpusError, Folder
from corpus.wire import dump_folder, parse_folder

FOLDER = "read"
"""The folder under ALIS_HOME."""
_LIBRARIES = ("trafilatura", "pypdf", "python-docx", "lxml")
_UNUSED_SECONDS = 60 * 24 * 3600


class KeptReader:
    """Reads through what was kept."""

    def __init__(self, reader: BoundedReader, home: Path) -> None:
        """Read with that reader what is not kept under that home."""
        self._reader = reader
        self._folder = home / FOLDER
        self._tidied = False

    def read(self, path: Path, *, text_id: str) -> Folder:
        """Return the file's texts, as `read_file` does.

        Raises:
            CorpusError: as `BoundedReader.read` does.
        """
        check_size(path)
        try:
            content = hashlib.sha256(path.read_bytes())
        except OSError as error:
            raise CorpusError(f"cannot be opened: {error.strerror}") from error
        content.update(f"\n{path.suffix.lower()}\n{text_id}\n{_code()}".encode())
        kept = self._folder / f"{content.hexdigest()}.json"
        with suppress(OSError, ValueError):
            found = parse_folder(kept.read_bytes(), path)
            os.utime(kept)
            return found
        found = self._reader.read(path, text_id=text_id)
        self._keep(kept, dump_folder(found))
        return found

    def _keep(self, kept: Path, line: str) -> None:
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            if not self._tidied:
                self._tidied = True
                _tidy(self._folder)
            draft = kept.with_suffix(f".{os.getpid()}")
            draft.write_text(line, encoding="ascii")
            draft.replace(kept)


def _tidy(folder: Path) -> None:
    """Remove what nobody asked for in a long time."""
    oldest = time() - _UNUSED_SECONDS
    for path in folder.iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


@cache
def _code() -> str:
    """What decides how a file is read, as a digest."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for path in sorted((*here.glob("*.py"), *here.glob("*.yaml"))):
        digest.update(path.read_bytes())
    digest.update(" ".join(f"{name} {version(name)}" for name in _LIBRARIES).encode())
    return digest.hexdigest()
