"""Lists and cases in eighty columns, for people at a prompt."""

from collections.abc import Collection, Sequence
from datetime import datetime

from wardtui.domain.explaining import explain
from wardtui.domain.ids import OfficerId, ResidentId, short_id
from wardtui.domain.worklist import WorklistRow
from wardtui.i18n import ntr, tr
from wardtui.i18n.dates import short_due
from wardtui.i18n.labels import label
from wardtui.services.case_detail import CaseDetail
from wardtui.services.view import masked
from wardtui.wording.best_time import suggestion_row
from wardtui.wording.case import next_rows, record_rows
from wardtui.wording.columns import cells
from wardtui.wording.ladder import ladder_heading, ladder_rows
from wardtui.wording.timeline import history_lines

_NAME_WIDTH = 13


def list_text(
    rows: Sequence[WorklistRow],
    total: int,
    now: datetime,
    *,
    reveal: bool,
    supposed: Collection[ResidentId] = (),
) -> str:
    """The worklist. Phones stand at the end of their lines when they are to be revealed.

    :param supposed: whose line this device only supposes, since it has not read for long
    """
    probably = f" [{tr('probably')}]"
    lines = [
        f"{short_id(row.id)} {cells(row.name, 22)} {row.birth_year or '    '!s:4} "
        f"{cells(row.area, 11)} {cells(row.address, 18)} {_action(row, now)}"
        + (probably if row.id in supposed else "")
        + (f"  {row.phone}" if reveal else "")
        for row in rows
    ]
    lines = [line.rstrip() for line in lines]
    shown = (
        ntr("{count} case", "{count} cases", total)
        if len(rows) == total
        else tr("{shown} of {total} cases", shown=len(rows), total=total)
    )
    names = (tr("Id"), tr("Name"), tr("Year"), tr("Area"), tr("Address"), tr("Due"), tr("Next"))
    widths = (8, 22, 4, 11, 18, 5, 20)
    head = " ".join(cells(name, width) for name, width in zip(names, widths, strict=True)).rstrip()
    return "\n".join([head, *lines, shown] if lines else [shown])


def _action(row: WorklistRow, now: datetime) -> str:
    if row.kind is None or row.due is None:
        return label(row.status)
    return f"{short_due(row.due, now):5} {label(row.kind)}"


def case_text(detail: CaseDetail, now: datetime, me: OfficerId | None, *, reveal: bool) -> str:
    """A case with its history and why it stands so."""
    case, names = detail.case, detail.names
    resident = case.resident if reveal else masked(case.resident)
    rows = next_rows(case, now, detail.history, names)
    if detail.suggestion is not None:
        rows.append(suggestion_row(detail.suggestion))
    rows += record_rows(case, resident, now)
    lines = [f"{resident.name}  ({short_id(case.id)})", ""]
    lines += [f"{name:{_NAME_WIDTH}}{value}" for name, value in rows]
    explained = explain(case, detail.force, now)
    events = {stored.event.id: stored.event for stored in detail.history}
    ladder = ladder_rows(explained, detail.force.policy, now, events, names, detail.supposed)
    lines += ["", ladder_heading(explained)]
    lines += [f"{name:{_NAME_WIDTH}}{value}" for name, value in ladder]
    told = history_lines(detail.history, [*detail.rejected, *detail.discarded], now, me, names)
    lines += ["", *(f"{one.day} {one.time}  {one.text}" for one in told)]
    return "\n".join(lines)
