"""Every endpoint, asked by everybody: answered, or refused with just this code.

An endpoint that is not in the table fails.
"""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import msgspec
import pytest

from tests.builders import MONDAY
from tests.contract.one_ward import ELSEWHERE, HERE
from tests.contract.test_central_api import Client, _ids
from tests.contract.test_oversight import central
from tests.e2e.program import Server
from wardtui.central.app import describe_api
from wardtui.domain.events import BODIES
from wardtui.domain.ids import DeviceId
from wardtui.domain.vocabulary import Role
from wardtui.sealed import Keys

NOBODY, REVOKED = "nobody", "revoked"
IN_THE_WARD = [role.value for role in Role]
OUTSIDE = [f"{role.value} elsewhere" for role in Role]
WITH_A_TOKEN = [*IN_THE_WARD, *OUTSIDE]
EVERYBODY = [NOBODY, REVOKED, *WITH_A_TOKEN]
OFFICERS = ["officer", "officer elsewhere"]


class Askers:
    """One of each kind, and an officer of the ward whom nobody else may speak for."""

    def __init__(self, server: Server) -> None:
        self.by_name = {role.value: Client(server, HERE, role.value) for role in Role} | {
            f"{role.value} elsewhere": Client(server, ELSEWHERE, role.value) for role in Role
        }
        self.somebody = Client(server, HERE)
        self.by_name[REVOKED] = Client(server, HERE, "leader")
        self.by_name[NOBODY] = Client(server, HERE, "leader")
        del self.by_name[NOBODY].http.headers["Authorization"]
        central(server, "revoke", self.by_name[REVOKED].device)

    def close(self) -> None:
        for client in (self.somebody, *self.by_name.values()):
            client.http.close()


Ask = Callable[[Client, Askers], httpx.Response]


class Row(msgspec.Struct, frozen=True):
    """One request, and who is refused what."""

    ask: Ask
    refused: dict[str, tuple[int, str]]
    """Who is not in it is answered."""


def told(who: list[str], status: int, code: str) -> dict[str, tuple[int, str]]:
    return dict.fromkeys(who, (status, code))


NO_TOKEN = {
    **told([NOBODY], 401, "token_unknown"),
    **told([REVOKED], 401, "device_revoked"),
}


def get(path: str, **query: str | int) -> Ask:
    return lambda who, _: who.http.get(path, params=query)


def post(path: str, body: Callable[[Client, Askers], Any]) -> Ask:
    return lambda who, askers: who.http.post(path, json=body(who, askers))


def replaced(who: Client, askers: Askers) -> httpx.Response:
    """The laptop goes on as another one."""
    device = DeviceId(_ids.new())
    answer = who.http.post("/device", json={"device": device, "replaces": [who.device]})
    if answer.is_success:
        who.device = device
    return answer


def access(_: Client, __: Askers) -> Any:
    entry = {"id": _ids.new(), "at": MONDAY.isoformat(), "what": "reveal", "command": "list"}
    return {"accesses": [{**entry, "residents": 1, "ward": HERE}]}


