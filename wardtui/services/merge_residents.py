"""Say that two records are one person, or that they are not."""

from collections.abc import Collection, Sequence

from wardtui.domain.case import Case
from wardtui.domain.case_fold import fold_case
from wardtui.domain.errors import Refused
from wardtui.domain.events import (
    EventRetracted,
    ResidentCorrected,
    ResidentFlagCleared,
    ResidentMerged,
)
from wardtui.domain.ids import OfficerId, ResidentId
from wardtui.domain.record import corrected_fields, sources
from wardtui.domain.resident import Field, field_value
from wardtui.domain.same_person import counting, link
from wardtui.domain.session_events import BookingCancelled
from wardtui.domain.vocabulary import Flag, MergeReason, Origin
from wardtui.services.find_resident import find_resident
from wardtui.services.not_needed import bookings_once_merged, given_away
from wardtui.services.person import Person, person_of
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record
from wardtui.services.records import StoredEvent


class AlreadyOne(Refused):
    """Both ids are the same person."""

    CODE = "already_one"


class NotMerged(Refused):
    """Nobody was merged into the resident."""

    CODE = "not_merged"


class MergedByOthers(Refused):
    """Only a leader takes back what another officer, or the central server, has merged."""

    CODE = "merged_by_others"


class NotSuspected(Refused):
    """The two are not flagged as possible duplicates."""

    CODE = "not_suspected"


def merge_residents(
    unit: Unit,
    resident: ResidentId,
    into: ResidentId,
    tools: Tools,
    take: Collection[Field] = (),
) -> Saved:
    """Merge a resident into another one, whose record stays as it is.

    What the kept record leaves empty is filled from the other one; ``take`` names fields that are
    to be the other one's although the kept record has them. Of several bookings the one that counts
    keeps its seat.

    :raises UnknownResident: when nobody has one of the ids
    :raises AlreadyOne: when both are one person
    """
    given_up, kept = find_resident(unit, resident), find_resident(unit, into)
    if given_up.id == kept.id:
        raise AlreadyOne
    merge = ResidentMerged(from_=given_up.id, into=kept.id, why=MergeReason.DECIDED)
    drafts = [Draft(resident=given_up.id, ward=given_up.ward, body=merge)]
    both = [person_of(unit, case.id) for case in (kept, given_up)]
    log = sorted(
        (event.entry for person in both for event in person.events), key=lambda entry: entry.order
    )
    members = tuple(member for person in both for member in person.members)
    merged = fold_case(kept.id, log, members=members)
    if merged is not None:
        drafts += _kept_as_it_is(given_up, kept, merged, both, take)
        drafts += bookings_once_merged(unit, given_up, kept, merged, tools)
    return record(unit, drafts, tools)


def _kept_as_it_is(
    given_up: Case, kept: Case, merged: Case, both: Sequence[Person], take: Collection[Field]
) -> list[Draft]:
    """The newest list of both would give the record: what is to stand instead is put right."""
    counted = counting([event.entry for person in both for event in person.events])
    corrected = {
        person.id: corrected_fields(counting([event.entry for event in person.events]))
        for person in both
    }
    drafts = []
    for field in Field:
        first, second = (given_up, kept) if field in take else (kept, given_up)
        wanted = field_value(first.resident, field)
        if wanted in (None, [], "") and field not in corrected[first.id]:
            wanted = field_value(second.resident, field)
        found = field_value(merged.resident, field)
        if wanted != found:
            body = ResidentCorrected(
                field=field, old=found, new=wanted, replaces=sources(counted, field)
            )
            drafts.append(Draft(resident=kept.id, ward=kept.ward, body=body))
    return drafts


def split_person(unit: Unit, resident: ResidentId, tools: Tools) -> Saved:
    """Take back every merge by which others became this person, with what it put right.

    What gave their seats back is taken back as well, unless somebody else has them by now.

    :raises UnknownResident: when nobody has this id
    :raises NotMerged: when nobody was merged into them
    :raises MergedByOthers: when an officer who does not lead would take back another's merge
    """
    person = person_of(unit, find_resident(unit, resident).id)
    live = {entry.event.id for entry in counting([event.entry for event in person.events])}
    merges = [
        event for event in person.events if link(event.entry) is not None and event.event.id in live
    ]
    if not merges:
        raise NotMerged
    me = unit.state.pairing
    if me is not None and not me.role.leads and not all(_is_by(one, me.officer) for one in merges):
        raise MergedByOthers
    of_actions = [one for merge in merges for one in unit.events.of_action(merge.event.action)]
    if me is None or me.role.leads:
        of_actions += [one for one in person.events if _is_seat_given_back_by_rule(one)]
    gone = given_away(unit, [one for one in of_actions if one.event.id in live])
    drafts = [
        Draft(
            resident=event.event.resident,
            ward=event.ward or event.event.ward,
            body=EventRetracted(event=event.event.id),
        )
        for event in {one.event.id: one for one in of_actions}.values()
        if event.event.resident is not None and event.event.id in live - gone
    ]
    return record(unit, drafts, tools)


def _is_seat_given_back_by_rule(event: StoredEvent) -> bool:
    return event.event.origin is Origin.RULE and isinstance(event.event.body, BookingCancelled)


def _is_by(event: StoredEvent, officer: OfficerId) -> bool:
    """What nobody has stamped yet was recorded here, maybe before this device was paired."""
    if event.event.origin is Origin.RULE:
        return False
    return (event.actor or event.event.actor or officer) == officer


def tell_apart(unit: Unit, one: ResidentId, other: ResidentId, tools: Tools) -> Saved:
    """Say that two who were taken for possible duplicates are two people.

    :raises UnknownResident: when nobody has one of the ids
    :raises NotSuspected: when neither is flagged as the other's duplicate
    """
    cases = find_resident(unit, one), find_resident(unit, other)
    drafts = [
        Draft(
            resident=case.id,
            ward=case.ward,
            body=ResidentFlagCleared(flag=Flag.POSSIBLE_DUPLICATE, of=of),
        )
        for case, twin in (cases, cases[::-1])
        for of in case.duplicate_of
        if of == twin.id or of in twin.same_as
    ]
    if not drafts:
        raise NotSuspected
    return record(unit, drafts, tools)
