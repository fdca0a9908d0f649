"""A policy in words: who answers, what moves a case up, what holds it, how calls are made."""

from collections.abc import Iterator, Sequence
from datetime import date, time

import msgspec

from wardtui.domain.ladder import FIRST_LEVEL
from wardtui.domain.moments import TimeSlot
from wardtui.domain.policy import (
    Calendar,
    ContactCare,
    EscalationRule,
    PausedWhile,
    Policy,
    PolicyLevel,
    Weekday,
    WithSupportNeeds,
)
from wardtui.domain.policy_check import levels_of
from wardtui.i18n import N_, Language, ntr, tr
from wardtui.i18n.dates import weekday
from wardtui.wording.rules import rule_name

_SLOTS: dict[TimeSlot, str] = {
    TimeSlot.MORNING: N_("in the morning"),
    TimeSlot.AFTERNOON: N_("in the afternoon"),
    TimeSlot.EVENING: N_("in the evening"),
    TimeSlot.WEEKEND: N_("at the weekend"),
}
_A_MONDAY = date(2026, 1, 5)


class PolicyLine(msgspec.Struct, frozen=True):
    """One paragraph of a policy in words."""

    text: str
    is_heading: bool = False


def policy_lines(policy: Policy, language: Language) -> list[PolicyLine]:
    """The whole policy, to be read from top to bottom.

    :param language: of the titles; the one that is spoken
    """
    title = policy.title.text(language)
    lines = [PolicyLine(f"{title} ({policy.version})", is_heading=True)]
    for heading, texts in (
        ("", _campaign(policy)),
        (tr("Levels"), _levels(policy, language)),
        (tr("What moves a case up"), _rules(policy)),
        (tr("What holds a case where it is"), _holds(policy.paused_while)),
        (tr("Working days"), _calendar(policy.calendar)),
        (tr("Calls (wardtui only warns)"), _care(policy.contact)),
    ):
        if heading:
            lines.append(PolicyLine(heading, is_heading=True))
        lines += map(PolicyLine, texts)
    return lines


def rule_text(rule: EscalationRule, policy: Policy) -> str:
    """A rule in one sentence, and what it does with residents who need support."""
    name = _sentence(rule_name(rule.id, policy))
    levels = levels_of(rule, policy)
    if not levels:
        return tr("{rule}: never moves a case.", rule=name)
    conditions = _all(list(_conditions(rule)))
    if len(levels) == 1:
        text = tr(
            "{rule}: from level {level} to level {above} when {conditions}.",
            rule=name,
            level=levels[0],
            above=levels[0] + 1,
            conditions=conditions,
        )
    else:
        text = tr(
            "{rule}: one level up, from levels {levels}, when {conditions}.",
            rule=name,
            levels=", ".join(map(str, levels)),
            conditions=conditions,
        )
    if rule.days_to_deadline is not None and levels[-1] > FIRST_LEVEL:
        text += " " + tr("Above level 1 it waits until the answer time is over.")
    if rule.with_support_needs is WithSupportNeeds.HOME_SERVICE:
        text += " " + tr("Residents who need support are served at home instead.")
    return text


def _campaign(policy: Policy) -> Iterator[str]:
    if policy.deadline is None:
        yield tr("No deadline; it is given when the policy is put into force.")
    else:
        yield tr("Deadline: {day}.", day=_day(policy.deadline))


def _levels(policy: Policy, language: Language) -> Iterator[str]:
    for one in policy.levels:
        title = one.title.text(language)
        answer = _answer(one)
        text = tr("Level {level}: {title}. {answer}", level=one.level, title=title, answer=answer)
        if one.level == policy.top and one.level > FIRST_LEVEL:
            text += " " + tr("It is the highest: what is overdue stays here.")
        yield text


def _answer(level: PolicyLevel) -> str:
    days = level.answer_working_days
    if level.level == FIRST_LEVEL or days is None:
        return tr("Every piece of work has its own due time.")
    return ntr("Answers within {count} working day.", "Answers within {count} working days.", days)


def _rules(policy: Policy) -> Iterator[str]:
    for place, rule in enumerate(policy.rules, start=1):
        yield f"{place}. {rule_text(rule, policy)}"
    yield tr(
        "A rule moves a case exactly one level, when all its conditions hold. Of several rules "
        "that hold at one moment the first one counts."
    )
    yield tr(
        "Facts count since the case came to its level. Above level 1, only the answer time moves "
        "a case until somebody there has accepted it; then facts count from the acceptance, and "
        "the answer time begins again with it and with every later attempt."
    )


