"""Whatever is asked, the server's answer is one that its description promises."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.builders import MONDAY
from tests.contract.test_central_api import Client, _ids, ward
from tests.e2e.program import Server

__all__ = ["ward"]

ON_EVERY_DATABASE = True

NUL = "\x00"
TOO_LONG = "x" * 100


@pytest.fixture
def leader(server: Server, ward: str) -> Iterator[Client]:
    made = Client(server, ward, "leader")
    yield made
    made.http.close()


# What PostgreSQL cannot keep, and SQLite can


@pytest.mark.parametrize("name", [NUL, TOO_LONG, "", "an-event\n"])
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("event.retracted", {"event": None}),
        ("resident.merged", {"from": None, "into": _ids.new(), "why": "decided"}),
        ("resident.merged", {"from": _ids.new(), "into": None, "why": "decided"}),
    ],
)
def test_what_names_something_by_no_id_is_malformed_and_the_rest_goes_through(
    leader: Client, kind: str, body: dict[str, Any], name: str
) -> None:
    named = {field: name if value is None else value for field, value in body.items()}
    results = leader.push(leader.event(type=kind, body=named), leader.event())
    assert [one.get("code") for one in results] == ["malformed", None]


@pytest.mark.parametrize("field", ["id", "action", "resident", "type"])
def test_an_id_with_a_line_end_is_none(leader: Client, field: str) -> None:
    event = leader.event()
    event[field] += "\n"
    results = leader.push(event, leader.event())
    assert [one.get("code") for one in results] == ["malformed", None]


def test_a_number_with_a_line_end_keeps_no_list_back(leader: Client) -> None:
    record = {"name": "Nguyễn Văn An", "personal_id": "000085000123\n"}
    event = leader.event(type="resident.listed", body={"resident": record})
    assert [one["status"] for one in leader.push(event)] == ["accepted"]


@pytest.mark.parametrize("field", ["device_name", "public_key"])
def test_no_device_is_paired_under_what_cannot_be_kept(
    server: Server, leader: Client, ward: str, field: str
) -> None:
    code = server.add_officer("Trần Thị Bình", "officer", ward)["pairing_code"]
    wish = {"code": code, "device": _ids.new()}
    answer = leader.http.post("/pair", json={**wish, field: f"a{NUL}b"})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert leader.http.post("/pair", json=wish).status_code == 200, "the code is still good"


@pytest.mark.parametrize(
    "changes",
    [
        {"command": f"a{NUL}b"},
        {"what": "a" * 16 + "\n"},
        {"at": "0001-01-01T00:00:00+14:00"},
        {"at": "9999-12-31T23:59:59-14:00"},
    ],
)
def test_an_access_that_cannot_be_kept_is_a_problem_of_the_request(
    leader: Client, changes: dict[str, Any]
) -> None:
    access = {"id": _ids.new(), "at": MONDAY.isoformat(), "what": "reveal", "command": "list"}
    body = json.dumps({"accesses": [{**access, "residents": 3, **changes}]})
    answer = leader.http.post("/access", content=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
