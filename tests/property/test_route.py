"""A route goes to everybody, at times that do not overlap, in walking order."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from wardtui.domain.ids import ResidentId
from wardtui.domain.moments import later
from wardtui.domain.route import Door, Window, door_key, plan_route

START = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
END = START + timedelta(hours=4)
ADDRESSES = [None, "", "Số 3 phố Mẫu Đơn", "Số 12 ngõ 72 phố Mẫu Đơn", "CT1 P.1205", "cạnh chợ"]

moments = st.integers(-120, 600).map(lambda minutes: START + timedelta(minutes=minutes))


@st.composite
def routes(draw: st.DrawFn) -> list[Door]:
    return [
        Door(
            resident=ResidentId(f"{number:04}"),
            area=draw(st.sampled_from([None, "Tổ 2", "Tổ 10"])),
            address=draw(st.sampled_from(ADDRESSES)),
            route_no=draw(st.none() | st.integers(1, 3)),
            at=draw(st.none() | st.none() | moments),
            until=draw(st.none() | moments),
        )
        for number in range(draw(st.integers(0, 12)))
    ]


minutes_each = st.floats(-5, 300, allow_nan=False)


def of(windows: Sequence[Window], doors: Sequence[Door], *, agreed: bool) -> list[Window]:
    wanted = {door.resident for door in doors if (door.at is not None) is agreed}
    return [one for one in windows if one.resident in wanted]


@given(routes(), minutes_each)
def test_everybody_is_visited_once_and_in_the_order_of_time(
    doors: list[Door], minutes: float
) -> None:
    windows = plan_route(doors, START, END, minutes)
    assert sorted(one.resident for one in windows) == [door.resident for door in doors]
    assert all(one.at < one.until for one in windows)
    assert all(before.at <= after.at for before, after in pairwise(windows))


@given(routes(), minutes_each)
def test_what_was_agreed_stays(doors: list[Door], minutes: float) -> None:
    at = {one.resident: one for one in plan_route(doors, START, END, minutes)}
    for door in doors:
        if door.at is not None:
            assert at[door.resident].at == door.at
            if door.until is not None and door.until > door.at:
                assert at[door.resident].until == door.until


@given(routes(), minutes_each)
def test_the_others_follow_each_other_in_walking_order_and_overlap_nothing(
    doors: list[Door], minutes: float
) -> None:
    windows = plan_route(doors, START, END, minutes)
    free, agreed = of(windows, doors, agreed=False), of(windows, doors, agreed=True)
    walk = sorted((door for door in doors if door.at is None), key=door_key)
    assert [one.resident for one in free] == [door.resident for door in walk]
    assert all(one.at >= START for one in free)
    assert all(before.until <= after.at for before, after in pairwise(free))
    assert all(one.until <= it.at or it.until <= one.at for one in free for it in agreed)


@given(routes(), minutes_each)
def test_no_gap_is_left_in_which_the_next_could_be_visited(
    doors: list[Door], minutes: float
) -> None:
    windows = plan_route(doors, START, END, minutes)
    free, agreed = of(windows, doors, agreed=False), of(windows, doors, agreed=True)
    at = START
    for one in free:
        earlier = [at, *(it.until for it in agreed if at < it.until < one.at)]
        length = one.until - one.at
        for begin in earlier:
            if begin < one.at:
                assert any(it.at < begin + length and begin < it.until for it in agreed)
        at = one.until


@given(routes(), minutes_each)
def test_what_goes_on_behind_the_end_says_so(doors: list[Door], minutes: float) -> None:
    for one in plan_route(doors, START, END, minutes):
        assert one.past_end is (one.until > END)


@given(routes(), minutes_each, st.randoms(use_true_random=False))
def test_the_order_in_which_the_doors_are_given_changes_nothing(
    doors: list[Door], minutes: float, random: Random
) -> None:
    shuffled = list(doors)
    random.shuffle(shuffled)
    assert plan_route(shuffled, START, END, minutes) == plan_route(doors, START, END, minutes)


@given(st.integers(0, 40))
def test_with_nothing_agreed_the_windows_stand_back_to_back(count: int) -> None:
    doors = [Door(resident=ResidentId(f"{number:04}")) for number in range(count)]
    windows = plan_route(doors, START, END, 20)
    assert [one.at for one in windows] == [later(START, minutes=20 * n) for n in range(count)]
    assert sum(one.past_end for one in windows) == max(0, count - 12)
