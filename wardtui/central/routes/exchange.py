"""The exchange of events."""

import asyncio
from typing import Annotated, Any

import msgspec
from litestar import MediaType, Request, Response, get, post
from litestar.datastructures import State
from litestar.params import Parameter

from wardtui.central.accounts import Account
from wardtui.central.ingest import Offered
from wardtui.central.problems import Refused, bad_request
from wardtui.central.quarantine import keep_aside
from wardtui.central.requests import REVOKED, body_of, check_rate
from wardtui.central.seen import note_seen_now_and_then, seen
from wardtui.central.stamps import stamps
from wardtui.central.standing import standing
from wardtui.central.stream import BadCursor, read_stream
from wardtui.central.versions import check_reader
from wardtui.wire import BATCH_EVENTS, MalformedMessage, Pull, Push, PushAnswer, read_message

PULL_EVENTS = 1000
"""Events of one page, at most."""


class _Id(msgspec.Struct):
    id: str


@post("/events", status_code=200)
async def push(
    request: Request[Any, Any, State], speaker: Account, state: State
) -> Response[PushAnswer]:
    """Take events in. One result an event, in the same order; repeating a request is harmless.

    Those of a revoked device are kept aside for a leader, and the device is told nothing of them.
    """
    offered = _offered(await body_of(request))
    if speaker.revoked:
        await asyncio.to_thread(keep_aside, state.engine, speaker, offered)
        raise Refused(*REVOKED)
    account = check_rate(speaker, state)
    taken = await asyncio.wrap_future(state.ingest.submit(account, offered, seen(request)))
    state.metrics.note_taken(taken.results, taken.standing.head, state.ingest.waiting)
    return Response(PushAnswer(tuple(taken.results)), headers=stamps(taken.standing))


def _offered(body: bytes) -> list[Offered]:
    """The events of a request, each with its id.

    :raises Refused: when it is not such a request, or too large a one
    """
    try:
        push = read_message(body, Push)
    except MalformedMessage:
        bad_request('the body is not {"events": [...]}')
    if len(push.events) > BATCH_EVENTS:
        raise Refused(413, "batch_too_large", f"a batch has at most {BATCH_EVENTS} events")
    try:
        return [Offered(read_message(raw, _Id).id, bytes(raw)) for raw in push.events]
    except MalformedMessage:
        bad_request("an event has no id")


@get("/events", sync_to_thread=True)
def pull(
    request: Request[Any, Any, State],
    account: Account,
    state: State,
    after: Annotated[str, Parameter(description="WARD:SEQ,… of what was read")] = "",
    limit: Annotated[int, Parameter(ge=1, le=PULL_EVENTS)] = PULL_EVENTS,
) -> Response[bytes]:
    """The events of the device's wards behind a cursor, in the order of ``seq``."""
    check_reader(request)
    try:
        page: Pull = read_stream(state.engine, account, after, limit)
    except BadCursor:
        bad_request("after is not WARD:SEQ,…")
    note_seen_now_and_then(state.engine, account, seen(request))
    # Asked after the page was read, so that no cursor is ever ahead of it.
    with state.engine.connect() as connection:
        now = standing(connection)
    return Response(msgspec.json.encode(page), media_type=MediaType.JSON, headers=stamps(now))
