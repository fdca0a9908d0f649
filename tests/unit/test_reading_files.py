"""Workbooks as sheets: what stands in the cells, and what happens with files that are none."""

import io
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from wardtui.domain.roster.grid import Cell, Merge, Sheet
from wardtui.sheets.errors import (
    FileMissing,
    ForeignFile,
)
from wardtui.sheets.reader import read_file

DATA = Path(__file__).parent.parent / "data" / "sheets"

HEADINGS = ("STT", "Họ và tên", "Nam", "Nữ", "Địa chỉ")
FIRST = ("1", "Nguyễn Văn Mẫu", date(1985, 1, 2), None, "Số 5")
SECOND = ("2", "Trần Thị Mẫu", None, date(1986, 1, 2), "Số 5")

Write = Callable[[Any], None]


def workbook(write: Write) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        write(book)
    return content.getvalue()


def read(folder: Path, content: bytes, name: str = "list.xlsx") -> list[Sheet]:
    file = folder / name
    file.write_bytes(content)
    return read_file(file)


def read_cells(folder: Path, write: Write) -> tuple[tuple[Cell, ...], ...]:
    return read(folder, workbook(write))[0].rows


def number(value: float, shown_as: str = "General") -> Write:
    def write(book: Any) -> None:
        book.add_worksheet().write_number(0, 0, value, book.add_format({"num_format": shown_as}))

    return write


@pytest.mark.parametrize(
    ("write", "cell"),
    [
        (number(570000001, "0000 000 000"), "570000001"),
        (number(185000123), "185000123"),
        (number(120000000000), "120000000000"),
        (number(1e21), "1000000000000000000000"),
        (number(-3), "-3"),
        (number(0), "0"),
        (number(1.5), "1.5"),
        (number(0.1 + 0.2), "0.3"),
        (number(0.0000012), "0.0000012"),
        (number(31049, "dd/mm/yyyy"), date(1985, 1, 2)),
        (number(31049.75, "dd/mm/yyyy hh:mm"), date(1985, 1, 2)),
        (number(0, "dd/mm/yyyy"), None),
        (number(0.5, "hh:mm"), "12:00"),
        (number(2.5, "[h]:mm"), "60:00"),
        (number(0.75 + 30 / 86400, "hh:mm:ss"), "18:00:30"),
    ],
)
def test_a_number_is_read_as_its_digits_a_date_as_a_date(
    tmp_path: Path, write: Write, cell: Cell
) -> None:
    assert read_cells(tmp_path, write) == (((cell,),) if cell else ())


def test_text_loses_what_is_no_text_and_keeps_its_line_breaks(tmp_path: Path) -> None:
    def write(book: Any) -> None:
        book.add_worksheet().write_row(
            0, 0, ["0570\xa0000\xa0001", "a\r\nb\rc", "x\ty", "\x07z\x85", "Ph­êng", "\x00", True]
        )

    assert read_cells(tmp_path, write) == (
        ("0570 000 001", "a\nb\nc", "x\ty", "z", "Ph­êng", None, "TRUE"),
    )


def test_a_formula_is_its_last_result_and_an_error_is_nothing(tmp_path: Path) -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_formula(0, 0, '="000"&"185000123"', None, "000185000123")
        sheet.write_formula(0, 1, "=1900+85", None, 1985)
        sheet.write_formula(0, 2, "=NA()", None, "#N/A")
        sheet.write_formula(0, 3, "=A0", None, "#REF!")

    assert read_cells(tmp_path, write) == (("000185000123", "1985", None, None),)


def test_rows_are_numbered_as_the_spreadsheet_numbers_them(tmp_path: Path) -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write(3, 2, "first")
        sheet.write(6, 2, "last")
        sheet.write_blank(9, 9, None, book.add_format({"border": 1}))

    (sheet,) = read(tmp_path, workbook(write))
    assert (sheet.first_row, sheet.rows) == (4, (("first",), (), (), ("last",)))


def test_hidden_sheets_are_told_and_charts_are_left_out(tmp_path: Path) -> None:
    def write(book: Any) -> None:
        book.add_worksheet("Tổ 1").write(0, 0, 1)
        book.add_worksheet("Cũ").hide()
        book.add_chartsheet("Biểu đồ").set_chart(chart := book.add_chart({"type": "line"}))
        chart.add_series({"values": "='Tổ 1'!$A$1"})
        book.add_worksheet("Mã").very_hidden()

    sheets = read(tmp_path, workbook(write))
    assert [(s.name, s.hidden) for s in sheets] == [("Tổ 1", False), ("Cũ", True), ("Mã", True)]


