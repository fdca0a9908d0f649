"""Who saw, or took out, what is masked by default: the access log of all laptops and of the server.

The log names people where somebody looked at one; of a list it says how many stood on it.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, or_, select
from uuid_utils import uuid7

from wardtui.central.links import Links
from wardtui.central.tables import accesses, devices, officers
from wardtui.domain.ids import ResidentId

THE_SERVER = ""
"""Officer and device of what was done on the server itself."""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody saw, or took out, something."""

    at: datetime
    received_at: datetime
    """When the server learnt of it."""
    officer: str | None
    """Null for whoever runs the server."""
    officer_name: str | None
    device: str | None
    device_name: str | None
    ward: str
    what: str
    """``reveal``, ``export`` or ``report``."""
    command: str
    residents: int
    """How many people it was about."""
    resident: str | None
    """Who it was, when it was one."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which of them somebody asks for; nothing asked for is everything."""

    wards: tuple[str, ...] = ()
    resident: ResidentId | None = None
    officer: str | None = None
    """Id or name."""
    since: datetime | None = None


def seen(connection: Connection, wanted: Wanted) -> list[Seen]:
    """What the log says, the newest first.

    Asked for a resident it names those who looked at this person, also under another id of before
    a merge; who took out a whole list is found by the ward.
    """
    row = accesses.c
    chosen = (
        select(accesses, officers.c.name.label("officer_name"), devices.c.name.label("device_name"))
        .outerjoin(officers, officers.c.id == row.officer)
        .outerjoin(devices, devices.c.id == row.device)
        .order_by(row.at.desc(), row.id.desc())
    )
    if wanted.wards:
        chosen = chosen.where(row.ward.in_(wanted.wards))
    if wanted.resident is not None:
        person = Links(connection).linked_with([wanted.resident])
        chosen = chosen.where(row.resident.in_(person))
    if wanted.officer is not None:
        chosen = chosen.where(or_(row.officer == wanted.officer, officers.c.name == wanted.officer))
    if wanted.since is not None:
        chosen = chosen.where(row.at >= wanted.since.astimezone(UTC))
    return [_seen(one) for one in connection.execute(chosen)]


def _seen(row: Any) -> Seen:
    return Seen(
        at=_aware(row.at),
        received_at=_aware(row.received_at),
        officer=row.officer or None,
        officer_name=row.officer_name,
        device=row.device or None,
        device_name=row.device_name,
        ward=row.ward,
        what=row.what,
        command=row.command,
        residents=row.residents,
        resident=row.resident,
    )


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def note_reports(connection: Connection, told: Iterable[tuple[str, int]], command: str) -> None:
    """Write down that the figures of some wards were taken out on the server itself.

    :param told: wards, each with the number of people that its figures count
    :param command: by which they were
    """
    now = datetime.now(UTC)
    rows = [
        {
            "id": str(uuid7()),
            "officer": THE_SERVER,
            "device": THE_SERVER,
            "ward": ward,
            "at": now,
            "received_at": now,
            "what": "report",
            "command": command,
            "residents": residents,
            "resident": None,
        }
        for ward, residents in told
    ]
    if rows:
        connection.execute(insert(accesses), rows)
