"""``sample-data`` and ``demo``: invented people to try things out with."""

from pathlib import Path
from typing import Annotated

import typer

from wardtui.cli.options import command
from wardtui.cli.run import current
from wardtui.domain.vocabulary import Role
from wardtui.i18n import tr
from wardtui.sample.people import SHIPPED_RESIDENTS, SHIPPED_SEED


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @command(app, tr("Write a synthetic ward list."), "sample-data")
    def sample_data(
        output: Annotated[Path, typer.Option("-o", "--output", help=tr("An .xlsx or .csv file."))],
        residents: Annotated[
            int, typer.Option(min=1, max=200_000, help=tr("How many residents."))
        ] = SHIPPED_RESIDENTS,
        seed: Annotated[
            int, typer.Option(help=tr("The same seed gives the same list."))
        ] = SHIPPED_SEED,
    ) -> None:
        from wardtui.sample.list_file import write_sample_list

        write_sample_list(output, residents, seed)
        current().answer(
            {"file": str(output), "residents": residents, "seed": seed},
            tr("{residents} invented residents are in {file}.", residents=residents, file=output),
        )

    @command(app, tr("Everything embedded, with invented people."))
    def demo(
        residents: Annotated[
            int | None,
            typer.Option(min=1, max=200_000, help=tr("So many, instead of the sample ward.")),
        ] = None,
        role: Annotated[Role, typer.Option(help=tr("Whose screen to open."))] = Role.OFFICER,
    ) -> None:
        from wardtui.cli.demo import run_demo

        run_demo(residents, role)
