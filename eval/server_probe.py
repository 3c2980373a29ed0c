"""Starts the server as a process of its own: how soon it answers, and how large it grows."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from eval.machine import resident_mib
from eval.types import EvalError

HOST = "127.0.0.1"
PATIENCE_S = 60.0
_ROOT = Path(__file__).resolve().parent.parent
_PAUSE_S = 0.02
_REQUEST_S = 30.0
_STOP_S = 10.0


@dataclass(frozen=True, slots=True)
class Served:
    """What one start of the server showed."""

    ready_s: float
    memory_mib: float | None
    """Resident, after the questions; None where the system does not tell."""


def probe_server(environment: Mapping[str, str], questions: Sequence[Sequence[str]] = ()) -> Served:
    """Start the server, wait until the page and /healthz answer, ask over the API.

    Raises:
        EvalError: The server ended, did not answer in time, or refused a question.
    """
    port = free_port()
    start = time.perf_counter()
    with TemporaryFile() as said, _running(environment, port, said) as process:
        for path in ("/healthz", "/"):
            _wait_for(_Started(process, port, said), path, until=start + PATIENCE_S)
        ready = time.perf_counter() - start
        for turns in questions:
            _ask(port, turns)
        return Served(ready, resident_mib(process.pid))


def free_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, slots=True)
class _Started:
    """A server process, its port, and what it writes to standard error."""

    process: subprocess.Popen[bytes]
    port: int
    said: IO[bytes]

    def last_words(self) -> str:
        """Return the last line it wrote."""
        self.said.seek(0)
        lines = self.said.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"


@contextmanager
def _running(
    environment: Mapping[str, str], port: int, said: IO[bytes]
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=_ROOT,
        env={**environment, "ALIS_HOST": HOST, "ALIS_PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=said,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(server: _Started, path: str, *, until: float) -> None:
    seen = "nothing"
    while time.perf_counter() < until:
        if server.process.poll() is not None:
            status, words = server.process.returncode, server.last_words()
            message = f"app.py ended with status {status} before {path} answered: {words}"
            raise EvalError(message)
        try:
            status, answer = _request(server.port, "GET", path)
        except (OSError, HTTPException):
            status, answer = None, ""  # it does not listen yet
        if status == HTTPStatus.OK:
            return
        if status is not None:
            seen = f"{status} {answer[:200]}"
        time.sleep(_PAUSE_S)
    message = f"app.py did not answer {path} within {PATIENCE_S:.0f} s; it last said {seen}."
    raise EvalError(message)


def _ask(port: int, turns: Sequence[str]) -> None:
    body = json.dumps({"question": turns[-1], "turns": list(turns[:-1])})
    status, answer = _request(port, "POST", "/api/ask", body)
    if status != HTTPStatus.OK:
        message = f"POST /api/ask answered {status} to {turns[-1]!r}: {answer[:200]}"
        raise EvalError(message)


def _request(port: int, method: str, path: str, body: str | None = None) -> tuple[int, str]:
    connection = HTTPConnection(HOST, port, timeout=_REQUEST_S)
    try:
        headers = {"Content-Type": "application/json"} if body else {}
        connection.request(method, path, body=body.encode() if body else None, headers=headers)
        response = connection.getresponse()
        return response.status, response.read().decode(errors="replace")
    finally:
        connection.close()
