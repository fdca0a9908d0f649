"""A line between laptops and their server on which everything goes wrong that can, by chance.

It forwards one request at a time and takes HTTP apart just enough to do so. What it does to each is
drawn by a seed: nothing, a delay, a cut after any byte on the way there or back, the same request
twice, an error of something in between, a wrong byte in the request or in the answer.
"""

import asyncio
import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from typing import NamedTuple


class Fault(StrEnum):
    """What becomes of a request."""

    NONE = "none"
    DELAYED = "delayed"
    CUT_ON_THE_WAY_THERE = "cut on the way there"
    CUT_BEFORE_THE_ANSWER = "cut before the answer"
    CUT_ON_THE_WAY_BACK = "cut on the way back"
    TWICE = "twice"
    REFUSED = "an error of something in between"
    WRONG_BYTE_THERE = "a wrong byte in the request"
    WRONG_BYTE_BACK = "a wrong byte in the answer"


_WRONG = [one for one in Fault if one is not Fault.NONE]

LONGEST_DELAY = 0.3
"""Seconds."""


class _Message(NamedTuple):
    head: bytes
    body: bytes

    @property
    def raw(self) -> bytes:
        return self.head + self.body


class _Gone(Exception):
    """The other side has hung up."""


class BadLine:
    """The line. ``url`` is where laptops find it."""

    def __init__(self, seed: int) -> None:
        self.faults = Counter[Fault]()
        self.share = 0.0
        """How many of the requests something happens to."""
        self.server = ("127.0.0.1", 0)
        """Whom it leads to; may move."""
        self._chance = random.Random(seed)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        made = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._serve, "127.0.0.1", 0), self._loop
        )
        self._listening = made.result()
        self.url = f"http://127.0.0.1:{self._listening.sockets[0].getsockname()[1]}"

    def close(self) -> None:
        """Hang up."""

        async def end() -> None:
            self._listening.close()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for one in others:
                one.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _serve(self, laptop: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        with suppress(_Gone, OSError, asyncio.CancelledError):
            while True:
                await self._pass_on(await _read(laptop), back)
        back.close()

    async def _pass_on(self, request: _Message, back: asyncio.StreamWriter) -> None:
        fault = Fault.NONE
        if self._chance.random() < self.share:
            fault = self._chance.choice(_WRONG)
        self.faults[fault] += 1
        match fault:
            case Fault.REFUSED:
                await _write(back, self._refusal())
                return
            case Fault.DELAYED:
                await asyncio.sleep(self._chance.random() * LONGEST_DELAY)
            case Fault.CUT_ON_THE_WAY_THERE:
                await self._ask(self._cut(request.raw), answered=False)
                raise _Gone
            case Fault.CUT_BEFORE_THE_ANSWER:
                await self._ask(request.raw)
                raise _Gone
            case Fault.TWICE:
                await self._ask(request.raw)
            case Fault.WRONG_BYTE_THERE:
                request = self._with_a_wrong_byte(request)
        answer = await self._ask(request.raw)
        match fault:
            case Fault.CUT_ON_THE_WAY_BACK:
                await _write(back, self._cut(answer.raw))
                raise _Gone
            case Fault.WRONG_BYTE_BACK:
                answer = self._with_a_wrong_byte(answer)
        await _write(back, answer.raw)

    async def _ask(self, raw: bytes, *, answered: bool = True) -> _Message:
        """:raises _Gone: when the server is not there, or goes away"""
        try:
            reader, writer = await asyncio.open_connection(*self.server)
        except OSError as error:
            raise _Gone from error
        try:
            writer.write(raw)
            await writer.drain()
            if not answered:
                return _Message(b"", b"")
            return await _read(reader)
        finally:
            writer.close()

    def _cut(self, raw: bytes) -> bytes:
        return raw[: self._chance.randrange(len(raw))]

    def _with_a_wrong_byte(self, message: _Message) -> _Message:
        if not message.body:
            return message
        place = self._chance.randrange(len(message.body))
        wrong = bytes([message.body[place] ^ (1 << self._chance.randrange(8))])
        return _Message(message.head, message.body[:place] + wrong + message.body[place + 1 :])

    def _refusal(self) -> bytes:
        status = self._chance.choice(("500 Oops", "502 Bad Gateway", "503 Busy", "429 Slowly"))
        body = b"<html>something in between is not well</html>"
        retry = b"Retry-After: 0\r\n" if status[:3] in ("503", "429") else b""
        return (
            f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n".encode()
            + retry
            + f"Content-Length: {len(body)}\r\n\r\n".encode()
            + body
        )


@contextmanager
def bad_line(seed: int) -> Iterator[BadLine]:
    """A line that is as good as any until its ``share`` is set."""
    line = BadLine(seed)
    try:
        yield line
    finally:
        line.close()


async def _read(reader: asyncio.StreamReader) -> _Message:
    """One request or answer.

    :raises _Gone: when there is none any more
    """
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        length = 0
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line.split(b":")[1])
            if line.startswith(b"transfer-encoding:"):
                return _Message(head, await _read_chunks(reader))
        return _Message(head, await reader.readexactly(length))
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        raise _Gone from error


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    read = b""
    while True:
        line = await reader.readuntil(b"\r\n")
        size = int(line, 16)
        read += line + await reader.readexactly(size + 2)
        if size == 0:
            return read


async def _write(writer: asyncio.StreamWriter, raw: bytes) -> None:
    writer.write(raw)
    await writer.drain()
