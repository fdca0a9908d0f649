"""A case as the screens show it: what is next, the record, the history."""

from datetime import datetime

import msgspec
from textual.content import Content

from wardtui.domain.personal_number import mask_personal_number
from wardtui.i18n import tr
from wardtui.tui.session import CaseDetail
from wardtui.wording.case import household_row, next_rows, record_rows
from wardtui.wording.history import history_lines

_NAME_WIDTH = 11


def detail_content(detail: CaseDetail, now: datetime) -> Content:
    """All about a case, the most useful first. Phones are shown, the personal number is not."""
    case = detail.case
    resident = case.resident
    if resident.personal_id is not None:
        hidden = mask_personal_number(resident.personal_id)
        resident = msgspec.structs.replace(resident, personal_id=hidden)
    lines = [_row(name, value, "bold") for name, value in next_rows(case, now)]
    lines.append(Content(""))
    rows = [*record_rows(case, resident, now), *household_row(detail.household)]
    lines += [_row(name, value) for name, value in rows]
    lines += [Content(""), Content.styled(tr("History"), "bold")]
    for line in history_lines(detail.history, detail.rejected):
        look = "" if line.counts else "dim"
        lines.append(Content.assemble((f"{line.when}  ", "dim"), (line.text, look)))
    return Content("\n").join(lines)


def _row(name: str, value: str, look: str = "") -> Content:
    return Content.assemble((name.ljust(_NAME_WIDTH), "dim"), (value, look))
