"""What the events of sessions and bookings say, in one line each."""

from wardtui.domain.events import Event
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
from wardtui.domain.vocabulary import Origin
from wardtui.i18n import ntr, tr
from wardtui.i18n.dates import moment
from wardtui.i18n.labels import label
from wardtui.wording.rules import with_words


def session_event_text(event: Event) -> str | None:
    """What an event says; none when it is about something else."""
    at = event.effective_at
    match event.body:
        case SessionOpened(kind=kind, start=start, capacity=seats):
            return tr(
                "Session opened: {kind}, {when}, {seats} seats",
                kind=label(kind),
                when=moment(start, at),
                seats=seats,
            )
        case SessionChanged(start=start):
            if start is None:
                return tr("Session changed")
            return tr("Session moved to {when}", when=moment(start, at))
        case SessionCancelled(why=why):
            return with_words(tr("Session cancelled"), why)
        case BookingMade(session=None, at=when):
            return tr("Booked themself in VNeID: {when}", when=moment(when, at))
        case BookingMade(waiting=True, at=when):
            return tr("On the waiting list: {when}", when=moment(when, at))
        case BookingMade(at=when, needs=needs):
            what = ", ".join(label(need) for need in needs)
            return tr("Booked: {when} · {what}", when=moment(when, at), what=what)
        case BookingMovedUp():
            return tr("A seat fell free: has a seat now")
        case BookingCancelled() if event.origin is Origin.RULE:
            return tr("Booking ended by itself: nobody expects them there any more")
        case BookingCancelled(reason=reason):
            return tr("Booking cancelled: {reason}", reason=label(reason))
        case BookingAttended(booking=None):
            return tr("Came without a booking")
        case BookingAttended():
            return tr("Came to the appointment")
        case BookingMissed():
            return tr("Did not come to the appointment")
        case HomeServiceDecided(approved=approved, why=why):
            told = tr("Service at home approved") if approved else tr("Service at home declined")
            return with_words(told, why)
        case DutyAssigned(shift=shift, duty=duty, officers=officers):
            return ntr(
                "On duty: {duty}, {shift}, {count} officer",
                "On duty: {duty}, {shift}, {count} officers",
                len(officers),
                duty=label(duty),
                shift=label(shift),
            )
        case _:
            return None
