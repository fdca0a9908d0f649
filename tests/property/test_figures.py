"""The daily figures equal a naive recount over the raw events."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import histories
from wardtui.domain.case_fold import fold_case
from wardtui.domain.events import ContactLogged, Entry
from wardtui.domain.figures import Figures, daily_report
from wardtui.domain.fold import fold
from wardtui.domain.moments import local_day
from wardtui.domain.retraction import live
from wardtui.domain.standing import standing
from wardtui.domain.vocabulary import Channel

DAYS = st.integers(0, 60).map(lambda n: date(2026, 11, 1) + timedelta(days=n))


@given(histories, DAYS)
def test_contacts_of_a_day_are_those_that_the_events_tell(history: list[Entry], day: date) -> None:
    state = fold(history)
    logs = {
        resident: sorted(log.values(), key=lambda entry: entry.order)
        for resident, log in state.logs.items()
    }
    cases = [
        case
        for resident, log in logs.items()
        if (case := fold_case(resident, log, until=day)) is not None
    ]
    total = daily_report([standing(case, day) for case in cases], day, None).total
    told = {
        case.id: [
            entry.event.body
            for entry in live(logs[case.id])
            if isinstance(entry.event.body, ContactLogged)
            and local_day(entry.event.effective_at) == day
        ]
        for case in cases
    }
    assert total.contacted_today == sum(bool(contacts) for contacts in told.values())
    assert total.reached_today == sum(
        any(contact.outcome.reached for contact in contacts) for contacts in told.values()
    )
    for channel in Channel:
        assert getattr(total.attempts_today, channel.value) == sum(
            contact.channel is channel for contacts in told.values() for contact in contacts
        )
    listed = [c for c in cases if local_day(c.listed_at) <= day and c.closed is None]
    assert total.eligible == len(listed)
    assert total.remaining == sum(bool(case.unmet) for case in listed)


@given(histories, DAYS)
def test_areas_add_up_to_the_ward(history: list[Entry], day: date) -> None:
    cases = fold(history).cases.values()
    report = daily_report([standing(case, day) for case in cases], day, None)

    def add_up(field: str) -> int:
        return sum(getattr(one.figures, field) for one in report.areas)

    for field in Figures.__struct_fields__:
        value = getattr(report.total, field)
        if isinstance(value, int):
            assert add_up(field) == value
    assert report.total.eligible == report.total.done_total + report.total.remaining
    assert sum(report.total.remaining_by_reason.values()) == report.total.remaining
