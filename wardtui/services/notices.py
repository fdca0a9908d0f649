"""What a resident is invited to, by what is known of their case."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from wardtui.domain.bookings import Booking
from wardtui.domain.card_rules import CardBand, band
from wardtui.domain.case import Case
from wardtui.domain.home_service import HomeStage
from wardtui.domain.moments import local_day
from wardtui.domain.notice import Appointment, Invitation, Notice
from wardtui.domain.papers import Paper, acts_through_guardian, data_disagree, papers_for
from wardtui.domain.resident import Resident
from wardtui.domain.session_codes import SessionKind
from wardtui.domain.sessions import Session, Sessions
from wardtui.domain.vocabulary import Need
from wardtui.services.sessions import Listed


class Caller(msgspec.Struct, frozen=True):
    """Whom residents are asked to call."""

    name: str | None = None
    phone: str | None = None
    """E.164."""


NOBODY = Caller()


def booked(case: Case, sessions: Sessions, now: datetime) -> tuple[Booking, Session] | None:
    """The next booking that somebody can be invited to: one in a session of ours, still to come."""
    standing = (
        (one, session)
        for one in case.bookings
        if one.stands and one.session is not None
        if (session := sessions.get(one.session)) is not None and session.end > now
    )
    return min(standing, key=lambda found: (found[0].at, found[0].id), default=None)


def appointment_in(booking: Booking, session: Session) -> Appointment:
    """When and where somebody is expected, as the session is planned now.

    :param booking: of a case: what is planned for its session is in it already
    """
    comes = session.kind.comes_to_people
    place = None if session.kind is SessionKind.AT_HOME else session.place
    until = booking.until or (session.end if comes else None)
    return Appointment(booking.at, place, until, comes)


def invitation_of(
    case: Case,
    sessions: Sessions,
    now: datetime,
    caller: Caller = NOBODY,
    offered: Sequence[Listed] = (),
) -> Invitation | None:
    """What to write to somebody; none when nothing is left to be done for them.

    :param offered: sessions to come, for those who are not booked to choose from
    """
    found = booked(case, sessions, now)
    needs = case.unmet
    appointment = None
    if found is not None:
        needs = tuple(need for need in found[0].needs if need in needs) or needs
        appointment = appointment_in(*found)
    if not needs:
        return None
    return Invitation(
        need=needs[0],
        also=needs[1:],
        appointment=appointment,
        choices=() if found else _choices(case, offered),
        papers=papers_of(case, needs, appointment.at if appointment else now),
        home_service=case.home_service is HomeStage.APPROVED,
        officer=caller.name,
        phone=caller.phone,
    )


def papers_of(case: Case, needs: Sequence[Need], at: datetime) -> tuple[Paper, ...]:
    """What somebody is asked to come with."""
    failures = [one.failure for one in case.needs if one.failure and one.need in needs]
    return papers_for(
        needs,
        band=band_of(case, at),
        has_number=case.resident.personal_id is not None,
        disagree=data_disagree(failures, case.reasons, case.flags),
    )


def notice_of(case: Case, invitation: Invitation, now: datetime) -> Notice:
    """The invitation with whom it goes to."""
    resident = case.resident
    at = invitation.appointment.at if invitation.appointment else now
    return Notice(
        resident=case.id,
        name=resident.name,
        is_child=acts_through_guardian(invitation.needs, band_of(case, at)),
        guardian=resident.guardian.name if resident.guardian else None,
        area=resident.area,
        address=door_of(resident),
        invitation=invitation,
    )


def door_of(resident: Resident, *, far: bool = False) -> str | None:
    """The door in this ward, where letters are taken too for somebody who lives elsewhere.

    :param far: the door where they live, for who goes there
    """
    if far:
        return resident.lives_at or (None if resident.lives_here is False else resident.address)
    return resident.address or resident.lives_at


def band_of(case: Case, at: datetime) -> CardBand | None:
    """How somebody of their age gets a card then."""
    return band(case.resident.birth_date, local_day(at))


def _choices(case: Case, offered: Sequence[Listed]) -> tuple[Appointment, ...]:
    """Sessions with a free seat that are meant for them; nobody chooses a team's way."""
    return tuple(
        Appointment(one.session.start, one.session.place, one.session.end)
        for one in offered
        if one.free
        and not one.session.kind.comes_to_people
        and (not one.session.areas or case.resident.area in one.session.areas)
    )
