"""Publishing a policy: what the cases of a ward go up by from now on."""

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection, select

from wardtui.central.histories import Histories
from wardtui.central.maker import NOBODY, Maker
from wardtui.central.numbering import Numbering
from wardtui.central.same_person import Made
from wardtui.central.tables import wards
from wardtui.domain.arrangement import policies
from wardtui.domain.errors import BadInput
from wardtui.domain.escalation_events import PolicyPublished
from wardtui.domain.events import Entry
from wardtui.domain.ids import WardCode, rule_made_id
from wardtui.domain.policy import InForce, Policy, PolicyVersion
from wardtui.services.policies import shipped_force
from wardtui.wire import content_hash, write_event

_SHOWN = 64


class UnknownWard(BadInput):
    """No officer was ever added in a ward of this code."""

    CODE = "unknown_ward"


class WardPolicy(msgspec.Struct, frozen=True):
    """The policy of a ward."""

    ward: WardCode
    force: InForce
    """Without ``since`` it is the one that comes with wardtui: none was published."""
    is_new: bool = False
    """It was published just now."""


def policies_in_force(connection: Connection, named: Sequence[str] = ()) -> list[WardPolicy]:
    """The policy of some wards, by code.

    :param named: all wards unless given
    :raises UnknownWard: when there is no ward of a code
    """
    histories = Histories(connection)
    return [
        WardPolicy(ward, policies(histories.told(ward)).get(ward) or shipped_force())
        for ward in wards_named(connection, named)
    ]


def publish_policy(
    connection: Connection, policy: Policy, named: Sequence[str] = ()
) -> list[WardPolicy]:
    """Tell wards under which policy they work from now on, in the caller's transaction.

    A ward for which the same content is published already is told nothing.

    :param named: all wards unless given
    :return: the policy of each of them
    :raises UnknownWard: when there is no ward of a code
    """
    now = datetime.now(UTC)
    histories, version = Histories(connection), policy.version
    maker, numbering = Maker(connection, now), Numbering(connection, now)
    found = []
    for ward in wards_named(connection, named):
        told = histories.told(ward)
        force = policies(told).get(ward)
        if force is not None and force.version == version:
            found.append(WardPolicy(ward, force))
            continue
        event = maker.event(Made(_id(ward, version, told), None, PolicyPublished(policy)), ward)
        raw = write_event(event)
        numbering.number(event, raw, content_hash(raw), ward, NOBODY)
        found.append(WardPolicy(ward, InForce(policy, version, now), is_new=True))
    maker.write()
    numbering.write()
    return found


def _id(ward: str, version: PolicyVersion, told: Sequence[Entry]) -> str:
    """The same for the same news: a policy that was replaced and comes back is news again."""
    before = [one.event.id for one in told if isinstance(one.event.body, PolicyPublished)]
    return rule_made_id(PolicyPublished.TYPE, ward, before[-1] if before else "", version)


def wards_named(connection: Connection, named: Sequence[str] = ()) -> list[WardCode]:
    """Some wards in the order of their codes, or all when none is named.

    :raises UnknownWard: when there is no ward of a code
    """
    known = set(connection.scalars(select(wards.c.code)))
    unknown = [ward for ward in named if ward not in known]
    if unknown:
        raise UnknownWard(ward=unknown[0][:_SHOWN])
    return [WardCode(ward) for ward in sorted(set(named) or known)]
