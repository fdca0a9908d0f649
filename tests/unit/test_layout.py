"""Where the list stands in a sheet."""

import pytest

from wardtui.domain.roster.columns import Layout, Meaning, index_of, letter_of
from wardtui.domain.roster.grid import Cell, Merge, Sheet
from wardtui.domain.roster.layout import find_layout, is_numbering
from wardtui.domain.roster.mapping import Mapping


def layout_of(
    *rows: tuple[Cell, ...], merged: tuple[Merge, ...] = (), mapping: Mapping | None = None
) -> Layout:
    found = find_layout(Sheet("Danh sách", rows, merged=merged), mapping)
    assert found is not None
    return found


def meanings(layout: Layout) -> list[Meaning | None]:
    return [column.meaning for column in layout.columns]


def test_headings_stand_below_title_lines() -> None:
    titles = [("CÔNG AN PHƯỜNG MẪU", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")] + [(None,)] * 30
    found = layout_of(*titles, ("DANH SÁCH CÔNG DÂN",), ("STT", "Họ và tên", "Năm sinh", "SĐT"))
    assert (found.header_row, found.data_row) == (32, 33)


def test_headings_below_the_fortieth_row_are_not_looked_for() -> None:
    rows = [("chữ", None)] * 40 + [("STT", "Họ và tên", "Năm sinh", "SĐT")]
    assert find_layout(Sheet("Danh sách", tuple(rows))) is None


def test_merged_headings_over_two_rows_are_joined() -> None:
    found = layout_of(
        ("STT", "Họ và tên", "Năm sinh", None, "Địa chỉ"),
        ("STT", "Họ và tên", "Nam", "Nữ", "Địa chỉ"),
        ("1", "Nguyễn Văn An", "1985", None, "Số 12 phố Mẫu Đơn"),
        merged=(Merge(0, 0, 1, 0), Merge(0, 1, 1, 1), Merge(0, 2, 0, 3), Merge(0, 4, 1, 4)),
    )
    assert found.headings == ("STT", "Họ và tên", "Năm sinh / Nam", "Năm sinh / Nữ", "Địa chỉ")
    assert meanings(found)[2:4] == [Meaning.MALE, Meaning.FEMALE]
    assert found.data_row == 2


def test_a_text_table_has_no_merged_cells_and_is_read_alike() -> None:
    found = layout_of(
        ("STT", "Họ và tên", "Năm sinh", None, "Địa chỉ"),
        (None, None, "Nam", "Nữ", None),
        ("1", "Nguyễn Văn An", "1985", None, "Số 12 phố Mẫu Đơn"),
    )
    assert found.headings[2:4] == ("Năm sinh / Nam", "Năm sinh / Nữ")
    assert found.data_row == 2


def test_headings_may_have_three_levels() -> None:
    found = layout_of(
        ("STT", "Thông tin công dân", None, None, None, "Ghi chú"),
        ("STT", "Họ và tên", "Ngày sinh", None, None, "Ghi chú"),
        ("STT", "Họ và tên", "Ngày", "Tháng", "Năm", "Ghi chú"),
        merged=(
            Merge(0, 0, 2, 0),
            Merge(0, 1, 0, 4),
            Merge(1, 1, 2, 1),
            Merge(1, 2, 1, 4),
            Merge(0, 5, 2, 5),
        ),
    )
    assert meanings(found) == [
        Meaning.ORDINAL,
        Meaning.NAME,
        Meaning.BIRTH_DAY,
        Meaning.BIRTH_MONTH,
        Meaning.BIRTH_YEAR,
        Meaning.NOTE,
    ]
    assert found.data_row == 3


def test_a_group_of_columns_about_another_person_is_not_the_residents() -> None:
    found = layout_of(
        ("STT", "Họ và tên", "Năm sinh", "Người đại diện", None, None),
        ("STT", "Họ và tên", "Năm sinh", "Họ tên", "SĐT", "Số CCCD"),
        merged=(Merge(0, 3, 0, 5),),
    )
    assert meanings(found)[3:] == [Meaning.GUARDIAN, Meaning.GUARDIAN_PHONE, None]


@pytest.mark.parametrize("family", ["Họ đệm", "Họ"])
def test_a_name_in_two_columns_is_family_and_given_name(family: str) -> None:
    found = layout_of(("STT", family, "Tên", "Năm sinh"))
    assert meanings(found)[1:3] == [Meaning.FAMILY_NAME, Meaning.GIVEN_NAME]


@pytest.mark.parametrize("merged", [(Merge(0, 1, 0, 2),), ()])
def test_a_heading_over_two_columns_of_names_is_family_and_given_name(
    merged: tuple[Merge, ...],
) -> None:
    found = layout_of(
        ("STT", "Họ và tên", None, "Năm sinh"),
        ("1", "Nguyễn Văn", "An", "1985"),
        ("2", "Trần Thị", "Bình", "1990"),
        merged=merged,
    )
    assert meanings(found)[1:3] == [Meaning.FAMILY_NAME, Meaning.GIVEN_NAME]


def test_explanations_in_brackets_below_headings_belong_to_them() -> None:
    found = layout_of(
        ("STT", "Họ và tên", "Năm sinh", "Nơi thường trú"),
        (None, "(chữ in hoa)", None, "(ghi rõ tổ)"),
        ("1", "NGUYỄN VĂN AN", "1985", "Tổ 5"),
    )
    assert found.data_row == 2
    assert meanings(found)[1] is Meaning.NAME


def test_day_month_and_year_beside_each_other_are_a_birth_date() -> None:
    found = layout_of(("STT", "Họ và tên", "Ngày", "Tháng", "Năm", "Nam", "Nữ"))
    assert meanings(found)[2:] == [
        Meaning.BIRTH_DAY,
        Meaning.BIRTH_MONTH,
        Meaning.BIRTH_YEAR,
        Meaning.MALE,
        Meaning.FEMALE,
    ]


def test_data_below_a_heading_are_no_sub_headings() -> None:
    found = layout_of(
        ("Họ và tên", "Giới tính", "Ghi chú", "Tổ dân phố"),
        ("Nguyễn Văn An", "Nam", "đi vắng", "Tổ Năm"),
    )
    assert found.data_row == 1


def test_a_section_row_below_a_heading_is_no_sub_heading() -> None:
    found = layout_of(("STT", "Họ và tên", "Năm sinh"), ("Tổ 5",), ("1", "Nguyễn Văn An", "1985"))
    assert found.data_row == 1


def test_a_heading_that_says_dt_is_a_telephone_when_numbers_stand_below() -> None:
    head = ("STT", "Ho ten", "Nam sinh", "DT")
    assert layout_of(head, ("1", "A", "1985", "0570000123")).all(Meaning.PHONE)
    assert layout_of(head, ("1", "A", "1985", "Kinh")).dropped == ("DT",)


def test_crosses_under_cccd_are_no_numbers() -> None:
    head = ("STT", "Họ tên", "Năm sinh", "CCCD")
    found = layout_of(head, ("1", "Nguyễn Văn An", "1985", "x"))
    assert found.columns[3].meaning is Meaning.ID_CARD_STATUS
    found = layout_of(head, ("1", "Nguyễn Văn An", "1985", "000085000123"))
    assert found.columns[3].meaning is Meaning.PERSONAL_ID


@pytest.mark.parametrize(
    "rows",
    [
        [("Mã", "Tên"), ("01", "Tổ 1")],
        [("STT", "Tên", "Ghi chú"), ("1", "Đường Mẫu Đơn", None)],
        [("STT", "Tổ", "Tổng số", "Nam", "Nữ"), ("1", "Tổ 1", "120", "60", "60")],
        [("STT", "Họ và tên", "Chức vụ", "SĐT"), ("1", "Nguyễn Văn An", "Tổ trưởng", "0570000123")],
        [("Hướng dẫn: nhập họ và tên, ngày sinh, số điện thoại vào các cột tương ứng",)],
        [()],
        [],
    ],
)
def test_guides_codes_figures_and_offices_are_no_lists(rows: list[tuple[Cell, ...]]) -> None:
    assert find_layout(Sheet("Danh mục", tuple(rows))) is None


def test_the_head_of_a_household_is_the_person_where_nobody_else_is_named() -> None:
    found = layout_of(("STT", "Họ và tên chủ hộ", "Năm sinh", "SĐT"))
    assert found.columns[1].meaning is Meaning.NAME
    found = layout_of(("STT", "Họ và tên", "Năm sinh", "Họ tên chủ hộ"))
    assert found.columns[3].meaning is Meaning.HOUSEHOLD_HEAD


@pytest.mark.parametrize(
    ("texts", "numbering"),
    [
        (("(1)", "(2)", "(3)"), True),
        (("1", "2", "3", "", "5"), True),
        (("A", "B", "1", "2"), True),
        (("(1)", "(2)", "(3)=(1)+(2)"), True),
        (("1", "2", "3=1+2"), True),
        (("7", "", "1985"), False),
        (("3", "2", "1"), False),
        (("1",), False),
    ],
)
def test_a_row_of_column_numbers_is_known(texts: tuple[str, ...], *, numbering: bool) -> None:
    assert is_numbering(texts) is numbering


def test_letters_and_indexes_are_those_of_a_spreadsheet() -> None:
    assert [letter_of(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(index_of(letter_of(index)) == index for index in range(1000))
