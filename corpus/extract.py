"""A file as a text: which kind it is, its letters decoded, its size kept in bounds."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from corpus.front_matter import lenient_source, split_front_matter
from corpus.language import detect_language
from corpus.types import Authority, CorpusError, Folder, Source, Text
from corpus.webtext import clean, read_article

MAX_BYTES = 20 * 1024 * 1024
_TITLE = re.compile(r"^#\s+(?P<title>\S.*?)\s*#*\s*$", re.MULTILINE)
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*(?P<name>[\w-]{2,20})", re.IGNORECASE
)
_HEAD_BYTES = 4096
_COMMENTS = "kommentarer"


def read_file(path: Path, *, text_id: str) -> Folder:
    """Return the file's text (its readers' comments as a second one) and what was doubtful in it.

    Raises:
        CorpusError: the file is too large, broken, of a kind that is not read, or yields no text.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        msg = f"files of the kind {path.suffix!r} are not read; use {', '.join(SUFFIXES)}"
        raise CorpusError(msg)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            limit = MAX_BYTES // 1024 // 1024
            msg = f"is {size / 1024 / 1024:.1f} MB; the limit is {limit} MB; split the file"
            raise CorpusError(msg)
        raw = path.read_bytes()
    except OSError as error:
        msg = f"cannot be opened: {error.strerror}"
        raise CorpusError(msg) from error
    if not raw.strip():
        raise CorpusError("is empty")
    found = reader(raw, Source(id=text_id), path)
    texts = tuple(_with_language(text) for text in found.texts if _has_words(text.body))
    if not texts:
        msg = f"yields no text{_hint(path)}"
        raise CorpusError(msg)
    return Folder(texts, found.problems)


def decode(raw: bytes) -> str:
    """Return the letters of a text file: by its mark, else UTF-8, else Windows' western set."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    if b"\x00" in raw[:_HEAD_BYTES]:
        raise CorpusError("is not a text file (it holds zero bytes)")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _read_markdown(raw: bytes, start: Source, path: Path) -> Folder:
    content = clean_markdown(decode(raw))
    matter = split_front_matter(content, path)
    source, problems = (start, []) if matter is None else lenient_source(matter, start, path)
    body = content if matter is None else matter.body
    return Folder((Text(_titled(source, body), body.strip() + "\n"),), tuple(problems))


def _read_plain(raw: bytes, start: Source, _path: Path) -> Folder:
    return _from_article(decode(raw), start)


def _from_article(content: str, start: Source) -> Folder:
    article = read_article(content)
    source = replace(
        start, title=article.title, published=article.published, publisher=article.publisher
    )
    texts = [Text(source, article.body)]
    if article.comments:
        apart = replace(
            source, id=f"{source.id}-{_COMMENTS}", authority=Authority.OPINION, published=None
        )
        texts.append(Text(apart, article.comments))
    return Folder(tuple(texts), ())


def _read_html(raw: bytes, start: Source, _path: Path) -> Folder:
    from corpus.extract_html import read_html  # noqa: PLC0415 - heavy

    declared = _META_CHARSET.search(raw[:_HEAD_BYTES])
    content = decode(raw)
    if declared and not raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        # A page that is not what it says it is stays what its bytes say.
        with contextlib.suppress(LookupError, UnicodeDecodeError):
            content = raw.decode(declared["name"].decode("ascii"))
    return Folder(read_html(content, start), ())


def _read_pdf(raw: bytes, start: Source, _path: Path) -> Folder:
    from corpus.extract_pdf import read_pdf  # noqa: PLC0415 - heavy

    return Folder((read_pdf(raw, start),), ())


def _read_docx(raw: bytes, start: Source, _path: Path) -> Folder:
    from corpus.extract_docx import read_docx  # noqa: PLC0415 - heavy

    text = read_docx(raw, start)
    return Folder((Text(_titled(text.source, text.body), text.body),), ())


def clean_markdown(content: str) -> str:
    """Return Markdown with plain line ends and letters; indents and double spaces stay."""
    return "\n".join(
        line[: len(line) - len(line.lstrip(" \t"))] + clean(line.lstrip(" \t"))
        for line in content.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    )


def _titled(source: Source, body: str) -> Source:
    """Return the source; where it has no title, the body's first top heading is it."""
    heading = _TITLE.search(body)
    return replace(source, title=heading["title"]) if source.title is None and heading else source


def _with_language(text: Text) -> Text:
    if text.source.language is not None:
        return text
    return Text(replace(text.source, language=detect_language(text.body)), text.body)


def _has_words(body: str) -> bool:
    return sum(char.isalpha() for char in body) > 1


def _hint(path: Path) -> str:
    return "; it may be scanned pictures of pages" if path.suffix.lower() == ".pdf" else ""


_Reader = Callable[[bytes, Source, Path], Folder]
_READERS: dict[str, _Reader] = {
    ".md": _read_markdown,
    ".txt": _read_plain,
    ".html": _read_html,
    ".htm": _read_html,
    ".pdf": _read_pdf,
    ".docx": _read_docx,
}
SUFFIXES = tuple(_READERS)
