"""Bombs and broken files: one line each, soon, in bounded memory, and the rest goes on."""

import io
import os
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdf
import pytest
from docx import Document

from corpus import CorpusError, Folder, read_folder
from corpus.bounded import BoundedReader
from corpus.extract import MAX_BYTES
from corpus.worker import MEMORY_BYTES

ROOT = Path(__file__).resolve().parent.parent
GOOD = "Kommunen kan søke om tilskudd til veiledning.\n"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
ONE_PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def page(resources: bytes = b"") -> bytes:
    return (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> %s >> >>" % resources
    )


def stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), extra, data)


def pdf(*objects: bytes) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return bytes(
        out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, table)
    )


def packed_pdf(unpacked: bytes) -> bytes:
    packed = zlib.compress(unpacked, 9)
    return pdf(CATALOG, ONE_PAGE, page(), stream(packed, b"/Filter /FlateDecode"), FONT)


def nested_forms() -> bytes:
    """Ten forms that each draw the next one ten times: ten thousand million in the end.

    Each writes too, since pypdf stops after 5,000 forms: by then the time must be up anywhere.
    """
    shown = zlib.compress(b"BT /F1 9 Tf (x) Tj ET " * 400 + b"/X0 Do " * 10, 9)
    forms = []
    for number in range(9):
        inner = b"/XObject << /X0 %d 0 R >>" % (7 + number)
        about = b"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << %s >>" % inner
        forms.append(stream(shown, about + b" /Filter /FlateDecode"))
    drawn = stream(shown, b"/Filter /FlateDecode")
    return pdf(CATALOG, ONE_PAGE, page(b"/XObject << /X0 6 0 R >>"), drawn, FONT, *forms)


