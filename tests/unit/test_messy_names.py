"""Names as lists write them, and what stands beside them in the same cell."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.tables import cell, rows
from wardtui.domain.resident import TEXT_LIMIT
from wardtui.domain.roster.cell_text import clean_text
from wardtui.domain.roster.grid import Cell
from wardtui.domain.roster.names import _split, read_name, split_name

SIGNS = """
Nguyễn NGUYỄN nguyễn Văn thị Ông Bà bà/ ông: Em Anh (mất) (con [ ) đã chết tức - – , : . / '
H' H’Hen y 1. 12 1985 Ng. T. T.An vợ ông NguyễnVăn McDonald Ðào CH * “ ” ch ß İ ŉ
"""
WORDS = st.lists(
    st.sampled_from(SIGNS.split()),
    max_size=8,
).map(" ".join)
CELLS = st.text(max_size=60) | WORDS | st.dates() | st.none()


@pytest.mark.parametrize(("text", "name", "remark"), rows("messy_names.tsv", 3))
def test_a_name_is_read_and_what_stands_beside_it_is_kept(
    text: str, name: str, remark: str
) -> None:
    read = split_name(cell(text))
    assert (read.name, read.remark or "") == (name, remark)


@given(CELLS)
def test_every_cell_is_a_name_in_composed_words_or_none(content: Cell) -> None:
    read = split_name(content)
    assert read.name == " ".join(read.name.split())
    assert not read.name or any(c.isalpha() for c in read.name)
    assert read.remark is None or 0 < len(read.remark) <= TEXT_LIMIT


@given(CELLS)
@example("ऄA`a")
@example("Bà Bà Nguyễn Hoa")
@example("1. 1) - (a) Nguyễn An")
def test_a_name_that_was_read_is_the_same_when_it_is_read_again(content: Cell) -> None:
    name = read_name(content)
    assert read_name(name) == name


@given(
    st.sampled_from(["Nguyễn", "Trần", "Lê", "Hồ", "Đỗ", "Lý"]),
    st.lists(
        st.sampled_from(
            "Văn Thị An Bình Mất Con Ông Bà Chủ Hộ Em Của Tên Khác Qua Đời Sinh Đã Chi".split()
        )
        | st.text(alphabet="aănhđôơtrVTĐ", min_size=1, max_size=5),
        min_size=1,
        max_size=6,
    ),
)
def test_a_name_read_at_a_glance_is_read_as_the_long_way_reads_it(
    family: str, rest: list[str]
) -> None:
    text = " ".join([family, *rest])
    assert split_name(text) == _split(clean_text(text))
