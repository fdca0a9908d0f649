"""Sessions as documents and in eighty columns, for commands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wardtui.domain.bookings import Booking
from wardtui.domain.ids import short_id
from wardtui.domain.moments import local
from wardtui.i18n import ntr, tr
from wardtui.i18n.labels import label
from wardtui.services.sessions import Listed, Roll
from wardtui.services.view import booking_document
from wardtui.wording.columns import cells
from wardtui.wording.sessions import hours_text, seats_text, told_text


def session_document(one: Listed) -> dict[str, Any]:
    """A session as ``sessions list`` gives it."""
    session = one.session
    return {
        "id": session.id,
        "ward": session.ward,
        "kind": session.kind,
        "place": session.place,
        "start": session.start,
        "end": session.end,
        "devices": session.devices,
        "capacity": session.capacity,
        "areas": session.areas,
        "note": session.note,
        "cancelled": not session.takes_place,
        "taken": one.taken,
        "waiting": one.waiting,
        "free": one.free,
    }


def sessions_text(found: Sequence[Listed], now: datetime) -> str:
    """The sessions, a line each."""
    if not found:
        return tr("No session is planned. Open one: wardtui sessions open")
    lines = [
        f"{short_id(one.session.id)} {cells(hours_text(one.session, now), 22)} "
        f"{cells(label(one.session.kind), 18)} {cells(seats_text(one), 14)} {one.session.place}"
        for one in found
    ]
    count = ntr("{count} session", "{count} sessions", len(found))
    return "\n".join([*(line.rstrip() for line in lines), count])


def roll_document(found: Roll) -> dict[str, Any]:
    """A session with everybody who is expected, waits or came."""
    listed = Listed(found.session, len(found.seats.taken), len(found.seats.waiting))

    def people(booked: Sequence[Booking]) -> list[dict[str, Any]]:
        return [
            {
                "resident": found.cases[one.id].id,
                "name": found.cases[one.id].resident.name,
                **booking_document(one),
            }
            for one in booked
        ]

    return {
        **session_document(listed),
        "seats": people(found.seats.taken),
        "waiting_list": people(found.seats.waiting),
        "walk_ins": people(found.walk_ins),
    }


def roll_text(found: Roll, now: datetime) -> str:
    """A session and its people, a line each."""
    session = found.session
    listed = Listed(session, len(found.seats.taken), len(found.seats.waiting))
    head = f"{label(session.kind)} · {hours_text(session, now)} · {seats_text(listed)}"
    booked = [*found.seats.taken, *found.walk_ins, *found.seats.waiting]
    lines = [
        f"{local(one.at):%H:%M} {short_id(found.cases[one.id].id)} "
        f"{cells(found.cases[one.id].resident.name, 24)} {label(one.state)}"
        for one in booked
    ]
    nobody = [] if lines else [tr("Nobody is booked yet: wardtui book RESIDENT SESSION")]
    return "\n".join([head, session.place, "", *lines, *nobody])


def planned_text(one: Listed, to_tell: int, now: datetime) -> str:
    """What was planned, and who has to be told."""
    session = one.session
    what = f"{label(session.kind)}, {hours_text(session, now)}, {session.place}"
    done = tr("Saved: {what} ({id})", what=what, id=short_id(session.id))
    told = told_text(to_tell)
    return f"✓ {done} · {seats_text(one)}" + (f"\n{told}" if told else "")
