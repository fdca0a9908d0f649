"""Hypothesis strategies for policies, and for histories that people and a policy made together."""

from datetime import date, datetime, time, timedelta

import msgspec
from hypothesis import strategies as st

from tests.builders import AN, MONDAY, WARD, Story, go_on
from wardtui.domain.case import Case
from wardtui.domain.events import (
    Body,
    CasePaused,
    CaseResumed,
    ContactLogged,
    EnrolmentRecorded,
    Entry,
    EscalationAccepted,
    EscalationRaised,
    EscalationResolved,
    EscalationReturned,
    EventRetracted,
    ResidentClosed,
    ResidentReopened,
)
from wardtui.domain.moments import TimeSlot
from wardtui.domain.policy import (
    Calendar,
    EscalationRule,
    InForce,
    PausedWhile,
    Policy,
    PolicyLevel,
    RuleId,
    Title,
    Weekday,
    WithSupportNeeds,
)
from wardtui.domain.vocabulary import (
    Channel,
    CloseReason,
    Need,
    Outcome,
    PauseReason,
    Role,
    Status,
    Step,
    SupportNeed,
)
from wardtui.services.policies import shipped_force

_few = st.integers(1, 3)
conditions = st.one_of(
    st.fixed_dictionaries({"failed_attempts": _few}),
    st.fixed_dictionaries({"failed_attempts": st.just(2), "distinct_days": st.integers(1, 2)}),
    st.just({"failed_attempts": 2, "time_slots": (TimeSlot.EVENING, TimeSlot.WEEKEND)}),
    st.fixed_dictionaries({"refusals": _few}),
    st.fixed_dictionaries({"broken_promises": _few}),
    st.fixed_dictionaries({"missed_bookings": _few}),
    st.fixed_dictionaries({"days_without_contact": st.integers(1, 20)}),
    st.fixed_dictionaries({"days_to_deadline": st.integers(0, 10)}),
    st.just({"unanswered": True}),
)
rules = st.builds(
    lambda one, other, is_one, **more: EscalationRule(
        **{**({} if is_one else other), **one, **more}
    ),
    conditions,
    conditions,
    st.sampled_from([True, True, True, False]),
    id=st.sampled_from([RuleId(name) for name in ("a", "b", "c", "d")]),
    from_levels=st.sampled_from([(), (), (1,), (2,), (1, 3)]),
    with_support_needs=st.sampled_from(WithSupportNeeds),
)
_campaign = st.dates(date(2026, 11, 20), date(2026, 12, 31))
calendars = st.builds(
    Calendar,
    working_days=st.lists(st.sampled_from(Weekday), min_size=1, unique=True).map(tuple),
    day_ends=st.sampled_from([time(22), time(17, 30), time(0)]),
    holidays=st.lists(_campaign, max_size=3).map(tuple),
)


several = st.lists(rules, min_size=1, max_size=4, unique_by=lambda rule: rule.id)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Any policy that can be read, and some that a file may not say: with gaps, without rules."""
    numbers = draw(st.sampled_from([(1,), (1, 2), (1, 2, 3), (1, 2, 3), (1, 2, 3, 4), (1, 3)]))
    days = st.none() | st.integers(1, 5)
    return Policy(
        name=draw(st.sampled_from(["one", "other"])),
        title=Title("Thử"),
        levels=tuple(PolicyLevel(n, Title("Cấp"), Role.LEADER, draw(days)) for n in numbers),
        rules=tuple(draw(several) if draw(st.integers(0, 7)) else ()),
        calendar=draw(calendars),
        paused_while=tuple(draw(st.sets(st.sampled_from(PausedWhile)))),
        deadline=draw(st.none() | _campaign),
    )


@st.composite
def forces(draw: st.DrawFn) -> InForce:
    """A policy in force: any one, and often the one that is shipped."""
    if draw(st.integers(0, 2)) == 0:
        return shipped_force()
    policy = draw(policies())
    since = draw(st.none() | st.integers(-48, 24 * 4))
    began = None if since is None else MONDAY + timedelta(hours=since)
    return InForce(policy, policy.version, began)


class Life(msgspec.Struct, frozen=True):
    """What happened to one resident, in the server's order, and the policy beside it."""

    entries: list[Entry]
    force: InForce
    now: datetime


