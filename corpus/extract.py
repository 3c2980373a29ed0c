"""A file as a text: which kind it is, its letters decoded, its size kept in bounds.

What a file is shows in its first bytes where they are plain (a PDF saved as .txt); else its name
tells. Use `corpus.bounded` for files from elsewhere: it reads them within limits.
"""

from __future__ import annotations

import contextlib
import re
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from corpus.front_matter import FrontMatterError, lenient_source, split_front_matter
from corpus.language import detect_language
from corpus.types import Authority, CorpusError, Folder, Source, Text
from corpus.webtext import clean, read_article

MAX_BYTES = 20 * 1024 * 1024
_TITLE = re.compile(r"^#\s+(?P<title>\S.*?)\s*#*\s*$", re.MULTILINE)
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*(?P<name>[\w-]{2,20})", re.IGNORECASE
)
HEAD_BYTES = 4096
_MARK_BYTES = 512
_ZERO_SHARE = 0.4
_HTML_START = re.compile(rb"(?:<\?xml[^>]*>\s*)?(?:<!--.{0,200}?-->\s*)?<(?:!doctype html|html)\b")
_TWICE = re.compile("Ã[¥¦¸…†˜]")
_LONE = re.compile("[\ud800-\udfff]")
_CHARSETS = {
    **dict.fromkeys(("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"), "cp1252"),
    **dict.fromkeys(("windows-1252", "cp1252"), "cp1252"),
    "windows-1250": "cp1250",
    "iso-8859-4": "iso-8859-4",
    "iso-8859-10": "iso-8859-10",
    "iso-8859-15": "iso-8859-15",
    "macintosh": "mac-roman",
}
"""How pages are decoded that say so; other names are not trusted."""
UNREAD_DOCUMENTS = (".doc", ".odt", ".rtf", ".xls", ".xlsx", ".ppt", ".pptx", ".epub", ".zip")
_COMMENTS = "kommentarer"


def read_file(path: Path, *, text_id: str) -> Folder:
    """Return the file's text (its readers' comments as a second one) and what was doubtful in it.

    Raises:
        CorpusError: the file is too large, broken, of a kind that is not read, or yields no text.
    """
    check_size(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        msg = f"cannot be opened: {error.strerror}"
        raise CorpusError(msg) from error
    kind = kind_of(raw[:HEAD_BYTES]) or path.suffix.lower()
    reader = _READERS.get(kind)
    if reader is None:
        msg = f"files of the kind {path.suffix!r} are not read; use {', '.join(SUFFIXES)}"
        raise CorpusError(msg)
    if not raw.strip():
        raise CorpusError("is empty")
    found = reader(raw, Source(id=text_id), path)
    texts = tuple(_finished(text) for text in found.texts if _has_words(text.body))
    if not texts:
        msg = f"yields no text{_hint(kind)}"
        raise CorpusError(msg)
    return Folder(texts, found.problems)


def check_size(path: Path) -> int:
    """Return the file's size in bytes.

    Raises:
        CorpusError: it is no file of a kind that is read, or larger than one may be.
    """
    if path.suffix and path.suffix.lower() not in SUFFIXES:
        msg = f"files of the kind {path.suffix!r} are not read; use {', '.join(SUFFIXES)}"
        raise CorpusError(msg)
    try:
        found = path.stat()
    except OSError as error:
        msg = f"cannot be opened: {error.strerror}"
        raise CorpusError(msg) from error
    if not stat.S_ISREG(found.st_mode):
        raise CorpusError("is no ordinary file")
    if found.st_size > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        msg = f"is {found.st_size / 1024 / 1024:.1f} MB; the limit is {limit} MB; split the file"
        raise CorpusError(msg)
    return found.st_size


def kind_of(head: bytes) -> str | None:
    """Return the suffix of what a file is by its first bytes; None where they do not tell."""
    if b"%PDF-" in head[:_MARK_BYTES]:
        return ".pdf"
    if head.startswith(b"PK\x03\x04"):
        return ".docx"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:_MARK_BYTES].lower()
    return ".html" if _HTML_START.match(start) else None


def decode(raw: bytes) -> str:
    """Return the letters of a text file: by its mark, else UTF-8, else Windows' western set."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    head = raw[:HEAD_BYTES]
    if b"\x00" in head:
        return _without_mark(raw, head)
    try:
        return _twice_decoded(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _without_mark(raw: bytes, head: bytes) -> str:
    """Return UTF-16 that lost its mark: nearly every second byte of western text is zero."""
    for odd, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = head[odd::2].count(0)
        if zeros > len(head) * _ZERO_SHARE and head[1 - odd :: 2].count(0) == 0:
            return raw.decode(encoding, errors="replace")
    raise CorpusError("is not a text file (it holds zero bytes)")


def _twice_decoded(text: str) -> str:
    """Return the text; where UTF-8 was once taken for Windows' letters («Ã¸»), that is undone."""
    if not _TWICE.search(text):
        return text
    with contextlib.suppress(UnicodeDecodeError, UnicodeEncodeError):
        return text.encode("cp1252").decode("utf-8")
    return text


def _read_markdown(raw: bytes, start: Source, path: Path) -> Folder:
    content = clean_markdown(decode(raw))
    try:
        matter = split_front_matter(content, path)
    except FrontMatterError as error:
        said = "; ".join(f"line {problem.line}: {problem.message}" for problem in error.problems)
        raise CorpusError(said) from error
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

    return Folder(read_html(_decode_page(raw), start), ())


def _decode_page(raw: bytes) -> str:
    """Return a page's letters: what its bytes plainly are counts for more than what it says."""
    declared = _META_CHARSET.search(raw[:HEAD_BYTES])
    name = declared["name"].decode("ascii").lower() if declared else ""
    encoding = _CHARSETS.get(name)
    marked = raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"))
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        if encoding and not marked and encoding != "utf-8":
            return raw.decode(encoding, errors="replace")
    return decode(raw)


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


def _finished(text: Text) -> Text:
    """Return the text with its language, and without letters that no file can hold."""
    source = text.source
    if source.language is None:
        source = replace(source, language=detect_language(text.body))
    source = replace(source, title=_holdable(source.title), publisher=_holdable(source.publisher))
    return Text(source, _LONE.sub("", text.body))


def _holdable(value: str | None) -> str | None:
    return _LONE.sub("", value) if value is not None else None


def _has_words(body: str) -> bool:
    return sum(char.isalpha() for char in body) > 1


def _hint(kind: str) -> str:
    return "; it may be scanned pictures of pages" if kind == ".pdf" else ""


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
