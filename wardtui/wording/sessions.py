"""Sessions and bookings in words."""

from datetime import datetime
from typing import TYPE_CHECKING

from wardtui.domain.bookings import Booking
from wardtui.domain.moments import local
from wardtui.domain.session_codes import BookingState
from wardtui.domain.sessions import Session
from wardtui.i18n import ntr, tr
from wardtui.i18n.dates import day_text
from wardtui.i18n.labels import label

if TYPE_CHECKING:
    from wardtui.services.sessions import Listed


def hours_text(session: Session, now: datetime) -> str:
    """``T2 23/11 18:00-21:00``."""
    start, end = local(session.start), local(session.end)
    until = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%H:%M %d/%m}"
    return f"{day_text(start, now)} {start:%H:%M}-{until}"


def seats_text(one: "Listed") -> str:
    """How full it is, in a few words."""
    if not one.session.takes_place:
        return tr("cancelled")
    parts = [tr("{taken}/{capacity}", taken=one.taken, capacity=one.session.capacity)]
    if one.waiting:
        parts.append(tr("{count} waiting", count=one.waiting))
    return " · ".join(parts)


def booking_text(booking: Booking, now: datetime) -> str:
    """When and where somebody is expected, and what became of it."""
    at = local(booking.at)
    when = f"{day_text(at, now)} {at:%H:%M}"
    if booking.until is not None:
        when += f"-{local(booking.until):%H:%M}"
    what = label(booking.kind) if booking.kind is not None else None
    if booking.session is None:
        what = tr("booked themself")
    state = None if booking.state is BookingState.BOOKED else label(booking.state)
    if booking.is_void and booking.is_live:
        state = tr("session cancelled")
    return " · ".join(part for part in (when, what, booking.place, state) if part)


def told_text(count: int) -> str:
    """How many have to be told, when anybody has."""
    if not count:
        return ""
    return ntr("{count} person has to be told.", "{count} people have to be told.", count)
