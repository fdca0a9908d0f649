"""Which rows of which sheets are people."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.lists import AN, BINH, HEAD, TODAY, one, read
from wardtui.domain.resident import Resident
from wardtui.domain.roster.grid import Cell, Sheet
from wardtui.domain.roster.layout import find_layout
from wardtui.domain.roster.rows import RowReason, SkipReason, read_sheet, read_sheets
from wardtui.domain.vocabulary import Flag

NEEDS = ("Chưa có CCCD", "Chưa có TK ĐDĐT", "Chưa kích hoạt VNeID")


@pytest.mark.parametrize(
    "row",
    [
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"),
        ("A", "B", "1", "2", "3", "4", "5"),
        HEAD,
        (None, "Tổng cộng", "25", "12", "13"),
        (None, "Cộng:", None),
        ("Tổng số: 25 công dân",),
        (None, "TỔNG", "2", "3"),
        (None, None, None, None, "Mẫu, ngày 05 tháng 11 năm 2026"),
        (None, "NGƯỜI LẬP DANH SÁCH", None, None, None, None, "TRƯỞNG CÔNG AN PHƯỜNG"),
        (None, "Xác nhận của Công an phường"),
        (None, "Ngày … tháng … năm …"),
        ("Hộ số 3",),
        ("1. Hộ ông Nguyễn Văn An",),
        (None, "Tổ 7"),
        ("I", "TỔ DÂN PHỐ SỐ 7"),
        ("3",),
        ("-", "-", "-", "…"),
        ("", "   ", None),
        (),
    ],
)
def test_a_row_that_is_about_nobody_is_no_record_and_is_counted(row: tuple[Cell, ...]) -> None:
    found = read(HEAD, AN, row)
    assert ([r.name for r in found.residents], found.rejected) == (["Nguyễn Văn An"], ())
    assert found.other_rows == 1


@pytest.mark.parametrize("name", ["Tống Văn Cộng", "Công Tôn Nữ Mai", "Hồ Bá Tổ", "Tổng Văn Ba"])
def test_a_name_that_looks_like_a_total_or_a_section_is_a_name(name: str) -> None:
    assert one(HEAD, ("1", name, *AN[2:])).name == name


def test_who_signed_the_list_is_no_resident() -> None:
    signed = (
        (None, "NGƯỜI LẬP", None, None, None, None, "TRƯỞNG CÔNG AN"),
        (None, "Lê Văn Cường", None, None, None, None, "Phạm Văn Dũng"),
    )
    assert [r.name for r in read(HEAD, AN, *signed).residents] == ["Nguyễn Văn An"]


@pytest.mark.parametrize(
    "row",
    [
        ("Nguyễn Thị Hoa", "1960", "Số 1 ngõ 2", "0570000001", "Tổ trưởng dân phố báo vắng"),
        ("Nguyễn Thị Lan", "1961", "Số 3 phố Mẫu", None, "Như trên"),
        ("Trần Văn Nam", "1970", "Công an phường", None, None),
        ("Trần Văn Nam", None, "Chỉ huy quân sự", "0570000003", None),
        ("Lê Thị Mai", None, "Số 7", None, "Xác nhận đã chuyển đi"),
        ("Danh Sách", None, "Số 4", None, None),
        ("Phan Văn Mục", None, None, None, None),
        ("Trương Cao Sơn", None, None, None, None),
        ("Lưu Cẩm Tú", "1980", None, None, None),
        ("Hộ Văn Ba", None, "Số 4", None, None),
    ],
)
def test_words_of_signatures_and_titles_lose_no_person_and_none_below(
    row: tuple[Cell, ...],
) -> None:
    head = ("Họ và tên", "Năm sinh", "Địa chỉ", "SĐT", "Ghi chú")
    found = read(head, row, ("Lê Thị Đào", None, "Số 8", None, None))
    assert [r.name for r in found.residents] == [row[0], "Lê Thị Đào"]


def test_a_person_without_a_number_below_the_signatures_is_read_by_the_address() -> None:
    signed = (None, "NGƯỜI LẬP", None, None, None, None, "TRƯỞNG CÔNG AN")
    below = (
        (None, "Lê Thị Mai", None, None, None, None, "Số 7"),
        (None, "Lê Thị Đào", None, None, None, None, "Phố Mẫu Đơn"),
    )
    found = read(HEAD, signed, *below)
    assert [r.name for r in found.residents] == ["Lê Thị Mai", "Lê Thị Đào"]


@pytest.mark.parametrize(
    "signed",
    [
        (None, "NGƯỜI LẬP", None, None, "0570 000 123"),
        (None, "NGUOI LAP", "ngay 05 thang 11 nam 2026"),
        (None, "(Ký, ghi rõ họ tên)"),
        (None, "Lê Văn Cường", None, None, None, None, "Thiếu tá Phạm Văn Dũng"),
    ],
)
def test_a_title_beside_a_number_or_a_date_is_a_signature(signed: tuple[Cell, ...]) -> None:
    found = read(HEAD, AN, signed, (None, "Lê Văn Cường", None, None, None, None, "Phạm Văn Dũng"))
    assert ([r.name for r in found.residents], found.rejected) == (["Nguyễn Văn An"], ())


def test_a_row_without_a_name_is_rejected_whatever_its_note_begins_with() -> None:
    (row,) = read(
        (*HEAD, "Ghi chú"), (None, None, "1960", *AN[3:5], None, None, "Như trên")
    ).rejected
    assert row.reason is RowReason.NAME_MISSING


@pytest.mark.parametrize(
    ("name", "reason", "value"),
    [
        ("", RowReason.NAME_MISSING, ""),
        ("-", RowReason.NAME_MISSING, ""),
        ("12345", RowReason.NAME_UNREADABLE, "12345"),
        ("x" * 300, RowReason.NAME_TOO_LONG, "x" * 300),
        ("(nghiện)", RowReason.NAME_UNREADABLE, ""),
    ],
)
def test_a_row_about_somebody_without_a_name_is_rejected(
    name: str, reason: RowReason, value: str
) -> None:
    (row,) = read(HEAD, ("1", name, *AN[2:])).rejected
    assert (row.row, row.column, row.reason) == (2, "Họ và tên", reason)
    assert row.value.casefold() == value


def test_each_section_gives_its_area_to_the_rows_below() -> None:
    head, row = (HEAD[:5]), AN[:5]
    found = read(
        head, ("TỔ 5",), row, ("II. Tổ dân phố số 7 (3 người)",), ("2", "Trần Thị Bình", "1990")
    )
    assert [r.area for r in found.residents] == ["Tổ 5", "Tổ 7"]


def test_an_area_comes_from_the_column_the_section_the_name_of_the_sheet_and_the_title() -> None:
    titled = ("DANH SÁCH CÔNG DÂN TỔ 3 CHƯA CÓ THẺ CĂN CƯỚC",)
    assert one(titled, HEAD, AN).area == "Tổ 5"
    assert one(titled, HEAD[:5], AN[:5]).area == "Tổ 3"
    assert one(titled, HEAD[:5], AN[:5], name="TDP 4").area == "Tổ 4"
    assert one(titled, HEAD[:5], ("Tổ 9",), AN[:5], name="TDP 4").area == "Tổ 9"
    addressed = one(HEAD[:5] + HEAD[6:], (*AN[:5], "Số 12 phố Mẫu Đơn, tổ 8"))
    assert addressed.area == "Tổ 8"


def test_a_number_under_a_heading_of_hamlets_is_a_hamlet() -> None:
    assert one((*HEAD[:5], "Thôn"), (*AN[:5], "3")).area == "Thôn 3"
    assert one((*HEAD[:5], "Thôn"), (*AN[:5], "Đoài")).area == "Thôn Đoài"
    assert one((*HEAD[:5], "Tổ/Thôn"), (*AN[:5], "3")).area == "Tổ 3"


def test_an_area_that_cannot_be_read_is_kept_for_somebody_to_settle() -> None:
    resident = one(HEAD, (*AN[:5], "chung cư", AN[6]))
    assert Flag.UNKNOWN_AREA in resident.flags
    assert resident.doubtful == {"area": "chung cư"}


def test_a_second_list_in_the_sheet_has_columns_of_its_own() -> None:
    other = ("STT", "Năm sinh", "Họ tên", "Điện thoại")
    found = read(HEAD, AN, ("DANH SÁCH BỔ SUNG",), other, ("1", "1990", "Trần Thị Bình", ""))
    assert [(r.name, r.birth_year) for r in found.residents] == [
        ("Nguyễn Văn An", 1985),
        ("Trần Thị Bình", 1990),
    ]
    assert found.other_rows == 2


GUIDE = Sheet("Hướng dẫn", (("Nhập theo mẫu",),))
HIDDEN = Sheet("Cũ", (HEAD, BINH), hidden=True)


def test_sheets_without_a_list_are_skipped_and_told() -> None:
    found = read_sheets([GUIDE, Sheet("Tổ 5", (HEAD, AN)), HIDDEN, Sheet("Trống", ())], TODAY)
    assert [sheet.name for sheet in found] == ["Hướng dẫn", "Tổ 5", "Cũ", "Trống"]
    assert [[one.why for one in sheet.skipped] for sheet in found] == [
        [SkipReason.NO_LIST],
        [],
        [SkipReason.HIDDEN],
        [SkipReason.EMPTY],
    ]


def test_a_hidden_sheet_is_read_when_it_holds_the_only_list() -> None:
    found = read_sheets([GUIDE, HIDDEN], TODAY)
    assert [len(sheet.residents) for sheet in found] == [0, 1]


def test_progress_is_told_every_thousand_rows_and_can_stop_the_reading() -> None:
    told: list[int] = []
    many = Sheet("Danh sách", (HEAD, *[AN] * 2500))
    read_sheets([many, many], TODAY, tell=told.append)
    assert told == [1000, 2000, 2501, 3501, 4501, 5002]

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_sheet(many, TODAY, tell=stop)


OTHER_WORDS = (
    "Tổng cộng,Tổ 7,Ghi chú,Chủ hộ,Dân tộc,Nam,Nữ,x,-,(1),2,Năm sinh,NGƯỜI LẬP,nghiện ma túy,con"
)
WORDS = st.sampled_from([*HEAD, *AN, *BINH, *NEEDS, *OTHER_WORDS.split(",")])
CELLS = st.none() | WORDS | st.text(max_size=8) | st.dates()


@given(st.lists(st.lists(CELLS, max_size=9).map(tuple), max_size=9))
def test_every_row_below_the_heading_is_a_record_or_rejected_or_about_nobody(
    rows: list[tuple[Cell, ...]],
) -> None:
    layout = find_layout(Sheet("Danh sách", (HEAD, *rows)))
    assert layout is not None
    found = read(HEAD, *rows)
    below = len(rows) + 1 - layout.data_row
    assert len(found.residents) + len(found.rejected) + found.other_rows == below
    for resident in found.residents:
        assert msgspec.json.decode(msgspec.json.encode(resident), type=Resident) == resident


@given(st.lists(st.lists(CELLS, max_size=9).map(tuple), max_size=9))
def test_any_grid_of_cells_can_be_looked_at(rows: list[tuple[Cell, ...]]) -> None:
    for sheet in read_sheets([Sheet("Bảng", tuple(rows))], TODAY):
        assert all(one.name for one in sheet.residents)
