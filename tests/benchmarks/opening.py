"""Opening a large vault, from its data key: to what the first screen shows, and to the whole list.

What the passphrase costs is chosen when a vault is made and not counted here. Files are opened
anew in every round and closed after the clock has stopped. What the operating system has cached of
them stays cached, for everybody, and modules are imported already.

The floors are bare SQLCipher on the same file: connect, give the key, and read the case documents
as text, of the first lines by their keys, or all of them.
"""

from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.history import AFTERWARDS
from tests.benchmarks.plain import keyed
from tests.benchmarks.rounds import Comparison, Contestant, Options, Tidy, interleaved, say
from tests.benchmarks.vaults import Vault, vault_of
from wardtui.domain.ids import ResidentId
from wardtui.domain.worklist import WorklistRow
from wardtui.domain.worklist_index import Filter, Worklist
from wardtui.store.files import DATABASE
from wardtui.store.vault import OpenVault
from wardtui.tui.opening import read_exchange

ROUNDS = 40
LINES = 60
"""Lines of a high terminal window."""

FIRST_SCREEN_BUDGET = 1.5
WHOLE_LIST_BUDGET = 3.0


def first_screen(folder: Path, key: bytes) -> tuple[OpenVault, list[WorklistRow]]:
    """The product's way to its first screen: open for writing, as screens do, and read its data."""
    vault = OpenVault(folder, key)
    vault.start_writing("tui", AFTERWARDS)
    worklist, _exchange = vault.read(lambda unit: (unit.first_lines(), read_exchange(unit)))
    worklist.areas()
    positions = worklist.select(Filter(open_only=True))
    return vault, [worklist.row(position) for position in positions[:LINES]]


def whole_list(folder: Path, key: bytes) -> tuple[OpenVault, Worklist]:
    """The product's way to every line, in order: ready to be scrolled, filtered and searched."""
    vault = OpenVault(folder, key)
    vault.start_writing("tui", AFTERWARDS)
    worklist = vault.read(lambda unit: unit.worklist())
    worklist.areas()
    worklist.select(Filter(open_only=True))
    return vault, worklist


def run(options: Options) -> list[Comparison]:
    """Measure opening the large vault."""
    with vault_of(options.residents, options) as vault:
        first = _first_in_due_order(vault)
        contestants: dict[str, Contestant] = {
            "first_screen": lambda: first_screen(*vault)[0].close,
            f"SQLCipher, {LINES} cases": lambda: _bare_cases(vault, first),
            "whole_list": lambda: whole_list(*vault)[0].close,
            "SQLCipher, all cases": lambda: _bare_cases(vault),
        }
        say("measuring opening …")
        taken = interleaved(contestants, ROUNDS)
    return [
        Comparison(
            f"open {options.residents:,} residents, to the first screen",
            taken["first_screen"],
            taken[f"SQLCipher, {LINES} cases"],
            FIRST_SCREEN_BUDGET,
        ),
        Comparison(
            f"open {options.residents:,} residents, to the whole worklist",
            taken["whole_list"],
            taken["SQLCipher, all cases"],
            WHOLE_LIST_BUDGET,
        ),
    ]


def _first_in_due_order(vault: Vault) -> list[ResidentId]:
    """Whom the first screen shows, which must be what the whole list begins with."""
    opened, whole = whole_list(*vault)
    opened.close()
    order = whole.select(Filter(open_only=True))[:LINES]
    first = [whole.row(position) for position in order]
    opened, shown = first_screen(*vault)
    opened.close()
    assert shown == first
    return [row.id for row in first]


def _bare_cases(vault: Vault, residents: Sequence[ResidentId] | None = None) -> Tidy:
    """Read case documents with bare SQLCipher: of some residents by key, or all; then close."""
    connection = keyed(vault.folder / DATABASE, vault.key)
    (number,) = connection.execute(
        "SELECT number FROM wardtui_tables WHERE name = 'cases'"
    ).fetchone()
    select = f"SELECT doc FROM documents_{number}"  # noqa: S608
    if residents is None:
        connection.execute(select).fetchall()
    else:
        by_key = f"{select} WHERE json_extract(doc, '$.id') = ?"
        for resident in residents:
            connection.execute(by_key, (resident,)).fetchone()
    return lambda: connection.close()
