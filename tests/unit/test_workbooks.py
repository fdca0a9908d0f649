"""The workbooks of all reports: LibreOffice works out the same figures from their formulas."""

import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import msgspec
import pytest
from python_calamine import CalamineWorkbook

from tests.builders import MONDAY, WARD
from tests.unit.test_daily_text import reported
from wardtui.domain import burn_up, heat, league
from wardtui.domain.answers import Workload
from wardtui.domain.bands import AgeBand, Residency
from wardtui.domain.campaign import Campaign, Target
from wardtui.i18n import Language, use_language
from wardtui.reports.daily_table import daily_table, overview_table, reasons_table
from wardtui.reports.hours import hours_table
from wardtui.reports.league import league_table
from wardtui.reports.progress_table import curve_table, progress_table
from wardtui.reports.table_workbook import workbook
from wardtui.reports.tables import Table
from wardtui.reports.workload import workload_table
from wardtui.services.report_daily import DataState
from wardtui.services.report_league import Compared
from wardtui.services.report_progress import Progressed

DAY = MONDAY.date()
STATE = DataState(last_sync=MONDAY, pending=3)
FIRST_FIGURES = 4
"""The row below the heads, from 0."""
WRONG = "-77"
"""A result that no formula here has."""
RECALCULATING = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""A profile of LibreOffice that never takes stored results for the figures."""

Rows = list[list[Any]]


def progressed() -> Progressed:
    """Three areas in the middle of a campaign: in one all are done, in one nobody."""
    start = DAY - timedelta(14)
    campaign = Campaign(start=start, end=DAY + timedelta(15), targets=(Target(percent=80),))
    members = [
        burn_up.Member(area, start, start + timedelta(number) if number < done else None)
        for area, listed, done in (("Tổ 1", 12, 9), ("Tổ 2", 5, 0), (None, 3, 3))
        for number in range(listed)
    ]
    told = burn_up.burn_up(members, campaign, DAY, DAY)
    return Progressed(ward=WARD, burn_up=told, state=STATE)


def compared() -> Compared:
    """Two areas, of which one has had nothing to activate."""

    def members(collected: int) -> list[league.Member]:
        first, second = (WARD, "Tổ 1"), (WARD, "Tổ 2")
        return [
            *(league.Member(first, True, one < collected, True, one < 2) for one in range(7)),
            *(league.Member(second, True, one < 1, False, False) for one in range(3)),
        ]

    told = league.league(members(5), members(3), DAY, DAY - timedelta(7))
    return Compared(told, STATE)


def hours() -> heat.HeatMap:
    """Some attempts on three days, at times of which some lie outside the table."""
    moments = [MONDAY + timedelta(hours=7 * number) for number in range(11)]
    return heat.heat_map(
        heat.Attempt(at, reached=number % 3 == 0) for number, at in enumerate(moments)
    )


WORKLOADS = (
    Workload(owner="level:2", holds=4, overdue=2, untaken=3, missed=1),
    Workload(
        owner="level:3",
        holds=3,
        answered=11,
        to_accept=timedelta(hours=2),
        to_answer=timedelta(hours=31, minutes=30),
    ),
)


def books() -> dict[str, tuple[Table, ...]]:
    """The tables of every workbook."""
    daily = reported()
    return {
        "daily": (overview_table(daily), daily_table(daily), reasons_table(daily)),
        "progress": (progress_table(progressed()), curve_table(progressed())),
        "league": (league_table(compared(), "basis"),),
        "hours": (hours_table(hours(), "title", "basis"),),
        "workload": (workload_table(WORKLOADS, str, "title", "basis"),),
    }


BOOKS = ("daily", "progress", "league", "hours", "workload")


class Recalculated(msgspec.Struct, frozen=True):
    """A workbook as LibreOffice works it out."""

    tables: tuple[Table, ...]
    formulas: tuple[int, ...]
    """How many the sheet of each table has."""
    rows: tuple[Rows, ...]
    """What is below the heads of each sheet."""

    @property
    def sums(self) -> dict[str, Any]:
        """The last line of the first sheet, by its heads."""
        heads = [column.head for column in self.tables[0].columns]
        return dict(zip(heads, self.rows[0][-1], strict=True))


Office = Mapping[str, Recalculated]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Every workbook, with its stored results made wrong, as it is after one run of LibreOffice."""
    use_language(Language.ENGLISH)
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")
    made, formulas = books(), {}
    for name, tables in made.items():
        content, formulas[name] = with_wrong_results(workbook(*tables))
        (folder / f"{name}.xlsx").write_bytes(content)
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(RECALCULATING)
    done, profile = folder / "done", f"-env:UserInstallation={user.parent.as_uri()}"
    files = [folder / f"{name}.xlsx" for name in made]
    subprocess.run(
        [program, profile, "--headless", "--convert-to", "ods", "--outdir", done, *files],
        capture_output=True,
        timeout=180,
        check=False,
    )
    if not done.exists():
        pytest.skip("LibreOffice is installed without Calc")
    return {
        name: Recalculated(tables, tuple(formulas[name]), read(done / f"{name}.ods", tables))
        for name, tables in made.items()
    }


