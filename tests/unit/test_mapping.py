"""What somebody says about the columns of a list, and the file in which it stands."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardtui.domain.neutral import is_forbidden_title
from wardtui.domain.roster.column_views import columns_of, layout_to_show
from wardtui.domain.roster.columns import Meaning
from wardtui.domain.roster.grid import Sheet
from wardtui.domain.roster.mapping import Mapping
from wardtui.domain.roster.rows import ReadSheet, read_sheet
from wardtui.domain.vocabulary import Need
from wardtui.sheets.errors import FileMissing
from wardtui.sheets.mapping_file import BadMapping, parse_mapping, read_mapping, write_mapping

TODAY = date(2026, 11, 22)
STRANGE = Sheet(
    "Bảng 1",
    (
        ("Công dân vắng", None, None, None),
        ("Mã", "Ai", "Lúc nào", "Gọi số", "Dân tộc"),
        ("1", "Nguyễn Văn An", "03/02/1985", "0570000123", "Kinh"),
    ),
)


def read(sheet: Sheet, mapping: Mapping) -> ReadSheet:
    found = read_sheet(sheet, TODAY, mapping)
    assert found is not None
    return found


def test_a_list_with_strange_headings_is_read_as_somebody_says() -> None:
    assert read_sheet(STRANGE, TODAY) is None
    mapping = Mapping(columns={"ai": Meaning.NAME, "LÚC NÀO": Meaning.BIRTH_DATE})
    (resident,) = read(STRANGE, mapping).residents
    assert (resident.name, resident.birth_date) == ("Nguyễn Văn An", "1985-02-03")


def test_letters_go_before_headings_and_the_row_of_headings_can_be_named() -> None:
    mapping = Mapping(
        columns={"Ai": Meaning.NOTE},
        letters={"B": Meaning.NAME, "C": Meaning.BIRTH_DATE},
        header_row=2,
    )
    (resident,) = read(STRANGE, mapping).residents
    assert (resident.name, resident.note) == ("Nguyễn Văn An", None)


def test_a_list_without_headings_is_read_by_letters() -> None:
    sheet = Sheet("Bảng 1", (("Nguyễn Văn An", "1985"), ("Trần Thị Bình", "1990")))
    mapping = Mapping(letters={"A": Meaning.NAME, "B": Meaning.BIRTH_DATE}, header_row=0)
    assert [one.name for one in read(sheet, mapping).residents] == [
        "Nguyễn Văn An",
        "Trần Thị Bình",
    ]


def test_a_forbidden_column_cannot_be_mapped_in_by_its_letter() -> None:
    mapping = Mapping(letters={"B": Meaning.NAME, "E": Meaning.NOTE}, header_row=2)
    found = read(STRANGE, mapping)
    assert found.dropped_columns == ("Dân tộc",)
    assert "Kinh" not in str(found.residents)


def test_an_ignored_column_leaves_nothing() -> None:
    mapping = Mapping(letters={"B": Meaning.NAME, "C": Meaning.IGNORE}, header_row=2)
    (resident,) = read(STRANGE, mapping).residents
    assert "1985" not in str(resident)


def test_area_and_needs_hold_for_those_of_whom_the_list_says_none() -> None:
    mapping = Mapping(
        letters={"B": Meaning.NAME, "C": Meaning.BIRTH_DATE},
        header_row=2,
        area="Tổ 9",
        needs=(Need.VNEID_ACTIVATION,),
    )
    (resident,) = read(STRANGE, mapping).residents
    assert (resident.area, resident.needs) == ("Tổ 9", (Need.VNEID_ACTIVATION,))


def test_what_the_mapping_names_and_the_sheet_lacks_is_told() -> None:
    mapping = Mapping(
        columns={"Ai": Meaning.NAME, "Lúc nào": Meaning.BIRTH_DATE, "Ở đâu": Meaning.ADDRESS},
        letters={"Z": Meaning.NOTE},
    )
    assert read(STRANGE, mapping).missing_columns == ("Ở đâu", "Z")
    far = Mapping(letters={"B": Meaning.NAME, "Z": Meaning.NOTE}, header_row=2)
    assert read(STRANGE, far).missing_columns == ("Z",)


def test_a_heading_row_beyond_the_sheet_holds_no_list() -> None:
    assert read_sheet(STRANGE, TODAY, Mapping(header_row=99)) is None


def test_the_columns_are_shown_with_samples_even_where_no_list_was_found() -> None:
    columns = columns_of(STRANGE)
    assert [column.letter for column in columns] == list("ABCDE")
    assert columns[1].heading == "Ai"
    assert columns[1].samples == ("Nguyễn Văn An",)
    assert (columns[4].meaning, columns[4].samples) == (Meaning.FORBIDDEN, ())
    assert layout_to_show(STRANGE).header_row == 1


def test_an_empty_sheet_has_no_columns_to_show() -> None:
    assert columns_of(Sheet("Trống", ())) == ()


FILE = """
header_row = 5
skip_sheets = ["Hướng dẫn"]
area = "TDP số 5"
needs = ["vneid_activation"]

