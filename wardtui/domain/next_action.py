"""What has to happen next on an open case, and by when.

Every outcome leads somewhere (``wardtui.domain.follow_ups``), so no open case is ever without a
next action. "By when" is the end of a shift unless the resident named a time.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec

from wardtui.domain.case import LastContact, NeedProgress, Rule
from wardtui.domain.events import ContactLogged
from wardtui.domain.follow_ups import AFTER_FAILURES, FOLLOW_UPS
from wardtui.domain.ids import EventId
from wardtui.domain.moments import days_later, end_of_shift, later, local, local_day
from wardtui.domain.resident import Resident
from wardtui.domain.vocabulary import (
    ActionKind,
    Channel,
    Need,
    Outcome,
    Step,
    SupportNeed,
)

CALLS_BEFORE_A_VISIT = 2
"""Failed calls in a row after which knocking at the door helps more than calling again."""

BUSY_AGAIN_MINUTES = 30

HARD_TO_COME = frozenset(
    {
        SupportNeed.HOME_SERVICE,
        SupportNeed.AT_FACILITY_SERVICE,
        SupportNeed.STEP_FREE,
        SupportNeed.COMPANION,
        SupportNeed.TRANSPORT,
    }
)
"""What somebody needs for whom the way to an enrolment point is hard."""


class Proposal(msgspec.Struct, frozen=True):
    """A next action before it has an owner."""

    kind: ActionKind
    due: datetime
    rule: Rule
    because: EventId


Moment = tuple[datetime, int]
"""Effective time, and the place in the history that decides between equal times."""


class Contact(msgspec.Struct, frozen=True):
    """A live contact."""

    event: EventId
    moment: Moment
    body: ContactLogged
    known_at: datetime
    """When it was recorded."""

    @property
    def at(self) -> datetime:
        """Its effective time."""
        return self.moment[0]

    @property
    def is_one_way(self) -> bool:
        """A letter or a message that was sent: nobody said anything."""
        return self.body.outcome.is_one_way(self.body.channel)

    @property
    def summary(self) -> LastContact:
        """The contact as a case shows it."""
        return LastContact(self.body.channel, self.body.outcome, self.at, self.event)


class Recorded(msgspec.Struct, frozen=True):
    """A live enrolment and the progress that it led to."""

    event: EventId
    moment: Moment
    progress: NeedProgress

    @property
    def at(self) -> datetime:
        """Its effective time."""
        return self.moment[0]


def propose(
    resident: Resident,
    listed: tuple[EventId, datetime],
    contacts: Sequence[Contact],
    enrolment: Recorded | None,
    support_needs: Collection[SupportNeed] = (),
    unmet: Collection[Need] = (),
    *,
    anew: bool = False,
) -> Proposal:
    """The next action of a case with an unmet need, as far as the ladder asks for no other.

    :param listed: the listing event and its effective time; of what arose when nothing was left
        to do, that one
    :param contacts: live contacts by effective time, since then
    :param enrolment: the last enrolment by effective time, since then
    :param support_needs: what the resident needs in order to be served
    :param unmet: what is still to be done
    :param anew: something arose when nothing was left to do
    """
    stopped = _stopped(contacts)
    if enrolment is not None and not (contacts and contacts[-1].moment > enrolment.moment):
        return _after_enrolment(resident, contacts, enrolment, unmet)
    if stopped is not None:
        return Proposal(
            ActionKind.CONFIRM_STATUS, _by_shift(stopped.at, 1), Rule.OUTCOME_ASKS, stopped.event
        )
    if contacts and _refused_for_want_of_support(contacts, support_needs):
        due = _by_shift(contacts[-1].at, 1)
        kind = ActionKind.ARRANGE_HOME_SERVICE
        return Proposal(kind, due, Rule.NEEDS_SUPPORT, contacts[-1].event)
    if contacts:
        return _after_contact(resident, contacts)
    first = _first(resident, *listed)
    return msgspec.structs.replace(first, rule=Rule.NEED_AROSE) if anew else first


def _refused_for_want_of_support(
    contacts: Sequence[Contact], support_needs: Collection[SupportNeed]
) -> bool:
    """A refusal of somebody for whom the way is hard asks for a service at home, not for a word
    from above."""
    refused = contacts[-1].body.outcome is Outcome.DECLINED and _agreed(contacts) is None
    return refused and not HARD_TO_COME.isdisjoint(support_needs)


def _stopped(contacts: Sequence[Contact]) -> Contact | None:
    """The report after which nobody is to be tried again.

    It holds against tries that reach nobody (a visit to the whole household, say) until somebody
    who was reached says otherwise, or it is taken back.
    """
    for contact in reversed(contacts):
        if contact.body.outcome.stops_contact:
            return contact
        if contact.body.outcome.reached:
            return None
    return None


def _by_shift(at: datetime, days: int) -> datetime:
    """The end of the shift so many days later; what is due the same day never lies behind it."""
    due = days_later(at, days)
    return due if due >= at else days_later(at, days + 1)


def _first(resident: Resident, event: EventId, at: datetime) -> Proposal:
    if numbers(resident):
        return Proposal(ActionKind.CALL, _by_shift(at, 0), Rule.NEVER_TRIED, event)
    return Proposal(ActionKind.VISIT, _by_shift(at, 0), Rule.NO_USABLE_PHONE, event)


def _after_enrolment(
    resident: Resident, contacts: Sequence[Contact], last: Recorded, unmet: Collection[Need]
) -> Proposal:
    progress = last.progress
    if progress.failure is not None:
        asked = AFTER_FAILURES[progress.failure]
        kind, due = asked.kind, _by_shift(last.at, asked.days)
        if kind is ActionKind.CALL and not _has_usable_phone(resident, contacts):
            kind = ActionKind.VISIT
        return Proposal(kind, due, Rule.ENROLMENT_FAILED, last.event)
    if progress.step is Step.RETURNED_FOR_FIX:
        due = _by_shift(last.at, 1)
        return Proposal(ActionKind.RETRY_ENROLMENT, due, Rule.ENROLMENT_FAILED, last.event)
    if _waits_for_activation(progress, unmet):
        # The account is there: what is left is done with the resident's phone in hand.
        due = _by_shift(last.at, 3)
        return Proposal(ActionKind.HELP_ACTIVATE, due, Rule.MORE_NEEDS, last.event)
    return Proposal(ActionKind.BOOK, _by_shift(last.at, 1), Rule.MORE_NEEDS, last.event)


def _waits_for_activation(last: NeedProgress, unmet: Collection[Need]) -> bool:
    if Need.VNEID_ACTIVATION not in unmet:
        return False
    return len(unmet) == 1 or last.step is Step.APPROVED or _is_collected(last)


def _is_collected(last: NeedProgress) -> bool:
    return last.need is Need.VNEID_ACCOUNT and last.met_at is not None


def _after_contact(resident: Resident, contacts: Sequence[Contact]) -> Proposal:
    agreed = _agreed(contacts)
    if agreed is not None:
        return agreed
    last = contacts[-1]
    body = last.body
    if last.is_one_way:
        before = _asked_before(resident, contacts)
        if before is not None:
            return before
    asked = FOLLOW_UPS[body.outcome]
    due = _by_shift(last.at, asked.days)
    if asked.kind not in (ActionKind.CALL, ActionKind.CALL_BACK):
        rule = Rule.TRY_AGAIN if body.outcome.failed else Rule.OUTCOME_ASKS
        return Proposal(asked.kind, due, rule, last.event)
    if not _has_usable_phone(resident, contacts):
        return Proposal(ActionKind.VISIT, due, Rule.NO_USABLE_PHONE, last.event)
    if not body.outcome.failed:
        return Proposal(asked.kind, due, Rule.OUTCOME_ASKS, last.event)
    if _failed_calls_in_a_row(contacts) >= CALLS_BEFORE_A_VISIT:
        return Proposal(ActionKind.VISIT, due, Rule.CALLS_DO_NOT_HELP, last.event)
    if body.outcome is Outcome.BUSY:
        soon = later(last.at, minutes=BUSY_AGAIN_MINUTES)
        due = soon if soon <= end_of_shift(local_day(last.at)) else due
    return Proposal(ActionKind.CALL, due, Rule.TRY_AGAIN, last.event)


def _asked_before(resident: Resident, contacts: Sequence[Contact]) -> Proposal | None:
    """What somebody who was reached had asked for: letters to many do not put it off."""
    spoken = list(contacts)
    while spoken and spoken[-1].is_one_way:
        spoken.pop()
    if not spoken:
        return None
    proposal = _after_contact(resident, spoken)
    return proposal if proposal.rule is Rule.OUTCOME_ASKS else None


def _agreed(contacts: Sequence[Contact]) -> Proposal | None:
    """What was agreed with somebody for a time that has not been used up.

    A try that reaches nobody before that time (a neighbour's visit, a call too early) does not undo
    what was agreed; one at that time or later, or another word with them, does.
    """
    for count, contact in enumerate(reversed(contacts)):
        body = contact.body
        at = body.call_back_at or body.promised_for
        if at is not None:
            if any(later.at >= at for later in contacts[len(contacts) - count :]):
                return None
            if body.call_back_at is not None:
                kind, rule = ActionKind.CALL_BACK, Rule.ASKED_TO_CALL_BACK
            else:
                kind, rule = ActionKind.CHECK_PROMISE, Rule.PROMISED
            return Proposal(kind, local(at), rule, contact.event)
        if body.outcome.reached:
            return None
    return None


def _has_usable_phone(resident: Resident, contacts: Sequence[Contact]) -> bool:
    """Every wrong number spoils one of the numbers that are listed."""
    wrong = sum(contact.body.outcome is Outcome.WRONG_NUMBER for contact in contacts)
    return numbers(resident) > wrong


def numbers(resident: Resident) -> int:
    """How many telephone numbers there are at which they, or a child's guardian, can be called."""
    guardian = resident.guardian
    listed = {phone.number for phone in resident.phones}
    if guardian is not None and guardian.phone is not None:
        listed.add(guardian.phone)
    return len(listed)


def _failed_calls_in_a_row(contacts: Sequence[Contact]) -> int:
    count = 0
    for contact in reversed(contacts):
        if contact.body.channel is not Channel.CALL or not contact.body.outcome.failed:
            break
        count += 1
    return count
