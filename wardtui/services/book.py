"""Book residents into sessions."""

from datetime import datetime

import msgspec

from wardtui.domain.body import Body
from wardtui.domain.bookings import Booking
from wardtui.domain.case import Case
from wardtui.domain.errors import BadInput, Refused
from wardtui.domain.home_service import HomeStage
from wardtui.domain.ids import ResidentId, SessionId, short_id
from wardtui.domain.session_codes import BookingState, CancelReason
from wardtui.domain.session_events import (
    MOST_REPLACED,
    BookingCancelled,
    BookingMade,
    HomeServiceDecided,
)
from wardtui.domain.sessions import Session
from wardtui.domain.slots import free_slot, slot_end
from wardtui.domain.vocabulary import Need
from wardtui.services.find_resident import find_resident
from wardtui.services.plan_session import check_ahead
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record
from wardtui.services.sessions import SessionIsCancelled, find_session, seats_in_session
from wardtui.services.texts import check_text


class SessionFull(Refused):
    """No seat is free."""

    CODE = "session_full"


class SessionIsOver(Refused):
    """It has taken place."""

    CODE = "session_is_over"


class NothingToBook(Refused):
    """Nothing is left to be done for the resident, or the case is not open."""

    CODE = "nothing_to_book"


class NeedIsMet(Refused):
    """The resident does not lack what they were to be booked for."""

    CODE = "need_is_met"


class BookedThere(Refused):
    """They are booked into this session already."""

    CODE = "booked_there"


class NotBooked(Refused):
    """They are not booked there."""

    CODE = "not_booked"


class NotApproved(Refused):
    """No leader has approved that the team goes to them."""

    CODE = "home_not_approved"


class BadBookingTime(BadInput):
    """When they come was not said, has passed, or lies outside the session."""

    CODE = "booking_time"


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody is to be expected."""

    resident: ResidentId
    session: SessionId | None
    """Null when they booked elsewhere themself."""
    needs: tuple[Need, ...] = ()
    """All that are unmet unless given."""
    at: datetime | None = None
    """The next free slot of the session unless given."""
    until: datetime | None = None
    place: str | None = None
    waiting: bool = False
    """Put them on the waiting list when no seat is free."""


def book(unit: Unit, command: Book, tools: Tools) -> Saved:
    """Book a resident into a session; where they were booked before they are no longer expected.

    :raises NothingToBook: when nothing is left to be done for them
    :raises NeedIsMet: when they do not lack one of the needs
    :raises SessionIsCancelled: when the session does not take place
    :raises SessionIsOver: when it has
    :raises BookedThere: when they are booked there already
    :raises SessionFull: when no seat is free and they are not to wait for one
    :raises NotApproved: when the team would go to them and no leader has said so
    """
    case = find_resident(unit, command.resident)
    if not case.status.needs_action:
        raise NothingToBook(resident=short_id(case.id), status=case.status)
    wrong = tuple(need for need in command.needs if need not in case.unmet)
    if wrong:
        raise NeedIsMet(needs=wrong, unmet=case.unmet)
    needs = tuple(dict.fromkeys(command.needs)) or case.unmet
    drafts: list[Draft] = []
    if command.session is None:
        body = _elsewhere(command, needs, tools)
    else:
        session = find_session(unit, command.session)
        body = _in_session(unit, case, session, command, needs, tools)
        if session.kind.comes_to_people and not _is_approved(case):
            drafts.append(_approval(unit, case))
    drafts += booking_drafts(case, body)
    return record(unit, drafts, tools)


def booking_drafts(case: Case, body: BookingMade) -> list[Draft]:
    """A booking, and the end of all that it replaces."""
    live = [one for one in case.bookings if one.is_live]
    # A merged person's other bookings carry another resident's id: each ends under its own.
    replaces = tuple(one.id for one in live if one.resident == case.id)[:MOST_REPLACED]
    ended = (
        (one.resident, BookingCancelled(booking=one.id, reason=CancelReason.REBOOKED))
        for one in live
        if one.resident != case.id
    )
    made = msgspec.structs.replace(body, replaces=replaces)
    return [_draft(case, case.id, made), *(_draft(case, who, end) for who, end in ended)]


def _elsewhere(command: Book, needs: tuple[Need, ...], tools: Tools) -> BookingMade:
    if command.at is None or command.at < tools.clock.now():
        raise BadBookingTime(time=command.at)
    if command.until is not None and command.until <= command.at:
        raise BadBookingTime(time=command.until)
    check_ahead(command.at, tools.clock.now())
    place = check_text(command.place)
    return BookingMade(session=None, needs=needs, at=command.at, until=command.until, place=place)


def _in_session(
    unit: Unit,
    case: Case,
    session: Session,
    command: Book,
    needs: tuple[Need, ...],
    tools: Tools,
) -> BookingMade:
    now = tools.clock.now()
    if not session.takes_place:
        raise SessionIsCancelled(session=short_id(session.id))
    if session.end <= now:
        raise SessionIsOver(session=short_id(session.id), end=session.end)
    seats = seats_in_session(unit, session.id)
    mine = [one for one in case.bookings if one.is_live and one.session == session.id]
    full = seats.free(session.capacity) <= 0
    if mine and (command.at is None or command.at == mine[0].at):
        raise BookedThere(session=short_id(session.id), state=mine[0].state)
    if full and not mine and not command.waiting:
        raise SessionFull(
            session=short_id(session.id), capacity=session.capacity, waiting=len(seats.waiting)
        )
    at = command.at or free_slot(session, (one.at for one in seats.taken), now)
    if not session.start <= at < session.end:
        raise BadBookingTime(time=at)
    until = command.until
    if until is not None and not at < until <= session.end:
        raise BadBookingTime(time=until)
    if until is None and session.kind.comes_to_people:
        until = slot_end(session, at)
    waiting = full and (not mine or mine[0].state is BookingState.WAITING)
    return BookingMade(session=session.id, needs=needs, at=at, until=until, waiting=waiting)


def _is_approved(case: Case) -> bool:
    return case.home_service in (HomeStage.APPROVED, HomeStage.ON_ROUTE)


def _approval(unit: Unit, case: Case) -> Draft:
    """Whoever leads approves by booking them."""
    pairing = unit.state.pairing
    if pairing is not None and not pairing.role.leads:
        raise NotApproved(short=short_id(case.id))
    return _draft(case, case.id, HomeServiceDecided(approved=True))


def unbook(
    unit: Unit,
    resident: ResidentId,
    session: SessionId | None,
    tools: Tools,
    reason: CancelReason = CancelReason.ASKED,
) -> Saved:
    """Somebody is not expected any more.

    :param session: where; everywhere unless given
    :raises NotBooked: when they are not booked there
    """
    case = find_resident(unit, resident)
    live = _live(case, session)
    if not live:
        raise NotBooked(session=session)
    drafts = [
        _draft(case, one.resident, BookingCancelled(booking=one.id, reason=reason)) for one in live
    ]
    return record(unit, drafts, tools)


def _live(case: Case, session: SessionId | None) -> list[Booking]:
    return [one for one in case.bookings if one.is_live and session in (None, one.session)]


def _draft(case: Case, whom: ResidentId, body: Body) -> Draft:
    return Draft(resident=whom, ward=case.ward, body=body)
