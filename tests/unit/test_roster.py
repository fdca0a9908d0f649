"""Reading a ward list: columns, cells, rows, and what an import would change."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import RESIDENT, Story
from wardtui.domain.case_fold import fold_case
from wardtui.domain.resident import Resident
from wardtui.domain.roster.areas import read_area
from wardtui.domain.roster.birth_dates import read_birth_date
from wardtui.domain.roster.cells import read_sex
from wardtui.domain.roster.grid import Cell, Sheet
from wardtui.domain.roster.names import read_name
from wardtui.domain.roster.personal_ids import read_personal_id
from wardtui.domain.roster.plan import ImportPlan, plan_import
from wardtui.domain.roster.residency import read_residency
from wardtui.domain.roster.rows import ReadSheet, RowReason, read_sheet
from wardtui.domain.vocabulary import Flag, Need, Sex

TODAY = date(2026, 11, 22)
HEAD = (
    "STT",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Số ĐDCN",
    "Số điện thoại",
    "Tổ dân phố",
    "Nơi thường trú",
)
ROW = (
    "1",
    "Nguyễn Văn An",
    "03/02/1985",
    "Nam",
    "000085000123",
    "0570000123",
    "Tổ 5",
    "Số 12 phố Mẫu Đơn",
)


def read(*rows: tuple[Cell, ...]) -> ReadSheet:
    found = read_sheet(Sheet("Danh sách", rows), TODAY)
    assert found is not None
    return found


def plan(*sheets: ReadSheet, existing: Resident | None = None) -> ImportPlan:
    story = Story()
    if existing is not None:
        story.listed(resident=existing)
    case = fold_case(RESIDENT, story.entries)
    return plan_import(sheets, [case] if case else [])


@pytest.mark.parametrize(
    ("cell", "value", "flag"),
    [
        ("03/02/1985", "1985-02-03", None),
        ("3-2-1985", "1985-02-03", None),
        ("1985", "1985", None),
        ("02/1985", "1985-02", None),
        ("00/00/1985", "1985", None),
        ("31/02/1985", "1985", Flag.INVALID_BIRTH_DATE),
        (date(1985, 2, 3), "1985-02-03", None),
        ("", None, Flag.MISSING_BIRTH_DATE),
        ("không rõ", None, Flag.INVALID_BIRTH_DATE),
        ("03/02/2085", None, Flag.INVALID_BIRTH_DATE),
    ],
)
def test_a_birth_date_is_read_as_far_as_it_is_known(
    cell: Cell, value: str | None, flag: Flag | None
) -> None:
    birth = read_birth_date(cell, None, TODAY)
    assert (birth.value, birth.flag) == (value, flag)


def test_two_digits_of_a_year_follow_the_personal_number() -> None:
    assert read_birth_date("03/02/24", "000024000123", TODAY).value == "1924-02-03"
    assert read_birth_date("03/02/24", "000224000123", TODAY).value == "2024-02-03"


def test_lost_zeros_come_back_only_when_year_and_sex_agree() -> None:
    lost = "85000123"
    assert read_personal_id("0" + lost, 1985, Sex.MALE).number == "000085000123"
    assert read_personal_id("185000123", 1985, Sex.FEMALE).number == "000185000123"
    other = read_personal_id("185000123", 1970, Sex.FEMALE)
    assert (other.number, other.legacy) == (None, "185000123")
    assert Flag.LEGACY_ID9 in other.flags


def test_a_number_that_says_something_else_is_flagged_and_kept() -> None:
    number = read_personal_id("000185000123", 1990, Sex.MALE)
    assert number.number == "000185000123"
    assert set(number.flags) == {Flag.ID_BIRTH_YEAR_MISMATCH, Flag.ID_SEX_MISMATCH}


def test_names_in_capitals_get_their_case_and_the_wrong_d_is_put_right() -> None:
    assert read_name("NGUYỄN VĂN AN") == "Nguyễn Văn An"
    assert read_name("H'HEN NIÊ") == "H'Hen Niê"
    assert read_name("Ðào Thị Mơ") == "Đào Thị Mơ"


@pytest.mark.parametrize(
    ("cell", "area"),
    [
        ("Tổ 5", "Tổ 5"),
        ("Tổ dân phố số 05", "Tổ 5"),
        ("TDP 5", "Tổ 5"),
        ("5", "Tổ 5"),
        ("Thôn Đoài", "Thôn Đoài"),
        ("thôn ĐOÀI", "Thôn Đoài"),
        ("chung cư", None),
    ],
)
def test_areas_are_written_in_one_way(cell: str, area: str | None) -> None:
    assert read_area(cell) == area


def test_residence_is_two_facts() -> None:
    kt2 = read_residency("KT2")
    assert (kt2.registered_here, kt2.lives_here) == (True, False)
    assert read_sex("Nữ") is Sex.FEMALE


def test_title_lines_totals_and_signatures_are_no_residents() -> None:
    found = read(
        ("CÔNG AN PHƯỜNG MẪU",),
        ("DANH SÁCH CÔNG DÂN CHƯA CÓ THẺ CĂN CƯỚC",),
        HEAD,
        tuple(f"({n})" for n in range(1, 9)),
        ROW,
        (None, "Tổng số: 1 công dân"),
        (None, "NGƯỜI LẬP DANH SÁCH", None, None, None, None, None, "TRƯỞNG CÔNG AN"),
    )
    (resident,) = found.residents
    assert resident.name == "Nguyễn Văn An"
    assert resident.needs == (Need.ID_CARD,)
    assert resident.source is not None
    assert resident.source.row == 5


def test_a_child_lacks_a_childs_card() -> None:
    (child,) = read(HEAD, (*ROW[:2], "03/02/2020", "Nam", "000220000123", *ROW[5:])).residents
    assert child.needs == (Need.CHILD_CARD,)


def test_a_row_of_an_area_alone_is_the_area_of_the_rows_below() -> None:
    found = read(
        HEAD[:6],
        ("Tổ dân phố số 7",),
        ROW[:6],
    )
    assert found.residents[0].area == "Tổ 7"


def test_a_row_without_a_name_is_rejected_with_its_place() -> None:
    found = read(HEAD, ("1", "", *ROW[2:]))
    assert found.residents == ()
    (rejected,) = found.rejected
    assert (rejected.sheet, rejected.row, rejected.column) == ("Danh sách", 2, "Họ và tên")


def test_columns_that_must_not_be_stored_are_dropped_and_named() -> None:
    found = read((*HEAD, "Dân tộc", "Tiền án"), (*ROW, "Kinh", "không"))
    assert found.dropped_columns == ("Dân tộc", "Tiền án")
    (resident,) = found.residents
    assert resident.raw is not None
    assert not {"Dân tộc", "Tiền án"} & resident.raw.keys()
    assert "Kinh" not in str(resident)


def test_a_sheet_without_headings_holds_no_list() -> None:
    assert read_sheet(Sheet("Ghi chú", (("xin chào",),)), TODAY) is None


def test_somebody_twice_in_the_file_counts_once_and_the_first_row_wins() -> None:
    found = plan(read(HEAD, ROW, ("2", "NGUYEN VAN AN", *ROW[2:7], "Số 99 phố Mẫu Đơn")))
    assert [one.address for one in found.added] == ["Số 12 phố Mẫu Đơn"]
    assert (found.rows, found.duplicates) == (2, 1)


def test_two_people_with_one_mistyped_number_are_two_and_somebody_has_to_look() -> None:
    other = ("2", "Trần Thị Bình", "05/06/1990", "Nữ", *ROW[4:7], "Số 99 phố Mẫu Đơn")
    found = plan(read(HEAD, ROW, other))
    assert [one.name for one in found.added] == ["Nguyễn Văn An", "Trần Thị Bình"]
    assert [one.added for one in found.suspects] == [1]
    later = plan(read(HEAD, other), existing=read(HEAD, ROW).residents[0])
    assert (len(later.added), later.changed) == (1, ())
    assert [one.added for one in later.suspects] == [0]


def test_a_number_that_a_newer_list_knows_belongs_to_the_same_person() -> None:
    without = read(HEAD, (*ROW[:4], "", *ROW[5:])).residents[0]
    found = plan(read(HEAD, ROW), existing=without)
    (change,) = found.changed
    assert change.after.personal_id == "000085000123"


def test_cells_that_are_too_long_are_cut_and_a_name_that_is_none_is_rejected() -> None:
    long = "x" * 10_000
    found = read((*HEAD, "Ghi chú"), (*ROW[:7], long, long), ("2", long, *ROW[2:], long))
    (resident,) = found.residents
    assert (len(resident.address or ""), len(resident.note or "")) == (500, 500)
    assert found.rejected[0].reason is RowReason.NAME_TOO_LONG


@given(st.lists(st.lists(st.text() | st.dates() | st.none(), min_size=9, max_size=9), max_size=4))
def test_whatever_stands_in_a_list_is_rejected_or_can_be_stored(rows: list[list[Cell]]) -> None:
    found = read((*HEAD, "CMND"), *map(tuple, rows))
    for resident in found.residents:
        stored = msgspec.json.encode(resident)
        assert msgspec.json.decode(stored, type=Resident) == resident


def test_the_same_list_again_changes_nothing_wherever_its_rows_stand() -> None:
    first = read(HEAD, ROW)
    again = read(("Danh sách",), HEAD, ("7", *ROW[1:]))
    found = plan(again, existing=first.residents[0])
    assert (found.unchanged, found.added, found.changed) == (1, (), ())


def test_a_newer_list_changes_the_record_of_the_same_person() -> None:
    first = read(HEAD, ROW)
    newer = read(HEAD, (*ROW[:5], "0570000999", *ROW[6:]))
    found = plan(newer, existing=first.residents[0])
    (change,) = found.changed
    assert change.id == RESIDENT
    assert change.after.phones[0].number == "+84570000999"
