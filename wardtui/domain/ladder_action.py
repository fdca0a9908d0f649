"""What the ladder asks for, before or instead of what the contacts ask for."""

from datetime import datetime

from wardtui.domain.case import Rule
from wardtui.domain.ladder import FIRST_LEVEL, Ladder
from wardtui.domain.moments import days_later, end_of_shift, local_day
from wardtui.domain.next_action import Proposal
from wardtui.domain.vocabulary import ActionKind

AGREED = (Rule.ASKED_TO_CALL_BACK, Rule.PROMISED)
"""What was agreed with the resident for a time."""


_EXPECTED = (
    Rule.BOOKED,
    Rule.SESSION_MOVED,
    Rule.SEAT_FELL_FREE,
    Rule.SEAT_GIVEN_BACK,
    Rule.ATTENDED,
)
"""They are to come, have come, or may come for nothing: that goes before any answer of a level."""


def on_the_ladder(proposal: Proposal, level: int, ladder: Ladder) -> Proposal:
    """The next action of an open case that is not paused.

    Whose answer is due by when the policy says (``wardtui.domain.arrangement``); until that is
    known, an answer is due at once.

    :param proposal: what the contacts ask for
    """
    came = ladder.came_by
    if proposal.kind is ActionKind.CONFIRM_STATUS or proposal.rule in _EXPECTED:
        return proposal
    if came is None and not ladder.rungs:
        return proposal
    if level > FIRST_LEVEL:
        if ladder.accepted is None:
            return Proposal(ActionKind.ACCEPT, ladder.since, Rule.RAISED, ladder.event)
        if not ladder.tries and proposal.rule not in AGREED:
            taken = ladder.accepted
            return Proposal(ActionKind.ANSWER, taken.at, Rule.ACCEPTED, taken.event)
    elif (
        came is not None
        and not ladder.tries
        and proposal.rule not in AGREED
        # What opened the case again came after whatever was asked from above.
        and proposal.because != ladder.clock_event
    ):
        due = _this_evening(ladder.clock_since)
        return Proposal(ActionKind.FOLLOW_INSTRUCTION, due, Rule.CAME_BACK, came.event)
    return _not_before(proposal, ladder.clock_since)


def while_paused(ladder: Ladder) -> Proposal | None:
    """The next action of a paused case: to go on with it."""
    pause = ladder.pause
    if pause is None or pause.until is None:
        return None
    return Proposal(ActionKind.RESUME, pause.until, Rule.PAUSED, pause.event)


def _not_before(proposal: Proposal, start: datetime) -> Proposal:
    """What was due while the case rested is due this evening, unless something was agreed."""
    if proposal.due >= start or proposal.rule in AGREED:
        return proposal
    return Proposal(proposal.kind, _this_evening(start), proposal.rule, proposal.because)


def _this_evening(start: datetime) -> datetime:
    """The end of the shift, and of the next one when that is over."""
    due = end_of_shift(local_day(start))
    return due if due >= start else days_later(start, 1)
