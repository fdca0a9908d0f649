"""The central server as an ASGI application: its routes over a prepared database."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import msgspec
from litestar import Litestar, MediaType, Response, Router, get
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.types import ControllerRouterHandler
from sqlalchemy import Engine

from wardtui.central.database import for_reading
from wardtui.central.gate import Gate, RequestLine
from wardtui.central.ingest import Ingest
from wardtui.central.limits import FailureLimit, RequestLimit
from wardtui.central.metrics import Metrics
from wardtui.central.openapi import configuration, describe
from wardtui.central.problems import on_fault, on_refusal
from wardtui.central.requests import account, sender, speaker
from wardtui.central.routes import bundles, exchange, health, oversight, pairing
from wardtui.central.stamps import Stamps, with_digest
from wardtui.messages import BATCH_BYTES

PAIRING_FAILURES_A_MINUTE = 10

BUNDLE_FAILURES_A_MINUTE = 10

_PACKING = 4
"""How hard gzip tries: what comes out is hardly larger than at 9, in a quarter of the time."""

REQUESTS_AT_ONCE = 300
"""Of one device: the backlog of a week in one go."""

REQUESTS_A_SECOND = 10


_DEPENDENCIES = {
    "sender": Provide(sender),
    "speaker": Provide(speaker, sync_to_thread=True),
    "account": Provide(account, sync_to_thread=False),
}


def _ignore(_: RequestLine) -> None:
    """Note nothing."""


def build_app(
    engine: Engine,
    note_fault: Callable[[str], None],
    note_request: Callable[[RequestLine], None] = _ignore,
) -> Any:
    """The ASGI application over a prepared database.

    :param note_fault: told the class of every error that no handler foresaw
    :param note_request: told of every answer, for the log
    """
    metrics = Metrics()
    state = State(
        {
            "engine": engine,
            "reading": for_reading(engine),
            "senders": OrderedDict(),
            "ingest": Ingest(engine),
            "pairing_limit": FailureLimit(PAIRING_FAILURES_A_MINUTE, seconds=60),
            "bundle_room": asyncio.Semaphore(bundles.AT_ONCE),
            "bundle_limit": FailureLimit(BUNDLE_FAILURES_A_MINUTE, seconds=60),
            "request_limit": RequestLimit(REQUESTS_AT_ONCE, REQUESTS_A_SECOND),
            "metrics": metrics,
            "note_fault": note_fault,
        }
    )

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        yield
        state.ingest.close()
        engine.dispose()

    app = Litestar(
        route_handlers=_routes(),
        state=state,
        lifespan=[lifespan],
        dependencies=_DEPENDENCIES,
        after_request=with_digest,
        exception_handlers={HTTPException: on_refusal, Exception: on_fault},
        compression_config=CompressionConfig(
            backend="gzip", minimum_size=1024, gzip_compress_level=_PACKING
        ),
        request_max_body_size=BATCH_BYTES,
        # Its own page for what is not there would be no problem+json.
        openapi_config=None,
        logging_config=None,
    )
    return Stamps(Gate(app, metrics, note_request), state)


def _routes() -> list[ControllerRouterHandler]:
    return [
        Router(
            "/v1",
            route_handlers=[
                pairing.pair,
                pairing.replace,
                pairing.me,
                exchange.push,
                exchange.pull,
                bundles.bundle,
                bundles.keys,
                oversight.access,
                oversight.devices,
                oversight.audit,
                _openapi,
            ],
        ),
        health.healthz,
        health.readyz,
        health.metrics,
    ]


@get("/openapi.json", exclude_from_auth=True, include_in_schema=False, sync_to_thread=True)
def _openapi() -> Response[bytes]:
    """How the server is spoken to."""
    return Response(_described(), media_type=MediaType.JSON)


@cache
def _described() -> bytes:
    return msgspec.json.encode(describe_api())


def describe_api() -> dict[str, Any]:
    """The description of the API, without a database."""
    return describe(Litestar(_routes(), dependencies=_DEPENDENCIES, openapi_config=configuration()))
