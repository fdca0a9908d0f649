"""The central API over a real socket, as any client would speak to it (docs/protocol.md)."""

import gzip
import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import msgspec
import pytest

from tests.builders import AN, MONDAY, CountingIds, Story
from tests.e2e.program import Server
from wardtui.domain.ids import DeviceId, EventId, rule_made_id
from wardtui.domain.vocabulary import Outcome
from wardtui.wire import write_event

ON_EVERY_DATABASE = True

_ids = CountingIds(1 << 60)


class Client:
    """A device that speaks the protocol by hand."""

    def __init__(self, server: Server, ward: str, role: str = "officer") -> None:
        self.device = DeviceId(_ids.new())
        code = server.add_officer("Nguyễn Văn Mẫu", role, ward)["pairing_code"]
        self.http = httpx.Client(base_url=f"{server.url}/v1")
        answer = self.http.post("/pair", json={"code": code, "device": self.device})
        assert answer.status_code == 200, answer.text
        self.paired = answer.json()
        self.http.headers["Authorization"] = f"Bearer {self.paired['token']}"
        self._count = 0

    def event(self, **changes: Any) -> dict[str, Any]:
        """One event as this device would write it, with changes."""
        self._count += 1
        story = Story()
        story.called(Outcome.NO_ANSWER, MONDAY)
        made: dict[str, Any] = json.loads(write_event(story.entries[0].event))
        made |= {"id": _ids.new(), "device": self.device, "device_seq": self._count}
        return {**made, "actor": None, "ward": None, **changes}

    def push(self, *events: dict[str, Any]) -> list[dict[str, Any]]:
        """Offer events; the results."""
        answer = self.http.post("/events", json={"events": events})
        assert answer.status_code == 200, answer.text
        results: list[dict[str, Any]] = answer.json()["results"]
        assert [one["id"] for one in results] == [event["id"] for event in events]
        return results

    def pull(self, after: str = "", limit: int = 1000) -> dict[str, Any]:
        """Read on; what the server itself says of the officers is left out."""
        answer = self.http.get("/events", params={"after": after, "limit": limit})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        told = found["events"]
        found["events"] = [one for one in told if one["event"]["type"] != "officer.published"]
        return found


@pytest.fixture
def ward(request: pytest.FixtureRequest) -> str:
    return re.sub(r"\W", "-", f"WARD-{request.node.name}")[:60]


@pytest.fixture
def client(server: Server, ward: str) -> Iterator[Client]:
    made = Client(server, ward)
    yield made
    made.http.close()


def test_pairing_says_who_the_device_speaks_for(client: Client, ward: str) -> None:
    assert client.paired["role"] == "officer"
    assert client.paired["wards"] == [ward]
    assert client.paired["next_device_seq"] == 1
    me = client.http.get("/me").json()
    assert (me["officer"], me["wards"]) == (client.paired["officer"], [ward])


def test_every_answer_carries_time_epoch_and_head(client: Client) -> None:
    for answer in (client.http.get("/me"), client.http.get("/nowhere"), client.http.get("/events")):
        for header in ("Wardtui-Time", "Wardtui-Epoch", "Wardtui-Head"):
            assert answer.headers[header]


def test_events_are_numbered_in_order_and_stamped_beside_their_bytes(
    client: Client, ward: str
) -> None:
    events = [client.event() for _ in range(3)]
    results = client.push(*events)
    assert {one["status"] for one in results} == {"accepted"}
    numbers = [one["seq"] for one in results]
    assert numbers == sorted(numbers)
    page = client.pull()
    assert [item["event"] for item in page["events"]] == events
    assert [item["seq"] for item in page["events"]] == numbers
    assert {(item["actor"], item["ward"]) for item in page["events"]} == {
        (client.paired["officer"], ward)
    }
    assert page["more"] is False
    assert client.pull(f"{ward}:{page['next'][ward]}")["events"] == []


