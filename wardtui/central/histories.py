"""The histories that the server has numbered, read when a decision rests on them.

What the present commit numbers is not in the database yet and counts all the same.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, select

from wardtui.central.links import Links, parts
from wardtui.central.tables import events
from wardtui.domain.events import SAY_WHAT_HOLDS, Entry
from wardtui.domain.ids import ResidentId, WardCode
from wardtui.domain.same_person import Logs
from wardtui.wire import MalformedEvent, read_event


class Histories:
    """What is known of residents and of wards, in the server's order."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._links = Links(connection)
        self._stored: dict[ResidentId, list[Entry]] = {}
        self._told: dict[str, list[Entry]] = {}
        self._numbered: dict[ResidentId | None, list[Entry]] = {}

    def look_up(self, residents: Iterable[ResidentId]) -> set[ResidentId]:
        """Read some residents and all who are linked with them by merges, at once; all those."""
        together = self._links.linked_with(residents)
        for some in parts(together - self._stored.keys()):
            self._stored.update({one: [] for one in some})
            for row in self._connection.execute(
                select(events.c.seq, events.c.ward, events.c.raw, events.c.resident)
                .where(events.c.resident.in_(some))
                .order_by(events.c.seq)
            ):
                self._stored[row.resident] += _entries([row])
        return together

    def of(self, resident: ResidentId, ward: str) -> Logs:
        """The histories of a resident and of all linked with them, as a ward knows them.

        What the officers of another ward said of somebody does not count in this one.
        """
        return {
            one: _of_ward([*self._stored[one], *self._numbered.get(one, ())], ward)
            for one in self.look_up([resident])
        }

    def told(self, ward: str) -> list[Entry]:
        """What a ward knows of who holds its areas and of its policies."""
        if ward not in self._told:
            rows = self._connection.execute(
                select(events.c.seq, events.c.ward, events.c.raw)
                .where(
                    events.c.resident.is_(None),
                    events.c.ward == ward,
                    events.c.type.in_(SAY_WHAT_HOLDS),
                )
                .order_by(events.c.seq)
            )
            self._told[ward] = _entries(rows)
        now = _of_ward(self._numbered.get(None, ()), ward)
        return [*self._told[ward], *(one for one in now if one.event.type in SAY_WHAT_HOLDS)]

    def note(self, entry: Entry) -> None:
        """Take in what was numbered."""
        self._numbered.setdefault(entry.event.resident, []).append(entry)
        self._links.note(entry)

    def write(self) -> None:
        """Keep what the next commit has to find."""
        self._links.write()


def _entries(rows: Iterable[Any]) -> list[Entry]:
    found = []
    for row in rows:
        try:
            found.append(Entry(read_event(bytes(row.raw)), row.seq, WardCode(row.ward)))
        except MalformedEvent:
            # Taken by a less strict version; no device can read it either.
            continue
    return found


def _of_ward(entries: Sequence[Entry], ward: str) -> list[Entry]:
    return [one for one in entries if one.ward == ward]
