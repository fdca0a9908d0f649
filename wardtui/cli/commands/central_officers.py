"""``central``: who works with the server, on which laptops."""

from datetime import timedelta
from typing import Annotated

import typer

from wardtui.cli.central_options import Database, database_address, need_central
from wardtui.cli.options import command
from wardtui.cli.run import current
from wardtui.domain.vocabulary import Role
from wardtui.i18n import tr


def add_to(central: typer.Typer) -> None:
    """Add the commands of this module."""

    @command(central, tr("Add an officer."), "add-officer")
    def add_officer(
        name: Annotated[str, typer.Option(help=tr("Name of the officer."))],
        role: Annotated[Role, typer.Option(help=tr("What they may do."))] = Role.OFFICER,
        ward: Annotated[
            list[str] | None, typer.Option(help=tr("Code of a ward; may be repeated."))
        ] = None,
        database: Database = None,
    ) -> None:
        need_central()
        import msgspec

        from wardtui.central.admin import add_officer as add

        added = add(database_address(database), name, role, ward or [])
        current().answer(
            msgspec.structs.asdict(added),
            tr(
                "Officer {officer}\nPairing code {code}, good for 15 minutes",
                officer=added.officer,
                code=added.pairing_code,
            ),
        )

    @command(central, tr("The officers with their wards and laptops."), "officers")
    def officers(database: Database = None) -> None:
        need_central()
        import msgspec

        from wardtui.central.data_admin import known_officers
        from wardtui.cli.central_text import officers_text

        found = known_officers(database_address(database))
        current().answer({"officers": msgspec.to_builtins(found)}, officers_text(found))

    @command(central, tr("A code for another laptop."), "pairing-code")
    def pairing_code(
        officer: Annotated[str, typer.Argument(help=tr("Id of the officer."))],
        minutes: Annotated[int, typer.Option(min=1, help=tr("How long it is good."))] = 15,
        database: Database = None,
    ) -> None:
        need_central()
        from wardtui.central.admin import pairing_code as new_code

        code = new_code(database_address(database), officer, timedelta(minutes=minutes))
        current().answer({"officer": officer, "pairing_code": code}, code)
