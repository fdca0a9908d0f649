"""``doctor``: what on this laptop is right, what to look at and what to do."""

import shutil
import sys
from typing import Annotated

import typer

from wardtui.cli.options import command
from wardtui.cli.run import Run, current
from wardtui.i18n import tr


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @command(
        app,
        tr("Check this laptop: terminal, clock, settings, disk, vault, server; says what to do."),
    )
    def doctor(
        wait: Annotated[
            float,
            typer.Option(min=0, metavar="SECONDS", help=tr("Go on asking the server for so long.")),
        ] = 5.0,
    ) -> None:
        from wardtui.cli.examination import examine
        from wardtui.services.check_up import Level
        from wardtui.wording.check_up import document, text

        run = current()
        found = list(examine(run, _secret(run), wait))
        run.answer(document(found), text(found, shutil.get_terminal_size((100, 24)).columns))
        if any(one.level is Level.WRONG for one in found):
            raise typer.Exit(1)


def _secret(run: Run) -> str | None:
    """What opens the vault: as given or typed; nobody has to."""
    from wardtui.store.names import vault_exists

    if not vault_exists(run.places.home):
        return None
    given = run.given_passphrase()
    if given is not None or not sys.stdin.isatty():
        return given
    typed: str = typer.prompt(
        tr("Passphrase (Enter: without looking into the vault)"),
        default="",
        show_default=False,
        hide_input=True,
        err=True,
    )
    return typed or None
