"""What the person who runs the server does from a command line."""

import re
from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import msgspec
from sqlalchemy import select, update

from wardtui.central import accounts
from wardtui.central.database import opened, writing
from wardtui.central.policies import WardPolicy, policies_in_force
from wardtui.central.policies import publish_policy as publish
from wardtui.central.standing import standing
from wardtui.central.tables import officers, server
from wardtui.domain.errors import BadInput
from wardtui.domain.policy import Policy
from wardtui.domain.vocabulary import Role
from wardtui.wire import CODE_PATTERN

_SHOWN = 64


class UnknownOfficer(BadInput):
    """No officer has this id."""

    CODE = "unknown_officer"


class NameMissing(BadInput):
    """An officer has a name."""

    CODE = "officer_name_missing"


class WardMissing(BadInput):
    """An officer works in at least one ward."""

    CODE = "ward_missing"


class BadWardCode(BadInput):
    """A ward's code has letters that cannot stand in one."""

    CODE = "bad_ward_code"


class NewOfficer(msgspec.Struct, frozen=True):
    """An officer who was added, and the code for the first laptop."""

    officer: str
    pairing_code: str


def initialise(database: str, *, restored: bool = False) -> str:
    """Make the database ready; its epoch. Repeating it changes nothing.

    :param restored: the database was put back from a backup: it gets another epoch, by which every
        device knows that it has to offer its events again
    """
    with opened(database, begin=True) as engine, writing(engine) as connection:
        if restored:
            connection.execute(update(server).values(epoch=str(uuid4())))
        return standing(connection).epoch


def check_wards(wards: Sequence[str]) -> None:
    """:raises BadWardCode: when a code is none"""
    for ward in wards:
        if re.match(CODE_PATTERN, ward) is None:
            raise BadWardCode(ward=ward[:_SHOWN])


def add_officer(database: str, name: str, role: Role, wards: Sequence[str]) -> NewOfficer:
    """Add an officer with a pairing code.

    :raises NameMissing: when the name is empty
    :raises WardMissing: when no ward is named
    :raises BadWardCode: when a code is none
    """
    if not name.strip():
        raise NameMissing
    if not wards:
        raise WardMissing
    check_wards(wards)
    with opened(database, begin=True) as engine, writing(engine) as connection:
        officer = accounts.add_officer(connection, name, role, wards)
        return NewOfficer(officer, accounts.new_pairing_code(connection, officer))


def pairing_code(database: str, officer: str, lives: timedelta) -> str:
    """Another code for an officer's next laptop.

    :raises UnknownOfficer: when nobody has this id
    """
    with opened(database) as engine, writing(engine) as connection:
        if connection.scalar(select(officers.c.id).where(officers.c.id == officer)) is None:
            raise UnknownOfficer(officer=officer)
        return accounts.new_pairing_code(connection, officer, lives)


def policies(database: str, wards: Sequence[str]) -> list[WardPolicy]:
    """The policy of some wards, or of all when none is named.

    :raises wardtui.central.policies.UnknownWard: when there is no ward of a code
    """
    with opened(database) as engine, engine.connect() as connection:
        return policies_in_force(connection, wards)


def publish_policy(database: str, policy: Policy, wards: Sequence[str]) -> list[WardPolicy]:
    """Publish a policy to some wards, or to all when none is named; the policy of each of them.

    :raises wardtui.central.policies.UnknownWard: when there is no ward of a code
    """
    with opened(database) as engine, writing(engine) as connection:
        return publish(connection, policy, wards)
