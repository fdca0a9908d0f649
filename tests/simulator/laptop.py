"""A laptop of the play: its vault, its clock that may be wrong, and its ways to the server."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import takewhile
from pathlib import Path

from tests.builders import CountingIds, SetClock
from tests.conftest import PASSPHRASE
from tests.line import Line
from tests.simulator.central import Central
from wardtui.central import accounts
from wardtui.domain.events import Event
from wardtui.domain.ids import EventId
from wardtui.messages import PushResult
from wardtui.remote.bundle import open_answer, seal_outbox
from wardtui.services.bundles import known_keys, read_answer, write_outbox
from wardtui.services.pair import pair
from wardtui.services.ports import Tools, Unit
from wardtui.services.records import Pairing
from wardtui.services.settling import ALREADY_ACCEPTED, SUPERSEDED
from wardtui.services.sync import Synced, sync
from wardtui.store.keeping import back_up
from wardtui.store.key_slots import Cost
from wardtui.store.making import create_vault
from wardtui.store.restore import restore
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

CHEAP = Cost(memory_kib=8, iterations=1)
_PAGE = 100


class LaptopClock(SetClock):
    """The time as a laptop has it."""

    def __init__(self, world: SetClock) -> None:
        super().__init__(world.moment)
        self._world = world
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return self._world.now() + self.ahead


class Laptop:
    """One officer's laptop; when it is lost, the one that comes in its place."""

    def __init__(self, number: int, folder: Path, central: Central, officer: str) -> None:
        self.number = number
        self.home = folder / f"laptop-{number}"
        self.officer = officer
        self.clock = LaptopClock(central.clock)
        # No id of one is ever one of another, nor of the same laptop before a restore.
        self.tools = Tools(self.clock, CountingIds((number + 1) << 40))
        self._made = self._life = self._backed_up = 0
        self.too_late: dict[EventId, str] = {}
        """What the server did not need any more, with its code: it asks nothing of anybody."""
        self._central = central

    @property
    def name(self) -> str:
        """Another one once it was lost, and the one before where that one's backup is put back."""
        return f"{self.number}/{self._life}"

    def make(self) -> None:
        """A new vault for a new device, paired."""
        self._made += 1
        self._life = self._made
        shutil.rmtree(self.home, ignore_errors=True)
        create_vault(self.home, PASSPHRASE, self.tools.ids, lambda: CHEAP)
        self.open()
        self.pair()

    def open(self) -> None:
        """Open the vault to work in it."""
        self.vault = OpenVault(self.home, unlock(self.home, PASSPHRASE))
        self.vault.start_writing("play", self.clock.now())

    def pair(self) -> None:
        """Bind it to its officer."""
        with self._central.writing() as connection:
            code = accounts.new_pairing_code(connection, self.officer)
        pair(self.vault, Line(self._central), "-", code, "")

    def do(self, work: Callable[[Unit], object]) -> list[Event]:
        """Let somebody do something; what was recorded of it."""

        def noting(unit: Unit) -> list[Event]:
            first = unit.state.device.next_seq
            work(unit)
            new = takewhile(lambda one: one.event.device_seq >= first, unit.events.newest_own())
            return [one.event for one in new]

        return self.vault.write(noting)

    def sync(self, cut_at: int = 0, *, twice: bool = False) -> Synced:
        """Exchange over the line, which may be cut."""

        @contextmanager
        def connect(pairing: Pairing) -> Iterator[Line]:
            line = Line(
                self._central,
                pairing.token,
                cut_at,
                now=self._central.clock.now(),
                server_clock=-self.clock.ahead.total_seconds(),
                twice=twice,
                page=_PAGE,
            )
            try:
                yield line
            finally:
                self._note(line.told)

        return sync(self.vault, connect, self.tools, lambda _: None)

    def carry(self) -> None:
        """Exchange by two files on a stick."""
        file = self._central.answer(seal_outbox(write_outbox(self.vault)))
        keys, device = self.vault.read(lambda unit: (known_keys(unit), unit.state.device.id))
        answer = open_answer(file, keys, device)
        read_answer(self.vault, answer, self.tools, lambda _: None)
        self._note(answer.results)

    def _note(self, told: Iterable[PushResult]) -> None:
        late = (one for one in told if one.code in (ALREADY_ACCEPTED, SUPERSEDED))
        self.too_late.update({EventId(one.id): one.code or "" for one in late})

    def back_up(self, file: Path) -> None:
        """Write a backup."""
        back_up(self.home, self.vault, self.clock.now(), file)
        self._backed_up = self._life

    def restore(self, file: Path) -> None:
        """Go on from a backup as a new device; what was recorded since is not brought in."""
        self.vault.close()
        now = self.clock.now()
        restore(self.home, file, PASSPHRASE, self.tools.ids, now, salvage=False)
        self._life = self._backed_up
        self.open()

    def is_known(self) -> bool:
        """Whether the server lets it in."""
        pairing = self.vault.read(lambda unit: unit.state.pairing)
        if pairing is None:
            return False
        with self._central.engine.connect() as connection:
            account = accounts.account_of(connection, pairing.token)
        return account is not None and not account.revoked

    def is_known_by_its_id(self) -> bool:
        """Whether the server has heard of this very device."""
        device = self.vault.read(lambda unit: unit.state.device.id)
        with self._central.engine.connect() as connection:
            return accounts.account_of_device(connection, device) is not None

    def ids(self) -> set[EventId]:
        """The events that are here, what the server did not take among them."""

        def everything(unit: Unit) -> set[EventId]:
            refused = {one.event.id for one in unit.rejected.all()}
            return {one.event.id for one in unit.events.all()} | refused

        return self.vault.read(everything)
