"""``list`` and ``show``: the residents."""

from enum import StrEnum
from typing import Annotated

import typer

from wardtui.cli.options import command
from wardtui.cli.run import current
from wardtui.domain.worklist_index import Sort
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
        sort: Annotated[Sort, typer.Option(help=tr("Order."))] = Sort.DUE,
        limit: Annotated[int | None, typer.Option(min=1, help=tr("So many at most."))] = None,
        reveal: Annotated[
            bool, typer.Option("--reveal", help=tr("Show numbers unmasked; this is recorded."))
        ] = False,
    ) -> None:
        from wardtui.cli.texts import list_text
        from wardtui.domain.moments import end_of_day
        from wardtui.domain.roster.areas import read_area
        from wardtui.domain.worklist_index import Filter
        from wardtui.services.reveal import note_reveal
        from wardtui.services.view import case_document

        run = current()
        now = run.tools.clock.now()
        before = {Due.ALL: None, Due.OVERDUE: now, Due.TODAY: end_of_day(now)}[due]
        wanted = Filter(
            area=read_area(area) or area if area else None,
            query=query,
            level=level,
            due_before=before,
        )
        with run.desk() as desk:
            worklist = desk.vault.read(lambda unit: unit.worklist())
            found = worklist.select(wanted, sort)
            rows = [worklist.row(position) for position in found[:limit]]
            if reveal:
                note_reveal(desk.vault, "list", len(rows))
            if not run.json:
                run.answer(None, list_text(rows, len(found), now, reveal=reveal))
                return
            cases = desk.vault.read(lambda unit: [unit.cases.get(row.id) for row in rows])
        documents = [case_document(case, reveal=reveal) for case in cases if case]
        run.answer({"total": len(found), "cases": documents}, "")

    @command(app, tr("A case, its history, and why it is so."))
    def show(
        resident: Annotated[str, typer.Argument(help=tr("Id, or the end of it."))],
        reveal: Annotated[
            bool, typer.Option("--reveal", help=tr("Show numbers unmasked; this is recorded."))
        ] = False,
    ) -> None:
        from wardtui.cli.texts import case_text
        from wardtui.services.find_resident import find_resident
        from wardtui.services.person import person_of
        from wardtui.services.reveal import note_reveal
        from wardtui.services.view import full_document

        run = current()
        with run.desk() as desk:
            case = desk.vault.read(lambda unit: find_resident(unit, resident))
            person = desk.vault.read(lambda unit: person_of(unit, case.id))
            rejected = desk.vault.read(
                lambda unit: [r for one in person.members for r in unit.events.rejected_of(one)]
            )
            history = list(person.events)
            pairing = desk.vault.read(lambda unit: unit.state.pairing)
            if reveal:
                note_reveal(desk.vault, "show", 1, case.id)
        run.answer(
            full_document(case, history, rejected, reveal=reveal),
            case_text(
                case,
                history,
                rejected,
                run.tools.clock.now(),
                pairing.officer if pairing else None,
                reveal=reveal,
            ),
        )
