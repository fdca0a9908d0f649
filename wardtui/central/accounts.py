"""Officers, their devices and the codes that bind the two."""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from wardtui.central.among import among
from wardtui.central.directory import publish_officers
from wardtui.central.receipts import newest_seq
from wardtui.central.server_key import server_keys
from wardtui.central.tables import (
    devices,
    former_devices,
    officer_wards,
    officers,
    pairing_codes,
    wards,
)
from wardtui.domain.codes import normalise, spell
from wardtui.domain.vocabulary import Role
from wardtui.messages import PairAnswer, PairRequest, ReplaceAnswer, ReplaceRequest

CODE_LIVES = timedelta(minutes=15)

_CODE_BYTES = 5


class Account(msgspec.Struct, frozen=True):
    """Who a device speaks for."""

    device: str
    officer: str
    name: str
    role: Role
    wards: tuple[str, ...]
    former: frozenset[str] = frozenset()
    """Devices whose place this one took: it may send what they left."""
    revoked: bool = False
    seen_at: datetime | None = None
    """When it was noted last that the device asked for something."""

    @property
    def devices(self) -> frozenset[str]:
        """Those whose events it may send."""
        return self.former | {self.device}


class CodeRefused(Exception):
    """No such pairing code, or it was used, or its time is over."""


class DeviceTaken(Exception):
    """The device belongs to another officer."""


class TokenUnknown(Exception):
    """The token speaks for no device, or for one that was revoked."""


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def add_officer(connection: Connection, name: str, role: Role, of_wards: Sequence[str]) -> str:
    """Add an officer, and the wards that are not known yet, and tell those; the officer's id."""
    officer = str(uuid4())
    connection.execute(insert(officers).values(id=officer, name=name, role=role.value))
    _give_wards(connection, officer, of_wards)
    publish_officers(connection)
    return officer


def change_officer(
    connection: Connection, officer: str, role: Role | None, of_wards: Sequence[str]
) -> None:
    """Give an officer another role, other wards when any are named, and tell their wards."""
    if role is not None:
        connection.execute(update(officers).where(officers.c.id == officer).values(role=role.value))
    if of_wards and connection.scalar(select(officers.c.id).where(officers.c.id == officer)):
        connection.execute(delete(officer_wards).where(officer_wards.c.officer == officer))
        _give_wards(connection, officer, of_wards)
    publish_officers(connection)


def _give_wards(connection: Connection, officer: str, of_wards: Sequence[str]) -> None:
    known = set(connection.scalars(select(wards.c.code)))
    for position, ward in enumerate(dict.fromkeys(of_wards)):
        if ward not in known:
            connection.execute(insert(wards).values(code=ward))
        connection.execute(
            insert(officer_wards).values(officer=officer, ward=ward, position=position)
        )


def new_pairing_code(connection: Connection, officer: str, lives: timedelta = CODE_LIVES) -> str:
    """A code that binds one device to an officer, once, within its time."""
    code = spell(secrets.token_bytes(_CODE_BYTES))
    connection.execute(
        insert(pairing_codes).values(
            code_hash=_hash(normalise(code)), officer=officer, expires_at=datetime.now(UTC) + lives
        )
    )
    return code


def pair(connection: Connection, request: PairRequest) -> PairAnswer:
    """Bind a device to the officer to whom a code was given.

    :raises CodeRefused: when the code is not good (any more)
    :raises DeviceTaken: when the device speaks for somebody else
    """
    now = datetime.now(UTC)
    code = _hash(normalise(request.code))
    officer = connection.scalar(
        update(pairing_codes)
        .where(
            pairing_codes.c.code_hash == code,
            pairing_codes.c.used_at.is_(None),
            pairing_codes.c.expires_at > now,
        )
        .values(used_at=now)
        .returning(pairing_codes.c.officer)
    )
    if officer is None:
        raise CodeRefused
    token = secrets.token_urlsafe(32)
    values = {
        "name": request.device_name,
        "token_hash": _hash(token),
        "paired_at": now,
        "revoked_at": None,
        "public_key": request.public_key,
    }
    holder = connection.scalar(select(devices.c.officer).where(devices.c.id == request.device))
    if holder is None:
        connection.execute(insert(devices).values(id=request.device, officer=officer, **values))
    elif holder == officer:
        connection.execute(update(devices).where(devices.c.id == request.device).values(**values))
    else:
        raise DeviceTaken
    account = _account(connection, devices.c.id == request.device)
    if account is None:  # it was written above
        raise LookupError(request.device)
    return PairAnswer(
        token=token,
        officer=officer,
        name=account.name,
        role=account.role,
        wards=account.wards,
        next_device_seq=newest_seq(connection, request.device) + 1,
        server_public_key=server_keys(connection).public,
    )


def keep_public_key(connection: Connection, device: str, public: str) -> None:
    """Note with which keys a device makes bundles."""
    connection.execute(update(devices).where(devices.c.id == device).values(public_key=public))