def with_wrong_results(content: bytes) -> tuple[bytes, Sequence[int]]:
    """A workbook whose formulas have another result than they should; how many each sheet has."""
    made, formulas = BytesIO(), []
    with ZipFile(BytesIO(content)) as source, ZipFile(made, "w") as target:
        for part in source.namelist():
            text = source.read(part)
            if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", part):
                wrong = rf"\1<v>{WRONG}</v>".encode()
                # A text as the result has another type than a number.
                text = re.sub(rb'(<c r="\w+" s="\d+") t="str"(><f>)', rb"\1\2", text)
                text, count = re.subn(rb"(</f>)<v>[^<]*</v>", wrong, text)
                assert count == text.count(b"<f>")
                formulas.append(count)
            target.writestr(part, text)
    return made.getvalue(), formulas


def read(file: Path, tables: Sequence[Table]) -> tuple[Rows, ...]:
    book = CalamineWorkbook.from_path(str(file))
    sheets = [book.get_sheet_by_index(place).to_python() for place in range(len(tables))]
    return tuple(rows[-len(table.lines) :] for rows, table in zip(sheets, tables, strict=True))


def derived(table: Table) -> int:
    """How many cells follow from others."""
    columns = sum(column.made_of is not None for column in table.columns)
    sums = sum(column.is_added_up for column in table.columns[1:]) if table.total else 0
    return columns * len(table.lines) + sums


@pytest.mark.parametrize("name", BOOKS)
def test_libreoffice_works_out_every_line_as_the_table_has_it(office: Office, name: str) -> None:
    book = office[name]
    for table, rows, formulas in zip(book.tables, book.rows, book.formulas, strict=True):
        assert formulas == derived(table)
        assert bool(formulas) == bool(table.total)
        for wanted, line in zip(table.lines, rows, strict=True):
            for one, other in zip(wanted, line, strict=True):
                cell = "" if one is None else one
                assert other == (pytest.approx(one, abs=1e-4) if isinstance(one, float) else cell)


def test_the_totals_of_the_daily_report_are_the_wards_figures(office: Office) -> None:
    book, total = office["daily"], reported().report.total
    heads = [column.head for column in book.tables[1].columns]
    sums = dict(zip(heads, book.rows[1][-1], strict=True))
    for name, tally in {
        "Cards": total.card,
        "VNeID level 2": total.account,
        "VNeID activated": total.activation,
        "Registered and living here (KT1)": total.by_residency[Residency.LIVING_REGISTERED],
        "14 and over": total.by_age[AgeBand.FROM_14],
    }.items():
        assert sums[f"{name}: whom it concerns"] == tally.eligible
        assert sums[f"{name}: done"] == tally.done_total
        assert sums[f"{name}: rate"] == pytest.approx(tally.done_total / tally.eligible)
        assert sums[f"{name}: left"] == tally.remaining
    assert sums["Calls today"] == total.attempts_today.call
    assert sums["Left for objective reasons"] == total.remaining_objective
    assert book.sums["Everything: rate"] == pytest.approx(total.done_total / total.eligible)
    assert book.rows[2][-1][-1] == sum(total.remaining_by_reason.values()) == total.remaining


def test_the_totals_of_the_campaign_are_its_figures(office: Office) -> None:
    sums, total = office["progress"].sums, progressed().burn_up.total
    assert (sums["Eligible"], sums["Done"]) == (total.eligible, total.done) == (20, 12)
    assert (sums["Target"], sums["Remaining"]) == (total.target, total.remaining)
    assert sums["Rate done"] == pytest.approx(12 / 20)


def test_the_curve_goes_from_what_is_done_to_the_forecast(office: Office) -> None:
    burn, days = progressed().burn_up, office["progress"].rows[1]
    band = burn.total.forecast
    assert band is not None
    told = {row[0]: row[1:] for row in days}
    assert [days[0][0], days[-1][0]] == ["09/11", "08/12"]
    done, target = burn.total.done, burn.total.target
    assert told["22/11"][3:] == ["", "", ""]
    assert told["23/11"] == [done, target, burn.total.eligible, done, done, done]
    assert told["24/11"][:3] == ["", target, ""]
    assert days[-1][4:] == [band.low, band.middle, band.high]
    assert [row[1] for row in days[:15]] == [one.done for one in burn.days]


def test_the_totals_of_the_league_are_the_wards_figures(office: Office) -> None:
    sums, total = office["league"].sums, compared().league.total
    assert (sums["To collect"], sums["Collected"]) == (total.now.to_collect, total.now.collected)
    assert sums["Rate collected"] == pytest.approx(total.now.collected / total.now.to_collect)
    assert sums["Collected since"] == total.now.collected - total.before.collected == 2
    assert sums["Rate activated"] == pytest.approx(total.now.activated / total.now.to_activate)


def test_the_totals_of_the_hours_are_those_of_the_week(office: Office) -> None:
    sums, found = list(office["hours"].sums.values())[1:], hours()
    assert sums == [one for day in found.by_weekday for one in (day.tried, day.reached)]
    assert sum(sums[::2]) == found.total.tried - found.outside.tried > 0


def test_the_totals_of_the_workload_add_everybody_up(office: Office) -> None:
    sums = list(office["workload"].sums.values())
    names = ("holds", "overdue", "untaken", "answered", "missed")
    added = [sum(getattr(one, name) for one in WORKLOADS) for name in names]
    assert sums == ["Total", *added, "", ""]
