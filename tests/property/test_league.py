"""The league table and the hours of the week equal a naive recount over the raw events."""

from collections.abc import Iterable
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import finished_histories, histories
from wardtui.domain.case import Case
from wardtui.domain.case_fold import fold_case
from wardtui.domain.events import ContactLogged, Entry
from wardtui.domain.fold import fold
from wardtui.domain.forgotten import forget
from wardtui.domain.heat import HOURS, WEEKDAYS, attempts, heat_map
from wardtui.domain.ids import ResidentId
from wardtui.domain.league import League, Tally, league, member
from wardtui.domain.moments import local, local_day
from wardtui.domain.retraction import live
from wardtui.domain.same_person import history
from wardtui.domain.standing import standing
from wardtui.domain.vocabulary import Channel, Need, Status

DAYS = st.integers(0, 60).map(lambda n: date(2026, 11, 1) + timedelta(days=n))
PAPERS = {Need.ID_CARD, Need.CHILD_CARD, Need.VNEID_ACCOUNT}
FIGURES = Tally.__struct_fields__


def in_order(log: Iterable[Entry]) -> list[Entry]:
    return sorted(log, key=lambda entry: entry.order)


def cases_on(told: list[Entry], day: date) -> list[Case]:
    """Everybody at the end of a day, folded from the events up to then."""
    state = fold(told)
    logs = {resident: in_order(log.values()) for resident, log in state.logs.items()}
    found = (
        fold_case(
            case.id,
            history(logs, members),
            until=day,
            members=members,
        )
        for case in state.cases.values()
        for members in [(case.id, *case.same_as)]
    )
    return [case for case in found if case is not None]


def table_of(now: list[Case], before: list[Case], day: date, since: date) -> League:
    today, then = (
        [one for case in cases if (one := member(case.ward, standing(case, when), when))]
        for cases, when in ((now, day), (before, since))
    )
    return league(today, then, day, since)


def recount(cases: list[Case], day: date) -> Tally:
    """The same figures, resident by resident."""
    here = [
        case
        for case in cases
        if local_day(case.listed_at) <= day
        and case.status is not Status.CLOSED
        and case.status is not Status.HANDED_OFF
    ]
    lacked = [({one.need for one in case.needs}, set(case.unmet)) for case in here]
    return Tally(
        eligible=len(here),
        to_collect=sum(bool(all_ & PAPERS) for all_, _ in lacked),
        collected=sum(bool(all_ & PAPERS) and not unmet & PAPERS for all_, unmet in lacked),
        to_activate=sum(Need.VNEID_ACTIVATION in all_ for all_, _ in lacked),
        activated=sum(
            Need.VNEID_ACTIVATION in all_ and Need.VNEID_ACTIVATION not in unmet
            for all_, unmet in lacked
        ),
    )


@given(histories, DAYS, DAYS)
def test_the_league_is_what_the_events_tell_of_both_days(
    told: list[Entry], day: date, since: date
) -> None:
    now, before = cases_on(told, day), cases_on(told, since)
    table = table_of(now, before, day, since)
    assert table.total.now == recount(now, day)
    assert table.total.before == recount(before, since)
    for row in table.areas:
        here = [c for c in now if (c.ward, c.resident.area) == (row.ward, row.area)]
        assert row.now == recount(here, day)
    for ward in table.wards:
        assert ward.now == recount([case for case in now if case.ward == ward.ward], day)


@given(histories, DAYS, DAYS)
def test_areas_add_up_to_wards_and_wards_to_all(told: list[Entry], day: date, since: date) -> None:
    cases = list(fold(told).cases.values())
    table = table_of(cases, cases, day, since)
    for figure in FIGURES:
        for when in ("now", "before"):
            areas, wards = (
                sum(getattr(getattr(row, when), figure) for row in rows)
                for rows in (table.areas, table.wards)
            )
            assert areas == wards == getattr(getattr(table.total, when), figure)
    for row in (*table.areas, *table.wards):
        assert row.now.collected <= row.now.to_collect <= row.now.eligible
        assert row.now.activated <= row.now.to_activate <= row.now.eligible
    rates = [row.now.collected_rate for row in table.areas if row.area is not None]
    known = [rate for rate in rates if rate is not None]
    assert known == sorted(known, reverse=True)
    assert rates[len(known) :] == [None] * (len(rates) - len(known))


@given(finished_histories(), DAYS)
def test_who_is_forgotten_counts_as_before(told: list[Entry], day: date) -> None:
    resident = ResidentId(told[0].event.resident or "")
    case = fold_case(resident, told)
    assert case is not None
    gone = forget(resident, case.resident, told, b"\0" * 32)
    assert gone is not None
    then = fold_case(resident, told, until=day)
    before = None if then is None else member(case.ward, standing(then, day), day)
    assert member(gone.ward, gone.standing(day), day) == before


@given(histories)
def test_the_hours_are_those_of_the_contacts_that_count(told: list[Entry]) -> None:
    logs = [in_order(log.values()) for log in fold(told).logs.values()]
    found = heat_map(attempts(logs))
    made = [
        (local(entry.event.effective_at), entry.event.body.outcome.reached)
        for log in logs
        for entry in live(log)
        if isinstance(entry.event.body, ContactLogged)
        and entry.event.body.channel in {Channel.CALL, Channel.VISIT}
    ]
    for hour, cells in zip(HOURS, found.hours, strict=True):
        for weekday, cell in zip(WEEKDAYS, cells, strict=True):
            here = [hit for at, hit in made if (at.hour, at.weekday()) == (hour, weekday)]
            assert (cell.tried, cell.reached) == (len(here), sum(here))
    assert found.total.tried == len(made)
    assert found.total.reached == sum(hit for _, hit in made)
    assert found.outside.tried == sum(not 7 <= at.hour <= 21 for at, _ in made)
