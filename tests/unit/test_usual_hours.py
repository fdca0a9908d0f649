"""What a new session is offered to begin with: the next usual hours of its kind."""

from datetime import timedelta

import pytest

from tests.builders import MONDAY, SUNDAY_MORNING
from wardtui.domain.session_codes import SessionKind
from wardtui.domain.usual_hours import usual_hours


@pytest.mark.parametrize("kind", list(SessionKind))
@pytest.mark.parametrize("hours", range(0, 24 * 8, 5))
def test_every_kind_begins_within_a_week_and_ends_the_same_day(
    kind: SessionKind, hours: int
) -> None:
    now = MONDAY + timedelta(hours=hours)
    usual = usual_hours(kind, now)
    assert now < usual.start <= now + timedelta(days=7)
    assert usual.start < usual.end
    assert usual.start.date() == usual.end.date()


def test_a_ward_evening_is_tonight_until_it_begins() -> None:
    before = MONDAY.replace(hour=17, minute=59)
    assert usual_hours(SessionKind.WARD_EVENING, before).start == MONDAY.replace(hour=18)
    tomorrow = MONDAY.replace(hour=18) + timedelta(days=1)
    assert usual_hours(SessionKind.WARD_EVENING, MONDAY.replace(hour=18)).start == tomorrow


def test_an_office_opens_on_working_days_and_a_team_goes_to_doors_at_the_weekend() -> None:
    assert usual_hours(SessionKind.WARD_OFFICE, SUNDAY_MORNING).start.weekday() == 0
    assert usual_hours(SessionKind.AT_HOME, MONDAY).start.weekday() == 5
