"""Cases as documents: the read model, which can be made again from the events."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.ids import ResidentId, SessionId
from wardtui.domain.session_codes import BookingState
from wardtui.domain.standing import Stood, stood
from wardtui.domain.worklist import NO_AREA
from wardtui.services.records import SeatCount
from wardtui.store.arranged import VaultArrangement
from wardtui.store.database import DocumentDatabase

MOVES_LAYOUT = (
    # When the policy moves each case if nobody acts, in seconds since 1970.
    """
    CREATE TABLE IF NOT EXISTS wardtui_moves (
        resident TEXT PRIMARY KEY, at REAL NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX IF NOT EXISTS wardtui_moves_at ON wardtui_moves (at)",
)

STOOD_LAYOUT = (
    # How everybody with a case stands: what figures count, a tenth of the case.
    """
    CREATE TABLE IF NOT EXISTS wardtui_stood (
        resident TEXT PRIMARY KEY, stood BLOB NOT NULL
    ) WITHOUT ROWID
    """,
)

_WALK_IN = "walk_in"
"""Stands for the state of a booking that takes no seat."""

_encode = msgspec.json.Encoder().encode


class _Id(msgspec.Struct):
    id: ResidentId


class VaultCases:
    """The read model: what the fold gave for each resident."""

    def __init__(self, database: DocumentDatabase) -> None:
        self._connection = database.documents.connection
        self._table = database.table(
            "cases",
            cache_size=0,
            key="id",
            indexes=("household",),
        )
        self._arranged = VaultArrangement(database)

    def get(self, resident: ResidentId) -> Case | None:
        """One case."""
        found = self._table.by_key(resident)
        return None if found is None else _case(found)

    def all(self) -> Iterator[Case]:
        """Every case."""
        decode = msgspec.json.Decoder(Case).decode
        return (decode(text) for _, text in self._table.texts())

    def stood(self) -> Iterator[Stood]:
        """How everybody with a case stands, in no order. Sooner than to read every case."""
        decode = msgspec.json.Decoder(Stood).decode
        rows = self._connection.execute("SELECT stood FROM wardtui_stood")
        return (decode(stood) for (stood,) in rows.fetchall())

    def with_id_ending(self, ending: str) -> list[ResidentId]:
        """Residents whose id ends so."""
        return [ResidentId(key) for key in self._table.keys_ending(ending)]

    def with_number(self, personal_id: str) -> list[Case]:
        """The cases whose record has a personal number. Reads every case."""
        decode = msgspec.json.Decoder(Case).decode
        quoted = f'"{personal_id}"'
        found = (decode(text) for _, text in self._table.texts() if quoted in text)
        return [case for case in found if case.resident.personal_id == personal_id]

    def of_household(self, household: str) -> list[Case]:
        """The cases behind one door."""
        return [_case(one) for one in self._table.by_field("household", household)]

    def moving(self, until: datetime, limit: int) -> list[ResidentId]:
        """Whom the policy moves by a moment if nobody acts, the earliest first."""
        found = self._connection.execute(
            "SELECT resident FROM wardtui_moves WHERE at <= ? ORDER BY at, resident LIMIT ?",
            (until.timestamp(), limit),
        )
        return [ResidentId(resident) for (resident,) in found]

    def of_session(self, session: SessionId) -> list[Case]:
        """The cases with a booking in a session, in no order."""
        found = self._connection.execute(
            "SELECT DISTINCT resident FROM wardtui_seats WHERE session = ?", (session,)
        ).fetchall()
        cases = (self.get(ResidentId(resident)) for (resident,) in found)
        return [case for case in cases if case is not None]

    def seat_counts(self) -> dict[SessionId, SeatCount]:
        """How many have a seat and how many wait, by session; none without any booking."""
        found: dict[SessionId, SeatCount] = {}
        for session, state, count in self._connection.execute(
            "SELECT session, state, count(*) FROM wardtui_seats WHERE state != ? "
            "GROUP BY session, state",
            (_WALK_IN,),
        ):
            one = found.setdefault(SessionId(session), SeatCount())
            if state == BookingState.WAITING:
                one.waiting += count
            else:
                one.taken += count
        return found

    def _note_seats(self, cases: Sequence[Case]) -> None:
        self._connection.executemany(
            "INSERT OR REPLACE INTO wardtui_seats VALUES (?, ?, ?, ?)",
            (
                (
                    booking.id,
                    booking.session,
                    one.id,
                    _WALK_IN if booking.is_walk_in else booking.state,
                )
                for one in cases
                for booking in one.bookings
                if booking.session is not None
            ),
        )

    def _forget_seats(self, resident: ResidentId) -> None:
        self._connection.execute("DELETE FROM wardtui_seats WHERE resident = ?", (resident,))

    def _note_standings(self, cases: Sequence[Case]) -> None:
        self._connection.executemany(
            "INSERT OR REPLACE INTO wardtui_stood VALUES (?, ?)",
            ((one.id, _encode(stood(one))) for one in cases),
        )

    def _note_moves(self, cases: Sequence[Case]) -> None:
        moving = [one for one in cases if one.moves_at is not None]
        if len(moving) < len(cases):
            self._connection.executemany(
                "DELETE FROM wardtui_moves WHERE resident = ?",
                ((one.id,) for one in cases if one.moves_at is None),
            )
        self._connection.executemany(
            "INSERT OR REPLACE INTO wardtui_moves VALUES (?, ?)",
            ((one.id, one.moves_at.timestamp()) for one in moving if one.moves_at is not None),
        )

    def count(self) -> int:
        """How many cases there are."""
        return len(self._table)

    def put(self, case: Case) -> None:
        """Keep what the fold gave."""
        self._note(case.id)
        self._table.put_text(case.id, _encode(case).decode())
        self._note_standings([case])
        self._note_moves([case])
        self._forget_seats(case.id)
        self._note_seats([case])

    def add(self, cases: Sequence[Case]) -> None:
        """Keep cases of residents who had none. Quicker than one after the other."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO wardtui_changed VALUES (?, NULL, 0)",
            ((case.id,) for case in cases),
        )
        self._table.insert_texts(_encode(case).decode() for case in cases)
        self._note_standings(cases)
        self._note_moves(cases)
        self._note_seats(cases)

    def remove(self, resident: ResidentId) -> None:
        """Forget a case that is no longer there."""
        if self._table.by_key(resident) is None:
            return
        self._note(resident)
        self._table.remove_by_key(resident)
        self._connection.execute("DELETE FROM wardtui_stood WHERE resident = ?", (resident,))
        self._connection.execute("DELETE FROM wardtui_moves WHERE resident = ?", (resident,))
        self._forget_seats(resident)

    def fingerprints(self) -> dict[ResidentId, int]:
        """A hash of the bytes of every case as it is kept."""
        read_id = msgspec.json.Decoder(_Id).decode
        return {read_id(text).id: hash(text) for _, text in self._table.texts()}

    def clear(self) -> None:
        """Remove every case, to be made again, and under what they were made."""
        self._table.truncate()
        self._connection.execute("DELETE FROM wardtui_stood")
        self._connection.execute("DELETE FROM wardtui_moves")
        self._connection.execute("DELETE FROM wardtui_seats")
        self._arranged.clear()

    def _note(self, resident: ResidentId) -> None:
        """Remember, before the first change since the worklist was sealed, how it was counted."""
        known = self._connection.execute(
            "SELECT 1 FROM wardtui_changed WHERE resident = ?", (resident,)
        ).fetchone()
        if known is None:
            before = self.get(resident)
            area = None if before is None else before.resident.area or NO_AREA
            still_open = before is not None and before.status.needs_action
            self._connection.execute(
                "INSERT INTO wardtui_changed VALUES (?, ?, ?)", (resident, area, still_open)
            )


def _case(document: dict[str, Any]) -> Case:
    return msgspec.convert(dict(document), Case)
