"""``central bundle``: the server's side of what is exchanged on a USB stick."""

from pathlib import Path
from typing import Annotated

import typer

from wardtui.cli.central_options import Database, database_address, need_central
from wardtui.cli.options import command
from wardtui.cli.run import current
from wardtui.i18n import ntr, tr


def add_to(central: typer.Typer) -> None:
    """Add the commands of this module."""

    @command(central, tr("Take in a file of a laptop and write the answer to it."))
    def bundle(
        file: Annotated[Path, typer.Argument(help=tr("What the laptop has written."))],
        output: Annotated[
            Path, typer.Option("--output", "-o", metavar="FILE", help=tr("The answer to make."))
        ],
        database: Database = None,
    ) -> None:
        need_central()
        from wardtui.bootstrap import read_sealed, write_whole
        from wardtui.central.bundles import answer_at

        done = answer_at(database_address(database), read_sealed(file))
        write_whole(output, done.file)
        statuses = [one.status for one in done.results]
        document = {
            "file": str(output),
            "events": len(statuses),
            "accepted": statuses.count("accepted"),
            "duplicates": statuses.count("duplicate"),
            "rejected": statuses.count("rejected") + statuses.count("conflict"),
            "news": done.news,
            "more": done.more,
        }
        lines = [
            ntr(
                "Taken in: {count} event. Bring {file} back to that laptop: wardtui bundle read",
                "Taken in: {count} events. Bring {file} back to that laptop: wardtui bundle read",
                len(statuses),
                file=output,
            )
        ]
        if done.more:
            lines.append(tr("There is more news than one file holds; the laptop will ask again."))
        current().answer(document, "\n".join(lines))
