"""Many devices book the same few seats: never more people than seats, and nobody is forgotten.

What the server keeps up event by event is held against the fold of its whole stream, for every
event that it takes or refuses. There are no vaults: what the devices say comes in any order.
"""

import itertools
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    multiple,
    precondition,
    rule,
)
from sqlalchemy import insert, select

from tests.builders import AN, MONDAY, WARD, CountingIds
from tests.databases import Kind, new_database
from tests.faults.sizes import size
from tests.property.told import Told, ends, opened_ahead
from tests.strategies import OTHER_WARD
from wardtui import wire
from wardtui.central import tables
from wardtui.central.accounts import Account
from wardtui.central.database import open_engine, prepare, writing
from wardtui.central.offered import read_offered
from wardtui.central.taker import Taker
from wardtui.domain.body import Body
from wardtui.domain.case import Case
from wardtui.domain.events import (
    Event,
    EventRetracted,
    ResidentClosed,
    ResidentListed,
    ResidentMerged,
)
from wardtui.domain.fold import State, fold
from wardtui.domain.handoff_events import HandoffAccepted, HandoffOffered
from wardtui.domain.handoffs import resident_there
from wardtui.domain.ids import (
    ActionId,
    BookingId,
    DeviceId,
    EventId,
    ResidentId,
    SessionId,
    WardCode,
)
from wardtui.domain.resident import Resident
from wardtui.domain.same_person import counting
from wardtui.domain.seats import moved_up_id, seats
from wardtui.domain.session_codes import SessionKind
from wardtui.domain.session_events import (
    BookingAttended,
    BookingCancelled,
    BookingMade,
    BookingMissed,
    BookingMovedUp,
    SessionCancelled,
    SessionChanged,
    SessionOpened,
)
from wardtui.domain.vocabulary import CloseReason, MergeReason, Need, Origin, Role, Status

DEVICES = 4
PEOPLE = 5
SESSIONS = 3
EVENING = datetime(2999, 1, 1, 18, tzinfo=UTC)
LONG_AGO = datetime(2001, 1, 1, 18, tzinfo=UTC)
NIGHT = 22
"""The hour at which the sessions end."""

_HANDOFFS = (HandoffOffered.TYPE, HandoffAccepted.TYPE)

REASONS = {"session_full", "session_cancelled", "unknown_session", "not_their_booking"}
"""Why a booking is not taken."""


