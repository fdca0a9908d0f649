"""Bundles at the server: what a laptop could not send itself is taken in and answered.

Who has made a bundle is known by its signature, so anybody may carry it. It goes through the same
door as a request: the same rights, the same numbering, the same quarantine.
"""

from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection, Engine, select

from wardtui.central.accounts import Account, DeviceTaken, account_of_device, take_place
from wardtui.central.database import opened, writing
from wardtui.central.ingest import Ingest
from wardtui.central.offered import read_offered
from wardtui.central.quarantine import keep_aside
from wardtui.central.seen import Seen, note_seen
from wardtui.central.server_key import kept_keys
from wardtui.central.standing import Standing, standing
from wardtui.central.stream import read_stream
from wardtui.central.tables import devices
from wardtui.domain.errors import BadInput, Refused
from wardtui.messages import (
    BATCH_EVENTS,
    MalformedMessage,
    Me,
    Numbered,
    Outbox,
    OutboxAnswer,
    Pull,
    PushResult,
    ReplaceRequest,
    read_message,
)
from wardtui.sealed import (
    CONTENT_BYTES,
    BundleDamaged,
    Header,
    Keys,
    KeyUnusable,
    Kind,
    key_name,
    open_sealed,
    read_header,
    seal,
)

PAGE_EVENTS = 1000
"""Events that are read at once."""

_ANSWER_BYTES = CONTENT_BYTES - 2**20
"""Room for what is said about the events and for the news."""

_BESIDE_BYTES = 250
"""What stands beside an event in an answer, and the most that is said about one, by far."""


class NotAnOutbox(BadInput):
    """A bundle that is on its way to a device."""

    CODE = "not_an_outbox"


class BundleForAnother(BadInput):
    """A bundle that was made for a server with other keys."""

    CODE = "bundle_for_another"


class BundleOfUnknown(Refused):
    """No device that has paired with this server can have made it."""

    CODE = "bundle_of_unknown"


class BundleOfRevoked(Refused):
    """The device was revoked: what it brings is kept aside, and it is told nothing."""

    CODE = "bundle_of_revoked"


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a bundle."""

    file: bytes
    """The answer that goes back."""
    results: tuple[PushResult, ...]
    news: int
    """Events that are told to the device."""
    more: bool
    """Whether there is more news than an answer holds."""
    standing: Standing


def answer_bundle(engine: Engine, ingest: Ingest, file: bytes) -> Answered:
    """Take a bundle in and make the answer. Doing it again gives the same results.

    It raises what :func:`wardtui.sealed.read_header` and :func:`wardtui.sealed.open_sealed` do.

    :raises NotAnOutbox: when it goes the other way
    :raises BundleForAnother: when it was made for another server
    :raises BundleOfUnknown: when its device is not known here, or has not said its keys
    :raises BundleOfRevoked: when its device was revoked; what it brings was kept aside
    :raises BundleDamaged: also when the device has signed something else
    """
    header = read_header(file)
    if header.kind is not Kind.OUTBOX:
        raise NotAnOutbox
    with engine.connect() as connection:
        keys = kept_keys(connection)
        account = account_of_device(connection, header.device)
        public = _public_key(connection, header.device)
    if keys is None or header.server != key_name(keys.public):
        raise BundleForAnother
    if account is None or public is None:
        raise BundleOfUnknown
    outbox = _open(file, public, keys)
    try:
        offered = [read_offered(raw) for raw in outbox.events]
    except MalformedMessage as error:
        raise BundleDamaged from error
    if account.revoked:
        keep_aside(engine, account, offered)
        raise BundleOfRevoked
    account = _take_place(engine, account, outbox)
    results: list[PushResult] = []
    for at in range(0, len(offered), BATCH_EVENTS):
        taken = ingest.submit(account, offered[at : at + BATCH_EVENTS]).result()
        results += taken.results
    return _answer(engine, account, keys, public, outbox, tuple(results))


def answer_at(database: str, file: bytes) -> Answered:
    """The same beside a server that runs, or without one, at the database's address."""
    with opened(database) as engine:
        ingest = Ingest(engine)
        try:
            return answer_bundle(engine, ingest, file)
        finally:
            ingest.close()


def _answer(
    engine: Engine,
    account: Account,
    keys: Keys,
    public: str,
    outbox: Outbox,
    results: tuple[PushResult, ...],
) -> Answered:
    with writing(engine) as connection:
        note_seen(connection, {account.device: Seen(None, outbox.recorded)})
        epoch = standing(connection).epoch
    # What was read from a database that is gone has to be read anew.
    after = outbox.after if outbox.epoch == epoch else {}
    news = _read_news(engine, account, after, _ANSWER_BYTES - _BESIDE_BYTES * len(results))
    with engine.connect() as connection:
        now = standing(connection)
    content = OutboxAnswer(
        number=outbox.number,
        asked_in=outbox.epoch,
        after=after,
        me=Me(
            officer=account.officer,
            name=account.name,
            role=account.role,
            wards=account.wards,
            server_time=datetime.now(UTC),
            epoch=now.epoch,
            head=now.head,
        ),
        results=results,
        news=news,
        replaced=outbox.replaces,
    )
    header = Header(kind=Kind.ANSWER, device=account.device, server=key_name(keys.public))
    return Answered(
        file=seal(header, msgspec.json.encode(content), to=public, by=keys),
        results=results,
        news=len(news.events),
        more=news.more,
        standing=now,
    )


def _read_news(engine: Engine, account: Account, after: dict[str, int], room: int) -> Pull:
    """What stands behind a cursor, as far as there is room for it."""
    found: list[Numbered] = []
    reset: tuple[str, ...] = ()
    cursor = after
    while True:
        text = ",".join(f"{ward}:{seq}" for ward, seq in cursor.items())
        page = read_stream(engine, account, text, PAGE_EVENTS)
        reset = reset or page.reset
        room -= sum(len(bytes(one.event)) + _BESIDE_BYTES for one in page.events)
        if room < 0:
            return Pull(events=tuple(found), next=cursor, more=True, reset=reset)
        found += page.events
        cursor = page.next
        if not page.more:
            return Pull(events=tuple(found), next=cursor, more=False, reset=reset)


def _take_place(engine: Engine, account: Account, outbox: Outbox) -> Account:
    """The account with the devices whose place its device takes, as it says itself."""
    if not outbox.replaces:
        return account
    wish = ReplaceRequest(device=account.device, replaces=outbox.replaces)
    with writing(engine) as connection:
        try:
            take_place(connection, account, wish)
        except DeviceTaken as error:
            raise BundleOfUnknown from error
        return account_of_device(connection, account.device) or account


def _open(file: bytes, public: str, keys: Keys) -> Outbox:
    try:
        content = open_sealed(file, by=public, keys=keys)
    except KeyUnusable as error:
        raise BundleOfUnknown from error
    try:
        return read_message(content, Outbox)
    except MalformedMessage as error:
        raise BundleDamaged from error


def _public_key(connection: Connection, device: str) -> str | None:
    found: str | None = connection.scalar(
        select(devices.c.public_key).where(devices.c.id == device)
    )
    return found
