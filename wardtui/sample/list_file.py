"""Writing invented people as a ward list, in the look of a real one."""

import csv
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from wardtui.domain.errors import BadInput, CannotWrite
from wardtui.domain.vocabulary import Sex
from wardtui.sample.people import AS_OF, WARD_NAME, Person, make_people

HEADINGS = (
    "STT",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Số ĐDCN",
    "Số điện thoại",
    "Tổ dân phố/Thôn",
    "Nơi thường trú",
    "Nơi ở hiện tại",
    "Cư trú",
    "Chưa có thẻ căn cước",
    "Chưa có TK định danh điện tử",
    "Chưa kích hoạt VNeID",
    "Người đại diện",
    "Ghi chú",
)
_WIDTHS = (5, 26, 12, 9, 15, 14, 13, 34, 34, 9, 11, 14, 12, 24, 26)
_TITLE = (
    f"CÔNG AN {WARD_NAME.upper()}",
    "DANH SÁCH CÔNG DÂN CHƯA ĐƯỢC CẤP THẺ CĂN CƯỚC, CHƯA KÍCH HOẠT TÀI KHOẢN VNeID",
    f"(Tính đến ngày {AS_OF:%d/%m/%Y} - dữ liệu mẫu, không phải người thật)",
)


class UnknownListFormat(BadInput):
    """The file name asks for a kind of list that is not written."""

    CODE = "unknown_list_format"


def write_sample_list(path: Path, residents: int, seed: int) -> None:
    """Write a synthetic ward list.

    :raises UnknownListFormat: unless the name ends in ``.xlsx`` or ``.csv``
    :raises CannotWrite: when the file cannot be written there
    """
    from xlsxwriter.exceptions import FileCreateError

    writers = {".xlsx": _write_workbook, ".csv": _write_text}
    write = writers.get(path.suffix.lower())
    if write is None:
        raise UnknownListFormat(file=str(path))
    people = make_people(residents, seed)
    try:
        write(path, [_row(number, person) for number, person in enumerate(people, start=1)])
    except (OSError, FileCreateError) as error:
        raise CannotWrite(file=str(path)) from error


def _row(number: int, person: Person) -> tuple[str, ...]:
    born = f"{person.birth_date:%Y}" if person.year_only else f"{person.birth_date:%d/%m/%Y}"
    return (
        str(number),
        person.name,
        born,
        "Nam" if person.sex is Sex.MALE else "Nữ",
        person.personal_id,
        person.phone,
        person.area,
        person.registered_at,
        person.lives_at,
        person.residency,
        "x" if person.lacks_card else "",
        "x" if person.lacks_account else "",
        "x" if person.lacks_activation else "",
        person.guardian,
        person.note,
    )


def _write_text(path: Path, rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(rows)


def _write_workbook(path: Path, rows: Sequence[Sequence[str]]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        # A fixed date makes the same list the same bytes.
        book.set_properties({"title": _TITLE[1], "created": datetime(2026, 11, 1)})  # noqa: DTZ001
        sheet = book.add_worksheet("Danh sách")
        base = {"font_name": "Times New Roman", "font_size": 11}
        title = book.add_format({**base, "bold": True, "align": "center", "font_size": 13})
        small = book.add_format({**base, "italic": True, "align": "center"})
        heading = book.add_format(
            {**base, "bold": True, "border": 1, "align": "center", "valign": "vcenter"}
            | {"text_wrap": True, "bg_color": "#E7E6E6"}
        )
        cell = book.add_format({**base, "border": 1})
        bold = book.add_format({**base, "bold": True})
        last = len(HEADINGS) - 1
        for line, (text, look) in enumerate(zip(_TITLE, (bold, title, small), strict=True)):
            if line:
                sheet.merge_range(line, 0, line, last, text, look)
            else:
                sheet.write_string(line, 0, text, look)
        top = len(_TITLE) + 1
        sheet.set_row(top, 45)
        for column, (text, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(top, column, text, heading)
            sheet.write_string(top + 1, column, f"({column + 1})", heading)
        for line, row in enumerate(rows, start=top + 2):
            sheet.write_number(line, 0, int(row[0]), cell)
            for column, text in enumerate(row[1:], start=1):
                sheet.write_string(line, column, text, cell)
        end = top + 2 + len(rows)
        sheet.write_string(end, 1, f"Tổng số: {len(rows)} công dân", bold)
        sheet.write_string(end + 2, 1, "NGƯỜI LẬP DANH SÁCH", bold)
        sheet.write_string(end + 2, 8, "TRƯỞNG CÔNG AN PHƯỜNG", bold)
        sheet.freeze_panes(top + 2, 2)
        sheet.autofilter(top, 0, end - 1, last)