def locked_pdf() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("hemmelig", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def docx(content: bytes) -> bytes:
    """A Word document whose words are replaced by those given."""
    made, out = io.BytesIO(), io.BytesIO()
    Document().save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            same = entry.filename != "word/document.xml"
            new.writestr(entry, old.read(entry) if same else content)
    return out.getvalue()


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ha">{entities}]>'
    body = f"<w:document {SPACE}><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body>"
    return f"{head}{body}</w:document>".encode()


def yaml_laughs() -> bytes:
    rows = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    rows += [
        f"k{n}: &k{n} [{', '.join(['*' + ('a' if n == 0 else f'k{n - 1}')] * 9)}]" for n in range(9)
    ]
    return "---\n{}\ntitle: *k8\n---\nHei der.\n".format("\n".join(rows)).encode()


def deep(tag: str) -> bytes:
    return b"<html><body>" + f"<{tag}>".encode() * 200_000 + b"Hei der du."


TOO_DEEP = "that is no page to read"
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip.docx": (lambda: docx(b" " * 300_000_000), "unpacks to 286 MB"),
    "many.docx": (lambda: docx(b"<w:p/>" * 5_000_000), "386 times the file's size"),
    "laughs.docx": (lambda: docx(laughs()), "is not a Word document that can be read"),
    "deep.docx": (lambda: docx(b"<w:tbl>" * 100_000), "is not a Word document that can be read"),
    "cut.docx": (lambda: docx(b"<w:p>")[:3000], "is not a Word document that can be read"),
    "flate.pdf": (lambda: packed_pdf(b"BT (x) Tj ET " * 20_000_000), "cannot be read|can be read"),
    "long.pdf": (lambda: packed_pdf(b"BT /F1 9 Tf (x) Tj ET " * 2_000_000), "a file of its size"),
    "forms.pdf": (nested_forms, "takes more than the 1.1 seconds that a file of its size is given"),
    "cycle.pdf": (
        lambda: pdf(CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 100000000 >>"),
        "is not a PDF that can be read",
    ),
    "pictures.pdf": (
        lambda: pdf(CATALOG, ONE_PAGE, page(), stream(b"q Q"), FONT),
        "it may be scanned pictures of pages",
    ),
    "cut.pdf": (lambda: packed_pdf(b"BT ET")[:150], "is not a PDF that can be read"),
    "locked.pdf": (locked_pdf, "is locked with a password"),
    "div.html": (lambda: deep("div"), TOO_DEEP),
    "b.html": (lambda: deep("b"), TOO_DEEP),
    "table.html": (lambda: deep("table><tr><td"), TOO_DEEP),
    "signs.html": (lambda: b"<" * 1_000_000, "yields no text"),
    "laughs.md": (yaml_laughs, "refers to parts of itself"),
    "brackets.md": (lambda: b"---\na: " + b"[" * 200_000 + b"\n---\nHei.", "is longer than"),
    "large.txt": (lambda: b"a " * (MAX_BYTES // 2 + 1), "the limit is 20 MB"),
    "empty.txt": (lambda: b"", "is empty"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    for name, (make, _) in BAD.items():
        (folder / name).write_bytes(make())
        (folder / f"good-{name.replace('.', '-')}.md").write_text(GOOD, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def read(folder: Path) -> Folder:
    return read_folder(folder)


@pytest.mark.parametrize("name", BAD)
def test_a_bomb_or_a_broken_file_is_told_in_one_line(name: str, read: Folder) -> None:
    (problem,) = [problem for problem in read.problems if problem.path.name == name]
    assert any(part in problem.message for part in BAD[name][1].split("|")), problem
    assert "\n" not in str(problem)
    assert str(problem).count(name) == 1


def test_the_rest_goes_on(read: Folder) -> None:
    assert len(read.texts) == len(BAD)
    assert len(read.problems) == len(BAD)


def test_the_next_file_is_read_by_a_new_worker(folder: Path, tmp_path: Path) -> None:
    good = tmp_path / "b.html"
    good.write_text(f"<html><body><h1>Tittel</h1><p>{GOOD * 9}</p></body></html>", encoding="utf-8")
    with BoundedReader() as reader:
        with pytest.raises(CorpusError, match="seconds that a file of its size is given"):
            reader.read(folder / "forms.pdf", text_id="a")
        assert "veiledning" in reader.read(good, text_id="b").texts[0].body


def test_memory_stays_below_the_limit(folder: Path) -> None:
    code = (
        "import re, resource, sys; from pathlib import Path; from corpus import read_folder\n"
        "read_folder(Path(sys.argv[1]))\n"
        "said = Path('/proc/self/status').read_text()\n"
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', said)[1]) * 1024)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, folder], cwd=ROOT, capture_output=True, text=True, check=True
    )
    own, of_worker = map(int, run.stdout.split())
    assert own < 200 * 1024 * 1024
    assert 0 < of_worker <= MEMORY_BYTES


def test_a_text_of_a_megabyte_is_read_whole(tmp_path: Path) -> None:
    lines = [f"Avsnitt {number} om veiledning av leger i kommunen." for number in range(20_000)]
    for name in ("a.md", "b.txt"):
        (tmp_path / name).write_text("\n\n".join(lines), encoding="utf-8")
    folder = read_folder(tmp_path)
    assert folder.problems == ()
    for text in folder.texts:
        assert lines[0] in text.body
        assert lines[-1] in text.body


def test_links_that_lead_nowhere_or_round_are_told(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "self.md").symlink_to("self.md")
    (tmp_path / "gone.txt").symlink_to("nowhere.txt")
    (tmp_path / "round").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    folder = read_folder(tmp_path)
    assert [text.source.id for text in folder.texts] == ["good"]
    assert {problem.path.name: problem.message for problem in folder.problems} == {
        "self.md": "is a link that leads to itself",
        "gone.txt": "is a link to nothing",
        "round": "is a link to a folder; it is not followed",
        "pipe.txt": "is no ordinary file",
    }


@contextmanager
def nobody() -> Iterator[None]:
    """Be a user who may not do everything, where the tests run as root."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_folder_or_a_file_without_permission_is_told() -> None:
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        top.chmod(0o755)
        for inner in ("good.md", "locked.md"):
            (top / inner).write_text(GOOD, encoding="utf-8")
        (top / "locked.md").chmod(0)
        (top / "shut").mkdir(mode=0)
        with nobody():
            folder = read_folder(top)
        assert [text.source.id for text in folder.texts] == ["good"]
        assert [str(problem) for problem in folder.problems] == [
            f"{top / 'shut'}: cannot be opened: Permission denied",
            f"{top / 'locked.md'}: cannot be opened: Permission denied",
        ]


def test_a_document_of_another_kind_is_told_and_a_picture_is_not(tmp_path: Path) -> None:
    for name in ("good.md", "brev.doc", "tall.xlsx", "bilde.png"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    folder = read_folder(tmp_path)
    assert [problem.path.name for problem in folder.problems] == ["brev.doc", "tall.xlsx"]
    assert "is not read; save it as" in folder.problems[0].message
