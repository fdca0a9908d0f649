"""The layout of a vault's database, and the steps from every earlier one to this one.

A step is taken forward only. All that are needed run in one transaction, so that a vault has the
old layout or the new one and nothing between.
"""

from collections.abc import Callable

from wardtui.domain.errors import Refused
from wardtui.services.rebuild import rebuild
from wardtui.store.cases import MOVES_LAYOUT, STOOD_LAYOUT
from wardtui.store.sessions import SEATS_LAYOUT
from wardtui.store.unit import LAYOUT, VaultUnit


class VaultTooNew(Refused):
    """A newer wardtui has written this vault."""

    CODE = "vault_too_new"


def _to_1(unit: VaultUnit) -> None:
    """First lines are kept beside the whole worklist; changed lines know how they were counted."""
    unit.connection.execute("DROP TABLE IF EXISTS wardtui_worklist")
    unit.connection.execute("DROP TABLE IF EXISTS wardtui_changed")
    unit.connection.execute(
        "CREATE TABLE wardtui_sealed (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL)"
    )
    unit.connection.execute(
        "CREATE TABLE wardtui_changed "
        "(resident TEXT PRIMARY KEY, area TEXT, still_open INTEGER) WITHOUT ROWID"
    )
    rebuild(unit)


def _to_2(unit: VaultUnit) -> None:
    """Records are corrected, merged and closed: cases hold it, and merges are found by an index."""
    unit.events.lay_out()
    rebuild(unit)


def _to_3(unit: VaultUnit) -> None:
    """Cases count calls and visits by time slot, and lines hold what they are filtered by."""
    rebuild(unit)


def _to_4(unit: VaultUnit) -> None:
    """Cases know whom they were given to, and events about no resident are found by their type."""
    unit.events.lay_out()
    rebuild(unit)


def _to_5(unit: VaultUnit) -> None:
    """Cases stand on a ladder, and it is known when the policy moves them."""
    unit.arranged.clear()
    rebuild(unit)


def _to_6(unit: VaultUnit) -> None:
    """Cases have bookings, sessions are kept as the events give them, and offers are found."""
    unit.events.lay_out()
    rebuild(unit)


def _to_7(unit: VaultUnit) -> None:
    """How everybody stands is kept beside the cases, for figures."""
    rebuild(unit)


STEPS: tuple[Callable[[VaultUnit], None], ...] = (_to_1, _to_2, _to_3, _to_4, _to_5, _to_6, _to_7)
"""The step at place n leads from layout n to n + 1. Released steps are never changed.

A change of what a case holds is a step too: ``rebuild`` alone.
"""

SCHEMA = len(STEPS)
"""The layout that this version reads and writes; 0 is that of wardtui 0.1.0."""


def lay_out(unit: VaultUnit) -> None:
    """Give a new database the present layout."""
    with unit.database.transaction():
        for statement in LAYOUT:
            unit.connection.execute(statement)
        _mark(unit, SCHEMA)


def schema_of(unit: VaultUnit) -> int:
    """The layout of an open database.

    :raises VaultTooNew: when only a newer version can read it
    """
    (found,) = unit.connection.execute("PRAGMA user_version").fetchone()
    if found > SCHEMA:
        raise VaultTooNew(schema=found, known=SCHEMA)
    return int(found)


def upgrade(unit: VaultUnit) -> None:
    """Bring a database to the present layout, wholly or not at all."""
    with unit.database.transaction():
        # Every step rebuilds with the code of today, which keeps more tables than that step knew.
        for statement in (*MOVES_LAYOUT, *SEATS_LAYOUT, *STOOD_LAYOUT):
            unit.connection.execute(statement)
        for number in range(schema_of(unit), SCHEMA):
            STEPS[number](unit)
        _mark(unit, SCHEMA)


def _mark(unit: VaultUnit, schema: int) -> None:
    unit.connection.execute(f"PRAGMA user_version = {schema}")
