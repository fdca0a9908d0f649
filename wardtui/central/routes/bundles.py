"""Bundles: whoever carries one brings it here and takes the answer back."""

import asyncio
from typing import Any

from litestar import Request, Response, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from sqlalchemy import Engine

from wardtui.central import accounts
from wardtui.central.accounts import Account
from wardtui.central.bundles import (
    BundleForAnother,
    BundleOfRevoked,
    BundleOfUnknown,
    NotAnOutbox,
    answer_bundle,
)
from wardtui.central.database import writing
from wardtui.central.described import described
from wardtui.central.problems import HttpRefusal, bad_request
from wardtui.central.requests import REVOKED, body_of
from wardtui.central.server_key import server_keys
from wardtui.central.stamps import stamps
from wardtui.domain.errors import WardtuiError
from wardtui.messages import KeysAnswer, KeysRequest, MalformedMessage, read_message
from wardtui.sealed import (
    FILE_BYTES,
    BundleDamaged,
    BundleTooLarge,
    BundleTooNew,
    KeyUnusable,
    NotABundle,
    check_key,
)

MEDIA_TYPE = "application/octet-stream"

UNUSABLE = (
    NotABundle,
    BundleTooNew,
    BundleTooLarge,
    BundleDamaged,
    NotAnOutbox,
    BundleForAnother,
    BundleOfUnknown,
)
"""Why a file is not taken in."""

AT_ONCE = 4
"""Bundles that are in memory together, at most."""

BUSY_SECONDS = "10"
"""When to come back while others are being taken in."""


@post(
    "/bundle",
    status_code=200,
    exclude_from_auth=True,
    request_max_body_size=FILE_BYTES,
    opt=described(
        takes=MEDIA_TYPE,
        gives=MEDIA_TYPE,
        refuses={
            400: [error.CODE for error in UNUSABLE],
            401: ["device_revoked"],
            429: ["too_many_tries"],
        },
    ),
)
async def bundle(request: Request[Any, Any, State], state: State) -> Response[bytes]:
    """Take in what a laptop has written into a file; the file with the answer to it.

    Anybody may bring it: who has made it is known by its signature.
    """
    who = request.client.host if request.client else ""
    wait = state.bundle_limit.wait(who)
    if wait:
        title = "too many bundles that cannot be used"
        raise HttpRefusal(429, "too_many_tries", title, {"Retry-After": str(wait)})
    if state.bundle_room.locked():
        raise HttpRefusal(503, "busy", "too many bundles at once", {"Retry-After": BUSY_SECONDS})
    async with state.bundle_room:
        return await _answer(who, await request.body(), state)


async def _answer(who: str, file: bytes, state: State) -> Response[bytes]:
    try:
        done = await asyncio.to_thread(answer_bundle, state.engine, state.ingest, file)
    except BundleOfRevoked:
        raise HttpRefusal(*REVOKED) from None
    except WardtuiError as error:
        state.bundle_limit.note_failure(who)
        raise HttpRefusal(400, error.code, "the bundle cannot be taken in") from None
    state.metrics.note_taken(done.results, done.standing.head, state.ingest.waiting)
    return Response(done.file, media_type=MEDIA_TYPE, headers=stamps(done.standing))


@post("/keys", status_code=200, opt=described(takes=KeysRequest, gives=KeysAnswer))
async def keys(
    request: Request[Any, Any, State], account: NamedDependency[Account], state: State
) -> KeysAnswer:
    """Learn with which keys a device makes bundles; the server's own. Repeating it is harmless."""
    try:
        wish = read_message(await body_of(request), KeysRequest)
        check_key(wish.public_key)
    except (MalformedMessage, KeyUnusable):
        bad_request("not a public key")
    return await asyncio.to_thread(_keep, state.engine, account, wish.public_key)


def _keep(engine: Engine, account: Account, public: str) -> KeysAnswer:
    with writing(engine) as connection:
        accounts.keep_public_key(connection, account.device, public)
        return KeysAnswer(server_public_key=server_keys(connection).public)
