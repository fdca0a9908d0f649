"""What the rules of a policy are called, and what they and people did to a case."""

from typing import TYPE_CHECKING

from wardtui.domain.policy import PAUSE_OVER, Policy, RuleId
from wardtui.domain.vocabulary import RungKind
from wardtui.i18n import N_, language, tr
from wardtui.i18n.dates import moment
from wardtui.i18n.labels import label

if TYPE_CHECKING:
    from wardtui.domain.board import Handed
    from wardtui.domain.ladder import Rung

_NAMES = {
    RuleId("unreachable"): N_("not reached"),
    RuleId("declined"): N_("declined several times"),
    RuleId("missed_bookings"): N_("missed several bookings"),
    RuleId("broken_promises"): N_("promised and did not come"),
    RuleId("no_contact"): N_("not contacted for a long time"),
    RuleId("unanswered"): N_("not answered in time"),
    RuleId("deadline"): N_("the deadline is near"),
    PAUSE_OVER: N_("the pause is over"),
}
"""Those of the shipped policies, and of what no policy names."""


def rule_name(rule: RuleId, policy: Policy | None = None) -> str:
    """What a rule is called: as its policy says, else by its own name.

    :param policy: which may have the rule
    """
    rules = policy.rules if policy is not None else ()
    title = next((one.title for one in rules if one.id == rule), None)
    if title is not None:
        return title.text(language())
    return tr(_NAMES[rule]) if rule in _NAMES else rule.replace("_", " ")


def raised_cause(rule: RuleId | None, policy: Policy | None = None) -> str:
    """Why a case was raised, in a few words for a column."""
    return rule_name(rule, policy) if rule is not None else tr("handed up by hand")


def handed_cause(one: "Handed", policy: Policy | None = None) -> str:
    """What brought a case to the level at which the board has it, in a few words."""
    if one.rule is None and not one.by_hand:
        return tr("given back from above")
    return raised_cause(one.rule, policy)


def rung_text(rung: "Rung", policy: Policy) -> str:
    """One thing that happened on a ladder: what, and why."""
    match rung.kind:
        case RungKind.RAISED:
            to = tr("Handed up to level {level}", level=rung.to_level)
            if rung.rule is not None:
                return f"{to}: {rule_name(rung.rule, policy)}"
            return with_words(to, rung.text)
        case RungKind.ACCEPTED:
            return with_words(tr("Taken on at level {level}", level=rung.to_level), rung.text)
        case RungKind.RETURNED:
            return with_words(tr("Given back to level {level}", level=rung.to_level), rung.text)
        case RungKind.RESOLVED:
            return with_words(tr("Settled above"), rung.text)
        case RungKind.PAUSED:
            assert rung.until is not None  # noqa: S101  what a pause has
            assert rung.pause is not None  # noqa: S101
            until = moment(rung.until, rung.at)
            return tr("Paused until {when}: {reason}", when=until, reason=label(rung.pause))
        case RungKind.RESUMED:
            by_itself = rung.rule == PAUSE_OVER
            return tr("Went on: the pause was over") if by_itself else tr("Went on")


def with_words(what: str, words: str | None) -> str:
    """What was done, with what somebody wrote about it."""
    return f"{what}: “{words}”" if words else what
