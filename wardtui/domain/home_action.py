"""What a leader's decision on a service at somebody's place asks for next."""

from collections.abc import Sequence

from wardtui.domain.case import Rule
from wardtui.domain.home_service import Decided
from wardtui.domain.moments import days_later
from wardtui.domain.next_action import Contact, Proposal
from wardtui.domain.vocabulary import ActionKind


def on_decision(
    proposal: Proposal, decision: Decided | None, contacts: Sequence[Contact]
) -> Proposal:
    """The next action after a decision; what was said or tried since goes before it.

    Approved, they are put on a route; declined, they are told and offered another way.

    :param proposal: what the contacts ask for
    """
    if decision is None or (contacts and contacts[-1].at > decision.at):
        return proposal
    due = days_later(decision.at, 1)
    if decision.approved:
        kind, rule = ActionKind.ARRANGE_HOME_SERVICE, Rule.HOME_APPROVED
    else:
        kind, rule = ActionKind.CALL, Rule.HOME_DECLINED
    return Proposal(kind, due, rule, decision.event)
