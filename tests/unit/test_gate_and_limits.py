"""The door of the server and its limits."""

import asyncio
from typing import Any

import pytest

from wardtui.central.gate import ALWAYS_LET_IN, Gate, RequestLine
from wardtui.central.limits import FailureLimit, RequestLimit
from wardtui.central.metrics import Metrics


class Clock:
    """Stands until it is moved."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_device_may_ask_so_often_at_once_and_then_so_often_a_second() -> None:
    clock = Clock()
    limit = RequestLimit(at_once=3, a_second=0.5, clock=clock)
    assert [limit.take("one") for _ in range(4)] == [0, 0, 0, 2]
    assert limit.take("another") == 0
    clock.now += 2
    assert [limit.take("one"), limit.take("one")] == [0, 2]
    clock.now += 1_000
    assert [limit.take("one") for _ in range(4)] == [0, 0, 0, 2]


def test_being_told_to_wait_does_not_make_the_wait_longer() -> None:
    clock = Clock()
    limit = RequestLimit(at_once=1, a_second=1, clock=clock)
    assert [limit.take("one") for _ in range(5)] == [0, 1, 1, 1, 1]
    clock.now += 1
    assert limit.take("one") == 0


def test_after_so_many_failures_one_waits_until_the_first_is_long_ago() -> None:
    clock = Clock()
    limit = FailureLimit(failures=2, seconds=60, clock=clock)
    assert limit.wait("one") == 0
    limit.note_failure("one")
    clock.now += 10
    limit.note_failure("one")
    assert 50 <= limit.wait("one") <= 51
    assert limit.wait("another") == 0
    clock.now += 51
    assert limit.wait("one") == 0


class Door:
    """A gate before an application that answers when it is told to."""

    def __init__(self, inside: int) -> None:
        self.lines: list[RequestLine] = []
        self.go_on = asyncio.Event()
        self.gate = Gate(self._answer, Metrics(), self.lines.append, inside)

    async def _answer(self, scope: Any, _: Any, send: Any) -> None:
        if scope["path"] not in ALWAYS_LET_IN:
            await self.go_on.wait()
        if scope["path"] == "/fails":
            raise RuntimeError
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def ask(self, path: str = "/v1/events") -> tuple[int, dict[bytes, bytes]]:
        told: list[Any] = []

        async def send(message: Any) -> None:
            told.append(message)

        await self.gate({"type": "http", "path": path, "method": "GET"}, None, send)
        return told[0]["status"], dict(told[0]["headers"])


async def test_who_finds_no_room_is_told_when_to_come_and_who_watches_is_let_in() -> None:
    door = Door(inside=2)
    inside = [asyncio.create_task(door.ask()) for _ in range(2)]
    await asyncio.sleep(0)
    status, headers = await door.ask()
    assert status == 503
    assert 1 <= int(headers[b"retry-after"]) <= 4
    assert headers[b"content-type"] == b"application/problem+json"
    assert [(await door.ask(path))[0] for path in ALWAYS_LET_IN] == [200] * len(ALWAYS_LET_IN)
    door.go_on.set()
    assert [(await one)[0] for one in inside] == [200, 200]
    assert (await door.ask())[0] == 200
    assert [line.status for line in door.lines].count(503) == 1


async def test_a_request_that_fails_gives_its_room_back() -> None:
    door = Door(inside=1)
    door.go_on.set()
    with pytest.raises(RuntimeError):
        await door.ask("/fails")
    assert (await door.ask())[0] == 200
    assert [line.status for line in door.lines] == [500, 200]
