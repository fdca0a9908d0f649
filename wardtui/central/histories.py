"""The histories that the server has numbered, read when a decision rests on them.

What the present commit numbers is not in the database yet and counts all the same.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from wardtui.central.among import among
from wardtui.central.entries import read_entries
from wardtui.central.links import Links
from wardtui.central.session_index import read_plans
from wardtui.central.tables import events
from wardtui.domain.events import SAY_WHAT_HOLDS, Entry, EventRetracted
from wardtui.domain.ids import ResidentId, SessionId
from wardtui.domain.same_person import Logs
from wardtui.domain.session_events import SESSIONS_THEMSELVES, BookingMade
from wardtui.domain.sessions import Session, sessions

_PLANS = frozenset(body.TYPE for body in (*SESSIONS_THEMSELVES, EventRetracted))


class Histories:
    """What is known of residents and of wards, in the server's order."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._links = Links(connection)
        self._stored: dict[ResidentId, list[Entry]] = {}
        self._told: dict[str, list[Entry]] = {}
        self._numbered: dict[ResidentId | None, list[Entry]] = {}
        self._plans: dict[SessionId, list[Entry]] = {}

    def look_up(self, residents: Iterable[ResidentId]) -> set[ResidentId]:
        """Read some residents and all who are linked with them by merges, at once; all those."""
        together = self._links.linked_with(residents)
        new = together - self._stored.keys()
        if new:
            self._stored.update({one: [] for one in new})
            for row in self._connection.execute(
                select(events.c.seq, events.c.ward, events.c.raw, events.c.resident)
                .where(among(self._connection, events.c.resident, new))
                .order_by(events.c.seq)
            ):
                self._stored[row.resident] += read_entries([row])
            self._look_up_plans({name for one in new for name in _named(self._stored[one])})
        return together

    def _look_up_plans(self, sessions: set[SessionId]) -> None:
        new = sessions - self._plans.keys()
        if new:
            self._plans |= read_plans(self._connection, new)

    def linked_with(self, residents: Iterable[ResidentId]) -> set[ResidentId]:
        """Some residents with all whom merges link with them."""
        return self._links.linked_with(residents)

    def of(self, resident: ResidentId, ward: str) -> Logs:
        """The histories of a resident and of all linked with them, as a ward knows them.

        What the officers of another ward said of somebody does not count in this one.
        """
        return {
            one: _of_ward([*self._stored[one], *self._numbered.get(one, ())], ward)
            for one in self.look_up([resident])
        }

    def sessions_of(self, logs: Logs, ward: str) -> dict[SessionId, Session]:
        """The sessions of a ward that the bookings in some histories name."""
        named = {name for log in logs.values() for name in _named(log)}
        if not named:
            return {}
        self._look_up_plans(named)
        stored = [one for name in named for one in self._plans[name]]
        numbered = [one for one in self._numbered.get(None, ()) if one.event.type in _PLANS]
        told = [one for one in (*stored, *numbered) if one.event.resident is None]
        found = sessions(_of_ward(told, ward))
        return {name: found[name] for name in named if name in found}

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
            self._told[ward] = read_entries(rows)
        now = _of_ward(self._numbered.get(None, ()), ward)
        return [*self._told[ward], *(one for one in now if one.event.type in SAY_WHAT_HOLDS)]

    def note(self, entry: Entry) -> None:
        """Take in what was numbered."""
        self._numbered.setdefault(entry.event.resident, []).append(entry)
        self._links.note(entry)

    def write(self) -> None:
        """Keep what the next commit has to find."""
        self._links.write()


def _named(log: Iterable[Entry]) -> set[SessionId]:
    bodies = (one.event.body for one in log)
    return {one.session for one in bodies if isinstance(one, BookingMade) and one.session}


def _of_ward(entries: Sequence[Entry], ward: str) -> list[Entry]:
    """Those that a ward sees: its own, and what others say to it of a handoff."""
    return [one for one in entries if ward in (one.ward, one.event.to_ward)]
