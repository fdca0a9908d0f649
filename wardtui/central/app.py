"""The HTTP interface of the central server (``/v1``)."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated, Any, NoReturn

import msgspec
from litestar import Litestar, MediaType, Request, Response, Router, get, post
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme
from litestar.params import Parameter
from sqlalchemy import Engine, select

from wardtui import __version__
from wardtui.central import accounts
from wardtui.central.accounts import Account
from wardtui.central.ingest import Ingest, Offered
from wardtui.central.limits import RateLimit
from wardtui.central.stream import BadCursor, read_stream
from wardtui.wire import (
    BATCH_BYTES,
    BATCH_EVENTS,
    EPOCH_HEADER,
    HEAD_HEADER,
    PROTOCOL,
    PROTOCOL_HEADER,
    TIME_HEADER,
    Me,
    PairAnswer,
    PairRequest,
    Problem,
    Push,
    PushAnswer,
    ReplaceAnswer,
    ReplaceRequest,
)

PULL_EVENTS = 1000
PAIRING_FAILURES_A_MINUTE = 10


class _Refusal(HTTPException):
    """An answer that says no, with a code that clients know."""

    def __init__(
        self, status: int, code: str, title: str, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(detail=title, status_code=status, headers=headers)
        self.code = code


class _Id(msgspec.Struct):
    id: str


def _problem(status: int, code: str, title: str, headers: dict[str, str]) -> Response[bytes]:
    return Response(
        msgspec.json.encode(Problem(status=status, title=title, code=code)),
        status_code=status,
        media_type="application/problem+json",
        headers=headers,
    )


def _on_refusal(_: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    code = error.code if isinstance(error, _Refusal) else f"http_{error.status_code}"
    return _problem(error.status_code, code, error.detail, dict(error.headers or {}))


def _on_fault(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    # The class alone: a message may quote what was sent.
    request.app.state.note_fault(type(error).__name__)
    return _problem(500, "internal", "the server failed; try again later", {})


def _token(request: Request[Any, Any, Any]) -> str:
    """The bearer token; empty when there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


def _account(request: Request[Any, Any, Any], state: State) -> Account:
    """Who asks, by the bearer token."""
    token = _token(request)
    found = None
    if token:
        with state.engine.connect() as connection:
            found = accounts.account_of(connection, token)
    if found is None:
        raise _Refusal(401, "token_unknown", "the token is not known; pair this device")
    account, revoked = found
    if revoked:
        raise _Refusal(401, "device_revoked", "this device was revoked")
    return account


async def _body(request: Request[Any, Any, Any]) -> bytes:
    """The body, unpacked, and no more of it than is allowed."""
    packed = await request.body()
    match request.headers.get("Content-Encoding", "identity").lower():
        case "identity":
            plain = packed
        case "gzip":
            unpacker = zlib.decompressobj(wbits=31)
            try:
                plain = unpacker.decompress(packed, BATCH_BYTES + 1)
            except zlib.error:
                _bad_request("the body is not gzip")
            if not unpacker.eof and len(plain) <= BATCH_BYTES:
                _bad_request("the body is cut off")
        case _:
            raise _Refusal(415, "unsupported_encoding", "send gzip or no Content-Encoding")
    if len(plain) > BATCH_BYTES:
        raise _Refusal(413, "batch_too_large", f"a batch has at most {BATCH_BYTES} bytes")
    return plain


def _bad_request(title: str) -> NoReturn:
    raise _Refusal(400, "bad_request", title)


@post("/pair", status_code=200, exclude_from_auth=True)
async def _pair(request: Request[Any, Any, State], state: State) -> PairAnswer:
    """Bind a device to the officer to whom a pairing code was given."""
    limit: RateLimit = state.pairing_limit
    who = request.client.host if request.client else ""
    wait = limit.wait(who)
    if wait:
        raise _Refusal(
            429, "too_many_tries", "too many wrong pairing codes", {"Retry-After": str(wait)}
        )
    try:
        wish = msgspec.json.decode(await _body(request), type=PairRequest)
    except msgspec.MsgspecError:
        _bad_request("not a pairing request")
    try:
        return await asyncio.to_thread(_bind, state.engine, wish)
    except _Refusal:
        limit.note_failure(who)
        raise


def _bind(engine: Engine, wish: PairRequest) -> PairAnswer:
    try:
        with engine.connect().execution_options(writing=True) as connection, connection.begin():
            return accounts.pair(connection, wish)
    except accounts.CodeRefused:
        raise _Refusal(
            403, "pairing_code_refused", "the code is unknown, used or too old"
        ) from None
    except accounts.DeviceTaken:
        raise _Refusal(403, "device_taken", "this device speaks for another officer") from None


@post("/device", status_code=200)
async def _replace(
    request: Request[Any, Any, State],
    account: Account,  # noqa: ARG001  refuses who has none before the body is read
    state: State,
) -> ReplaceAnswer:
    """A restored vault takes the place of the device before; its token stays."""
    try:
        wish = msgspec.json.decode(await _body(request), type=ReplaceRequest)
    except msgspec.MsgspecError:
        _bad_request("not a request to replace a device")
    return await asyncio.to_thread(_take_place, state.engine, _token(request), wish)


