"""What is kept of every answer: how it came about, and all it takes to make it again byte for byte.

SQLite, one row an answer. Questions are redacted before they come here.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
    id TEXT PRIMARY KEY,
    asked_on TEXT NOT NULL,
    status TEXT NOT NULL,
    language TEXT NOT NULL,
    model TEXT NOT NULL,
    index_fingerprint TEXT,
    record TEXT NOT NULL
)
"""
BUSY_SECONDS = 5.0


class RecordError(Exception):
    """A record cannot be kept or found; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Record:
    """One answer's record: the columns to look it up by and the whole as JSON."""

    id: str
    asked_on: str
    status: str
    language: str
    model: str
    index: str | None
    body: dict[str, Any]


class Records:
    """The records of an installation."""

    def __init__(self, home: Path) -> None:
        """Take the installation's folder; nothing is opened before the first record."""
        self._path = home / "records.sqlite3"

    def _connect(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=BUSY_SECONDS)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute(SCHEMA)
        return connection

    def keep(self, record: Record) -> None:
        """Store a record.

        Raises:
            RecordError: the installation cannot be written to.
        """
        body = json.dumps(record.body, ensure_ascii=False)
        body = body.encode("utf-8", "replace").decode()
        row = (
            record.id,
            record.asked_on,
            record.status,
            record.language,
            record.model,
            record.index,
            body,
        )
        try:
            with closing(self._connect()) as connection, connection:
                connection.execute("INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        except (sqlite3.Error, OSError) as broken:
            msg = (
                f"The record of an answer could not be written to {self._path}: {broken}. "
                "Make the folder writable or set ALIS_HOME to another one."
            )
            raise RecordError(msg) from broken

    def load(self, identity: str) -> Record:
        """The record of an answer.

        Raises:
            RecordError: there is none with that id.
        """
        row = self._row(identity) if self._path.exists() else None
        if row is None:
            msg = (
                f"There is no record {identity[:60]!r} in {self._path}. "
                "The id stands in each answer's JSON."
            )
            raise RecordError(msg)
        try:
            return Record(
                id=row[0],
                asked_on=row[1],
                status=row[2],
                language=row[3],
                model=row[4],
                index=row[5],
                body=json.loads(row[6]),
            )
        except ValueError as broken:
            msg = f"The record {row[0]} in {self._path} is damaged: {broken}."
            raise RecordError(msg) from broken

    def _row(self, identity: str) -> tuple[Any, ...] | None:
        address = f"{self._path.absolute().as_uri()}?mode=ro"
        try:
            with closing(sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS)) as connection:
                found: tuple[Any, ...] | None = connection.execute(
                    "SELECT * FROM answers WHERE id = ?", (identity,)
                ).fetchone()
        except (sqlite3.Error, ValueError) as broken:
            msg = f"The records in {self._path} cannot be read: {broken}."
            raise RecordError(msg) from broken
        return found