def test_the_bytes_come_back_as_they_were_sent(client: Client) -> None:
    raw = json.dumps(client.event(note="  spaces ", later={"a": [1, 2.50]}), indent=1).encode()
    answer = client.http.post("/events", content=b'{"events": [' + raw + b"]}")
    assert answer.json()["results"][0]["status"] == "accepted"
    assert raw in client.http.get("/events").content


def test_repeating_a_request_is_harmless(client: Client) -> None:
    event = client.event()
    (first,) = client.push(event)
    (again,) = client.push(event)
    assert (first["status"], again["status"]) == ("accepted", "duplicate")
    assert first["seq"] == again["seq"]
    assert len(client.pull()["events"]) == 1


def test_one_id_with_two_contents_is_a_conflict(client: Client) -> None:
    event = client.event()
    client.push(event)
    (result,) = client.push({**event, "recorded_at": "2026-11-23T10:00:00+07:00"})
    assert result["status"] == "conflict"
    assert [item["event"] for item in client.pull()["events"]] == [event]


def test_the_good_events_of_a_mixed_batch_are_kept(client: Client) -> None:
    good, bad = client.event(), client.event(device=_ids.new())
    also_bad = {"id": EventId(_ids.new()), "type": "contact.logged"}
    results = client.push(bad, good, also_bad)
    assert [one["status"] for one in results] == ["rejected", "accepted", "rejected"]
    assert [one.get("code") for one in results] == ["wrong_device", None, "malformed"]
    assert [item["event"] for item in client.pull()["events"]] == [good]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"actor": "somebody-else"}, "wrong_actor"),
        ({"ward": "ANOTHER-WARD"}, "wrong_ward"),
        ({"body": {"note": "x" * 70_000}}, "too_large"),
        ({"device_seq": 2**63}, "malformed"),
        ({"type": "case\x00moved"}, "malformed"),
    ],
)
def test_what_a_device_may_not_say_is_rejected(
    client: Client, changes: dict[str, Any], code: str
) -> None:
    (result,) = client.push(client.event(**changes))
    assert (result["status"], result["code"]) == ("rejected", code)
    assert client.pull()["events"] == []


def test_unknown_types_are_kept_and_passed_on(client: Client) -> None:
    event = client.event(type="case.teleported", v=7, body={"to": "the moon"})
    (result,) = client.push(event)
    assert result["status"] == "accepted"
    assert client.pull()["events"][0]["event"] == event


def test_only_a_leader_takes_back_what_another_recorded(server: Server, ward: str) -> None:
    one, other = Client(server, ward), Client(server, ward)
    leader = Client(server, ward, "leader")
    event = one.event()
    one.push(event)

    def retract(client: Client) -> dict[str, Any]:
        return client.event(type="event.retracted", body={"event": event["id"]})

    (result,) = other.push(retract(other))
    assert (result["status"], result["code"]) == ("rejected", "not_your_event")
    assert [client.push(retract(client))[0]["status"] for client in (one, leader)] == [
        "accepted",
        "accepted",
    ]
    for client in (one, other, leader):
        client.http.close()


def listed(client: Client) -> dict[str, Any]:
    """Somebody new on a list."""
    body = json.loads(msgspec.json.encode({"resident": AN}))
    return client.event(type="resident.listed", resident=_ids.new(), body=body)


def test_what_the_rules_decide_passes_under_its_own_id_alone(client: Client, ward: str) -> None:
    listing = listed(client)
    resident, trigger = listing["resident"], listing["id"]
    identifier = rule_made_id(resident, "no_contact", "2", trigger, "three-level/0")
    raised = client.event(
        id=identifier,
        action=identifier,
        type="escalation.raised",
        origin="rule",
        resident=resident,
        body={
            "from_level": 1,
            "to_level": 2,
            "rule": "no_contact",
            "trigger": trigger,
            "facts": [trigger],
            "policy": "three-level/0",
        },
    )
    stolen = {**raised, "type": "resident.closed", "body": {"reason": "deceased"}}
    assert outcomes(client.push(raised, listing, stolen)) == [
        "superseded",
        "accepted",
        "reserved_id",
    ]
    assert outcomes(client.push(raised)) == ["accepted"]
    again = {**raised, "device_seq": raised["device_seq"] + 100}
    assert outcomes(client.push(again)) == ["duplicate"]
    told = client.pull()["events"][-1]
    assert (told["event"], told["actor"], told["ward"]) == (raised, None, ward)


