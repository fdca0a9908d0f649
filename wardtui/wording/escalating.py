"""What moved between the levels, and what stands above the first one, in eighty columns."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from wardtui.domain.answers import Workload
from wardtui.domain.board import Board, Column, Handed
from wardtui.domain.case import Case
from wardtui.domain.ids import EventId, OfficerId, short_id
from wardtui.domain.moments import local
from wardtui.domain.vocabulary import RungKind
from wardtui.i18n import ntr, tr
from wardtui.i18n.dates import moment, short_due
from wardtui.i18n.labels import label
from wardtui.wording.case import owner_text
from wardtui.wording.columns import cells
from wardtui.wording.rules import handed_cause, raised_cause

Names = Mapping[OfficerId, str]

_WIDTHS = (2, 8, 16, 9, 5, 5, 18, 10)
_WHO, _FIGURE = 17, 8


def moved_text(kind: RungKind, cases: Sequence[Case], events: Sequence[EventId]) -> str:
    """What was done to cases, and what happens next; those that stand elsewhere already are told.

    :param cases: in the order of the action's events
    """
    done: list[Case] = []
    idle: list[Case] = []
    for case, event in zip(cases, events, strict=True):
        moved = any(rung.event == event for rung in case.ladder.rungs)
        (done if moved else idle).append(case)
    lines = []
    if len(done) == 1:
        lines.append(f"✓ {label(kind)}: {done[0].resident.name} · {_next(done[0])}")
    elif done:
        lines.append(f"✓ {label(kind)}: " + ntr("{count} case", "{count} cases", len(done)))
    lines += [f"= {_stands(case)}" for case in idle]
    return "\n".join(lines)


def _next(case: Case) -> str:
    level, action = tr("level {level}", level=case.level), case.next_action
    if action is None:
        return level
    return f"{level} → {label(action.kind)} · {moment(action.due, case.changed_at)}"


def _stands(case: Case) -> str:
    """What became of a raise that a rule was ahead of."""
    came = case.ladder.came_by
    return tr(
        "{name} stands at level {level} already ({cause}). Once more goes further up.",
        name=case.resident.name,
        level=case.level,
        cause=raised_cause(came.rule) if came else label(case.status),
    )


def escalations_text(
    board: Board, shown: Sequence[Handed], now: datetime, names: Names, *, narrowed: bool
) -> str:
    """A table for every level: overdue first, with what is marked explained at the end.

    :param shown: the cases that get a line
    :param narrowed: the board shows some cases only
    """
    if not board.cases:
        if narrowed:
            return tr("No case like this stands above the first level.")
        return tr("No case stands above the first level.")
    lines: list[str] = []
    for column in board.columns:
        lines += [_head(column)]
        here = [one for one in shown if one.row.level == column.level]
        if here:
            lines += ["", _titles(), *(_line(one, now, names) for one in here), ""]
    if lines[-1]:
        lines.append("")
    total = len(board.cases)
    if len(shown) < total:
        lines.append(tr("{shown} of {total} cases", shown=len(shown), total=total))
    lines.append(tr("! overdue   ? probably: sync first   ✓ taken on"))
    return "\n".join(lines)


def _head(column: Column) -> str:
    count = len(column.cases)
    parts = [
        tr("Level {level}", level=column.level),
        ntr("{count} case", "{count} cases", count),
    ]
    if column.overdue:
        parts.append(tr("{count} overdue", count=column.overdue))
    if column.untaken:
        parts.append(tr("{count} not taken on", count=column.untaken))
    return " · ".join(parts)


def _titles() -> str:
    names = ("", tr("Id"), tr("Name"), tr("Area"), tr("Since"), tr("Due"), tr("Cause"), tr("Whose"))
    return _row(names)


def _line(one: Handed, now: datetime, names: Names) -> str:
    row = one.row
    marks = ("!" if one.is_overdue(now) else "") + ("?" if one.probably else "")
    taken = "✓ " if one.accepted else ""
    due = short_due(one.due, now) if one.due else ""
    whose = "" if row.owner.startswith("level:") else owner_text(row.owner, names)
    return _row(
        (
            marks,
            short_id(row.id),
            row.name,
            row.area,
            f"{local(one.since):%d/%m}",
            due,
            handed_cause(one),
            f"{taken}{whose}",
        )
    )


def _row(texts: Sequence[str]) -> str:
    return " ".join(cells(text, width) for text, width in zip(texts, _WIDTHS, strict=True)).rstrip()


def workload_text(workloads: Sequence[Workload], names: Names) -> str:
    """Who holds what above the first level, and how long they take."""
    if not workloads:
        return tr("Nothing was ever handed up.")
    heads = (
        tr("holds"),
        tr("overdue"),
        tr("untaken"),
        tr("answered"),
        tr("went on"),
        tr("taken in"),
        tr("reply in"),
    )
    lines = [_figures(tr("Whose"), heads)]
    lines += [
        _figures(
            holder_text(one.owner, names),
            (
                str(one.holds),
                str(one.overdue),
                str(one.untaken),
                str(one.answered),
                str(one.missed),
                duration_text(one.to_accept),
                duration_text(one.to_answer),
            ),
        )
        for one in workloads
    ]
    went_on = tr("went on: a rule took it further up, for it was not settled in time")
    return "\n".join([*lines, "", went_on, times_text()])


def times_text() -> str:
    """What the times of a workload are."""
    return tr("taken in, reply in: half of them sooner, counted since they came to the level")


def _figures(who: str, figures: Sequence[str]) -> str:
    return " ".join([cells(who, _WHO), *(f"{one:>{_FIGURE}}" for one in figures)])


def holder_text(owner: str, names: Names) -> str:
    """Who holds something: an officer by name, or the level at which nobody in particular does."""
    level = owner.removeprefix("level:")
    if level != owner:
        return tr("level {level}: nobody", level=level)
    return owner_text(owner, names)


def duration_text(time: timedelta | None) -> str:
    """Days from two on, else hours, else minutes; a dash when there is none."""
    if time is None:
        return "–"
    minutes = round(time.total_seconds() / 60)
    if minutes < 60:
        return tr("{count} min", count=minutes)
    if minutes < 48 * 60:
        return tr("{count} h", count=round(minutes / 60))
    return tr("{count} d", count=round(minutes / (24 * 60)))
