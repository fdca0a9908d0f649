"""What is said about a policy that reads well but has something odd."""

from wardtui.domain.policy_check import Remark, RemarkKind
from wardtui.i18n import N_, tr

_TEXTS: dict[RemarkKind, str] = {
    RemarkKind.WITHOUT_CONDITION: N_(
        "The rule “{rule}” never moves a case: it has no condition. Add one, or remove it."
    ),
    RemarkKind.NEVER_APPLIES: N_(
        "The rule “{rule}” never moves a case: none of its levels has one above it. "
        "Correct from_levels, or remove it."
    ),
    RemarkKind.UNANSWERED_AT_FIRST: N_(
        "The rule “{rule}” never moves a case: it waits for an answer time, and level 1 has none. "
        "Let it count from level 2, or remove it."
    ),
    RemarkKind.SAME_CONDITIONS: N_(
        "The rule “{rule}” never counts: it has the same conditions as {others}, which stands "
        "before it. Remove one of them."
    ),
    RemarkKind.NEVER_FIRST: N_(
        "The rule “{rule}” never counts: whenever it holds, so does {others}, which stands before "
        "it. Let it ask for less, or remove it."
    ),
    RemarkKind.RARELY_FIRST: N_(
        "The rule “{rule}” hardly ever counts: {others} asks for less and moves the case sooner. "
        "Let it ask for less, or remove it."
    ),
    RemarkKind.OVERLAP: N_(
        "The rules “{rule}” and {others} look at the same facts. When both hold at one moment, "
        "“{rule}” counts, because it stands first. Exchange them if you mean the other."
    ),
    RemarkKind.WITHOUT_DEADLINE: N_(
        "The rule “{rule}” needs a deadline, and the policy names none. Give it with: "
        "wardtui policy use NAME --deadline DATE"
    ),
    RemarkKind.LEVEL_NOT_REACHED: N_(
        "No rule moves a case to level {level}; only people can. Add a rule for the level below."
    ),
    RemarkKind.SILENCE_AT_FIRST: N_(
        "At level {level}, a case on which nobody does anything is forgotten. "
        "Add a rule with days_without_contact alone."
    ),
    RemarkKind.FALLS_THROUGH: N_(
        "When level {level} does not answer, nothing moves its cases on. "
        "Add a rule with unanswered = true alone."
    ),
    RemarkKind.FALLS_THROUGH_WITH_SUPPORT: N_(
        "When level {level} does not answer, nothing moves on the cases of residents who need "
        "support. Remove with_support_needs from the rule with unanswered."
    ),
}


def remark_text(remark: Remark) -> str:
    """A remark: what it is about, why, and what can be done."""
    others = [f"“{one}”" for one in remark.others]
    return tr(
        _TEXTS[remark.kind],
        rule=remark.rule,
        others=", ".join(others),
        level=remark.level,
    )
