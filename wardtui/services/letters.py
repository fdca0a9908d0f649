"""Who gets a letter.

Whoever is booked into a session of ours is told time and place, unless a letter or a message went
out since. Of the others, whoever is to be visited next gets an invitation to be handed over or left
at the door: calls have not reached them, or they have no telephone, or they declined. Somebody for
whom contact has stopped, or who booked elsewhere themself, gets none.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from wardtui.domain.bookings import Booking
from wardtui.domain.case import Case
from wardtui.domain.escalation import is_stopped
from wardtui.domain.events import ContactLogged
from wardtui.domain.ids import ResidentId, SessionId
from wardtui.domain.notice import Notice
from wardtui.domain.phones import read_phones
from wardtui.domain.resident import Field
from wardtui.domain.retraction import live
from wardtui.domain.sessions import Session
from wardtui.domain.typed_values import BadValue
from wardtui.domain.vocabulary import ActionKind, Channel, ValueFault
from wardtui.domain.worklist import walk_key, worklist_row
from wardtui.domain.worklist_filter import Filter
from wardtui.domain.worklist_orders import Sort
from wardtui.services.listing import list_as_of
from wardtui.services.notices import Caller, booked, invitation_of, notice_of
from wardtui.services.person import person_of
from wardtui.services.ports import Unit
from wardtui.services.records import entries
from wardtui.services.sessions import list_sessions

_WRITTEN = frozenset({Channel.LETTER, Channel.MESSAGE})


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which letters."""

    due_only: bool = True
    """Leave out those to whom somebody has written already."""
    residents: Collection[ResidentId] | None = None
    """Only these, whatever is next for them."""
    session: SessionId | None = None
    """Only those who are booked there."""
    area: str | None = None


class LetterHead(msgspec.Struct, frozen=True):
    """What the officer says of who writes; for what is left out there is a line to write it on."""

    ward: str | None = None
    """Name of the ward."""
    phone: str | None = None
    """The number to call, E.164."""


def number_to_call(text: str) -> str:
    """A number as somebody typed it, E.164.

    :raises BadValue: when it is none
    """
    read = read_phones(text)
    if read.unclear or len(read.phones) != 1:
        raise BadValue(field=Field.PHONES, fault=ValueFault.PHONE)
    return read.phones[0].number


def with_number(notice: Notice, phone: str | None) -> Notice:
    """A notice that says which number to call.

    :param phone: E.164
    """
    invitation = msgspec.structs.replace(notice.invitation, phone=phone)
    return msgspec.structs.replace(notice, invitation=invitation)


def letters_due(unit: Unit, now: datetime, wanted: Wanted | None = None) -> list[Notice]:
    """Invitations to be printed, in walking order. They name the officer of this device."""
    wanted = wanted or Wanted()
    pairing = unit.state.pairing
    caller = Caller(pairing.name if pairing else None)
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
    if wanted.residents is not None:
        chosen = (unit.cases.get(one) for one in sorted(set(wanted.residents)))
        yield from _as_one_walks((case for case in chosen if case is not None), wanted.area)
        return
    if wanted.session is not None:
        yield from _as_one_walks(unit.cases.of_session(wanted.session), wanted.area)
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


def _as_one_walks(cases: Iterable[Case], area: str | None) -> list[Case]:
    there = (case for case in cases if area in (None, case.resident.area))
    return sorted(there, key=lambda case: walk_key(worklist_row(case)))


def _gets_letter(unit: Unit, case: Case, now: datetime, wanted: Wanted) -> bool:
    if not case.status.needs_action or is_stopped(case):
        return False
    found = booked(case, unit.sessions, now)
    if found is not None and wanted.session in (None, found[0].session):
        return not wanted.due_only or not _was_told_in_writing(unit, case, *found)
    if wanted.session is not None or not _is_to_be_invited(case, wanted):
        return False
    last = case.last_contact
    return not wanted.due_only or last is None or last.channel not in _WRITTEN


def _is_to_be_invited(case: Case, wanted: Wanted) -> bool:
    """Whether somebody who is not booked into a session of ours is asked to come."""
    if wanted.residents is not None:
        return not any(one.stands for one in case.bookings)
    return case.next_action is not None and case.next_action.kind is ActionKind.VISIT


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
