"""Addresses in the order in which somebody walks past them (domain.md 4.1-4.2)."""

import random

import pytest

from wardtui.domain.addresses import household_key, natural_key, parse_address, walking_key


def test_houses_and_alleys_are_walked_depth_first() -> None:
    walk = "4 10 12 12A 12bis 72 72/1 72/15 72/15/2 72/17 74".split()
    shuffled = random.Random(1).sample(walk, len(walk))
    assert sorted(shuffled, key=walking_key) == walk


@pytest.mark.parametrize(
    "address",
    [
        "Số 9 hẻm 8 ngách 15 ngõ 72 phố Mẫu Đơn",
        "Số 9 hẻm 72/15/8 phố Mẫu Đơn",
        "Số 9, hẻm 8, ngách 15, ngõ 72, phố Mẫu Đơn",
        "72/15/8/9 phố Mẫu Đơn",
    ],
)
def test_every_way_to_write_an_alley_is_the_same_way_to_walk(address: str) -> None:
    parsed = parse_address(address)
    assert parsed.street == "Mẫu Đơn"
    assert [number for number, _ in parsed.chain] == [72, 15, 8, 9]


def test_floors_are_climbed_from_the_basement_and_12a_lies_below_14() -> None:
    flats = [f"P.{floor}05 toà CT1" for floor in ("B1", "G", "2", "12", "12A", "14")]
    shuffled = random.Random(2).sample(flats, len(flats))
    assert sorted(shuffled, key=walking_key) == flats


def test_an_address_that_names_no_place_comes_last() -> None:
    assert min([None, "Số 4 phố Mẫu Đơn", ""], key=walking_key) == "Số 4 phố Mẫu Đơn"


def test_groups_are_counted_not_spelt() -> None:
    groups = [f"Tổ {number}" for number in (1, 2, 10, 11, 20)]
    assert sorted(random.Random(3).sample(groups, len(groups)), key=natural_key) == groups


def test_one_door_is_one_household_however_it_is_written() -> None:
    assert household_key("Tổ 5", "Số 12, ngõ 72 phố Mẫu Đơn") == household_key(
        "Tổ 5", "số 12 ngõ 72, Phố mẫu đơn"
    )
    assert household_key("Tổ 5", None) is None
