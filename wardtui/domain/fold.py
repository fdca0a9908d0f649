"""The fold: events in their order give cases. Pure, total, deterministic, incremental.

A person's case depends on the entries of that person alone, so the state keeps each resident's
entries and a change refolds the few people whom it touches. Only its owner depends on more: on who
holds the area (``wardtui.domain.directory``), which is put in afterwards.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from wardtui.domain.case import (
    FIRST_LEVEL,
    Attempts,
    Case,
    DayCount,
    NeedProgress,
    NextAction,
    Rule,
    SlotTally,
    Tallies,
    Why,
)
from wardtui.domain.directory import Holders, assignee, holders, level_owner, with_owner
from wardtui.domain.doors import household_key
from wardtui.domain.events import (
    ContactLogged,
    EnrolmentRecorded,
    Entry,
    ResidentClosed,
    ResidentListed,
    ResidentReopened,
    Unread,
)
from wardtui.domain.ids import EventId, ResidentId
from wardtui.domain.moments import TimeSlot, local, local_day, slot_of
from wardtui.domain.next_action import Contact, Recorded, propose
from wardtui.domain.record import build_record
from wardtui.domain.same_person import Logs, counting, history, link, people
from wardtui.domain.vocabulary import Channel, CloseReason, Need, Outcome, Status, Step, SupportNeed

_SLOTS = tuple(TimeSlot)
_SUPPORT_NEEDS = tuple(SupportNeed)


class State:
    """All cases, and the entries that they were folded from."""

    def __init__(self) -> None:
        self.logs: dict[ResidentId, dict[EventId, Entry]] = {}
        self.cases: dict[ResidentId, Case] = {}
        self.holders: Holders = {}
        self._directory: dict[EventId, Entry] = {}
        self._about: dict[EventId, ResidentId | None] = {}
        self._linked: dict[ResidentId, set[ResidentId]] = {}

    def apply(self, entries: Iterable[Entry]) -> "State":
        """Take in more entries.

        An event that is already there counts once; the copy that the server numbered replaces
        one that was waiting to be sent.
        """
        touched: set[ResidentId] = set()
        for entry in entries:
            resident, identifier = entry.event.resident, entry.event.id
            if identifier in self._about:
                about = self._about[identifier]
                log = self._entries_about(about)
                if log[identifier].seq is not None or entry.seq is None:
                    continue
                if about is not None:
                    touched |= self._linked_with(about)
                del log[identifier]
            self._about[identifier] = resident
            self._entries_about(resident)[identifier] = entry
            if resident is not None:
                touched.add(resident)
            pair = link(entry)
            if pair is not None:
                self._linked.setdefault(pair[0], set()).add(pair[1])
                self._linked.setdefault(pair[1], set()).add(pair[0])
        while touched:
            together = self._linked_with(next(iter(touched)))
            touched -= together
            for resident in together:
                self.cases.pop(resident, None)
            logs = {one: _in_order(self.logs.get(one, {})) for one in together}
            self.cases.update(fold_people(logs))
        self.holders = holders(_in_order(self._directory))
        self.cases = {one: with_owner(case, self.holders) for one, case in self.cases.items()}
        return self

    def _entries_about(self, resident: ResidentId | None) -> dict[EventId, Entry]:
        return self._directory if resident is None else self.logs.setdefault(resident, {})

    def _linked_with(self, resident: ResidentId) -> set[ResidentId]:
        """Everybody who is linked with a resident by merges, whether or not they still count."""
        found, new = {resident}, {resident}
        while new:
            new = {other for one in new for other in self._linked.get(one, ())} - found
            found |= new
        return found


def _in_order(log: Mapping[EventId, Entry]) -> list[Entry]:
    return sorted(log.values(), key=lambda entry: entry.order)


def fold(entries: Iterable[Entry]) -> State:
    """Every case that the entries give."""
    return State().apply(entries)


def fold_people(logs: Logs) -> dict[ResidentId, Case]:
    """The cases of some residents who are linked by merges.

    :param logs: the histories of all who are
    """
    cases = {}
    for resident, members in people(logs).items():
        case = fold_case(resident, history(logs, members), members=members)
        if case is not None:
            cases[resident] = case
    return cases


def fold_case(
    resident: ResidentId,
    entries: Sequence[Entry],
    until: date | None = None,
    met_before: Sequence[NeedProgress] = (),
    members: Sequence[ResidentId] = (),
) -> Case | None:
    """The case of one person, or none while nothing lists them.

    Who holds the area is not looked at: without an assignment the owner is the level.

    :param entries: the person's entries in order (``Entry.order``)
    :param until: the case as it stood at the end of this day, by what is known now: events count
        on their effective day, and what was retracted since never was
    :param met_before: needs that were met in a history that this device has forgotten
    :param members: the residents whose histories these are, when several were merged
    """
    counted = counting(entries)
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
    contacts = _contacts(counted)
    progress = {need: NeedProgress(need) for need in record.needs}
    progress |= {before.need: before for before in met_before if before.need in progress}
    recorded = _enrolments(counted, progress)
    latest: dict[Need, Recorded] = {r.progress.need: r for r in recorded}
    progress |= {need: r.progress for need, r in latest.items()}
    needs = tuple(progress.values())
    unmet = [progress for progress in needs if progress.met_at is None]
    status = Status.OPEN if unmet else Status.ENROLLED
    rule = Rule.NEEDS_UNMET if unmet else Rule.NEEDS_MET
    because = tuple(r.event for r in latest.values()) or (listing.event.id,)
    closing = _closing(counted, resident)
    if closing is not None:
        status, rule, because = Status.CLOSED, Rule.CLOSED, (closing[0],)
    why = [Why("status", rule, because)]
    assigned = assignee(counted, FIRST_LEVEL)
    action = None
    if status.needs_action:
        proposal = propose(
            record,
            (first.event.id, listed_at),
            contacts,
            recorded[-1] if recorded else None,
        )
        action = NextAction(proposal.kind, assigned or level_owner(FIRST_LEVEL), proposal.due)
        why.append(Why("next_action", proposal.rule, (proposal.because,)))
    bodies = [contact.body for contact in contacts]
    support = {need for body in bodies for need in body.support_needs} | set(record.support_needs)
    if any(body.outcome is Outcome.HOME_VISIT_REQUESTED for body in bodies):
        support.add(SupportNeed.HOME_SERVICE)
    return Case(
        id=resident,
        ward=listing.ward,
        resident=record,
        household=household_key(record.area, record.address),
        status=status,
        needs=needs,
        level=FIRST_LEVEL,
        attempts=_count(bodies),
        slots=tuple(s for s in _SLOTS if s in {slot_of(contact.at) for contact in contacts}),
        tallies=_by_slot(contacts),
        days=_by_day(contacts),
        last_contact=contacts[-1].summary if contacts else None,
        reasons=next((body.reasons for body in reversed(bodies) if body.reasons), ()),
        support_needs=tuple(need for need in _SUPPORT_NEEDS if need in support),
        flags=found.flags,
        listed_at=listed_at,
        changed_at=local(max(e.event.effective_at for e in counted)),
        next_action=action,
        why=tuple(why),
        unread=sum(isinstance(e.event.body, Unread) for e in entries),
        lists=found.lists,
        conflicts=found.conflicts,
        duplicate_of=found.duplicate_of,
        same_as=tuple(one for one in members if one != resident),
        closed=closing[1] if closing else None,
        assigned=assigned,
    )


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


def _by(entry: Entry, day: date) -> bool:
    return local_day(entry.event.effective_at) <= day


def _contacts(entries: Sequence[Entry]) -> list[Contact]:
    found = [
        Contact(e.event.id, (local(e.event.effective_at), order), e.event.body)
        for order, e in enumerate(entries)
        if isinstance(e.event.body, ContactLogged)
    ]
    found.sort(key=lambda contact: contact.moment)
    return found


def _enrolments(entries: Sequence[Entry], before: Mapping[Need, NeedProgress]) -> list[Recorded]:
    """Enrolments by effective time, each with the progress of its need after it."""
    found = sorted(
        (
            ((local(e.event.effective_at), order), e.event.id, e.event.body)
            for order, e in enumerate(entries)
            if isinstance(e.event.body, EnrolmentRecorded)
        ),
        key=lambda one: one[0],
    )
    progress = dict(before)
    recorded: list[Recorded] = []
    for moment, event, body in found:
        if body.need not in progress:
            continue
        progress[body.need] = _advance(progress[body.need], body, moment[0])
        recorded.append(Recorded(event, moment, progress[body.need]))
    return recorded


def _advance(before: NeedProgress, body: EnrolmentRecorded, at: datetime) -> NeedProgress:
    if body.step is None:
        return NeedProgress(before.need, before.step, before.met_at, body.failure)
    # Only what came back for a fix opens a met need again; an earlier step recorded late does not.
    met_at = None if body.step is Step.RETURNED_FOR_FIX else before.met_at
    if met_at is None and before.need.is_met_by(body.step):
        met_at = at
    return NeedProgress(before.need, body.step, met_at)


def _count(bodies: Sequence[ContactLogged]) -> Attempts:
    attempts = Attempts()
    for body in bodies:
        attempts = attempts.plus(body.channel)
    return attempts


def _by_slot(contacts: Sequence[Contact]) -> Tallies:
    found = {slot: [0, 0] for slot in _SLOTS}
    for contact in contacts:
        if contact.body.channel in (Channel.CALL, Channel.VISIT):
            found[slot_of(contact.at)][0] += 1
            found[slot_of(contact.at)][1] += contact.body.outcome.reached
    morning, afternoon, evening, weekend = (SlotTally(*found[slot]) for slot in _SLOTS)
    return morning, afternoon, evening, weekend


def _by_day(contacts: Sequence[Contact]) -> tuple[DayCount, ...]:
    days: dict[date, list[ContactLogged]] = {}
    for contact in contacts:
        days.setdefault(local_day(contact.at), []).append(contact.body)
    return tuple(
        DayCount(day, _count(bodies), any(body.outcome.reached for body in bodies))
        for day, bodies in days.items()
    )
