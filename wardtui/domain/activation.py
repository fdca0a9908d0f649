"""The seven days in which an approved VNeID account is activated (Decree 69/2024). Pure.

After them it is activated only through the hotline.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec

from wardtui.domain.case import Rule
from wardtui.domain.ids import EventId
from wardtui.domain.moments import days_later
from wardtui.domain.next_action import Contact, Proposal, Recorded
from wardtui.domain.vocabulary import ActionKind, Need, Step

DAYS_TO_ACTIVATE = 7
"""Days after the approval."""

HOTLINE = "1900 0368"
"""By which an account is activated later."""

_ACCOUNT = (Need.VNEID_ACCOUNT, Need.VNEID_ACTIVATION)


class ActivationClock(msgspec.Struct, frozen=True):
    """An approved account waits to be activated."""

    until: datetime
    """The end of the shift of the last day."""
    approval: EventId


def activation_clock(
    recorded: Sequence[Recorded], unmet: Collection[Need]
) -> ActivationClock | None:
    """The clock that runs since the last approval; none while nothing waits to be activated.

    :param recorded: live enrolments by effective time
    """
    if Need.VNEID_ACTIVATION not in unmet:
        return None
    for one in reversed(recorded):
        if one.progress.need in _ACCOUNT and _approves(one):
            return ActivationClock(days_later(one.at, DAYS_TO_ACTIVATE), one.event)
    return None


def _approves(one: Recorded) -> bool:
    return one.progress.step is Step.APPROVED and one.progress.failure is None


def in_time(
    proposal: Proposal,
    clock: ActivationClock | None,
    contacts: Sequence[Contact],
    recorded: Sequence[Recorded],
) -> Proposal:
    """The next action while a clock runs: nothing puts off the help beyond it.

    What was said or done when it was over stands.

    :param proposal: what contacts, enrolments and bookings ask for
    :param contacts: live contacts by effective time
    :param recorded: live enrolments by effective time
    """
    if clock is None or proposal.kind is ActionKind.CONFIRM_STATUS:
        return proposal
    helps = Proposal(ActionKind.HELP_ACTIVATE, clock.until, Rule.ACTIVATION_CLOCK, clock.approval)
    if proposal.due <= clock.until:
        if proposal.because != clock.approval:
            return proposal
        return msgspec.structs.replace(helps, due=proposal.due)
    last = max(one[-1].at for one in (contacts, recorded) if one)
    return helps if last <= clock.until else proposal
