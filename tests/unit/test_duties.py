"""The duty roster: the last word on a post counts, and data cleaning never stops."""

from collections.abc import Sequence
from datetime import date, time, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import MONDAY, WARD, Story
from wardtui.domain.duties import HOURS, POSTS, Duties, assigned, duties_in, roster, week_of
from wardtui.domain.events import Entry
from wardtui.domain.ids import EventId, OfficerId, WardCode
from wardtui.domain.session_codes import Duty, Shift
from wardtui.domain.session_events import DutyAssigned

DAY = MONDAY.date()
BINH, HUNG = OfficerId("officer-binh"), OfficerId("officer-hung")
OTHER_WARD = WardCode("PHUONG-KHAC")


class Roster:
    """What leaders say, line by line."""

    def __init__(self) -> None:
        self._story = Story()
        self.entries: list[Entry] = []

    def say(
        self,
        *officers: OfficerId,
        shift: Shift = Shift.MORNING,
        duty: Duty = Duty.CAPTURE,
        ward: WardCode | None = WARD,
    ) -> EventId:
        body = DutyAssigned(day=DAY, shift=shift, duty=duty, officers=officers)
        event = self._story.add(body, MONDAY)
        self._keep(ward)
        return event

    def retract(self, event: EventId) -> EventId:
        retraction = self._story.retracted(event, MONDAY)
        self._keep(WARD)
        return retraction

    def _keep(self, ward: WardCode | None) -> None:
        event = msgspec.structs.replace(self._story.entries[-1].event, resident=None)
        self.entries.append(Entry(event, None, ward))

    def at(self, shift: Shift = Shift.MORNING, duty: Duty = Duty.CAPTURE) -> Duties:
        found = roster(assigned(self.entries, WARD), DAY, 1)
        return next(one for one in found if (one.shift, one.duty) == (shift, duty))


def test_the_last_word_on_a_post_counts() -> None:
    told = Roster()
    told.say(BINH)
    told.say(BINH, HUNG, duty=Duty.RECEPTION)
    told.say(HUNG)
    assert told.at().officers == (HUNG,)
    assert told.at(duty=Duty.RECEPTION).officers == (BINH, HUNG)


def test_what_is_taken_back_was_never_said() -> None:
    told = Roster()
    told.say(BINH)
    undone = told.retract(told.say(HUNG))
    assert told.at().officers == (BINH,)
    told.retract(undone)
    assert told.at().officers == (HUNG,)


def test_nobody_is_on_duty_once_that_was_said() -> None:
    told = Roster()
    told.say(BINH)
    told.say()
    assert told.at().officers == ()


def test_another_ward_has_a_roster_of_its_own() -> None:
    told = Roster()
    told.say(BINH)
    told.say(HUNG, ward=OTHER_WARD)
    assert told.at().officers == (BINH,)


def test_a_night_without_anybody_for_data_cleaning_is_open() -> None:
    told = Roster()
    night = told.at(Shift.NIGHT, Duty.DATA_CLEANING)
    assert night.is_open
    told.say(HUNG, shift=Shift.NIGHT, duty=Duty.DATA_CLEANING)
    assert not told.at(Shift.NIGHT, Duty.DATA_CLEANING).is_open


def test_capture_and_reception_may_rest() -> None:
    told = Roster()
    assert not told.at(duty=Duty.CAPTURE).is_open
    assert not told.at(duty=Duty.RECEPTION).is_open
    assert duties_in(Shift.NIGHT) == (Duty.DATA_CLEANING,)


def test_the_shifts_follow_each_other_around_the_clock() -> None:
    ends = [HOURS[shift][1] for shift in Shift]
    begins = [HOURS[shift][0] for shift in Shift]
    assert begins == [time(7), *ends[:-1]]
    assert ends[-1] == begins[0]


def test_a_week_begins_on_monday() -> None:
    assert week_of(date(2026, 11, 29)) == date(2026, 11, 23)
    assert week_of(date(2026, 11, 23)) == date(2026, 11, 23)


words = st.tuples(
    st.sampled_from(Shift),
    st.sampled_from(Duty),
    st.lists(st.sampled_from([BINH, HUNG]), max_size=3),
)


@given(st.lists(words, max_size=12), st.dates(), st.integers(1, 9))
def test_a_roster_has_every_post_of_every_day_once_whatever_was_said(
    said: Sequence[tuple[Shift, Duty, list[OfficerId]]], first: date, days: int
) -> None:
    told = Roster()
    for shift, duty, who in said:
        told.say(*who, shift=shift, duty=duty)
    found = roster(assigned(told.entries, WARD), first, days)
    shown = {one.day for one in found}
    assert shown == {
        date.fromordinal(day)
        for day in range(first.toordinal(), first.toordinal() + days)
        if day <= date.max.toordinal()
    }
    assert [(one.shift, one.duty) for one in found] == list(POSTS) * len(shown)
    last = {(DAY, shift, duty): tuple(dict.fromkeys(who)) for shift, duty, who in said}
    for one in found:
        assert one.officers == last.get((one.day, one.shift, one.duty), ())
        assert one.is_open == (one.duty is Duty.DATA_CLEANING and not one.officers)


@given(st.dates())
def test_every_day_is_in_the_week_that_begins_on_its_monday(day: date) -> None:
    monday = week_of(day)
    assert monday <= day
    assert day - monday < timedelta(days=7)
