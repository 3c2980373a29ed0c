"""Visit the listed pages one after another, and tell of each what has changed."""

from __future__ import annotations

import difflib
import hashlib
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlsplit

from corpus.bounded import BoundedReader
from corpus.fetch.addresses import FetchError, split_url
from corpus.fetch.http import Limits, Response, get
from corpus.fetch.robots import Robots
from corpus.fetch.sources import LivePage
from corpus.fetch.store import SUFFIX, Record, Store
from corpus.sentences import sentences
from corpus.types import Authority, CorpusError, Source, Text, Wording

_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_OK = 200
_REDIRECT = range(300, 400)
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b(?:tlf|telefon|phone|mobil)\.?:?\s*(?:\+47)?[\d ]{8,}",
    re.IGNORECASE,
)
_HIDDEN = "[…]"
_DIFF_LINES = 20_000
_BLOCK_MARK = re.compile(r"^\s*(?:#{1,6}\s|[-*+|>]|\d+[.)]\s)")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a visit to a page gave."""

    page: LivePage
    outcome: str
    """`new`, `changed`, `unchanged` or `refused`."""
    told: str
    """Why it was refused; else where the text is."""
    diff: tuple[str, ...] = ()
    since: date | None = None
    """The day on which the wording before a change was first seen."""


class Fetcher:
    """Visits pages for one installation."""

    def __init__(
        self, home: Path, *, shipped: Sequence[Text], today: date, limits: Limits | None = None
    ) -> None:
        """Keep pages under that home; the shipped texts tell who publishes them."""
        self._store = Store(home)
        self._sources = {text.source.id: text.source for text in shipped}
        self._today = today
        self._limits = limits or Limits()
        self._robots = Robots(self._limits)
        self._next: dict[str, float] = {}

    def visit(self, pages: Sequence[LivePage]) -> Iterator[Fetched]:
        """Yield what each page gave, as soon as it has come."""
        with BoundedReader() as reader, tempfile.TemporaryDirectory() as scratch:
            for page in pages:
                try:
                    yield self._visited(page, reader, Path(scratch))
                except CorpusError as error:
                    yield Fetched(page, "refused", str(error))

    def _visited(self, page: LivePage, reader: BoundedReader, scratch: Path) -> Fetched:
        before, record = self._store.body(page.id), self._store.record(page.id)
        answer = self._answer(page.url)
        digest = hashlib.sha256(answer.body).hexdigest()
        same_bytes = record is not None and record.sha256 == digest and before is not None
        text = None if same_bytes else self._read(page, answer, reader, scratch)
        unchanged = text is None or text.body == before
        changed = record.changed if record is not None and unchanged else self._today
        self._store.write(
            page.id,
            None if unchanged else text,
            Record(page.url, digest, self._today, changed, page.texts),
        )
        told = str(self._store.path(page.id))
        if text is None or unchanged:
            return Fetched(page, "unchanged", told, since=changed)
        if before is None:
            return Fetched(page, "new", told)
        diff = tuple(_diff(before, text.body, page.id))
        return Fetched(page, "changed", told, diff, record.changed if record else None)

    def _answer(self, url: str) -> Response:
        split_url(url)
        host = urlsplit(url).netloc
        pause = self._robots.check(url)
        sleep(max(0.0, self._next.get(host, 0.0) - monotonic()))
        try:
            answer = get(url, self._limits, accept=", ".join(_KINDS))
        finally:
            self._next[host] = monotonic() + pause
        if answer.status in _REDIRECT:
            to = answer.location[:200]
            raise FetchError(f"leads on to {to!r}; if that is right, write it in the list")
        if answer.status != _OK:
            raise FetchError(f"gave status {answer.status}")
        if answer.kind not in _KINDS:
            raise FetchError(f"is {answer.kind or 'of no type'}, which is not read")
        return answer

    def _read(self, page: LivePage, answer: Response, reader: BoundedReader, scratch: Path) -> Text:
        """Return the page as a text, described by what is known of the texts it stands behind."""
        path = scratch / f"page{_KINDS[answer.kind]}"
        path.write_bytes(_in_utf8(answer))
        found = reader.read(path, text_id=f"{page.id}{SUFFIX}").texts[0]
        known = [self._sources[name] for name in page.texts if name in self._sources]
        source = replace(
            found.source,
            id=f"{page.id}{SUFFIX}",
            url=page.url,
            title=found.source.title or (known[0].title if known else None),
            publisher=_agreed(known) or found.source.publisher,
            authority=_authority(known),
            wording=Wording.ORIGINAL,
            retrieved=self._today,
            supersedes=(),
        )
        return Text(source, _CONTACT.sub(_HIDDEN, found.body).strip() + "\n")


def _in_utf8(answer: Response) -> bytes:
    """Return a page's bytes; where only the answer's head names the encoding, as UTF-8."""
    if answer.charset in ("", "utf-8") or not answer.kind.startswith(("text/", "application/x")):
        return answer.body
    try:
        answer.body.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return answer.body.decode(answer.charset).encode("utf-8")
        except (LookupError, UnicodeError):
            return answer.body
    return answer.body


def _agreed(known: list[Source]) -> str | None:
    """Return who publishes the page, where the shipped texts behind it say the same."""
    said = {source.publisher for source in known}
    return said.pop() if len(said) == 1 else None


def _authority(known: list[Source]) -> Authority:
    said = {source.authority for source in known}
    return said.pop() if len(said) == 1 else Authority.UNKNOWN


def _diff(before: str, after: str, name: str) -> Iterator[str]:
    """Yield a unified diff, sentence by sentence."""
    old, new = _lines(before), _lines(after)
    if len(old) + len(new) > _DIFF_LINES:
        yield f"(too long to compare: {len(old)} and {len(new)} lines)"
        return
    yield from difflib.unified_diff(old, new, f"{name} before", f"{name} now", lineterm="", n=1)


def _lines(body: str) -> list[str]:
    lines: list[str] = []
    for line in body.splitlines():
        lines += [line] if _BLOCK_MARK.match(line) else sentences(line) or [line]
    return [line for line in lines if line.strip()]
