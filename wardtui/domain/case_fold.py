"""The case of one person: what their entries give, one question after the other. Pure."""

from collections.abc import Sequence
from datetime import date
from types import MappingProxyType

from wardtui.domain.activation import activation_clock, in_time
from wardtui.domain.arising import next_arising
from wardtui.domain.attempts import count
from wardtui.domain.booking_action import propose_by_bookings
from wardtui.domain.bookings import given_back
from wardtui.domain.case import Case, NeedProgress, NextAction, Why
from wardtui.domain.case_told import Told, tell
from wardtui.domain.counted import ladder_of
from wardtui.domain.directory import level_owner
from wardtui.domain.doors import household_key
from wardtui.domain.events import Entry, Erased, Unread
from wardtui.domain.handoff_action import by_whom_told, once_declined, while_offered, with_deaths
from wardtui.domain.home_action import on_decision
from wardtui.domain.home_service import decided, stage
from wardtui.domain.ids import ResidentId
from wardtui.domain.ladder_action import on_the_ladder, while_paused
from wardtui.domain.moments import TimeSlot, slot_of
from wardtui.domain.next_action import Contact, Proposal, propose
from wardtui.domain.sessions import Sessions
from wardtui.domain.vocabulary import ActionKind, Status

_SLOTS = tuple(TimeSlot)


def fold_case(
    resident: ResidentId,
    entries: Sequence[Entry],
    until: date | None = None,
    met_before: Sequence[NeedProgress] = (),
    members: Sequence[ResidentId] = (),
    planned: Sessions = MappingProxyType({}),
) -> Case | None:
    """The case of one person, or none while nothing lists them.

    Who holds the area and which policy is in force is not looked at: without an assignment the
    owner is the level.

    :param entries: the person's entries in order (``Entry.order``)
    :param until: the case as it stood at the end of this day, by what is known now: events count
        on their effective day, and what was retracted since never was
    :param met_before: needs that were met in a history that this device has forgotten
    :param members: the residents whose histories these are, when several were merged
    :param planned: the sessions that the person's bookings name, as far as they are known
    """
    told = tell(resident, entries, until, met_before, members, planned)
    if told is None:
        return None
    found, record, contacts, booked = told.found, told.resident, told.contacts, told.bookings
    climbed, handoff, standing = told.climbed, told.handoff, told.standing
    recorded, unmet = told.progress.recorded, told.progress.unmet
    last = recorded[-1] if recorded else None
    heard = with_deaths(told.counted, contacts)
    proposal = _proposed(told, heard)
    proposal = by_whom_told(proposal, told.counted)
    decision = decided(told.counted)
    if proposal.kind is not ActionKind.CONFIRM_STATUS:
        gone = given_back(told.counted)
        by_booking = booked or gone is not None
        places = {e.event.id: place for place, e in enumerate(told.counted)} if by_booking else {}
        asked = propose_by_bookings(record, booked, planned, contacts, last, places, proposal, gone)
        proposal = asked or on_decision(proposal, decision, contacts)
    proposal = once_declined(handoff, proposal, record, heard, last)
    clock = activation_clock(recorded, unmet)
    proposal = in_time(proposal, clock, heard, recorded)
    ladder = ladder_of(climbed, contacts, recorded, proposal, booked, standing)
    status = told.status
    why = [Why("status", told.rule, told.because)]
    action = None
    if status.needs_action:
        needed = on_the_ladder(proposal, climbed.level, ladder)
        needed = while_offered(handoff, proposal, heard) or needed
        if status is Status.PAUSED:
            needed = while_paused(ladder) or needed
        action = NextAction(needed.kind, climbed.assigned or level_owner(climbed.level), needed.due)
        why.append(Why("next_action", needed.rule, (needed.because,)))
    return Case(
        id=resident,
        ward=told.ward,
        resident=record,
        household=household_key(record.area, record.address),
        status=status,
        needs=told.needs,
        level=told.level,
        ladder=ladder,
        attempts=count([contact.body for contact in contacts]),
        slots=tuple(s for s in _SLOTS if s in {slot_of(contact.at) for contact in contacts}),
        tallies=told.tallies,
        days=told.days,
        last_contact=contacts[-1].summary if contacts else None,
        reasons=told.reasons,
        support_needs=told.support_needs,
        flags=told.flags,
        listed_at=told.listed_at,
        changed_at=told.changed_at,
        next_action=action,
        why=tuple(why),
        unread=sum(
            isinstance(e.event.body, Unread) and not isinstance(e.event.body, Erased)
            for e in entries
        ),
        lists=found.lists,
        conflicts=found.conflicts,
        duplicate_of=found.duplicate_of,
        same_as=told.same_as,
        closed=told.closing[1] if told.closing else None,
        assigned=climbed.assigned,
        handoff=handoff,
        activate_by=clock.until if clock is not None and status.needs_action else None,
        arises=None
        if status in (Status.CLOSED, Status.HANDED_OFF)
        else next_arising(record.birth_date, told.listed_at, told.progress.cards, told.birthdays),
        bookings=booked,
        home_service=stage(
            told.support,
            decision,
            on_route=standing is not None
            and standing.booking.kind is not None
            and standing.booking.kind.comes_to_people,
            all_met=not unmet,
        ),
    )


def _proposed(told: Told, contacts: Sequence[Contact]) -> Proposal:
    """What is to be done next by what was said and done since everything began, or began anew.

    :param contacts: with the deaths that another ward has told of
    """
    began, recorded, anew = told.began, told.progress.recorded, told.climbed.anew
    if anew is not None:
        event, moment = anew
        began = (event, moment[0])
        contacts = [one for one in contacts if one.moment > moment]
        recorded = [one for one in recorded if one.moment > moment]
    return propose(
        told.resident,
        began,
        contacts,
        recorded[-1] if recorded else None,
        told.support,
        told.progress.unmet,
        anew=anew is not None,
    )
