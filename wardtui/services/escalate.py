"""Move cases on their ladder: raise, accept, return, settle; pause them and let them go on."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from wardtui.domain.body import Body
from wardtui.domain.case import Case
from wardtui.domain.directory import may_answer
from wardtui.domain.errors import BadInput, Refused
from wardtui.domain.escalation_events import (
    CasePaused,
    CaseResumed,
    EscalationAccepted,
    EscalationRaised,
    EscalationResolved,
    EscalationReturned,
)
from wardtui.domain.ids import ResidentId, short_id
from wardtui.domain.ladder import FIRST_LEVEL
from wardtui.domain.moments import days_later
from wardtui.domain.vocabulary import PauseReason, Status
from wardtui.services.arrangement import present_arrangement
from wardtui.services.assign import NobodyNamed, RoleNotAllowed
from wardtui.services.find_resident import find_resident
from wardtui.services.moving import record_moves
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record
from wardtui.services.texts import check_text


class NotOpen(Refused):
    """The case is done, closed or handed off: there is nothing to move."""

    CODE = "case_not_open"


class IsPaused(Refused):
    """The case is paused; it goes on first."""

    CODE = "case_paused"


class NotPaused(Refused):
    """The case is not paused."""

    CODE = "case_not_paused"


class AtTheTop(Refused):
    """There is no level above the one at which the case stands."""

    CODE = "at_the_top"


class NotRaised(Refused):
    """The case stands at the first level: nobody above has anything to answer."""

    CODE = "not_escalated"


class AlreadyAccepted(Refused):
    """Somebody at the level has taken the case already."""

    CODE = "already_accepted"


class BadLevel(BadInput):
    """The level is not one to which the case can be returned."""

    CODE = "bad_level"


class PauseInThePast(BadInput):
    """A pause ends in the future."""

    CODE = "pause_in_past"


class PauseTooLong(BadInput):
    """A pause of years would be a way to lose somebody."""

    CODE = "pause_too_long"


USUAL_PAUSE_DAYS = 7
LONGEST_PAUSE_DAYS = 366

Residents = Sequence[ResidentId]


def usual_pause_end(now: datetime) -> datetime:
    """Until when a case rests if nobody says otherwise: the end of the shift in a week."""
    return days_later(now, USUAL_PAUSE_DAYS)


def raise_cases(
    unit: Unit,
    residents: Residents,
    reason: str | None,
    tools: Tools,
    *,
    seen: Mapping[ResidentId, int] | None = None,
) -> Saved:
    """Hand cases up by one level, in one action.

    A case goes up from the level at which whoever raises it knows it to be. When the policy has
    moved it up by itself meanwhile, it stands where it was to go: the raise is kept with its reason
    and lifts it no further.

    :param reason: why, for those above
    :param seen: the levels at which the cases were shown; those on record unless given
    :raises NotOpen: when a case is done, closed or handed off
    :raises IsPaused: when one is paused
    :raises AtTheTop: when one stands at the highest level
    :raises RoleNotAllowed: when one stands above the first level, for which this device's officer
        may not answer
    :raises wardtui.services.texts.TextTooLong: when the reason does not fit
    :raises wardtui.services.texts.UnsuitableText: when it speaks about the person
    """
    arrangement, text = present_arrangement(unit), check_text(reason)
    on_record = {case.id: case.level for case in (find_resident(unit, one) for one in residents)}
    known = on_record | dict(seen or {})

    def body(case: Case) -> Body:
        force, level = arrangement.force(case.ward), known[case.id]
        if level > FIRST_LEVEL:
            _check_answerer(unit, case)
        if case.status is Status.PAUSED:
            raise IsPaused(**_named(case))
        if level >= force.policy.top:
            raise AtTheTop(**_named(case), level=level)
        return EscalationRaised(
            from_level=level, to_level=level + 1, policy=force.version, reason=text
        )

    return _move(unit, residents, body, tools)


def accept_cases(
    unit: Unit, residents: Residents, tools: Tools, *, reason: str | None = None
) -> Saved:
    """Take cases that were raised, in one action.

    :param reason: what is going to be done, for those below
    :raises NotOpen: when a case is done, closed or handed off
    :raises NotRaised: when one stands at the first level
    :raises AlreadyAccepted: when somebody has taken one
    :raises RoleNotAllowed: when this device's officer may not answer for its level
    """
    text = check_text(reason)

    def body(case: Case) -> Body:
        _check_answerer(unit, case)
        taken = case.ladder.accepted
        if taken is not None:
            raise AlreadyAccepted(**_named(case), by=taken.by or "", at=taken.at)
        return EscalationAccepted(level=case.level, reason=text)

    return _move(unit, residents, body, tools)


def return_cases(
    unit: Unit,
    residents: Residents,
    instruction: str | None,
    tools: Tools,
    *,
    to_level: int | None = None,
) -> Saved:
    """Give cases back to a lower level with what is to be done there, in one action.

    :param instruction: what is to be done there
    :param to_level: the level below unless given
    :raises NotOpen: when a case is done, closed or handed off
    :raises NotRaised: when one stands at the first level
    :raises BadLevel: when the level is not below it
    :raises RoleNotAllowed: when this device's officer may not answer for its level
    :raises wardtui.services.texts.TextTooLong: when the instruction does not fit
    :raises wardtui.services.texts.UnsuitableText: when it speaks about the person
    """
    text = check_text(instruction)

    def body(case: Case) -> Body:
        _check_answerer(unit, case)
        to = case.level - 1 if to_level is None else to_level
        if not FIRST_LEVEL <= to < case.level:
            raise BadLevel(**_named(case), level=to, highest=case.level - 1)
        return EscalationReturned(from_level=case.level, to_level=to, instruction=text)

    return _move(unit, residents, body, tools)


def resolve_cases(unit: Unit, residents: Residents, reason: str | None, tools: Tools) -> Saved:
    """Settle what cases were raised for: they are the area officer's again, in one action.

    :param reason: what was settled
    :raises NotOpen: when a case is done, closed or handed off
    :raises NotRaised: when one stands at the first level
    :raises RoleNotAllowed: when this device's officer may not answer for its level
    :raises wardtui.services.texts.TextTooLong: when the reason does not fit
    :raises wardtui.services.texts.UnsuitableText: when it speaks about the person
    """
    text = check_text(reason)

    def body(case: Case) -> Body:
        _check_answerer(unit, case)
        return EscalationResolved(from_level=case.level, reason=text)

    return _move(unit, residents, body, tools)


def pause_cases(
    unit: Unit, residents: Residents, until: datetime, reason: PauseReason, tools: Tools
) -> Saved:
    """Let cases rest until a moment, in one action. Pausing again sets another end.

    :raises PauseInThePast: when that moment is over
    :raises RoleNotAllowed: as ``raise_cases`` does
    :raises PauseTooLong: when it is more than ``LONGEST_PAUSE_DAYS`` ahead
    :raises NotOpen: when a case is done, closed or handed off
    """
    now = tools.clock.now()
    if until <= now:
        raise PauseInThePast(time=until)
    if until - now > timedelta(days=LONGEST_PAUSE_DAYS):
        raise PauseTooLong(days=LONGEST_PAUSE_DAYS)

    def body(case: Case) -> Body:
        _check_handler(unit, case)
        return CasePaused(until=until, reason=reason)

    return _move(unit, residents, body, tools)


def resume_cases(unit: Unit, residents: Residents, tools: Tools) -> Saved:
    """Go on with paused cases, in one action.

    :raises NotOpen: when a case is done, closed or handed off
    :raises NotPaused: when one is not paused
    """

    def body(case: Case) -> Body:
        if case.status is not Status.PAUSED:
            raise NotPaused(**_named(case))
        _check_handler(unit, case)
        return CaseResumed()

    return _move(unit, residents, body, tools)


def _move(unit: Unit, residents: Residents, body: Callable[[Case], Body], tools: Tools) -> Saved:
    """Record one event for each case as it stands now, all or none.

    :raises NobodyNamed: when there is no resident
    :raises wardtui.services.find_resident.UnknownResident: when nobody has one of the ids
    """
    wanted = {case.id: case for case in (find_resident(unit, one) for one in residents)}
    if not wanted:
        raise NobodyNamed
    moved = {case.id: case for case in record_moves(unit, wanted, tools)}
    drafts = []
    for before in wanted.values():
        case = moved.get(before.id, before)
        if not case.status.needs_action:
            raise NotOpen(**_named(case), status=case.status)
        drafts.append(Draft(resident=case.id, ward=case.ward, body=body(case)))
    return record(unit, drafts, tools)


def _check_handler(unit: Unit, case: Case) -> None:
    """At the first level anybody of the ward may; above it, who answers there."""
    if case.level > FIRST_LEVEL:
        _check_answerer(unit, case)


def _check_answerer(unit: Unit, case: Case) -> None:
    if case.level <= FIRST_LEVEL:
        raise NotRaised(**_named(case))
    me = unit.state.pairing
    if me is None:
        return
    owner = case.next_action.owner if case.next_action is not None else ""
    if not may_answer(me.role, me.officer, owner):
        raise RoleNotAllowed(**_named(case))


def _named(case: Case) -> dict[str, str]:
    """Which of several cases an error is about: its id, and what people read of it."""
    return {"resident": case.id, "short": short_id(case.id)}
