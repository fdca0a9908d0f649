"""``pair`` and ``sync``: the exchange with the central server."""

from typing import Annotated, Any

import typer

from wardtui.cli.options import command
from wardtui.cli.run import current
from wardtui.i18n import ntr, tr


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @command(app, tr("Send what waits and read what is new."))
    def sync(
        wait: Annotated[
            float,
            typer.Option(
                min=0, metavar="SECONDS", help=tr("Give up so long after the last progress.")
            ),
        ] = 30.0,
        check: Annotated[
            bool,
            typer.Option(
                "--check",
                help=tr("Compare with the server afterwards, and read afresh what differs."),
            ),
        ] = False,
    ) -> None:
        from wardtui.bootstrap import connector
        from wardtui.services.compare import compare
        from wardtui.services.sync import Synced
        from wardtui.services.sync import sync as exchange

        run = current()

        def progress(so_far: Synced) -> None:
            if not run.json:
                run.say(
                    tr(
                        "sent {sent}, read {read}, waiting {waiting}",
                        sent=so_far.pushed,
                        read=so_far.pulled,
                        waiting=so_far.pending,
                    )
                )

        with run.desk(writing="sync") as desk:
            connect = connector(wait, run.settings.proxy)
            done = exchange(desk.vault, connect, desk.tools, progress)
            compared = compare(desk.vault, connect) if check else None
        document: dict[str, Any] = {
            "pushed": done.pushed,
            "duplicates": done.duplicates,
            "rejected": done.rejected,
            "pulled": done.pulled,
            "pending": done.pending,
            "seconds": done.seconds,
        }
        if compared is not None:
            document["checked"] = {"events": compared.events, "repaired": compared.repaired}
        lines = [
            tr(
                "Synchronised: sent {sent}, read {read}, in {seconds:.1f} s.",
                sent=done.pushed + done.duplicates,
                read=done.pulled,
                seconds=done.seconds,
            )
        ]
        if compared is not None and compared.repaired:
            lines.append(
                ntr(
                    "Compared {events} events with the server: {count} differed and was read "
                    "afresh.",
                    "Compared {events} events with the server: {count} differed and were read "
                    "afresh.",
                    compared.repaired,
                    events=compared.events,
                )
            )
        elif compared is not None:
            lines.append(
                ntr(
                    "Compared {count} event with the server: no difference.",
                    "Compared {count} events with the server: no difference.",
                    compared.events,
                )
            )
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
