"""The list of the ward as a file, as other programs are given it."""

import csv
from pathlib import Path

import xlsxwriter

from tests.benchmarks.history import SEED
from wardtui.sample.list_file import write_sample_list

LAST = "ZJWFZJ"
"""The last name of a list. No Vietnamese name has these letters, so a program that writes only the
cells that have changed writes it in one piece."""

SHEET = "residents"
"""The one sheet of the workbook."""

_NAME = 1
"""The column of the names."""


def write_lists(folder: Path, residents: int) -> tuple[Path, Path]:
    """So many people as CSV and as XLSX, headings in the first row."""
    text, book = folder / f"{residents}.csv", folder / f"{residents}.xlsx"
    write_sample_list(text, residents, SEED)
    rows = _rows(text)
    rows[-1][_NAME] = LAST
    with text.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with xlsxwriter.Workbook(str(book), {"constant_memory": True}) as made:
        sheet = made.add_worksheet(SHEET)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return text, book


def first_name(text: Path) -> str:
    """The name in the first line below the headings."""
    return _rows(text)[1][_NAME]


def _rows(text: Path) -> list[list[str]]:
    with text.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))
