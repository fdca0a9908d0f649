"""Pairing: which device speaks for which officer."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from sqlalchemy import Engine

from wardtui.central import accounts
from wardtui.central.accounts import Account
from wardtui.central.database import writing
from wardtui.central.described import described
from wardtui.central.problems import HttpRefusal, bad_request
from wardtui.central.requests import UNKNOWN_TOKEN, body_of, token_of
from wardtui.central.standing import standing
from wardtui.messages import (
    MalformedMessage,
    Me,
    PairAnswer,
    PairRequest,
    ReplaceAnswer,
    ReplaceRequest,
    read_message,
)

_TAKEN = (403, "device_taken", "this device speaks for another officer")


@post(
    "/pair",
    status_code=200,
    exclude_from_auth=True,
    opt=described(
        takes=PairRequest,
        gives=PairAnswer,
        refuses={403: ["pairing_code_refused", "device_taken"], 429: ["too_many_tries"]},
    ),
)
async def pair(request: Request[Any, Any, State], state: State) -> PairAnswer:
    """Bind a device to the officer to whom a pairing code was given."""
    who = request.client.host if request.client else ""
    wait = state.pairing_limit.wait(who)
    if wait:
        title = "too many wrong pairing codes"
        raise HttpRefusal(429, "too_many_tries", title, {"Retry-After": str(wait)})
    try:
        wish = read_message(await body_of(request), PairRequest)
    except MalformedMessage:
        bad_request("not a pairing request")
    try:
        return await asyncio.to_thread(_bind, state.engine, wish)
    except HttpRefusal:
        state.pairing_limit.note_failure(who)
        raise


def _bind(engine: Engine, wish: PairRequest) -> PairAnswer:
    try:
        with writing(engine) as connection:
            return accounts.pair(connection, wish)
    except accounts.CodeRefused:
        title = "the code is unknown, used or too old"
        raise HttpRefusal(403, "pairing_code_refused", title) from None
    except accounts.DeviceTaken:
        raise HttpRefusal(*_TAKEN) from None


@post(
    "/device",
    status_code=200,
    opt=described(takes=ReplaceRequest, gives=ReplaceAnswer, refuses={403: ["device_taken"]}),
)
async def replace(
    request: Request[Any, Any, State],
    account: NamedDependency[Account],  # noqa: ARG001  refuses who has none before the body is read
    state: State,
) -> ReplaceAnswer:
    """A restored vault takes the place of the device before; its token stays."""
    try:
        wish = read_message(await body_of(request), ReplaceRequest)
    except MalformedMessage:
        bad_request("not a request to replace a device")
    return await asyncio.to_thread(_take_place, state.engine, token_of(request), wish)


def _take_place(engine: Engine, token: str, wish: ReplaceRequest) -> ReplaceAnswer:
    try:
        with writing(engine) as connection:
            return accounts.replace(connection, token, wish)
    except accounts.TokenUnknown:
        raise HttpRefusal(*UNKNOWN_TOKEN) from None
    except accounts.DeviceTaken:
        raise HttpRefusal(*_TAKEN) from None


@get("/me", sync_to_thread=True, opt=described(gives=Me))
def me(account: NamedDependency[Account], state: State) -> Me:
    """Who the server takes this device for."""
    with state.engine.connect() as connection:
        now = standing(connection)
    return Me(
        officer=account.officer,
        name=account.name,
        role=account.role,
        wards=account.wards,
        server_time=datetime.now(UTC),
        epoch=now.epoch,
        head=now.head,
    )