def account_of_device(connection: Connection, device: str) -> Account | None:
    """Who speaks with a device; none when it is unknown."""
    return _account(connection, devices.c.id == device)


def account_of(connection: Connection, token: str) -> Account | None:
    """Who speaks with a token, also with one of a revoked device; none when it is unknown."""
    return _account(connection, devices.c.token_hash == _hash(token))


def accounts_of(connection: Connection, tokens: Collection[str]) -> dict[str, Account]:
    """Who speaks with which token, also with those of revoked devices; unknown ones are left out.

    In one statement for all.
    """
    hashes = {_hash(token): token for token in tokens}
    found = _accounts(connection, among(connection, devices.c.token_hash, hashes))
    return {hashes[token_hash]: account for token_hash, account in found.items()}


def _account(connection: Connection, which: ColumnElement[bool]) -> Account | None:
    return next(iter(_accounts(connection, which).values()), None)


def _accounts(connection: Connection, which: ColumnElement[bool]) -> dict[str, Account]:
    """The accounts of devices by the hashes of their tokens: every request begins with its own."""
    found = connection.execute(
        select(
            devices.c.id,
            devices.c.token_hash,
            devices.c.officer,
            devices.c.revoked_at,
            devices.c.seen_at,
            officers.c.name,
            officers.c.role,
            officer_wards.c.ward,
            former_devices.c.device.label("former"),
        )
        .join(officers, officers.c.id == devices.c.officer)
        .outerjoin(officer_wards, officer_wards.c.officer == devices.c.officer)
        .outerjoin(former_devices, former_devices.c.successor == devices.c.id)
        .where(which)
        .order_by(officer_wards.c.position)
    )
    of_device: dict[str, list[Any]] = {}
    for row in found:
        of_device.setdefault(row.token_hash, []).append(row)
    return {token_hash: _made_of(rows) for token_hash, rows in of_device.items()}


def _made_of(rows: Sequence[Any]) -> Account:
    """The account of a device with a row for each ward and each device before."""
    first = rows[0]
    return Account(
        device=first.id,
        officer=first.officer,
        name=first.name,
        role=Role(first.role),
        wards=tuple(dict.fromkeys(row.ward for row in rows if row.ward is not None)),
        former=frozenset(row.former for row in rows if row.former is not None),
        revoked=first.revoked_at is not None,
        seen_at=first.seen_at and first.seen_at.replace(tzinfo=first.seen_at.tzinfo or UTC),
    )


def replace(connection: Connection, token: str, request: ReplaceRequest) -> ReplaceAnswer:
    """Bind a token to the device of a restored vault and close those whose place it takes.

    The account is read in the same transaction: a revocation or another replacement that was
    committed in between counts. Repeating it changes nothing.

    :raises TokenUnknown: when the token speaks for nobody (any more)
    :raises DeviceTaken: when one is another officer's, or the new one was used before
    """
    account = account_of(connection, token)
    if account is None or account.revoked:
        raise TokenUnknown
    return take_place(connection, account, request)


def take_place(connection: Connection, account: Account, request: ReplaceRequest) -> ReplaceAnswer:
    """The same for an account of which the caller is certain, in one transaction with that.

    :raises DeviceTaken: when a device is another officer's, or the new one was used before
    """
    closed = {*request.replaces, account.device} - {request.device}
    held = connection.execute(
        select(devices.c.id, devices.c.officer).where(devices.c.id.in_({*closed, request.device}))
    ).all()
    former = connection.execute(
        select(former_devices.c.device, devices.c.officer)
        .join(devices, devices.c.id == former_devices.c.successor)
        .where(former_devices.c.device.in_({*closed, request.device}))
    ).all()
    if any(row.officer != account.officer for row in [*held, *former]):
        raise DeviceTaken
    if request.device != account.device:
        if request.device in {row.id for row in held} | {row.device for row in former}:
            raise DeviceTaken
        _move_token(connection, account, request.device)
    connection.execute(
        update(devices)
        .where(devices.c.id.in_(closed), devices.c.revoked_at.is_(None))
        .values(revoked_at=datetime.now(UTC))
    )
    connection.execute(
        update(former_devices)
        .where(former_devices.c.successor.in_(closed))
        .values(successor=request.device)
    )
    connection.execute(delete(former_devices).where(former_devices.c.device.in_(closed)))
    if closed:
        connection.execute(
            insert(former_devices),
            [{"device": one, "successor": request.device} for one in sorted(closed)],
        )
    return ReplaceAnswer(next_device_seq=newest_seq(connection, request.device) + 1)


def _move_token(connection: Connection, account: Account, device: str) -> None:
    now = datetime.now(UTC)
    old = connection.execute(select(devices).where(devices.c.id == account.device)).one()
    connection.execute(
        update(devices)
        .where(devices.c.id == account.device)
        .values(token_hash=_hash(secrets.token_urlsafe(32)), revoked_at=now)
    )
    connection.execute(
        insert(devices).values(
            id=device,
            officer=account.officer,
            name=old.name,
            token_hash=old.token_hash,
            paired_at=now,
        )
    )
