"""Bookings that the server did not take, and for which nobody has done anything yet."""

from collections.abc import Iterable, Sequence

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.ids import ResidentId
from wardtui.domain.session_events import BookingMade
from wardtui.domain.sessions import Session
from wardtui.services.person import person_of
from wardtui.services.ports import Unit
from wardtui.services.records import Rejected
from wardtui.services.sessions import Listed

NO_SEAT = frozenset({"session_full", "session_cancelled", "unknown_session"})
"""Codes of the server for a booking that another session would settle."""


class Refusal(msgspec.Struct, frozen=True):
    """Somebody was promised a seat that they do not have."""

    code: str
    booking: BookingMade
    session: Session | None
    """As it is planned now; null when this device does not know it."""

    def offers(self, sessions: Sequence[Listed]) -> list[Listed]:
        """Without the session itself while it only looks free here."""
        return [one for one in sessions if one.session.id != self.booking.session or not one.free]


def refusal_of(unit: Unit, case: Case) -> Refusal | None:
    """The last booking that was not taken, unless they were booked anew since; none else."""
    rejected = (one for who in (case.id, *case.same_as) for one in unit.events.rejected_of(who))
    return _open_refusal(unit, case, rejected)


def refused(unit: Unit) -> dict[ResidentId, Refusal]:
    """Everybody whose booking was not taken and who has to be offered another."""
    by_person: dict[ResidentId, list[Rejected]] = {}
    for one in unit.events.rejected():
        if one.event.resident is not None and one.code in NO_SEAT:
            by_person.setdefault(person_of(unit, one.event.resident).id, []).append(one)
    found: dict[ResidentId, Refusal] = {}
    for who, rejected in by_person.items():
        case = unit.cases.get(who)
        refusal = None if case is None else _open_refusal(unit, case, rejected)
        if refusal is not None:
            found[who] = refusal
    return found


def _open_refusal(unit: Unit, case: Case, rejected: Iterable[Rejected]) -> Refusal | None:
    if not case.status.needs_action:
        return None
    bookings = [one for one in rejected if _is_about_a_seat(one)]
    if not bookings:
        return None
    last = max(bookings, key=lambda one: one.event.id)
    if _was_booked_since(case, last):
        return None
    body = last.event.body
    assert isinstance(body, BookingMade)  # noqa: S101  so it was chosen
    session = None if body.session is None else unit.sessions.get(body.session)
    return Refusal(last.code, body, session)


def _is_about_a_seat(one: Rejected) -> bool:
    return one.code in NO_SEAT and isinstance(one.event.body, BookingMade)


def _was_booked_since(case: Case, refused: Rejected) -> bool:
    """Whether another booking was made after the one that was not taken."""
    made: Sequence[str] = [one.id for one in case.bookings]
    return any(one > refused.event.id for one in made)
