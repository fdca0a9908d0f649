"""The vault's contents as the use cases see them, on one connection."""

from wardtui.domain.first_lines import Correction, FirstLines
from wardtui.domain.ids import ResidentId
from wardtui.domain.worklist import NO_AREA, worklist_row
from wardtui.domain.worklist_index import StaleIndex, Worklist
from wardtui.services.records import AccessRecord
from wardtui.store.access_log import VaultAccessLog
from wardtui.store.arranged import VaultArrangement
from wardtui.store.cases import MOVES_LAYOUT, STOOD_LAYOUT, VaultCases
from wardtui.store.database import DocumentDatabase
from wardtui.store.events import VaultEvents
from wardtui.store.forgotten import VaultForgotten
from wardtui.store.numbered import VaultNumbered
from wardtui.store.rejected import VaultRejected
from wardtui.store.sessions import SEATS_LAYOUT, VaultSessions
from wardtui.store.sqlcipher import DatabaseError
from wardtui.store.state import VaultState

LAYOUT = (
    # Two rows: the whole worklist and its first lines. Disposable, like everything sealed.
    "CREATE TABLE wardtui_sealed (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL)",
    # Who changed since they were sealed, and how they were counted before.
    """
    CREATE TABLE wardtui_changed (
        resident TEXT PRIMARY KEY, area TEXT, still_open INTEGER
    ) WITHOUT ROWID
    """,
    *MOVES_LAYOUT,
    *SEATS_LAYOUT,
    *STOOD_LAYOUT,
)
"""The tables that are no documents."""

_WHOLE, _FIRST = 1, 2

SEAL_AFTER = 50
"""Changed lines after which the worklist is sealed anew when the vault is closed."""


class VaultUnit:
    """Everything the vault holds, on one connection."""

    def __init__(self, database: DocumentDatabase) -> None:
        self.database = database
        self.connection = database.documents.connection
        self.events = VaultEvents(database)
        self.rejected = VaultRejected(database)
        self.cases = VaultCases(database)
        self.forgotten = VaultForgotten(database)
        self.arranged = VaultArrangement(database)
        self.sessions = VaultSessions(database)
        self.state = VaultState(database)
        self.access_log = VaultAccessLog(database)
        self.numbered = VaultNumbered(database)

    def worklist(self) -> Worklist:
        """Every case as a line: the sealed index and what has changed since."""
        try:
            worklist = Worklist.unseal(self._sealed(_WHOLE))
        except StaleIndex:
            worklist = self._new_worklist()
        else:
            changed = self.connection.execute("SELECT resident FROM wardtui_changed").fetchall()
            now = {resident: self.cases.get(resident) for (resident,) in changed}
            worklist.put(
                [worklist_row(case) for case in now.values() if case is not None],
                [resident for resident, case in now.items() if case is None],
            )
        worklist.done_and_gone = self.forgotten.by_area()
        return worklist

    def first_lines(self) -> Worklist:
        """What a first screen shows; everything when the first lines cannot be told alone."""
        try:
            first = FirstLines.unseal(self._sealed(_FIRST))
            first.correct(self._corrections())
        except StaleIndex:
            return self.worklist()
        return first

    def _corrections(self) -> list[Correction]:
        rows = self.connection.execute("SELECT * FROM wardtui_changed LIMIT ?", (SEAL_AFTER,))
        found = rows.fetchall()
        if len(found) == SEAL_AFTER:
            raise StaleIndex
        corrections = []
        for resident, area, still_open in found:
            case = self.cases.get(ResidentId(resident))
            before = self._counted_before(ResidentId(resident), area, still_open)
            row = None if case is None else worklist_row(case)
            corrections.append(Correction(resident, before, row))
        return corrections

    def _counted_before(
        self, resident: ResidentId, area: str | None, still_open: int
    ) -> tuple[str, bool] | None:
        """How a resident was counted when the first lines were sealed."""
        if area is not None:
            return area, bool(still_open)
        gone = self.forgotten.get(resident)
        return None if gone is None else (gone.days[-1].standing.area or NO_AREA, False)

    def _sealed(self, which: int) -> bytes:
        """Sealed bytes; none when they are not there or lie on a torn page: they are disposable."""
        try:
            row = self.connection.execute(
                "SELECT sealed FROM wardtui_sealed WHERE id = ?", (which,)
            ).fetchone()
        except DatabaseError:
            return b""
        return row[0] if row else b""

    def _new_worklist(self) -> Worklist:
        return Worklist(worklist_row(case) for case in self.cases.all())

    def seal_worklist(self, *, anew: bool = False) -> None:
        """Keep the worklist so that the next opening only reads it.

        :param anew: make it from the cases, whatever was sealed before
        """
        if anew:
            self.connection.execute("DELETE FROM wardtui_sealed")
        worklist = self.worklist()
        with self.database.transaction():
            for which, sealed in (
                (_WHOLE, worklist.seal()),
                (_FIRST, FirstLines.of(worklist).seal()),
            ):
                self.connection.execute(
                    "INSERT OR REPLACE INTO wardtui_sealed VALUES (?, ?)", (which, sealed)
                )
            self.connection.execute("DELETE FROM wardtui_changed")

    def changed_since_sealing(self) -> int:
        """How many lines the sealed index no longer has right."""
        (sealed,) = self.connection.execute("SELECT count(*) FROM wardtui_sealed").fetchone()
        (count,) = self.connection.execute("SELECT count(*) FROM wardtui_changed").fetchone()
        return int(count) if sealed else max(int(count), self.cases.count())

    def note_access(self, record: AccessRecord) -> None:
        """Append to the access log."""
        self.access_log.add(record)

    def accesses(self) -> list[AccessRecord]:
        """The access log."""
        return self.access_log.all()
