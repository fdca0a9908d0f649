"""The exchange of events."""

import asyncio
from typing import Annotated, Any

import msgspec
from litestar import MediaType, Request, Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import Parameter

from wardtui.central.accounts import Account
from wardtui.central.described import described
from wardtui.central.ingest import Unwelcome
from wardtui.central.offered import Offered, read_offered
from wardtui.central.problems import HttpRefusal, bad_request
from wardtui.central.quarantine import keep_aside
from wardtui.central.requests import REVOKED, UNKNOWN_TOKEN, body_of, check_rate, seen_by, token_of
from wardtui.central.seen import note_seen_now_and_then
from wardtui.central.stamps import stamps
from wardtui.central.standing import standing
from wardtui.central.stream import BadCursor, read_stream
from wardtui.central.versions import check_reader
from wardtui.messages import (
    BATCH_EVENTS,
    PROTOCOL_HEADER,
    RECORDED_HEADER,
    MalformedMessage,
    Pull,
    Push,
    PushAnswer,
    read_message,
)

PULL_EVENTS = 1000
"""Events of one page, at most."""


_CURSOR = {"pattern": "^(|[^,]+:[0-9]{1,18}(,[^,]+:[0-9]{1,18})*)$"}


@post(
    "/events",
    status_code=200,
    opt=described(takes=Push, gives=PushAnswer, headers=[RECORDED_HEADER]),
)
async def push(
    request: Request[Any, Any, State], sender: NamedDependency[Account], state: State
) -> Response[PushAnswer]:
    """Take events in. One result an event, in the same order; repeating a request is harmless.

    Those of a revoked device are kept aside for a leader, and the device is told nothing of them.
    """
    offered = _offered(await body_of(request))
    account, token = check_rate(sender, state), token_of(request)
    queued = state.ingest.submit(account, offered, seen_by(request), token)
    try:
        taken = await asyncio.wrap_future(queued)
    except Unwelcome as no:
        state.senders.pop(token, None)
        if no.account is None:
            raise HttpRefusal(*UNKNOWN_TOKEN) from None
        await asyncio.to_thread(keep_aside, state.engine, no.account, offered)
        raise HttpRefusal(*REVOKED) from None
    state.metrics.note_taken(taken.results, taken.standing.head, state.ingest.waiting)
    return Response(PushAnswer(tuple(taken.results)), headers=stamps(taken.standing))


def _offered(body: bytes) -> list[Offered]:
    """The events of a request, each with its id.

    :raises HttpRefusal: when it is not such a request, or too large a one
    """
    try:
        push = read_message(body, Push)
    except MalformedMessage:
        bad_request('the body is not {"events": [...]}')
    if len(push.events) > BATCH_EVENTS:
        raise HttpRefusal(413, "batch_too_large", f"a batch has at most {BATCH_EVENTS} events")
    try:
        return [read_offered(raw) for raw in push.events]
    except MalformedMessage:
        bad_request("an event has no id")


@get(
    "/events",
    sync_to_thread=True,
    opt=described(
        gives=Pull,
        refuses={400: ["bad_request"], 426: ["upgrade_required"]},
        headers=[RECORDED_HEADER, PROTOCOL_HEADER],
    ),
)
def pull(
    request: Request[Any, Any, State],
    account: NamedDependency[Account],
    state: State,
    after: Annotated[
        str, Parameter(description="WARD:SEQ,… of what was read", schema_extra=_CURSOR)
    ] = "",
    limit: Annotated[int, Parameter(ge=1, le=PULL_EVENTS)] = PULL_EVENTS,
) -> Response[bytes]:
    """The events of the device's wards behind a cursor, in the order of ``seq``."""
    check_reader(request)
    try:
        page: Pull = read_stream(state.reading, account, after, limit)
    except BadCursor:
        bad_request("after is not WARD:SEQ,…")
    note_seen_now_and_then(state.engine, account, seen_by(request))
    # Asked after the page was read, so that no cursor is ever ahead of it.
    with state.reading.connect() as connection:
        now = standing(connection)
    return Response(msgspec.json.encode(page), media_type=MediaType.JSON, headers=stamps(now))
