"""Who gets a letter.

Whoever is booked into a session of ours is told time and place, unless a letter or a message went
out since. Of the others, whoever is to be visited next gets an invitation to be handed over or left
at the door: calls have not reached them, or they have no telephone, or they declined. Somebody for
whom contact has stopped, or who booked elsewhere themself, gets none.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from wardtui.domain.bookings import Booking
from wardtui.domain.case import Case
from wardtui.domain.events import ContactLogged
from wardtui.domain.ids import SessionId
from wardtui.domain.notice import Notice
from wardtui.domain.retraction import live
from wardtui.domain.sessions import Session
from wardtui.domain.vocabulary import ActionKind, Channel
from wardtui.domain.worklist import walk_key, worklist_row
from wardtui.domain.worklist_filter import Filter
from wardtui.domain.worklist_orders import Sort
from wardtui.services.listing import list_as_of
from wardtui.services.notices import NOBODY, Caller, booked, invitation_of, notice_of
from wardtui.services.person import person_of
from wardtui.services.ports import Unit
from wardtui.services.records import entries
from wardtui.services.sessions import list_sessions

_WRITTEN = frozenset({Channel.LETTER, Channel.MESSAGE})


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which letters."""

    due_only: bool = True
    """Leave out those to whom somebody has written already."""
    session: SessionId | None = None
    """Only those who are booked there."""
    area: str | None = None


def letters_due(
    unit: Unit, now: datetime, wanted: Wanted | None = None, caller: Caller = NOBODY
) -> list[Notice]:
    """Invitations to be printed, in walking order."""
    wanted = wanted or Wanted()
    offered = list_sessions(unit, now)
    found = []
    coming = [one.session.id for one in offered if one.taken]
    for case in _cases(unit, now, wanted, coming):
        if _gets_letter(unit, case, now, wanted):
            invitation = invitation_of(case, unit.sessions, now, caller, offered)
            if invitation is not None:
                found.append(notice_of(case, invitation, now))
    return found


def _cases(
    unit: Unit, now: datetime, wanted: Wanted, coming: Sequence[SessionId]
) -> Iterator[Case]:
    """Those who may get a letter, in walking order.

    :param coming: sessions still to come at which somebody is expected
    """
    if wanted.session is not None:
        there = [
            case
            for case in unit.cases.of_session(wanted.session)
            if wanted.area in (None, case.resident.area)
        ]
        yield from sorted(there, key=lambda case: walk_key(worklist_row(case)))
        return
    listing = list_as_of(unit, now)
    everybody = Filter(area=wanted.area, open_only=True)
    expected = {case.id for one in coming for case in unit.cases.of_session(one)}
    for position in listing.worklist.select(everybody, Sort.WALK):
        row = listing.worklist.row(position)
        if row.kind is ActionKind.VISIT or row.id in expected:
            case = listing.case(unit, row.id)
            if case is not None:
                yield case


def _gets_letter(unit: Unit, case: Case, now: datetime, wanted: Wanted) -> bool:
    if not case.status.needs_action:
        return False
    found = booked(case, unit.sessions, now)
    if found is not None and wanted.session in (None, found[0].session):
        return not wanted.due_only or not _was_told_in_writing(unit, case, *found)
    if wanted.session is not None or case.next_action is None:
        return False
    if case.next_action.kind is not ActionKind.VISIT:
        return False
    last = case.last_contact
    return not wanted.due_only or last is None or last.channel not in _WRITTEN


def _was_told_in_writing(unit: Unit, case: Case, booking: Booking, session: Session) -> bool:
    """Whether a letter or a message went out since time and place are what they are."""
    since = booking.since
    if session.moved is not None:
        since = max(since, session.moved.at)
    return any(
        isinstance(entry.event.body, ContactLogged)
        and entry.event.body.channel in _WRITTEN
        and entry.event.effective_at >= since
        for entry in live(entries(person_of(unit, case.id).events))
    )
