"""A Word document as Markdown: headings, lists and tables keep their form."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from corpus.types import CorpusError, Source, Text
from corpus.webtext import clean
from corpus.webwords import find_published

_HEADING = re.compile(r"(?:heading|overskrift)\s*(?P<level>[1-9])", re.IGNORECASE)
_TITLE = ("title", "tittel")
_LIST = re.compile(r"list|punkt|liste", re.IGNORECASE)
_MAX_UNPACKED_BYTES = 100 * 1024 * 1024
_ANY_RATIO_BYTES = 20 * 1024 * 1024
_MAX_RATIO = 100
_DEEPEST = 6


def read_docx(raw: bytes, start: Source) -> Text:
    """Return the document's words.

    Raises:
        CorpusError: the file is no Word document, or unpacks to far more than it should.
    """
    document = _open(raw)
    body = "\n\n".join(_parts(document))
    title = clean(document.core_properties.title or "").strip() or None
    return Text(replace(start, title=title, published=find_published(body)), body + "\n")


def _open(raw: bytes) -> Any:
    from docx import Document  # noqa: PLC0415 - heavy
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415 - heavy

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            _check_unpacked(sum(entry.file_size for entry in packed.infolist()), len(raw))
        return Document(io.BytesIO(raw))
    except (zipfile.BadZipFile, zlib.error, PackageNotFoundError) as error:
        msg = f"is not a Word document that can be read ({error})"
        raise CorpusError(msg) from error
    except (KeyError, ValueError, SyntaxError, AttributeError, NotImplementedError) as error:
        msg = f"is not a Word document that can be read ({error})"
        raise CorpusError(msg) from error


def _check_unpacked(unpacked: int, packed: int) -> None:
    """Refuse what is a small file and a huge document."""
    ratio = unpacked / packed
    if unpacked > _MAX_UNPACKED_BYTES or (unpacked > _ANY_RATIO_BYTES and ratio > _MAX_RATIO):
        size = f"{unpacked // 1024 // 1024} MB, {ratio:.0f} times the file's size"
        raise CorpusError(f"unpacks to {size}; that is no ordinary document")


def _parts(document: Any) -> Iterator[str]:
    """Yield the paragraphs, lists and tables in order; a list's items stand together."""
    items: list[str] = []
    for part in document.iter_inner_content():
        if hasattr(part, "rows"):
            yield from _flushed(items)
            yield from _table(part)
            continue
        text = " ".join(clean(part.text).split())
        if not text:
            continue
        if _is_item(part):
            items.append(f"- {text}")
            continue
        yield from _flushed(items)
        level = _level(part)
        yield f"{'#' * level} {text}" if level else text
    yield from _flushed(items)


def _flushed(items: list[str]) -> Iterator[str]:
    if items:
        yield "\n".join(items)
        items.clear()


def _level(paragraph: Any) -> int:
    """Return the depth of a heading, 0 for other paragraphs; the document's title is the top."""
    name = str(paragraph.style.name or "") if paragraph.style is not None else ""
    if name.lower() in _TITLE:
        return 1
    heading = _HEADING.match(name)
    return min(int(heading["level"]), _DEEPEST) if heading else 0


def _is_item(paragraph: Any) -> bool:
    if _level(paragraph):
        return False
    properties = paragraph._p.pPr
    numbered = properties is not None and properties.numPr is not None
    name = str(paragraph.style.name or "") if paragraph.style is not None else ""
    return numbered or _LIST.search(name) is not None


def _table(table: Any) -> Iterator[str]:
    rows = [[_cell(cell.text) for cell in row.cells] for row in table.rows]
    rows = [row for row in rows if any(row)]
    if not rows:
        return
    rule = ["---"] * len(rows[0])
    lines = [rows[0], rule, *rows[1:]]
    yield "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(clean(text).split()).replace("|", "/")
