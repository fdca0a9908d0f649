"""What a board is drawn with besides its cases: the policy and the names of officers."""

from collections.abc import Mapping

import msgspec

from wardtui.domain.ids import OfficerId
from wardtui.domain.policy import Policy
from wardtui.services.directory import officers
from wardtui.services.escalations import top_level, ward_policy
from wardtui.services.ports import Unit


class Frame(msgspec.Struct, frozen=True):
    """What a board is drawn with besides its cases."""

    top: int
    """The highest level."""
    policy: Policy
    """By which levels and rules are called."""
    names: Mapping[OfficerId, str]
    """Of the officers who are known."""


def read_frame(unit: Unit) -> Frame:
    """What the policy and the directory say."""
    names = {one.id: one.name for one in officers(unit)}
    return Frame(top_level(unit), ward_policy(unit), names)
