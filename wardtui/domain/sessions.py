"""Enrolment sessions: what the events say of each. Pure and total."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from wardtui.domain.events import Entry
from wardtui.domain.ids import EventId, OfficerId, SessionId, WardCode
from wardtui.domain.moments import local
from wardtui.domain.retraction import live
from wardtui.domain.session_codes import SessionKind
from wardtui.domain.session_events import SessionCancelled, SessionChanged, SessionOpened


class Change(msgspec.Struct, frozen=True, gc=False):
    """The last event that made an appointment void or another one."""

    event: EventId
    at: datetime
    """Effective time."""


class Session(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """One enrolment session as it is planned now."""

    id: SessionId
    ward: WardCode | None
    kind: SessionKind
    place: str
    start: datetime
    end: datetime
    capacity: int
    """Seats."""
    devices: int = 1
    areas: tuple[str, ...] = ()
    """For whom it is meant; empty means everybody."""
    note: str | None = None
    opened_by: OfficerId | None = None
    """Null before the device was paired."""
    moved: Change | None = None
    """When place or time became another: whoever was booked before has to be told."""
    cancelled: Change | None = None

    @property
    def takes_place(self) -> bool:
        """Whether it has not been cancelled."""
        return self.cancelled is None

    @property
    def slot_minutes(self) -> float:
        """How long one person may take: so many devices serve so many seats in this time."""
        minutes = (self.end - self.start).total_seconds() / 60
        return minutes * self.devices / self.capacity


class Sessions(Protocol):
    """Where a session is looked up by its id."""

    def get(self, session: SessionId, /) -> Session | None:
        """The session; none when it is not known."""
        ...


def sessions(entries: Sequence[Entry]) -> dict[SessionId, Session]:
    """Every session that was opened and not taken back, by its id.

    :param entries: the events about no resident, in order (``Entry.order``)
    """
    found: dict[SessionId, Session] = {}
    for entry in live(entries):
        event = entry.event
        change = Change(event.id, local(event.effective_at))
        match event.body:
            case SessionOpened() as body:
                opened = Session(
                    id=SessionId(event.id),
                    ward=entry.ward,
                    kind=body.kind,
                    place=body.place,
                    start=local(body.start),
                    end=local(body.end),
                    capacity=body.capacity,
                    devices=body.devices,
                    areas=body.areas,
                    note=body.note,
                    opened_by=event.actor,
                )
                found.setdefault(opened.id, opened)
            case SessionChanged(session=which) as body if _is_of(found, which, entry):
                found[which] = _changed(found[which], body, change)
            case SessionCancelled(session=which) if _is_of(found, which, entry):
                if found[which].takes_place:
                    found[which] = msgspec.structs.replace(found[which], cancelled=change)
    return found


def _is_of(found: Mapping[SessionId, Session], session: SessionId, entry: Entry) -> bool:
    """Whether an event is about a session of its own ward: no other ward has a say in it.

    Before the server has stamped an event of an unpaired device, its ward is not known.
    """
    if session not in found:
        return False
    ward = found[session].ward
    return ward == entry.ward or None in (ward, entry.ward)


def _changed(session: Session, body: SessionChanged, change: Change) -> Session:
    now = msgspec.structs.replace(
        session,
        kind=body.kind or session.kind,
        place=body.place or session.place,
        start=local(body.start) if body.start else session.start,
        end=local(body.end) if body.end else session.end,
        capacity=body.capacity or session.capacity,
        devices=body.devices or session.devices,
        note=session.note if body.note is None else body.note,
    )
    if now.end <= now.start:
        # Two changed it without knowing of each other: what cannot be is left as it was.
        now = msgspec.structs.replace(now, start=session.start, end=session.end)
    if (now.place, now.start, now.end) != (session.place, session.start, session.end):
        now = msgspec.structs.replace(now, moved=change)
    return now
