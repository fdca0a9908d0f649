"""Where a case stands on its ladder, and why, in words: nobody has to guess what moves it."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta

from wardtui.domain.events import Event
from wardtui.domain.explaining import (
    Condition,
    Counter,
    Discounted,
    Explained,
    Hold,
    RuleProgress,
    WayDown,
)
from wardtui.domain.ids import EventId, OfficerId, short_id
from wardtui.domain.ladder import Rung
from wardtui.domain.moments import TimeSlot, local
from wardtui.domain.policy import PAUSE_OVER, Policy
from wardtui.domain.vocabulary import RungKind
from wardtui.i18n import N_, language, ntr, tr
from wardtui.i18n.dates import day_text, moment
from wardtui.wording.case import Row
from wardtui.wording.history import short_event_text
from wardtui.wording.rules import raised_cause, rule_name, rung_text
from wardtui.wording.timeline import NO_NAMES

_SOON = timedelta(days=7)
"""A move that is further away is shown on the page of the case only."""

_DOWN = {
    WayDown.RETURNED: N_("this level gives it back"),
    WayDown.RESOLVED: N_("settles it"),
    WayDown.NEEDS_MET: N_("everything is done"),
    WayDown.CLOSED: N_("the report is confirmed and the case closed"),
    WayDown.TRIGGER_RETRACTED: N_("what handed it up is taken back"),
}
_SLOTS = {
    TimeSlot.MORNING: N_("in the morning"),
    TimeSlot.AFTERNOON: N_("in the afternoon"),
    TimeSlot.EVENING: N_("in the evening"),
    TimeSlot.WEEKEND: N_("at the weekend"),
}
_COUNTED = {
    Condition.FAILED_ATTEMPTS: N_("{have}/{needed} tries that reached nobody"),
    Condition.DISTINCT_DAYS: N_("{have}/{needed} days"),
    Condition.REFUSALS: N_("{have}/{needed} times not agreed"),
    Condition.MISSED_BOOKINGS: N_("{have}/{needed} bookings missed"),
    Condition.BROKEN_PROMISES: N_("{have}/{needed} promised times passed"),
}


def ladder_heading(explained: Explained) -> str:
    """At which level a case stands, and who holds it."""
    why = tr("Why at level {level}", level=explained.level)
    title = explained.title
    return why if title is None else f"{why}: {title.text(language())}"


def ladder_rows(
    explained: Explained,
    policy: Policy,
    now: datetime,
    events: Mapping[EventId, Event],
    names: Mapping[OfficerId, str] = NO_NAMES,
    supposed: Collection[EventId] = (),
) -> list[Row]:
    """The whole ladder of a case: each rung a line, then what follows and what counts.

    :param policy: in force
    :param events: in which the facts stand that raised it
    :param names: of the officers who are known
    :param supposed: rungs that this device only supposes, since it has not read for long
    """
    rows = list(_rung_rows(explained, policy, now, names, supposed))
    if explained.came is None:
        since = tr("listed, never handed up")
        rows.insert(0, (day_text(explained.since, now), since))
    elif explained.came.rule is not None:
        rows.append((tr("Facts"), _facts(explained.came, events, now)))
    if supposed:
        reason = tr("this laptop has not synchronised for long; somebody may have answered")
        rows.append((tr("Probably"), reason))
    rows.append((tr("Then"), _then(explained, policy, now)))
    if explained.hold in (Hold.BOOKED, Hold.AGREED):
        rows.append((tr("Stays"), _hold_text(explained, now)))
    if explained.comes_down:
        ways = [tr(_DOWN[way]) for way in explained.comes_down]
        every = ", ".join(ways[:-1]) + tr(" or ") + ways[-1]
        rows.append((tr("Comes down"), tr("when {ways}", ways=every)))
    if explained.rules:
        rows.append((tr("Rules"), explained.policy))
        rows += [("", text) for text in _rule_texts(explained, policy, now)]
    return [row for row in rows if row[1]]


def short_ladder(explained: Explained, policy: Policy, now: datetime) -> list[str]:
    """The same in two lines at most: how it came to its level, and what follows soon."""
    lines = []
    came = explained.came
    if came is not None:
        day = day_text(came.at, now)
        cause = _short_cause(came, policy)
        lines.append(
            tr("Level {level} since {day}: {cause}", level=explained.level, day=day, cause=cause)
        )
    follows = explained.next
    due = explained.held_until
    if explained.hold is Hold.TOP and due is not None:
        day = day_text(due, now)
        is_late = due < now
        lines.append(tr("Overdue since {day}", day=day) if is_late else tr("Due {day}", day=day))
    elif follows is None or follows.rule == PAUSE_OVER:
        pass
    elif came is not None or follows.at - now <= _SOON:
        lines.append(
            tr(
                "{day} to level {level}: {cause}",
                day=day_text(follows.at, now),
                level=follows.to_level,
                cause=rule_name(follows.rule, policy),
            )
        )
    return lines


def _short_cause(came: Rung, policy: Policy) -> str:
    match came.kind:
        case RungKind.RAISED:
            return raised_cause(came.rule, policy)
        case RungKind.RESOLVED:
            return tr("settled above")
        case _:
            return tr("given back from above")


def _rung_rows(
    explained: Explained,
    policy: Policy,
    now: datetime,
    names: Mapping[OfficerId, str],
    supposed: Collection[EventId],
) -> Iterator[Row]:
    """Each rung under its day; a day is named once."""
    before = ""
    for rung in explained.rungs:
        day = day_text(rung.at, now)
        text = f"{local(rung.at):%H:%M}  {_SIGNS[rung.kind]} {rung_text(rung, policy)}"
        if rung.rule is not None and rung.policy not in (None, explained.policy):
            text += f" ({rung.policy})"
        if rung.by is not None:
            text += f" ({names.get(rung.by) or short_id(rung.by)})"
        if rung.event in supposed:
            text += f" [{tr('probably')}]"
        yield "" if day == before else day, text
        before = day


_SIGNS = {
    RungKind.RAISED: "↑",
    RungKind.ACCEPTED: "✓",
    RungKind.RETURNED: "↓",
    RungKind.RESOLVED: "↓",
    RungKind.PAUSED: "·",
    RungKind.RESUMED: "·",
}


def _facts(came: Rung, events: Mapping[EventId, Event], now: datetime) -> str:
    told = [events[one] for one in came.facts if one in events]
    return ", ".join(f"{short_event_text(one)} {day_text(one.effective_at, now)}" for one in told)


def _then(explained: Explained, policy: Policy, now: datetime) -> str:
    """What follows if nobody acts, and when."""
    follows, until = explained.next, explained.held_until
    match explained.hold:
        case Hold.OVER:
            return ""
        case Hold.PAUSED if until is not None:
            return tr("if nobody acts: it goes on by itself {when}", when=moment(until, now))
        case Hold.TOP if until is not None and until < now:
            return tr("the highest level: overdue since {when}", when=moment(until, now))
        case Hold.TOP if until is not None:
            return tr("the highest level: overdue after {when}", when=moment(until, now))
    if follows is None:
        return tr("no clock moves it: it stays at its level")
    return tr(
        "if nobody acts: to level {level} on {when}, {cause}",
        level=follows.to_level,
        when=moment(follows.at, now),
        cause=rule_name(follows.rule, policy),
    )


def _hold_text(explained: Explained, now: datetime) -> str:
    if explained.hold is Hold.BOOKED:
        return tr("at this level while a booking lies ahead")
    assert explained.held_until is not None  # noqa: S101  what an agreed time has
    when = moment(explained.held_until, now)
    return tr("at this level until the agreed time has passed: {when}", when=when)


def _rule_texts(explained: Explained, policy: Policy, now: datetime) -> Iterator[str]:
    """How far each rule has come, those with one count in one line; why the others do not count."""
    counted, at_home = [], []
    for one in explained.rules:
        name = rule_name(one.rule.id, policy)
        if one.discounted is Discounted.SERVED_AT_HOME:
            at_home.append(name)
        elif one.discounted is None and _is_one_count(one):
            [counter] = one.counters
            counted.append(f"{name} {counter.have}/{counter.needed}")
        elif one.discounted is None:
            texts = (_counter_text(counter, one, now) for counter in one.counters)
            yield f"{name}: {' · '.join(texts)}"
    if counted:
        yield " · ".join(counted)
    if at_home:
        names = ", ".join(at_home)
        yield tr("{rules}: not used, service at home is offered instead", rules=names)
    discounted = {one.discounted for one in explained.rules}
    if Discounted.NOT_ACCEPTED in discounted:
        yield tr("tries count once this level has taken it on")
    if Discounted.STOPPED in discounted:
        yield tr("tries do not count until the report is confirmed")


def _is_one_count(one: RuleProgress) -> bool:
    return len(one.counters) == 1 and one.counters[0].have is not None


def _counter_text(counter: Counter, one: RuleProgress, now: datetime) -> str:
    condition = counter.condition
    if condition in _COUNTED:
        return tr(_COUNTED[condition], have=counter.have, needed=counter.needed)
    if condition is Condition.TIME_SLOTS:
        slots = tr(" or ").join(tr(_SLOTS[slot]) for slot in one.rule.time_slots)
        if counter.missing:
            return tr("a try {slots} is missing", slots=slots)
        return tr("one of them {slots}", slots=slots)
    when = tr("never") if counter.at is None else moment(counter.at, now)
    if condition is Condition.UNANSWERED:
        return tr("the answer is due {when}", when=when)
    if condition is Condition.DAYS_TO_DEADLINE:
        return tr("days left to the deadline: {days}, on {when}", days=counter.needed, when=when)
    return ntr(
        "{count} day is over {when}", "{count} days are over {when}", counter.needed, when=when
    )
