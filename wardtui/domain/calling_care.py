"""The care with which people are called: what an officer should think of first. Pure.

It only ever warns (design.md §6): whoever has a reason goes on, and writes it into the note.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.escalation import is_stopped
from wardtui.domain.moments import days_later, later, local, local_day
from wardtui.domain.policy import ContactCare
from wardtui.domain.vocabulary import Channel, CloseReason, Outcome

_DAYS = 7
"""What ``ContactCare.calls_per_week`` is counted in, today among them."""

_EARLY = timedelta(minutes=30)
"""A call so long before a time that was agreed is the one that was agreed."""

_LATE = timedelta(hours=1)
"""So long after that time it may still ring at an hour at which nobody is called unasked."""

_NEVER = timedelta.min

_DISTURBED_NOBODY = (Outcome.BUSY, Outcome.WRONG_NUMBER)
"""After them the same person may be called again at once."""

_NOBODY_THERE = (CloseReason.DECEASED, CloseReason.EMIGRATED)


class CautionKind(StrEnum):
    """What speaks against a contact, the gravest first."""

    STOPPED = "stopped"
    """There may be nobody to be contacted any more."""
    OUT_OF_HOURS = "out_of_hours"
    AFTER_REFUSAL = "after_refusal"
    TOO_SOON = "too_soon"
    TOO_OFTEN = "too_often"


class Caution(msgspec.Struct, frozen=True):
    """One thing that speaks against a contact now."""

    kind: CautionKind
    since: datetime | None = None
    """The contact from which it follows."""
    until: datetime | None = None
    """Until then it holds, as far as a moment can be named."""
    report: Outcome | CloseReason | None = None
    """Why contact was stopped."""
    number: int | None = None
    """The how manieth call in seven days this one is."""


def cautions(case: Case, care: ContactCare, channel: Channel, now: datetime) -> tuple[Caution, ...]:
    """What speaks against contacting somebody now, the gravest first.

    Nobody is contacted in any way once contact was stopped; hours hold for calls and visits, all
    the rest for calls. What was agreed with the resident for now needs no caution; once the time is
    over the call is still owed, but not at night.
    """
    found = list(_stopped(case))
    since_agreed = _NEVER if case.ladder.agreed is None else now - case.ladder.agreed
    is_owed = since_agreed >= -_EARLY
    if channel in (Channel.CALL, Channel.VISIT):
        if not is_owed or since_agreed > _LATE:
            found += _out_of_hours(care, now)
        if channel is Channel.CALL and not is_owed:
            found += _after_refusal(case, care, now)
            found += _too_soon(case, care, now)
            found += _too_often(case, care, now)
    return tuple(found)


def _stopped(case: Case) -> Iterator[Caution]:
    last = case.last_contact
    if case.closed in _NOBODY_THERE:
        yield Caution(CautionKind.STOPPED, report=case.closed)
    elif last is not None and last.outcome.stops_contact:
        yield Caution(CautionKind.STOPPED, since=last.at, report=last.outcome)
    elif is_stopped(case):
        yield Caution(CautionKind.STOPPED)


def _out_of_hours(care: ContactCare, now: datetime) -> Iterator[Caution]:
    clock = local(now).time()
    early = care.calls_from is not None and clock < care.calls_from
    late = care.calls_until is not None and clock >= care.calls_until
    if early or late:
        yield Caution(CautionKind.OUT_OF_HOURS)


def _after_refusal(case: Case, care: ContactCare, now: datetime) -> Iterator[Caution]:
    if care.days_after_refusal is None:
        return
    answers = [(at, outcome) for at, _, outcome in _contacts(case, now) if outcome.reached]
    at, outcome = max(answers, default=(now, None))
    until = days_later(at, care.days_after_refusal).replace(hour=0, minute=0)
    if outcome is Outcome.DECLINED and now < until:
        yield Caution(CautionKind.AFTER_REFUSAL, since=at, until=until)


def _too_soon(case: Case, care: ContactCare, now: datetime) -> Iterator[Caution]:
    calls = [
        at
        for at, channel, outcome in _contacts(case, now)
        if channel is Channel.CALL and outcome not in _DISTURBED_NOBODY
    ]
    if care.hours_between_calls is None or not calls:
        return
    until = later(max(calls), hours=care.hours_between_calls)
    if now < until:
        yield Caution(CautionKind.TOO_SOON, since=max(calls), until=until)


def _too_often(case: Case, care: ContactCare, now: datetime) -> Iterator[Caution]:
    if care.calls_per_week is None:
        return
    today = local_day(now)
    calls = sum(day.attempts.call for day in case.days if 0 <= (today - day.day).days < _DAYS)
    if calls >= care.calls_per_week:
        yield Caution(CautionKind.TOO_OFTEN, number=calls + 1)


def _contacts(case: Case, now: datetime) -> Iterator[tuple[datetime, Channel, Outcome]]:
    """The contacts up to now that a case still names: those at its level, and the last one."""
    last = case.last_contact
    for one in (*case.ladder.tries, *(() if last is None else (last,))):
        if one.at <= now:
            yield one.at, one.channel, one.outcome
