"""Every kind of file gives a text, or one plain sentence that says why not."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from corpus import CorpusError, Text, read_folder
from corpus.extract import MAX_BYTES, read_file

PARAGRAPH = (
    "Kommunen kan søke om tilskudd til veiledning av leger som ikke er ferdige spesialister, "
    "og fristen står i kunngjøringen som kommer hvert år. "
)
HTML = f"""<!doctype html><html lang="nb-NO"><head><meta charset="utf-8"><title>Veiledning</title>
<meta property="og:site_name" content="Fjellvik kommune">
<meta property="article:published_time" content="2023-03-04T10:00:00+01:00"></head>
<body><nav><ul><li><a href="/">Forside</a></li><li><a href="/k">Kontakt</a></li></ul></nav>
<main><article><h1>Veiledning</h1><p>{PARAGRAPH * 3}</p><h2>Timer</h2>
<p>{PARAGRAPH}Se <a href="https://example.org/x">kunngjøringen</a>.</p>
<table><tr><th>År</th><th>Timer</th></tr><tr><td>2023</td><td>42</td></tr></table>
<ul><li>Avtale først.</li><li>Søknad så.</li></ul><p>{PARAGRAPH * 2}</p></article></main>
<footer>Personvern</footer></body></html>"""


def only_text(path: Path) -> Text:
    (text,) = read_file(path, text_id="x").texts
    return text


def write_pdf(path: Path, lines: list[str]) -> None:
    """Write a PDF of one page by hand: a font, and each line where it belongs."""
    shown = " ".join(f"({line.replace('(', '').replace(')', '')}) Tj T*" for line in lines)
    stream = f"BT /F1 10 Tf 14 TL 50 780 Td {shown} ET".encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(
        b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    )
    path.write_bytes(out.getvalue())


def test_a_web_page_keeps_headings_tables_lists_and_links(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(HTML, encoding="utf-8")
    text = only_text(path)
    assert (text.source.title, text.source.publisher) == ("Veiledning", "Fjellvik kommune")
    assert (text.source.published, text.source.language) == (date(2023, 3, 4), "nb")
    assert "## Timer" in text.body
    assert "| 2023 | 42 |" in text.body
    assert "- Avtale først." in text.body
    assert "[kunngjøringen](https://example.org/x)" in text.body
    assert "Forside" not in text.body
    assert "Personvern" not in text.body


def test_a_web_page_in_an_old_encoding_keeps_its_letters(tmp_path: Path) -> None:
    path = tmp_path / "a.htm"
    path.write_bytes(HTML.replace("utf-8", "iso-8859-1").encode("iso-8859-1"))
    assert "kan søke om tilskudd" in only_text(path).body


def test_a_word_document_keeps_headings_lists_and_tables(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Notat om veiledning", 0)
    document.add_heading("Bakgrunn", 1)
    document.add_paragraph(PARAGRAPH)
    document.add_paragraph("Kommunen må:")
    document.add_paragraph("inngå avtale", style="List Bullet")
    document.add_paragraph("søke i tide", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, content in zip(table._cells, ("År", "Timer", "2023", "42"), strict=True):
        cell.text = content
    path = tmp_path / "a.docx"
    document.save(str(path))
    text = only_text(path)
    assert (text.source.title, text.source.language) == ("Notat om veiledning", "nb")
    assert "# Bakgrunn\n" in text.body
    assert "Kommunen må:\n\n- inngå avtale\n- søke i tide\n" in text.body
    assert "| År | Timer |\n| --- | --- |\n| 2023 | 42 |" in text.body


def test_a_pdf_gives_paragraphs_of_joined_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    lines = ["Notat om veiledning i Fjellvik", "", "Publisert 04.03.2023", ""]
    lines += ["Kommunen kan søke om tilskudd til veiledning av leger som ikke er ferdige spesia-"]
    lines += ["lister, og fristen står i kunngjøringen.", "1"]
    write_pdf(path, lines)
    text = only_text(path)
    assert (text.source.title, text.source.published) == (
        "Notat om veiledning i Fjellvik",
        date(2023, 3, 4),
    )
    assert "som ikke er ferdige spesialister, og fristen står i kunngjøringen." in text.body


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_text_file_keeps_its_letters_whatever_its_encoding(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(f"Søknaden til Bø\n\n{PARAGRAPH * 2}".encode(encoding))
    text = only_text(path)
    assert text.source.title == "Søknaden til Bø"
    assert "kan søke om tilskudd" in text.body


def broken_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("noe.txt", "ikke et dokument")
    return out.getvalue()


BROKEN = {
    "empty.txt": (b"", "is empty"),
    "blank.md": (b" \n\n\t", "is empty"),
    "signs.md": (b"---- ****\n", "yields no text"),
    "binary.txt": (bytes(range(256)), "is not a text file"),
    "junk.pdf": (b"dette er ingen pdf", "is not a PDF that can be read"),
    "cut.pdf": (b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog", "is not a PDF that can be read"),
    "junk.docx": (b"PK hei", "is not a Word document that can be read"),
    "other.docx": (broken_zip(), "is not a Word document that can be read"),
    "empty.html": (b"<html><body></body></html>", "yields no text"),
    "front.md": (b"---\ntitle: [a\n---\nHei der.\n", "is not valid YAML"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_told_in_a_sentence_and_the_rest_goes_on(
    name: str, tmp_path: Path
) -> None:
    raw, expected = BROKEN[name]
    (tmp_path / name).write_bytes(raw)
    (tmp_path / "good.md").write_text("Kommunen kan søke.", encoding="utf-8")
    folder = read_folder(tmp_path)
    assert [text.source.id for text in folder.texts] == ["good"]
    assert [problem.path.name for problem in folder.problems] == [name]
    assert expected in str(folder.problems[0])


def test_a_pdf_without_words_says_that_it_may_be_scanned(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    write_pdf(path, [])
    with pytest.raises(CorpusError, match="yields no text; it may be scanned pictures"):
        read_file(path, text_id="x")


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(CorpusError, match="the limit is 20 MB"):
        read_file(path, text_id="x")


def test_another_kind_of_file_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"x")
    with pytest.raises(CorpusError, match=r"'\.xlsx' are not read; use \.md"):
        read_file(path, text_id="x")
