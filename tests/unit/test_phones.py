"""Telephone numbers as people write them (domain.md 2.2-2.4)."""

import pytest

from wardtui.domain.phones import for_people, mask_phone, read_phones


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("0570000123", ["+84570000123"]),
        ("0570.000.123", ["+84570000123"]),
        ("84-570-000-123", ["+84570000123"]),
        ("+84 (0)570 000 123", ["+84570000123"]),
        ("0084570000123", ["+84570000123"]),
        ("570000123", ["+84570000123"]),
        ("0570000123, 0570000124", ["+84570000123", "+84570000124"]),
        ("0570000123;0570000124", ["+84570000123", "+84570000124"]),
        ("0570 000 123 hoặc 0570 000 124", ["+84570000123", "+84570000124"]),
        ("0570000123/0570000124", ["+84570000123", "+84570000124"]),
        ("05700001230570000124", ["+84570000123", "+84570000124"]),
        ("", []),
        ("không có", []),
    ],
)
def test_every_number_of_a_cell_is_read(cell: str, numbers: list[str]) -> None:
    assert [phone.number for phone in read_phones(cell).phones] == numbers


@pytest.mark.parametrize(
    ("cell", "number", "how"),
    [
        ("01680000000", "+84380000000", "mobile_2018"),
        ("02280000000", "+842280000000", None),
        ("03500000000", "+842280000000", "landline_2017"),
        ("0430000000", "+842430000000", "landline_2017"),
        ("570000123", "+84570000123", "zero_restored"),
    ],
)
def test_old_numbers_are_converted_with_a_visible_mark(
    cell: str, number: str, how: str | None
) -> None:
    (phone,) = read_phones(cell).phones
    assert (phone.number, phone.converted) == (number, how)
    assert phone.raw == (cell if how else None)


def test_who_answers_is_kept() -> None:
    (phone,) = read_phones("0570000123 - chị Hoa").phones
    assert phone.answers == "chị Hoa"
    (phone,) = read_phones("0570 000 123 (con gái)").phones
    assert phone.answers == "con gái"


def test_a_number_that_cannot_be_one_is_kept_for_somebody_to_check() -> None:
    read = read_phones("12345678")
    assert read.phones == []
    assert read.unclear == ["12345678"]


def test_numbers_are_shown_in_groups_or_hidden() -> None:
    assert for_people("+84570000123") == "0570 000 123"
    assert mask_phone("+84570000123") == "+84••••••123"
