"""Times in writing: ISO 8601, and as people here write a date."""

from contextlib import suppress
from datetime import UTC, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardtui.domain.moments import VIETNAM
from wardtui.domain.when import BadTime, parse_when

EVENING = datetime(2026, 11, 22, 19, 30, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22T19:30",
        "2026-11-22 19:30:00",
        "2026-11-22T12:30Z",
        "2026-11-22T19:30+07:00",
        "22/11/2026 19:30",
        "22/11/2026 19h30",
        "22.11.2026 19:30",
        " 22/11/2026  19h30 ",
    ],
)
def test_a_time_can_be_written_in_many_ways(text: str) -> None:
    assert parse_when(text) == EVENING


def test_an_hour_without_minutes_is_the_full_hour() -> None:
    assert parse_when("2/1/2026 7h") == datetime(2026, 1, 2, 7, tzinfo=VIETNAM)


@pytest.mark.parametrize("text", ["2026-11-22", "22/11/2026"])
def test_a_day_alone_means_the_end_of_its_shift_or_what_the_caller_says(text: str) -> None:
    assert parse_when(text) == datetime(2026, 11, 22, 22, tzinfo=VIETNAM)
    assert parse_when(text, on_a_day=time(9)) == datetime(2026, 11, 22, 9, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    "text", ["", "noon", "mai", "22/11", "31/11/2026", "22/11/2026 25h", "2026-13-01", "19:30"]
)
def test_anything_else_is_no_time_and_is_named(text: str) -> None:
    with pytest.raises(BadTime) as refused:
        parse_when(text)
    assert refused.value.facts == {"text": text}


@given(st.datetimes(timezones=st.sampled_from([UTC, VIETNAM, timezone(timedelta(hours=-12))])))
def test_what_a_program_writes_is_read_as_it_was(at: datetime) -> None:
    read = parse_when(at.isoformat())
    assert (read, read.utcoffset()) == (at, at.utcoffset())


@given(st.text(max_size=40))
def test_every_text_is_a_time_with_an_offset_or_none(text: str) -> None:
    with suppress(BadTime):
        assert parse_when(text).tzinfo is not None
