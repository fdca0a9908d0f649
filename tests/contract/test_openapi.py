"""The description of the API: checked in, served, and whole."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import jsonschema_rs
import pytest

from tests.e2e.program import Server
from tests.reference import API, api
from wardtui.central.app import describe_api
from wardtui.domain.events import BODIES
from wardtui.wire import CODE_PATTERN

CAN_ONLY_FAIL_INSIDE = ("/healthz", "/metrics", "/readyz")


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return describe_api()


def operations(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def answers(described: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    """The answers of an operation by status, references followed."""
    return {
        status: described["components"]["responses"][one["$ref"].rpartition("/")[2]]
        if "$ref" in one
        else one
        for status, one in operation["responses"].items()
    }


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_what_is_checked_in_is_what_the_code_says() -> None:
    assert API.read_text("utf-8") == api(), "run: make reference"


def test_the_server_tells_everybody_how_it_is_spoken_to(
    server: Server, described: dict[str, Any]
) -> None:
    answer = httpx.get(f"{server.url}/v1/openapi.json")
    assert answer.json() == json.loads(json.dumps(described))


def test_every_reference_leads_somewhere_and_nothing_is_described_for_nobody(
    described: dict[str, Any],
) -> None:
    found = set(references(described))
    parts = {
        f"#/components/{kind}/{name}"
        for kind in ("schemas", "headers", "parameters", "responses")
        for name in described["components"][kind]
    }
    assert found == parts


def test_every_type_of_event_has_the_schema_of_its_body(described: dict[str, Any]) -> None:
    body = described["components"]["schemas"]["Envelope"]["properties"]["body"]
    assert body["x-bodies"].keys() == BODIES.keys()


def test_every_refusal_is_a_problem_with_its_codes_and_every_answer_is_stamped(
    described: dict[str, Any],
) -> None:
    stamps = {"Wardtui-Time", "Wardtui-Epoch", "Wardtui-Head", "Wardtui-Protocol"}
    for name, operation in operations(described):
        for status, answer in answers(described, operation).items():
            assert stamps <= answer["headers"].keys(), (name, status)
            if status != "200":
                (media,) = answer["content"]
                assert media == "application/problem+json", (name, status)
                schema = answer["content"][media]["schema"]
                assert schema["properties"]["code"]["enum"], (name, status)


def test_who_has_no_token_is_told_so_wherever_one_is_asked_for(described: dict[str, Any]) -> None:
    for name, operation in operations(described):
        asks = operation["security"] == [{"bearer": []}]
        codes = {
            code
            for status, answer in answers(described, operation).items()
            if status in ("401", "429")
            for media in answer["content"].values()
            for code in media["schema"]["properties"]["code"]["enum"]
        }
        assert ({"token_unknown", "too_many_requests"} <= codes) == asks, name


def test_whatever_works_may_be_busy(described: dict[str, Any]) -> None:
    for name, operation in operations(described):
        watches = name.removeprefix("GET ") in CAN_ONLY_FAIL_INSIDE
        found = answers(described, operation)
        assert ("500" in found) == (not watches), name
        if not watches:
            assert "Retry-After" in found["503"]["headers"], name


def test_every_body_may_be_damaged_too_large_or_packed_in_an_unknown_way(
    described: dict[str, Any],
) -> None:
    for name, operation in operations(described):
        content = operation.get("requestBody", {}).get("content", {})
        found = answers(described, operation).keys()
        assert {"413"} <= found or not content, name
        assert {"400", "413", "415"} <= found or "application/json" not in content, name


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/v1/nowhere", 404), ("POST", "/v1/nowhere", 404), ("PUT", "/v1/me", 405)],
)
def test_what_is_not_described_is_refused_in_the_same_way(
    server: Server, method: str, path: str, status: int
) -> None:
    answer = httpx.request(method, server.url + path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == f"http_{status}"


@pytest.mark.parametrize("code", ["PHUONG-MAU", "Phường-Mẫu.1_2", "Óô0Ç", "一", "x y", "", "a\n"])
def test_codes_are_described_as_they_are_read(described: dict[str, Any], code: str) -> None:
    schema = described["components"]["schemas"]["Pull"]["properties"]["reset"]["items"]
    assert jsonschema_rs.is_valid(schema, code) == (re.match(CODE_PATTERN, code) is not None)
