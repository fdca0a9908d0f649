"""The central API over HTTP: retries what may pass, names what will not."""

import gzip
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, TypeVar

import httpx
import msgspec

from wardtui import __version__
from wardtui.domain.steering import harmless_json
from wardtui.messages import (
    BODY_DAMAGED,
    DIGEST_HEADER,
    EPOCH_HEADER,
    HEAD_HEADER,
    PROTOCOL,
    PROTOCOL_HEADER,
    RECORDED_HEADER,
    TIME_HEADER,
    Access,
    Accesses,
    AccessesAnswer,
    Fingerprint,
    KeysAnswer,
    KeysRequest,
    KnownDevices,
    MalformedMessage,
    Me,
    PairAnswer,
    PairRequest,
    Problem,
    Pull,
    Push,
    PushAnswer,
    ReplaceAnswer,
    ReplaceRequest,
    body_digest,
    read_message,
)
from wardtui.remote.answers import AnswerDamaged, AnswerTooLarge, read_answer, retry_after
from wardtui.remote.errors import (
    AnswerUnreadable,
    BadServerAddress,
    ServerBusy,
    ServerRefused,
    ServerUnreachable,
    TimedOut,
)
from wardtui.remote.in_flight import InFlight
from wardtui.remote.patience import Patience
from wardtui.remote.trust import client, refusal
from wardtui.services.ports import BatchTooLarge, DeviceRevoked, Standpoint
from wardtui.services.records import Trust

T = TypeVar("T")

DEFAULT_WAIT_SECONDS = 30.0
"""How long to go on trying after the last thing that worked."""

REQUEST_SECONDS = 20.0
SHORTEST_SECONDS = 0.5
ANSWER_SECONDS = 120.0
"""Longer than any answer takes to come in whole; one that drips for longer is given up."""

ANSWER_BYTES = 64 * 2**20
"""More than any answer has; what is larger is not read."""

_STREAM = "/events"
_COMPRESS_FROM = 1024
_COMPRESSION = 2
"""Events shrink to 16 in 100 in two fifths of the time in which level 6 makes 13 of them."""
_SHOWN = 100
"""Characters of an address that an error repeats."""


def check_address(url: str) -> str:
    """The address without a slash at its end.

    :raises BadServerAddress: when it is none
    """
    text = url.strip().rstrip("/")
    try:
        parsed = httpx.URL(text)
        known = parsed.scheme in ("http", "https") and bool(parsed.host)
        parsed.raw_host.decode("ascii").encode("idna")
    except (httpx.InvalidURL, ValueError) as error:
        raise BadServerAddress(url=url[:_SHOWN]) from error
    if not known:
        raise BadServerAddress(url=url[:_SHOWN])
    return text


