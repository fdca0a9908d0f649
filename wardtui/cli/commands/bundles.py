"""``bundle``: the exchange with the central server on a USB stick."""

from pathlib import Path
from typing import Annotated

import typer

from wardtui.cli.options import command, group
from wardtui.cli.run import current
from wardtui.i18n import ntr, tr


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    bundle = group(app, "bundle", tr("Exchange with the server by a file that somebody carries."))

    @command(bundle, tr("Write what waits into a file for the server. It goes on waiting."))
    def write(
        file: Annotated[Path, typer.Argument(help=tr("The file to make."))],
    ) -> None:
        from wardtui.bootstrap import write_bundle

        run = current()
        with run.desk(writing="bundle") as desk:
            written = write_bundle(desk.vault, file)
        count = len(written.outbox.events)
        lines = [
            ntr(
                "{file} holds {count} event. Nobody but the server can read it.",
                "{file} holds {count} events. Nobody but the server can read it.",
                count,
                file=file,
            ),
            tr("Have it brought to whoever runs the server: wardtui central bundle FILE -o ANSWER"),
            tr("Then read the answer here: wardtui bundle read ANSWER"),
        ]
        if written.left:
            lines.append(
                ntr(
                    "{count} event found no room: write another file when the answer is here.",
                    "{count} events found no room: write another file when the answer is here.",
                    written.left,
                )
            )
        document = {"file": str(file), "events": count, "left": written.left}
        run.answer(document, "\n".join(lines))

    @command(bundle, tr("Take in the server's answer to a file that was written here."))
    def read(
        file: Annotated[Path, typer.Argument(help=tr("The answer."))],
    ) -> None:
        from wardtui.bootstrap import read_bundle

        run = current()
        with run.desk(writing="bundle") as desk:
            done = read_bundle(desk.vault, file, desk.tools, run.progress)
        document = {
            "old": done.is_old,
            "pushed": done.pushed,
            "duplicates": done.duplicates,
            "rejected": done.rejected,
            "pulled": done.pulled,
            "pending": done.pending,
            "more": done.more,
        }
        if done.is_old:
            lines = [tr("This device knows all of this answer. Nothing was changed.")]
        else:
            lines = [
                tr(
                    "Taken in: sent {sent}, read {read}, waiting {waiting}.",
                    sent=done.pushed + done.duplicates,
                    read=done.pulled,
                    waiting=done.pending,
                )
            ]
        if done.more:
            lines.append(tr("The server has more news: write another file, or call wardtui sync."))
        if done.rejected:
            lines.append(
                ntr(
                    "{count} event was not taken. Look at it with: wardtui outbox",
                    "{count} events were not taken. Look at them with: wardtui outbox",
                    done.rejected,
                )
            )
        run.answer(document, "\n".join(lines))
        if done.rejected:
            raise typer.Exit(1)
