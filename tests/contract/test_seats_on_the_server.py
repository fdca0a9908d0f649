"""The seats of sessions on the server: who gets one, who moves up, and who may say what."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from sqlalchemy import event as on

from tests.builders import MONDAY, WARD, CountingIds
from tests.contract.test_escalation_on_the_server import apart, push_as
from tests.contract.test_same_person_on_the_server import OTHER_WARD, Central, person, said
from tests.databases import as_before_migrations
from wardtui.central import session_index
from wardtui.central.database import open_engine, prepare
from wardtui.central.histories import Histories
from wardtui.central.tables import session_events
from wardtui.domain.body import Body
from wardtui.domain.events import Event, EventRetracted, ResidentReopened
from wardtui.domain.ids import ActionId, BookingId, EventId, OfficerId, ResidentId, SessionId
from wardtui.domain.seats import moved_up_id
from wardtui.domain.session_codes import Duty, SessionKind, Shift
from wardtui.domain.session_events import (
    BookingAttended,
    BookingCancelled,
    BookingMade,
    BookingMissed,
    BookingMovedUp,
    DutyAssigned,
    HomeServiceDecided,
    SessionCancelled,
    SessionChanged,
    SessionOpened,
)
from wardtui.domain.vocabulary import Need, Origin, Role

LATER = datetime(2999, 1, 1, 18, tzinfo=UTC)
LATER_STILL = datetime(2999, 1, 1, 22, tzinfo=UTC)
LONG_AGO = datetime(2001, 1, 1, 18, tzinfo=UTC)
SOMEBODY_ELSE = OfficerId("another-officer")
_ids = CountingIds(1 << 54)


@pytest.fixture
def central(database: str) -> Iterator[Central]:
    made = Central(open_engine(database))
    yield made
    made.ingest.close()
    made.engine.dispose()


def about_nobody(body: Body, ward: str | None = None) -> Event:
    return msgspec.structs.replace(said(body, person(), ward), resident=None)


def opened(seats: int = 1, start: datetime = LATER, ward: str | None = None) -> Event:
    body = SessionOpened(
        kind=SessionKind.WARD_EVENING,
        place="Nhà văn hóa",
        start=start,
        end=start.replace(hour=22),
        capacity=seats,
    )
    return about_nobody(body, ward)


def booked(into: Event, *instead_of: Event, waiting: bool = False, who: str = "") -> Event:
    """Somebody new in a session, or whoever had the bookings instead of which this one is."""
    whose = instead_of[0].resident if instead_of else None
    body = BookingMade(
        session=SessionId(into.id),
        needs=(Need.ID_CARD,),
        at=LATER,
        waiting=waiting,
        replaces=tuple(BookingId(one.id) for one in instead_of),
    )
    return said(body, whose or who or person())


def of(kind: type[Body], booking: Event, **facts: Any) -> Event:
    """Something about a booking."""
    return said(kind(booking=BookingId(booking.id), **facts), booking.resident or "")


def changed(session: Event, **facts: Any) -> Event:
    return about_nobody(SessionChanged(session=SessionId(session.id), **facts))


def cancelled(session: Event) -> Event:
    return about_nobody(SessionCancelled(session=SessionId(session.id)))


def back(target: Event) -> Event:
    """A retraction, in the log of what it takes back."""
    made = said(EventRetracted(event=target.id), target.resident or person())
    return msgspec.structs.replace(made, resident=target.resident)


def taken(central: Central, *offered: Event, role: Role = Role.OFFICER) -> None:
    """All are taken."""
    assert central.push(*offered, role=role) == ["accepted"] * len(offered)


def moved_up(central: Central) -> list[str]:
    """Whose bookings have moved up, in this order."""
    bodies = [one.body for one in central.stream()]
    return [one.booking for one in bodies if isinstance(one, BookingMovedUp)]


# Who gets a seat


def test_the_last_seat_is_given_once_and_the_rest_goes_through(central: Central) -> None:
    session = opened(2)
    first, last, too_late = (booked(session) for _ in range(3))
    contact = said(ResidentReopened(), person())
    taken(central, session, first)
    assert central.push(last, too_late, contact) == ["accepted", "session_full", "accepted"]
    assert too_late not in central.stream()


def test_a_seat_that_somebody_used_or_let_pass_is_not_given_again(central: Central) -> None:
    session = opened(2)
    one, other = booked(session), booked(session)
    taken(central, session, one, other, of(BookingAttended, one), of(BookingMissed, other))
    assert central.push(booked(session)) == ["session_full"]


def test_who_comes_unbooked_or_books_elsewhere_takes_no_seat(central: Central) -> None:
    session = opened(1)
    walk_in = said(BookingAttended(session=SessionId(session.id)), person())
    elsewhere = said(BookingMade(session=None, needs=(Need.ID_CARD,), at=LATER), person())
    taken(central, session, walk_in, elsewhere, booked(session))


def test_a_session_has_to_be_known_in_the_ward(central: Central) -> None:
    ours, theirs, nowhere = opened(), opened(ward=OTHER_WARD), opened()
    assert central.push(theirs, wards=OTHER_WARD) == ["accepted"]
    taken(central, ours, back(ours))
    for session in (ours, theirs, nowhere):
        assert central.push(booked(session)) == ["unknown_session"]
        assert central.push(booked(session, waiting=True)) == ["unknown_session"]
        assert central.push(changed(session, capacity=2)) == ["unknown_session"]
        assert central.push(cancelled(session), role=Role.LEADER) == ["unknown_session"]
    strange = said(BookingMade(session="\0 no id", needs=(Need.ID_CARD,), at=LATER), person())  # type: ignore[arg-type]
    assert central.push(strange) == ["unknown_session"]


def test_a_session_that_is_opened_later_in_the_batch_is_known(central: Central) -> None:
    session, closed = opened(1), opened(1)
    batch = [booked(session), changed(session, capacity=2), booked(session), session]
    assert central.push(*batch, booked(session)) == [*["accepted"] * 4, "session_full"]
    assert central.stream()[0] == session
    wrong = msgspec.structs.replace(closed, ward=OTHER_WARD)
    assert central.push(booked(closed), wrong) == ["unknown_session", "wrong_ward"]


def test_nobody_is_booked_into_a_session_that_does_not_take_place(central: Central) -> None:
    session = opened(1)
    calling_off = cancelled(session)
    taken(central, session, calling_off)
    assert central.push(booked(session), booked(session, waiting=True)) == ["session_cancelled"] * 2
    taken(central, back(calling_off), booked(session))


def test_a_booking_that_was_taken_back_before_it_came_takes_no_seat(central: Central) -> None:
    session = opened(1)
    early, late = booked(session), booked(session)
    undone = back(early)
    taken(central, session, undone)
    taken(central, early, late)
    assert central.push(back(undone)) == ["session_full"]
    taken(central, of(BookingCancelled, late), back(undone))
    assert central.push(booked(session)) == ["session_full"]


# What would bring more people than seats


def test_a_cancellation_is_not_taken_back_when_the_seat_is_gone(central: Central) -> None:
    session = opened(1)
    one, other = booked(session), booked(session)
    given_back = of(BookingCancelled, one)
    taken(central, session, one, given_back, other)
    assert central.push(back(given_back)) == ["session_full"]
    taken(central, of(BookingCancelled, other), back(given_back))
    assert central.push(booked(session)) == ["session_full"]


def test_a_session_keeps_a_seat_for_everybody_who_has_one(central: Central) -> None:
    session = opened(1)
    larger = changed(session, capacity=3)
    taken(central, session, larger, booked(session), booked(session))
    assert central.push(changed(session, capacity=1)) == ["seats_taken"]
    assert central.push(back(larger)) == ["seats_taken"]
    assert central.push(back(session)) == ["seats_taken"]
    taken(central, changed(session, capacity=2), changed(session, place="Trụ sở"))
    assert central.push(booked(session)) == ["session_full"]


def test_a_session_for_which_somebody_waits_is_not_taken_back(central: Central) -> None:
    session = opened(1)
    seated = booked(session)
    taken(central, session, seated, booked(session, waiting=True), cancelled(session))
    taken(central, of(BookingCancelled, seated))
    assert central.push(back(session)) == ["seats_taken"]


def test_who_is_booked_anew_keeps_the_seat_until_the_new_one_is_theirs(central: Central) -> None:
    full, other = opened(1), opened(1)
    before, there = booked(full), booked(other)
    taken(central, full, other, before, there)
    assert central.push(booked(other, before)) == ["session_full"]
    again = booked(full, before)
    taken(central, again, of(BookingCancelled, there))
    moved = booked(other, again)
    taken(central, moved, booked(full))
    assert central.push(back(moved)) == ["session_full"], "the seat that was left is taken"
    assert central.push(booked(other)) == ["session_full"]


# Who moves up


def test_the_first_who_waits_gets_the_seat_that_falls_free(central: Central) -> None:
    session = opened(1)
    seated, first, second = booked(session), *(booked(session, waiting=True) for _ in range(2))
    given_back = of(BookingCancelled, seated)
    taken(central, session, seated, first, second)
    assert moved_up(central) == []
    taken(central, given_back, of(BookingCancelled, first))
    assert moved_up(central) == [first.id, second.id]
    told = central.stream()
    made = told[told.index(given_back) + 1]
    assert (made.id, made.resident) == (moved_up_id(BookingId(first.id)), first.resident)
    assert (made.origin, made.actor) == (Origin.RULE, None)
    assert str(made.action) == made.id
    assert central.push(booked(session)) == ["session_full"]


def test_who_would_wait_for_nothing_has_the_seat_at_once(central: Central) -> None:
    session = opened(1)
    one, other = (booked(session, waiting=True) for _ in range(2))
    taken(central, session, one, other)
    assert moved_up(central) == [one.id]


FREES: dict[str, Callable[[Event, Event, Event], list[Event]]] = {
    "a cancellation": lambda _, seated, __: [of(BookingCancelled, seated)],
    "a booking that is taken back": lambda _, seated, __: [back(seated)],
    "a booking elsewhere": lambda _, seated, other: [other, booked(other, seated)],
    "a booking in no session": lambda _, seated, __: [
        said(
            BookingMade(
                session=None,
                needs=(Need.ID_CARD,),
                at=LATER,
                replaces=(BookingId(seated.id),),
            ),
            seated.resident or "",
        )
    ],
    "a larger session": lambda session, _, __: [changed(session, capacity=2)],
}


@pytest.mark.parametrize("how", FREES)
def test_a_seat_falls_free_by(central: Central, how: str) -> None:
    session, other = opened(1), opened(1)
    seated, waiting = booked(session), booked(session, waiting=True)
    taken(central, session, seated, waiting)
    taken(central, *FREES[how](session, seated, other))
    assert moved_up(central) == [waiting.id]


def test_a_session_that_was_made_smaller_by_mistake_has_its_seats_again(central: Central) -> None:
    session = opened(2)
    small = changed(session, capacity=1)
    waiting = booked(session, waiting=True)
    taken(central, session, booked(session), small, waiting, back(small))
    assert moved_up(central) == [waiting.id]


def test_who_came_while_they_waited_waits_again_when_that_was_a_mistake(central: Central) -> None:
    session = opened(1)
    seated, waiting = booked(session), booked(session, waiting=True)
    came = of(BookingAttended, waiting)
    taken(central, session, seated, waiting, came, of(BookingCancelled, seated))
    assert moved_up(central) == []
    taken(central, back(came))
    assert moved_up(central) == [waiting.id]


def test_nobody_moves_up_in_a_session_that_does_not_take_place(central: Central) -> None:
    session = opened(1)
    seated, waiting = booked(session), booked(session, waiting=True)
    calling_off = cancelled(session)
    taken(central, session, seated, waiting, calling_off, of(BookingCancelled, seated))
    assert moved_up(central) == []
    taken(central, back(calling_off))
    assert moved_up(central) == [waiting.id]


def test_nobody_moves_up_in_a_session_that_is_over(central: Central) -> None:
    session = opened(1, start=LONG_AGO)
    seated, waiting = booked(session), booked(session, waiting=True)
    taken(central, session, seated, waiting, of(BookingCancelled, seated))
    assert moved_up(central) == []
    taken(central, changed(session, start=LATER, end=LATER_STILL))
    assert moved_up(central) == [waiting.id]


# Moved up by a device


def up(booking: Event, **changes: Any) -> Event:
    """What a device makes that has no server."""
    identifier = moved_up_id(BookingId(booking.id))
    made = said(
        BookingMovedUp(booking=BookingId(booking.id)),
        booking.resident or "",
        identifier=identifier,
    )
    made = msgspec.structs.replace(made, origin=Origin.RULE, action=ActionId(identifier))
    return msgspec.structs.replace(made, **changes)


def test_a_device_and_the_server_move_somebody_up_once(central: Central) -> None:
    session = opened(1)
    seated, waiting = booked(session), booked(session, waiting=True)
    taken(central, session, seated, waiting)
    assert central.push(of(BookingCancelled, seated), up(waiting)) == ["accepted", "duplicate"]
    assert moved_up(central) == [waiting.id]


def test_a_device_moves_up_only_who_is_next_for_a_free_seat(central: Central) -> None:
    session = opened(1, start=LONG_AGO)
    seated, first, second = booked(session), *(booked(session, waiting=True) for _ in range(2))
    nobody = booked(session, waiting=True)
    taken(central, session, seated, first, second)
    for one in (seated, first, nobody):
        assert central.push(up(one)) == ["superseded"]
    taken(central, of(BookingCancelled, seated))
    assert central.push(up(second), up(first, resident=person())) == ["superseded"] * 2
    assert central.push(up(first), up(second)) == ["accepted", "superseded"]
    assert central.push(back(up(first)), role=Role.OFFICER) == ["not_your_event"]
    assert central.push(back(up(first)), role=Role.LEADER) == ["made_by_server"]


@pytest.mark.parametrize(
    "forgery",
    [
        {"origin": Origin.PERSON},
        {"actor": OfficerId("an-officer")},
        {"action": ActionId(_ids.new())},
        {"id": EventId(_ids.new())},
        {"id": EventId(_ids.new()), "origin": Origin.PERSON},
        {"body": ResidentReopened(), "type": ResidentReopened.TYPE},
        {"body": BookingMovedUp(booking=BookingId(EventId(_ids.new())))},
        {"v": 2},
    ],
)
def test_nobody_is_moved_up_by_hand(central: Central, forgery: dict[str, Any]) -> None:
    session = opened(1)
    seated, waiting = booked(session), booked(session, waiting=True)
    taken(central, session, seated, waiting)
    assert central.push(up(waiting, **forgery), role=Role.LEADER) == ["reserved_id"]
    taken(central, of(BookingCancelled, seated))
    assert moved_up(central) == [waiting.id]


def test_who_was_kept_from_moving_up_beforehand_holds_nobody_else_up(central: Central) -> None:
    session = opened(1)
    seated, kept, other = booked(session), *(booked(session, waiting=True) for _ in range(2))
    taken(central, back(up(kept)), role=Role.LEADER)
    taken(central, session, seated, kept, other, of(BookingCancelled, seated))
    assert moved_up(central) == [kept.id, other.id]
    assert central.push(booked(session)) == ["session_full"]


# Whose bookings


@pytest.mark.parametrize("kind", [BookingCancelled, BookingAttended, BookingMissed])
def test_a_booking_is_touched_under_its_own_resident_alone(
    central: Central, kind: type[Body]
) -> None:
    session = opened(1)
    one, unknown = booked(session), booked(session)
    taken(central, session, one)
    stranger = msgspec.structs.replace(of(kind, one), resident=person())
    assert central.push(stranger) == ["not_their_booking"]
    elsewhere = msgspec.structs.replace(of(kind, one), ward=OTHER_WARD)
    assert central.push(elsewhere, wards=f"{WARD} {OTHER_WARD}") == ["not_their_booking"]
    replacing = booked(session, one)
    assert central.push(msgspec.structs.replace(replacing, resident=person())) == [
        "not_their_booking"
    ]
    taken(central, of(kind, unknown), of(kind, one))
    assert central.push(unknown) == (["accepted"] if kind is BookingCancelled else ["session_full"])


# Who may say what


@pytest.mark.parametrize("role", list(Role))
def test_sessions_are_opened_by_anybody_and_changed_by_leaders_and_who_opened_them(
    central: Central, role: Role
) -> None:
    mine, theirs = opened(2), opened(2)
    taken(central, mine, role=role)
    assert push_as(central, SOMEBODY_ELSE, theirs) == ["accepted"]
    taken(central, changed(mine, capacity=3), cancelled(mine), role=role)
    outcome = "accepted" if role.leads else "role_not_allowed"
    for event in (changed(theirs, capacity=3), cancelled(theirs)):
        assert central.push(event, role=role) == [outcome]
        assert central.push(msgspec.structs.replace(event, id=_ids.new(), v=2), role=role) == [
            outcome
        ]


@pytest.mark.parametrize("role", list(Role))
def test_home_service_and_duties_are_for_leaders(central: Central, role: Role) -> None:
    duty = DutyAssigned(day=MONDAY.date(), shift=Shift.EVENING, duty=Duty.CAPTURE, officers=())
    outcome = "accepted" if role.leads else "role_not_allowed"
    for event in (
        said(HomeServiceDecided(approved=True), person()),
        about_nobody(duty),
    ):
        unread = msgspec.structs.replace(event, id=_ids.new(), v=2)
        assert central.push(event, unread, role=role) == [outcome] * 2


# The index


def test_what_the_version_before_took_is_known(
    central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_index, "_PAGE", 2)
    session, other = opened(1), opened(1)
    undone = booked(session)
    seated, waiting = booked(session), booked(session, waiting=True)
    taken(central, other, back(undone), session, back(booked(other)), undone, seated, waiting)
    elsewhere = booked(other, seated)
    as_before_migrations(central.engine, session_events)
    prepare(central.engine)
    assert central.push(booked(session)) == ["session_full"]
    taken(central, elsewhere)
    assert moved_up(central) == [waiting.id]
    assert central.push(back(elsewhere), booked(other)) == ["session_full"] * 2


def statements(central: Central, *offered: Event) -> list[str]:
    asked: list[str] = []

    @on.listens_for(central.engine, "before_cursor_execute")
    def listen(*told: Any) -> None:
        asked.append(told[2])

    taken(central, *offered)
    on.remove(central.engine, "before_cursor_execute", listen)
    return asked


def test_who_speaks_of_no_session_asks_nothing_of_the_index(central: Central) -> None:
    contact = said(ResidentReopened(), person())
    undone = back(contact)
    at_once = said(ResidentReopened(), person())
    asked = statements(central, apart(person()), contact)
    asked += statements(central, undone, at_once, back(at_once))
    assert not [one for one in asked if "session_events" in one]


def test_many_bookings_are_judged_with_as_few_questions_as_few(central: Central) -> None:
    def questions(count: int) -> int:
        session = opened(count)
        taken(central, session)
        made = [booked(session) for _ in range(count)]
        asked = statements(central, *made)
        return len(asked + statements(central, *(of(BookingCancelled, one) for one in made)))

    assert questions(300) == questions(3)


def test_the_fold_of_a_person_is_given_the_sessions_of_their_bookings(central: Central) -> None:
    session, other = opened(1), opened(1)
    one = booked(session)
    taken(central, session, other, one, changed(session, place="Trụ sở"), cancelled(session))
    with central.engine.connect() as connection:
        histories = Histories(connection)
        logs = histories.of(ResidentId(one.resident or ""), WARD)
        found = histories.sessions_of(logs, WARD)
        assert histories.sessions_of(logs, OTHER_WARD) == {}
    assert [(key, it.place, it.takes_place) for key, it in found.items()] == [
        (session.id, "Trụ sở", False)
    ]
