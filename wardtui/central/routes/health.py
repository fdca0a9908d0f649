"""What watches the server asks: whether the process answers, whether it can work, how it fares."""

from typing import Any

import msgspec
from litestar import Response, get
from litestar.datastructures import State
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from wardtui.central.described import described
from wardtui.central.metrics import MEDIA_TYPE
from wardtui.central.problems import problem
from wardtui.central.schema import NEWEST, stands_at


class Health(msgspec.Struct, frozen=True):
    """How the server is."""

    status: str


@get(
    "/healthz",
    exclude_from_auth=True,
    sync_to_thread=False,
    opt=described(gives=Health, watches=True),
)
def healthz() -> Health:
    """The process answers."""
    return Health("ok")


@get(
    "/readyz",
    exclude_from_auth=True,
    sync_to_thread=True,
    opt=described(
        gives=Health,
        refuses={
            503: ["not_taking", "database_version", "database_read_only", "database_unavailable"]
        },
        watches=True,
    ),
)
def readyz(state: State) -> Response[Any]:
    """It can take events: the database answers, can be written, and is of this version.

    503 with a code otherwise: whoever spreads the requests sends them elsewhere.
    """
    if not state.ingest.is_alive:
        return problem(503, "not_taking", "nobody takes what is offered")
    why = _what_is_wrong(state.engine)
    return problem(503, *why) if why else Response(Health("ready"))


def _what_is_wrong(engine: Engine) -> tuple[str, str] | None:
    try:
        with engine.connect() as connection:
            if stands_at(connection) != NEWEST:
                return "database_version", "the database is of another version"
            if engine.dialect.name == "postgresql" and connection.scalar(
                text("SELECT current_setting('transaction_read_only') = 'on'")
            ):
                return "database_read_only", "the database cannot be written: a replica, maybe"
    except SQLAlchemyError:
        return "database_unavailable", "the database does not answer"
    return None


@get(
    "/metrics",
    exclude_from_auth=True,
    sync_to_thread=True,
    opt=described(gives=MEDIA_TYPE, watches=True),
)
def metrics(state: State) -> Response[bytes]:
    """Figures for Prometheus; nothing about any person."""
    return Response(state.metrics.told(), media_type=MEDIA_TYPE)
