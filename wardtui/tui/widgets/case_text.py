"""A case as the screens show it: what is next, the record, the history."""

import textwrap
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from textual.content import Content

from wardtui.domain.ids import OfficerId
from wardtui.domain.personal_number import mask_personal_number
from wardtui.i18n import tr
from wardtui.wording.best_time import suggestion_row
from wardtui.wording.case import household_row, next_rows, record_rows
from wardtui.wording.columns import cells
from wardtui.wording.timeline import history_lines

if TYPE_CHECKING:
    from wardtui.services.case_detail import CaseDetail

_NAME_WIDTH = 13


def detail_content(
    detail: "CaseDetail", now: datetime, me: OfficerId | None, width: int
) -> Content:
    """All about a case beside a list, the most useful first; of its ladder two lines at most.

    Phones are shown, the personal number is not.

    :param width: cells of a line; longer values go on under their beginning
    """
    from wardtui.domain.explaining import explain
    from wardtui.wording.ladder import short_ladder

    policy = detail.force.policy
    ladder = short_ladder(explain(detail.case, detail.force, now), policy, now)
    lines = [*_next(detail, now, width), *(Content(cells(one, width).rstrip()) for one in ladder)]
    lines += [Content(""), *_record(detail, now, width)]
    lines += [Content(""), *_history(detail, now, me, width)]
    return Content("\n").join(lines)


def page_content(detail: "CaseDetail", now: datetime, me: OfficerId | None, width: int) -> Content:
    """All about a case on a page of its own, with its whole ladder.

    :param width: cells of a line; longer values go on under their beginning
    """
    ladder = _ladder(detail, now, width)
    record = _record(detail, now, width)
    # Whoever opens a case that was handed up asks why; before that, how to reach the resident.
    middle = (ladder, record) if detail.case.ladder.rungs else (record, ladder)
    parts = [_next(detail, now, width), *middle, _history(detail, now, me, width)]
    return Content("\n\n").join(Content("\n").join(part) for part in parts)


def _next(detail: "CaseDetail", now: datetime, width: int) -> list[Content]:
    """What has to happen next, and when to try."""
    rows = next_rows(detail.case, now, detail.history, detail.names)
    if detail.suggestion is not None:
        rows.append(suggestion_row(detail.suggestion))
    first, *others = rows
    return [named_row(*first, width, "bold"), *(named_row(*row, width) for row in others)]


def _record(detail: "CaseDetail", now: datetime, width: int) -> list[Content]:
    resident = detail.case.resident
    if resident.personal_id is not None:
        hidden = mask_personal_number(resident.personal_id)
        resident = msgspec.structs.replace(resident, personal_id=hidden)
    rows = [*record_rows(detail.case, resident, now), *household_row(detail.household)]
    return [named_row(name, value, width) for name, value in rows]


def _ladder(detail: "CaseDetail", now: datetime, width: int) -> list[Content]:
    """Why it stands at its level, and what follows."""
    from wardtui.domain.explaining import explain
    from wardtui.wording.ladder import ladder_heading, ladder_rows

    explained = explain(detail.case, detail.force, now)
    events = {stored.event.id: stored.event for stored in detail.history}
    rows = ladder_rows(explained, detail.force.policy, now, events, detail.names, detail.supposed)
    heading = _wrapped(ladder_heading(explained), width, 0)
    return [Content.styled(heading, "bold"), *(named_row(*row, width) for row in rows)]


def _history(
    detail: "CaseDetail", now: datetime, me: OfficerId | None, width: int
) -> list[Content]:
    heading = Content.styled(tr("History"), "bold")
    return [heading, *_timeline(detail, now, me, width)]


def _timeline(
    detail: "CaseDetail", now: datetime, me: OfficerId | None, width: int
) -> Iterator[Content]:
    """What happened, the newest first; a day is named once."""
    lines = history_lines(
        detail.history, [*detail.rejected, *detail.discarded], now, me, detail.names
    )
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
