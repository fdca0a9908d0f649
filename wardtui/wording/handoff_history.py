"""What the events of handoffs say, in one line each."""

from wardtui.domain.events import Event
from wardtui.domain.handoff_events import (
    HandoffAccepted,
    HandoffDeclined,
    HandoffOffered,
    HandoffUpdated,
)
from wardtui.domain.phone_forms import mask_phone
from wardtui.i18n import tr
from wardtui.i18n.labels import label
from wardtui.wording.rules import with_words


def handoff_event_text(event: Event) -> str | None:
    """What an event says; none when it is about something else."""
    match event.body:
        case HandoffOffered(address=address):
            return tr("Offered to {ward}: {address}", ward=event.to_ward or "?", address=address)
        case HandoffAccepted():
            return tr("Taken on by {ward}", ward=event.ward or "?")
        case HandoffDeclined(why=why):
            return with_words(tr("Not taken on by {ward}", ward=event.ward or "?"), why)
        case HandoffUpdated() as told:
            return tr("The ward before tells: {what}", what=", ".join(_news(told)))
        case _:
            return None


def _news(told: HandoffUpdated) -> list[str]:
    parts = []
    if told.need is not None and told.step is not None:
        parts.append(f"{label(told.need)}: {label(told.step)}")
    if told.phones is not None:
        numbers = ", ".join(mask_phone(phone.number) for phone in told.phones)
        parts.append(tr("telephone {numbers}", numbers=numbers or "—"))
    if told.died:
        parts.append(tr("reported deceased"))
    return parts or ["—"]
