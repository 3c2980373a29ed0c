"""The version folders under a home: which one is served, who builds, and what may be swept away.

home/index/CURRENT            name of the version that is served, replaced atomically
home/index/lock               held by the one process that builds
home/index/versions/<n>-<fp>  a version; complete once its manifest.json is there
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from index.serial import FORMAT
from index.types import SearchError

KEPT = 2
"""How many replaced versions stay, besides the one that is served."""

REBUILD = "Run `python -m index build`."


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a complete version says about itself."""

    format: int
    fingerprint: str
    embedder: str
    settings: dict[str, object]
    count: int
    dimension: int
    digest: str
    keywords: str
    """Digest of the file of the keyword indexes."""
    built: str


@dataclass(frozen=True, slots=True)
class Version:
    """A complete version folder with its manifest."""

    folder: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """The folder's name, which the pointer holds."""
        return self.folder.name


class Versions:
    """The versions of one home."""

    def __init__(self, home: Path) -> None:
        """Look at a home; nothing is created before a build asks for it."""
        self.root = home / "index"
        self.pointer = self.root / "CURRENT"
        self.folders = self.root / "versions"

    def published_name(self) -> str | None:
        """The name the pointer holds, or None where nothing was ever built."""
        try:
            return self.pointer.read_text(encoding="utf-8", errors="replace").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as problem:
            message = (
                f"The index under {self.root} cannot be read: {problem.strerror}. Make the folder "
                "readable, or name another one in ALIS_HOME."
            )
            raise SearchError(message) from problem

    def served(self) -> Version | None:
        """The version the pointer names, or None where nothing was ever built."""
        name = self.published_name()
        return None if name is None else read_version(self.folders / name)

    @contextmanager
    def pinned(self) -> Iterator[Version]:
        """The served version, kept from being swept away until the block ends."""
        while (name := self.published_name()) is not None:
            try:
                version = read_version(self.folders / name)
                lock = os.open(version.folder / "manifest.json", os.O_RDONLY)
            except (SearchError, FileNotFoundError):
                if self.published_name() == name:
                    raise
                continue  # replaced and swept since the pointer was read
            try:
                fcntl.flock(lock, fcntl.LOCK_SH)
                if os.fstat(lock).st_nlink:  # else it was swept before the lock was ours
                    yield version
                    return
            finally:
                os.close(lock)
        message = f"No index has been built under {self.root}. {REBUILD}"
        raise SearchError(message)

    @contextmanager
    def locked(self, notice: Callable[[str], None]) -> Iterator[None]:
        """Be the only builder; wait, and say so, while another process builds."""
        self.folders.mkdir(parents=True, exist_ok=True)
        lock = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                notice("Another process is building the index; waiting for it.")
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    @contextmanager
    def draft(self, fingerprint: str) -> Iterator[Path]:
        """A folder for the next version, gone again if the block fails. Call it under the lock."""
        number = 1 + max((_number(path) for path in self.folders.iterdir()), default=0)
        folder = self.folders / f"{number:04d}-{fingerprint[:12]}"
        folder.mkdir()
        try:
            yield folder
        except BaseException:
            shutil.rmtree(folder)
            raise

    def publish(self, folder: Path, manifest: Manifest) -> Version:
        """Complete a version and serve it from now on; before the last line the old one is."""
        _write_durably(folder / "manifest.json", json.dumps(asdict(manifest), indent=1))
        for path in sorted(folder.rglob("*")):
            _sync(path)
        for path in (folder, self.folders):
            _sync(path)
        draft = self.root / "CURRENT.new"
        _write_durably(draft, folder.name + "\n")
        draft.replace(self.pointer)
        _sync(self.root)
        return Version(folder, manifest)

    def sweep(self) -> None:
        """Remove what dead builds left and all replaced versions but the last. Under the lock."""
        served = self.published_name()
        served_number = _number(self.folders / served) if served else 0
        old = [path for path in self.folders.iterdir() if path.name != served]
        replaced = [path for path in old if _number(path) < served_number and _complete(path)]
        kept = set(sorted(replaced, key=_number)[-KEPT:])
        for path in old:
            if path not in kept:
                _remove_unless_read(path)
        with suppress(FileNotFoundError):
            (self.root / "CURRENT.new").unlink()


def read_version(folder: Path) -> Version:
    """The version in a folder; refuses one that is damaged or of another format."""
    try:
        values = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        found = values["format"]
        if found == FORMAT:
            return Version(folder, Manifest(**values))
    except FileNotFoundError as problem:
        message = f"The index version {folder} is missing or cut short. {REBUILD}"
        raise SearchError(message) from problem
    except (ValueError, KeyError, TypeError) as problem:
        message = f"The manifest of index version {folder} is damaged. {REBUILD}"
        raise SearchError(message) from problem
    raise SearchError(
        f"The index version {folder} has format {found!r}, and this program reads {FORMAT}. "
        + REBUILD
    )


def _complete(folder: Path) -> bool:
    return (folder / "manifest.json").exists()


def _number(folder: Path) -> int:
    head = folder.name.partition("-")[0]
    return int(head) if head.isdecimal() else 0


def _remove_unless_read(folder: Path) -> None:
    """Remove a version folder, unless a reader has it pinned."""
    if not folder.is_dir():
        return
    with suppress(FileNotFoundError):
        lock = os.open(folder / "manifest.json", os.O_RDWR)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            (folder / "manifest.json").unlink()
        except BlockingIOError:
            return
        finally:
            os.close(lock)
    shutil.rmtree(folder)


def _write_durably(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    _sync(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
