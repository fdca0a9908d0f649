"""The central API over HTTP: retries what may pass, names what will not."""

import gzip
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import httpx
import msgspec
import stamina

from wardtui import __version__
from wardtui.domain.errors import BadInput, NetworkFailed
from wardtui.services.ports import AnswerTimedOut, BatchTooLarge
from wardtui.wire import (
    EPOCH_HEADER,
    HEAD_HEADER,
    PROTOCOL,
    PROTOCOL_HEADER,
    TIME_HEADER,
    PairAnswer,
    PairRequest,
    Problem,
    Pull,
    Push,
    PushAnswer,
    ReplaceAnswer,
    ReplaceRequest,
)

T = TypeVar("T")

DEFAULT_WAIT_SECONDS = 30.0
"""How long to go on trying after the last thing that worked."""

REQUEST_SECONDS = 20.0
SHORTEST_SECONDS = 0.5
FIRST_RETRY_SECONDS = 1.0
LONGEST_RETRY_SECONDS = 300.0
ANSWER_BYTES = 64 * 2**20
"""More than any answer has; what is larger is not read."""

_COMPRESS_FROM = 1024
_SHOWN = 100
"""Characters of an address that an error repeats."""


# The front ends show progress themselves; a logger would write between their lines.
stamina.instrumentation.set_on_retry_hooks([])


class BadServerAddress(BadInput):
    """The address is no http or https one."""

    CODE = "bad_server_address"


class ServerUnreachable(NetworkFailed):
    """No connection, or no answer in time."""

    CODE = "server_unreachable"


class TimedOut(ServerUnreachable, AnswerTimedOut):
    """A connection, and no answer in time."""


class ServerBusy(NetworkFailed):
    """The server asks to come back later."""

    CODE = "server_busy"

    def __init__(self, code: str | None, *, status: int, retry_after: float | None) -> None:
        super().__init__(code, status=status)
        self.retry_after = retry_after


class ServerRefused(NetworkFailed):
    """The server understood and said no."""

    CODE = "server_refused"

    SAID = frozenset({"pairing_code_refused", "device_taken", "token_unknown", "device_revoked"})
    """What a server may say; another word from it is told as a refusal in general."""