class HttpCentralApi:
    """One conversation with a central server. Use as a context manager."""

    def __init__(
        self,
        url: str,
        token: str | None = None,
        wait: float = DEFAULT_WAIT_SECONDS,
        *,
        trust: Trust = Trust(),  # noqa: B008  it cannot be changed
        proxy: str = "",
    ) -> None:
        """Prepare to ask; nothing is sent yet.

        :param wait: seconds to go on trying after the last thing that worked
        """
        headers = {
            "User-Agent": f"wardtui/{__version__}",
            PROTOCOL_HEADER: str(PROTOCOL),
            "Accept-Encoding": "gzip",
        }
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._url = check_address(url)
        self._patience = Patience(wait)
        self._standpoint = Standpoint()
        self._client = client(self._url, trust, proxy, base_url=f"{self._url}/v1", headers=headers)
        self._in_flight = InFlight(self._client)
        self.server_clock: float | None = None
        self.epoch: str | None = None
        self.head: int | None = None
        self.protocol: int | None = None
        """Version that the server speaks, by the last answer."""

    def __enter__(self) -> "HttpCentralApi":
        return self

    def __exit__(self, *_: object) -> None:
        self._in_flight.close()

    def stop_when(self, stop: Callable[[], bool]) -> None:
        """Say what is asked all the time whether to end; then ``SyncStopped`` is raised.

        A request that goes on then is ended; the server may have taken what it brought.
        """
        self._patience.stop = stop

    def stand_at(self, standpoint: Standpoint) -> None:
        """Say how far this device is, to be sent along and compared with every answer."""
        self._standpoint = standpoint

    def pair(self, request: PairRequest) -> PairAnswer:
        """Bind this device to an officer. Not repeated: a code is good for once."""
        return self._once("POST", "/pair", PairAnswer, content=msgspec.json.encode(request))

    def replace(self, request: ReplaceRequest) -> ReplaceAnswer:
        """Take the place of the device before; repeating it changes nothing."""
        content = msgspec.json.encode(request)
        return self._patience.call(
            lambda: self._once("POST", "/device", ReplaceAnswer, content=content)
        )

    def me(self) -> Me:
        """For whom the server takes this device."""
        return self._patience.call(lambda: self._once("GET", "/me", Me))

    def exchange_keys(self, request: KeysRequest) -> KeysAnswer:
        """Tell the server with which keys this device makes bundles; repeating it is harmless."""
        content = msgspec.json.encode(request)
        return self._patience.call(lambda: self._once("POST", "/keys", KeysAnswer, content=content))

    def push(self, events: Push) -> PushAnswer:
        """Offer events. A batch for which there was no answer in time is better halved."""
        content = msgspec.json.encode(events)
        return self._patience.call(lambda: self._once("POST", _STREAM, PushAnswer, content=content))

    def pull(self, after: dict[str, int], limit: int) -> Pull:
        """Read on."""
        cursor = ",".join(f"{ward}:{seq}" for ward, seq in sorted(after.items()))
        query = {"after": cursor, "limit": str(limit)}
        return self._patience.call(lambda: self._once("GET", _STREAM, Pull, params=query))

    def tell_accesses(self, told: tuple[Access, ...]) -> AccessesAnswer:
        """Hand in a part of the access log; repeating it changes nothing."""
        content = msgspec.json.encode(Accesses(told))
        return self._patience.call(
            lambda: self._once("POST", "/access", AccessesAnswer, content=content)
        )

    def fingerprint(self, ward: str, after: int, to: int) -> Fingerprint:
        """What the server holds of a ward behind ``after``, up to ``to``."""
        query = {"ward": ward, "after": str(after), "to": str(to)}
        return self._patience.call(lambda: self._once("GET", "/audit", Fingerprint, params=query))

    def devices(self) -> KnownDevices:
        """The laptops of the wards of somebody who leads."""
        return self._patience.call(lambda: self._once("GET", "/devices", KnownDevices))

    def _once(
        self, method: str, path: str, kind: type[T], *, content: bytes | None = None, **options: Any
    ) -> T:
        headers = {}
        if content is not None:
            headers = {"Content-Type": "application/json", DIGEST_HEADER: body_digest(content)}
        if content is not None and len(content) >= _COMPRESS_FROM:
            content = gzip.compress(content, compresslevel=_COMPRESSION, mtime=0)
            headers["Content-Encoding"] = "gzip"
        if self._standpoint.recorded is not None:
            headers[RECORDED_HEADER] = str(self._standpoint.recorded)
        asked = datetime.now(UTC)
        timeout = min(REQUEST_SECONDS, max(SHORTEST_SECONDS, self._patience.left))

        def ask() -> tuple[httpx.Response, bytes]:
            with self._client.stream(
                method,
                path,
                content=content,
                headers=headers,
                timeout=timeout,
                extensions={"trace": self._in_flight.watch},
                **options,
            ) as answer:
                return answer, self._read(answer)

        try:
            answer, body = self._in_flight.ask(ask, self._patience.check)
        except httpx.TimeoutException as error:
            raise TimedOut(server=self._url) from error
        except (AnswerTooLarge, AnswerDamaged, httpx.TooManyRedirects) as error:
            raise AnswerUnreadable(server=self._url) from error
        except httpx.RequestError as error:
            unknown = refusal(error, self._url) or ServerUnreachable(server=self._url)
            raise unknown from error
        self._check(answer, body)
        try:
            # The events of a page stay the bytes of their makers: whoever reads one mends it.
            decoded = read_message(body if kind is Pull else harmless_json(body), kind)
        except MalformedMessage as error:
            raise AnswerUnreadable(server=self._url) from error
        self._note(answer.headers, asked)
        if path == _STREAM:  # what else is answered carries what one process knew last
            self._standpoint.check(self.epoch, self.head)
        self._patience.renew()
        return decoded

    def _check(self, answer: httpx.Response, body: bytes) -> None:
        """Raise what an answer that is no success means."""
        status = answer.status_code
        code = None if answer.is_success else _problem_code(body)
        if status == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
            raise BatchTooLarge(status=status)
        if status == httpx.codes.TOO_MANY_REQUESTS or answer.is_server_error:
            limited = "too_many_tries" if code == "too_many_tries" else None
            pause = retry_after(answer.headers.get("Retry-After"), answer.headers.get("Date"))
            raise ServerBusy(limited, status=status, retry_after=pause)
        if answer.is_success:
            return
        if code is None or code == BODY_DAMAGED:
            raise AnswerUnreadable(server=self._url)
        if code == DeviceRevoked.CODE:
            raise DeviceRevoked
        raise ServerRefused(code if code in ServerRefused.SAID else None, status=status)

    def _read(self, answer: httpx.Response) -> bytes:
        packed_as = answer.headers.get("Content-Encoding", "")
        body = read_answer(self._parts(answer), packed_as, ANSWER_BYTES)
        if answer.headers.get(DIGEST_HEADER) not in (None, body_digest(body)):
            raise AnswerDamaged
        return body

    def _parts(self, answer: httpx.Response) -> Iterator[bytes]:
        """What comes over the line, while it may still be an answer."""
        give_up_at = time.monotonic() + ANSWER_SECONDS
        for part in answer.iter_raw():
            if time.monotonic() > give_up_at:
                raise TimedOut(server=self._url)
            yield part

    def _note(self, headers: httpx.Headers, asked: datetime) -> None:
        """Remember what every answer carries: the server's time, epoch and head."""
        self.epoch = headers.get(EPOCH_HEADER, self.epoch)
        head = headers.get(HEAD_HEADER)
        self.head = int(head) if head and head.isdigit() else self.head
        spoken = headers.get(PROTOCOL_HEADER)
        self.protocol = int(spoken[:9]) if spoken and spoken.isdigit() else self.protocol
        try:
            theirs = datetime.fromisoformat(headers.get(TIME_HEADER, ""))
        except ValueError:
            return
        if theirs.tzinfo is not None:
            middle = asked + (datetime.now(UTC) - asked) / 2
            self.server_clock = round((theirs - middle).total_seconds(), 3)


def _problem_code(body: bytes) -> str | None:
    try:
        return read_message(body, Problem).code
    except MalformedMessage:
        return None
