"""Many laptops that send to one server at once, each over a connection of its own.

They speak just enough HTTP for it, so that what is measured is the server's time and not theirs.
"""

import asyncio
import gzip
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter
from urllib.parse import urlsplit

import msgspec
from msgspec import Raw
from sqlalchemy import Engine

from tests.builders import MONDAY
from wardtui.bootstrap import RandomIds
from wardtui.central.accounts import add_officer, new_pairing_code, pair
from wardtui.central.database import writing
from wardtui.domain.events import BODY_VERSION, ContactLogged, Event
from wardtui.domain.ids import ActionId, DeviceId, EventId, ResidentId
from wardtui.domain.vocabulary import Channel, Origin, Outcome, Role
from wardtui.messages import PairRequest, Push, PushAnswer
from wardtui.remote.central_api import HttpCentralApi
from wardtui.wire import write_event

_ids = RandomIds()


@dataclass
class Laptop:
    """One of them, with what it has to send."""

    token: str
    bodies: list[bytes]
    """Batches, packed."""
    accepted: int = 0
    turned_away: int = 0
    seconds: list[float] = field(default_factory=list)
    """From each question to its answer, without those that were told to come back."""
    line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    def send_with(self, api: HttpCentralApi) -> None:
        """Send everything with the product's own client."""
        for body in self.bodies:
            push = msgspec.json.decode(gzip.decompress(body), type=Push)
            self.accepted += sum(one.status == "accepted" for one in api.push(push).results)


def make_laptops(engine: Engine, count: int, batches: int, events: int, ward: str) -> list[Laptop]:
    """So many paired laptops of one ward, each with so many batches of so many events."""
    tokens = []
    with writing(engine) as connection:
        officer = add_officer(connection, "Mẫu", Role.OFFICER, [ward])
        for _ in range(count):
            device = DeviceId(_ids.new())
            code = new_pairing_code(connection, officer)
            answer = pair(connection, PairRequest(code=code, device=device))
            tokens.append((device, answer.token))
    return [
        Laptop(token, [_batch(device, number * events, events) for number in range(batches)])
        for device, token in tokens
    ]


def _batch(device: DeviceId, first: int, count: int) -> bytes:
    body = ContactLogged(channel=Channel.CALL, outcome=Outcome.NO_ANSWER)
    made = (
        Event(
            id=EventId(identifier := _ids.new()),
            type=body.TYPE,
            action=ActionId(identifier),
            origin=Origin.PERSON,
            ward=None,
            resident=ResidentId(_ids.new()),
            actor=None,
            device=device,
            device_seq=first + number + 1,
            occurred_at=MONDAY,
            recorded_at=MONDAY,
            clock_offset=None,
            v=BODY_VERSION,
            body=body,
        )
        for number in range(count)
    )
    push = Push(tuple(Raw(write_event(one)) for one in made))
    return gzip.compress(msgspec.json.encode(push))


def send_all(url: str, laptops: Sequence[Laptop]) -> float:
    """Let all of them send at once; seconds until the last has been answered."""

    async def all_of_them() -> float:
        start = perf_counter()
        await asyncio.gather(*(_send(url, one) for one in laptops))
        seconds = perf_counter() - start
        for one in laptops:
            if one.line is not None:
                one.line[1].close()
        return seconds

    return asyncio.run(all_of_them())


async def _send(url: str, laptop: Laptop) -> None:
    for body in laptop.bodies:
        while (wait := await _send_batch(url, laptop, body)) is not None:
            laptop.turned_away += 1
            # As the product's client does.
            await asyncio.sleep(wait * (1 + random.random() / 4))


async def _send_batch(url: str, laptop: Laptop, body: bytes) -> float | None:
    """Send a batch; seconds to wait when it was not let in."""
    if laptop.line is None:
        address = urlsplit(url)
        laptop.line = await asyncio.open_connection(address.hostname, address.port)
    reader, writer = laptop.line
    asked = perf_counter()
    writer.write(
        b"POST /v1/events HTTP/1.1\r\nHost: central\r\nContent-Encoding: gzip\r\n"
        b"Content-Type: application/json\r\n"
        + f"Authorization: Bearer {laptop.token}\r\n".encode()
        + f"Content-Length: {len(body)}\r\n\r\n".encode()
        + body
    )
    status, headers, answer = await _answer(reader)
    if status == 503:
        # The server closes what is idle for some seconds.
        writer.close()
        laptop.line = None
        return float(headers["retry-after"])
    assert status == 200, (status, answer[:200])
    laptop.seconds.append(perf_counter() - asked)
    results = msgspec.json.decode(answer, type=PushAnswer).results
    laptop.accepted += sum(one.status == "accepted" for one in results)
    return None


async def _answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
    body = await reader.readexactly(int(headers["content-length"]))
    return int(head[0].split()[1]), headers, body
