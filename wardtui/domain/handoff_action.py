"""What a handoff asks for next, and a death of which the ward before has told."""

from collections.abc import Sequence

import msgspec

from wardtui.domain.case import Rule
from wardtui.domain.events import ContactLogged, Entry
from wardtui.domain.handoff_events import HandoffUpdated
from wardtui.domain.handoffs import Handoff, HandoffState
from wardtui.domain.ladder_action import AGREED
from wardtui.domain.moments import days_later, local
from wardtui.domain.next_action import Contact, Proposal, Recorded, numbers
from wardtui.domain.resident import Resident
from wardtui.domain.vocabulary import ActionKind, Channel, Outcome

ANSWER_DAYS = 3
"""Days in which the other ward is expected to answer; after them it is to be rung."""

_EXPECTED = (Rule.BOOKED, Rule.SESSION_MOVED, Rule.ATTENDED)
"""They are to come, or have come: that is seen to whatever another ward says."""


def while_offered(
    handoff: Handoff | None, proposal: Proposal, contacts: Sequence[Contact]
) -> Proposal | None:
    """To wait for the other ward's answer; none when there is something else to be done.

    What was agreed with the resident since the offer goes before it, and so does that they have
    died: nobody has to take them on then.

    :param proposal: what contacts and bookings ask for
    :param contacts: live contacts by effective time, reported deaths among them
    """
    if handoff is None or not handoff.is_open or proposal.rule in _EXPECTED:
        return None
    since = [one for one in contacts if one.at > handoff.since]
    if any(one.body.outcome is Outcome.DEATH_REPORTED for one in since):
        return None
    if proposal.rule in AGREED and any(one.event == proposal.because for one in since):
        return None
    due = days_later(handoff.since, ANSWER_DAYS)
    return Proposal(ActionKind.AWAIT_HANDOFF, due, Rule.HANDOFF_OFFERED, handoff.because)


def once_declined(
    handoff: Handoff | None,
    proposal: Proposal,
    resident: Resident,
    contacts: Sequence[Contact],
    enrolment: Recorded | None,
) -> Proposal:
    """To go on with them the next day, unless somebody has since or a time is agreed.

    That they do not live where they are listed was the cause of the offer, so it does not stop
    contact any more; that they have died does.

    :param proposal: what contacts and bookings ask for
    :param contacts: live contacts by effective time, reported deaths among them
    :param enrolment: the last enrolment by effective time
    """
    if handoff is None or handoff.state is not HandoffState.DECLINED:
        return proposal
    if proposal.rule in (*_EXPECTED, *AGREED) or _is_dead(proposal, contacts):
        return proposal
    if any(one.at >= handoff.since and not one.is_one_way for one in contacts):
        return proposal
    if enrolment is not None and enrolment.at >= handoff.since:
        return proposal
    kind = ActionKind.CALL if numbers(resident) else ActionKind.VISIT
    due = days_later(handoff.since, 1)
    return Proposal(kind, due, Rule.HANDOFF_DECLINED, handoff.because)


def _is_dead(proposal: Proposal, contacts: Sequence[Contact]) -> bool:
    return any(
        one.event == proposal.because and one.body.outcome is Outcome.DEATH_REPORTED
        for one in contacts
    )


def with_deaths(counted: Sequence[Entry], contacts: Sequence[Contact]) -> Sequence[Contact]:
    """The contacts with what the ward before has told of a death, by effective time.

    It stops contact as if somebody here had been told, but is no attempt of anybody's.
    """
    told = [
        Contact(
            e.event.id,
            (local(e.event.effective_at), order),
            ContactLogged(channel=Channel.MESSAGE, outcome=Outcome.DEATH_REPORTED),
            local(e.event.known_at),
        )
        for order, e in enumerate(counted)
        if isinstance(e.event.body, HandoffUpdated) and e.event.body.died
    ]
    if not told:
        return contacts
    return sorted((*contacts, *told), key=lambda one: one.moment)


def by_whom_told(proposal: Proposal, counted: Sequence[Entry]) -> Proposal:
    """What a reported death asks for, with that the ward before has told of it."""
    if proposal.kind is not ActionKind.CONFIRM_STATUS:
        return proposal
    source = next((e.event.body for e in counted if e.event.id == proposal.because), None)
    if not isinstance(source, HandoffUpdated):
        return proposal
    return msgspec.structs.replace(proposal, rule=Rule.HANDOFF_DEATH)
