"""What another policy would have changed, in words."""

from wardtui.domain.ids import short_id
from wardtui.domain.policy import Policy, RuleId
from wardtui.i18n import language, ntr, tr
from wardtui.services.try_policy import LevelCount, MovedCase, Tried
from wardtui.wording.columns import cells
from wardtui.wording.rules import rule_name

_TITLE, _COUNT = 52, 13
"""Widths of the table of levels: together 80 cells with the gaps."""

_NAME, _AREA, _LEVELS = 20, 10, 6


def try_text(tried: Tried, limit: int) -> list[str]:
    """Where the cases would stand, how that was found out, and who would stand elsewhere.

    :param limit: lines of the last list, at most
    :return: paragraphs and the lines of tables
    """
    policy = tried.policy
    lines = [
        tr(
            "Tried: {title} ({version})",
            title=policy.title.text(language()),
            version=policy.version,
        ),
        tr("In force now: {versions}", versions=", ".join(tried.instead_of)),
    ]
    if policy.deadline is not None:
        lines.append(tr("Deadline: {day}.", day=f"{policy.deadline:%d/%m/%Y}"))
    lines += ["", method_text(), "", _row(tr("Open cases by level"), tr("Now"), tr("Would be"))]
    lines += [_level_row(one, policy) for one in tried.levels]
    lines += ["", _moved_text(tried)]
    lines += [_moved_row(one, policy) for one in tried.moved[:limit]]
    left = len(tried.moved) - limit
    if left > 0:
        lines.append(ntr("… and {count} more: --limit N", "… and {count} more: --limit N", left))
    return [*lines, "", at_once_text(tried.at_once)]


def method_text() -> str:
    """How it was found out, and what that leaves out."""
    return tr(
        "Counted as if this policy had been in force from the beginning. What officers did stays "
        "as it was: with another policy they would have acted otherwise, so read this as an "
        "estimate. An acceptance or a return that no longer fits has no effect. Nothing is written."
    )


def at_once_text(count: int) -> str:
    """What publishing the policy now would do at once."""
    if not count:
        return tr("Published now, it would move no case at once.")
    return ntr(
        "Published now, it would move {count} case at once.",
        "Published now, it would move {count} cases at once.",
        count,
    )


def _moved_text(tried: Tried) -> str:
    if not tried.moved:
        return tr("Nobody would stand elsewhere.")
    higher = sum(one.goes_up for one in tried.moved)
    return tr(
        "Elsewhere: {count} of {open} · higher: {higher} · lower: {lower}",
        count=len(tried.moved),
        open=tried.open,
        higher=higher,
        lower=len(tried.moved) - higher,
    )


def _row(title: str, now: str, then: str) -> str:
    return f"{cells(title, _TITLE)} {now:>{_COUNT}} {then:>{_COUNT}}"


def _level_row(one: LevelCount, policy: Policy) -> str:
    level = policy.level(one.level)
    title = level.title.text(language()) if level is not None else tr("not in this policy")
    return _row(
        f"{one.level} {title}", _count(one.now, one.overdue_now), _count(one.then, one.overdue_then)
    )


def _count(cases: int, overdue: int) -> str:
    return tr("{cases} ({overdue} late)", cases=cases, overdue=overdue) if overdue else str(cases)


def _moved_row(one: MovedCase, policy: Policy) -> str:
    row = one.row
    levels = f"{one.now.level} → {one.then.level}"
    if one.goes_up:
        why = _cause(one.then.rule, policy)
    else:
        why = tr("now: {cause}", cause=_cause(one.now.rule, None))
    return (
        f"{short_id(row.id)} {cells(row.name, _NAME)} {cells(row.area, _AREA)} "
        f"{cells(levels, _LEVELS)} {why}"
    )


def _cause(rule: RuleId | None, policy: Policy | None) -> str:
    return rule_name(rule, policy) if rule is not None else tr("handed up by hand")
