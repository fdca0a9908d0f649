"""Whatever is asked, the server's answer is one that its description promises."""

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from requests.adapters import HTTPAdapter
from schemathesis import GenerationMode, checks

from tests.builders import MONDAY
from tests.contract.test_central_api import Client, _ids, ward
from tests.e2e.program import Server
from tests.faults.sizes import size
from wardtui.central import accounts
from wardtui.central.app import describe_api
from wardtui.central.database import open_engine, writing
from wardtui.domain.events import BODIES
from wardtui.domain.vocabulary import Role
from wardtui.messages import MalformedMessage, Outbox, PairRequest, read_message

__all__ = ["ward"]

ON_EVERY_DATABASE = True

EXAMPLES = settings(
    max_examples=size(4, 1000),
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
    deadline=None,
    database=None,
)

WARD = "PHUONG-THU"
NUL = "\x00"
TOO_LONG = "x" * 100


@pytest.fixture
def leader(server: Server, ward: str) -> Iterator[Client]:
    made = Client(server, ward, "leader")
    yield made
    made.http.close()


# What PostgreSQL cannot keep, and SQLite can


@pytest.mark.parametrize(
    "name", [NUL, TOO_LONG, "", _ids.new() + "\n"], ids=["nul", "long", "empty", "line-end"]
)
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("event.retracted", {"event": None}),
        ("resident.merged", {"from": None, "into": _ids.new(), "why": "decided"}),
        ("resident.merged", {"from": _ids.new(), "into": None, "why": "decided"}),
    ],
    ids=["retracted", "merged", "merged-into"],
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
    event = leader.event(type="resident.listed", resident=_ids.new(), body={"resident": record})
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
    ids=["nul", "line-end", "too-early", "too-late"],
)
def test_an_access_that_cannot_be_kept_is_a_problem_of_the_request(
    leader: Client, changes: dict[str, Any]
) -> None:
    access = {"id": _ids.new(), "at": MONDAY.isoformat(), "what": "reveal", "command": "list"}
    body = json.dumps({"accesses": [{**access, "residents": 3, **changes}]})
    answer = leader.http.post("/access", content=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


@pytest.mark.parametrize("after", [{"A,B": 1}, {"": 1}, {WARD: -1}, {WARD: 10**18}])
def test_a_bundle_that_names_no_place_in_a_stream_is_malformed(after: dict[str, int]) -> None:
    outbox: dict[str, Any] = {
        "number": 1,
        "epoch": None,
        "after": after,
        "recorded": 0,
        "events": [],
    }
    with pytest.raises(MalformedMessage):
        read_message(json.dumps(outbox).encode(), Outbox)


# Whatever its description allows to be asked, and much that it does not

PROMISES: list[Any] = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
A_LAPTOP_ASKS = 250
"""Requests before the server tells a laptop to come back later."""

RESIDENTS = [None, _ids.new(), _ids.new()]
"""Few, so that what is said meets what was said before."""

_addresses = count()


class _From(HTTPAdapter):
    """Connections from one address: who tries too often is known by theirs."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *sizes: Any, **more: Any) -> None:
        super().init_poolmanager(*sizes, source_address=(self._address, 0), **more)


def elsewhere() -> requests.Session:
    """A session that comes from an address of its own."""
    session = requests.Session()
    number = next(_addresses)
    session.mount("http://", _From(f"127.1.{number // 250 % 250}.{number % 250 + 1}"))
    return session


class Asker:
    """Asks whatever is made up, and is never told that it is too often."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._token = ""
        self._asked = 0
        self.device = _ids.new()
        self._pair()

    def _pair(self) -> None:
        engine = open_engine(self._server.database)
        with writing(engine) as connection:
            officer = accounts.add_officer(connection, "Nguyễn Văn Mẫu", Role.LEADER, [WARD])
            code = accounts.new_pairing_code(connection, officer)
            wish = PairRequest(code=code, device=self.device)
            self._token = accounts.pair(connection, wish).token
        engine.dispose()

    def ask(self, case: "schemathesis.Case[Any]") -> None:
        """Ask; the answer keeps what is promised."""
        self._asked += 1
        if self._asked % A_LAPTOP_ASKS == 0:
            self.device = _ids.new()
            self._pair()
        is_for_all = case.operation.definition.raw["security"] == []
        headers = {} if is_for_all else {"Authorization": f"Bearer {self._token}"}
        for name in ("Wardtui-Digest", "Content-Encoding"):
            # What is made up is never that of the body: nothing else would be tried.
            case.headers.pop(name, None)
        with elsewhere() as session:
            answer = case.call(self._server.url, session, headers)
        case.validate_response(answer, checks=PROMISES, headers=headers)


def sent_by(device: str) -> dict[str, Any]:
    """The description, with pushes of what a device may really send."""
    described = describe_api()
    schemas = described["components"]["schemas"]
    envelope = schemas["Envelope"]["properties"] | {
        "v": {"const": 1},
        "device": {"const": device},
        "resident": {"enum": RESIDENTS},
        "ward": {"enum": [None, WARD]},
        "actor": {"const": None},
    }
    events = [
        schemas["Envelope"]
        | {
            "properties": envelope
            | {"type": {"const": kind}, "body": {"$ref": f"#/components/schemas/{body.__name__}"}}
        }
        for kind, body in BODIES.items()
    ]
    some = {"type": "array", "maxItems": 4, "items": {"anyOf": events}}
    schemas["Push"] = {"type": "object", "required": ["events"], "properties": {"events": some}}
    return described


def ways_to_ask() -> Iterator[Any]:
    """Every operation, as it is described; and otherwise, where that can be said."""
    for path, methods in describe_api()["paths"].items():
        for method, operation in methods.items():
            for how in GenerationMode:
                if how.is_positive or "parameters" in operation:
                    name = f"{how.value} {method.upper()} {path}"
                    yield pytest.param(path, method, how, id=name)


@pytest.mark.parametrize(("path", "method", "how"), ways_to_ask())
def test_every_answer_is_one_that_the_description_promises(
    server: Server, path: str, method: str, how: GenerationMode
) -> None:
    asker = Asker(server)
    operation = schemathesis.openapi.from_dict(sent_by(asker.device))[path][method]
    ask = given(case=operation.as_strategy(generation_mode=how))(asker.ask)
    EXAMPLES(ask)()
