"""Addresses in the order in which somebody walks past them (domain.md 4.1-4.2)."""

import itertools
import random
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardtui.domain.addresses import (
    WalkKey,
    parse_address,
    sides_key,
    walking_key,
)
from wardtui.domain.doors import household_key

DATA = Path(__file__).parent.parent / "data"

MODES: dict[str, Callable[[str | None, int | None], WalkKey]] = {
    "rising": walking_key,
    "sides": sides_key,
}

Door = tuple[str | None, int | None]


def table(name: str) -> list[list[str]]:
    _, *lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [["" if cell == "-" else cell for cell in line.split("\t")] for line in lines]


def walks() -> list[tuple[str, str, list[Door]]]:
    groups = itertools.groupby(table("walking_order.tsv"), key=lambda row: (row[0], row[1]))
    return [
        (name, mode, [(row[3] or None, int(row[2]) if row[2] else None) for row in rows])
        for (name, mode), rows in groups
    ]


@pytest.mark.parametrize(("address", "street", "chain", "flat"), table("messy_addresses.tsv"))
def test_an_address_of_a_list_is_read_as_people_mean_it(
    address: str, street: str, chain: str, flat: str
) -> None:
    read = parse_address(address.replace("\\n", "\n"))
    found = "/".join(f"{number}{suffix}" for number, suffix in read.chain)
    assert (read.street, found, read.flat) == (street, chain, flat == "flat")


@pytest.mark.parametrize("address", [row[0] for row in table("messy_addresses.tsv")])
def test_decomposed_letters_are_read_like_composed_ones(address: str) -> None:
    assert parse_address(unicodedata.normalize("NFD", address)) == parse_address(address)


@pytest.mark.parametrize(
    ("mode", "doors"),
    [pytest.param(mode, doors, id=f"{name}, {mode}") for name, mode, doors in walks()],
)
def test_a_walk_has_its_order(mode: str, doors: list[Door]) -> None:
    for seed in range(5):
        shuffled = random.Random(seed).sample(doors, len(doors))
        assert sorted(shuffled, key=lambda door: MODES[mode](*door)) == doors


def test_houses_and_alleys_are_walked_depth_first() -> None:
    walk = "4 10 12 12A 12bis 72 72/1 72/15 72/15/2 72/17 74".split()
    shuffled = random.Random(1).sample(walk, len(walk))
    assert sorted(shuffled, key=walking_key) == walk


def test_a_street_is_one_however_its_name_is_written() -> None:
    ways = ["Số {} phố Hòa Mẫu", "SỐ {} PHỐ HOÀ MẪU", "{} phố hoà mẫu", "Phố Hòa Mẫu, số {}"]
    walk = [way.format(number) for number, way in enumerate(ways * 3, start=1)]
    backwards = walk[::-1]
    assert sorted(backwards, key=walking_key) == walk


def test_an_address_that_names_no_place_comes_behind_those_that_do() -> None:
    doors = ["72/15", "Số 4 phố Mẫu Đơn", "cạnh nhà ông Ba", None]
    backwards = doors[::-1]
    assert sorted(backwards, key=walking_key) == doors
    assert walking_key("  ") == walking_key("") == walking_key(None)


def test_one_door_is_one_household_however_it_is_written() -> None:
    assert household_key("Tổ 5", "Số 12, ngõ 72 phố Mẫu Đơn") == household_key(
        "Tổ 5", "số 12 ngõ 72, Phố mẫu đơn"
    )
    assert household_key("Tổ 5", None) is None


PARTS = st.sampled_from(
    "số sn ngõ ngách hẻm K H / - , . 12 12A 9999999 phố đường P. P toà CT1 B1 tầng căn lô A tổ "
    "thôn xóm QL1A Mẫu km + ( ) \n \x00 bis TT cc BT5 ô ĐN khu 0 ²".split(" ")
)
WRITTEN = st.text() | st.lists(PARTS, max_size=12).map(" ".join) | st.lists(PARTS).map("".join)


@given(WRITTEN)
def test_any_text_is_read(text: str) -> None:
    parsed = parse_address(text)
    assert all(-10 < number < 10_000 for number, _ in parsed.chain)
    assert parsed.street == " ".join(parsed.street.split())


@given(st.lists(st.tuples(WRITTEN, st.none() | st.integers(1, 5)), max_size=6))
def test_all_texts_can_be_ordered_and_those_with_a_route_number_come_first(
    doors: list[tuple[str, int | None]],
) -> None:
    for key in MODES.values():
        order = [route for _, route in sorted(doors, key=lambda door: key(*door))]
        numbered = [route for route in order if route is not None]
        assert order == sorted(numbered) + [None] * (len(order) - len(numbered))
