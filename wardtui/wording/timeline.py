"""The history of a case in words, the newest first."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

import msgspec

from wardtui.domain.events import ContactLogged, Event, EventRetracted
from wardtui.domain.ids import EventId, OfficerId
from wardtui.domain.moments import local
from wardtui.domain.same_person import counting
from wardtui.i18n import tr
from wardtui.i18n.dates import day_text
from wardtui.services.records import Rejected, StoredEvent, entries
from wardtui.wording.discards import discard_text
from wardtui.wording.history import event_text

NO_NAMES: Mapping[OfficerId, str] = MappingProxyType({})


class HistoryLine(msgspec.Struct, frozen=True):
    """One event of a history in words."""

    day: str
    time: str
    text: str
    counts: bool
    """False once it was taken back or was not taken by the server."""


def history_lines(
    history: Sequence[StoredEvent],
    rejected: Sequence[Rejected],
    now: datetime,
    me: OfficerId | None,
    names: Mapping[OfficerId, str] = NO_NAMES,
) -> list[HistoryLine]:
    """Every event about a resident, the newest first.

    A contact to which details were added stands there once, with them.

    :param rejected: what the server did not take, also what somebody let go
    :param me: the officer of this device; what others recorded is marked
    :param names: of the officers who are known; others are shown by their ids
    """
    counted = {entry.event.id for entry in counting(entries(history))}
    by_id = {stored.event.id: stored.event for stored in history}
    hidden = _replaced(by_id, counted)
    taken_back, not_taken, somebody = tr("taken back"), tr("not taken"), tr("another officer")
    discarded = tr("discarded")
    lines = []
    for stored in history:
        event = stored.event
        if event.id in hidden:
            continue
        counts = event.id in counted
        text = _text(event, by_id, names) + ("" if counts else f" [{taken_back}]")
        actor = stored.actor or event.actor
        if actor is not None and actor != me:
            text += f" ({names.get(actor) or somebody})"
        if stored.seq is None:
            text += " ↑"
        lines.append((event, _line(event, text, now, counts=counts)))
    for one in rejected:
        text = f"‼ {event_text(one.event, names)} [{not_taken}: {one.code}]"
        if one.discard is not None:
            why = discard_text(one.discard, names)
            text = f"{event_text(one.event, names)} [{discarded}: {why}]"
        lines.append((one.event, _line(one.event, text, now, counts=False)))
    # What came later in the history stands above what happened at the same time.
    lines.reverse()
    lines.sort(key=lambda pair: pair[0].effective_at, reverse=True)
    return [line for _, line in lines]


def _line(event: Event, text: str, now: datetime, *, counts: bool) -> HistoryLine:
    at = event.effective_at
    return HistoryLine(day_text(at, now), f"{local(at):%H:%M}", text, counts)


def _replaced(by_id: Mapping[EventId, Event], counted: Collection[EventId]) -> set[EventId]:
    """What was only done to add details: the contact as it was before, and taking it back."""
    detailed = {event.action for event in by_id.values() if isinstance(event.body, ContactLogged)}
    hidden: set[EventId] = set()
    for event in by_id.values():
        if not isinstance(event.body, EventRetracted):
            continue
        if event.action in detailed:
            hidden.add(event.id)
            if event.id in counted:
                hidden.add(event.body.event)
    taken_back = {
        event.id
        for event in by_id.values()
        if isinstance(event.body, EventRetracted) and event.body.event in hidden
    }
    return hidden | taken_back


def _text(event: Event, by_id: Mapping[EventId, Event], names: Mapping[OfficerId, str]) -> str:
    """What an event says; a retraction names what it took back or brought back."""
    if not isinstance(event.body, EventRetracted):
        return event_text(event, names)
    target = by_id.get(event.body.event)
    if target is None:
        return event_text(event, names)
    if isinstance(target.body, EventRetracted):
        first = by_id.get(target.body.event)
        return tr("Brought back: {what}", what=event_text(first, names) if first else "…")
    return tr("Taken back: {what}", what=event_text(target, names))
