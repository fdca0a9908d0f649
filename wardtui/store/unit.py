"""The vault's contents as the use cases see them, on one connection."""

import msgspec

from wardtui.domain.worklist import worklist_row
from wardtui.domain.worklist_index import StaleIndex, Worklist
from wardtui.services.records import AccessRecord
from wardtui.store.cases import VaultCases
from wardtui.store.database import DocumentDatabase
from wardtui.store.events import VaultEvents
from wardtui.store.state import VaultState

_LAYOUT = """
CREATE TABLE IF NOT EXISTS wardtui_worklist (id INTEGER PRIMARY KEY CHECK (id = 1), sealed BLOB);
CREATE TABLE IF NOT EXISTS wardtui_changed (resident TEXT PRIMARY KEY) WITHOUT ROWID;
"""


def lay_out(database: DocumentDatabase) -> None:
    """Make the tables that are no documents."""
    with database.transaction():
        for statement in _LAYOUT.strip().split("\n"):
            database.documents.connection.execute(statement)


class VaultUnit:
    """Everything the vault holds, on one connection."""

    def __init__(self, database: DocumentDatabase) -> None:
        self.database = database
        self.events = VaultEvents(database)
        self.cases = VaultCases(database)
        self.state = VaultState(database)
        self._access = database.table("access", cache_size=0)

    def worklist(self) -> Worklist:
        """Every case as a line: the sealed index and what has changed since."""
        connection = self.database.documents.connection
        row = connection.execute("SELECT sealed FROM wardtui_worklist").fetchone()
        try:
            worklist = Worklist.unseal(row[0] if row else b"")
        except StaleIndex:
            return Worklist(worklist_row(case) for case in self.cases.all())
        changed = connection.execute("SELECT resident FROM wardtui_changed").fetchall()
        now = {resident: self.cases.get(resident) for (resident,) in changed}
        worklist.put(
            [worklist_row(case) for case in now.values() if case is not None],
            [resident for resident, case in now.items() if case is None],
        )
        return worklist

    def seal_worklist(self) -> None:
        """Keep the worklist so that the next opening only reads it."""
        sealed = self.worklist().seal()
        connection = self.database.documents.connection
        with self.database.transaction():
            connection.execute("INSERT OR REPLACE INTO wardtui_worklist VALUES (1, ?)", (sealed,))
            connection.execute("DELETE FROM wardtui_changed")

    def changed_since_sealing(self) -> int:
        """How many lines the sealed index no longer has right."""
        (count,) = self.database.documents.connection.execute(
            "SELECT count(*) FROM wardtui_changed"
        ).fetchone()
        return int(count)

    def note_access(self, record: AccessRecord) -> None:
        """Append to the access log."""
        self._access.insert(msgspec.to_builtins(record))

    def accesses(self) -> list[AccessRecord]:
        """The access log."""
        return [msgspec.convert(dict(one), AccessRecord) for one in self._access]
