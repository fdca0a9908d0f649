"""``need``: somebody has become eligible for what no list names."""

from typing import Annotated

import typer

from wardtui.cli.options import command
from wardtui.cli.run import current, spoken_time
from wardtui.domain.vocabulary import Need
from wardtui.i18n import tr


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @command(app, tr("Record what a resident has become eligible for, or needs again."))
    def need(
        resident: Annotated[str, typer.Argument(help=tr("Id, or the end of it."))],
        lacks: Annotated[Need, typer.Option("--need", help=tr("What they lack."))],
        at: Annotated[
            str | None, typer.Option(metavar="TIME", help=tr("Since when; now unless given."))
        ] = None,
    ) -> None:
        from wardtui.services.find_resident import find_resident
        from wardtui.services.record_need import RecordNeed, record_need
        from wardtui.services.view import case_document
        from wardtui.wording.results import saved_text

        run = current()
        moment = spoken_time(at, past=True)
        with run.desk(writing="need") as desk:
            saved = desk.vault.write(
                lambda unit: record_need(
                    unit,
                    RecordNeed(resident=find_resident(unit, resident).id, need=lacks, at=moment),
                    desk.tools,
                )
            )
        document = {"event": saved.event, "saved": True, "case": case_document(saved.case)}
        run.answer(document, saved_text(saved))
