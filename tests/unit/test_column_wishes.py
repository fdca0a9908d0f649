"""What somebody says about a column on the screen, as the mapping of the file."""

from wardtui.domain.roster.column_views import columns_of
from wardtui.domain.roster.columns import Meaning
from wardtui.domain.roster.grid import Sheet
from wardtui.domain.roster.mapping import NO_HEADINGS, Mapping
from wardtui.i18n.labels import has_label, label
from wardtui.tui.column_wishes import with_header_row, with_meaning

LIST = Sheet(
    "Bảng 1",
    (
        ("Họ tên", "Năm sinh", "Địa chỉ", "Mã", "Mã", "Dặn"),
        ("Nguyễn Mẫu An", "1985", "Số 1", "7", "8", "gọi tối"),
    ),
)
BARE = Sheet("Bảng 1", (("Nguyễn Mẫu An", "1985"), ("Trần Mẫu Bình", "1990")))


def say(sheet: Sheet, mapping: Mapping, index: int, meaning: Meaning | None) -> Mapping:
    column = columns_of(sheet, mapping)[index]
    return with_meaning(mapping, [sheet], sheet, column, meaning)


def test_a_column_goes_by_its_heading() -> None:
    mapping = say(LIST, Mapping(), 5, Meaning.NOTE)
    assert mapping == Mapping(columns={"Dặn": Meaning.NOTE})


def test_a_column_whose_heading_is_not_its_own_goes_by_its_letter() -> None:
    mapping = say(LIST, Mapping(), 4, Meaning.PHONE)
    assert mapping == Mapping(letters={"E": Meaning.PHONE})


def test_what_was_said_is_changed_and_taken_back() -> None:
    mapping = say(LIST, say(LIST, Mapping(), 5, Meaning.NOTE), 5, Meaning.IGNORE)
    assert mapping == Mapping(columns={"Dặn": Meaning.IGNORE})
    assert say(LIST, mapping, 5, None) == Mapping()


def test_no_name_of_a_person_becomes_a_heading_of_the_mapping() -> None:
    mapping = with_header_row(say(BARE, Mapping(), 0, Meaning.NAME), NO_HEADINGS)
    assert mapping.columns == {}
    mapping = say(BARE, mapping, 0, Meaning.NAME)
    assert mapping == Mapping(letters={"A": Meaning.NAME}, header_row=NO_HEADINGS)


def test_columns_without_headings_show_every_row_before_anything_is_said() -> None:
    columns = columns_of(BARE, Mapping(header_row=NO_HEADINGS))
    assert [one.heading for one in columns] == ["", ""]
    assert [one.meaning for one in columns] == [None, None]
    assert columns[0].samples == ("Nguyễn Mẫu An", "Trần Mẫu Bình")


def test_a_row_that_does_not_look_like_headings_is_named_with_its_first_column() -> None:
    sheet = Sheet("Bảng 1", (("Ai", "2026", "Ở đâu"), ("Nguyễn Mẫu An", "1985", "Số 1")), 3)
    assert say(sheet, Mapping(), 0, Meaning.NAME).header_row == 3


def test_every_meaning_has_a_name_of_its_own() -> None:
    assert all(has_label(one) for one in Meaning)
    assert len({label(one) for one in Meaning}) == len(Meaning)
