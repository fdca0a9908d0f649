"""One line of a case's history in words."""

from wardtui.domain.events import (
    ContactLogged,
    EnrolmentRecorded,
    Event,
    EventRetracted,
    ResidentListed,
)
from wardtui.i18n import tr
from wardtui.i18n.dates import moment
from wardtui.i18n.labels import label


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
