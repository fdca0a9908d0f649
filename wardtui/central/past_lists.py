"""Fills the index of listed people from what was numbered before the server kept one."""

from sqlalchemy import Connection, select

from wardtui.central.same_person import People
from wardtui.central.tables import events, listed_people
from wardtui.domain.events import ResidentListed
from wardtui.wire import MalformedEvent, read_event

_PAGE = 500
"""Events that are held in memory at once."""


def index_past_lists(connection: Connection) -> None:
    """Read every list that was numbered, unless the index is in use.

    What the lists of the past would have led to is not made up for: later lists find those in them.
    """
    if connection.scalar(select(listed_people.c.resident).limit(1)) is not None:
        return
    seq = 0
    while rows := connection.execute(
        select(events.c.seq, events.c.ward, events.c.raw)
        .where(events.c.type == ResidentListed.TYPE, events.c.seq > seq)
        .order_by(events.c.seq)
        .limit(_PAGE)
    ).all():
        people = People(connection)
        listings = []
        for seq, ward, raw in rows:
            try:
                listings.append((seq, ward, read_event(bytes(raw))))
            except MalformedEvent:
                # Taken by a less strict version; it must not keep the server from starting.
                continue
        people.look_up((event for _, _, event in listings), wards=())
        for number, ward, event in listings:
            people.remember(ward, number, event)
        people.write()
