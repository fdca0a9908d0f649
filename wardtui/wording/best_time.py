"""When to try somebody next, and what that rests on, in words."""

from wardtui.domain.best_time import Suggestion, TimingRule
from wardtui.domain.moments import TimeSlot
from wardtui.i18n import N_, ntr, tr

_WHEN = {
    TimeSlot.MORNING: N_("in the morning"),
    TimeSlot.AFTERNOON: N_("in the afternoon"),
    TimeSlot.EVENING: N_("in the evening"),
    TimeSlot.WEEKEND: N_("at the weekend"),
}
_OFFICE_HOURS = (TimeSlot.MORNING, TimeSlot.AFTERNOON)
_EVIDENCE = {
    TimingRule.SIMILAR_CASES: N_("similar cases {reached}/{tried}"),
    TimingRule.WARD_IN_SLOT: N_("whole ward {reached}/{tried}"),
    TimingRule.WARD: N_("whole ward at all times {reached}/{tried}"),
}


def suggestion_row(suggestion: Suggestion) -> tuple[str, str]:
    """As a named row of a case: what it is, and when and why."""
    return tr("Try"), f"{tr(_WHEN[suggestion.slot])} · {_why(suggestion)}"


def _why(suggestion: Suggestion) -> str:
    match suggestion.rule:
        case TimingRule.ASKED:
            return tr("as the resident asked")
        case TimingRule.OUT_OF_HOURS:
            if suggestion.slot in _OFFICE_HOURS:
                why = tr("the ward has too few tries to tell")
                return f"{why}, {_own(suggestion)}"
            why = tr("easier to reach out of hours; the ward has too few tries to tell")
            return f"{why}, {_own(suggestion)}" if suggestion.own.tried else why
    evidence = tr(_EVIDENCE[suggestion.rule], reached=suggestion.reached, tried=suggestion.tried)
    return f"{_chance(suggestion.chance or 0)} ({evidence}), {_own(suggestion)}"


def _chance(chance: float) -> str:
    """A share in tenths: a finer number would promise more than it knows."""
    tenths = round(chance * 10)
    if tenths < 1:
        return tr("reaches fewer than 1 in 10")
    return tr("reaches about {tenths} in 10", tenths=min(tenths, 9))


def _own(suggestion: Suggestion) -> str:
    own = suggestion.own
    if not own.tried:
        return tr("not tried yet")
    return ntr(
        "tried {count} time, reached {reached}",
        "tried {count} times, reached {reached}",
        own.tried,
        reached=own.reached,
    )
