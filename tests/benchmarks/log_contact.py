"""The product's own durable action: logging a contact, from the call until it is on the disk.

It finds the case, reads the resident's events, derives the case anew, and keeps the event, the
case, the device's next number and which line of the worklist has changed. The floor is SQLite
writing the same two documents, as they are stored, in one commit into a file with as many.
"""

import random
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.benchmarks.history import AFTERWARDS, SEED, make_contact
from tests.benchmarks.plain import fill, plain_sqlite
from tests.benchmarks.rounds import Comparison, Contestant, Options, Tidy, interleaved, say
from tests.benchmarks.vaults import Vault, vault_of
from tests.builders import SetClock
from wardtui.bootstrap import RandomIds
from wardtui.domain.ids import ResidentId
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.ports import Tools
from wardtui.services.recording import Saved
from wardtui.store import open_database
from wardtui.store.documents import encode
from wardtui.store.files import DATABASE
from wardtui.store.vault import OpenVault

ROUNDS = 400

GROWTH_BUDGET = 1.3
"""The large vault against the small one."""

FLOOR_BUDGET = 2.0
"""Against SQLite's commit of the same bytes, for information: the product does more than write."""


def run(options: Options) -> list[Comparison]:
    """Measure logging in a small vault and in a large one."""
    sizes = (options.small, options.residents)
    contestants: dict[str, Contestant] = {}
    with ExitStack() as opened:
        folder = Path(opened.enter_context(TemporaryDirectory(dir=options.folder)))
        for size in sizes:
            vault = opened.enter_context(vault_of(size, options, changed=True))
            logging = _Logging(vault, folder / f"{size}.db", opened)
            contestants[f"log_contact, {size:,}"] = logging.in_the_vault
            contestants[f"SQLite, {size:,}"] = logging.in_the_floor
        say("measuring logged contacts …")
        taken = interleaved(contestants, ROUNDS)
    small, large = (f"{size:,}" for size in sizes)
    return [
        Comparison(
            f"log a contact, {large} residents against {small}",
            taken[f"log_contact, {large}"],
            taken[f"log_contact, {small}"],
            GROWTH_BUDGET,
        ),
        *(
            Comparison(
                f"log a contact, {size} residents, against SQLite",
                taken[f"log_contact, {size}"],
                taken[f"SQLite, {size}"],
                FLOOR_BUDGET,
                binding=False,
            )
            for size in (small, large)
        ),
    ]


class _Logging:
    """A vault, and a plain file that holds the same documents and is given the same ones."""

    def __init__(self, vault: Vault, floor: Path, opened: ExitStack) -> None:
        with (
            closing(plain_sqlite(floor)) as filled,
            open_database(vault.folder / DATABASE, vault.key, read_only=True) as database,
        ):
            fill(filled, "events", (text for _, text in database.table("events").texts()))
            fill(filled, "cases", (text for _, text in database.table("cases").texts()))
            listed = [ResidentId(case["id"]) for case in database.table("cases")]
        # Opened anew, both begin with an empty write-ahead log, as at the beginning of an evening.
        self._floor = opened.enter_context(closing(plain_sqlite(floor)))
        self._places = {resident: place for place, resident in enumerate(listed, start=1)}
        self._residents = listed
        self._vault = opened.enter_context(OpenVault(vault.folder, vault.key))
        self._vault.start_writing("benchmark", AFTERWARDS)
        self._clock = SetClock(AFTERWARDS)
        self._tools = Tools(self._clock, RandomIds())
        self._random = random.Random(SEED)
        self._next = self._command()
        self._written = (0, "", "")

    def in_the_vault(self) -> Tidy:
        command = self._next
        saved = self._vault.write(lambda unit: log_contact(unit, command, self._tools))
        return lambda: self._after(saved)

    def in_the_floor(self) -> None:
        place, event, case = self._written
        self._floor.execute("BEGIN IMMEDIATE")
        self._floor.execute("INSERT INTO events (doc) VALUES (?)", (event,))
        self._floor.execute("UPDATE cases SET doc = ? WHERE doc_id = ?", (case, place))
        self._floor.execute("COMMIT")

    def _after(self, saved: Saved) -> None:
        """Look at what was stored, and prepare the next contact."""

        def read(unit: Any) -> tuple[str, str]:
            event = unit.database.table("events").by_key(saved.event)
            case = unit.database.table("cases").by_key(saved.case.id)
            return encode(event), encode(case)

        self._written = (self._places[saved.case.id], *self._vault.read(read))
        self._clock.forward(minutes=2)
        self._next = self._command()

    def _command(self) -> LogContact:
        contact = make_contact(self._random, self._clock.now())
        return LogContact(resident=self._random.choice(self._residents), contact=contact)
