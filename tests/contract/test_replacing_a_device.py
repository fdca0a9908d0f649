"""A restored vault takes the place of its device before, and of nobody else's."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Connection, update

from tests.builders import MONDAY, CountingIds
from tests.contract.test_central_api import Client
from tests.e2e.program import SMALL, Laptop, Server, small_list
from wardtui.central import accounts, tables
from wardtui.central.database import open_engine, writing
from wardtui.domain.ids import DeviceId

_ids = CountingIds(1 << 59)


class Replaceable(Client):
    """A device that can take the place of others."""

    def replace(self, device: str, *before: str, token: str | None = None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        body = {"device": device, "replaces": list(before)}
        return self.http.post("/device", json=body, headers=headers)

    def move_to(self, device: str, *before: str) -> int:
        answer = self.replace(device, *before)
        assert answer.status_code == 200, answer.text
        return int(answer.json()["next_device_seq"])

    def event_of(self, device: str) -> dict[str, Any]:
        return self.event(device=device)

    def statuses(self, *events: dict[str, Any]) -> list[str]:
        """What became of the events: their status, or the code with which they were rejected."""
        return [one.get("code") or one["status"] for one in self.push(*events)]


@contextmanager
def administered(server: Server) -> Iterator[Connection]:
    """The server's database, to change something in it."""
    engine = open_engine(server.database)
    with writing(engine) as connection:
        yield connection
    engine.dispose()


def new_id() -> DeviceId:
    return DeviceId(_ids.new())


@pytest.fixture
def ward(tmp_path: Path) -> str:
    return f"WARD-{tmp_path.name}"[:60]


@pytest.fixture
def clients(server: Server, ward: str) -> Iterator[list[Replaceable]]:
    """Two officers of the same ward."""
    made = [Replaceable(server, ward) for _ in range(2)]
    yield made
    for one in made:
        one.http.close()


@pytest.fixture
def client(clients: list[Replaceable]) -> Replaceable:
    return clients[0]


def test_the_token_speaks_for_the_new_device_and_sends_what_the_old_one_left(
    client: Replaceable,
) -> None:
    old, new = client.device, new_id()
    sent, pending = client.event(), client.event()
    client.push(sent)
    assert client.move_to(new, old) == 1
    mine = client.event(device=new, device_seq=3)
    assert client.statuses(sent, pending, mine) == ["duplicate", "accepted", "accepted"]
    page = client.pull()
    assert [item["event"] for item in page["events"]] == [sent, pending, mine]
    assert {item["actor"] for item in page["events"]} == {client.paired["officer"]}
    assert client.http.get("/me").json()["officer"] == client.paired["officer"]


def test_repeating_it_is_harmless(client: Replaceable) -> None:
    old, new = client.device, new_id()
    pending = client.event()
    for _ in range(3):
        assert client.move_to(new, old) == 1
        assert client.move_to(new) == 1
    assert client.statuses(pending, pending) == ["accepted", "duplicate"]
    client.push(client.event(device=new, device_seq=8))
    assert client.move_to(new, old) == 9, "behind all that the server has of the new device"


def test_events_of_any_other_device_are_rejected_before_and_after(client: Replaceable) -> None:
    old, new, third = client.device, new_id(), new_id()
    assert client.statuses(client.event_of(new), client.event_of(third)) == ["wrong_device"] * 2
    client.move_to(new, old)
    assert client.statuses(client.event(device=third)) == ["wrong_device"]


def test_a_place_is_taken_again_and_again(client: Replaceable) -> None:
    first, second, unheard_of, third = client.device, new_id(), new_id(), new_id()
    client.move_to(second, first)
    client.move_to(third, first, second, unheard_of)
    devices = [first, second, unheard_of, third]
    assert client.statuses(*map(client.event_of, devices)) == ["accepted"] * 4
    client.move_to(fourth := new_id())
    assert client.statuses(*map(client.event_of, [*devices, fourth])) == ["accepted"] * 5


def test_the_device_of_another_officer_cannot_be_named(
    clients: list[Replaceable],
) -> None:
    client, other = clients
    for answer in (client.replace(new_id(), other.device), client.replace(other.device)):
        assert (answer.status_code, answer.json()["code"]) == (403, "device_taken")
    assert other.statuses(other.event()) == ["accepted"]
    assert client.statuses(client.event(), client.event(device=other.device)) == [
        "accepted",
        "wrong_device",
    ]


def test_a_device_of_another_officer_that_was_replaced_cannot_be_named(
    clients: list[Replaceable],
) -> None:
    client, other = clients
    closed = other.device
    other.move_to(new_id(), closed)
    assert client.replace(new_id(), closed).status_code == 403
    assert other.statuses(other.event_of(closed)) == ["accepted"]


def test_a_device_of_another_officer_that_was_never_paired_cannot_be_named(
    clients: list[Replaceable],
) -> None:
    client, other = clients
    closed = new_id()
    other.move_to(new_id(), other.device, closed)
    assert client.replace(new_id(), closed).status_code == 403
    assert other.statuses(other.event_of(closed)) == ["accepted"]


def test_the_id_of_a_device_that_was_replaced_is_not_taken_again(client: Replaceable) -> None:
    first, second, never_paired = client.device, new_id(), new_id()
    client.move_to(second, first, never_paired)
    for used in (first, never_paired):
        assert client.replace(used, second).status_code == 403, used


def test_a_device_in_use_is_not_taken(server: Server, client: Replaceable) -> None:
    second, token = pair_another(server, client)
    answer = client.replace(second, client.device)
    assert (answer.status_code, answer.json()["code"]) == (403, "device_taken")
    assert client.replace(second, second, token=token).status_code == 200


