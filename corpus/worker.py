"""The process that opens files from elsewhere, so that a bomb among them harms nobody else.

It reads one request a line, {"path", "id", "seconds"}, and answers with a line each. Memory is
limited for good, computing time anew for each file; the system ends the process that exceeds it,
also inside a library that never looks up. Nothing can be written. Run by `corpus.bounded` alone.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from pathlib import Path

from corpus.extract import HEAD_BYTES, kind_of, read_file
from corpus.types import CorpusError
from corpus.wire import dump_folder

MEMORY_BYTES = 1024 * 1024 * 1024
TOO_MUCH_MEMORY = "needs more memory than a document should; it may be a bomb, and is left out"


def serve() -> None:
    """Answer requests until there are no more."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    with Path(os.devnull).open("w") as nowhere:  # a library that prints must not be an answer
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin:
        request = json.loads(line)
        answers.write(_answer(Path(request["path"]), request["id"], request["seconds"]) + "\n")
        answers.flush()


def _answer(path: Path, text_id: str, seconds: float) -> str:
    _import_reader(path)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return dump_folder(read_file(path, text_id=text_id))
    except CorpusError as error:
        return json.dumps({"refused": str(error)})
    except MemoryError:
        return json.dumps({"refused": TOO_MUCH_MEMORY, "spent": True})
    except RecursionError:
        return json.dumps({"refused": "is nested too deep to be read"})
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)


def _import_reader(path: Path) -> None:
    """Load what reads that kind of file before its time is counted."""
    try:
        with path.open("rb") as opened:
            kind = kind_of(opened.read(HEAD_BYTES)) or path.suffix.lower()
    except OSError:
        return  # said when it is read
    if kind == ".pdf":
        import pypdf  # noqa: F401, PLC0415 - heavy
    elif kind == ".docx":
        import docx  # noqa: F401, PLC0415 - heavy
    elif kind in (".html", ".htm"):
        import trafilatura  # noqa: PLC0415 - heavy

        trafilatura.extract("<html><body><p>x</p></body></html>")


if __name__ == "__main__":
    serve()