_SAID = st.sampled_from(
    [
        *(Outcome.NO_ANSWER, Outcome.NOT_HOME, Outcome.DECLINED, Outcome.MISSED) * 2,
        Outcome.NOT_NOW,
        Outcome.LETTER_DELIVERED,
        Outcome.DEATH_REPORTED,
    ]
)
_LATE_HOURS = st.sampled_from([0, 0, 0, 5, 30, 24 * 5])
_HOURS = st.sampled_from([0, 1, 3, 10, 13, 24, 36, 24 * 4, 24 * 11])


@st.composite
def lives(
    draw: st.DrawFn, force: st.SearchStrategy[InForce] | None = None, *, alone: bool = False
) -> Life:
    """A history in which things fit: people act on the case as it stands, the policy in between.

    :param alone: one laptop tells all, as it happens, and takes nothing back; otherwise some of it
        comes late from others, who did not know what stands behind it
    """
    in_force = draw(forces() if force is None else force)
    story = Story()
    now = MONDAY
    needs = st.sampled_from([(Need.ID_CARD,), (Need.ID_CARD, Need.VNEID_ACCOUNT)])
    story.listed(now, msgspec.structs.replace(AN, needs=draw(needs)))
    habit = draw(_SAID)
    for _ in range(draw(st.integers(4, 11))):
        now += timedelta(hours=draw(_HOURS))
        told = go_on(story.entries, in_force, now)
        story.entries = told.entries
        if told.case is None:
            break
        may_be_taken_back = [] if alone else story.entries[1:]
        body = draw(_acts(told.case, habit, may_be_taken_back, now))
        late = 0 if alone and not isinstance(body, ContactLogged) else draw(_LATE_HOURS)
        story.add(body, now - timedelta(hours=late), recorded=now)
        if late and not alone:
            others = story.entries.pop()
            behind = draw(st.integers(0, min(3, len(story.entries) - 1)))
            story.entries.insert(len(story.entries) - behind, others)
        story.goes_on(in_force, now)
    ordered = [Entry(one.event, seq, WARD) for seq, one in enumerate(story.entries, start=1)]
    return Life(ordered, in_force, now + timedelta(hours=draw(_HOURS)))


_FINISHES = st.sampled_from(
    [
        ResidentClosed(reason=CloseReason.DECEASED),
        ResidentClosed(reason=CloseReason.NOT_IN_SCOPE),
        EnrolmentRecorded(need=Need.ID_CARD, step=Step.CAPTURED),
        EnrolmentRecorded(need=Need.VNEID_ACCOUNT, step=Step.APPROVED),
    ]
)
_BEGINS_AGAIN = st.sampled_from(
    [ResidentReopened(), EnrolmentRecorded(need=Need.ID_CARD, step=Step.RETURNED_FOR_FIX)]
)


@st.composite
def _acts(draw: st.DrawFn, case: Case, habit: Outcome, entries: list[Entry], now: datetime) -> Body:
    """What somebody may do with a case as it stands: mostly try once more, with the usual luck."""
    here, what = case.level, draw(st.integers(0, 19))
    ahead = now + timedelta(hours=draw(st.integers(1, 24 * 6)))
    if what < 8:
        said = habit if what < 6 else draw(_SAID)
        return ContactLogged(channel=draw(st.sampled_from(Channel)), outcome=said)
    if what < 10:
        needs = draw(st.sampled_from([(), (), (SupportNeed.INTERPRETER,)]))
        agreed = ContactLogged(
            channel=Channel.CALL, outcome=Outcome.AGREED_NO_DATE, support_needs=needs
        )
        field = draw(st.sampled_from(["promised_for", "promised_for", "call_back_at"]))
        return msgspec.structs.replace(agreed, **{field: ahead})
    if what < 12:
        return draw(_FINISHES if case.status.needs_action else _BEGINS_AGAIN)
    if what < 14 and case.status is Status.PAUSED:
        return CaseResumed()
    if what < 14:
        return CasePaused(until=ahead, reason=PauseReason.AWAY)
    if what < 15 and entries:
        return EventRetracted(event=draw(st.sampled_from(entries)).event.id)
    if here == 1:
        return EscalationRaised(from_level=here, to_level=here + 1)
    if what < 18:
        return EscalationAccepted(level=here)
    if what < 19:
        return EscalationReturned(from_level=here, to_level=here - 1)
    return EscalationResolved(from_level=here)
