"""``subject``: everything that is held on one person, for that person."""

from pathlib import Path
from typing import Annotated

import typer

from wardtui.cli.options import command
from wardtui.cli.run import current
from wardtui.i18n import tr


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @command(app, tr("Everything that is held on one person, as a page for that person."))
    def subject(
        resident: Annotated[str, typer.Argument(help=tr("Id, or the end of it."))],
        output: Annotated[
            Path, typer.Option("-o", "--output", help=tr("A .html or .txt file to write."))
        ],
        reveal: Annotated[
            bool,
            typer.Option(
                "--reveal", help=tr("With whole numbers, notes and entries; this is recorded.")
            ),
        ] = False,
    ) -> None:
        from wardtui.bootstrap import take_out
        from wardtui.reports.page_files import page_bytes, page_format
        from wardtui.services.access_log import note_reveal
        from wardtui.services.subject import Remains, held
        from wardtui.wording.remains import remains_page
        from wardtui.wording.subject import subject_page

        run = current()
        form = page_format(output)
        with run.desk() as desk:
            now = desk.tools.clock.now()
            found = desk.vault.read(lambda unit: held(unit, resident, now))
            if isinstance(found, Remains):
                who, entries = found.left.id, 0
                page = remains_page(found, now)
            else:
                who, entries = found.detail.case.id, len(found.detail.history)
                page = subject_page(found, now, reveal=reveal)
                if reveal:
                    note_reveal(desk.vault, "subject", 1, who)
            take_out(desk.vault, "subject", 1, output, page_bytes(page, form), who)
        file = str(output)
        told: dict[str, object] = {"file": file, "resident": who, "entries": entries}
        text = tr("Everything that is held on this person is in {file}.", file=file)
        if isinstance(found, Remains):
            told["forgotten"] = True
            text = tr("This device has forgotten the person; what is left is in {file}.", file=file)
        run.answer(told, text)
