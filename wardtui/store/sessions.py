"""Enrolment sessions as documents: a read model, which can be made again from the events."""

from collections.abc import Iterator

import msgspec

from wardtui.domain.ids import EventId, SessionId
from wardtui.domain.sessions import Session
from wardtui.store.database import DocumentDatabase

SEATS_LAYOUT = (
    # The bookings of each session, cancelled ones left out.
    """
    CREATE TABLE IF NOT EXISTS wardtui_seats (
        booking TEXT PRIMARY KEY, session TEXT NOT NULL, resident TEXT NOT NULL, state TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX IF NOT EXISTS wardtui_seats_in ON wardtui_seats (session, state)",
    "CREATE INDEX IF NOT EXISTS wardtui_seats_of ON wardtui_seats (resident)",
)

_DOUBT = "sessions_doubtful"


class VaultSessions:
    """The sessions that the events give."""

    def __init__(self, database: DocumentDatabase) -> None:
        self._table = database.table("sessions", cache_size=0, key="id")
        self._state = database.table("state", cache_size=0, key="name")

    def get(self, session: SessionId, /) -> Session | None:
        """One session."""
        found = self._table.by_key(session)
        return None if found is None else msgspec.convert(dict(found), Session)

    def all(self) -> Iterator[Session]:
        """Every session, in no order."""
        decode = msgspec.json.Decoder(Session).decode
        return (decode(text) for _, text in self._table.texts())

    def with_id_ending(self, ending: str) -> list[SessionId]:
        """Sessions whose id ends so."""
        return [SessionId(EventId(key)) for key in self._table.keys_ending(ending)]

    def put(self, session: Session) -> None:
        """Keep what the events gave."""
        self._table.put_text(session.id, msgspec.json.encode(session).decode())

    def remove(self, session: SessionId) -> None:
        """Nothing opens it any more."""
        self._table.remove_by_key(session)

    @property
    def doubtful(self) -> bool:
        """Whether an event has come or gone since that may say otherwise."""
        return self._state.by_key(_DOUBT) is not None

    def doubt(self) -> None:
        """Note that an event has come or gone that may say otherwise."""
        self._state.put({"name": _DOUBT})

    def settle(self) -> None:
        """Note that they are as the events give them."""
        self._state.remove_by_key(_DOUBT)

    def clear(self) -> None:
        """Remove every session, to be made again."""
        self._table.truncate()
        self.doubt()
