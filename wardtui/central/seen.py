"""What each laptop says of itself with every request, and what follows from it for who leads."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import msgspec
from sqlalchemy import (
    BigInteger,
    Connection,
    Engine,
    String,
    bindparam,
    case,
    func,
    or_,
    select,
    union,
    update,
)

from wardtui.central.accounts import Account
from wardtui.central.database import writing
from wardtui.central.tables import (
    devices,
    events,
    former_devices,
    officer_wards,
    officers,
    quarantine,
    receipts,
)
from wardtui.messages import KnownDevice

NOTED_EVERY = timedelta(minutes=10)
"""How often it is noted, at most, that a device which sends nothing has asked."""


class Seen(msgspec.Struct, frozen=True):
    """What a device says of itself."""

    version: str | None
    """Of wardtui."""
    recorded: int | None
    """How far it has counted its own events."""


NOTHING_SEEN = Seen(None, None)
"""Of who does not say it."""


def note_seen(connection: Connection, said: Mapping[str, Seen]) -> None:
    """Keep what devices say, in the caller's transaction; what one does not say stays.

    Bundles arrive late: how far a device has counted only grows.
    """
    if not said:
        return
    row, now = devices.c, datetime.now(UTC)
    said_now = bindparam("recorded", type_=BigInteger)
    further = or_(row.last_device_seq.is_(None), row.last_device_seq < said_now)
    connection.execute(
        update(devices)
        .where(row.id == bindparam("device"))
        .values(
            seen_at=bindparam("now"),
            version=func.coalesce(bindparam("of_version", type_=String), row.version),
            last_device_seq=case(
                (further, said_now),
                else_=row.last_device_seq,
            ),
        ),
        [
            {"device": device, "now": now, "of_version": one.version, "recorded": one.recorded}
            for device, one in sorted(said.items())
        ],
    )


def note_seen_now_and_then(engine: Engine, account: Account, said: Seen) -> None:
    """Keep what a device says that only reads, unless that was done a short while ago."""
    if account.seen_at is not None and datetime.now(UTC) - account.seen_at < NOTED_EVERY:
        return
    with writing(engine) as connection:
        note_seen(connection, {account.device: said})


def known_devices(connection: Connection, wards: tuple[str, ...]) -> list[KnownDevice]:
    """The laptops of the officers of some wards, by officer and name."""
    here = select(officer_wards.c.officer).where(officer_wards.c.ward.in_(wards))
    rows = connection.execute(
        select(devices, officers.c.name.label("officer_name"))
        .join(officers, officers.c.id == devices.c.officer)
        .where(devices.c.officer.in_(here))
        .order_by(officers.c.name, devices.c.officer, devices.c.name, devices.c.id)
    ).all()
    arrived = _arrived(connection, [row.id for row in rows])
    kept = select(quarantine.c.device, func.count()).group_by(quarantine.c.device)
    aside: dict[str, int] = {row.device: row[1] for row in connection.execute(kept)}
    successors = set(connection.scalars(select(former_devices.c.successor)))
    return [
        KnownDevice(
            device=row.id,
            name=row.name,
            officer=row.officer,
            officer_name=row.officer_name,
            seen_at=row.seen_at and row.seen_at.replace(tzinfo=row.seen_at.tzinfo or UTC),
            version=row.version,
            missing=_missing(
                row.last_device_seq, arrived.get(row.id), is_successor=row.id in successors
            ),
            quarantined=aside.get(row.id, 0),
            revoked=row.revoked_at is not None,
        )
        for row in rows
    ]


def _arrived(connection: Connection, of_devices: list[str]) -> dict[str, tuple[int, int]]:
    """The first count of each device of which something has arrived, and how many have."""
    offered = union(
        *(
            select(table.c.device, table.c.device_seq).where(table.c.device.in_(of_devices))
            for table in (events, receipts)
        )
    ).subquery()
    found = connection.execute(
        select(offered.c.device, func.min(offered.c.device_seq), func.count()).group_by(
            offered.c.device
        )
    )
    return {device: (first, count) for device, first, count in found}


def _missing(
    recorded: int | None, arrived: tuple[int, int] | None, *, is_successor: bool
) -> int | None:
    """How many have not arrived.

    A restored vault goes on counting where its device before had come, so what lies before the
    first that it has sent is not its own.
    """
    if recorded is None:
        return None
    first, count = arrived or (recorded + 1, 0) if is_successor else (1, (arrived or (1, 0))[1])
    return max(0, recorded - first + 1 - count)
