"""What holds for a whole ward: who holds which area, and which policy is in force.

A case is folded from its own entries; what depends on the ward is put in here, and put in anew when
the ward changes. Doing it twice changes nothing.
"""

from collections.abc import Mapping, Sequence

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.directory import Holders, with_owner
from wardtui.domain.escalation import answer_due
from wardtui.domain.escalation_events import PolicyPublished
from wardtui.domain.events import Entry
from wardtui.domain.following import next_to_follow
from wardtui.domain.ids import WardCode
from wardtui.domain.policy import InForce
from wardtui.domain.retraction import live
from wardtui.domain.vocabulary import ActionKind

Policies = Mapping[WardCode | None, InForce]
"""By ward (null before the device was paired) the policy that was published last."""


_ANSWERS = (ActionKind.ACCEPT, ActionKind.ANSWER, ActionKind.CONFIRM_STATUS)
"""What a level above the first does by when its answer is due."""


class Arrangement(msgspec.Struct, frozen=True):
    """What holds for the wards of a device."""

    holders: Holders
    policies: Policies
    shipped: InForce
    """Where none was published."""

    def force(self, ward: WardCode | None) -> InForce:
        """The policy of a ward."""
        return self.policies.get(ward) or self.policies.get(None) or self.shipped


def policies(entries: Sequence[Entry]) -> dict[WardCode | None, InForce]:
    """The policies in force. The last word counts, and a retracted one never was.

    :param entries: the events about no resident, in order (``Entry.order``)
    """
    found: dict[WardCode | None, InForce] = {}
    for entry in live(entries):
        body = entry.event.body
        if isinstance(body, PolicyPublished):
            version, at = body.policy.version, entry.event.effective_at
            before = found.get(entry.ward)
            if before is None or before.version != version:
                found[entry.ward] = InForce(body.policy, version, at)
    return found


def arranged(case: Case, arrangement: Arrangement) -> Case:
    """The case under its owner and its policy."""
    case = with_owner(case, arrangement.holders)
    force = arrangement.force(case.ward)
    action, answer_by = case.next_action, answer_due(case, force)
    if action is not None and answer_by is not None and action.kind in _ANSWERS:
        action = msgspec.structs.replace(action, due=answer_by)
    conclusion = next_to_follow(case, force)
    moves_at = conclusion.at if conclusion is not None else None
    if (action, answer_by, moves_at) == (case.next_action, case.answer_by, case.moves_at):
        return case
    return msgspec.structs.replace(case, next_action=action, answer_by=answer_by, moves_at=moves_at)
