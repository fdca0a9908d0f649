"""Areas as lists and addresses name them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tables import cell, rows
from wardtui.domain.resident import AREA_LIMIT
from wardtui.domain.roster.areas import area_in_address, read_area
from wardtui.domain.roster.grid import Cell

SIGNS = """
Tổ tổ TDP T KP3 khu phố Khu dân cư Thôn thôn xóm Bản Ấp buôn làng Khóm liên gia số 5 05 5A
25 cũ (cũ) mới , - / . : ( ) ĐOÀI Đoài Hòa Bình trưởng bán xã phường Mẫu II A H'Bla ß ٣ và
"""
PIECES = st.lists(
    st.sampled_from(SIGNS.split()),
    max_size=9,
).map(" ".join)
CELLS = st.text(max_size=40) | PIECES | st.dates() | st.none()


@pytest.mark.parametrize(("text", "area"), rows("messy_areas.tsv", 2))
def test_areas_are_written_in_one_way(text: str, area: str) -> None:
    assert (read_area(cell(text)) or "") == area


@pytest.mark.parametrize(
    ("address", "area"),
    [
        ("Số 12, tổ 5, phường Mẫu", "Tổ 5"),
        ("Số 12 tổ 5 phường Mẫu", "Tổ 5"),
        ("12 phố Mẫu Đơn, TDP 5", "Tổ 5"),
        ("12 phố Mẫu Đơn, Tổ dân phố số 05, P. Mẫu", "Tổ 5"),
        ("12/3 KP3, tổ 5, phường Mẫu", "Tổ 5"),
        ("Tổ 5 KP3 phường Mẫu", "Tổ 5"),
        ("tổ 5, 12 đường Mẫu", "Tổ 5"),
        ("Tổ dân phố Hòa Bình, phường Mẫu", "Tổ Hòa Bình"),
        ("TLG 7, tổ 25, phường Mẫu", "Tổ 25"),
        ("Thôn Đoài, xã Mẫu", "Thôn Đoài"),
        ("Số 27, xóm 1, Thôn Đoài", "Thôn Đoài"),
        ("thôn ĐOÀI - xã Mẫu - huyện Mẫu", "Thôn Đoài"),
        ("xóm 5, xã Mẫu", "Xóm 5"),
        ("Ấp 3, xã Mẫu", "Ấp 3"),
        ("Bản Nà Lùng, xã Mẫu", "Bản Nà Lùng"),
        ("Khu phố 3, phường Mẫu", "Khu phố 3"),
        ("12 ngõ 5 phố Mẫu Đơn", None),
        ("Số 5 phố Làng Hạ", None),
        ("Số 5 đường Xóm Mới", None),
        ("Số 5 ngõ Thôn Đông", None),
        ("Xã Bản Qua, tỉnh Mẫu", None),
        ("TP. Buôn Ma Thuột", None),
        ("Phòng 5 toà T5 chung cư Mẫu", None),
        ("P1205 CT1 khu đô thị Mẫu", None),
        ("Khu tập thể Mẫu, ngõ 5", None),
        ("nhà ông tổ trưởng", None),
        ("cạnh nhà tổ trưởng tổ dân phố", None),
        ("tổ 5, tổ 6 phường Mẫu", None),
        ("Số 12 tổ 25 cũ, tổ 12 mới, phường Mẫu", "Tổ 12"),
        ("12 Mẫu Đơn", None),
        ("", None),
    ],
)
def test_an_address_may_name_its_area(address: str, area: str | None) -> None:
    assert area_in_address(address) == area


def test_hamlets_of_different_kinds_with_one_number_are_different_areas() -> None:
    kinds = ("Tổ", "Thôn", "Xóm", "Bản", "Ấp", "Khóm", "Khối", "Khu phố", "Khu", "Tiểu khu", "Đội")
    assert len({read_area(f"{kind} 5") for kind in kinds}) == len(kinds)


@given(CELLS)
def test_every_cell_is_an_area_that_can_be_stored_or_none(content: Cell) -> None:
    area = read_area(content)
    assert area is None or 0 < len(area) <= AREA_LIMIT


@given(CELLS)
def test_an_area_that_was_read_is_the_same_when_it_is_read_again(content: Cell) -> None:
    area = read_area(content)
    assert area is None or read_area(area) == area


@given(st.text(max_size=60) | PIECES)
def test_an_area_of_an_address_is_written_as_the_cells_are(address: str) -> None:
    area = area_in_address(address)
    assert area is None or read_area(area) == area
