"""``central``: what the server holds of people, and who saw it."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated

import typer

from wardtui.cli.central_options import Database, database_address, need_central
from wardtui.cli.options import command
from wardtui.cli.report_files import read_day
from wardtui.cli.run import current
from wardtui.domain.erasure import DAYS_KEPT, ErasureReason
from wardtui.domain.roster.legacy_text import LegacyEncoding
from wardtui.i18n import tr


def add_to(central: typer.Typer) -> None:
    """Add the commands of this module."""
    _add_forgetting(central)
    _add_import(central)

    @command(central, tr("Who saw or took out what, the newest first."), "audit")
    def audit(
        ward: Annotated[
            list[str] | None, typer.Option(help=tr("Only this ward; may be repeated."))
        ] = None,
        resident: Annotated[
            str | None, typer.Option(metavar="ID", help=tr("Only who looked at this resident."))
        ] = None,
        officer: Annotated[
            str | None, typer.Option(metavar="ID|NAME", help=tr("Only this officer."))
        ] = None,
        since: Annotated[
            str | None, typer.Option(metavar="DAY", help=tr("Only from this day on."))
        ] = None,
        database: Database = None,
    ) -> None:
        need_central()
        import msgspec

        from wardtui.central.audit import Wanted
        from wardtui.central.data_admin import audit as read_audit
        from wardtui.cli.central_text import audit_text
        from wardtui.domain.ids import ResidentId

        began = read_day(since)
        wanted = Wanted(
            wards=tuple(ward or ()),
            resident=ResidentId(resident.strip().lower()) if resident else None,
            officer=officer,
            since=None if began is None else _begin(began),
        )
        found = read_audit(database_address(database), wanted)
        document = {"accesses": [msgspec.structs.asdict(one) for one in found]}
        current().answer(document, audit_text(found))


def _add_forgetting(central: typer.Typer) -> None:
    @command(central, tr("Keep nothing of a resident, here and on every laptop."), "erase")
    def erase(
        resident: Annotated[str, typer.Argument(help=tr("Whole id of the resident."))],
        reason: Annotated[ErasureReason, typer.Option(help=tr("Why nothing is to be kept."))],
        by: Annotated[
            str | None, typer.Option(metavar="OFFICER", help=tr("Id of the officer who decided."))
        ] = None,
        database: Database = None,
    ) -> None:
        need_central()
        import msgspec

        from wardtui.central.data_admin import erase_resident
        from wardtui.cli.central_text import erased_text
        from wardtui.domain.ids import OfficerId, ResidentId

        run = current()
        done = erase_resident(
            database_address(database),
            ResidentId(resident.strip().lower()),
            reason,
            run.tools.clock.now(),
            OfficerId(by) if by else None,
        )
        run.answer(msgspec.structs.asdict(done), erased_text(done))

    @command(central, tr("Erase those for whom nothing has been left to do for long."), "retain")
    def retain(
        days: Annotated[
            int, typer.Option(min=1, help=tr("How many days they are kept after that."))
        ] = DAYS_KEPT,
        dry_run: Annotated[
            bool, typer.Option("--dry-run", help=tr("Only say how many there are."))
        ] = False,
        database: Database = None,
    ) -> None:
        need_central()
        from wardtui.central.data_admin import retain as erase_those_over
        from wardtui.cli.central_text import retained_text

        run = current()
        done = erase_those_over(
            database_address(database),
            run.tools.clock.now(),
            timedelta(days=days),
            dry_run=dry_run,
        )
        run.answer(
            {"wards": done.wards, "erased": done.erased, "days": days},
            retained_text(done, dry_run=dry_run),
        )


def _add_import(central: typer.Typer) -> None:
    @command(central, tr("Import a central list into a ward."), "import")
    def import_(
        file: Annotated[Path, typer.Argument(help=tr("Spreadsheet or text table."))],
        ward: Annotated[str, typer.Option(help=tr("Code of the ward."))],
        mapping: Annotated[
            Path | None,
            typer.Option(help=tr("File that says what the columns mean (TOML).")),
        ] = None,
        encoding: Annotated[
            LegacyEncoding | None,
            typer.Option(
                help=tr("Convert text of the time before Unicode, once you have seen it.")
            ),
        ] = None,
        dry_run: Annotated[
            bool, typer.Option("--dry-run", help=tr("Say what would change and write nothing."))
        ] = False,
        database: Database = None,
    ) -> None:
        need_central()
        from wardtui.central.data_admin import import_list
        from wardtui.services.import_roster import Wishes, read_roster
        from wardtui.services.import_view import import_document
        from wardtui.services.long_work import without_collecting
        from wardtui.sheets.mapping_file import read_mapping
        from wardtui.sheets.reader import read_file
        from wardtui.wording.importing import import_text

        run = current()
        wishes = Wishes(mapping=read_mapping(mapping) if mapping else None, encoding=encoding)
        with without_collecting():
            read = read_roster(read_file(file), run.today, wishes)
            plan = import_list(database_address(database), ward, read, dry_run=dry_run)
        run.answer(import_document(plan, reveal=False), import_text(plan, dry_run=dry_run))
        if plan.rejected:
            raise typer.Exit(1)


def _begin(day: date) -> datetime:
    from wardtui.domain.moments import VIETNAM

    return datetime.combine(day, time.min, VIETNAM)
