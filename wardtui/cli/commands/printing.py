"""``letters`` and ``sessions sheet``: what is printed and taken along."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wardtui.cli.options import command
from wardtui.cli.run import current
from wardtui.domain.errors import BadInput
from wardtui.domain.notice import SheetFor
from wardtui.i18n import ntr, tr

if TYPE_CHECKING:
    from wardtui.bootstrap import Desk

SUFFIX = ".docx"


class NotADocumentName(BadInput):
    """The file is not named as a Word document."""

    CODE = "not_a_document_name"


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @command(app, tr("Invitations as letters, one to a page, in walking order."))
    def letters(
        output: Annotated[Path, typer.Option("-o", "--output", help=tr("A .docx file to write."))],
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
        from wardtui.domain.notice import Sender
        from wardtui.domain.roster.areas import read_area
        from wardtui.reports.letters import letters_document
        from wardtui.reports.word_templates import template_folders
        from wardtui.services.letters import Wanted, letters_due
        from wardtui.services.notices import Caller
        from wardtui.services.sessions import find_session
        from wardtui.wording.invitation import letter_of

        run = current()
        _check_name(output)
        number = _number(phone) if phone else None
        with run.desk() as desk:
            now = desk.tools.clock.now()
            pairing = desk.vault.read(lambda unit: unit.state.pairing)
            caller = Caller(pairing.name if pairing else None, number)
            notices = desk.vault.read(
                lambda unit: letters_due(
                    unit,
                    now,
                    Wanted(
                        due_only=due,
                        session=find_session(unit, session).id if session else None,
                        area=read_area(area) or area if area else None,
                    ),
                    caller,
                )
            )
            if notices:
                sender = Sender(ward=ward_name, today=now)
                folders = template_folders(run.places)
                made = letters_document(list(map(letter_of, notices)), sender, folders)
                _write(desk, "letters", len(notices), output, made)
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
        from wardtui.reports.run_sheet import sheet_document
        from wardtui.reports.word_templates import template_folders
        from wardtui.services.run_sheets import run_sheet
        from wardtui.services.sessions import find_session

        run = current()
        _check_name(output)
        with run.desk() as desk:
            now = desk.tools.clock.now()
            found = desk.vault.read(
                lambda unit: run_sheet(unit, find_session(unit, session).id, now)
            )
            made = sheet_document(found, for_, template_folders(run.places))
            _write(desk, f"sessions sheet --for {for_}", len(found.stops), output, made)
        text = ntr(
            "The sheet is in {file}: {count} person.",
            "The sheet is in {file}: {count} people.",
            len(found.stops),
            file=str(output),
        )
        run.answer({"file": str(output), "for": for_, "people": len(found.stops)}, text)


def _check_name(file: Path) -> None:
    """Refuse a name under which no program would open the file, before anything is read."""
    if file.suffix.lower() != SUFFIX:
        raise NotADocumentName(file=str(file))


def _number(text: str) -> str:
    """The number, E.164.

    :raises BadValue: when it is none
    """
    from wardtui.domain.phones import read_phones
    from wardtui.domain.resident import Field
    from wardtui.domain.typed_values import BadValue
    from wardtui.domain.vocabulary import ValueFault

    read = read_phones(text)
    if read.unclear or len(read.phones) != 1:
        raise BadValue(field=Field.PHONES, fault=ValueFault.PHONE)
    return read.phones[0].number


def _write(desk: "Desk", command_: str, people: int, file: Path, content: bytes) -> None:
    """Replace the file as a whole; that it was made is noted first.

    :raises wardtui.domain.errors.CannotWrite: when it cannot be written there
    :raises wardtui.domain.errors.DiskFull: when there is no room
    """
    from wardtui.services.access_log import note_export
    from wardtui.store.os_calls import cannot_write, write_durably

    note_export(desk.vault, command_, people)
    try:
        write_durably(file, content)
    except OSError as error:
        raise cannot_write(file, error) from error
