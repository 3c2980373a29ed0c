"""Several doctors in a table: a spreadsheet in, each one's amount with its working out.

`read_sheet` reads the file, `read_doctors` finds each doctor's case in its rows, `reckon` computes
them, `workbook` and `as_text` show the result. No row is dropped: what cannot be computed is listed
with its reason.
"""

from assistant.tables.doctors import Doctor, read_doctors
from assistant.tables.reckon import DoctorResult, TableResult, reckon
from assistant.tables.sheet import Sheet, TableError, is_table, read_sheet
from assistant.tables.show import as_json, as_rows, as_text, workbook

__all__ = [
    "Doctor",
    "DoctorResult",
    "Sheet",
    "TableError",
    "TableResult",
    "as_json",
    "as_rows",
    "as_text",
    "is_table",
    "read_doctors",
    "read_sheet",
    "reckon",
    "workbook",
]
