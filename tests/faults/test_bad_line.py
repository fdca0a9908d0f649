"""Laptops and a server behind a line on which everything goes wrong, killed at any moment.

Whatever was called saved on a laptop is on the server and on every laptop, once, in one order.
"""

import os
import random
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from tests.conftest import PASSPHRASE
from tests.databases import Kind
from tests.e2e.program import Laptop, Server, serving, small_list
from tests.faults.bad_line import BadLine, Fault, bad_line
from tests.faults.sizes import LONG, size
from wardtui.central.database import open_engine
from wardtui.central.tables import events
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

LAPTOPS = 3
ROUNDS = size(suite=2, long=150)
CALLS = 15
"""Of each laptop in a round, unless it dies before."""

SHARE = 0.45
"""Of the requests that something happens to."""

SEED = 20261123
ROOT = Path(__file__).parents[2]
PATIENCE = 120


class Campaign:
    """Some laptops and their server, and what the laptops called saved."""

    def __init__(self, folder: Path, database: str, line: BadLine, seed: int) -> None:
        self.chance = random.Random(seed)
        self.saved: list[str] = []
        self._folder = folder
        self._database = database
        self._line = line
        self._servers = ExitStack()
        self._server = self._start()
        self.laptops = [Laptop(folder / f"laptop-{number}").new() for number in range(LAPTOPS)]
        for number, laptop in enumerate(self.laptops):
            code = self._server.add_officer(f"Cán bộ Mẫu {number}", "leader")["pairing_code"]
            laptop.ask("pair", line.url, code)
        self.laptops[0].ask("import", small_list(250))
        for laptop in self.laptops:
            laptop.ask("sync")

    def _start(self) -> Server:
        """Begin to serve, where the line leads from now on."""
        serves = serving(self._folder, self._database, "--quiet")
        server = self._servers.enter_context(serves)
        self._line.server = ("127.0.0.1", int(urlsplit(server.url).port or 0))
        return server

    def kill_server(self) -> None:
        """SIGKILL, in the middle of whatever it does, and begin anew."""
        self._server.process.send_signal(signal.SIGKILL)
        self._server.process.wait()
        self._servers.close()
        self._server = self._start()

    def work(self) -> None:
        """Let all laptops work at once; some die, and now and then the server does."""
        program = [sys.executable, "-m", "tests.faults.syncing"]
        working = [
            subprocess.Popen(
                [*program, laptop.home, str(CALLS)], cwd=ROOT, stdout=subprocess.PIPE, text=True
            )
            for laptop in self.laptops
        ]
        for process in working:
            assert process.stdout is not None
            # It is killed after so many calls, in the middle of the next or of a sync.
            for _ in range(self.chance.choice((CALLS, self.chance.randrange(CALLS)))):
                line = process.stdout.readline().strip()
                if not line:
                    break
                self.saved.append(line)
            else:
                os.kill(process.pid, signal.SIGKILL)
            if self.chance.random() < 0.5:
                self.kill_server()
        for process in working:
            self.saved += process.communicate(timeout=PATIENCE)[0].split()
            assert process.returncode in (0, -signal.SIGKILL), process.returncode

    def close(self) -> None:
        """End the server."""
        self._servers.close()

    def numbered(self) -> list[str]:
        """Every event on the server, in its order."""
        engine = open_engine(self._database)
        with engine.connect() as connection:
            found = list(connection.scalars(select(events.c.id).order_by(events.c.seq)))
        engine.dispose()
        return found


def _on(laptop: Laptop) -> list[str]:
    """Every event on a laptop, in its order; none of them waits."""
    with OpenVault(laptop.home, unlock(laptop.home, PASSPHRASE)) as vault:
        stored = vault.read(lambda unit: list(unit.events.all()))
    assert all(one.seq is not None for one in stored)
    return [one.event.id for one in sorted(stored, key=lambda one: one.seq or 0)]


@pytest.mark.slow
@pytest.mark.parametrize("database", list(Kind) if LONG else [Kind.POSTGRESQL], indirect=True)
def test_whatever_was_called_saved_is_everywhere_once_and_in_one_order(
    tmp_path: Path, database: str
) -> None:
    with bad_line(SEED) as line:
        campaign = Campaign(tmp_path, database, line, SEED)
        line.share = SHARE
        for _ in range(ROUNDS):
            campaign.work()
        line.share = 0.0
        for _ in range(2):
            for laptop in campaign.laptops:
                done = laptop.ask("sync", "--wait", PATIENCE)
                assert done["pending"] == done["rejected"] == 0
        numbered = campaign.numbered()
        print(dict(line.faults), len(campaign.saved), "calls,", len(numbered), "events")
        assert len(campaign.saved) == len(set(campaign.saved)) > 0
        assert len(numbered) == len(set(numbered))
        assert set(campaign.saved) <= set(numbered)
        for laptop in campaign.laptops:
            assert _on(laptop) == numbered
        # A run in which nothing went wrong shows nothing.
        assert {fault for fault in Fault if line.faults[fault]} >= {Fault.NONE, Fault.REFUSED}
        campaign.close()
