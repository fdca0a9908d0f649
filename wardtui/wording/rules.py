"""What the rules of a policy are called."""

from wardtui.domain.policy import PAUSE_OVER, Policy, RuleId
from wardtui.i18n import N_, language, tr

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


def raised_cause(rule: RuleId | None) -> str:
    """Why a case was raised, in a few words for a column."""
    return rule_name(rule) if rule is not None else tr("handed up by hand")
