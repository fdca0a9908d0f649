"""Policies for people at a prompt: which there are, what one says, what publishing one did."""

import textwrap
from collections.abc import Iterable, Sequence
from datetime import datetime

from wardtui.domain.policy import Policy
from wardtui.domain.policy_check import check
from wardtui.i18n import language, ntr, tr
from wardtui.i18n.dates import moment
from wardtui.services.use_policy import Used, WardPolicy
from wardtui.wording.policy import policy_lines
from wardtui.wording.policy_remarks import remark_text

_WIDTH = 80
_SIGNS = ("- ", "* ", "  ")
"""With which the lines of a list begin."""


def wrapped(lines: Iterable[str]) -> str:
    """Lines in eighty columns; in a list, what hangs over stands behind its sign."""
    return "\n".join(
        textwrap.fill(
            line,
            _WIDTH,
            subsequent_indent="  " if line[:2] in _SIGNS else "",
            break_long_words=False,
        )
        for line in lines
    )


def list_text(shipped: Sequence[Policy], wards: Sequence[WardPolicy], now: datetime) -> str:
    """Which policies there are; the first of the wards is this device's own."""
    here = wards[0].force.version
    width = max(len(one.name) for one in shipped)
    lines = [tr("Policies that come with wardtui:")]
    lines += [
        f"{'*' if one.version == here else ' '} {one.name:{width}}  {_title(one)}"
        for one in shipped
    ]
    lines += ["", tr("In force (* counts here):")]
    lines += [f"{'' if place else '*':1} {force_text(one, now)}" for place, one in enumerate(wards)]
    return wrapped(lines)


def force_text(one: WardPolicy, now: datetime) -> str:
    """The policy of a ward: which, since when, by whom."""
    parts: list[str] = [one.force.version]
    if one.force.policy.deadline is not None:
        parts.append(tr("deadline {day}", day=f"{one.force.policy.deadline:%d/%m/%Y}"))
    if one.force.since is None:
        parts.append(tr("comes with wardtui; nothing was published"))
    else:
        parts.append(tr("since {moment}", moment=moment(one.force.since, now)))
        if one.by is not None:
            parts.append(one.by_name or one.by)
    ward = f"{one.ward}: " if one.ward is not None else ""
    return ward + " · ".join(parts)


def policy_text(policy: Policy) -> str:
    """A policy from top to bottom."""
    lines: list[str] = []
    for one in policy_lines(policy, language()):
        if one.is_heading and lines:
            lines.append("")
        lines.append(one.text if one.is_heading else f"- {one.text}")
    return wrapped(lines)


def checked_text(policy: Policy) -> str:
    """A policy that can be used, and what is odd about it."""
    remarks = check(policy)
    lines = [tr("Remarks:"), *(f"- {remark_text(one)}" for one in remarks)] if remarks else []
    verdict = ntr(
        "✓ It can be used; {count} remark.", "✓ It can be used; {count} remarks.", len(remarks)
    )
    return "\n".join([policy_text(policy), "", wrapped([*lines, verdict])])


def used_text(used: Used) -> str:
    """What publishing a policy did."""
    version = used.force.version
    if used.saved is None:
        return tr("{version} is in force already. Nothing was changed.", version=version)
    done = tr("{version} is in force now", version=version)
    moved = (
        ntr("it moved {count} case", "it moved {count} cases", len(used.moved))
        if used.moved
        else tr("it moved no case")
    )
    return f"✓ {done} · {moved}\n" + tr("Take it back with: wardtui undo --yes")


def _title(policy: Policy) -> str:
    return policy.title.text(language())
