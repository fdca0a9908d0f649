"""The people of a session as lines: who is expected, who waits, who came, who did not."""

from collections.abc import Callable, Sequence

import msgspec

from wardtui.domain.bookings import Booking
from wardtui.domain.case import Case
from wardtui.domain.moments import local
from wardtui.domain.phone_forms import national
from wardtui.domain.session_codes import BookingState
from wardtui.domain.text import search_fold
from wardtui.i18n import N_, tr
from wardtui.i18n.labels import label
from wardtui.services.sessions import Roll
from wardtui.tui.widgets.table_list import Line, Look

_SECTIONS = (
    (BookingState.BOOKED, N_("Expected")),
    (BookingState.WAITING, N_("On the waiting list")),
    (BookingState.ATTENDED, N_("Came")),
    (BookingState.MISSED, N_("Did not come")),
)
"""In the order of the work at a door."""

_TIME, _YEAR, _PHONE = 5, 4, 10
_WINDOW = 11
_NAME = 22
_GAPS = 5


class Person(msgspec.Struct, frozen=True):
    """Somebody of a session."""

    booking: Booking
    case: Case

    def is_found_by(self, query: str) -> bool:
        """Whether every word is in the name, or begins a phone number or its end."""
        name = search_fold(self.case.resident.name)
        phones = [national(phone.number) for phone in self.case.resident.phones]
        return all(
            any(part.startswith(word) for part in name.split())
            or (word.isdecimal() and any(word in phone for phone in phones))
            for word in search_fold(query).split()
        )


RollLine = tuple[Line, Person | None]
"""A heading has nobody."""


def people_of(roll: Roll) -> list[Person]:
    """Everybody, in the order of the sections and of their times; who waits, as they wait."""
    everybody = [*roll.seats.taken, *roll.walk_ins, *roll.seats.waiting]
    order = [state for state, _ in _SECTIONS]
    waiting = {one.id: place for place, one in enumerate(roll.seats.waiting)}
    found = [Person(one, roll.cases[one.id]) for one in everybody]
    return sorted(
        found,
        key=lambda one: (
            order.index(one.booking.state),
            waiting.get(one.booking.id, 0),
            one.booking.at,
            one.booking.id,
        ),
    )


def roll_lines(people: Sequence[Person], *, comes_to_people: bool) -> list[RollLine]:
    """The lines of a session's page.

    :param comes_to_people: with the address instead of the phone, and with time windows
    """
    lines: list[RollLine] = []
    for state, name in _SECTIONS:
        there = [one for one in people if one.booking.state is state]
        if there:
            lines.append((Line((f"{tr(name)} · {len(there)}",), Look.STRONG, False), None))
            lines += [(_line(one, comes_to_people=comes_to_people), one) for one in there]
    return lines


def _line(one: Person, *, comes_to_people: bool) -> Line:
    booking, resident = one.booking, one.case.resident
    at = f"{local(booking.since if booking.is_walk_in else booking.at):%H:%M}"
    if booking.state is BookingState.WAITING:
        # They have no seat, so no time was given to them.
        at = ""
    if comes_to_people:
        until = f"-{local(booking.until):%H:%M}" if booking.until is not None else ""
        texts: tuple[str, ...] = (at + until, resident.name, resident.address or "", _needs(one))
    else:
        phone = national(resident.phones[0].number) if resident.phones else ""
        year = (resident.birth_date or "")[:4]
        texts = (at, resident.name, year, phone, _needs(one))
    look = Look.PLAIN if booking.is_live else Look.MUTED
    return Line(texts, look)


def _needs(one: Person) -> str:
    """What they come for, and what has to be ready for them."""
    needs = one.booking.needs or one.case.unmet
    parts = [label(need) for need in needs]
    if one.booking.is_walk_in:
        parts.insert(0, tr("without a booking"))
    return " · ".join([*parts, *(label(need) for need in one.case.support_needs)])


def widths(*, comes_to_people: bool) -> Callable[[int], Sequence[int]]:
    """The widths of the columns for a width of the list."""

    def at_a_door(width: int) -> Sequence[int]:
        rest = width - 1 - _WINDOW - _GAPS
        name = _NAME + min(8, max(0, rest - 60) // 4)
        address = (rest - name) // 2
        return (_WINDOW, name, address, rest - name - address)

    def at_a_place(width: int) -> Sequence[int]:
        rest = width - 1 - _TIME - _YEAR - _PHONE - _GAPS
        name = _NAME + min(8, max(0, rest - 56) // 4)
        return (_TIME, name, _YEAR, _PHONE, max(0, rest - name))

    return at_a_door if comes_to_people else at_a_place
