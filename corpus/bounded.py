"""Files from elsewhere, read within limits of time and memory: one worker process for many files.

A short plain text is read here and now. All else goes to a worker that the system ends when a
file costs more than one of its size should; the next file gets a new worker.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import IO

from corpus.extract import HEAD_BYTES, check_size, kind_of, read_file
from corpus.types import CorpusError, Folder
from corpus.wire import parse_folder

_PLAIN = (".md", ".txt")
_PLAIN_BYTES = 64 * 1024
_BASE_SECONDS = 1.0
_BYTES_A_SECOND = {".pdf": 60_000, ".docx": 60_000, ".md": 1_000_000, ".txt": 1_000_000}
_BYTES_A_SECOND_ELSE = 600_000
_MOST_SECONDS = 60.0
_WALL_FACTOR = 4
_WALL_SECONDS = 20.0
_LONGEST_ANSWER = 120 * 1024 * 1024
_PIECE = 1 << 16


class BoundedReader:
    """Reads files one after another; close it, or use it in a `with`."""

    def __init__(self) -> None:
        """Start no process before one is needed."""
        self._worker: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> BoundedReader:
        """Return the reader."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the worker."""
        self.close()

    def read(self, path: Path, *, text_id: str) -> Folder:
        """Return the file's texts, as `read_file` does.

        Raises:
            CorpusError: as `read_file` does, or the file costs too much time or memory.
        """
        size = check_size(path)
        if _is_short_and_plain(path, size):
            return read_file(path, text_id=text_id)
        rate = _BYTES_A_SECOND.get(path.suffix.lower(), _BYTES_A_SECOND_ELSE)
        seconds = min(_MOST_SECONDS, _BASE_SECONDS + size / rate)
        line = self._asked(path, text_id, seconds)
        try:
            return parse_folder(line, path)
        except ValueError as error:
            refused = _refused(line)
            if refused is None:
                self.close()
                raise CorpusError(
                    f"was not read: the answer about it is damaged ({error})"
                ) from error
            reason, spent = refused
            if spent:
                self.close()
            raise CorpusError(reason) from None

    def close(self) -> None:
        """End the worker; the next file starts another."""
        worker, self._worker = self._worker, None
        if worker is None:
            return
        worker.kill()
        worker.wait()
        for pipe in (worker.stdin, worker.stdout):
            if pipe is not None:
                pipe.close()

    def _asked(self, path: Path, text_id: str, seconds: float) -> bytes:
        worker = self._worker or _start()
        self._worker = worker
        if worker.stdin is None or worker.stdout is None:
            raise AssertionError("the worker has pipes")
        request = {"path": str(path.absolute()), "id": text_id, "seconds": seconds}
        try:
            worker.stdin.write(json.dumps(request).encode() + b"\n")
            worker.stdin.flush()
            line = _line(worker.stdout, monotonic() + _WALL_SECONDS + seconds * _WALL_FACTOR)
        except BrokenPipeError:
            line = b""
        except BaseException:
            self.close()
            raise
        if not line.endswith(b"\n"):
            raise CorpusError(self._why_none(line, seconds))
        return line

    def _why_none(self, line: bytes | None, seconds: float) -> str:
        """Return why there was no answer, and end what is left of the worker."""
        worker = self._worker
        ended = worker.wait() if worker is not None and line == b"" else None
        self.close()
        if ended is None or ended in (-signal.SIGPROF, -signal.SIGXCPU):
            return (
                f"takes more than the {seconds:.1f} seconds that a file of its size is given; "
                "it may be a bomb, and is left out"
            )
        return f"ends the program that reads it (status {ended}); it is broken, and is left out"


def _is_short_and_plain(path: Path, size: int) -> bool:
    if path.suffix.lower() not in _PLAIN or size > _PLAIN_BYTES:
        return False
    try:
        with path.open("rb") as opened:
            return kind_of(opened.read(HEAD_BYTES)) is None
    except OSError as error:
        raise CorpusError(f"cannot be opened: {error.strerror}") from error


def _start() -> subprocess.Popen[bytes]:
    root = str(Path(__file__).resolve().parent.parent)
    paths = [root, *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    found = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}
    return subprocess.Popen(
        [sys.executable, "-m", "corpus.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**found, "PYTHONHASHSEED": "0", "MALLOC_ARENA_MAX": "2"},
    )


def _line(pipe: IO[bytes], until: float) -> bytes:
    """Return what the worker says up to a line's end, its death (nothing), or the time given."""
    said = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while not said.endswith(b"\n"):
            if len(said) > _LONGEST_ANSWER or not selector.select(max(0.0, until - monotonic())):
                return bytes(said) or b"..."
            piece = os.read(pipe.fileno(), _PIECE)
            if not piece:
                return b""
            said += piece
    return bytes(said)


def _refused(line: bytes) -> tuple[str, bool] | None:
    """Return why the worker refused the file, and whether it is used up by it."""
    try:
        values = json.loads(line)
    except ValueError:
        return None
    if not isinstance(values, dict) or not isinstance(values.get("refused"), str):
        return None
    return values["refused"], bool(values.get("spent"))
