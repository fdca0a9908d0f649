"""What follows for a case by itself: by the policy of its ward, or by the law for an age. Pure."""

from datetime import datetime

import msgspec

from wardtui.domain.arising import Arising, Conclusion
from wardtui.domain.body import Body
from wardtui.domain.case import Case
from wardtui.domain.escalation import next_decision
from wardtui.domain.events import NeedArose
from wardtui.domain.ids import EventId, ResidentId, rule_made_id
from wardtui.domain.policy import InForce


class NeedArises(msgspec.Struct, frozen=True):
    """Somebody reaches an age at which something is due. No policy has a say in it."""

    resident: ResidentId
    arising: Arising

    @property
    def at(self) -> datetime:
        """From then on it holds."""
        return self.arising.at

    @property
    def by_time(self) -> bool:
        """Only time has passed."""
        return True

    @property
    def event_id(self) -> EventId:
        """The id of its event, the same on every device that knows the same birth date."""
        one = self.arising
        parts = (self.resident, NeedArose.TYPE, one.need, one.cause, one.due.isoformat())
        return EventId(rule_made_id(*parts))

    @property
    def body(self) -> Body:
        """What its event says."""
        one = self.arising
        return NeedArose(need=one.need, cause=one.cause, due=one.due)


def follows(case: Case, force: InForce, now: datetime) -> Conclusion | None:
    """What has followed for a case by ``now``; what comes after it needs its effect.

    :param force: the policy of the case's ward
    """
    found = next_to_follow(case, force)
    return found if found is not None and found.at <= now else None


def next_to_follow(case: Case, force: InForce) -> Conclusion | None:
    """What follows next if nobody acts, and when; none when nothing ever does."""
    decision = next_decision(case, force)
    if case.arises is None or (decision is not None and decision.at <= case.arises.at):
        return decision
    return NeedArises(case.id, case.arises)


def has_followed(conclusion: Conclusion, before: Case, after: Case) -> bool:
    """Whether a conclusion has done something to a case."""
    if isinstance(conclusion, NeedArises):
        return after.needs != before.needs
    return after.ladder.rungs[-1:] != before.ladder.rungs[-1:]
