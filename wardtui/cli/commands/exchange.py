"""``pair``, ``sync`` and ``outbox``: the exchange with the central server."""

import platform
from typing import Annotated

import typer

from wardtui.cli.options import command
from wardtui.cli.run import current
from wardtui.i18n import ntr, tr


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @command(app, tr("Pair this device with a central server."))
    def pair(
        url: Annotated[str, typer.Argument(help=tr("Address of the server."))],
        code: Annotated[str, typer.Argument(help=tr("Pairing code."))],
    ) -> None:
        from wardtui.i18n.labels import label
        from wardtui.remote.central_api import HttpCentralApi, check_address
        from wardtui.services.pair import pair as pair_device

        run = current()
        address = check_address(url)
        with run.desk(writing="pair") as desk, HttpCentralApi(address) as api:
            pairing = pair_device(desk.vault, api, address, code, platform.node()[:120])
        document = {
            "officer": pairing.officer,
            "name": pairing.name,
            "role": pairing.role,
            "wards": pairing.wards,
            "url": pairing.url,
        }
        run.answer(
            document,
            tr(
                "Paired with {url} as {name} ({role}), {wards}. Now call: wardtui sync",
                url=pairing.url,
                name=pairing.name,
                role=label(pairing.role),
                wards=", ".join(pairing.wards),
            ),
        )

    @command(app, tr("Send what waits and read what is new."))
    def sync(
        wait: Annotated[
            float,
            typer.Option(
                min=0, metavar="SECONDS", help=tr("Give up so long after the last progress.")
            ),
        ] = 30.0,
    ) -> None:
        from wardtui.bootstrap import connector
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
            done = exchange(desk.vault, connector(wait), desk.tools, progress)
        document = {
            "pushed": done.pushed,
            "duplicates": done.duplicates,
            "rejected": done.rejected,
            "pulled": done.pulled,
            "pending": done.pending,
            "seconds": done.seconds,
        }
        lines = [
            tr(
                "Synchronised: sent {sent}, read {read}, in {seconds:.1f} s.",
                sent=done.pushed + done.duplicates,
                read=done.pulled,
                seconds=done.seconds,
            )
        ]
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

    @command(app, tr("What waits to be sent, and what was not taken."))
    def outbox() -> None:
        run = current()
        with run.desk() as desk:
            waiting = desk.vault.read(lambda unit: unit.events.count_waiting())
            rejected = desk.vault.read(lambda unit: unit.events.rejected())
        document = {
            "pending": waiting,
            "rejected": [
                {"event": one.event.id, "code": one.code, "message": one.message}
                for one in rejected
            ],
        }
        lines = [ntr("{count} event waits to be sent.", "{count} events wait to be sent.", waiting)]
        lines += [f"{one.event.id}  {one.event.type}  {one.code}" for one in rejected]
        run.answer(document, "\n".join(lines))