def pair_another(server: Server, client: Replaceable) -> tuple[str, str]:
    """The same officer has another device too, with a token of its own."""
    with administered(server) as connection:
        code = accounts.new_pairing_code(connection, client.paired["officer"])
    second = new_id()
    answer = client.http.post("/pair", json={"code": code, "device": second})
    return second, answer.json()["token"]


def test_the_token_of_a_lost_laptop_ends_when_the_restored_vault_is_paired_again(
    server: Server, client: Replaceable
) -> None:
    restored, token = pair_another(server, client)
    assert client.replace(restored, client.device, token=token).status_code == 200
    assert client.http.get("/events").status_code == 401


def test_an_old_laptop_that_still_has_the_token_speaks_for_the_new_device(
    client: Replaceable,
) -> None:
    old, new = client.device, new_id()
    client.move_to(new, old)
    for device in (old, new):
        assert client.statuses(client.event(device=device, device_seq=7)) == ["accepted"]
    assert client.move_to(new) == 8


def test_without_a_good_token_no_place_is_taken(server: Server, client: Replaceable) -> None:
    answer = client.replace(new_id(), client.device, token="nonsense")
    assert (answer.status_code, answer.json()["code"]) == (401, "token_unknown")
    with administered(server) as connection:
        wanted = tables.devices.c.id == client.device
        connection.execute(update(tables.devices).where(wanted).values(revoked_at=MONDAY))
    answer = client.replace(new_id(), client.device)
    assert (answer.status_code, answer.json()["code"]) == (401, "device_revoked")


A, B = new_id(), new_id()
MALFORMED = [
    "", "[]", "{}", "\udcff", '{"device": 1, "replaces": []}', f'{{"device": "{A}"}}',
    f'{{"replaces": ["{A}"]}}', f'{{"device": "{A[:-1]}", "replaces": []}}',
    f'{{"device": "{A}", "replaces": "{B}"}}', f'{{"device": "{A}", "replaces": [null]}}',
    f'{{"device": "{A}", "replaces": ["{B.upper()}X"]}}',
    json.dumps({"device": A, "replaces": [B] * 101}),
]  # fmt: skip


@pytest.mark.parametrize("body", MALFORMED)
def test_a_request_that_is_none_is_a_problem_of_the_request(client: Replaceable, body: str) -> None:
    answer = client.http.post("/device", content=body.encode(errors="surrogateescape"))
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert answer.headers["content-type"] == "application/problem+json"
    assert client.statuses(client.event()) == ["accepted"]


@pytest.fixture
def laptops(server: Server, ward: str, tmp_path: Path) -> tuple[Laptop, Laptop]:
    """An officer and a leader who have the ward list from the server."""
    officer, leader = Laptop(tmp_path / "officer").new(), Laptop(tmp_path / "leader").new()
    officer.ask("import", small_list())
    for laptop, role in ((officer, "officer"), (leader, "leader")):
        server.pair(laptop, "Nguyễn Văn Mẫu", role, ward)
        laptop.ask("sync")
    return officer, leader


def call(laptop: Laptop, resident: str) -> None:
    laptop.ask("log", "call", resident, "--outcome", "no_answer")


def calls(laptop: Laptop, resident: str) -> int:
    return int(laptop.ask("show", resident)["attempts"]["call"])


def test_a_lost_laptop_is_replaced_by_its_backup(
    laptops: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    lost, leader = laptops
    before, sent, waiting, unsent = (case["id"] for case in lost.ask("list", "--limit", 4)["cases"])
    call(lost, before)
    call(lost, sent)
    backup = tmp_path / "usb-stick.wardbackup"
    lost.ask("vault", "backup", "-o", backup)
    lost.ask("sync")  # what waited in the backup was sent, and
    call(lost, waiting)
    lost.ask("sync")  # this is on the server alone
    call(lost, unsent)
    shutil.rmtree(lost.home)

    found = Laptop(tmp_path / "new laptop")
    restored = found.ask("vault", "restore", backup)
    assert (restored["residents"], restored["salvaged"], restored["newer"]) == (SMALL, 0, 0)
    call(found, before)
    done = found.ask("sync")
    assert (done["pushed"], done["duplicates"], done["rejected"], done["pending"]) == (1, 2, 0, 0)
    leader.ask("sync")
    for laptop in (found, leader):
        assert [calls(laptop, one) for one in (before, sent, waiting, unsent)] == [2, 1, 1, 0]
    for _ in range(2):
        found.ask("undo")
    assert (calls(found, before), calls(found, sent)) == (1, 0)
    found.ask("sync")
    leader.ask("sync")
    assert [calls(leader, one) for one in (before, sent, waiting)] == [1, 0, 1]
    assert found.ask("vault", "status")["events"] == SMALL + 8  # two say who the officers are
    assert found.ask("vault", "verify")["ok"] is True


def test_the_old_laptop_and_the_new_one_both_go_on_and_nothing_is_doubled(
    laptops: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    old, leader = laptops
    first, second = (case["id"] for case in old.ask("list", "--limit", 2)["cases"])
    backup = tmp_path / "copy.wardbackup"
    call(old, first)
    old.ask("vault", "backup", "-o", backup)
    new = Laptop(tmp_path / "new")
    new.ask("vault", "restore", backup)
    call(new, second)
    call(old, second)
    for laptop in (new, old, new, leader, old):
        assert laptop.ask("sync")["rejected"] == 0
    for laptop in (new, old, leader):
        assert (calls(laptop, first), calls(laptop, second)) == (1, 2)
