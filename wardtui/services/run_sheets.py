"""A session as the sheet that goes along: everybody who is expected, with what is needed there."""

from datetime import datetime
from itertools import chain

from wardtui.domain.bookings import Booking
from wardtui.domain.case import Case
from wardtui.domain.ids import SessionId, short_id
from wardtui.domain.notice import RunSheet, SheetFor, Stop
from wardtui.domain.papers import acts_through_guardian
from wardtui.domain.session_codes import SessionKind
from wardtui.domain.sessions import Session
from wardtui.domain.worklist import walk_key, worklist_row
from wardtui.services.notices import appointment_in, band_of, door_of, papers_of
from wardtui.services.ports import Unit
from wardtui.services.sessions import SessionIsCancelled, find_session


def export_name(whom: SheetFor) -> str:
    """What the access log calls a sheet that was taken out."""
    return f"sessions sheet --for {whom}"


def run_sheet(unit: Unit, session: SessionId, now: datetime) -> RunSheet:
    """The sheet of a session: by time, and in walking order among those of the same time.

    :raises wardtui.services.sessions.UnknownSession: when there is none
    :raises SessionIsCancelled: when it does not take place
    """
    found = find_session(unit, session)
    if not found.takes_place:
        raise SessionIsCancelled(session=short_id(found.id))
    there = [
        (_stop(case, booking, found), walk_key(worklist_row(case)))
        for case in unit.cases.of_session(found.id)
        # Another laptop may have closed the case without knowing of the booking.
        if case.status.needs_action
        for booking in case.bookings
        if booking.session == found.id and booking.stands
    ]
    there.sort(key=lambda one: (one[0].at, one[1]))
    pairing = unit.state.pairing
    return RunSheet(
        kind=found.kind,
        place=found.place,
        start=found.start,
        end=found.end,
        stops=tuple(stop for stop, _ in there),
        officer=pairing.name if pairing else None,
        printed_at=now,
    )


def _stop(case: Case, booking: Booking, session: Session) -> Stop:
    resident = case.resident
    needs = tuple(need for need in booking.needs if need in case.unmet) or case.unmet
    expected = appointment_in(booking, session)
    guardian = resident.guardian
    numbers = (one.number for one in resident.phones)
    guardians = (guardian.phone,) if guardian and guardian.phone else ()
    far = session.kind is SessionKind.OTHER_PROVINCE
    acts = acts_through_guardian(needs, band_of(case, expected.at))
    return Stop(
        resident=case.id,
        name=resident.name,
        birth_year=resident.birth_year,
        area=None if far else resident.area,
        address=door_of(resident, far=far),
        at=expected.at,
        until=expected.until,
        needs=needs,
        papers=papers_of(case, needs, expected.at),
        phones=tuple(dict.fromkeys(chain(numbers, guardians))),
        guardian=guardian.name if guardian and acts else None,
        support_needs=case.support_needs,
    )
