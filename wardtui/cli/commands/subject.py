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
        from wardtui.services.subject import subject as everything
        from wardtui.wording.subject import subject_page

        run = current()
        form = page_format(output)
        with run.desk() as desk:
            now = desk.tools.clock.now()
            found = desk.vault.read(lambda unit: everything(unit, resident, now))
            who = found.detail.case.id
            content = page_bytes(subject_page(found, now, reveal=reveal), form)
            if reveal:
                note_reveal(desk.vault, "subject", 1, who)
            take_out(desk.vault, "subject", 1, output, content, who)
        file = str(output)
        run.answer(
            {"file": file, "resident": who, "entries": len(found.detail.history)},
            tr("Everything that is held on this person is in {file}.", file=file),
        )
