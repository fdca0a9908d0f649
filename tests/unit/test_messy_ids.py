"""Personal numbers, and the numbers of old cards, as lists write them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tables import cell, rows
from wardtui.domain.personal_number import parse_personal_number
from wardtui.domain.resident import TEXT_LIMIT
from wardtui.domain.roster.grid import Cell
from wardtui.domain.roster.personal_ids import read_legacy_id9, read_personal_id
from wardtui.domain.vocabulary import Flag, Sex

TWELVE, NINE = re.compile(r"[0-9]{12}"), re.compile(r"[0-9]{9}")
SIGNS = """
000085000123 000185000124 012345678 1198000001 38195000001 1.198E+09 1.198000001E+09 .0 0 O l
- / . , ' CMND CCCD cấp 15/03/2021 2021 ( ) x không ٣ ² ½
"""
PIECES = st.lists(
    st.sampled_from([*SIGNS.split(), " "]),
    max_size=6,
).map("".join)
CELLS = st.text(max_size=40) | PIECES | st.dates() | st.none()
YEARS = st.none() | st.integers(1890, 2026)
SEXES = st.none() | st.sampled_from(Sex)


@pytest.mark.parametrize(
    ("text", "year", "sex", "number", "legacy", "flags", "doubtful"), rows("messy_ids.tsv", 7)
)
def test_the_numbers_of_a_person_are_read_and_nothing_is_guessed(
    text: str, year: str, sex: str, number: str, legacy: str, flags: str, doubtful: str
) -> None:
    read = read_personal_id(cell(text), int(year) if year else None, Sex(sex) if sex else None)
    assert (read.number or "", read.legacy or "") == (number, legacy)
    assert ",".join(read.flags) == flags
    assert (read.doubtful or "") == doubtful


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("012345678", "012345678"),
        ("012 345 678", "012345678"),
        ("012.345.678", "012345678"),
        ("CMND 012345678 cấp ngày 15/03/2010", "012345678"),
        ("CMND: 012345678 - CA Hà Nội", "012345678"),
        ("012345678 (15.03.2010)", "012345678"),
        ("123456789.0", "123456789"),
        ("1.23456789E+08", "123456789"),
        ("012345678 / 000085000123", "012345678"),
        ("12345678", None),
        ("0123456789", None),
        ("000085000123", None),
        ("012345678 / 123456789", None),
        ("1.23E+08", None),
        ("15/03/2010", None),
        ("không có", None),
        ("", None),
    ],
)
def test_an_old_number_has_nine_digits_and_eight_are_not_guessed_at(
    text: str, number: str | None
) -> None:
    assert read_legacy_id9(text) == number


@given(CELLS, YEARS, SEXES)
def test_every_cell_gives_numbers_that_can_be_stored_or_a_reason_why_not(
    content: Cell, year: int | None, sex: Sex | None
) -> None:
    read = read_personal_id(content, year, sex)
    assert read.number is None or TWELVE.fullmatch(read.number)
    assert read.legacy is None or NINE.fullmatch(read.legacy)
    assert read.number is not None or read.flags
    assert Flag.INVALID_PERSONAL_ID not in read.flags or read.doubtful
    assert read.doubtful is None or 0 < len(read.doubtful) <= TEXT_LIMIT
    assert read_legacy_id9(content) is None or NINE.fullmatch(read_legacy_id9(content) or "")


@given(CELLS, YEARS, SEXES)
def test_a_number_that_was_read_is_the_same_when_it_is_read_again(
    content: Cell, year: int | None, sex: Sex | None
) -> None:
    number = read_personal_id(content, year, sex).number
    if number is not None and set(number) != {"0"}:
        assert read_personal_id(number, year, sex).number == number


@given(st.integers(10**8, 10**11 - 1), YEARS, SEXES)
def test_zeros_come_back_only_when_year_and_sex_both_agree(
    digits: int, year: int | None, sex: Sex | None
) -> None:
    read = read_personal_id(str(digits), year, sex)
    if read.number is not None:
        told = parse_personal_number(read.number)
        assert told is not None
        assert (told.birth_year, told.sex) == (year, sex)
