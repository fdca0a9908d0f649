"""When the exchange goes on by itself."""

from datetime import timedelta

import pytest

from tests.builders import MONDAY
from wardtui.tui.background_sync import (
    AFTER_CHANGE_SECONDS,
    AT_MOST_AFTER_CHANGE_SECONDS,
    EVERY_SECONDS,
    FIRST_PAUSE_SECONDS,
    LONGEST_PAUSE_SECONDS,
    Pace,
    may_go_by_itself,
)


@pytest.mark.parametrize(("chance", "share"), [(0.0, 0.9), (0.5, 1.0), (1.0, 1.1)])
def test_laptops_do_not_come_at_the_same_moment(chance: float, share: float) -> None:
    pace = Pace(lambda: chance)
    assert pace.ended(well=True) == pytest.approx(EVERY_SECONDS * share)


def test_pauses_grow_while_the_line_is_down_and_are_short_again_after_it() -> None:
    pace = Pace(lambda: 1.0)
    pauses = [pace.ended(well=False) for _ in range(8)]
    assert pauses[:3] == [FIRST_PAUSE_SECONDS * 2**n for n in range(3)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE_SECONDS
    pace.ended(well=True)
    assert pace.ended(well=False) == FIRST_PAUSE_SECONDS


def test_a_pause_is_at_least_half_of_itself() -> None:
    assert Pace(lambda: 0.0).ended(well=False) == FIRST_PAUSE_SECONDS / 2


def test_changes_one_after_the_other_are_sent_together_and_never_put_off_for_long() -> None:
    pace = Pace(lambda: 0.5)
    waited = 0.0
    assert pace.changed(1000.0) == AFTER_CHANGE_SECONDS
    while (pause := pace.changed(2.0)) is not None and pause > 0:
        waited += 2.0
        assert pause <= AFTER_CHANGE_SECONDS
        assert waited + pause <= AT_MOST_AFTER_CHANGE_SECONDS
    assert waited >= AT_MOST_AFTER_CHANGE_SECONDS - 2 * AFTER_CHANGE_SECONDS
    pace.ended(well=True)
    assert pace.changed(2.0) == AFTER_CHANGE_SECONDS


def test_a_change_hurries_nothing_while_the_line_is_down() -> None:
    pace = Pace(lambda: 0.5)
    pace.ended(well=False)
    assert pace.changed(1.0) is None
    pace.ended(well=True)
    assert pace.changed(1.0) == AFTER_CHANGE_SECONDS


def test_a_line_that_costs_is_used_once_a_day() -> None:
    evening = MONDAY.replace(hour=19)
    this_morning, yesterday = evening - timedelta(hours=10), evening - timedelta(hours=20)
    assert may_go_by_itself(metered=False, last_success=this_morning, now=evening)
    assert not may_go_by_itself(metered=True, last_success=this_morning, now=evening)
    assert may_go_by_itself(metered=True, last_success=yesterday, now=evening)
    assert may_go_by_itself(metered=True, last_success=None, now=evening)


def test_what_is_recorded_during_an_exchange_does_not_wait_for_the_next_regular_one() -> None:
    pace = Pace(lambda: 0.5)
    pace.begun()
    assert pace.changed(100.0) == AFTER_CHANGE_SECONDS
    assert pace.ended(well=True) == AFTER_CHANGE_SECONDS
    pace.begun()
    assert pace.ended(well=True) == EVERY_SECONDS


def test_nor_does_it_when_the_line_comes_back_with_that_exchange() -> None:
    pace = Pace(lambda: 0.5)
    pace.ended(well=False)
    pace.begun()
    assert pace.changed(100.0) is None
    assert pace.ended(well=True) == AFTER_CHANGE_SECONDS


def test_what_was_recorded_before_an_exchange_goes_with_it() -> None:
    pace = Pace(lambda: 0.5)
    assert pace.changed(100.0) == AFTER_CHANGE_SECONDS
    pace.begun()
    assert pace.ended(well=True) == EVERY_SECONDS
