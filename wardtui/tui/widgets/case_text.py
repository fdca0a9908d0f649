"""A case as the screens show it: what is next, the record, the history."""

import textwrap
from collections.abc import Iterator
from datetime import datetime

import msgspec
from textual.content import Content

from wardtui.domain.ids import OfficerId
from wardtui.domain.personal_number import mask_personal_number
from wardtui.i18n import tr
from wardtui.services.case_detail import CaseDetail
from wardtui.wording.best_time import suggestion_row
from wardtui.wording.case import household_row, next_rows, record_rows
from wardtui.wording.timeline import history_lines

_NAME_WIDTH = 13


def detail_content(detail: CaseDetail, now: datetime, me: OfficerId | None, width: int) -> Content:
    """All about a case, the most useful first. Phones are shown, the personal number is not.

    :param width: cells of a line; longer values go on under their beginning
    """
    case = detail.case
    resident = case.resident
    if resident.personal_id is not None:
        hidden = mask_personal_number(resident.personal_id)
        resident = msgspec.structs.replace(resident, personal_id=hidden)
    rows = next_rows(case, now, detail.history, detail.names)
    if detail.suggestion is not None:
        rows.append(suggestion_row(detail.suggestion))
    first, *others = rows
    lines = [named_row(*first, width, "bold"), *(named_row(*row, width) for row in others)]
    lines.append(Content(""))
    rows = [*record_rows(case, resident, now), *household_row(detail.household)]
    lines += [named_row(name, value, width) for name, value in rows]
    lines += [Content(""), Content.styled(tr("History"), "bold")]
    lines += _timeline(detail, now, me, width)
    return Content("\n").join(lines)


def _timeline(
    detail: CaseDetail, now: datetime, me: OfficerId | None, width: int
) -> Iterator[Content]:
    """What happened, the newest first; a day is named once."""
    lines = history_lines(detail.history, detail.rejected, now, me, detail.names)
    widest = max((len(line.day) for line in lines), default=0)
    before = ""
    for line in lines:
        day = "" if line.day == before else line.day
        when = f"{day:{widest}} {line.time}  "
        text = _wrapped(line.text, width, len(when))
        yield Content.assemble((when, "dim"), (text, "" if line.counts else "dim"))
        before = line.day


def named_row(name: str, value: str, width: int, look: str = "") -> Content:
    """A value behind its name; longer ones go on under their beginning."""
    value = _wrapped(value, width, _NAME_WIDTH)
    return Content.assemble((name.ljust(_NAME_WIDTH), "dim"), (value, look))


def _wrapped(text: str, width: int, indent: int) -> str:
    """Text that goes on under its beginning. Composed Vietnamese has one cell a letter."""
    lines = textwrap.wrap(text, max(10, width - indent), break_on_hyphens=False)
    return ("\n" + " " * indent).join(lines)
