"""Lists and cases in eighty columns, for people at a prompt."""

from collections.abc import Sequence
from datetime import datetime

from wardtui.domain.case import Case
from wardtui.domain.ids import short_id
from wardtui.domain.worklist import WorklistRow
from wardtui.i18n import ntr, tr
from wardtui.i18n.dates import short_due
from wardtui.i18n.labels import label
from wardtui.services.ports import Rejected, StoredEvent
from wardtui.services.view import masked
from wardtui.wording.case import next_rows, record_rows
from wardtui.wording.columns import cells
from wardtui.wording.history import history_lines

_NAME_WIDTH = 12


def list_text(rows: Sequence[WorklistRow], total: int, now: datetime, *, reveal: bool) -> str:
    """The worklist. Phones stand at the end of their lines when they are to be revealed."""
    lines = [
        f"{short_id(row.id)} {cells(row.name, 22)} {row.birth_year or '    '!s:4} "
        f"{cells(row.area, 7)} {cells(row.address, 18)} {_action(row, now)}"
        + (f"  {row.phone}" if reveal else "")
        for row in rows
    ]
    lines = [line.rstrip() for line in lines]
    shown = (
        ntr("{count} case", "{count} cases", total)
        if len(rows) == total
        else tr("{shown} of {total} cases", shown=len(rows), total=total)
    )
    return "\n".join([*lines, shown])


def _action(row: WorklistRow, now: datetime) -> str:
    if row.kind is None or row.due is None:
        return label(row.status)
    return f"{short_due(row.due, now):5} {label(row.kind)}"


def case_text(
    case: Case,
    history: Sequence[StoredEvent],
    rejected: Sequence[Rejected],
    now: datetime,
    *,
    reveal: bool,
) -> str:
    """A case with its history and why it stands so."""
    resident = case.resident if reveal else masked(case.resident)
    rows = [*next_rows(case, now), *record_rows(case, resident, now)]
    lines = [f"{resident.name}  ({short_id(case.id)})", ""]
    lines += [f"{name:{_NAME_WIDTH}}{value}" for name, value in rows]
    lines += ["", *(f"{one.when}  {one.text}" for one in history_lines(history, rejected))]
    return "\n".join(lines)
