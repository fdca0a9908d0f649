"""What the person who runs the server does about officers and the laptops that speak for them."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
from sqlalchemy import delete, func, or_, select, update

from wardtui.central import accounts
from wardtui.central.admin import UnknownOfficer, check_wards
from wardtui.central.database import opened, writing
from wardtui.central.offered import read_offered
from wardtui.central.tables import devices, officer_wards, officers, quarantine
from wardtui.central.taker import Taker
from wardtui.domain.errors import BadInput
from wardtui.domain.vocabulary import Role
from wardtui.messages import BATCH_EVENTS, PushResult

_STAY = frozenset({"rejected", "conflict"})
"""What becomes of an event that stays in quarantine when the others are let in."""

_FOR_INFORMATION = frozenset({"superseded", "already_accepted"})
"""Rejections after which nobody has to do anything: those events go as well."""


class UnknownDevice(BadInput):
    """No laptop and no officer has this id."""

    CODE = "unknown_device"


class ChangedOfficer(msgspec.Struct, frozen=True):
    """An officer as they are now."""

    officer: str
    name: str
    role: Role
    wards: tuple[str, ...]


class Quarantined(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept aside of one laptop."""

    device: str
    name: str
    officer: str
    officer_name: str
    events: int
    since: datetime


class LetIn(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the events that were kept aside."""

    device: str
    accepted: int
    duplicates: int
    superseded: int
    """Those for which it was too late, and about which nobody has to do anything."""
    refused: tuple[PushResult, ...]
    """Those that stay aside, with their codes."""


def change_officer(
    database: str, officer: str, role: Role | None, wards: Sequence[str]
) -> ChangedOfficer:
    """Give an officer another role, other wards, or both; their wards are told.

    :param wards: all of them from now on; empty: as they are
    :raises UnknownOfficer: when nobody has this id
    :raises wardtui.central.admin.BadWardCode: when a code is none
    """
    check_wards(wards)
    with opened(database) as engine, writing(engine) as connection:
        accounts.change_officer(connection, officer, role, wards)
        row = connection.execute(select(officers).where(officers.c.id == officer)).first()
        if row is None:
            raise UnknownOfficer(officer=officer)
        now = connection.scalars(
            select(officer_wards.c.ward)
            .where(officer_wards.c.officer == officer)
            .order_by(officer_wards.c.position)
        )
        return ChangedOfficer(row.id, row.name, Role(row.role), tuple(now))


def revoke(database: str, who: str) -> tuple[str, ...]:
    """Revoke a laptop, or all of an officer; the ids of those. Repeating it changes nothing.

    :raises UnknownDevice: when neither a laptop nor an officer has this id
    """
    with opened(database) as engine, writing(engine) as connection:
        found = connection.scalars(
            select(devices.c.id)
            .where(or_(devices.c.id == who, devices.c.officer == who))
            .order_by(devices.c.id)
        ).all()
        if not found:
            raise UnknownDevice(device=who)
        connection.execute(
            update(devices)
            .where(devices.c.id.in_(found), devices.c.revoked_at.is_(None))
            .values(revoked_at=datetime.now(UTC))
        )
        return tuple(found)


def quarantined(database: str) -> list[Quarantined]:
    """What is kept aside, laptop by laptop."""
    with opened(database) as engine, engine.connect() as connection:
        rows = connection.execute(
            select(
                quarantine.c.device,
                devices.c.name,
                devices.c.officer,
                officers.c.name.label("officer_name"),
                func.count().label("events"),
                func.min(quarantine.c.received_at).label("since"),
            )
            .join(devices, devices.c.id == quarantine.c.device)
            .join(officers, officers.c.id == devices.c.officer)
            .group_by(quarantine.c.device, devices.c.name, devices.c.officer, officers.c.name)
            .order_by(officers.c.name, quarantine.c.device)
        )
        return [
            Quarantined(
                device=row.device,
                name=row.name,
                officer=row.officer,
                officer_name=row.officer_name,
                events=row.events,
                since=row.since.replace(tzinfo=row.since.tzinfo or UTC),
            )
            for row in rows
        ]


def release(database: str, device: str) -> LetIn:
    """Let in what a revoked laptop has offered, as its officer's; what is refused stays aside.

    :raises UnknownDevice: when no laptop has this id
    """
    with opened(database) as engine, writing(engine) as connection:
        account = accounts.account_of_device(connection, device)
        if account is None:
            raise UnknownDevice(device=device)
        rows = connection.execute(
            select(quarantine.c.event, quarantine.c.raw)
            .where(quarantine.c.device == device)
            .order_by(quarantine.c.device_seq, quarantine.c.event)
        )
        offered = [read_offered(row.raw) for row in rows]
        taker = Taker(connection)
        results = [
            result
            for some in taker.take(
                [
                    (account, offered[first : first + BATCH_EVENTS])
                    for first in range(0, len(offered), BATCH_EVENTS)
                ]
            )
            for result in some
        ]
        if offered:
            taker.write()
        refused = tuple(
            one for one in results if one.status in _STAY and one.code not in _FOR_INFORMATION
        )
        connection.execute(
            delete(quarantine).where(
                quarantine.c.device == device,
                quarantine.c.event.not_in([one.id for one in refused]),
            )
        )
    count = Counter(one.status for one in results)
    return LetIn(
        device=device,
        accepted=count["accepted"],
        duplicates=count["duplicate"],
        superseded=sum(one.code in _FOR_INFORMATION for one in results),
        refused=refused,
    )
