"""Put people to whom the team goes on its route, each with a time window, in walking order."""

from collections.abc import Sequence
from datetime import datetime
from math import floor

from wardtui.domain.bookings import Booking
from wardtui.domain.case import Case
from wardtui.domain.errors import Refused
from wardtui.domain.home_service import HomeStage
from wardtui.domain.ids import ResidentId, SessionId, short_id
from wardtui.domain.moments import later
from wardtui.domain.route import Door, Window, plan_route
from wardtui.domain.session_codes import BookingState
from wardtui.domain.session_events import BookingMade
from wardtui.domain.sessions import Session
from wardtui.services.book import (
    NotApproved,
    NothingToBook,
    SessionFull,
    SessionIsOver,
    booking_drafts,
)
from wardtui.services.find_resident import find_resident
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record
from wardtui.services.sessions import Listed, Roll, SessionIsCancelled, list_sessions, roll


class NoRoute(Refused):
    """People come to this session; nobody goes to them."""

    CODE = "no_route"


class RouteUnchanged(Refused):
    """Everybody who was named is on the route already, with the window that they have."""

    CODE = "route_unchanged"


class RouteTooLong(Refused):
    """The session ends before the team has been at every door."""

    CODE = "route_too_long"


def put_on_route(
    unit: Unit,
    session: SessionId,
    residents: Sequence[ResidentId],
    tools: Tools,
    *,
    again: bool = False,
) -> Saved:
    """Book residents into a session whose team goes to them, with windows in walking order.

    Who is on the route already keeps their window, unless it is planned again as a whole.

    :param again: give everybody on the route a new window
    :raises NoRoute: when people come to the session
    :raises SessionIsCancelled: when it does not take place
    :raises SessionIsOver: when it has
    :raises NothingToBook: when nothing is left to be done for one of them
    :raises NotApproved: when no leader has approved one of them
    :raises SessionFull: when there are not enough seats
    :raises RouteTooLong: when there is not enough time
    :raises RouteUnchanged: when everybody keeps the window that they have
    """
    now = tools.clock.now()
    found = roll(unit, session)
    _check_session(found.session, now)
    cases = _approved(unit, residents)
    stands = {found.cases[one.id].id: one for one in found.seats.taken if _stands(one)}
    new = {case.id: case for case in cases if case.id not in stands}
    free = found.seats.free(found.session.capacity)
    if len(new) > free:
        raise SessionFull(
            session=short_id(found.session.id),
            capacity=found.session.capacity,
            waiting=len(found.seats.waiting),
        )
    replanned = {**_cases(found, stands), **new} if again else new
    drafts = [
        draft
        for window in _plan(found, stands, replanned, now)
        if not _is_kept(stands.get(window.resident), window)
        for draft in _drafts(replanned[window.resident], found.session.id, window)
    ]
    if not drafts:
        raise RouteUnchanged(session=short_id(found.session.id))
    return record(unit, drafts, tools)


def routes(unit: Unit, now: datetime) -> list[Listed]:
    """The sessions to come whose team goes to people, the earliest first."""
    return [
        one
        for one in list_sessions(unit, now)
        if one.session.kind.comes_to_people and one.session.takes_place
    ]


def _check_session(session: Session, now: datetime) -> None:
    if not session.kind.comes_to_people:
        raise NoRoute(session=short_id(session.id), kind=session.kind)
    if not session.takes_place:
        raise SessionIsCancelled(session=short_id(session.id))
    if session.end <= now:
        raise SessionIsOver(session=short_id(session.id), end=session.end)


def _approved(unit: Unit, residents: Sequence[ResidentId]) -> list[Case]:
    cases = [find_resident(unit, one) for one in dict.fromkeys(residents)]
    for case in cases:
        if not case.status.needs_action:
            raise NothingToBook(resident=short_id(case.id), status=case.status)
        if case.home_service not in (HomeStage.APPROVED, HomeStage.ON_ROUTE):
            raise NotApproved(short=short_id(case.id))
    return cases


def _stands(booking: Booking) -> bool:
    return booking.state is BookingState.BOOKED


def _cases(found: Roll, stands: dict[ResidentId, Booking]) -> dict[ResidentId, Case]:
    return {who: found.cases[booking.id] for who, booking in stands.items()}


def _plan(
    found: Roll,
    stands: dict[ResidentId, Booking],
    replanned: dict[ResidentId, Case],
    now: datetime,
) -> list[Window]:
    """The windows of those who get one, in the order of time.

    :raises RouteTooLong: when one of them would lie behind the end of the session
    """
    session = found.session
    agreed = [
        _door(found.cases[booking.id], booking)
        for who, booking in stands.items()
        if who not in replanned
    ]
    doors = [*agreed, *(_door(case) for case in replanned.values())]
    # A route has one team, whatever it carries: every seat is a door, one after the other.
    minutes = floor(session.slot_minutes / session.devices)
    start = max(session.start, _next_minute(now))
    windows = [
        one for one in plan_route(doors, start, session.end, minutes) if one.resident in replanned
    ]
    left = sum(one.past_end for one in windows)
    if left:
        raise RouteTooLong(session=short_id(session.id), count=left)
    return windows


def _next_minute(now: datetime) -> datetime:
    return later(now.replace(second=0, microsecond=0), minutes=1)


def _door(case: Case, booking: Booking | None = None) -> Door:
    resident = case.resident
    return Door(
        resident=case.id,
        area=resident.area,
        address=resident.address,
        route_no=resident.route_no,
        at=booking.at if booking is not None else None,
        until=booking.until if booking is not None else None,
    )


def _is_kept(before: Booking | None, window: Window) -> bool:
    return before is not None and (before.at, before.until) == (window.at, window.until)


def _drafts(case: Case, session: SessionId, window: Window) -> list[Draft]:
    """The booking, and the end of what it replaces."""
    made = BookingMade(session=session, needs=case.unmet, at=window.at, until=window.until)
    return booking_drafts(case, made)