def _take_place(engine: Engine, token: str, wish: ReplaceRequest) -> ReplaceAnswer:
    try:
        with engine.connect().execution_options(writing=True) as connection, connection.begin():
            return accounts.replace(connection, token, wish)
    except accounts.TokenUnknown:
        raise _Refusal(401, "token_unknown", "the token is not known; pair this device") from None
    except accounts.DeviceTaken:
        raise _Refusal(403, "device_taken", "this device speaks for another officer") from None


@get("/me", sync_to_thread=True)
def _me(account: Account, state: State) -> Me:
    """Who the server takes this device for."""
    return Me(
        officer=account.officer,
        name=account.name,
        role=account.role,
        wards=account.wards,
        server_time=datetime.now(UTC),
        epoch=state.epoch,
        head=state.ingest.head,
    )


@post("/events", status_code=200)
async def _push(request: Request[Any, Any, State], account: Account, state: State) -> PushAnswer:
    """Take events in. One result an event, in the same order; repeating a request is harmless."""
    try:
        push = msgspec.json.decode(await _body(request), type=Push)
    except msgspec.MsgspecError:
        _bad_request('the body is not {"events": [...]}')
    if len(push.events) > BATCH_EVENTS:
        raise _Refusal(413, "batch_too_large", f"a batch has at most {BATCH_EVENTS} events")
    try:
        offered = [
            Offered(msgspec.json.decode(raw, type=_Id).id, bytes(raw)) for raw in push.events
        ]
    except msgspec.MsgspecError:
        _bad_request("an event has no id")
    results = await asyncio.wrap_future(state.ingest.submit(account, offered))
    return PushAnswer(tuple(results))


@get("/events", sync_to_thread=True)
def _pull(
    account: Account,
    state: State,
    after: Annotated[str, Parameter(description="WARD:SEQ,… of what was read")] = "",
    limit: Annotated[int, Parameter(ge=1, le=PULL_EVENTS)] = PULL_EVENTS,
) -> Response[bytes]:
    """The events of the device's wards behind a cursor, in the order of ``seq``."""
    try:
        pull = read_stream(state.engine, account, after, limit)
    except BadCursor:
        _bad_request("after is not WARD:SEQ,…")
    # Asked after the page was read, so that no cursor is ever ahead of it.
    head = state.ingest.head
    return Response(
        msgspec.json.encode(pull),
        media_type=MediaType.JSON,
        headers={HEAD_HEADER: str(head)},
    )


@get("/healthz", exclude_from_auth=True, sync_to_thread=False)
def _healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@get("/readyz", exclude_from_auth=True, sync_to_thread=True)
def _readyz(state: State) -> dict[str, str]:
    """The database answers too."""
    with state.engine.connect() as connection:
        connection.execute(select(1))
    return {"status": "ready"}


class _Stamps:
    """Puts the server's time, epoch and head on every answer."""

    def __init__(self, app: Any, state: State) -> None:
        self._app = app
        self._state = state

    async def __call__(self, scope: Any, receive: Any, send: Callable[[Any], Any]) -> None:
        async def stamped(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = list(message["headers"])
                present = {name.lower() for name, _ in headers}
                for name, value in (
                    (TIME_HEADER, datetime.now(UTC).isoformat(timespec="milliseconds")),
                    (EPOCH_HEADER, self._state.epoch),
                    (HEAD_HEADER, str(self._state.ingest.newest)),
                    (PROTOCOL_HEADER, str(PROTOCOL)),
                ):
                    if name.lower().encode() not in present:
                        headers.append((name.lower().encode(), value.encode()))
                message = {**message, "headers": headers}
            await send(message)

        await self._app(scope, receive, stamped)


def build_app(engine: Engine, epoch: str, note_fault: Callable[[str], None]) -> Any:
    """The ASGI application over a prepared database.

    :param note_fault: told the class of every error that no handler foresaw
    """
    state = State(
        {
            "engine": engine,
            "epoch": epoch,
            "ingest": Ingest(engine),
            "pairing_limit": RateLimit(PAIRING_FAILURES_A_MINUTE, seconds=60),
            "note_fault": note_fault,
        }
    )

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        yield
        state.ingest.close()
        engine.dispose()

    app = Litestar(
        route_handlers=[
            Router("/v1", route_handlers=[_pair, _replace, _me, _push, _pull]),
            _healthz,
            _readyz,
        ],
        state=state,
        lifespan=[lifespan],
        dependencies={"account": Provide(_account, sync_to_thread=True)},
        exception_handlers={HTTPException: _on_refusal, Exception: _on_fault},
        compression_config=CompressionConfig(backend="gzip", minimum_size=1024),
        request_max_body_size=BATCH_BYTES,
        openapi_config=OpenAPIConfig(
            title="wardtui central",
            version=__version__,
            path="/v1",
            render_plugins=[],
            components=Components(
                security_schemes={"bearer": SecurityScheme(type="http", scheme="bearer")}
            ),
        ),
        logging_config=None,
    )
    return _Stamps(app, state)
