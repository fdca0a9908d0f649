"""Whoever stops an exchange, locks or leaves does not wait for a line on which nothing comes.

The product's own time-outs are set so far off here that nothing but the stop can end a request.
"""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.builders import AN, MONDAY
from tests.carried import CHEAP
from tests.conftest import PASSPHRASE
from tests.e2e.program import Server
from tests.faults.relay import Relay
from tests.screen_app import ward_app
from wardtui.bootstrap import RandomIds, connector, make_tools
from wardtui.central.accounts import add_officer, new_pairing_code
from wardtui.central.database import open_engine, writing
from wardtui.domain.errors import WardtuiError
from wardtui.domain.events import ResidentListed
from wardtui.domain.ids import ResidentId
from wardtui.domain.vocabulary import Role
from wardtui.remote import central_api
from wardtui.remote.central_api import HttpCentralApi
from wardtui.services.pair import pair
from wardtui.services.ports import SyncStopped, Unit
from wardtui.services.recording import Draft, record
from wardtui.services.sync import sync
from wardtui.settings import Places
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault
from wardtui.tui import session as tui_session
from wardtui.tui.app import WardApp

FOR_EVER = 3600.0
PATIENCE = 60.0
"""Seconds after which a test gives up on what should come at once."""

WAITING = 3


@pytest.fixture(autouse=True)
def _nothing_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(central_api, "REQUEST_SECONDS", FOR_EVER)
    monkeypatch.setattr(central_api, "ANSWER_SECONDS", FOR_EVER)
    monkeypatch.setattr(tui_session, "SYNC_PATIENCE_SECONDS", FOR_EVER)
    monkeypatch.setattr("wardtui.tui.exchanging.FIRST_SECONDS", FOR_EVER)


@pytest.fixture
def line(server: Server) -> Iterator[Relay]:
    with Relay(server.url) as made:
        yield made


@pytest.fixture
def home(tmp_path: Path, server: Server, line: Relay) -> Path:
    """The vault of a paired laptop on which some events wait."""
    folder = tmp_path / "vault"
    create_vault(folder, PASSPHRASE, RandomIds(), lambda: CHEAP)
    with opened(folder) as vault:
        with HttpCentralApi(line.url) as api:
            pair(vault, api, line.url, code_of(server, f"W-{tmp_path.name}"[:40]), "")
        vault.write(listing)
    return folder


def code_of(server: Server, ward: str) -> str:
    """A pairing code for a new officer."""
    engine = open_engine(server.database)
    with writing(engine) as connection:
        officer = add_officer(connection, "Nguyễn Văn Mẫu", Role.OFFICER, [ward])
        code = new_pairing_code(connection, officer)
    engine.dispose()
    return code


@contextmanager
def opened(folder: Path) -> Iterator[OpenVault]:
    with OpenVault(folder, unlock(folder, PASSPHRASE)) as vault:
        vault.start_writing("test", MONDAY)
        yield vault


def listing(unit: Unit) -> None:
    tools = make_tools()
    for _ in range(WAITING):
        draft = Draft(resident=ResidentId(tools.ids.new()), body=ResidentListed(resident=AN))
        record(unit, [draft], tools)


class Exchange:
    """One that goes on in a thread of its own."""

    def __init__(self, vault: OpenVault) -> None:
        self.stop = threading.Event()
        self.ended: WardtuiError | None = None
        self._vault = vault
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            sync(self._vault, connector(FOR_EVER), make_tools(), lambda _: None, self.stop.is_set)
        except WardtuiError as error:
            self.ended = error

    def ends(self) -> bool:
        """Whether it ends."""
        self._thread.join(PATIENCE)
        return not self._thread.is_alive()


def test_what_was_sent_and_not_answered_is_not_waited_for_and_not_lost(
    home: Path, line: Relay
) -> None:
    with opened(home) as vault:
        with line.silent():
            exchange = Exchange(vault)
            assert line.answered.wait(PATIENCE), "the server has taken it"
            exchange.stop.set()
            assert exchange.ends()
            assert isinstance(exchange.ended, SyncStopped)
            assert line.hung_up(2, PATIENCE)
        assert vault.read(lambda unit: unit.events.count_waiting()) == WAITING
        done = sync(vault, connector(PATIENCE), make_tools(), lambda _: None)
        assert (done.pushed, done.duplicates, done.rejected, done.pending) == (0, WAITING, 0, 0)
        stored = vault.read(lambda unit: [one.seq for one in unit.events.all()])
    assert len(set(stored)) == len(stored)
    assert None not in stored


def test_a_name_that_nobody_resolves_is_not_waited_for_and_nothing_is_sent_afterwards(
    home: Path, line: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, answered = threading.Event(), threading.Event()
    resolve = socket.getaddrinfo

    def slowly(*arguments: Any, **options: Any) -> Any:
        asked.set()
        answered.wait()
        return resolve(*arguments, **options)

    with opened(home) as vault:
        sent = line.sent
        monkeypatch.setattr(socket, "getaddrinfo", slowly)
        exchange = Exchange(vault)
        assert asked.wait(PATIENCE)
        exchange.stop.set()
        assert exchange.ends()
        assert isinstance(exchange.ended, SyncStopped)
        answered.set()
        # The connection that comes about too late is ended before anything goes over it.
        assert line.hung_up(2, PATIENCE)
        assert line.sent == sent


async def locked(app: WardApp) -> None:
    await app.lock()


async def left(app: WardApp) -> None:
    app.leave()


async def stopped_on_its_page(app: WardApp) -> None:
    running = app.exchanging.running
    await app.screen.do_sync_page()  # type: ignore[attr-defined]
    await app.screen.do_back()  # type: ignore[attr-defined]
    async with asyncio.timeout(PATIENCE):
        while app.exchanging.running is running:
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("ends", [stopped_on_its_page, locked, left])
async def test_the_screen_hangs_up_on_a_line_where_nothing_comes(
    home: Path, line: Relay, ends: Callable[[WardApp], Any]
) -> None:
    app = ward_app(Places(home, home), make_tools())
    async with app.run_test() as pilot:
        await pilot.pause()
        with line.silent():
            app.exchanging.start()
            assert await asyncio.to_thread(line.answered.wait, PATIENCE)
            await ends(app)
            assert await asyncio.to_thread(line.hung_up, 2, PATIENCE)
    app.close_session()
    with opened(home) as vault:
        done = sync(vault, connector(PATIENCE), make_tools(), lambda _: None)
        assert (done.pushed, done.duplicates, done.pending) == (0, WAITING, 0)
