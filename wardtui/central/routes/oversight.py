"""What the ward keeps an eye on: who saw what, which laptops there are, who holds the same."""

import asyncio
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import Parameter
from sqlalchemy import Engine

from wardtui.central.accesses import keep_accesses
from wardtui.central.accounts import Account
from wardtui.central.audit_range import fingerprint
from wardtui.central.database import writing
from wardtui.central.described import described
from wardtui.central.problems import HttpRefusal, bad_request
from wardtui.central.requests import body_of
from wardtui.central.rights import refusal_of_overseeing, refusal_of_reading
from wardtui.central.seen import known_devices
from wardtui.messages import (
    Accesses,
    AccessesAnswer,
    Fingerprint,
    KnownDevices,
    MalformedMessage,
    read_message,
)

_SEQ = Parameter(ge=0, le=2**53)


@post("/access", status_code=200, opt=described(takes=Accesses, gives=AccessesAnswer))
async def access(
    request: Request[Any, Any, State], account: NamedDependency[Account], state: State
) -> AccessesAnswer:
    """Keep a part of the device's access log. Repeating a request is harmless."""
    try:
        told = read_message(await body_of(request), Accesses)
    except MalformedMessage:
        bad_request('the body is not {"accesses": [...]}, or has too many')
    return await asyncio.to_thread(_keep, state.engine, account, told)


def _keep(engine: Engine, account: Account, told: Accesses) -> AccessesAnswer:
    with writing(engine) as connection:
        return keep_accesses(connection, account, told.accesses)


@get(
    "/devices",
    sync_to_thread=True,
    opt=described(gives=KnownDevices, refuses={403: ["role_not_allowed"]}),
)
def devices(account: NamedDependency[Account], state: State) -> KnownDevices:
    """The laptops of the wards of somebody who leads, and what has not arrived from them."""
    no = refusal_of_overseeing(account)
    if no is not None:
        raise HttpRefusal(403, *no)
    with state.engine.connect() as connection:
        return KnownDevices(tuple(known_devices(connection, account.wards)))


@get(
    "/audit",
    sync_to_thread=True,
    opt=described(gives=Fingerprint, refuses={403: ["wrong_ward"]}),
)
def audit(
    account: NamedDependency[Account],
    state: State,
    ward: Annotated[str, Parameter(description="One of the officer's wards")],
    after: Annotated[int, _SEQ],
    to: Annotated[int, _SEQ],
) -> Fingerprint:
    """Count and XOR of the hashes of a ward's events behind ``after``, up to ``to``."""
    no = refusal_of_reading(account, ward)
    if no is not None:
        raise HttpRefusal(403, *no)
    with state.engine.connect() as connection:
        return fingerprint(connection, ward, after, to)
