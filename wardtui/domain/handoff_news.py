"""News from the ward where somebody was before: what there is to tell, and what it says here.

``told`` is asked where the news comes from, ``in_own_terms`` where it arrives. Pure and total.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from wardtui.domain.events import (
    Body,
    ContactLogged,
    EnrolmentRecorded,
    Entry,
    EventRetracted,
    ResidentClosed,
    ResidentCorrected,
    ResidentListed,
    ResidentMerged,
    ResidentReopened,
)
from wardtui.domain.handoff_events import HandoffOffered, HandoffUpdated
from wardtui.domain.handoffs import Handoff
from wardtui.domain.ids import EventId, ResidentId, rule_made_id
from wardtui.domain.quality import flags_after
from wardtui.domain.resident import Field, Phone, Resident
from wardtui.domain.vocabulary import CloseReason, Flag, Outcome

MAY_BE_NEWS = frozenset(
    body.TYPE
    for body in (
        EnrolmentRecorded,
        ResidentCorrected,
        ResidentClosed,
        ResidentReopened,
        ContactLogged,
        ResidentMerged,
        EventRetracted,
        HandoffUpdated,
    )
)
"""The types of the events by which what the other ward has to know can change."""


def is_news(body: object) -> bool:
    """Whether an event may change what the other ward has to know; most contacts do not."""
    match body:
        case ContactLogged(outcome=outcome):
            return outcome is Outcome.DEATH_REPORTED
        case ResidentCorrected(field=field):
            return field is Field.PHONES
        case Body():
            return body.TYPE in MAY_BE_NEWS
        case _:
            return False


def update_id(resident: ResidentId, source: EventId) -> EventId:
    """The id of the event that tells another ward of one: the same whenever the rule comes to it.

    :param resident: who they are there
    """
    return EventId(rule_made_id(resident, source, HandoffUpdated.TYPE))


def told(counted: Sequence[Entry], handoff: Handoff) -> dict[EventId, HandoffUpdated]:
    """What the ward that has taken somebody on has to know, by the event that says so, in order.

    Of what was offered, all steps; besides, what came behind the offer.

    :param counted: the person's events that count where they were before, in order
    """
    found: dict[EventId, HandoffUpdated] = {}
    offer = next((one.event.body for one in counted if one.event.id == handoff.offer), None)
    needs = offer.needs if isinstance(offer, HandoffOffered) else ()
    is_behind = False
    for entry in counted:
        source = entry.event.id
        is_behind = is_behind or source == handoff.offer
        match entry.event.body:
            case EnrolmentRecorded(need=need, step=step) if step is not None:
                if is_behind or need in needs:
                    found[source] = HandoffUpdated(source=source, need=need, step=step)
            case ResidentCorrected(field=Field.PHONES, new=new) if is_behind:
                phones = msgspec.convert(new, tuple[Phone, ...])
                found[source] = HandoffUpdated(source=source, phones=without_cells(phones))
            case ContactLogged(outcome=Outcome.DEATH_REPORTED) if is_behind:
                found[source] = HandoffUpdated(source=source, died=True)
            case HandoffUpdated() as body if is_behind or body.need in needs:
                # They were taken on here themselves: the news is passed on one ward further.
                found[source] = msgspec.structs.replace(body, source=source)
            case _:
                continue
    death = _standing_death(counted)
    if death is not None:
        found[death] = HandoffUpdated(source=death, died=True)
    return found


def _standing_death(counted: Sequence[Entry]) -> EventId | None:
    """What closed the case because they have died, unless it was opened again since."""
    for entry in reversed(counted):
        match entry.event.body:
            case ResidentClosed(reason=CloseReason.DECEASED):
                return entry.event.id
            case ResidentReopened():
                return None
    return None


def without_cells(phones: Sequence[Phone]) -> tuple[Phone, ...]:
    """Telephone numbers as another ward needs them: without the cells in which they stood."""
    return tuple(msgspec.structs.replace(phone, raw=None) for phone in phones)


def in_own_terms(counted: list[Entry]) -> list[Entry]:
    """The entries with each piece of news as what it says here.

    A step counts as an enrolment, and one that does not meet a need which no list names (a card
    that came back to be fixed) adds it. Telephone numbers count as those of a newer list: what
    somebody here put right stays. A death is looked at elsewhere
    (``wardtui.domain.handoff_action``).
    """
    if not any(isinstance(entry.event.body, HandoffUpdated) for entry in counted):
        return counted
    newest: dict[ResidentId | None, Resident] = {}
    listed_at: dict[ResidentId | None, datetime] = {}
    told: list[Entry] = []
    for entry in counted:
        who, body = entry.event.resident, entry.event.body
        if isinstance(body, ResidentListed):
            newest[who] = body.resident
            listed_at.setdefault(who, entry.event.effective_at)
        if not isinstance(body, HandoffUpdated):
            told.append(entry)
            continue
        changes: dict[str, Any] = {}
        listed = newest.get(who)
        if listed is not None and body.phones is not None:
            changes["phones"] = body.phones
        if listed is not None and _adds_a_need(body, listed):
            changes["needs"] = (*listed.needs, body.need)
        if listed is not None and changes:
            newest[who] = _listed_anew(listed, changes)
            told.append(_saying(entry, ResidentListed(resident=newest[who]), listed_at[who]))
        if body.need is not None and body.step in body.need.steps:
            told.append(_saying(entry, EnrolmentRecorded(need=body.need, step=body.step)))
        told.append(entry)
    return told


def _listed_anew(listed: Resident, changes: dict[str, Any]) -> Resident:
    """What a list would say that was read now: its flags are about what it says."""
    now = msgspec.structs.replace(listed, raw=None, **changes)
    flags = flags_after(frozenset(listed.flags), now, frozenset({Field.PHONES} & changes.keys()))
    return msgspec.structs.replace(now, flags=tuple(one for one in Flag if one in flags))


def _adds_a_need(body: HandoffUpdated, listed: Resident) -> bool:
    return (
        body.need is not None
        and body.step in body.need.steps
        and body.need not in listed.needs
        and not body.need.is_met_by(body.step)
    )


def _saying(entry: Entry, body: Body, not_before: datetime | None = None) -> Entry:
    """An entry that says something else, at its own time or later.

    :param not_before: nobody was here before they were listed, whatever had happened by then
    """
    event = msgspec.structs.replace(entry.event, body=body)
    if not_before is not None and event.effective_at < not_before:
        event = msgspec.structs.replace(event, occurred_at=not_before, clock_offset=None)
    return msgspec.structs.replace(entry, event=event)
