"""What an exchange costs: requests and bytes between the product's own client and a real server."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import msgspec
import pytest

from tests.benchmarks.history import EVENTS_EACH, LISTED, WARD, make_history, make_residents
from tests.carried import CHEAP
from tests.conftest import PASSPHRASE
from tests.e2e.program import Server
from tests.faults.relay import Relay
from wardtui.bootstrap import RandomIds, connector, make_tools
from wardtui.domain.events import ContactLogged, ResidentListed
from wardtui.domain.ids import ResidentId
from wardtui.domain.vocabulary import Channel, Outcome
from wardtui.remote.central_api import HttpCentralApi
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.pair import pair
from wardtui.services.ports import SyncStopped, Unit
from wardtui.services.recording import Draft, record
from wardtui.services.sync import Synced, sync
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

PATIENCE = 60

Asked = Counter[tuple[str, str, int]]
"""Requests by method, route and status."""


@contextmanager
def laptop(folder: Path, server: Server, line: Relay, ward: str) -> Iterator[OpenVault]:
    """A paired laptop of an officer of a ward."""
    create_vault(folder, PASSPHRASE, RandomIds(), lambda: CHEAP)
    code = server.add_officer("Nguyễn Văn Mẫu", "officer", ward)["pairing_code"]
    with OpenVault(folder, unlock(folder, PASSPHRASE)) as vault:
        vault.start_writing("test", LISTED)
        with HttpCentralApi(line.url) as api:
            pair(vault, api, line.url, code, "")
        yield vault


def work_for_weeks(unit: Unit, residents: int) -> None:
    """List so many people and try everybody; all of it waits."""
    device, pairing = unit.state.device, unit.state.pairing
    assert pairing is not None
    made = make_history(make_residents(residents), device.id, pairing.officer, unsent=None)
    unit.events.add(made, own=True)
    seq = residents * EVENTS_EACH + 1
    unit.state.device = msgspec.structs.replace(device, next_seq=seq)


def work_for_an_hour(unit: Unit, calls: int) -> None:
    """Try so many people who are listed."""
    contact = ContactLogged(channel=Channel.CALL, outcome=Outcome.NO_ANSWER)
    for case in list(unit.cases.all())[:calls]:
        log_contact(unit, LogContact(resident=case.id, contact=contact), make_tools())


@pytest.fixture
def line(server: Server) -> Iterator[Relay]:
    with Relay(server.url) as made:
        yield made


def asked(server: Server) -> Asked:
    """What the server was asked until now by laptops."""
    # An answer is logged once it is on its way, and before anybody else is answered.
    httpx.get(f"{server.url}/healthz")
    told = server.logged("request")
    return Counter(
        (one["method"], one["route"], one["status"]) for one in told if one["route"] != "/healthz"
    )


def test_ten_thousand_events_take_few_requests_and_a_sixth_of_their_bytes(
    tmp_path: Path, server: Server, line: Relay
) -> None:
    with laptop(tmp_path / "vault", server, line, WARD) as vault:
        vault.write(lambda unit: work_for_weeks(unit, 10_000 // EVENTS_EACH))
        waiting = vault.read(lambda unit: unit.events.waiting(10_001))
        assert len(waiting) == 10_000
        size = sum(len(one.raw.encode()) for one in waiting)
        sent, before = line.sent, asked(server)
        steps: list[Synced] = []
        # Sending is measured, so it ends before it reads.
        with pytest.raises(SyncStopped):
            sync(
                vault,
                connector(PATIENCE),
                make_tools(),
                steps.append,
                lambda: bool(steps) and steps[-1].pending == 0,
            )
        sent, requests = line.sent - sent, asked(server) - before
    print(f"{requests.total()} requests, {sent} bytes for {size}: {sent / size:.1%}")
    assert steps[-1].pushed == 10_000
    assert requests.keys() == {("POST", "/v1/events", 200)}
    assert requests.total() <= 24
    assert sent <= 0.18 * size


def test_ten_events_take_one_push_and_one_pull_over_one_connection(
    tmp_path: Path, server: Server, line: Relay
) -> None:
    with laptop(tmp_path / "vault", server, line, "PHUONG-KHAC") as vault:
        tools, connect = make_tools(), connector(PATIENCE)
        drafts = [
            Draft(resident=ResidentId(tools.ids.new()), body=ResidentListed(resident=one))
            for one in make_residents(12)
        ]
        vault.write(lambda unit: record(unit, drafts, tools))
        sync(vault, connect, tools, lambda _: None)
        vault.write(lambda unit: work_for_an_hour(unit, 10))
        before, connections = asked(server), line.connections
        done = sync(vault, connect, tools, lambda _: None)
        requests = asked(server) - before
    assert (done.pushed, done.pending) == (10, 0)
    assert requests == {("POST", "/v1/events", 200): 1, ("GET", "/v1/events", 200): 1}
    assert line.connections == connections + 1
