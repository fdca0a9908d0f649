"""What a ward keeps an eye on: its laptops, lost ones, who saw what, and changed officers."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.builders import MONDAY
from tests.contract.test_central_api import Client, _ids, ward
from tests.e2e.program import Laptop, Server, run, small_list
from wardtui.domain.ids import DeviceId

__all__ = ["ward"]


@pytest.fixture
def officer(server: Server, ward: str) -> Iterator[Client]:
    made = Client(server, ward)
    yield made
    made.http.close()


@pytest.fixture
def leader(server: Server, ward: str) -> Iterator[Client]:
    made = Client(server, ward, "leader")
    yield made
    made.http.close()


def central(server: Server, *arguments: object) -> Any:
    """Run a command on the server's database; its document."""
    ended = run("central", *arguments, "--database", server.database, "--json")
    assert ended.code == 0, (ended.out, ended.err)
    return ended.json


def sent_as(client: Client, recorded: int, *events: dict[str, Any]) -> httpx.Response:
    headers = {"Wardtui-Recorded": str(recorded), "User-Agent": "wardtui/9.9"}
    return client.http.post("/events", json={"events": events}, headers=headers)


def seen(leader: Client, of: Client) -> dict[str, Any]:
    """What the leader sees of a device."""
    found = leader.http.get("/devices").json()["devices"]
    return next(one for one in found if one["device"] == of.device)


def access(**changes: Any) -> dict[str, Any]:
    made = {"id": _ids.new(), "at": MONDAY.isoformat(), "what": "reveal", "command": "list"}
    return {**made, "residents": 3, **changes}


def test_who_leads_sees_how_many_events_of_a_laptop_have_not_arrived(
    officer: Client, leader: Client
) -> None:
    assert seen(leader, officer)["missing"] is None
    assert seen(leader, officer)["seen_at"] is None
    sent_as(officer, 15, officer.event(), officer.event())
    told = seen(leader, officer)
    assert (told["missing"], told["version"], told["revoked"]) == (13, "9.9", False)
    assert told["seen_at"] is not None
    assert told["officer"] == officer.paired["officer"]
    bad = officer.event(ward="KHAC")
    sent_as(officer, 15, *(officer.event() for _ in range(12)), bad)
    assert seen(leader, officer)["missing"] == 0, "what was refused has arrived"


def test_a_laptop_that_only_reads_is_noted_now_and_then(officer: Client, leader: Client) -> None:
    officer.http.get("/events", headers={"Wardtui-Recorded": "4"})
    first = seen(leader, officer)
    assert first["missing"] == 4
    officer.http.get("/events", headers={"Wardtui-Recorded": "5"})
    assert seen(leader, officer) == first


def test_only_who_leads_sees_the_laptops_and_only_those_of_the_ward(
    server: Server, officer: Client
) -> None:
    answer = officer.http.get("/devices")
    assert (answer.status_code, answer.json()["code"]) == (403, "role_not_allowed")
    elsewhere = Client(server, "PHUONG-KHAC", "commander")
    there = {one["device"] for one in elsewhere.http.get("/devices").json()["devices"]}
    elsewhere.http.close()
    assert officer.device not in there


def test_what_a_restored_vault_counted_before_it_sent_anything_is_not_missed(
    officer: Client, leader: Client
) -> None:
    sent_as(officer, 3, *(officer.event() for _ in range(3)))
    old, officer.device = officer.device, DeviceId(_ids.new())
    officer.http.post("/device", json={"device": officer.device, "replaces": [old]})
    sent_as(officer, 5, officer.event(device=officer.device))
    assert seen(leader, officer)["missing"] == 1


def test_what_a_revoked_laptop_sends_is_let_in_when_somebody_says_so(
    server: Server, officer: Client, leader: Client
) -> None:
    events = [officer.event(), officer.event(), officer.event(ward="KHAC")]
    assert central(server, "revoke", officer.device) == {"revoked": [officer.device]}
    answer = sent_as(officer, 3, *events)
    assert (answer.status_code, answer.json()["code"]) == (401, "device_revoked")
    assert leader.pull()["events"] == []
    (aside,) = [
        one for one in central(server, "quarantine")["devices"] if one["device"] == officer.device
    ]
    assert aside["events"] == 3
    assert (seen(leader, officer)["quarantined"], seen(leader, officer)["revoked"]) == (3, True)
    ended = run(
        "central", "quarantine", "--release", officer.device,
        "--database", server.database, "--json",
    )  # fmt: skip
    assert ended.code == 1, "one of them was refused"
    assert (ended.json["accepted"], ended.json["duplicates"]) == (2, 0)
    assert ended.json["refused"] == [{"event": events[2]["id"], "code": "wrong_ward"}]
    assert [one["event"] for one in leader.pull()["events"]] == events[:2]
    assert seen(leader, officer)["quarantined"] == 1


