"""The case of one person: what their entries give, one question after the other. Pure."""

from collections.abc import Collection, Sequence
from datetime import date
from types import MappingProxyType

from wardtui.domain.activation import activation_clock, in_time
from wardtui.domain.arising import next_arising
from wardtui.domain.attempts import by_day, by_slot, count
from wardtui.domain.booking_action import Expected, expected, propose_by_bookings
from wardtui.domain.bookings import as_planned, bookings, given_back
from wardtui.domain.case import (
    Case,
    NeedProgress,
    NextAction,
    Rule,
    Why,
)
from wardtui.domain.climbing import Climbed, climb
from wardtui.domain.counted import ladder_of
from wardtui.domain.directory import level_owner
from wardtui.domain.doors import household_key
from wardtui.domain.events import (
    ContactLogged,
    Entry,
    Erased,
    NeedArose,
    ResidentClosed,
    ResidentErased,
    ResidentListed,
    ResidentReopened,
    Unread,
)
from wardtui.domain.handoff_action import by_whom_told, once_declined, while_offered, with_deaths
from wardtui.domain.handoff_news import in_own_terms
from wardtui.domain.handoffs import Handoff, before_it_went, handoff_of
from wardtui.domain.home_action import on_decision
from wardtui.domain.home_service import decided, stage
from wardtui.domain.ids import EventId, ResidentId
from wardtui.domain.ladder_action import on_the_ladder, while_paused
from wardtui.domain.moments import TimeSlot, local, local_day, slot_of
from wardtui.domain.next_action import Contact, Moment, Proposal, Recorded, propose
from wardtui.domain.progress import Progress, birthdays_told, progress_of, without_void
from wardtui.domain.record import build_record
from wardtui.domain.resident import Resident
from wardtui.domain.same_person import counting
from wardtui.domain.sessions import Sessions
from wardtui.domain.vocabulary import (
    ActionKind,
    CloseReason,
    Failure,
    Need,
    Outcome,
    Status,
    SupportNeed,
)

_SLOTS = tuple(TimeSlot)
_SUPPORT_NEEDS = tuple(SupportNeed)


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
    entries = _not_erased(entries)
    counted = counting(entries)
    taken_back: Sequence[Entry] = ()
    if len(counted) < len(entries):
        kept = {e.event.id for e in counted}
        taken_back = [e for e in entries if e.event.id not in kept]
    handoff = handoff_of(counted, until)
    counted = in_own_terms(counted)
    listings = [e for e in counted if isinstance(e.event.body, ResidentListed)]
    if not listings:
        return None
    if until is not None:
        # A visit may be older than the list: the record is taken from the first list then.
        listing = next((e for e in reversed(listings) if _by(e, until)), listings[0])
        counted = [e for e in counted if _by(e, until) or e is listing]
    found = build_record(counted, members or (resident,))
    if found is None:
        return None
    listing, record = found.listing, found.resident
    first = min(listings, key=lambda e: e.event.effective_at)
    listed_at = local(first.event.effective_at)
    told: tuple[date, ...] = ()
    if any(isinstance(e.event.body, NeedArose) for e in entries):
        told = birthdays_told(entries)
        counted = without_void(counted, record.birth_date)
    contacts = _contacts(counted)
    heard = with_deaths(counted, contacts)
    before = {need: NeedProgress(need) for need in record.needs}
    before |= {one.need: one for one in met_before if one.need in before}
    progress = progress_of(counted, before)
    recorded, unmet = progress.recorded, progress.unmet
    while_here = before_it_went(counted, handoff)
    climbed = climb(while_here, resident, (first.event.id, listed_at), before, taken_back)
    bodies = [contact.body for contact in contacts]
    support = _support(bodies, record.support_needs, recorded)
    proposal = _proposed(record, first, climbed.anew, heard, recorded, support, unmet)
    proposal = by_whom_told(proposal, counted)
    closing = _closing(counted, resident)
    booked = as_planned(bookings(counted), planned)
    if closing is not None or (handoff is not None and handoff.is_accepted):
        # Nobody expects them any more, whatever a colleague who did not know it has booked.
        booked = tuple(one for one in booked if not one.is_live)
    standing = expected(booked, planned)
    decision = decided(counted)
    if proposal.kind is not ActionKind.CONFIRM_STATUS:
        last = recorded[-1] if recorded else None
        gone = given_back(counted)
        by_booking = booked or gone is not None
        places = {e.event.id: place for place, e in enumerate(counted)} if by_booking else {}
        asked = propose_by_bookings(record, booked, planned, contacts, last, places, proposal, gone)
        proposal = asked or on_decision(proposal, decision, contacts)
    proposal = once_declined(handoff, proposal, record, heard, recorded[-1] if recorded else None)
    clock = activation_clock(recorded, unmet)
    proposal = in_time(proposal, clock, heard, recorded)
    ladder = ladder_of(climbed, contacts, recorded, proposal, booked, standing)
    status, rule, because = _status(progress, handoff, closing, climbed, standing, listing)
    why = [Why("status", rule, because)]
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
        ward=listing.ward,
        resident=record,
        household=household_key(record.area, record.address),
        status=status,
        needs=tuple(progress.needs.values()),
        level=climbed.level,
        ladder=ladder,
        attempts=count(bodies),
        slots=tuple(s for s in _SLOTS if s in {slot_of(contact.at) for contact in contacts}),
        tallies=by_slot(contacts),
        days=by_day(contacts),
        last_contact=contacts[-1].summary if contacts else None,
        reasons=next((body.reasons for body in reversed(bodies) if body.reasons), ()),
        support_needs=tuple(need for need in _SUPPORT_NEEDS if need in support),
        flags=found.flags,
        listed_at=listed_at,
        changed_at=local(max(e.event.effective_at for e in counted)),
        next_action=action,
        why=tuple(why),
        unread=sum(
            isinstance(e.event.body, Unread) and not isinstance(e.event.body, Erased)
            for e in entries
        ),
        lists=found.lists,
        conflicts=found.conflicts,
        duplicate_of=found.duplicate_of,
        same_as=tuple(one for one in members if one != resident),
        closed=closing[1] if closing else None,
        assigned=climbed.assigned,
        handoff=handoff,
        activate_by=clock.until if clock is not None and status.needs_action else None,
        arises=None
        if status in (Status.CLOSED, Status.HANDED_OFF)
        else next_arising(record.birth_date, listed_at, progress.cards, told),
        bookings=booked,
        home_service=stage(
            support,
            decision,
            on_route=standing is not None
            and standing.booking.kind is not None
            and standing.booking.kind.comes_to_people,
            all_met=not unmet,
        ),
    )


