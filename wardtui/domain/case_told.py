"""What the entries of one person tell, before it is asked what is to be done next. Pure."""

from collections.abc import Sequence
from datetime import date, datetime
from types import MappingProxyType

import msgspec

from wardtui.domain.attempts import by_day, by_slot
from wardtui.domain.booking_action import Expected, expected
from wardtui.domain.bookings import Booking, as_planned, bookings
from wardtui.domain.case import DayCount, NeedProgress, Rule, Tallies
from wardtui.domain.climbing import Climbed, climb
from wardtui.domain.events import (
    ContactLogged,
    Entry,
    NeedArose,
    ResidentClosed,
    ResidentErased,
    ResidentListed,
    ResidentReopened,
)
from wardtui.domain.handoff_news import in_own_terms
from wardtui.domain.handoffs import Handoff, before_it_went, handoff_of
from wardtui.domain.ids import EventId, ResidentId, WardCode
from wardtui.domain.moments import local, local_day
from wardtui.domain.next_action import Contact, Recorded
from wardtui.domain.progress import Progress, birthdays_told, progress_of, without_void
from wardtui.domain.record import Record, build_record
from wardtui.domain.resident import Resident
from wardtui.domain.same_person import counting
from wardtui.domain.sessions import Sessions
from wardtui.domain.vocabulary import (
    CloseReason,
    Failure,
    Flag,
    Outcome,
    Reason,
    Status,
    SupportNeed,
)

_SUPPORT_NEEDS = tuple(SupportNeed)


class Told(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is known of a person at one point of the history."""

    id: ResidentId
    """Who stands for the person."""
    same_as: tuple[ResidentId, ...]
    """The other residents whose histories are this one."""
    counted: Sequence[Entry]
    """What counts, in order."""
    found: Record
    began: tuple[EventId, datetime]
    """Their first list, and when it was read."""
    birthdays: tuple[date, ...]
    """Those on which something arose."""
    contacts: Sequence[Contact]
    progress: Progress
    handoff: Handoff | None
    climbed: Climbed
    support: frozenset[SupportNeed]
    closing: tuple[EventId, CloseReason] | None
    bookings: tuple[Booking, ...]
    standing: Expected | None
    """The booking to which they are expected next."""
    status: Status
    rule: Rule
    """Why the status is so."""
    because: tuple[EventId, ...]
    """By which events it is."""

    @property
    def ward(self) -> WardCode | None:
        """That of the list that counts."""
        return self.found.listing.ward

    @property
    def resident(self) -> Resident:
        """The record."""
        return self.found.resident

    @property
    def flags(self) -> tuple[Flag, ...]:
        """What is still wrong with it."""
        return self.found.flags

    @property
    def needs(self) -> tuple[NeedProgress, ...]:
        """How far each has come."""
        return tuple(self.progress.needs.values())

    @property
    def level(self) -> int:
        """Where they stand on the ladder."""
        return self.climbed.level

    @property
    def tallies(self) -> Tallies:
        """Calls and visits by time slot."""
        return by_slot(self.contacts)

    @property
    def days(self) -> tuple[DayCount, ...]:
        """What was tried on each day on which somebody tried."""
        return by_day(self.contacts)

    @property
    def listed_at(self) -> datetime:
        """When their first list was read."""
        return self.began[1]

    @property
    def changed_at(self) -> datetime:
        """Effective time of the newest event that counts."""
        return local(max(e.event.effective_at for e in self.counted))

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Those of the last contact that gave any."""
        said = (contact.body.reasons for contact in reversed(self.contacts))
        return next((reasons for reasons in said if reasons), ())

    @property
    def support_needs(self) -> tuple[SupportNeed, ...]:
        """In the order of the vocabulary."""
        return tuple(need for need in _SUPPORT_NEEDS if need in self.support)


def tell(
    resident: ResidentId,
    entries: Sequence[Entry],
    until: date | None = None,
    met_before: Sequence[NeedProgress] = (),
    members: Sequence[ResidentId] = (),
    planned: Sessions = MappingProxyType({}),
) -> Told | None:
    """What the entries of one person tell; none while nothing lists them.

    The arguments are those of ``wardtui.domain.case_fold.fold_case``.
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
        by_then = [e for e in listings if _by(e, until)] or listings[:1]
        counted = [e for e in counted if e is by_then[-1] or _by(e, until)]
    found = build_record(counted, members or (resident,))
    if found is None:
        return None
    record = found.resident
    first = min(listings, key=lambda e: e.event.effective_at)
    began = (first.event.id, local(first.event.effective_at))
    birthdays: tuple[date, ...] = ()
    if any(isinstance(e.event.body, NeedArose) for e in entries):
        birthdays = birthdays_told(entries)
        counted = without_void(counted, record.birth_date)
    contacts = _contacts(counted)
    before = {need: NeedProgress(need) for need in record.needs}
    before |= {one.need: one for one in met_before if one.need in before}
    progress = progress_of(counted, before)
    climbed = climb(before_it_went(counted, handoff), resident, began, before, taken_back)
    closing = _closing(counted, resident)
    booked = as_planned(bookings(counted), planned)
    if closing is not None or (handoff is not None and handoff.is_accepted):
        # Nobody expects them any more, whatever a colleague who did not know it has booked.
        booked = tuple(one for one in booked if not one.is_live)
    standing = expected(booked, planned)
    status, rule, because = _status(progress, handoff, closing, climbed, standing, found.listing)
    return Told(
        id=resident,
        same_as=tuple(one for one in members if one != resident),
        counted=counted,
        found=found,
        began=began,
        birthdays=birthdays,
        contacts=contacts,
        progress=progress,
        handoff=handoff,
        climbed=climbed,
        support=_support(contacts, record.support_needs, progress.recorded),
        closing=closing,
        bookings=booked,
        standing=standing,
        status=status,
        rule=rule,
        because=because,
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


def _support(
    contacts: Sequence[Contact],
    listed: Sequence[SupportNeed],
    recorded: Sequence[Recorded],
) -> frozenset[SupportNeed]:
    """What the resident needs in order to be served: by the lists, or learnt since."""
    bodies = [contact.body for contact in contacts]
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