def test_a_merged_value_stands_for_the_rows_that_it_covers(tmp_path: Path) -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range("B2:F3", "DANH SÁCH")  # a title: the row below it holds nothing else
        sheet.merge_range("B4:B5", "STT")
        sheet.merge_range("C4:D5", "Họ và tên")
        sheet.merge_range("E4:F4", "Năm sinh")
        sheet.write_row("E5", ["Nam", "Nữ"])
        sheet.write_row("B6", [1, "Nguyễn Văn", "Mẫu", 1985])
        sheet.write_row("B7", [2, "Trần Thị", "Mẫu"])
        sheet.merge_range("F6:F9", "Hộ 5")

    (sheet,) = read(tmp_path, workbook(write))
    assert sheet.rows == (
        ("DANH SÁCH", None, None, None, None),
        (),
        ("STT", "Họ và tên", None, "Năm sinh", None),
        ("STT", "Họ và tên", None, "Nam", "Nữ"),
        ("1", "Nguyễn Văn", "Mẫu", "1985", "Hộ 5"),
        ("2", "Trần Thị", "Mẫu", None, "Hộ 5"),
    )
    assert set(sheet.merged) == {
        Merge(0, 0, 1, 4),
        Merge(2, 0, 3, 0),
        Merge(2, 1, 3, 2),
        Merge(2, 3, 2, 4),
        Merge(4, 4, 5, 4),
    }


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_old_and_open_workbooks_are_read_like_new_ones(kind: str) -> None:
    first, hidden, empty = read_file(DATA / f"two_heading_rows.{kind}")
    merged = kind == "xls"  # the library tells no merged cells of .ods
    assert (first.name, first.first_row, bool(first.merged)) == ("Tổ 1", 2, merged)
    assert first.rows[0][0] == "DANH SÁCH"
    assert first.rows[3] == (HEADINGS if merged else (None, None, "Nam", "Nữ", None))
    assert first.rows[5:7] == (FIRST, SECOND if merged else (*SECOND[:4], None))
    assert first.rows[8][:3] == ("3", "Lê Mẫu", "570000001")
    assert (hidden.hidden, hidden.rows, empty.rows) == (True, (("x",),), ())


def a_list(book: Any) -> None:
    book.add_worksheet("List").write_row(0, 0, HEADINGS)


@pytest.mark.parametrize("name", ["list.xls", "LIST.XLSX", "list.ods", "list.csv", "danh sách.txt"])
def test_a_workbook_is_one_whatever_its_name_says(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, workbook(a_list), name)[0].rows == (HEADINGS,)


def test_reading_tells_how_far_it_is_at_least_every_two_thousand_rows(tmp_path: Path) -> None:
    def write(book: Any) -> None:
        for _ in range(2):
            sheet = book.add_worksheet()
            for row in range(4500):
                sheet.write_row(row, 0, [row, "Mẫu"])

    file = tmp_path / "list.xlsx"
    file.write_bytes(workbook(write))
    told: list[int] = []
    read_file(file, told.append)
    assert told[-1] == 9000
    assert all(0 < b - a <= 2000 for a, b in zip([0, *told], told, strict=False))


@pytest.mark.parametrize("name", ["list.xlsx", "list.csv"])
def test_reading_ends_when_it_is_told_to(tmp_path: Path, name: str) -> None:
    class Cancelled(Exception):
        pass

    def cancel(_rows: int) -> None:
        raise Cancelled

    file = tmp_path / name
    file.write_bytes(workbook(a_list) if name.endswith("x") else b"a;b\n" * 2000)
    with pytest.raises(Cancelled):
        read_file(file, cancel)


def test_a_file_that_is_not_there_or_holds_no_list_is_named(tmp_path: Path) -> None:
    for name, problem in (("none.xlsx", FileMissing), ("letter.pdf", ForeignFile)):
        file = tmp_path / name
        if problem is ForeignFile:
            file.write_bytes(workbook(a_list))
        with pytest.raises(problem) as raised:
            read_file(file)
        assert raised.value.facts["file"] == str(file)
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(ForeignFile):
        read_file(tmp_path / "folder.xlsx")


def test_reading_needs_no_library_until_a_workbook_is_there() -> None:
    code = "import sys, wardtui.sheets.reader; sys.exit('python_calamine' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
