"""``list`` and ``show``: the residents."""

from enum import StrEnum
from typing import Annotated

import msgspec
import typer

from wardtui.cli.options import command
from wardtui.cli.run import current
from wardtui.domain.bands import AgeBand, Residency
from wardtui.domain.moments import TimeSlot
from wardtui.domain.vocabulary import ActionKind, Flag, Need, Status, SupportNeed
from wardtui.domain.worklist_orders import Sort
from wardtui.i18n import tr


class Due(StrEnum):
    """Which cases by when they are due."""

    TODAY = "today"
    OVERDUE = "overdue"
    ALL = "all"


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @command(app, tr("Whom to reach next."), "list")
    def list_(
        area: Annotated[str | None, typer.Option(help=tr("Only this area."))] = None,
        level: Annotated[int | None, typer.Option(help=tr("Only this level."))] = None,
        due: Annotated[Due, typer.Option(help=tr("Only what is due."))] = Due.ALL,
        query: Annotated[
            str, typer.Option(help=tr("Name, phone, number or address, without diacritics."))
        ] = "",
        need: Annotated[
            list[Need] | None, typer.Option(help=tr("Only who still lacks this; may be repeated."))
        ] = None,
        status: Annotated[
            list[Status] | None, typer.Option(help=tr("Only this status; may be repeated."))
        ] = None,
        flag: Annotated[
            list[Flag] | None, typer.Option(help=tr("Only with this data fault; may be repeated."))
        ] = None,
        support: Annotated[
            list[SupportNeed] | None,
            typer.Option(help=tr("Only who needs this support; may be repeated.")),
        ] = None,
        slot_not_tried: Annotated[
            TimeSlot | None, typer.Option(help=tr("Only whom nobody has tried at this time."))
        ] = None,
        age: Annotated[
            list[AgeBand] | None, typer.Option(help=tr("Only this age today; may be repeated."))
        ] = None,
        residency: Annotated[
            list[Residency] | None, typer.Option(help=tr("Only this residency; may be repeated."))
        ] = None,
        kind: Annotated[
            list[ActionKind] | None,
            typer.Option(help=tr("Only this next action; may be repeated.")),
        ] = None,
        owner: Annotated[
            str | None,
            typer.Option(help=tr("Only what this officer has to do: an id, or level:N.")),
        ] = None,
        never_tried: Annotated[
            bool, typer.Option("--never-tried", help=tr("Only whom nobody has tried."))
        ] = False,
        view: Annotated[
            str | None,
            typer.Option(help=tr("As a view of the screen shows them; other options narrow it.")),
        ] = None,
        sort: Annotated[Sort | None, typer.Option(help=tr("Order; due unless given."))] = None,
        limit: Annotated[int | None, typer.Option(min=1, help=tr("So many at most."))] = None,
        reveal: Annotated[
            bool, typer.Option("--reveal", help=tr("Show numbers unmasked; this is recorded."))
        ] = False,
    ) -> None:
        from wardtui.cli.texts import list_text
        from wardtui.domain.moments import end_of_day
        from wardtui.domain.roster.areas import read_area
        from wardtui.domain.worklist_filter import Filter
        from wardtui.services.access_log import note_reveal
        from wardtui.services.listing import list_as_of
        from wardtui.services.view import case_document
        from wardtui.services.views import narrowed, need_view

        run = current()
        now = run.tools.clock.now()
        before = {Due.ALL: None, Due.OVERDUE: now, Due.TODAY: end_of_day(now)}[due]
        wanted = Filter(
            area=read_area(area) or area if area else None,
            query=query,
            level=level,
            due_before=before,
            needs=tuple(need or ()),
            statuses=tuple(status or ()),
            flags=tuple(flag or ()),
            support_needs=tuple(support or ()),
            slot_not_tried=slot_not_tried,
            ages=tuple(age or ()),
            today=run.today,
            residencies=tuple(residency or ()),
            kinds=tuple(kind or ()),
            owner=owner,
            never_tried=never_tried,
        )
        with run.desk() as desk:
            if view is not None:
                kept = desk.vault.read(lambda unit: need_view(unit, view))
                wanted, sort = narrowed(kept.filter, wanted), sort or kept.sort
            listing = desk.vault.read(lambda unit: list_as_of(unit, now))
            found = listing.worklist.select(wanted, sort or Sort.DUE)
            rows = [listing.worklist.row(position) for position in found[:limit]]
            if reveal:
                note_reveal(desk.vault, "list", len(rows))
            if not run.json:
                supposed = listing.supposed
                text = list_text(rows, len(found), now, reveal=reveal, supposed=supposed)
                run.answer(None, text)
                return
            cases = desk.vault.read(lambda unit: [listing.case(unit, row.id) for row in rows])
        documents = [
            case_document(case, reveal=reveal, supposed=case.id in listing.supposed)
            for case in cases
            if case is not None
        ]
        run.answer({"total": len(found), "cases": documents}, "")

    @command(app, tr("A case, its history, and why it is so."))
    def show(
        resident: Annotated[str, typer.Argument(help=tr("Id, or the end of it."))],
        reveal: Annotated[
            bool, typer.Option("--reveal", help=tr("Show numbers unmasked; this is recorded."))
        ] = False,
    ) -> None:
        from wardtui.cli.texts import case_text
        from wardtui.domain.best_time import Statistics, suggest
        from wardtui.domain.moments import local_day
        from wardtui.domain.worklist import worklist_row
        from wardtui.services.access_log import note_reveal
        from wardtui.services.case_detail import case_detail
        from wardtui.services.find_resident import find_resident
        from wardtui.services.view import full_document

        run = current()
        now = run.tools.clock.now()
        with run.desk() as desk:
            case = desk.vault.read(lambda unit: find_resident(unit, resident))
            detail = desk.vault.read(lambda unit: case_detail(unit, case.id, now))
            rows = desk.vault.read(lambda unit: unit.worklist().rows())
            pairing = desk.vault.read(lambda unit: unit.state.pairing)
            if reveal:
                note_reveal(desk.vault, "show", 1, case.id)
        assert detail is not None  # noqa: S101  the case was found
        suggestion = suggest(worklist_row(detail.case), Statistics.of(rows, local_day(now)), now)
        detail = msgspec.structs.replace(detail, suggestion=suggestion)
        me = pairing.officer if pairing else None
        document = full_document(detail, now, reveal=reveal)
        run.answer(document, case_text(detail, now, me, reveal=reveal))