class SeatsMachine(RuleBasedStateMachine):
    """Leaders, each with a device, who book the same people into the same sessions."""

    kind: ClassVar[Kind] = Kind.SQLITE

    opened: Bundle[Event] = Bundle("opened")
    booked: Bundle[Event] = Bundle("booked")
    said: Bundle[Event] = Bundle("said")

    @initialize(target=opened)
    def set_up(self) -> Event:
        memory = Path("/dev/shm")  # noqa: S108  nothing here is about the disk
        self.folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
        self.databases = ExitStack()
        self.engine = open_engine(
            self.databases.enter_context(new_database(self.kind, self.folder))
        )
        prepare(self.engine)
        with self.engine.begin() as connection:
            connection.execute(insert(tables.wards), [{"code": WARD}, {"code": OTHER_WARD}])
        self.ids = CountingIds(1 << 49)
        self.numbers = itertools.count(1)
        self.accounts = [
            Account(self.ids.new(), f"officer-{one}", "Mẫu", Role.LEADER, (WARD,))
            for one in range(DEVICES)
        ]
        self.accounts.append(
            Account(self.ids.new(), "officer-there", "Mẫu", Role.LEADER, (OTHER_WARD,))
        )
        self.waiting: list[list[Event]] = [[] for _ in self.accounts]
        self.sent: list[list[Event]] = [[] for _ in self.accounts]
        self.became: dict[str, str] = {}
        self.told = Told()
        self.people = [ResidentId(self.ids.new()) for _ in range(PEOPLE)]
        for number, who in enumerate(self.people):
            self._say(0, who, ResidentListed(resident=somebody(number)))
        session = self._say(0, None, evening(EVENING, seats=2))
        for number, who in enumerate(self.people[:4]):
            self._book(0, session, who, number >= 2)
        self._commit([(0, len(self.waiting[0]))])
        self.went = False
        self.opened_so_far, self.called_off, self.taken_back = 1, 0, 0
        return session

    def teardown(self) -> None:
        if not hasattr(self, "told"):
            return
        try:
            self._commit([(device, len(self.waiting[device])) for device in range(DEVICES)])
            self._check_nobody_is_forgotten()
            self._check_folds_agree()
        finally:
            self.engine.dispose()
            self.databases.close()
            shutil.rmtree(self.folder)

    devices = st.integers(0, DEVICES - 1)
    people_there = st.integers(0, PEOPLE - 1)

    def _say(
        self,
        device: int,
        who: ResidentId | None,
        body: Body,
        made: str = "",
        to_ward: WardCode | None = None,
    ) -> Event:
        identifier = made or self.ids.new()
        event = Event(
            id=EventId(identifier),
            type=body.TYPE,
            action=ActionId(made or self.ids.new()),
            origin=Origin.RULE if made else Origin.PERSON,
            ward=WardCode(self.accounts[device].wards[0]),
            to_ward=to_ward,
            resident=who,
            actor=None,
            device=DeviceId(self.accounts[device].device),
            device_seq=next(self.numbers),
            occurred_at=MONDAY,
            recorded_at=MONDAY,
            clock_offset=None,
            v=1,
            body=body,
        )
        self.waiting[device].append(event)
        return event

    @precondition(lambda self: self.opened_so_far < SESSIONS)
    @rule(target=opened, device=devices, start=st.sampled_from([EVENING, EVENING, LONG_AGO]))
    def open_a_session(self, device: int, start: datetime) -> Event:
        self.opened_so_far += 1
        return self._say(device, None, evening(start, seats=1))

    @rule(
        target=said,
        device=devices,
        session=opened,
        seats=st.none() | st.integers(1, 4),
        later=st.booleans(),
    )
    def change_a_session(
        self, device: int, session: Event, seats: int | None, later: bool
    ) -> Event:
        end = EVENING.replace(hour=NIGHT) if later else None
        body = SessionChanged(session=SessionId(session.id), capacity=seats, end=end)
        return self._say(device, None, body)

    @precondition(lambda self: self.called_off < self.opened_so_far - 1)
    @rule(target=said, device=devices, session=opened)
    def call_a_session_off(self, device: int, session: Event) -> Event:
        self.called_off += 1
        return self._say(device, None, SessionCancelled(session=SessionId(session.id)))

    @rule(
        target=booked,
        device=devices,
        session=opened,
        who=st.lists(people_there, min_size=1, max_size=3),
        waiting=st.booleans(),
    )
    def book(self, device: int, session: Event, who: list[int], waiting: bool) -> Any:
        made = [self._book(device, session, self.people[one], waiting) for one in who]
        return multiple(*made)

    @rule(
        target=booked,
        device=devices,
        session=st.none() | opened,
        before=booked,
        waiting=st.booleans(),
    )
    def book_elsewhere(
        self, device: int, session: Event | None, before: Event, waiting: bool
    ) -> Event:
        return self._book(device, session, before.resident, waiting, before)

    def _book(
        self,
        device: int,
        session: Event | None,
        who: ResidentId | None,
        waiting: bool,
        *before: Event,
    ) -> Event:
        body = BookingMade(
            session=SessionId(session.id) if session else None,
            needs=(Need.ID_CARD,),
            at=EVENING,
            waiting=waiting,
            replaces=tuple(BookingId(one.id) for one in before),
        )
        return self._say(device, who, body)

    @rule(target=said, device=devices, booking=booked)
    def cancel(self, device: int, booking: Event) -> Event:
        body = BookingCancelled(booking=BookingId(booking.id))
        return self._say(device, booking.resident, body)

    @rule(device=devices, number=st.integers(0, 9))
    def give_a_seat_back(self, device: int, number: int) -> None:
        """Of somebody who has one, as a device knows that has just read."""
        seated = [one for found in self.told.seats().values() for one in found.taken]
        if seated:
            one = seated[number % len(seated)]
            self._say(device, one.resident, BookingCancelled(booking=one.id))

    @rule(device=devices, number=st.integers(1, 9))
    def take_something_back(self, device: int, number: int) -> None:
        """Of what was said last, as a device knows that has just read."""
        left_out = (ResidentListed.TYPE, SessionOpened.TYPE, *_HANDOFFS)
        said = [one.event for one in self.told.entries if one.event.type not in left_out]
        for event in said[-number:][:1]:
            self._say(device, event.resident, EventRetracted(event=event.id))

    @rule(
        target=said,
        device=devices,
        booking=booked,
        kind=st.sampled_from([BookingAttended, BookingMissed]),
    )
    def say_what_became_of_a_booking(
        self, device: int, booking: Event, kind: type[BookingMissed]
    ) -> Event:
        return self._say(device, booking.resident, kind(booking=BookingId(booking.id)))

    @rule(target=said, device=devices, session=opened, who=people_there)
    def let_somebody_in(self, device: int, session: Event, who: int) -> Event:
        came = BookingAttended(session=SessionId(session.id))
        return self._say(device, self.people[who], came)

    @rule(target=said, device=devices, one=people_there, into=people_there)
    def merge(self, device: int, one: int, into: int) -> Any:
        if one == into:
            return multiple()
        given_up, kept = self.people[one], self.people[into]
        body = ResidentMerged(from_=given_up, into=kept, why=MergeReason.DECIDED)
        return self._say(device, given_up, body)

    @rule(target=said, device=devices, who=people_there)
    def close(self, device: int, who: int) -> Event:
        return self._say(device, self.people[who], ResidentClosed(reason=CloseReason.EMIGRATED))

    @precondition(lambda self: not self.went)
    @rule(device=devices, who=people_there)
    def hand_over(self, device: int, who: int) -> None:
        """Another ward takes somebody on at once; what other devices have said comes later."""
        self.went = True
        offered = HandoffOffered(name=AN.name, address="Số 7", needs=(Need.ID_CARD,))
        offer = self._say(device, self.people[who], offered, to_ward=OTHER_WARD)
        self._commit([(device, len(self.waiting[device]))])
        if self.became[offer.id] != "accepted":
            return
        there = resident_there(offer.id)
        accepted = HandoffAccepted(offer=offer.id, resident=there)
        self._say(DEVICES, offer.resident, accepted, to_ward=WARD)
        self._say(DEVICES, there, ResidentListed(resident=somebody(who)))
        self._commit([(DEVICES, 2)])

    @rule(target=said, device=devices, booking=booked)
    def move_up(self, device: int, booking: Event) -> Event:
        body = BookingMovedUp(booking=BookingId(booking.id))
        return self._say(device, booking.resident, body, moved_up_id(body.booking))

    @precondition(lambda self: self.taken_back < 1)
    @rule(device=devices, session=opened)
    def take_a_session_back(self, device: int, session: Event) -> None:
        self.taken_back += 1
        self._say(device, None, EventRetracted(event=session.id))

    @rule(target=said, device=devices, event=said | booked)
    def take_back(self, device: int, event: Event) -> Event:
        return self._say(device, event.resident, EventRetracted(event=event.id))

    @rule(requests=st.lists(st.tuples(devices, st.integers(1, 12)), min_size=1, max_size=4))
    def send(self, requests: list[tuple[int, int]]) -> None:
        self._commit(requests)

    @rule(device=devices)
    def send_what_two_devices_left_backwards(self, device: int) -> None:
        """A vault was put back: what it left before stands behind what it says now."""
        self.waiting[device].reverse()
        self._commit([(device, len(self.waiting[device]))])

    @precondition(lambda self: any(self.sent))
    @rule(device=devices, count=st.integers(1, 5))
    def send_again(self, device: int, count: int) -> None:
        self.waiting[device] = [*self.sent[device][-count:], *self.waiting[device]]
        self._commit([(device, count)])

    def _commit(self, requests: Sequence[tuple[int, int]]) -> None:
        """Some devices send so many of their events; all of it is one commit."""
        batches = []
        for device, count in requests:
            batch = self.waiting[device][:count]
            self.waiting[device] = self.waiting[device][count:]
            self.sent[device] += batch
            batches.append((self.accounts[device], batch))
        with writing(self.engine) as connection:
            taker = Taker(connection)
            taken = taker.take(
                [
                    (account, [read_offered(wire.write_event(one)) for one in batch])
                    for account, batch in batches
                ]
            )
            taker.write()
        stream = self._stream()
        for (_, batch), results in zip(batches, taken, strict=True):
            self._check_answers(batch, [one.code or one.status for one in results], stream)
        assert [one.event.id for one in self.told.entries] == [one.id for one in stream]
        self._check_seats()

    def _check_answers(
        self, batch: Sequence[Event], answers: list[str], stream: Sequence[Event]
    ) -> None:
        made = {one.id: one for one in stream}
        for event, answer in opened_ahead(batch, answers):
            assert answer == self.told.answer(event), event
            self.became[event.id] = answer if answer != "duplicate" else "accepted"
            if answer == "accepted":
                self.told.add(event)
                self._take_who_moved_up(made)
        self._take_what_was_given_back(stream)
        self._take_who_moved_up(made)

    def _take_who_moved_up(self, made: Mapping[EventId, Event]) -> None:
        while moved_up := self.told.moved_up():
            for identifier in moved_up:
                self.told.add(made[identifier])

    def _take_what_was_given_back(self, stream: Sequence[Event]) -> None:
        """Once all of a request is numbered nobody holds a seat for nothing, and nobody who is
        expected has lost the last one."""
        before = self.told.expected(datetime.now(UTC))
        count = sum(one.too_many for one in before.values())
        given_back = stream[len(self.told.entries) :][:count]
        for event in given_back:
            assert isinstance(event.body, BookingCancelled)
            assert event.origin is Origin.RULE
            assert any(event.body.booking in one.booked for one in before.values() if one.too_many)
            self.told.add(event)
        for who, one in self.told.expected(datetime.now(UTC)).items():
            assert not one.too_many
            assert one.booked or one.is_over or not before[who].booked

    def _stream(self) -> list[Event]:
        stored = tables.events.c
        with self.engine.connect() as connection:
            raws = connection.scalars(select(stored.raw).order_by(stored.seq))
            return [wire.read_event(bytes(raw)) for raw in raws]

    def _check_seats(self) -> None:
        known = self.told.ids
        planned = self.told.sessions()
        assert not any(self.told.over().values()), "never more people than seats"
        for session in planned.values():
            found = seats(self.told.entries, session.id)
            kept = [one for one in found.waiting if moved_up_id(one.id) in known]
            if session.takes_place and session.end > datetime.now(UTC):
                assert found.free(session.capacity) <= 0 or found.waiting == tuple(kept)

    def _check_nobody_is_forgotten(self) -> None:
        alive: set[str] = set()
        ended: set[str] = set()
        for entry in counting(self.told.entries):
            ended |= alive & set(ends(entry.event))
            alive.add(entry.event.id)
        there = {
            one.id for found in self.told.seats().values() for one in (*found.taken, *found.waiting)
        }
        for event in itertools.chain(*self.sent):
            if not isinstance(event.body, BookingMade) or event.body.session is None:
                continue
            became = self.became[event.id]
            if became != "accepted":
                assert became in REASONS
            elif event.id in alive - ended:
                assert event.id in there

    def _check_folds_agree(self) -> None:
        whole = fold(self.told.entries)
        pieces = State()
        for first in range(0, len(self.told.entries), 3):
            pieces.apply(self.told.entries[first : first + 3])
        assert (pieces.cases, pieces.sessions) == (whole.cases, whole.sessions)
        planned, somebody_left = self.told.sessions(), any(map(is_over, whole.cases.values()))
        for session, found in self.told.seats().items():
            if somebody_left and session in planned and planned[session].end < datetime.now(UTC):
                continue  # who was not there is still booked, and shown to nobody
            expected = {
                (one.id, one.state)
                for case in whole.cases.values()
                for one in case.bookings
                if one.session == session and not one.is_walk_in
            }
            assert expected == {(one.id, one.state) for one in (*found.taken, *found.waiting)}


def is_over(case: Case) -> bool:
    return case.status in (Status.CLOSED, Status.HANDED_OFF)


def somebody(number: int) -> Resident:
    return msgspec.structs.replace(
        AN, name=f"Nguyễn Văn {'ABCDEGH'[number]}", personal_id=None, address=f"Số {number}"
    )


def evening(start: datetime, seats: int) -> SessionOpened:
    return SessionOpened(
        kind=SessionKind.WARD_EVENING,
        place="Nhà văn hóa",
        start=start,
        end=start.replace(hour=NIGHT),
        capacity=seats,
    )


class SeatsOnPostgreSQL(SeatsMachine):
    """The same with the other database."""

    kind = Kind.POSTGRESQL


SeatsMachine.TestCase.settings = settings(
    max_examples=size(35, 2000), stateful_step_count=size(40, 70), deadline=None
)
SeatsOnPostgreSQL.TestCase.settings = settings(
    max_examples=size(2, 200), stateful_step_count=size(40, 70), deadline=None
)
TestSeats = SeatsMachine.TestCase
TestSeatsOnPostgreSQL = SeatsOnPostgreSQL.TestCase
