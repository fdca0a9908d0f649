"""``import``: a ward list, planned and then carried out."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wardtui.cli.options import command
from wardtui.cli.run import Run, current
from wardtui.domain.ids import WardCode
from wardtui.domain.roster.legacy_text import LegacyEncoding
from wardtui.i18n import tr

if TYPE_CHECKING:
    from wardtui.domain.roster.plan import ImportPlan
    from wardtui.services.import_roster import Wishes
    from wardtui.services.ports import Unit

_TELL_EVERY_SECONDS = 2.0


def add_to(app: typer.Typer) -> None:
    """Add the command of this module."""

    @command(app, tr("Import a ward list."), "import")
    def import_(
        file: Annotated[Path, typer.Argument(help=tr("Spreadsheet or text table."))],
        ward: Annotated[str | None, typer.Option(help=tr("Code of the ward."))] = None,
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
        reveal: Annotated[
            bool, typer.Option("--reveal", help=tr("Show numbers unmasked; this is recorded."))
        ] = False,
    ) -> None:
        from wardtui.services.import_roster import Wishes
        from wardtui.services.long_work import without_collecting
        from wardtui.sheets.mapping_file import read_mapping
        from wardtui.wording.importing import import_text

        run = current()
        run.need_vault()
        wishes = Wishes(mapping=read_mapping(mapping) if mapping else None, encoding=encoding)
        code = WardCode(ward) if ward else None
        with without_collecting():
            planned = _carry_out(run, file, wishes, code, dry_run=dry_run, reveal=reveal)
        run.answer(
            _document(planned, reveal=reveal),
            import_text(planned, dry_run=dry_run, reveal=reveal),
        )
        if planned.rejected:
            raise typer.Exit(1)


def _carry_out(
    run: Run, file: Path, wishes: "Wishes", ward: WardCode | None, *, dry_run: bool, reveal: bool
) -> "ImportPlan":
    from wardtui.services.access_log import note_reveal
    from wardtui.services.import_roster import compare_roster, import_roster, read_roster
    from wardtui.services.long_work import LongWork
    from wardtui.sheets.reader import read_file

    work = LongWork(_telling(run))
    sheets = read_file(file, work.stage("reading"))
    read = read_roster(sheets, run.today, wishes, work.stage("understanding"))

    def plan(unit: "Unit") -> "ImportPlan":
        return compare_roster(unit, read, work.stage("comparing"))

    def write(unit: "Unit") -> "ImportPlan":
        return import_roster(unit, plan(unit), ward, desk.tools, work.stage("writing")).plan

    with run.desk(writing=None if dry_run else "import") as desk:
        if dry_run:
            planned = desk.vault.read(plan)
        else:
            writing = desk.vault.submit(write)
            try:
                planned = writing.result()
            except KeyboardInterrupt:
                # The thread that writes has to be told; it then takes everything back.
                work.stop()
                raise
        if reveal:
            note_reveal(desk.vault, "import", len(planned.changed))
    return planned


def _telling(run: Run) -> Any:
    """Says now and then how far it has come; nothing about a list that is imported in a blink."""
    last = time.monotonic()

    def watch(stage: str, done: int) -> None:
        nonlocal last
        now = time.monotonic()
        if run.json or now - last < _TELL_EVERY_SECONDS:
            return
        last = now
        from wardtui.wording.importing import STAGES

        run.say(tr("{stage}: {count}…", stage=tr(STAGES[stage]), count=done))

    return watch


def _document(plan: "ImportPlan", *, reveal: bool) -> dict[str, Any]:
    from wardtui.services.import_view import import_document

    return import_document(plan, reveal=reveal)