def test_leaders_answer_for_a_level_and_the_first_one_has_the_case(
    server: Server, client: Client, ward: str
) -> None:
    leader = Client(server, ward, "leader")
    listing = listed(client)

    def say(who: Client, kind: str, **body: int) -> list[str]:
        said = who.event(type=f"escalation.{kind}", resident=listing["resident"], body=body)
        return outcomes(who.push(said))

    client.push(listing)
    assert say(client, "raised", from_level=1, to_level=2) == ["accepted"]
    assert say(client, "accepted", level=2) == ["role_not_allowed"]
    assert say(leader, "accepted", level=2) == ["accepted"]
    assert say(leader, "accepted", level=2) == ["already_accepted"]
    leader.http.close()


def outcomes(results: list[dict[str, Any]]) -> list[str]:
    return [one.get("code") or one["status"] for one in results]


def test_pages_follow_each_other_without_gap_or_repetition(client: Client, ward: str) -> None:
    events = [client.event() for _ in range(7)]
    client.push(*events)
    seen, cursor = [], 0
    while True:
        page = client.pull(f"{ward}:{cursor}", limit=3)
        seen += [item["event"] for item in page["events"]]
        cursor = page["next"][ward]
        if not page["more"]:
            break
    assert seen == events


def test_a_ward_of_others_is_not_read_even_when_asked_for(server: Server, ward: str) -> None:
    ours, theirs = Client(server, ward), Client(server, "ANOTHER-" + ward[:50])
    ours.push(ours.event())
    page = theirs.pull(f"{ward}:0")
    assert page["events"] == []
    assert ward not in page["next"]
    for client in (ours, theirs):
        client.http.close()


def test_a_packed_body_is_unpacked_and_a_bomb_refused(client: Client) -> None:
    body = json.dumps({"events": [client.event()]}).encode()
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    answer = client.http.post("/events", content=gzip.compress(body), headers=headers)
    assert answer.json()["results"][0]["status"] == "accepted"
    bomb = gzip.compress(b" " * (64 * 2**20))
    assert client.http.post("/events", content=bomb, headers=headers).status_code == 413
    for wrong in (b"not gzip", gzip.compress(body)[:-9]):
        assert client.http.post("/events", content=wrong, headers=headers).status_code == 400
    headers["Content-Encoding"] = "br"
    assert client.http.post("/events", content=body, headers=headers).status_code == 415


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b'{"events": 3}', b'{"events": [{}]}', b'{"events": ["x"]}', b"\xff"],
)
def test_a_request_that_is_none_is_a_problem_of_the_request(client: Client, body: bytes) -> None:
    answer = client.http.post("/events", content=body)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "bad_request"


def test_more_events_than_a_batch_holds_are_refused(client: Client) -> None:
    events = [{"id": _ids.new()} for _ in range(501)]
    assert client.http.post("/events", json={"events": events}).status_code == 413


@pytest.mark.parametrize("after", ["x", "W:", "W:-1", "W:1.5", ":3", "W:" + "9" * 30, "W:٣"])
def test_a_cursor_that_is_none_is_refused(client: Client, after: str) -> None:
    assert client.http.get("/events", params={"after": after}).status_code == 400


def test_without_a_good_token_nothing_is_told(server: Server) -> None:
    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic eDp5"}):
        for path in ("/v1/me", "/v1/events"):
            answer = httpx.get(server.url + path, headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (401, "token_unknown")


def test_it_says_how_it_is_and_how_it_is_spoken_to(server: Server) -> None:
    assert httpx.get(f"{server.url}/healthz").json() == {"status": "ok"}
    assert httpx.get(f"{server.url}/readyz").json() == {"status": "ready"}
    described = httpx.get(f"{server.url}/v1/openapi.json").json()
    assert {"/v1/pair", "/v1/me", "/v1/events"} <= described["paths"].keys()
