"""``init``: making a vault."""

import typer

from wardtui.cli.options import command
from wardtui.cli.run import current
from wardtui.i18n import tr


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @command(app, tr("Make a new vault; prints the recovery code once."))
    def init() -> None:
        from wardtui.bootstrap import new_vault

        run = current()
        home = run.places.home
        made = new_vault(home, run.passphrase(new=True))
        run.answer(
            {"home": str(home), "device": made.device, "recovery_code": made.recovery_code},
            tr(
                "The vault is in {home}.\n\n"
                "Recovery code: {code}\n\n"
                "Write it down and keep it apart from this laptop. It is shown only now and opens\n"
                "the vault when the passphrase is forgotten.",
                home=home,
                code=made.recovery_code,
            ),
        )
