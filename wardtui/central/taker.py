"""Deciding on offered events: what is numbered, what is refused, and what follows from it."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, func, select

from wardtui.central.accounts import Account
from wardtui.central.among import among
from wardtui.central.decided import DECISIONS
from wardtui.central.erased import ErasedPeople
from wardtui.central.given_back import GivingBack
from wardtui.central.handovers import Handovers
from wardtui.central.histories import Histories
from wardtui.central.ladder import Ladder
from wardtui.central.maker import NOBODY, Maker
from wardtui.central.numbering import Numbering, Stored
from wardtui.central.offered import Offered
from wardtui.central.receipts import Receipts
from wardtui.central.rights import (
    ANSWERS,
    ASSIGNMENTS,
    DRAWS_IN,
    HANDLED,
    PLANS,
    SUPERSEDED,
    Refusal,
    refusal,
    refusal_of_answer,
    refusal_of_handling,
    refusal_of_planning,
    refusal_of_taking,
)
from wardtui.central.same_person import Made, People
from wardtui.central.seating import Seating, opened_first
from wardtui.central.session_index import (
    MAY_BE_OF_A_SESSION,
    SessionIndex,
    named_bookings,
    named_session,
)
from wardtui.central.standing import Standing
from wardtui.central.tables import events, officer_wards
from wardtui.domain.directory import given_to
from wardtui.domain.events import (
    CaseAssigned,
    Entry,
    Event,
    EventRetracted,
    ResidentListed,
    ResidentMerged,
)
from wardtui.domain.ids import ResidentId, WardCode
from wardtui.domain.session_events import BookingCancelled
from wardtui.domain.vocabulary import Origin
from wardtui.messages import PushResult
from wardtui.wire import blanked, content_hash, original_hash, read_event, write_event


class Taker:
    """Decides on the events of one commit and writes them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        now = datetime.now(UTC)
        self._numbering = Numbering(connection, now)
        self._maker = Maker(connection, now)
        self._stored: dict[str, Stored] = {}
        self._known_in: dict[ResidentId, list[str]] = {}
        """Wards of each resident who was looked up: of the first event, then of the lists.

        Other events do not count: anybody may write one about anybody.
        """
        self._erased = ErasedPeople(connection)
        self._officers_of: dict[str, set[str]] = {}
        self._receipts = Receipts(connection)
        self._people = People(connection)
        self._histories = Histories(connection)
        self._ladder = Ladder(self._histories)
        self._handovers = Handovers(connection, self._histories)
        self._seating = Seating(SessionIndex(connection), now)
        self._giving_back = GivingBack(connection, self._histories, now)

    def take(self, jobs: Sequence[tuple[Account, Sequence[Offered]]]) -> list[list[PushResult]]:
        """What becomes of some requests' events, one after the other.

        What they rest on is read at once for all, so this is to be called once: a request costs no
        question of its own.

        :return: for each request one result an event, in the order in which they were offered
        """
        wards = {ward for account, _ in jobs for ward in account.wards}
        read = [one.event for _, offered in jobs for one in offered if one.event is not None]
        self._look_up_all(read, wards)
        return [self._take(account, offered) for account, offered in jobs]

    def _look_up_all(self, read: Sequence[Event], wards: Collection[str]) -> None:
        wanted = {event.id for event in read}
        wanted |= {one.body.event for one in read if isinstance(one.body, EventRetracted)}
        self._look_up(wanted)
        self._look_up_sessions(read)
        merged = {event.body.into for event in read if isinstance(event.body, ResidentMerged)}
        self._erased.look_up({event.resident for event in read if event.resident} | merged)
        self._look_up_wards(
            merged | {event.resident for event in read if event.resident and _needs_wards(event)}
        )
        self._people.look_up(read, wards)
        self._ladder.look_up(read)
        self._handovers.look_up(read)

    def _take(self, account: Account, offered: Sequence[Offered]) -> list[PushResult]:
        results = {
            place: self._take_one(account, offered[place])
            for place in opened_first([one.event for one in offered])
        }
        self._give_spare_seats_back()
        return [results[place] for place in range(len(offered))]

    def _look_up(self, ids: Collection[str]) -> None:
        if not ids:
            return
        row = events.c
        found = self._connection.execute(
            select(row.id, row.seq, row.sha256, row.actor, row.type, row.ward, row.resident).where(
                among(self._connection, row.id, ids)
            )
        )
        self._stored.update({identifier: Stored(*rest) for identifier, *rest in found})

    def _look_up_sessions(self, read: Sequence[Event]) -> None:
        said = [one for one in read if one.type in MAY_BE_OF_A_SESSION]
        named = {booking for one in said for booking in named_bookings(one)}
        named |= {session for one in said if (session := named_session(one)) is not None}
        self._look_up(named - self._stored.keys())
        if said:
            self._seating.look_up(read, self._stored)

    def _look_up_wards(self, residents: set[ResidentId]) -> None:
        if not residents:
            return
        row = events.c
        found = self._connection.execute(
            select(row.resident, row.ward, row.type)
            .where(among(self._connection, row.resident, residents))
            .group_by(row.resident, row.ward, row.type)
            .order_by(func.min(row.seq))
        )
        for resident, ward, kind in found:
            self._know(resident, ward, kind)

    def _know(self, resident: ResidentId, ward: str, kind: str) -> None:
        wards = self._known_in.setdefault(resident, [])
        if not wards or (kind == ResidentListed.TYPE and ward not in wards):
            wards.append(ward)

    def _ward_of(self, event: Event, account: Account) -> str:
        """The ward of an event that names none: the resident's, else the officer's first."""
        if event.ward is not None:
            return event.ward
        known = self._known_in.get(event.resident, []) if event.resident else []
        return next((ward for ward in known if ward in account.wards), account.wards[0])

    def _take_one(self, account: Account, offered: Offered) -> PushResult:
        event = offered.event
        if event is None or offered.is_too_large:
            code = "malformed" if event is None else "too_large"
            return PushResult(id=offered.id, status="rejected", code=code)
        sha256 = original_hash(event, offered.raw)
        known = self._stored.get(event.id)
        if known is not None:
            # Devices that come to the same decision make one event, each in its own bytes.
            is_same = known.sha256 == sha256 or _is_by_rule(event)
            status = "duplicate" if is_same else "conflict"
            result = PushResult(id=event.id, status=status, seq=known.seq)
            if status == "conflict":
                result = PushResult(id=event.id, status=status, code="conflict")
        else:
            result = self._judge(account, event, offered.raw, sha256)
        self._receipts.note(account, event, result)
        return result

    def _judge(self, account: Account, event: Event, raw: bytes, sha256: bytes) -> PushResult:
        author = None
        if isinstance(event.body, EventRetracted) and event.body.event in self._stored:
            author = self._stored[event.body.event].actor
        about: set[ResidentId | None] = set()
        if event.type in DRAWS_IN:
            about.add(event.resident)
        if isinstance(event.body, ResidentMerged):
            about.add(event.body.into)
        known_in = [self._known_in.get(resident, []) for resident in about if resident]
        no = refusal(
            event,
            account,
            author,
            known_in,
            to_stranger=event.type in ASSIGNMENTS and self._is_to_stranger(event, account),
        )
        is_erased = event.resident in self._erased
        if not is_erased:
            no = no or self._erased.refusal(event)
            no = no or self._refusal_by_the_fold(event, account)
            no = no or self._handovers.refusal(
                event, self._ward_of(event, account), self._ward_of_target(event)
            )
        if no is not None:
            return PushResult(id=event.id, status="rejected", code=no[0], message=no[1])
        ward = self._ward_of(event, account)
        if is_erased:
            raw = blanked(raw)
            event = read_event(raw)
        if event.resident is not None:
            self._know(event.resident, ward, event.type)
        # Which device comes to a decision first is chance: its officer has no more say in it.
        actor = NOBODY if event.origin is Origin.RULE else account.officer
        entry = self._number(event, raw, sha256, ward, actor)
        seq = self._numbering.head
        for made in self._people.take(ward, seq, event):
            self._number_made(made, ward)
        if event.type in MAY_BE_OF_A_SESSION:
            self._move_up()
        self._tell_other_wards(entry)
        return PushResult(id=event.id, status="accepted", seq=seq)

    def _ward_of_target(self, event: Event) -> str | None:
        """The ward of what an event takes back, when that is numbered."""
        if not isinstance(event.body, EventRetracted) or event.body.event not in self._stored:
            return None
        return self._stored[event.body.event].ward

    def make(self, said: Sequence[tuple[Made, str]]) -> None:
        """Number what the server itself says, each with its ward, and what follows from it."""
        ended = [one.body.booking for one, _ in said if isinstance(one.body, BookingCancelled)]
        self._seating.look_up_bookings(ended)
        self._people.look_up((one for one, _ in said), sorted({ward for _, ward in said}))
        for made, ward in said:
            self._number_made(made, ward)
        self._give_spare_seats_back()

    def _refusal_by_the_fold(self, event: Event, account: Account) -> Refusal | None:
        """What the server's own fold has against an event about a ladder or a seat."""
        ward = self._ward_of(event, account)
        following = self._numbering.head + 1
        if event.type in MAY_BE_OF_A_SESSION:
            no = self._seating.refusal(Entry(event, following, WardCode(ward)), self._stored)
            if no is None and event.type in PLANS:
                opened = self._stored.get(named_session(event) or "")
                no = refusal_of_planning(account, opened.actor if opened else None)
            return no
        if _is_by_rule(event):
            return None if self._ladder.has_effect(event, ward, following) else SUPERSEDED
        if event.type in ANSWERS:
            return refusal_of_answer(event, account, self._ladder.standing(event, ward))
        if event.type in HANDLED:
            return refusal_of_handling(event, account, self._ladder.owner_above(event, ward))
        if event.type == CaseAssigned.TYPE and not account.role.leads:
            return refusal_of_taking(event, self._ladder.owner_above(event, ward))
        return None

    def _give_spare_seats_back(self) -> None:
        """Once all of a request is numbered: nobody holds a seat for nothing."""
        found = self._giving_back.found()
        bookings = [one.body.booking for one, _ in found if isinstance(one.body, BookingCancelled)]
        self._seating.look_up_bookings(bookings)
        for made, ward in found:
            self._number_made(made, ward)
        self._move_up()

    def _move_up(self) -> None:
        while moved_up := self._seating.moved_up():
            for made, ward in moved_up:
                self._number_made(made, ward)

    def _number_made(self, made: Made, ward: str) -> None:
        """Number what a rule made, right behind what led to it: later events may be about it."""
        # A rule comes to the same conclusion once.
        self._look_up({made.id})
        if made.id in self._stored:
            return
        event = self._maker.event(made, ward)
        raw = write_event(event)
        entry = self._number(event, raw, content_hash(raw), ward, NOBODY)
        for further in self._people.take(ward, self._numbering.head, event):
            self._number_made(further, ward)
        self._tell_other_wards(entry)

    def _tell_other_wards(self, because: Entry) -> None:
        """Pass on what another ward has to know of somebody whom it has taken on."""
        for made, ward in self._handovers.follows(because):
            self._number_made(made, ward)

    def _is_to_stranger(self, event: Event, account: Account) -> bool:
        officer = given_to(event.body)
        if officer is None or not account.wards:
            return False
        ward = self._ward_of(event, account)
        if ward not in self._officers_of:
            found = self._connection.scalars(
                select(officer_wards.c.officer).where(officer_wards.c.ward == ward)
            )
            self._officers_of[ward] = set(found)
        return officer not in self._officers_of[ward]

    def _number(self, event: Event, raw: bytes, sha256: bytes, ward: str, actor: str) -> Entry:
        seq = self._numbering.number(event, raw, sha256, ward, actor)
        self._stored[event.id] = Stored(seq, sha256, actor, event.type, ward, event.resident)
        entry = Entry(event, seq, WardCode(ward))
        self._histories.note(entry)
        self._handovers.note(entry)
        self._giving_back.note(entry)
        if event.type in MAY_BE_OF_A_SESSION:
            # What was over may be to come again.
            expected = self._seating.note(entry, self._stored)
            self._giving_back.note_people(expected, entry)
        return entry

    def write(self) -> Standing:
        """Write what was taken; how far the server is then."""
        self._maker.write()
        self._people.write()
        self._histories.write()
        self._handovers.write()
        self._seating.write()
        self._receipts.write()
        return self._numbering.write()


def _needs_wards(event: Event) -> bool:
    """Whether it counts for an event which wards know whom it is about."""
    return event.ward is None or event.type in DRAWS_IN


def _is_by_rule(event: Event) -> bool:
    return event.origin is Origin.RULE and event.type in DECISIONS
