"""Tables of doctors: each one's amount, sums by kommune, and every row that cannot be computed."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from assistant.__main__ import main
from assistant.opening import calculator_box
from assistant.tables import TableError, TableResult, read_doctors, read_sheet, reckon, workbook
from assistant.types import Language

BOX = calculator_box()
HEAD = "Kommune;Lege;Kategori;Stillingsandel;Fra;Til;Første start som fastlege;ALIS-avtale"
HASVIK = "Hasvik;A;fastlege;100 %;01.06.2025;31.05.2026;01.06.2025;ja"
FULL = Decimal("580433.05")


def table(*rows: str, head: str = HEAD, encoding: str = "utf-8") -> TableResult:
    raw = "\n".join((head, *rows)).encode(encoding)
    doctors, unread = read_doctors(read_sheet(raw, "leger.csv"))
    return reckon(doctors, BOX, Language.BOKMAAL, unread=unread)


def the_reason(row: str) -> str:
    (one,) = table(row).doctors
    assert one.calculation is None
    return one.reason


def test_each_doctor_is_computed_and_summed_by_kommune() -> None:
    result = table(
        HASVIK,
        "Hasvik;B;introduksjonslege;60;1. august 2025;31.05.2026;;ja",
        "Alta;C;introduksjonslege;0,8;1.9.2025;31.05.2026;;ja",
    )
    amounts = [one.calculation.amount for one in result.doctors if one.calculation]
    assert amounts[0] == FULL
    assert amounts[2] == Decimal("149509.83")
    assert result.sums == {"Hasvik": amounts[0] + amounts[1], "Alta": amounts[2]}
    assert result.total == sum(amounts)


def test_rows_of_one_name_are_positions_of_one_doctor() -> None:
    rows = (
        "Alta;D;sykehjemslege;50 %;1.6.2025;30.11.2025;;nei",
        "Alta;D;sykehjemslege;80 %;1.12.2025;31.5.2026;;nei",
    )
    (one,) = table(*rows).doctors
    assert one.doctor.rows == (2, 3)
    assert one.calculation is not None
    assert one.calculation.amount == Decimal("59356.17")
    assert len(table(*(row.replace(";D;", ";;") for row in rows)).doctors) == 2


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Hasvik;A;fastlege;100 %;01.06.2025;31.05.2026;;ja", "første gang"),
        ("Herøy;A;introduksjonslege;100 %;1.6.2025;31.5.2026;;ja", "Nordland"),
        ("Kristiansnd;A;introduksjonslege;100 %;1.6.2025;31.5.2026;;ja", "Kristiansund"),
        ("1507;A;introduksjonslege;100 %;1.6.2025;31.5.2026;;ja", "Haram"),
        ("Lom;A;rørlegger;100 %;1.6.2025;31.5.2026;;ja", "«rørlegger»"),
        ("Lom;A;introduksjonslege;140 %;1.6.2025;31.5.2026;;ja", "full stilling"),
        ("Lom;A;introduksjonslege;0 %;1.6.2025;31.5.2026;;ja", "Stillingsandel"),
        ("Lom;A;introduksjonslege;80 %;31.5.2026;1.6.2025;;ja", "start"),
        ("Lom;A;introduksjonslege;80 %;1.6.2025;20.6.2025;;ja", "måned"),
        ("Lom;A;introduksjonslege;80 %;30.2.2026;31.5.2026;;ja", "Rad 2"),
        ("Lom;A;introduksjonslege;80 %;1.6.2023;31.5.2024;;ja", "publisert"),
        ("Lom;A;introduksjonslege;åtti-ish;1.6.2025;31.5.2026;;ja", "Rad 2"),
        ("Lom;A;introduksjonslege;80 %;1.6.2025;31.5.2026;;kanskje", "«kanskje»"),
        ("Lom;A;introduksjonslege;80 %;1.6.2025;31.5.2026;;ja;mer;enda mer", "flere celler"),
    ],
)
def test_a_row_that_cannot_be_computed_says_why_and_stops_no_other(row: str, told: str) -> None:
    assert told.lower() in the_reason(row).lower()
    result = table(row, HASVIK.replace(";A;", ";B;"))
    assert [one.calculation is None for one in result.doctors] == [True, False]
    assert result.total == FULL


def test_two_doctors_of_one_name_who_contradict_are_asked_about() -> None:
    other = HASVIK.replace("01.06.2025;ja", "01.01.2025;ja")
    (one,) = table(HASVIK, other).doctors
    assert one.calculation is None
    assert "Rad 3 og rad 2 er samme lege" in one.reason


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_usual_form_of_a_text_table_is_read(separator: str, encoding: str) -> None:
    rows = (line.replace(";", separator) for line in (HASVIK,))
    result = table(*rows, head=HEAD.replace(";", separator), encoding=encoding)
    assert result.total == FULL


def test_headings_may_be_nynorsk_or_english_and_others_are_named() -> None:
    nynorsk = "kommune;namn;stilling;stillingsdel;frå;til;fyrste start;ALIS-avtale;merknad"
    assert table(HASVIK + ";x", head=nynorsk).unread == ("merknad",)
    english = "municipality;doctor;category;share;from;to;first start;ALIS agreement"
    assert table(HASVIK, head=english).total == FULL


def test_expenses_stand_in_columns_of_their_own() -> None:
    head = f"{HEAD};Utgift til praksiskompensasjon;Timer veiledning"
    (one,) = table(f"{HASVIK};45 000;40", head=head).doctors
    assert one.calculation is not None
    steps = {step.label.split(" (")[0]: step.amount for step in one.calculation.steps}
    assert steps["Praksiskompensasjon"] == Decimal(45000)
    assert steps["Veiledning"] == Decimal("63250.00")


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (b"", "table_without_headings"),
        (b"bare tekst\nuten celler\n", "table_without_headings"),
        (HEAD.encode(), "table_without_rows"),
        (b"a;b\n1;2\n", "table_without_facts"),
        (b"\x00\x01\x02;\x00", "table_unreadable"),
    ],
)
def test_a_file_that_is_no_table_of_doctors_is_said_to_be_none(raw: bytes, key: str) -> None:
    with pytest.raises(TableError) as refused:
        read_doctors(read_sheet(raw, "leger.csv"))
    assert refused.value.key == key
    assert all(refused.value.told(language) for language in Language)


def spreadsheet(*rows: tuple[object, ...], merge: str = "") -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


HEADINGS = tuple(HEAD.split(";"))


def of_spreadsheet(raw: bytes) -> TableResult:
    doctors, unread = read_doctors(read_sheet(raw, "leger.xlsx"))
    return reckon(doctors, BOX, Language.BOKMAAL, unread=unread)


def test_a_spreadsheet_with_numbers_and_dates_is_read() -> None:
    from datetime import date

    row = ("Hasvik", "A", "fastlege", 1, date(2025, 6, 1), date(2026, 5, 31), "1.6.2025", True)
    assert of_spreadsheet(spreadsheet(HEADINGS, row)).total == FULL


def test_formulas_and_merged_cells_are_said_and_the_rest_goes_on() -> None:
    good = tuple(HASVIK.split(";"))
    formula = ("Hasvik", "B", "fastlege", "=1-0.2", *good[4:])
    merged = ("Hasvik", "C", *good[2:])
    raw = spreadsheet(HEADINGS, good, formula, merged, ("Hasvik", "D", *good[2:]), merge="A4:A5")
    result = of_spreadsheet(raw)
    assert [one.calculation is None for one in result.doctors] == [False, True, False, True]
    assert "Celle D3 er en formel" in result.doctors[1].reason
    assert "flettede" in result.doctors[3].reason


def test_a_bomb_and_a_broken_spreadsheet_are_refused() -> None:
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (101 * 2**20))
    for raw, key in ((held.getvalue(), "table_too_large"), (b"PK\x03\x04", "table_unreadable")):
        with pytest.raises(TableError) as refused:
            read_sheet(raw, "leger.xlsx")
        assert refused.value.key == key


def test_the_workbook_holds_amounts_as_numbers_and_text_never_as_a_formula() -> None:
    result = table(
        HASVIK.replace(";A;", ";=CMD();"), HASVIK.replace(";A;", ";B;").replace("ja", "")
    )
    book = load_workbook(io.BytesIO(workbook(result, Language.BOKMAAL)))
    assert book.sheetnames == ["Leger", "Summer", "Utregning"]
    assert book["Leger"]["D2"].value == pytest.approx(580433.05)
    assert book["Leger"]["B2"].data_type == "s"
    assert book["Leger"]["E3"].value
    working = list(book["Utregning"].iter_rows(min_row=2, values_only=True))
    assert sum(Decimal(str(row[5])) for row in working) == FULL


def test_the_shell_writes_what_the_ending_says_and_tells_of_rows_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = tmp_path / "leger.csv"
    cases.write_text(f"{HEAD}\n{HASVIK}\n", encoding="utf-8")
    assert main(["calculate", str(cases), "-o", str(tmp_path / "svar.xlsx")]) == 0
    assert load_workbook(tmp_path / "svar.xlsx").sheetnames[0] == "Leger"
    assert main(["calculate", str(cases), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["total"] == "580433.05"
    assert told["doctors"][0]["calculation"]["amount"] == "580433.05"
    cases.write_text(f"{HEAD}\n{HASVIK.replace('01.06.2025;ja', ';ja')}\n", encoding="utf-8")
    assert main(["calculate", str(cases)]) == 1
    assert "1 av 1 leger kunne ikke beregnes" in capsys.readouterr().out
    assert main(["calculate", str(tmp_path / "none.csv")]) == 2
    cases.write_text("tull", encoding="utf-8")
    assert main(["calculate", str(cases), "--language", "en"]) == 2
    assert "has no row of headings" in capsys.readouterr().err
