"""Telephone numbers as people write them (domain.md 2.2-2.4)."""

import re
import unicodedata
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wardtui.domain.phone_forms import for_people, mask_phone, national
from wardtui.domain.phones import read_phones
from wardtui.domain.resident import Phone

DATA = Path(__file__).parent.parent / "data" / "messy_phones.tsv"


def table() -> list[list[str]]:
    _, *lines = DATA.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines]


def listed(cell: str, separator: str) -> list[str]:
    return [] if cell == "-" else cell.split(separator)


@pytest.mark.parametrize(("cell", "numbers", "answers", "unclear"), table())
def test_a_cell_is_read_as_people_mean_it(
    cell: str, numbers: str, answers: str, unclear: str
) -> None:
    cell = cell.replace("\\n", "\n")
    read = read_phones(cell)
    found = [f"{p.number}~{p.converted}" if p.converted else p.number for p in read.phones]
    assert found == listed(numbers, " ")
    assert [phone.answers or "." for phone in read.phones] == listed(answers, " | ")
    assert read.unclear == listed(unclear, " | ")


@pytest.mark.parametrize("cell", [row[0].replace("\\n", "\n") for row in table()])
def test_decomposed_letters_are_read_like_composed_ones(cell: str) -> None:
    composed, decomposed = (
        [(p.number, p.answers, p.converted) for p in read_phones(form).phones]
        for form in (cell, unicodedata.normalize("NFD", cell))
    )
    assert decomposed == composed


@pytest.mark.parametrize(
    "cell", ["01680000123", "0420000123", "570000123", "0570000123 (mẹ)", "O570000123"]
)
def test_a_cell_that_was_more_than_its_number_or_something_else_is_kept(cell: str) -> None:
    (phone,) = read_phones(f" {cell} ").phones
    assert phone.raw == cell


@pytest.mark.parametrize("cell", ["0570000123", "0570.000.123", "+84 570 000 123"])
def test_a_cell_that_was_the_number_alone_is_not_kept(cell: str) -> None:
    (phone,) = read_phones(cell).phones
    assert phone.raw is None


DIGITS = re.compile(r"[0-9]")
PIECES = st.sampled_from(
    "0570000123 0570 000 123 01680000123 0420000123 570000123 +84 +82 00 84 (0) ( ) / , ; - . O l "
    "I hoặc và mẹ chị Hoa ĐT SĐT zalo 12 001085000123 1985 CMND E+8 @ \n \x00 ² ٣ x ext".split(" ")
)
CELLS = st.text() | st.lists(PIECES, max_size=14).map(" ".join) | st.lists(PIECES).map("".join)


@given(CELLS)
@example("1 " * 5000)
@example("0" * 5000)
@example("sđt " * 5000)
@example("(" * 5000)
def test_any_cell_is_read_and_what_is_read_can_be_stored(cell: str) -> None:
    read = read_phones(cell)
    for phone in read.phones:
        short = msgspec.structs.replace(
            phone, answers=(phone.answers or "")[:9] or None, raw=(phone.raw or "")[:9] or None
        )
        assert msgspec.convert(msgspec.to_builtins(short), Phone) == short
        assert phone.answers is None or any(map(str.isalpha, phone.answers))
        assert national(phone.number) in for_people(phone.number).replace(" ", "")
    assert all(DIGITS.search(digits) for digits in read.unclear)


@given(st.lists(st.integers(0, 999), min_size=1, max_size=6), st.data())
def test_numbers_are_found_whatever_stands_between_them(
    last: list[int], data: st.DataObject
) -> None:
    between = st.sampled_from(["/", ", ", ";", "\n", " - ", " hoặc ", "-", "", " ", " và ", " | "])
    shapes = st.sampled_from(["0570000{}", "0570.000.{}", "0570 000 {}", "0570-000-{}"])
    cell = "".join(
        data.draw(between) * bool(place) + data.draw(shapes).format(f"{number:03}")
        for place, number in enumerate(last)
    )
    read = read_phones(cell)
    assert [phone.number for phone in read.phones] == [f"+84570000{number:03}" for number in last]
    assert read.unclear == []


def test_numbers_are_shown_in_groups_or_hidden() -> None:
    assert for_people("+84570000123") == "0570 000 123"
    assert mask_phone("+84570000123") == "+84••••••123"
