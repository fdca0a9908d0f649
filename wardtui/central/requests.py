"""Reading a request: who asks, and what was sent."""

import asyncio
import re
import zlib
from collections import OrderedDict
from typing import Any

from litestar import Request
from litestar.datastructures import State
from litestar.di import NamedDependency

from wardtui.central import accounts
from wardtui.central.accounts import Account
from wardtui.central.problems import HttpRefusal
from wardtui.central.seen import Seen
from wardtui.messages import BATCH_BYTES, BODY_DAMAGED, DIGEST_HEADER, RECORDED_HEADER, body_digest

_BY_TOKEN = {"WWW-Authenticate": "Bearer"}
UNKNOWN_TOKEN = (401, "token_unknown", "the token is not known; pair this device", _BY_TOKEN)
REVOKED = (
    401,
    "device_revoked",
    "this device was revoked; a leader has to give a new code",
    _BY_TOKEN,
)
_DAMAGED = (400, BODY_DAMAGED, "the body is damaged: it is cut off, or not what its digest says")


_AGENT = re.compile(r"^wardtui/([\w.+-]{1,32})$", re.ASCII)
_COUNT = re.compile(r"^[0-9]{1,15}$", re.ASCII)

_SENDERS = 10_000
"""Tokens that a process keeps in mind, at most."""


def token_of(request: Request[Any, Any, Any]) -> str:
    """The bearer token; empty when there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


async def sender(request: Request[Any, Any, Any], state: State) -> Account:
    """Who sends, as this process knows it: the commit reads the account anew.

    :raises HttpRefusal: when the token is unknown
    """
    known: OrderedDict[str, Account] = state.senders
    token = token_of(request)
    found = known.pop(token, None)
    if found is None:
        found = await asyncio.to_thread(speaker, request, state)
    known[token] = found
    while len(known) > _SENDERS:
        known.popitem(last=False)
    return found


def speaker(request: Request[Any, Any, Any], state: State) -> Account:
    """Who asks, by the bearer token; revoked devices too.

    :raises HttpRefusal: when the token is unknown
    """
    token = token_of(request)
    found = None
    if token:
        with state.reading.connect() as connection:
            found = accounts.account_of(connection, token)
    if found is None:
        raise HttpRefusal(*UNKNOWN_TOKEN)
    return found


def account(speaker: NamedDependency[Account], state: State) -> Account:
    """Who asks.

    :raises HttpRefusal: when their device was revoked, or asks too often
    """
    if speaker.revoked:
        raise HttpRefusal(*REVOKED)
    return check_rate(speaker, state)


def check_rate(account: Account, state: State) -> Account:
    """:raises HttpRefusal: when a device asks too often"""
    wait = state.request_limit.take(account.device)
    if wait:
        title = "this device asks too often"
        raise HttpRefusal(429, "too_many_requests", title, {"Retry-After": str(wait)})
    return account


def seen_by(request: Request[Any, Any, Any]) -> Seen:
    """What a request says of the device that asks."""
    agent = _AGENT.match(request.headers.get("User-Agent", ""))
    recorded = request.headers.get(RECORDED_HEADER, "")
    return Seen(
        version=agent[1] if agent else None,
        recorded=int(recorded) if _COUNT.match(recorded) else None,
    )


async def body_of(request: Request[Any, Any, Any]) -> bytes:
    """The body, unpacked, and no more of it than is allowed.

    :raises HttpRefusal: when it is too large, damaged on its way, or packed in another way
    """
    packed = await request.body()
    match request.headers.get("Content-Encoding", "identity").lower():
        case "identity":
            plain = packed
        case "gzip":
            unpacker = zlib.decompressobj(wbits=31)
            try:
                plain = unpacker.decompress(packed, BATCH_BYTES + 1)
            except zlib.error:
                raise HttpRefusal(*_DAMAGED) from None
            if not unpacker.eof and len(plain) <= BATCH_BYTES:
                raise HttpRefusal(*_DAMAGED)
        case _:
            raise HttpRefusal(415, "unsupported_encoding", "send gzip or no Content-Encoding")
    if len(plain) > BATCH_BYTES:
        raise HttpRefusal(413, "batch_too_large", f"a batch has at most {BATCH_BYTES} bytes")
    if request.headers.get(DIGEST_HEADER) not in (None, body_digest(plain)):
        raise HttpRefusal(*_DAMAGED)
    return plain
