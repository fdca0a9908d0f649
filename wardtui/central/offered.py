"""Events as requests and bundles bring them."""

import msgspec

from wardtui.central.rights import is_readable
from wardtui.domain.events import Event
from wardtui.messages import read_message
from wardtui.wire import EVENT_BYTES, MalformedEvent, read_event


class Offered(msgspec.Struct, frozen=True):
    """One event as it was brought."""

    id: str
    """Under which it is answered."""
    raw: bytes
    event: Event | None
    """What it says; null when it is none that could be numbered."""

    @property
    def is_too_large(self) -> bool:
        """Whether it is larger than an event may be."""
        return len(self.raw) > EVENT_BYTES


class _Id(msgspec.Struct):
    id: str


def read_offered(raw: bytes | msgspec.Raw) -> Offered:
    """One event that was brought.

    :raises wardtui.messages.MalformedMessage: when it has no id under which it could be answered
    """
    whole = bytes(raw)
    try:
        event = read_event(whole)
    except MalformedEvent:
        return Offered(read_message(whole, _Id).id, whole, None)
    return Offered(event.id, whole, event if is_readable(event) else None)
