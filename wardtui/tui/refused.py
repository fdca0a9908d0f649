"""Residents without the seat that they were promised: on their page, and in this evening."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from wardtui.domain.agenda import Agenda, Entry, Section, section_of
from wardtui.domain.ids import ResidentId
from wardtui.domain.moments import end_of_day
from wardtui.domain.worklist import WorklistRow
from wardtui.i18n import tr
from wardtui.services.offers import offered
from wardtui.services.ports import Unit
from wardtui.services.refusals import Refusal, refusal_of, refused
from wardtui.services.sessions import Listed
from wardtui.wording.columns import cells
from wardtui.wording.session_screens import (
    free_text,
    other_day_text,
    refusal_text,
    refused_count_text,
)

if TYPE_CHECKING:
    from wardtui.services.case_detail import CaseDetail
    from wardtui.tui.screens.base import WorkScreen

_SHOWN = 3
"""Sessions named on a page; the panel offers more."""


async def with_refusal(
    screen: "WorkScreen", detail: "CaseDetail", text: Content, width: int
) -> Content:
    """A page of somebody, under what the server did not take and the next free sessions.

    :param width: cells of a line
    """
    if not detail.rejected:
        return text
    now = screen.session.now()
    found = await screen.session.read(_read(detail, now))
    if found is None:
        return text
    refusal, sessions = found
    lines = [Content.styled(refusal_text(refusal, now), "bold")]
    for one in sessions[:_SHOWN]:
        free = f"{free_text(one)} · {other_day_text(one.session, now)}"
        lines.append(Content(cells(f"   {free}", width).rstrip()))
    told = tr("{key}: choose another session.", key=_book_key(screen))
    if not sessions:
        told = tr("{key}: no other session is planned; open one.", key=_book_key(screen))
    return Content("\n").join([*lines, Content(f"   {told}"), Content(""), text])


def refused_summary(screen: "WorkScreen", count: int) -> str:
    """How many have no seat, before what else a page says of itself; empty when nobody has none."""
    return f" {refused_count_text(count, _book_key(screen))} ·" if count else ""


def _book_key(screen: "WorkScreen") -> str:
    action = screen.ward_app.keymap.find("book")
    return action.shown if action is not None else ""


def _read(
    detail: "CaseDetail", now: datetime
) -> Callable[[Unit], tuple[Refusal, list[Listed]] | None]:
    def read(unit: Unit) -> tuple[Refusal, list[Listed]] | None:
        refusal = refusal_of(unit, detail.case)
        if refusal is None:
            return None
        found = refusal.offers(offered(unit, [detail.case], now))
        return refusal, [one for one in found if one.free]

    return read


def read_evening(
    unit: Unit, rows: Sequence[WorklistRow], now: datetime
) -> tuple[Agenda, frozenset[ResidentId]]:
    """An evening, and who of them has no seat that was promised.

    :param rows: lines of the worklist
    """
    agenda = Agenda.of(rows, now)
    if not unit.events.count_rejected():
        return agenda, frozenset()
    without_seat = refused(unit)
    theirs = [row for row in rows if row.id in without_seat]
    return agenda_with(agenda, theirs, now), frozenset(row.id for row in theirs)


def agenda_with(agenda: Agenda, theirs: Iterable[WorklistRow], now: datetime) -> Agenda:
    """An evening with those who have no seat at the top of what needs somebody again."""
    rows = {row.id: row for row in theirs}
    there = {entry.row.id for entry in agenda.entries}
    calls, doors = agenda.calls, agenda.doors
    for resident, row in rows.items():
        if resident in there or row.due is None or row.due >= end_of_day(now):
            continue
        is_call = section_of(row) is None
        calls -= is_call
        doors -= not is_call
    entries = [entry for entry in agenda.entries if entry.row.id not in rows]
    order = list(Section)
    top = order.index(Section.CAME_BACK)
    before = sum(order.index(entry.section) < top for entry in entries)
    first = [Entry(Section.CAME_BACK, row) for row in rows.values()]
    return Agenda(agenda.day, (*entries[:before], *first, *entries[before:]), calls, doors)