[columns]
"Họ tên khai sinh" = "name"
"Cột khác" = "ignore"

[letters]
h = "phone"
"""


def test_a_mapping_file_says_it_all() -> None:
    assert parse_mapping(FILE) == Mapping(
        columns={"Họ tên khai sinh": Meaning.NAME, "Cột khác": Meaning.IGNORE},
        letters={"H": Meaning.PHONE},
        header_row=5,
        skip_sheets=("Hướng dẫn",),
        area="Tổ 5",
        needs=(Need.VNEID_ACTIVATION,),
    )


@pytest.mark.parametrize(
    ("text", "line", "key", "reason"),
    [
        ("header_row = ", 1, "", "not_toml"),
        ("area = 'Tổ 5'\ncolumn = 3", 2, "column", "unknown_key"),
        ("[columns]\n'Họ tên' = 'nam'", 2, "Họ tên", "unknown_meaning"),
        ("[columns]\nA = 5", 2, "A", "wrong_type"),
        ("columns = 5", 1, "columns", "wrong_type"),
        ("[letters]\n'1' = 'name'", 2, "1", "bad_letter"),
        ("needs = ['passport']", 1, "needs", "unknown_need"),
        ("needs = 'id_card'", 1, "needs", "wrong_type"),
        ("header_row = '5'", 1, "header_row", "wrong_type"),
        ("header_row = true", 1, "header_row", "wrong_type"),
        ("header_row = -1", 1, "header_row", "bad_row"),
        ("area = 'chung cư'", 1, "area", "unknown_area"),
        ("[columns]\n'Dân tộc' = 'note'", 2, "Dân tộc", "forbidden_column"),
    ],
)
def test_what_cannot_be_is_named_with_its_line(text: str, line: int, key: str, reason: str) -> None:
    with pytest.raises(BadMapping) as failed:
        parse_mapping(text, "cot.toml")
    assert failed.value.facts == {"file": "cot.toml", "line": line, "key": key, "reason": reason}


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        read_mapping(tmp_path / "cot.toml")
    file = tmp_path / "cot.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadMapping) as failed:
        read_mapping(file)
    assert failed.value.facts["reason"] == "unreadable"


def test_a_file_with_a_byte_order_mark_and_windows_lines_is_read(tmp_path: Path) -> None:
    file = tmp_path / "cot.toml"
    file.write_bytes("\ufeffarea = 'Tổ 5'\r\n".encode())
    assert read_mapping(file) == Mapping(area="Tổ 5")


MEANINGS = st.sampled_from(Meaning)
MAPPINGS = st.builds(
    Mapping,
    columns=st.dictionaries(st.text().filter(lambda t: not is_forbidden_title(t)), MEANINGS),
    letters=st.dictionaries(st.from_regex(r"[A-Z]{1,3}", fullmatch=True), MEANINGS),
    header_row=st.none() | st.integers(0, 9999),
    read_sheets=st.lists(st.text()).map(tuple),
    skip_sheets=st.lists(st.text()).map(tuple),
    area=st.sampled_from([None, "Tổ 5", "Thôn Đoài"]),
    needs=st.lists(st.sampled_from(Need)).map(tuple),
)


@given(MAPPINGS)
def test_a_mapping_that_was_written_is_read_as_it_was(mapping: Mapping) -> None:
    assert parse_mapping(write_mapping(mapping)) == mapping