def test_all_laptops_of_an_officer_are_revoked_at_once(server: Server, officer: Client) -> None:
    found = central(server, "revoke", officer.paired["officer"])
    assert found["revoked"] == [officer.device]
    ended = run("central", "revoke", "nobody", "--database", server.database, "--json")
    assert (ended.code, ended.json["error"]["code"]) == (2, "unknown_device")


def test_the_access_log_of_a_device_is_kept_once_and_for_its_wards_only(
    officer: Client, ward: str
) -> None:
    good, named, foreign = access(), access(ward=ward, resident=_ids.new()), access(ward="KHAC")
    for _ in range(2):
        answer = officer.http.post("/access", json={"accesses": [good, named, foreign]})
        assert answer.status_code == 200, answer.text
        assert answer.json() == {"kept": 2, "refused": [foreign["id"]]}


@pytest.mark.parametrize("body", [{}, {"accesses": [{}]}, {"accesses": [access()] * 501}])
def test_an_access_log_that_is_none_is_refused_as_a_whole(officer: Client, body: Any) -> None:
    assert officer.http.post("/access", json=body).status_code == 400


def test_both_sides_can_tell_whether_they_hold_the_same(officer: Client, ward: str) -> None:
    officer.push(*(officer.event() for _ in range(3)))
    head = officer.pull()["next"][ward]
    whole = officer.http.get("/audit", params={"ward": ward, "after": 0, "to": head}).json()
    halves = [
        officer.http.get("/audit", params={"ward": ward, "after": a, "to": b}).json()
        for a, b in ((0, head - 2), (head - 2, head))
    ]
    assert whole["count"] == halves[0]["count"] + halves[1]["count"]
    assert halves[1]["count"] == 2
    together = int(halves[0]["xor"], 16) ^ int(halves[1]["xor"], 16)
    assert int(whole["xor"], 16) == together
    foreign = officer.http.get("/audit", params={"ward": "KHAC", "after": 0, "to": 1})
    assert (foreign.status_code, foreign.json()["code"]) == (403, "wrong_ward")


def test_a_ward_that_the_officer_has_left_is_named_with_the_next_page(
    server: Server, officer: Client, ward: str
) -> None:
    officer.push(officer.event())
    new = f"{ward[:50]}-MOI"
    changed = central(
        server, "change-officer", officer.paired["officer"], "--ward", new, "--role", "leader"
    )
    assert (changed["role"], changed["wards"]) == ("leader", [new])
    page = officer.pull(f"{ward}:5")
    assert (page["reset"], page["events"], list(page["next"])) == ([ward], [], [new])
    assert officer.http.get("/me").json()["role"] == "leader"
    assert officer.pull(f"{new}:1")["reset"] == []


def test_a_laptop_follows_its_officer_and_compares_what_it_holds(
    server: Server, tmp_path: Path
) -> None:
    laptop = Laptop(tmp_path / "one").new()
    officer = server.pair(laptop, "Cán bộ Mẫu", "officer", "PHUONG-CU")["officer"]
    laptop.ask("import", small_list())
    laptop.ask("list", "--reveal", "--limit", 1)
    laptop.ask("sync")
    checked = laptop.ask("sync", "--check")["checked"]
    assert (checked["events"] > 0, checked["repaired"]) == (True, 0)
    central(server, "change-officer", officer, "--role", "leader", "--ward", "PHUONG-MOI")
    laptop.ask("sync")
    assert laptop.ask("list")["total"] == 0
    (mine,) = laptop.ask("devices")["devices"]
    assert (mine["missing"], mine["revoked"]) == (0, False)
    central(server, "change-officer", officer, "--ward", "PHUONG-CU")
    laptop.ask("sync")
    assert laptop.ask("list")["total"] > 0
    assert laptop.ask("vault", "verify") is not None
    assert json.dumps(laptop.ask("sync", "--check")["checked"]["repaired"]) == "0"
