"""``report league``, ``report workload`` and ``report hours``: areas, officers, hours compared."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from wardtui.cli.report_files import Report, read_day
from wardtui.cli.report_options import Asked, report_command
from wardtui.cli.run import current
from wardtui.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wardtui.domain.answers import Workload
    from wardtui.domain.heat import HeatMap
    from wardtui.domain.ids import OfficerId, WardCode
    from wardtui.services.report_league import Compared


def add_league_to(report: typer.Typer) -> None:
    """Add ``league`` to the group ``report``."""

    @report_command(
        report,
        tr("Areas and wards compared: collected, activated, and since the briefing."),
        day=tr("Which day; today unless given."),
    )
    def league(
        asked: Asked,
        since: Annotated[
            str | None,
            typer.Option(
                metavar="DAY",
                help=tr("The day of the last briefing; seven days before unless given."),
            ),
        ] = None,
    ) -> Report:
        from wardtui.domain.league import briefing_before
        from wardtui.services.report_league import report_league

        run = current()
        day, now = asked.day or run.today, run.tools.clock.now()
        before = read_day(since) or briefing_before(day)
        with run.desk() as desk:
            found = desk.vault.read(lambda unit: report_league(unit, day, before, asked.area, now))
        return league_report(found)


def league_report(found: "Compared") -> Report:
    """The league table in every form."""
    from wardtui.reports.league import league_document, league_tables
    from wardtui.wording.league import league_text, state_text

    basis = state_text(found.league, found.state)
    return Report(
        league_document(found),
        league_text(found),
        lambda: league_tables(found, basis)[0],
        lambda: league_tables(found, basis),
    )


def add_workload_to(report: typer.Typer) -> None:
    """Add ``workload`` to the group ``report``."""

    @report_command(
        report,
        tr("What everybody above the first level holds, and how long they take."),
        day=tr("At the end of which day; now unless given."),
    )
    def workload(asked: Asked) -> Report:
        from wardtui.services.directory import officers
        from wardtui.services.escalations import workload as count
        from wardtui.services.recording import home_ward

        now, day = current().tools.clock.now(), asked.day
        with current().desk() as desk:
            found, known, ward = desk.vault.read(
                lambda unit: (count(unit, now, day, asked.area), officers(unit), home_ward(unit))
            )
        return workload_report(found, {one.id: one.name for one in known}, day, ward)


def workload_report(
    found: "Sequence[Workload]",
    names: "Mapping[OfficerId, str]",
    day: date | None,
    ward: "WardCode | None",
) -> Report:
    """Who holds how much in every form.

    :param day: the day at whose end it was so; null: as of now
    :param ward: null when it is of several
    """
    from wardtui.reports.workload import workload_document, workload_table
    from wardtui.wording.escalating import holder_text, times_text, workload_text

    run = current()
    document = workload_document(found, names, run.tools.clock.now(), ward)
    return Report(
        document if day is None else {**document, "date": day.isoformat()},
        workload_text(found, names),
        lambda: workload_table(
            found, lambda owner: holder_text(owner, names), _dated(day or run.today), times_text()
        ),
    )


def add_hours_to(report: typer.Typer) -> None:
    """Add ``hours`` to the group ``report``."""

    @report_command(
        report,
        tr("When people are reached: calls and visits by hour and weekday."),
        output=tr("File to write to; .svg is the week as a picture."),
    )
    def hours(asked: Asked) -> Report:
        from wardtui.services.report_hours import report_hours

        with current().desk() as desk:
            found = desk.vault.read(lambda unit: report_hours(unit, asked.area))
        return hours_report(found, asked.area)


def hours_report(found: "HeatMap", area: str | None) -> Report:
    """The hours in every form."""
    from wardtui.reports.hours import hours_document, hours_table
    from wardtui.reports.hours_picture import picture
    from wardtui.wording.hours import basis_notes, hours_text, picture_notes, title_text

    title, basis = title_text(area), " ".join(basis_notes(found))
    return Report(
        hours_document(found, area),
        hours_text(found, area),
        lambda: hours_table(found, title, basis),
        picture=lambda: picture(found, title, picture_notes(found)),
    )


def _dated(day: date) -> str:
    return tr("Workload and answers") + f" {day:%d/%m/%Y}"
