"""The history of a case in words."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from wardtui.domain.events import (
    ContactLogged,
    EnrolmentRecorded,
    Event,
    EventRetracted,
    ResidentClosed,
    ResidentCorrected,
    ResidentFlagCleared,
    ResidentFlagged,
    ResidentListed,
    ResidentMerged,
    ResidentReopened,
)
from wardtui.domain.ids import EventId, OfficerId, short_id
from wardtui.domain.same_person import counting
from wardtui.i18n import tr
from wardtui.i18n.dates import moment
from wardtui.i18n.labels import label
from wardtui.services.records import Rejected, StoredEvent, entries
from wardtui.wording.faults import masked_value_text


class HistoryLine(msgspec.Struct, frozen=True):
    """One event of a history in words."""

    when: str
    text: str
    counts: bool
    """False once it was taken back or was not taken by the server."""


def history_lines(
    history: Sequence[StoredEvent],
    rejected: Sequence[Rejected],
    now: datetime,
    me: OfficerId | None,
) -> list[HistoryLine]:
    """Every event about a resident, the newest first.

    :param me: the officer of this device; what others recorded is marked
    """
    counted = {entry.event.id for entry in counting(entries(history))}
    by_id = {stored.event.id: stored.event for stored in history}
    taken_back, not_taken, somebody = tr("taken back"), tr("not taken"), tr("another officer")
    lines = []
    for stored in history:
        event = stored.event
        counts = event.id in counted
        text = _text(event, by_id) + ("" if counts else f" [{taken_back}]")
        actor = stored.actor or event.actor
        if actor is not None and actor != me:
            text += f" ({somebody})"
        if stored.seq is None:
            text += " ↑"
        lines.append((event, HistoryLine(_when(event, now), text, counts)))
    for one in rejected:
        text = f"‼ {event_text(one.event)} [{not_taken}: {one.code}]"
        lines.append((one.event, HistoryLine(_when(one.event, now), text, counts=False)))
    lines.sort(key=lambda pair: pair[0].effective_at, reverse=True)
    return [line for _, line in lines]


def _when(event: Event, now: datetime) -> str:
    return moment(event.effective_at, now)


def _text(event: Event, by_id: Mapping[EventId, Event]) -> str:
    """What an event says; a retraction names what it took back or brought back."""
    if not isinstance(event.body, EventRetracted):
        return event_text(event)
    target = by_id.get(event.body.event)
    if target is None:
        return event_text(event)
    if isinstance(target.body, EventRetracted):
        first = by_id.get(target.body.event)
        return tr("Brought back: {what}", what=event_text(first) if first else "…")
    return tr("Taken back: {what}", what=event_text(target))


def event_text(event: Event) -> str:
    """What an event says, in one line."""
    match event.body:
        case ResidentListed():
            return tr("Listed")
        case ResidentCorrected(field=field, old=old, new=new):
            return tr(
                "Corrected {field}: {old} → {new}",
                field=label(field),
                old=masked_value_text(field, old),
                new=masked_value_text(field, new),
            )
        case ResidentFlagged(flag=flag):
            return tr("To correct: {flag}", flag=label(flag))
        case ResidentFlagCleared(flag=flag):
            return tr("Settled: {flag}", flag=label(flag))
        case ResidentClosed(reason=reason):
            return tr("Closed: {reason}", reason=label(reason))
        case ResidentReopened():
            return tr("Opened again")
        case ResidentMerged(from_=one, into=other):
            return tr("Merged: {one} is {other}", one=short_id(one), other=short_id(other))
        case ContactLogged() as contact:
            return " · ".join(_contact(contact, event.effective_at))
        case EnrolmentRecorded(step=step, failure=failure, need=need):
            result = step if step is not None else failure
            assert result is not None  # noqa: S101  the body's own rule
            return f"{label(need)}: {label(result)}"
        case EventRetracted():
            return tr("Taken back")
        case _:
            return tr("An update of wardtui is needed to read this ({type})", type=event.type)


def _contact(contact: ContactLogged, at: datetime) -> list[str]:
    parts = [f"{label(contact.channel)}: {label(contact.outcome)}"]
    if contact.with_whom is not None:
        parts.append(label(contact.with_whom))
    if contact.promised_for is not None:
        parts.append(tr("coming {when}", when=moment(contact.promised_for, at)))
    if contact.call_back_at is not None:
        parts.append(tr("call back {when}", when=moment(contact.call_back_at, at)))
    parts += [label(reason) for reason in contact.reasons]
    parts += [label(need) for need in contact.support_needs]
    if contact.note:
        parts.append(f"“{contact.note}”")
    return parts
