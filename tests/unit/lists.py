"""A small list to read in tests. Everybody in it is invented."""

from datetime import date

from wardtui.domain.resident import Resident
from wardtui.domain.roster.grid import Cell, Sheet
from wardtui.domain.roster.rows import ReadSheet, Rewritten, read_sheet

TODAY = date(2026, 11, 22)
HEAD = ("STT", "Họ và tên", "Ngày sinh", "Số ĐDCN", "SĐT", "Tổ", "Nơi thường trú")
AN = ("1", "Nguyễn Văn An", "03/02/1985", "000085000123", "0570000123", "5", "Số 12 phố Mẫu Đơn")
BINH = ("2", "Trần Thị Bình", "1990", "", "0570000124", "5", "Số 14 phố Mẫu Đơn")


def read(
    *rows: tuple[Cell, ...], name: str = "Danh sách", rewritten: Rewritten | None = None
) -> ReadSheet:
    found = read_sheet(Sheet(name, rows), TODAY, rewritten=rewritten)
    assert found is not None
    return found


def one(*rows: tuple[Cell, ...], name: str = "Danh sách") -> Resident:
    (resident,) = read(*rows, name=name).residents
    return resident
