"""``letters`` and ``sessions sheet``: what is printed and taken along."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wardtui.cli.options import command
from wardtui.cli.run import current
from wardtui.domain.notice import SheetFor
from wardtui.i18n import ntr, tr

if TYPE_CHECKING:
    from wardtui.domain.ids import ResidentId
    from wardtui.services.ports import Unit


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @command(app, tr("Invitations as letters, one to a page, in walking order."))
    def letters(
        output: Annotated[Path, typer.Option("-o", "--output", help=tr("A .docx file to write."))],
        resident: Annotated[
            list[str] | None,
            typer.Argument(help=tr("Only these people, whatever is next for them: ids.")),
        ] = None,
        due: Annotated[
            bool, typer.Option("--due", help=tr("Only to whom nobody has written yet."))
        ] = False,
        session: Annotated[
            str | None, typer.Option(help=tr("Only who is booked into this session."))
        ] = None,
        area: Annotated[str | None, typer.Option(help=tr("Only this area."))] = None,
        phone: Annotated[
            str | None,
            typer.Option(help=tr("The number to call; a line to write it on unless given.")),
        ] = None,
        ward_name: Annotated[
            str | None,
            typer.Option(help=tr("The ward's name; a line to write it on unless given.")),
        ] = None,
    ) -> None:
        from wardtui.bootstrap import make_letters, take_out
        from wardtui.domain.roster.areas import read_area
        from wardtui.reports.document_files import check_name
        from wardtui.services.letters import LetterHead, Wanted, letters_due, number_to_call
        from wardtui.services.sessions import find_session

        run = current()
        check_name(output)
        head = LetterHead(ward_name, number_to_call(phone) if phone else None)
        with run.desk() as desk:
            now = desk.tools.clock.now()
            notices = desk.vault.read(
                lambda unit: letters_due(
                    unit,
                    now,
                    Wanted(
                        due_only=due,
                        residents=_ids(unit, resident) if resident else None,
                        session=find_session(unit, session).id if session else None,
                        area=read_area(area) or area if area else None,
                    ),
                )
            )
            if notices:
                made = make_letters(notices, head, now, run.places)
                take_out(desk.vault, "letters", len(notices), output, made)
        document = {
            "file": str(output) if notices else None,
            "letters": len(notices),
            "residents": [one.resident for one in notices],
        }
        if notices:
            text = ntr(
                "{count} letter is in {file}.",
                "{count} letters are in {file}.",
                len(notices),
                file=str(output),
            )
        else:
            text = tr("There is nobody to write to. No file was written.")
        run.answer(document, text)


def add_sheet_to(sessions: typer.Typer) -> None:
    """Add ``sheet`` to the group ``sessions``."""

    @command(sessions, tr("A session as a sheet to print: for the team, helpers, a far journey."))
    def sheet(
        session: Annotated[str, typer.Argument(help=tr("Id, or the end of it."))],
        output: Annotated[Path, typer.Option("-o", "--output", help=tr("A .docx file to write."))],
        for_: Annotated[
            SheetFor, typer.Option("--for", help=tr("Who carries it; the team unless given."))
        ] = SheetFor.TEAM,
    ) -> None:
        from wardtui.bootstrap import make_sheet, take_out
        from wardtui.reports.document_files import check_name
        from wardtui.services.run_sheets import export_name, run_sheet
        from wardtui.services.sessions import find_session

        run = current()
        check_name(output)
        with run.desk() as desk:
            now = desk.tools.clock.now()
            found = desk.vault.read(
                lambda unit: run_sheet(unit, find_session(unit, session).id, now)
            )
            made = make_sheet(found, for_, run.places)
            take_out(desk.vault, export_name(for_), len(found.stops), output, made)
        text = ntr(
            "The sheet is in {file}: {count} person.",
            "The sheet is in {file}: {count} people.",
            len(found.stops),
            file=str(output),
        )
        run.answer({"file": str(output), "for": for_, "people": len(found.stops)}, text)


def _ids(unit: "Unit", residents: list[str]) -> "list[ResidentId]":
    from wardtui.services.find_resident import find_resident

    return [find_resident(unit, one).id for one in residents]
