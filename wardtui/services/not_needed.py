"""What becomes of bookings when nothing is left to be done for somebody: their seats fall free."""

from collections.abc import Iterable
from datetime import datetime

from wardtui.domain.case import Case
from wardtui.domain.ids import ResidentId
from wardtui.domain.moments import local_day
from wardtui.domain.session_codes import BookingState, CancelReason
from wardtui.domain.session_events import BookingAttended, BookingCancelled
from wardtui.domain.vocabulary import Need
from wardtui.services.recording import Draft


def bookings_given_back(case: Case) -> list[Draft]:
    """Every booking that stands, or waits, is cancelled: the case was closed."""
    return [
        _draft(case, one.resident, BookingCancelled(booking=one.id, reason=_REASON))
        for one in case.bookings
        if one.is_live
    ]


def bookings_after(case: Case, need: Need, at: datetime) -> list[Draft]:
    """What becomes of the bookings when a need is met: who was booked for that day has come, and
    what lies ahead is given back once nothing else is missing."""
    if _is_missing(case.unmet, but_not=need):
        return []
    drafts = []
    for one in case.bookings:
        if not one.is_live:
            continue
        came = one.state is BookingState.BOOKED and local_day(one.at) == local_day(at)
        body = (
            BookingAttended(booking=one.id)
            if came
            else BookingCancelled(booking=one.id, reason=_REASON)
        )
        drafts.append(_draft(case, one.resident, body, at if came else None))
    return drafts


_REASON = CancelReason.NOT_NEEDED


def _is_missing(unmet: Iterable[Need], but_not: Need) -> bool:
    return any(need is not but_not for need in unmet)


def _draft(
    case: Case,
    whom: ResidentId,
    body: BookingAttended | BookingCancelled,
    at: datetime | None = None,
) -> Draft:
    return Draft(resident=whom, ward=case.ward, body=body, occurred_at=at)