ROWS = {
    "GET /healthz": Row(get("../healthz"), {}),
    "GET /readyz": Row(get("../readyz"), {}),
    "GET /metrics": Row(get("../metrics"), {}),
    "GET /v1/openapi.json": Row(get("/openapi.json"), {}),
    "POST /v1/pair": Row(
        post("/pair", lambda who, _: {"code": "AAAA-AAAA", "device": who.device}),
        told(EVERYBODY, 403, "pairing_code_refused"),
    ),
    "POST /v1/bundle": Row(
        lambda who, _: who.http.post("/bundle", content=b"none"),
        told(EVERYBODY, 400, "not_a_bundle"),
    ),
    "POST /v1/device": Row(replaced, NO_TOKEN),
    "POST /v1/device, of somebody else": Row(
        post("/device", lambda _, them: {"device": _ids.new(), "replaces": [them.somebody.device]}),
        NO_TOKEN | told(WITH_A_TOKEN, 403, "device_taken"),
    ),
    "POST /v1/device, as somebody else": Row(
        post("/device", lambda _, them: {"device": them.somebody.device, "replaces": []}),
        NO_TOKEN | told(WITH_A_TOKEN, 403, "device_taken"),
    ),
    "POST /v1/keys": Row(post("/keys", lambda *_: {"public_key": Keys.new().public}), NO_TOKEN),
    "GET /v1/me": Row(get("/me"), NO_TOKEN),
    "POST /v1/events": Row(post("/events", lambda who, _: {"events": [who.event()]}), NO_TOKEN),
    "GET /v1/events": Row(get("/events", after=f"{HERE}:0"), NO_TOKEN),
    "POST /v1/access": Row(post("/access", access), NO_TOKEN),
    "GET /v1/devices": Row(get("/devices"), NO_TOKEN | told(OFFICERS, 403, "role_not_allowed")),
    "GET /v1/audit": Row(
        get("/audit", ward=HERE, after=0, to=2**53),
        NO_TOKEN | told(OUTSIDE, 403, "wrong_ward"),
    ),
}


@pytest.fixture(scope="module")
def askers(server: Server) -> Iterator[Askers]:
    made = Askers(server)
    made.somebody.push(made.somebody.event())
    yield made
    made.close()


def test_every_endpoint_has_its_row() -> None:
    described = describe_api()["paths"]
    endpoints = {f"{method.upper()} {path}" for path in described for method in described[path]}
    named = {name.partition(",")[0] for name in ROWS}
    assert named == endpoints | {"GET /v1/openapi.json"}


@pytest.mark.parametrize("name", ROWS)
def test_everybody_is_answered_as_their_rights_allow(askers: Askers, name: str) -> None:
    row = ROWS[name]
    for who in EVERYBODY:
        answer = row.ask(askers.by_name[who], askers)
        if who in row.refused:
            assert (answer.status_code, answer.json()["code"]) == row.refused[who], who
        else:
            assert answer.status_code == 200, (who, answer.text)


@pytest.mark.parametrize("who", OUTSIDE)
def test_nobody_of_another_ward_is_told_anything_of_this_one(askers: Askers, who: str) -> None:
    asker = askers.by_name[who]
    page = asker.http.get("/events", params={"after": f"{HERE}:0"}).json()
    assert HERE not in {one["ward"] for one in page["events"]}
    assert page["reset"] == [HERE]
    assert HERE not in page["next"]
    answer = asker.http.post("/access", json=(offered := access(asker, askers)))
    assert answer.json() == {"kept": 0, "refused": [offered["accesses"][0]["id"]]}
    if who not in OFFICERS:
        devices = asker.http.get("/devices").json()["devices"]
        assert askers.somebody.device not in {one["device"] for one in devices}


@pytest.mark.parametrize("who", [NOBODY, REVOKED])
def test_who_has_no_right_to_speak_is_heard_on_no_type_of_event(askers: Askers, who: str) -> None:
    asker = askers.by_name[who]
    before = askers.somebody.pull()["events"]
    events = [asker.event(type=kind) for kind in BODIES]
    answer = asker.http.post("/events", json={"events": events})
    assert (answer.status_code, answer.json()["code"]) == ROWS["POST /v1/events"].refused[who]
    assert "results" not in answer.json()
    assert askers.somebody.pull()["events"] == before


def test_a_revoked_laptop_loses_nothing(server: Server, askers: Askers) -> None:
    asker = askers.by_name[REVOKED]

    def kept_aside() -> int:
        found = central(server, "quarantine")["devices"]
        return sum(one["events"] for one in found if one["device"] == asker.device)

    before = kept_aside()
    events = [asker.event(type=kind) for kind in BODIES]
    for _ in range(2):
        asker.http.post("/events", json={"events": events})
    assert kept_aside() == before + len(events)
