"""Seats that the server gives back: of who has another by a merge, is closed or handed over.

It looks when all of a request is numbered: whoever merges, closes or books anew says in the same
action which bookings end by it, and only what is left over is the server's.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import Connection, select

from wardtui.central.among import among
from wardtui.central.histories import Histories
from wardtui.central.same_person import Made
from wardtui.central.tables import events
from wardtui.domain.bookings import Booking, as_planned, bookings
from wardtui.domain.case_fold import fold_case
from wardtui.domain.events import Entry, EventRetracted, ResidentClosed, ResidentMerged
from wardtui.domain.handoff_events import HandoffAccepted
from wardtui.domain.ids import BookingId, ResidentId, rule_made_id
from wardtui.domain.same_person import Logs, counting, history, people
from wardtui.domain.session_codes import CancelReason
from wardtui.domain.session_events import BookingCancelled, BookingMade
from wardtui.domain.spare_seats import spare_bookings
from wardtui.domain.vocabulary import Status

_ENDS_A_CASE = frozenset({ResidentClosed.TYPE, HandoffAccepted.TYPE})
_TELLING = _ENDS_A_CASE | {BookingMade.TYPE}
_MAY_LEAVE_A_SEAT_SPARE = _TELLING | {ResidentMerged.TYPE, EventRetracted.TYPE}


class GivingBack:
    """The people of one request who may hold a seat for nothing."""

    def __init__(self, connection: Connection, histories: Histories, now: datetime) -> None:
        """Begin with nothing.

        :param now: the server's; what is over by then is given back by nobody
        """
        self._connection = connection
        self._histories = histories
        self._now = now
        self._because: dict[tuple[ResidentId, str], Entry] = {}
        self._said: dict[ResidentId, set[str]] = {}
        """What this commit says of residents, by type."""

    def note(self, entry: Entry) -> None:
        """Take in what was numbered."""
        event = entry.event
        if event.type not in _MAY_LEAVE_A_SEAT_SPARE or event.resident is None:
            return
        if event.type in _TELLING:
            self._said.setdefault(event.resident, set()).add(event.type)
        # The seats of whom another ward takes on are in the ward before.
        for ward in (entry.ward, event.to_ward):
            if ward is not None:
                self._because[event.resident, ward] = entry

    def note_people(self, residents: Iterable[ResidentId], because: Entry) -> None:
        """Take in that something was numbered which may be about some residents' bookings."""
        for resident in residents:
            self._because[resident, str(because.ward)] = because

    def found(self) -> list[tuple[Made, str]]:
        """Which bookings end, and in which ward, by what was numbered since this was asked last."""
        because, self._because = self._because, {}
        if not because:
            return []
        may_hold = self._may_hold_one({resident for resident, _ in because})
        self._histories.look_up(may_hold)
        # Several events of one request may be about the same person.
        made: dict[BookingId, tuple[Made, str]] = {}
        for (resident, ward), entry in because.items():
            if resident in may_hold:
                for one in self._spare(self._histories.of(resident, ward), ward):
                    made.setdefault(one.id, (_given_back(one, entry), ward))
        return list(made.values())

    def _may_hold_one(self, residents: set[ResidentId]) -> set[ResidentId]:
        """Those with bookings who are merged, closed or handed over: few of all who are booked."""
        together = self._histories.linked_with(residents)
        said = {one: set(self._said.get(one, ())) for one in together}
        whom = events.c.resident
        for row in self._connection.execute(
            select(whom, events.c.type)
            .where(among(self._connection, whom, together), events.c.type.in_(_TELLING))
            .distinct()
        ):
            said[row.resident].add(row.type)
        found = set()
        for resident in residents:
            linked = self._histories.linked_with([resident])
            types = set().union(*(said[one] for one in linked))
            if BookingMade.TYPE in types and (len(linked) > 1 or types & _ENDS_A_CASE):
                found.add(resident)
        return found

    def _spare(self, logs: Logs, ward: str) -> Iterator[Booking]:
        planned = self._histories.sessions_of(logs, ward)
        for who, members in people(logs).items():
            log = history(logs, members)
            booked = as_planned(bookings(counting(log)), planned)
            if not any(one.is_live for one in booked):
                continue
            case = fold_case(who, log, members=members, planned=planned)
            is_over = case is not None and case.status in (Status.CLOSED, Status.HANDED_OFF)
            if not is_over and len(members) == 1:
                continue
            yield from spare_bookings(booked, planned, self._now, is_expected=not is_over)


def _given_back(booking: Booking, because: Entry) -> Made:
    """Made anew of each cause: a merge may be taken back and brought back."""
    identifier = rule_made_id(booking.id, BookingCancelled.TYPE, because.event.id)
    body = BookingCancelled(booking=booking.id, reason=CancelReason.NOT_NEEDED)
    return Made(identifier, booking.resident, body)