def _conditions(rule: EscalationRule) -> Iterator[str]:
    if rule.failed_attempts is not None:
        yield _attempts(rule, rule.failed_attempts)
    if rule.refusals is not None:
        yield ntr(
            "the resident did not agree {count} time",
            "the resident did not agree {count} times",
            rule.refusals,
        )
    if rule.missed_bookings is not None:
        yield ntr(
            "{count} booking was missed", "{count} bookings were missed", rule.missed_bookings
        )
    if rule.broken_promises is not None:
        yield ntr(
            "{count} promised time passed and the resident did not come",
            "{count} promised times passed and the resident did not come",
            rule.broken_promises,
        )
    if rule.days_without_contact is not None:
        yield ntr(
            "there was no contact for {count} day",
            "there was no contact for {count} days",
            rule.days_without_contact,
        )
    if rule.days_to_deadline == 0:
        yield tr("the last day of the campaign has come")
    elif rule.days_to_deadline is not None:
        yield ntr(
            "{count} day or less is left to the deadline",
            "{count} days or less are left to the deadline",
            rule.days_to_deadline,
        )
    if rule.unanswered:
        yield tr("the level has not answered in time")


def _attempts(rule: EscalationRule, count: int) -> str:
    parts = [
        ntr(
            "at least {count} attempt reached nobody",
            "at least {count} attempts reached nobody",
            count,
        ),
    ]
    if rule.distinct_days is not None and rule.distinct_days > 1:
        days = rule.distinct_days
        parts.append(ntr("on at least {count} day", "on at least {count} different days", days))
    if rule.time_slots:
        slots = [tr(_SLOTS[slot]) for slot in rule.time_slots]
        parts.append(tr("at least one of them {slots}", slots=tr(" or ").join(slots)))
    return ", ".join(parts)


def _holds(paused_while: Sequence[PausedWhile]) -> Iterator[str]:
    yield tr("A paused or closed case, and one on which nothing is left to do, never moves.")
    if PausedWhile.BOOKED in paused_while:
        yield tr("A case does not move while a booking lies ahead.")
    if PausedWhile.AGREED in paused_while:
        yield tr("A case does not move until a time that was agreed with the resident has passed.")
    yield tr(
        "After a report that somebody has died, has moved or has done it elsewhere, only the "
        "answer time counts."
    )


def _calendar(calendar: Calendar) -> Iterator[str]:
    days = [
        weekday(_A_MONDAY.replace(day=_A_MONDAY.day + place))
        for place, day in enumerate(Weekday)
        if day in calendar.working_days
    ]
    yield tr(
        "{days}; what is due on a day is due at {hour}.",
        days=", ".join(days),
        hour=_hour(calendar.day_ends),
    )
    if calendar.holidays:
        yield ntr(
            "{count} holiday, from {first} to {last}.",
            "{count} holidays, from {first} to {last}.",
            len(calendar.holidays),
            first=_day(min(calendar.holidays)),
            last=_day(max(calendar.holidays)),
        )


def _care(care: ContactCare) -> Iterator[str]:
    known = list(_caps(care))
    yield from known or [tr("No limits.")]


def _caps(care: ContactCare) -> Iterator[str]:
    if care.calls_from is not None:
        yield tr("Not before {hour}.", hour=_hour(care.calls_from))
    if care.calls_until is not None:
        yield tr("Not after {hour}.", hour=_hour(care.calls_until))
    if care.calls_per_week is not None:
        yield ntr(
            "At most {count} call to a resident in seven days.",
            "At most {count} calls to a resident in seven days.",
            care.calls_per_week,
        )
    if care.hours_between_calls is not None:
        yield ntr(
            "At least {count} hour between two calls.",
            "At least {count} hours between two calls.",
            care.hours_between_calls,
        )
    if care.days_after_refusal is not None:
        yield ntr(
            "After a refusal no call for {count} day.",
            "After a refusal no call for {count} days.",
            care.days_after_refusal,
        )


def _all(parts: Sequence[str]) -> str:
    """Conditions in one sentence."""
    if len(parts) < 2:
        return "".join(parts)
    return tr("{several} and {last}", several=", ".join(parts[:-1]), last=parts[-1])


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _hour(hour: time) -> str:
    return f"{hour:%H:%M}"
