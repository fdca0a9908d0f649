"""The leaders' board in words: its levels, its cases, and what was done with them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from wardtui.domain.board import EVERYTHING, Board, Column, Handed, Wanted
from wardtui.domain.case import Case
from wardtui.domain.ids import OfficerId
from wardtui.domain.ladder import Rung
from wardtui.domain.policy import Policy
from wardtui.domain.vocabulary import Status
from wardtui.domain.worklist import NO_AREA, WorklistRow
from wardtui.i18n import language, ntr, tr
from wardtui.i18n.dates import day_text, moment, short_due
from wardtui.i18n.labels import label
from wardtui.wording.case import owner_text
from wardtui.wording.escalating import duration_text
from wardtui.wording.rules import handed_cause, raised_cause, rule_name, rung_text
from wardtui.wording.timeline import NO_NAMES

Names = Mapping[OfficerId, str]


def level_title(level: int, policy: Policy) -> str:
    """What a level is called; empty when the policy has none of that number."""
    found = policy.level(level)
    return found.title.text(language()) if found is not None else ""


def title_text(column: Column, title: str) -> str:
    """A level with what it is called, how many cases it has and how many of them are overdue."""
    return " ".join(part for part in (str(column.level), title, count_text(column)) if part)


def tab_text(column: Column) -> str:
    """The same where there is no room for what the level is called."""
    return f"{tr('level {level}', level=column.level)}: {count_text(column)}"


def count_text(column: Column) -> str:
    """How many cases, and behind a sign how many of them are overdue."""
    late = f" !{column.overdue}" if column.overdue else ""
    return f"{len(column.cases)}{late}"


def summary_text(
    board: Board, wanted: Wanted, selected: int, policy: Policy, names: Names = NO_NAMES
) -> str:
    """How many cases there are, how they stand, and by what they were chosen."""
    count = len(board.cases)
    parts = [ntr("{count} case handed up", "{count} cases handed up", count)]
    overdue = sum(column.overdue for column in board.columns)
    if overdue:
        parts.append(ntr("! {count} overdue", "! {count} overdue", overdue))
    untaken = sum(column.untaken for column in board.columns)
    if untaken:
        parts.append(ntr("○ {count} not taken on", "○ {count} not taken on", untaken))
    if selected:
        parts.append(ntr("{count} selected", "{count} selected", selected))
    only = wanted_text(wanted, policy, names)
    if only:
        parts.append(f"▽ {only}")
    return " · ".join(parts)


def wanted_text(wanted: Wanted, policy: Policy, names: Names = NO_NAMES) -> str:
    """By what the cases were chosen; empty when all are shown."""
    parts = []
    if wanted.overdue:
        parts.append(tr("overdue"))
    if wanted.untaken:
        parts.append(tr("not taken on"))
    if wanted.owner is not None:
        parts.append(owner_text(wanted.owner, names))
    if wanted.rule is not None:
        parts.append(rule_name(wanted.rule, policy))
    if wanted.by_hand:
        parts.append(raised_cause(None))
    if wanted.area is not None:
        parts.append(area_text(wanted.area))
    return " · ".join(parts)


def area_text(area: str) -> str:
    """An area by its name."""
    return tr("no area") if area == NO_AREA else area


def empty_text(wanted: Wanted) -> str:
    """What it means that the board is empty, and what to do."""
    if wanted != EVERYTHING:
        return tr("No case is like that. Esc shows all of them again.")
    return tr(
        "Nothing was handed up: every case is with its area officer.\n\n"
        "What the policy or somebody hands up comes here, the most pressing first.\n"
        "Esc: back to the list."
    )


def due_text(one: Handed, now: datetime) -> str:
    """By when an answer is due, with a sign and a word for what is overdue."""
    if one.due is None:
        return ""
    when = short_due(one.due, now)
    if one.is_overdue(now):
        return f"! {tr('overdue')} {when}"
    return "  " + tr("by {when}", when=when)


def holder_text(one: Handed, names: Names = NO_NAMES) -> str:
    """Whose it is, with a sign for whether it was taken on; in words when it is nobody's."""
    if one.is_paused:
        return f"– {label(one.row.status)}"
    sign = "✓" if one.accepted else "○"
    if not one.row.owner.startswith("level:"):
        return f"{sign} {owner_text(one.row.owner, names)}"
    return f"{sign} {_taken_text(one)}"


def _taken_text(one: Handed) -> str:
    return tr("taken on") if one.accepted else tr("not taken on")


def facts_text(one: Handed, now: datetime, policy: Policy) -> str:
    """Where, for how long, why, and what was tried last, in one line."""
    parts = ["? " + tr("probably")] if one.probably else []
    parts += [label(one.row.status)] if one.row.status is Status.PAUSED else []
    parts += [one.row.area] if one.row.area else []
    age = duration_text(max(timedelta(), now - one.since))
    return " · ".join([*parts, age, handed_cause(one, policy), last_try_text(one.row, now)])


def last_try_text(row: WorklistRow, now: datetime) -> str:
    """What came of the last try, and on which day; today at what time."""
    if row.last_outcome is None or row.last_at is None:
        return tr("never tried")
    return f"{label(row.last_outcome)} {short_due(row.last_at, now)}"


def case_line(one: Handed, now: datetime, names: Names = NO_NAMES) -> str:
    """What is to be done with a case, by when and by whom, in one line."""
    row = one.row
    kind = label(row.kind) if row.kind is not None else label(row.status)
    due = "" if row.due is None else " " + tr("by {when}", when=moment(row.due, now))
    late = f"! {tr('overdue')}: " if one.is_overdue(now) else ""
    parts = [row.name, f"{late}{kind}{due}", _taken_text(one), owner_text(row.owner, names)]
    return " · ".join([*parts, row.phone] if row.phone else parts)


def ladder_lines(case: Case, now: datetime, policy: Policy, names: Names, most: int) -> list[str]:
    """What happened to a case on its ladder, the newest last.

    :param policy: in force
    :param most: lines; of a longer way the first ones are counted only
    """
    rungs = case.ladder.rungs
    shown = rungs[-most:] if len(rungs) <= most else rungs[len(rungs) - most + 1 :]
    lines = [f"{day_text(one.at, now)}  {_by(one, rung_text(one, policy), names)}" for one in shown]
    left_out = len(rungs) - len(shown)
    if left_out:
        lines.insert(0, ntr("… {count} step before", "… {count} steps before", left_out))
    return lines


def _by(rung: Rung, text: str, names: Names) -> str:
    who = names.get(rung.by) if rung.by is not None else None
    return f"{text} ({who})" if who else text


def names_text(names: Sequence[str]) -> str:
    """Whom a question is about: by name, or how many."""
    if len(names) == 1:
        return names[0]
    return ntr("{count} case", "{count} cases", len(names))
