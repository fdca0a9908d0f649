"""Birth dates as lists write them."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tables import cell, rows
from wardtui.domain.resident import TEXT_LIMIT
from wardtui.domain.roster.birth_dates import read_birth_date
from wardtui.domain.roster.grid import Cell
from wardtui.domain.vocabulary import Flag

TODAY = date(2026, 11, 22)
STORED = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
SIGNS = """
1985 85 3 03 31 02 23 00 13 31081 03021985 / - . ? __ .. ngày tháng năm T2 sn NS: tuổi Feb
AL âm-lịch 00:00:00 l O x ( ) 000085000123 ٣ ² ½
"""
PIECES = st.lists(
    st.sampled_from([*SIGNS.split(), " "]),
    max_size=9,
).map("".join)
CELLS = st.text(max_size=30) | PIECES | st.dates() | st.datetimes() | st.none()


@pytest.mark.parametrize(
    ("text", "personal_id", "value", "flag", "doubtful"), rows("messy_birth_dates.tsv", 5)
)
def test_a_birth_date_is_read_as_far_as_its_cell_gives_it(
    text: str, personal_id: str, value: str, flag: str, doubtful: str
) -> None:
    birth = read_birth_date(cell(text), personal_id or None, TODAY)
    assert (birth.value or "", birth.flag or "", birth.doubtful or "") == (value, flag, doubtful)


@given(CELLS, st.none() | st.just("000085000123") | st.text(max_size=14))
def test_every_cell_gives_a_date_that_was_or_a_reason_why_not(
    content: Cell, personal_id: str | None
) -> None:
    birth = read_birth_date(content, personal_id, TODAY)
    if birth.value is not None:
        assert STORED.fullmatch(birth.value)
        year, month, day = (*map(int, birth.value.split("-")), 1, 1)[:3]
        assert date(1890, 1, 1) <= date(year, month, day) <= TODAY
    assert birth.value is not None or birth.flag is not None
    assert (birth.doubtful is not None) == (birth.flag is Flag.INVALID_BIRTH_DATE)
    assert birth.doubtful is None or 0 < len(birth.doubtful) <= TEXT_LIMIT


@given(CELLS)
def test_a_date_that_was_read_is_the_same_when_it_is_read_again(content: Cell) -> None:
    value = read_birth_date(content, None, TODAY).value
    if value is not None:
        again = read_birth_date(value, None, TODAY)
        assert (again.value, again.flag) == (value, None)


@given(CELLS)
def test_a_personal_number_never_gives_a_date_to_a_cell_without_digits(content: Cell) -> None:
    if not any(c.isdigit() for c in str(content)) and content is not None:
        assert read_birth_date(content, "000085000123", TODAY).value is None
