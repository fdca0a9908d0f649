"""Take back the newest action of this device, or bring back what was taken back last."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

import msgspec

from wardtui.domain.errors import Refused
from wardtui.domain.events import (
    AreaAssigned,
    CampaignPublished,
    CaseAssigned,
    Erased,
    EscalationRaised,
    Event,
    EventRetracted,
    PolicyPublished,
    ResidentFlagged,
    ResidentListed,
)
from wardtui.domain.handoff_events import HandoffAccepted, HandoffOffered, HandoffUpdated
from wardtui.domain.handoffs import handoffs
from wardtui.domain.ids import ActionId, EventId, short_id
from wardtui.domain.policy import PolicyVersion
from wardtui.domain.retraction import live
from wardtui.domain.same_person import link
from wardtui.domain.vocabulary import Origin, RungKind
from wardtui.services.not_needed import given_away
from wardtui.services.person import person_of
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record
from wardtui.services.records import StoredEvent, entries
from wardtui.services.sessions import overfull


class NothingToUndo(Refused):
    """No action of this device is left to take back."""

    CODE = "nothing_to_undo"


class NothingToRedo(Refused):
    """Nothing was taken back just before."""

    CODE = "nothing_to_redo"


class UndoNeedsConfirmation(Refused):
    """Taking back a whole import is asked for twice."""

    CODE = "undo_needs_confirmation"


class AssignmentUndoNeedsConfirmation(UndoNeedsConfirmation):
    """Taking back whom cases or areas were given to is asked for twice: others see it too."""

    CODE = "undo_assignment_needs_confirmation"


class PolicyUndoNeedsConfirmation(UndoNeedsConfirmation):
    """Taking back a policy is asked for twice: everybody in the ward works under it."""

    CODE = "undo_policy_needs_confirmation"


class CampaignUndoNeedsConfirmation(UndoNeedsConfirmation):
    """Taking back a campaign is asked for twice: the whole ward is measured by it."""

    CODE = "undo_campaign_needs_confirmation"


class BuiltOn(Refused):
    """Somebody has worked with what the action brought."""

    CODE = "built_on"


class AnsweredAbove(BuiltOn):
    """Somebody else has answered a case that the action brought to their level."""

    CODE = "built_on_above"


class TakenOnElsewhere(BuiltOn):
    """The ward to which the action offers somebody has taken them on."""

    CODE = "built_on_elsewhere"


class WorkedOnHere(BuiltOn):
    """Somebody has worked on the case of whom the action took on."""

    CODE = "built_on_here"


class SeatGone(BuiltOn):
    """Somebody else has the seat that would be needed again."""

    CODE = "built_on_seat"


class Undone(msgspec.Struct, frozen=True):
    """What was taken back or brought back."""

    saved: Saved
    of: tuple[StoredEvent, ...]
    """The events that this is about."""


def undo(unit: Unit, tools: Tools, *, confirmed: bool = False) -> Undone:
    """Retract the newest action of this device that is not undone yet, as a whole.

    :raises NothingToUndo: when there is none
    :raises UndoNeedsConfirmation: when it is an import, an assignment, a policy or a campaign and
        ``confirmed`` is false
    :raises BuiltOn: when there is work on residents whom an import brought
    :raises AnsweredAbove: when somebody else has answered what it raised, took on or gave back
    :raises TakenOnElsewhere: when another ward has taken on whom it offers
    :raises WorkedOnHere: when there is work on the case of whom it took on from another ward
    :raises SeatGone: when somebody else has the seat that it gave back
    """
    for first in _newest_of_each_action(unit):
        # Of what was erased nothing is left to take back.
        if isinstance(first.event.body, EventRetracted | Erased) or not _counts(unit, first):
            continue
        events = unit.events.of_action(first.event.action)
        listed = [one for one in events if isinstance(one.event.body, ResidentListed)]
        takes_on = any(isinstance(one.event.body, HandoffAccepted) for one in events)
        if listed and not takes_on and not confirmed:
            raise UndoNeedsConfirmation(residents=len(listed))
        given = sum(isinstance(one.event.body, CaseAssigned | AreaAssigned) for one in events)
        if given and not confirmed:
            raise AssignmentUndoNeedsConfirmation(count=given)
        published = next((one for one in events if _version(one) is not None), None)
        moves = _moves_under(unit, published) if published is not None else []
        if published is not None and not confirmed:
            cases = len({one.event.resident for one in moves})
            raise PolicyUndoNeedsConfirmation(policy=_version(published), cases=cases)
        if isinstance(first.event.body, CampaignPublished) and not confirmed:
            end = f"{first.event.body.campaign.end:%d/%m/%Y}"
            raise CampaignUndoNeedsConfirmation(end=end)
        worked_on = sum(_is_worked_on(unit, one) for one in listed)
        if listed:
            worked_on += _forgotten_of(events)
        worked_on += sum(_is_of_somebody_forgotten(unit, one) for one in events)
        if worked_on and takes_on:
            raise WorkedOnHere(residents=worked_on)
        if worked_on:
            raise BuiltOn(residents=worked_on)
        if any(_is_taken_on_elsewhere(unit, one) for one in events):
            raise TakenOnElsewhere(residents=1)
        answered = sum(_is_answered_by_others(unit, one) for one in events if not listed)
        if answered:
            raise AnsweredAbove(residents=answered)
        return _retract(unit, events, tools, moves)
    raise NothingToUndo


def redo(unit: Unit, tools: Tools) -> Undone:
    """Retract the newest undo, unless something was recorded after it.

    :raises NothingToRedo: when there is none
    """
    for first in _newest_of_each_action(unit):
        body = first.event.body
        if not isinstance(body, EventRetracted):
            break
        target = unit.events.get(body.event)
        brought_back = target is not None and isinstance(target.event.body, EventRetracted)
        if not brought_back and _counts(unit, first):
            undo_events = unit.events.of_action(first.event.action)
            if any(_is_of_somebody_forgotten(unit, one) for one in _targets(unit, undo_events)):
                raise BuiltOn(residents=1)
            undone = list(_targets(unit, undo_events))
            done = _retract(unit, undo_events, tools)
            return Undone(done.saved, _told(undone))
    raise NothingToRedo


def _targets(unit: Unit, retractions: list[StoredEvent]) -> Iterator[StoredEvent]:
    for one in retractions:
        body = one.event.body
        target = unit.events.get(body.event) if isinstance(body, EventRetracted) else None
        if target is not None:
            yield target


def _newest_of_each_action(unit: Unit) -> Iterator[StoredEvent]:
    seen: set[ActionId] = set()
    for event in unit.events.newest_own():
        if event.event.origin is Origin.RULE:
            continue
        if event.event.action not in seen:
            seen.add(event.event.action)
            yield event


def _log(unit: Unit, event: StoredEvent) -> list[StoredEvent]:
    resident = event.event.resident
    if resident is None:
        return unit.events.about_nobody(event.event.type, EventRetracted.TYPE)
    return unit.events.of_resident(resident)


def _counting(unit: Unit, event: StoredEvent) -> set[EventId]:
    return {entry.event.id for entry in live(entries(_log(unit, event)))}


def _counts(unit: Unit, event: StoredEvent) -> bool:
    return event.event.id in _counting(unit, event)


def _forgotten_of(events: list[StoredEvent]) -> int:
    """How many events of an action this device has forgotten: its numbers stand in a row."""
    numbers = [one.event.device_seq for one in events]
    return max(numbers) - min(numbers) + 1 - len(numbers)


def _is_worked_on(unit: Unit, listing: StoredEvent) -> bool:
    """Whether somebody has done something with what a list brought, after it did."""
    resident = listing.event.resident
    if resident is not None and unit.events.merged_into(resident):
        return True
    counting = _counting(unit, listing)
    return any(
        _is_work(one.event) and one.event.action != listing.event.action
        for one in _log(unit, listing)
        if one.event.id in counting and one.entry.order > listing.entry.order
    )


def _is_taken_on_elsewhere(unit: Unit, event: StoredEvent) -> bool:
    """Whether another ward has accepted the offer that an event makes."""
    if not isinstance(event.event.body, HandoffOffered):
        return False
    found = handoffs(live(entries(_log(unit, event))))
    return event.event.id in found and found[event.event.id].is_accepted


def _is_work(event: Event) -> bool:
    if isinstance(event.body, (ResidentListed, EventRetracted, HandoffUpdated)):
        return False
    return not (event.origin is Origin.RULE and isinstance(event.body, ResidentFlagged))


_LEVEL_WORK = (RungKind.RAISED, RungKind.ACCEPTED, RungKind.RETURNED, RungKind.RESOLVED)


def _is_answered_by_others(unit: Unit, event: StoredEvent) -> bool:
    """Whether somebody else has worked on a level to which an event brought its case.

    It did so itself, or a rule did for which it was the last fact.
    """
    me, resident = unit.state.pairing, event.event.resident
    if me is None or resident is None:
        return False
    case = unit.cases.get(person_of(unit, resident).id)
    rungs = [one for one in case.ladder.rungs if one.kind in _LEVEL_WORK] if case else []
    places = (
        place for place, one in enumerate(rungs) if event.event.id in (one.event, one.trigger)
    )
    first = next(places, len(rungs))
    return any(one.by not in (None, me.officer) for one in rungs[first + 1 :])


def _version(event: StoredEvent) -> PolicyVersion | None:
    """Which policy an event publishes."""
    body = event.event.body
    return body.policy.version if isinstance(body, PolicyPublished) else None


def _told(events: list[StoredEvent]) -> tuple[StoredEvent, ...]:
    """What an action was about: a policy stands for all that it has moved."""
    return tuple([one for one in events if _version(one) is not None] or events)


def _moves_under(unit: Unit, published: StoredEvent) -> list[StoredEvent]:
    """What a policy has raised since it was published, as far as this device recorded it.

    Where somebody else has worked on the level since, the case stays there.
    """
    since = takewhile(lambda one: one.event.id != published.event.id, unit.events.newest_own())
    return [
        one
        for one in since
        if one.event.origin is Origin.RULE
        and isinstance(one.event.body, EscalationRaised)
        and one.event.body.policy == _version(published)
        and not _is_answered_by_others(unit, one)
    ]


def _is_of_somebody_forgotten(unit: Unit, event: StoredEvent) -> bool:
    """A merge whose people this device has forgotten: it cannot tell them apart any more."""
    pair = link(event.entry)
    if pair is None or not unit.forgotten.count():
        return False
    return unit.forgotten.get(person_of(unit, pair[0]).id) is not None


def _retract(
    unit: Unit,
    events: list[StoredEvent],
    tools: Tools,
    moves: Sequence[StoredEvent] = (),
) -> Undone:
    """Retract events that count, and with them the moves that followed from them.

    :raises SeatGone: when more people would have a seat in a session than it has; the transaction
        takes all back then
    """
    full_before = overfull(unit)
    counting = [one for one in (*events, *moves) if _counts(unit, one)]
    gone = given_away(unit, counting)
    drafts = [
        Draft(
            resident=one.event.resident,
            ward=one.ward or one.event.ward,
            to_ward=one.event.to_ward,
            body=EventRetracted(event=one.event.id),
        )
        for one in counting
        if one.event.id not in gone
    ]
    done = Undone(record(unit, drafts, tools), _told(events))
    full = sorted(overfull(unit) - full_before)
    if full:
        raise SeatGone(session=short_id(full[0]))
    return done