def _status(
    progress: Progress,
    handoff: Handoff | None,
    closing: tuple[EventId, CloseReason] | None,
    climbed: Climbed,
    standing: Expected | None,
    listing: Entry,
) -> tuple[Status, Rule, tuple[EventId, ...]]:
    """Where the case stands, why, and by which events."""
    if handoff is not None and handoff.is_accepted:
        return Status.HANDED_OFF, Rule.HANDED_OFF, (handoff.because,)
    if closing is not None:
        return Status.CLOSED, Rule.CLOSED, (closing[0],)
    if progress.unmet and climbed.pause is not None:
        return Status.PAUSED, Rule.PAUSED, (climbed.pause,)
    if progress.unmet and standing is not None:
        return Status.BOOKED, Rule.BOOKED, (standing.booking.because,)
    because = tuple(progress.stands_by.values()) or (listing.event.id,)
    if progress.unmet:
        return Status.OPEN, Rule.NEEDS_UNMET, because
    return Status.ENROLLED, Rule.NEEDS_MET, because


def _proposed(
    record: Resident,
    listing: Entry,
    anew: tuple[EventId, Moment] | None,
    contacts: Sequence[Contact],
    recorded: Sequence[Recorded],
    support: Collection[SupportNeed],
    unmet: Collection[Need],
) -> Proposal:
    """What is to be done next by what was said and done since everything began, or began anew."""
    began = (listing.event.id, local(listing.event.effective_at))
    if anew is not None:
        event, moment = anew
        began = (event, moment[0])
        contacts = [one for one in contacts if one.moment > moment]
        recorded = [one for one in recorded if one.moment > moment]
    last = recorded[-1] if recorded else None
    return propose(record, began, contacts, last, support, unmet, anew=anew is not None)


def _support(
    bodies: Sequence[ContactLogged],
    listed: Sequence[SupportNeed],
    recorded: Sequence[Recorded],
) -> frozenset[SupportNeed]:
    """What the resident needs in order to be served: by the lists, or learnt since."""
    support = {need for body in bodies for need in body.support_needs} | set(listed)
    if any(body.outcome is Outcome.HOME_VISIT_REQUESTED for body in bodies):
        support.add(SupportNeed.HOME_SERVICE)
    if any(one.progress.failure is Failure.FINGERPRINTS_UNREADABLE for one in recorded):
        support.add(SupportNeed.WARM_HANDS)
    return frozenset(support)


def _closing(entries: Sequence[Entry], resident: ResidentId) -> tuple[EventId, CloseReason] | None:
    """What closed the case, unless it was opened again since.

    A record that was closed as a duplicate and then merged closes nobody.
    """
    for entry in reversed(entries):
        match entry.event.body:
            case ResidentClosed(reason=CloseReason.DUPLICATE) if entry.event.resident != resident:
                continue
            case ResidentClosed(reason=reason):
                return entry.event.id, reason
            case ResidentReopened():
                return None
    return None


def _not_erased(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Those about residents of whom something is kept: nothing brings back who was erased."""
    erased = {e.event.resident for e in entries if isinstance(e.event.body, ResidentErased)}
    return [e for e in entries if e.event.resident not in erased] if erased else entries


def _by(entry: Entry, day: date) -> bool:
    return local_day(entry.event.effective_at) <= day


def _contacts(entries: Sequence[Entry]) -> list[Contact]:
    found = [
        Contact(
            e.event.id,
            (local(e.event.effective_at), order),
            e.event.body,
            local(e.event.known_at),
        )
        for order, e in enumerate(entries)
        if isinstance(e.event.body, ContactLogged)
    ]
    found.sort(key=lambda contact: contact.moment)
    return found
