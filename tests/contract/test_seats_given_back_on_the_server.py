"""Seats that the server gives back: of who is merged, closed or taken on by another ward."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import event as on

from tests.builders import AN, WARD
from tests.contract.test_handoffs_on_the_server import accepted, handed_over, offered
from tests.contract.test_same_person_on_the_server import (
    OTHER_WARD,
    Central,
    listed,
    merged,
    person,
    said,
)
from tests.contract.test_seats_on_the_server import (
    LATER,
    LATER_STILL,
    LONG_AGO,
    back,
    booked,
    changed,
    moved_up,
    of,
    opened,
    taken,
)
from tests.databases import Kind
from wardtui.central.accounts import add_officer
from wardtui.central.database import open_engine
from wardtui.domain.case import Case, Rule
from wardtui.domain.events import Entry, Event, ResidentClosed, ResidentReopened
from wardtui.domain.fold import fold
from wardtui.domain.ids import BookingId, ResidentId, SessionId, WardCode
from wardtui.domain.session_codes import CancelReason
from wardtui.domain.session_events import BookingAttended, BookingCancelled, BookingMade
from wardtui.domain.vocabulary import CloseReason, Need, Origin, Role, Status

ON_ONE_DATABASE = Kind.SQLITE


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    made = Central(open_engine(f"sqlite:///{tmp_path / 'central.db'}"))
    with made.writing() as connection:
        for ward in (WARD, OTHER_WARD):
            add_officer(connection, "Mẫu", Role.OFFICER, [WardCode(ward)])
    yield made
    made.ingest.close()
    made.engine.dispose()


def somebody(central: Central) -> ResidentId:
    """Somebody who is listed, and looks like nobody else."""
    who = person()
    taken(central, listed(who, msgspec.structs.replace(AN, personal_id=None, address=who)))
    return who


def long_before(booking: Event, at: datetime = LATER) -> Event:
    """A booking that was made before all that the server does, whatever its clock says.

    :param at: when they are to come
    """
    body = msgspec.structs.replace(booking.body, at=at)
    return msgspec.structs.replace(booking, occurred_at=LONG_AGO, recorded_at=LONG_AGO, body=body)


def given_back(central: Central, ward: str = WARD) -> list[str]:
    """The bookings that the server ended, in this order."""
    ended: list[str] = []
    for one in central.stream(ward):
        if isinstance(one.body, BookingCancelled) and one.origin is Origin.RULE:
            assert one.actor is None
            assert one.body.reason is CancelReason.NOT_NEEDED
            ended.append(one.body.booking)
    return ended


def case_of(central: Central, who: str, ward: str = WARD) -> Case:
    stream = central.stream(ward)
    told = [Entry(one, seq, one.ward or WardCode(ward)) for seq, one in enumerate(stream, 1)]
    found = fold(told).cases
    return next(one for one in found.values() if who in (one.id, *one.same_as))


def live(central: Central, who: str) -> list[str]:
    return [one.id for one in case_of(central, who).bookings if one.is_live]


def rule_of(central: Central, who: str) -> Rule:
    return next(one.rule for one in case_of(central, who).why if one.what == "next_action")


# Merged


def test_a_merge_leaves_one_seat_and_the_next_in_line_has_the_other(central: Central) -> None:
    one, other = somebody(central), somebody(central)
    session, later = opened(1), opened(1, start=LATER_STILL.replace(hour=20))
    first, second = (booked(session, who=one), booked(later, who=other))
    first, second = long_before(first), long_before(second, at=LATER.replace(hour=20))
    waits = booked(later, waiting=True)
    taken(central, session, later, first, second, waits)
    taken(central, merged(other, into=one))
    assert given_back(central) == [second.id]
    assert moved_up(central) == [waits.id]
    assert live(central, one) == [first.id]
    assert rule_of(central, one) is Rule.SEAT_GIVEN_BACK


def test_whom_the_server_merges_behind_a_list_has_one_seat_too(central: Central) -> None:
    one, other, session = person(), person(), opened(2)
    taken(central, session, listed(one), booked(session, who=one), booked(session, who=other))
    taken(central, listed(other))
    assert central.merges() == [(other, one)]
    assert len(given_back(central)) == 1
    taken(central, booked(session))
    assert central.push(booked(session)) == ["session_full"]


def test_what_a_device_gives_back_along_with_a_merge_is_left_to_it(central: Central) -> None:
    one, other, session = somebody(central), somebody(central), opened(2)
    first, second = booked(session, who=one), booked(session, who=other)
    taken(central, session, first, second)
    taken(central, merged(other, into=one), of(BookingCancelled, first))
    assert given_back(central) == []
    assert live(central, one) == [second.id]


def test_a_booking_by_who_did_not_know_of_the_merge_does_not_take_a_second_seat(
    central: Central,
) -> None:
    one, other, session = somebody(central), somebody(central), opened(2)
    first = booked(session, who=one)
    taken(central, session, first, merged(other, into=one))
    second = booked(session, who=other)
    taken(central, second)
    assert given_back(central) == [second.id]
    instead = booked(session, who=other)
    taken(central, instead, of(BookingCancelled, first))
    assert live(central, one) == [instead.id], "who books anew says which one ends"


def test_a_merge_that_is_taken_back_leaves_nobody_believing_in_a_seat(central: Central) -> None:
    one, other, session = somebody(central), somebody(central), opened(2)
    merge = merged(other, into=one)
    first, second = booked(session, who=one), booked(session, who=other)
    taken(central, session, first, second, merge)
    taken(central, booked(session))
    taken(central, back(merge))
    assert (live(central, one), live(central, other)) == ([first.id], [])
    assert rule_of(central, other) is Rule.SEAT_GIVEN_BACK
    assert rule_of(central, one) is Rule.BOOKED


def test_a_merge_that_is_brought_back_gives_the_seat_back_again(central: Central) -> None:
    one, other, session = somebody(central), somebody(central), opened(2)
    merge = merged(other, into=one)
    first, second = booked(session, who=one), booked(session, who=other)
    taken(central, session, first, second, merge)
    gone = [it for it in central.stream() if isinstance(it.body, BookingCancelled)]
    undone = back(merge)
    taken(central, undone, back(gone[0]), role=Role.LEADER)
    assert live(central, other) == [second.id]
    taken(central, back(undone), role=Role.LEADER)
    assert given_back(central) == [second.id, second.id]


def test_what_is_over_stays_to_be_noted(central: Central) -> None:
    one, other = somebody(central), somebody(central)
    past, ahead = opened(1, start=LONG_AGO), opened(1)
    was = long_before(booked(past, who=one), at=LONG_AGO)
    will = booked(ahead, who=other)
    taken(central, past, ahead, was, will, merged(other, into=one))
    assert given_back(central) == []
    taken(central, of(BookingAttended, was))


# Taken on by another ward, or closed


def test_whom_another_ward_takes_on_gives_the_seat_free_in_the_ward_before(
    central: Central,
) -> None:
    who, session = somebody(central), opened(1)
    seat, waits = booked(session, who=who), booked(session, waiting=True)
    taken(central, session, seat, waits)
    handed_over(central, who)
    assert given_back(central) == [seat.id]
    assert moved_up(central) == [waits.id]
    assert given_back(central, OTHER_WARD) == []
    assert case_of(central, who).status is Status.HANDED_OFF
    assert live(central, who) == []


def test_nobody_is_booked_in_a_ward_that_no_longer_has_them(central: Central) -> None:
    who, session = somebody(central), opened(1)
    taken(central, session)
    handed_over(central, who)
    late = booked(session, who=who)
    taken(central, late)
    assert given_back(central) == [late.id]
    taken(central, booked(session))


def test_whom_another_ward_gives_back_is_called_about_the_seat(central: Central) -> None:
    who, session = somebody(central), opened(1)
    taken(central, session, booked(session, who=who))
    offer = offered(who)
    taken(central, offer)
    acceptance = accepted(offer)
    assert central.push(acceptance, wards=OTHER_WARD) == ["accepted"]
    taken_back = msgspec.structs.replace(
        back(acceptance), ward=acceptance.ward, to_ward=acceptance.to_ward
    )
    assert central.push(taken_back, wards=OTHER_WARD) == ["accepted"]
    assert case_of(central, who).status is Status.OPEN
    assert rule_of(central, who) is Rule.HANDOFF_OFFERED
    taken(
        central,
        msgspec.structs.replace(back(offer), ward=offer.ward, to_ward=offer.to_ward),
    )
    assert rule_of(central, who) is Rule.SEAT_GIVEN_BACK


def test_a_seat_that_was_booked_for_a_closed_case_falls_free(central: Central) -> None:
    who, session = somebody(central), opened(1)
    taken(central, session, said(ResidentClosed(reason=CloseReason.DECEASED), who))
    late = booked(session, who=who)
    taken(central, late)
    assert given_back(central) == [late.id]
    taken(central, said(ResidentReopened(), who), booked(session, who=who))
    assert len(given_back(central)) == 1


def test_a_seat_is_given_back_in_a_session_that_was_moved(central: Central) -> None:
    who, session = somebody(central), opened(1)
    seat = booked(session, who=who)
    taken(
        central,
        session,
        seat,
        changed(session, start=LATER_STILL, end=LATER_STILL.replace(hour=23)),
    )
    handed_over(central, who)
    assert given_back(central) == [seat.id]


def test_a_session_that_was_over_and_is_planned_anew_expects_nobody_who_is_gone(
    central: Central,
) -> None:
    who, session = somebody(central), opened(1, start=LONG_AGO)
    seat = long_before(booked(session, who=who), at=LONG_AGO)
    taken(central, session, seat, said(ResidentClosed(reason=CloseReason.DECEASED), who))
    assert given_back(central) == []
    taken(central, changed(session, start=LATER, end=LATER_STILL))
    assert given_back(central) == [seat.id]


# What it costs


def statements(central: Central, *told: Event) -> int:
    asked: list[str] = []

    @on.listens_for(central.engine, "before_cursor_execute")
    def listen(*statement: object) -> None:
        asked.append(str(statement[2]))

    taken(central, *told)
    on.remove(central.engine, "before_cursor_execute", listen)
    return len([one for one in asked if one.startswith("SELECT")])


def test_who_was_never_booked_is_not_read_because_of_a_closing(central: Central) -> None:
    def asked(count: int) -> int:
        people = [somebody(central) for _ in range(count)]
        closing = ResidentClosed(reason=CloseReason.DECEASED)
        return statements(central, *(said(closing, who) for who in people))

    assert asked(30) == asked(2)


def test_many_who_are_booked_are_looked_at_at_once(central: Central) -> None:
    def asked(count: int) -> int:
        session = opened(count)
        taken(central, session)
        people = [somebody(central) for _ in range(count)]
        return statements(central, *(booked(session, who=who) for who in people))

    assert asked(30) == asked(2)


def test_who_moves_up_comes_when_the_seat_fell_free(central: Central) -> None:
    session = opened(2)
    slots = [LATER, LATER.replace(hour=20)]

    def at(number: int, *, waiting: bool = False) -> Event:
        body = BookingMade(
            session=SessionId(session.id), needs=(Need.ID_CARD,), at=slots[number], waiting=waiting
        )
        return said(body, somebody(central))

    first, second, waits = at(0), at(1), at(1, waiting=True)
    taken(central, session, first, second, waits)
    taken(central, of(BookingCancelled, first))
    (seat,) = case_of(central, str(waits.resident)).bookings
    assert (seat.id, seat.at) == (BookingId(waits.id), slots[0])
    third = at(0, waiting=True)
    taken(central, third, of(BookingCancelled, waits))
    (seat,) = case_of(central, str(third.resident)).bookings
    assert seat.at == slots[0], "their own time, when nobody else has it"
