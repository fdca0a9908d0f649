"""The history of a case in words."""

from collections.abc import Sequence

import msgspec

from wardtui.domain.events import (
    ContactLogged,
    EnrolmentRecorded,
    Event,
    EventRetracted,
    ResidentListed,
)
from wardtui.domain.retraction import live
from wardtui.i18n import tr
from wardtui.i18n.dates import moment
from wardtui.i18n.labels import label
from wardtui.services.ports import Rejected, StoredEvent, entries


class HistoryLine(msgspec.Struct, frozen=True):
    """One event of a history in words."""

    when: str
    text: str
    counts: bool
    """False once it was taken back or was not taken by the server."""


def history_lines(
    history: Sequence[StoredEvent], rejected: Sequence[Rejected]
) -> list[HistoryLine]:
    """Every event about a resident, the newest first."""
    counting = {entry.event.id for entry in live(entries(history))}
    taken_back, not_taken = tr("taken back"), tr("not taken")
    lines = []
    for stored in history:
        event = stored.event
        counts = event.id in counting
        text = event_text(event) + ("" if counts else f" [{taken_back}]")
        if stored.seq is None:
            text += " ↑"
        lines.append((event, HistoryLine(moment(event.effective_at), text, counts)))
    for one in rejected:
        text = f"‼ {event_text(one.event)} [{not_taken}: {one.code}]"
        line = HistoryLine(moment(one.event.effective_at), text, counts=False)
        lines.append((one.event, line))
    lines.sort(key=lambda pair: pair[0].effective_at, reverse=True)
    return [line for _, line in lines]


def event_text(event: Event) -> str:
    """What an event says, in one line."""
    match event.body:
        case ResidentListed():
            return tr("Listed")
        case ContactLogged() as contact:
            return " · ".join(_contact(contact))
        case EnrolmentRecorded(step=step, failure=failure, need=need):
            result = step if step is not None else failure
            assert result is not None  # noqa: S101  the body's own rule
            return f"{label(need)}: {label(result)}"
        case EventRetracted():
            return tr("Taken back")
        case _:
            return tr("An update of wardtui is needed to read this ({type})", type=event.type)


def _contact(contact: ContactLogged) -> list[str]:
    parts = [f"{label(contact.channel)}: {label(contact.outcome)}"]
    if contact.with_whom is not None:
        parts.append(label(contact.with_whom))
    if contact.promised_for is not None:
        parts.append(tr("coming {when}", when=moment(contact.promised_for)))
    if contact.call_back_at is not None:
        parts.append(tr("call back {when}", when=moment(contact.call_back_at)))
    parts += [label(reason) for reason in contact.reasons]
    parts += [label(need) for need in contact.support_needs]
    if contact.note:
        parts.append(f"“{contact.note}”")
    return parts
