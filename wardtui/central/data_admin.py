"""What the person who runs the server does with what it holds of people."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import select

from wardtui.central.admin import UnknownOfficer
from wardtui.central.audit import Seen, Wanted, seen
from wardtui.central.central_list import carry_out, compare
from wardtui.central.database import opened, writing
from wardtui.central.erasure import ErasedPerson, erase, overwrite_what_was_blanked
from wardtui.central.policies import wards_named
from wardtui.central.retention import over
from wardtui.central.seen import known_devices
from wardtui.central.tables import officer_wards, officers
from wardtui.domain.erasure import ErasureReason
from wardtui.domain.ids import OfficerId, ResidentId
from wardtui.domain.roster.plan import ImportPlan
from wardtui.domain.roster.rows import ReadSheet
from wardtui.domain.vocabulary import Role
from wardtui.messages import KnownDevice

_SHOWN = 64

_AT_ONCE = 50
"""People who are erased in one commit: laptops that send meanwhile wait for one at most."""


class Retained(msgspec.Struct, frozen=True):
    """Whose time for keeping is over, by ward."""

    wards: dict[str, int]
    erased: int
    """Of whom nothing is kept any more; none in a rehearsal."""


class KnownOfficer(msgspec.Struct, frozen=True):
    """An officer with their laptops."""

    officer: str
    name: str
    role: Role
    wards: tuple[str, ...]
    devices: tuple[KnownDevice, ...]


def erase_resident(
    database: str,
    resident: ResidentId,
    why: ErasureReason,
    now: datetime,
    by: OfficerId | None = None,
) -> ErasedPerson:
    """Keep nothing of somebody.

    :raises wardtui.central.erasure.NobodyErased: when nothing was ever said of the resident
    :raises wardtui.central.admin.UnknownOfficer: when nobody has the id of who decided
    """
    with opened(database) as engine:
        with writing(engine) as connection:
            known = select(officers.c.id).where(officers.c.id == by)
            if by is not None and connection.scalar(known) is None:
                raise UnknownOfficer(officer=by[:_SHOWN])
            done = erase(connection, resident, why, now, by)
        overwrite_what_was_blanked(engine)
    return done


def retain(database: str, now: datetime, kept: timedelta, *, dry_run: bool = False) -> Retained:
    """Erase those who have been done, or closed, for longer than they are kept.

    :param dry_run: only say how many
    """
    with opened(database) as engine:
        with engine.connect() as connection:
            found = {ward: over(connection, ward, now - kept) for ward in wards_named(connection)}
        count = 0
        for residents in () if dry_run else found.values():
            for first in range(0, len(residents), _AT_ONCE):
                some = residents[first : first + _AT_ONCE]
                with writing(engine) as connection:
                    for resident in some:
                        erase(connection, resident, ErasureReason.RETENTION, now)
                count += len(some)
        if count:
            overwrite_what_was_blanked(engine)
    return Retained({ward: len(residents) for ward, residents in found.items()}, count)


def audit(database: str, wanted: Wanted) -> list[Seen]:
    """Who saw or took out what, the newest first."""
    with opened(database) as engine, engine.connect() as connection:
        return seen(connection, wanted)


def import_list(
    database: str,
    ward: str,
    read: Sequence[ReadSheet],
    tell: Callable[[int], None] = lambda _: None,
    *,
    dry_run: bool = False,
) -> ImportPlan:
    """Bring a central list into a ward, all of it or nothing.

    :param tell: told now and then how many rows are compared; what it raises takes all back
    :param dry_run: only say what would change
    :raises wardtui.central.policies.UnknownWard: when there is no ward of the code
    """
    with opened(database) as engine:
        if dry_run:
            with engine.connect() as connection:
                [known] = wards_named(connection, [ward])
                return compare(connection, known, read, tell)
        with writing(engine) as connection:
            [known] = wards_named(connection, [ward])
            plan = compare(connection, known, read, tell)
            carry_out(connection, known, plan)
            return plan


def known_officers(database: str) -> list[KnownOfficer]:
    """Every officer by name, with the wards and the laptops."""
    with opened(database) as engine, engine.connect() as connection:
        works: dict[str, list[str]] = {}
        for row in connection.execute(select(officer_wards).order_by(officer_wards.c.position)):
            works.setdefault(row.officer, []).append(row.ward)
        laptops: dict[str, list[KnownDevice]] = {}
        for one in known_devices(connection, tuple(wards_named(connection))):
            laptops.setdefault(one.officer, []).append(one)
        rows = connection.execute(select(officers).order_by(officers.c.name, officers.c.id))
        return [
            KnownOfficer(
                officer=row.id,
                name=row.name,
                role=Role(row.role),
                wards=tuple(works.get(row.id, ())),
                devices=tuple(laptops.get(row.id, ())),
            )
            for row in rows
        ]