class AnswerUnreadable(NetworkFailed):
    """What answered does not speak this protocol, or the answer was damaged on its way."""

    CODE = "answer_unreadable"


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
        self, url: str, token: str | None = None, wait: float = DEFAULT_WAIT_SECONDS
    ) -> None:
        headers = {
            "User-Agent": f"wardtui/{__version__}",
            PROTOCOL_HEADER: str(PROTOCOL),
            "Accept-Encoding": "gzip",
        }
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._url = check_address(url)
        self._wait = wait
        self._give_up_at = time.monotonic() + wait
        self._client = httpx.Client(base_url=f"{self._url}/v1", headers=headers)
        self.server_clock: float | None = None
        self.epoch: str | None = None
        self.head: int | None = None

    def __enter__(self) -> "HttpCentralApi":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def pair(self, request: PairRequest) -> PairAnswer:
        """Bind this device to an officer. Not repeated: a code is good for once."""
        return self._once("POST", "/pair", PairAnswer, content=msgspec.json.encode(request))

    def replace(self, request: ReplaceRequest) -> ReplaceAnswer:
        """Take the place of the device before; repeating it changes nothing."""
        content = msgspec.json.encode(request)
        return self._patiently(
            lambda: self._once("POST", "/device", ReplaceAnswer, content=content)
        )

    def push(self, events: Push) -> PushAnswer:
        """Offer events. A batch for which there was no answer in time is better halved."""
        content = msgspec.json.encode(events)
        return self._patiently(lambda: self._once("POST", "/events", PushAnswer, content=content))

    def pull(self, after: dict[str, int], limit: int) -> Pull:
        """Read on."""
        cursor = ",".join(f"{ward}:{seq}" for ward, seq in sorted(after.items()))
        query = {"after": cursor, "limit": str(limit)}
        return self._patiently(lambda: self._once("GET", "/events", Pull, params=query))

    def _patiently(self, call: Callable[[], T]) -> T:
        """Repeat what may pass, with growing pauses, until too long after the last success."""
        for attempt in stamina.retry_context(
            on=_may_pass,
            attempts=None,
            timeout=max(0.0, self._give_up_at - time.monotonic()),
            wait_initial=FIRST_RETRY_SECONDS,
            wait_max=LONGEST_RETRY_SECONDS,
            wait_jitter=FIRST_RETRY_SECONDS,
        ):
            with attempt:
                try:
                    return call()
                except ServerBusy as error:
                    if error.retry_after is not None:
                        pause = error.retry_after * (1 + random.random() / 4)  # noqa: S311
                        time.sleep(max(0.0, min(pause, self._give_up_at - time.monotonic())))
                    raise
        raise AssertionError  # the context either returns or raises

    def _once(
        self, method: str, path: str, kind: type[T], *, content: bytes | None = None, **options: Any
    ) -> T:
        headers = {"Content-Type": "application/json"} if content is not None else {}
        if content is not None and len(content) >= _COMPRESS_FROM:
            content = gzip.compress(content, compresslevel=6, mtime=0)
            headers["Content-Encoding"] = "gzip"
        left = self._give_up_at - time.monotonic()
        asked = datetime.now(UTC)
        try:
            with self._client.stream(
                method,
                path,
                content=content,
                headers=headers,
                timeout=min(REQUEST_SECONDS, max(SHORTEST_SECONDS, left)),
                **options,
            ) as answer:
                body = self._read(answer)
        except httpx.TimeoutException as error:
            raise TimedOut(server=self._url) from error
        except (httpx.DecodingError, httpx.TooManyRedirects) as error:
            raise AnswerUnreadable(server=self._url) from error
        except httpx.RequestError as error:
            raise ServerUnreachable(server=self._url) from error
        self._check(answer, body)
        try:
            decoded = msgspec.json.decode(body, type=kind)
        except msgspec.MsgspecError as error:
            raise AnswerUnreadable(server=self._url) from error
        self._note(answer.headers, asked)
        self._give_up_at = time.monotonic() + self._wait
        return decoded

    def _check(self, answer: httpx.Response, body: bytes) -> None:
        """Raise what an answer that is no success means."""
        status = answer.status_code
        code = None if answer.is_success else _problem_code(body)
        if status == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
            raise BatchTooLarge(status=status)
        if status == httpx.codes.TOO_MANY_REQUESTS or answer.is_server_error:
            limited = "too_many_tries" if code == "too_many_tries" else None
            raise ServerBusy(
                limited, status=status, retry_after=_seconds(answer.headers.get("Retry-After"))
            )
        if answer.is_success:
            return
        if code is None:
            raise AnswerUnreadable(server=self._url)
        raise ServerRefused(code if code in ServerRefused.SAID else None, status=status)

    def _read(self, answer: httpx.Response) -> bytes:
        parts: list[bytes] = []
        size = 0
        for part in answer.iter_bytes():
            size += len(part)
            if size > ANSWER_BYTES:
                raise AnswerUnreadable(server=self._url)
            parts.append(part)
        return b"".join(parts)

    def _note(self, headers: httpx.Headers, asked: datetime) -> None:
        """Remember what every answer carries: the server's time, epoch and head."""
        self.epoch = headers.get(EPOCH_HEADER, self.epoch)
        head = headers.get(HEAD_HEADER)
        self.head = int(head) if head and head.isdigit() else self.head
        try:
            theirs = datetime.fromisoformat(headers.get(TIME_HEADER, ""))
        except ValueError:
            return
        if theirs.tzinfo is not None:
            middle = asked + (datetime.now(UTC) - asked) / 2
            self.server_clock = round((theirs - middle).total_seconds(), 3)


def _may_pass(error: Exception) -> bool:
    # After a time-out fewer events at once have a better chance than the same again.
    return isinstance(error, (ServerUnreachable, ServerBusy, AnswerUnreadable)) and not isinstance(
        error, TimedOut
    )


def _problem_code(body: bytes) -> str | None:
    try:
        return msgspec.json.decode(body, type=Problem).code
    except msgspec.MsgspecError:
        return None


def _seconds(header: str | None) -> float | None:
    try:
        return float(header) if header else None
    except ValueError:
        return None
