"""``init`` and ``vault``: making a vault and looking after it."""

from pathlib import Path
from typing import Annotated

import typer

from wardtui.cli import keeping
from wardtui.cli.options import command, group
from wardtui.i18n import tr


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, tr("Make a new vault; prints the recovery code once."), "init")(keeping.init_vault)
    vault = group(app, "vault", tr("Look after the vault."))
    command(vault, tr("What stands about the vault: entries, backups, who is writing."), "status")(
        keeping.show_status
    )
    command(vault, tr("Check every page, event, case and backup."), "verify")(keeping.verify_vault)

    @command(vault, tr("Write an encrypted backup."))
    def backup(
        output: Annotated[
            Path | None,
            typer.Option(
                "-o", "--output", metavar="FILE", help=tr("Where to; else beside the vault.")
            ),
        ] = None,
    ) -> None:
        keeping.back_up_vault(output)

    @command(vault, tr("Put the vault back from a backup; what is there is moved aside."))
    def restore(
        file: Annotated[
            Path | None,
            typer.Argument(help=tr("Backup, or a folder moved aside; else the newest.")),
        ] = None,
        salvage: Annotated[
            bool,
            typer.Option(
                "--salvage",
                help=tr("Bring in what only the present vault has. From a damaged one always."),
            ),
        ] = False,
    ) -> None:
        keeping.restore_vault(file, salvage=salvage)

    @command(vault, tr("Change the passphrase, or the recovery code."))
    def passphrase(
        new_passphrase_file: Annotated[
            Path | None,
            typer.Option(metavar="FILE", help=tr("File that holds the new passphrase.")),
        ] = None,
        recovery_code: Annotated[
            bool, typer.Option("--recovery-code", help=tr("Make a new recovery code instead."))
        ] = False,
    ) -> None:
        keeping.change_secret(new_passphrase_file, recovery_code=recovery_code)

    command(vault, tr("Make the lists again from the entries."), "rebuild")(keeping.rebuild_vault)
    command(vault, tr("Forget residents whose needs were met long ago."), "purge")(
        keeping.purge_vault
    )

    @command(vault, tr("Delete the vault with its backups."))
    def wipe(
        yes: Annotated[bool, typer.Option("--yes", help=tr("I mean it."))] = False,
        force: Annotated[
            bool,
            typer.Option(
                "--force", help=tr("Also what was never sent, and without the passphrase.")
            ),
        ] = False,
    ) -> None:
        keeping.wipe_vault(yes=yes, force=force)
