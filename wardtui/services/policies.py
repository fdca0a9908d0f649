"""Which policy is in force: the one that was published last, else the one that is shipped."""

import tomllib
from datetime import datetime
from functools import lru_cache

import msgspec

from wardtui.domain.errors import BadInput
from wardtui.domain.policy import InForce, Policy
from wardtui.resources import resource_folder

SHIPPED = "three-level"
"""The policy of a ward that has published none."""

_FOLDER = "policies"
_ENDING = ".toml"


class UnknownPolicy(BadInput):
    """No shipped policy has this name."""

    CODE = "unknown_policy"


def shipped_names() -> list[str]:
    """The names of the policies that come with wardtui."""
    folder = resource_folder("sample_data") / _FOLDER
    return sorted(path.stem for path in folder.glob(f"*{_ENDING}"))


def shipped_text(name: str) -> str:
    """A policy that comes with wardtui, as it is written.

    :raises UnknownPolicy: when there is none of that name
    """
    if name not in shipped_names():
        raise UnknownPolicy(name=name[:40], known=tuple(shipped_names()))
    path = resource_folder("sample_data") / _FOLDER / f"{name}{_ENDING}"
    return path.read_text("utf-8")


@lru_cache
def shipped_policy(name: str = SHIPPED) -> Policy:
    """A policy that comes with wardtui.

    :raises UnknownPolicy: when there is none of that name
    """
    # What is shipped was checked by the tests: the reader that names every fault is not needed.
    return msgspec.convert(tomllib.loads(shipped_text(name)), Policy)


@lru_cache
def shipped_force() -> InForce:
    """What is in force where nothing was published."""
    policy = shipped_policy()
    return InForce(policy, policy.version)


def can_answer_by_itself(force: InForce, last_pull: datetime | None, now: datetime) -> bool:
    """Whether a paired device may record what time alone decides.

    One that has not read for longer than the shortest answer time may not know that somebody has
    answered.
    """
    if last_pull is None:
        return False
    policy = force.policy
    return now <= policy.calendar.after(last_pull, policy.shortest_answer)
