"""The duty roster in words."""

from collections.abc import Mapping, Sequence

from wardtui.domain.duties import HOURS, Duties
from wardtui.domain.ids import OfficerId, short_id
from wardtui.domain.session_codes import Duty, Shift
from wardtui.i18n import N_, ntr, tr
from wardtui.i18n.dates import weekday
from wardtui.i18n.labels import label

_SHORT: dict[Shift | Duty, str] = {
    Shift.MORNING: N_("Morning"),
    Shift.AFTERNOON: N_("Afternoon"),
    Shift.EVENING: N_("Evening"),
    Shift.NIGHT: N_("Night"),
    Duty.CAPTURE: N_("Capture"),
    Duty.RECEPTION: N_("Reception"),
    Duty.DATA_CLEANING: N_("Data"),
}

MINE = "•"
"""Stands before what is one's own."""

OPEN = "!"
"""Stands before a post that must not be empty."""


def short_name(code: Shift | Duty) -> str:
    """A shift or a duty in one word."""
    return tr(_SHORT[code])


def hours_of(shift: Shift) -> str:
    """``07-12``."""
    begins, ends = HOURS[shift]
    return f"{begins:%H}-{ends:%H}"


def cell_text(
    post: Duties, names: Mapping[OfficerId, str], me: OfficerId | None, *, whole: bool
) -> str:
    """Who is on duty, in a cell of a table; given names, the officer of this device first.

    :param whole: with everybody's whole name
    """
    if not post.officers:
        return f"{OPEN} {tr('empty')}" if post.is_open else "·"
    mark = MINE if me in post.officers else ""
    first, *others = sorted(post.officers, key=lambda one: one != me)
    if whole:
        return mark + ", ".join(_name(one, names) for one in (first, *others))
    more = f"+{len(others)}" if others else ""
    return f"{mark}{_name(first, names).split()[-1]}{more}"


def post_text(post: Duties, names: Mapping[OfficerId, str]) -> str:
    """A post with everybody who has it, in one line."""
    who = ", ".join(_name(one, names) for one in post.officers)
    begins, ends = HOURS[post.shift]
    when = f"{weekday(post.day)} {post.day:%d/%m} · {label(post.shift)} {begins:%H:%M}-{ends:%H:%M}"
    return f"{when} · {label(post.duty)}: {who or _nobody(post)}"


def open_text(posts: Sequence[Duties]) -> str:
    """How many posts that must not be empty are; empty when none is."""
    count = sum(post.is_open for post in posts)
    if not count:
        return ""
    return f"{OPEN} " + ntr(
        "{count} shift without anybody for data cleaning",
        "{count} shifts without anybody for data cleaning",
        count,
    )


def assigned_text(post: Duties, names: Mapping[OfficerId, str]) -> str:
    """What was said of a post."""
    return "✓ " + tr("Saved: {what}", what=post_text(post, names))


def _nobody(post: Duties) -> str:
    return f"{OPEN} {tr('nobody')}" if post.is_open else tr("nobody")


def _name(officer: OfficerId, names: Mapping[OfficerId, str]) -> str:
    return names.get(officer) or short_id(officer)
