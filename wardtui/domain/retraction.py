"""Which events of a history still count."""

from collections.abc import Sequence

from wardtui.domain.events import Entry, EventRetracted


def live(entries: Sequence[Entry]) -> list[Entry]:
    """The entries that still count, in their order.

    A retraction counts unless a later one that counts takes it back, so the question has one
    answer even for histories that name each other in a circle. Any other event may be retracted
    from anywhere in the history: a retraction can arrive before what it retracts.
    """
    gone: set[str] = set()
    counting: set[str] = set()
    for entry in reversed(entries):
        event = entry.event
        if isinstance(event.body, EventRetracted) and event.id not in gone:
            counting.add(event.id)
            gone.add(event.body.event)
    if not gone:
        return list(entries)
    return [
        entry
        for entry in entries
        if (
            entry.event.id in counting
            if isinstance(entry.event.body, EventRetracted)
            else entry.event.id not in gone
        )
    ]
