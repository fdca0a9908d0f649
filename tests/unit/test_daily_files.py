"""The daily report as CSV and as a workbook: LibreOffice works out the same from its formulas."""

import csv
import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from tests.unit.test_daily_text import reported
from wardtui.i18n import Language, use_language
from wardtui.reports.daily_table import daily_table, overview_table, reasons_table
from wardtui.reports.table_workbook import workbook
from wardtui.reports.tables import comma_text

TABLES = (overview_table, daily_table, reasons_table)


@pytest.fixture(autouse=True)
def words() -> Iterator[None]:
    use_language(Language.ENGLISH)
    yield
    use_language(Language.ENGLISH)


def test_every_area_has_a_line_and_the_ward_the_last() -> None:
    lines = list(
        csv.DictReader(io.StringIO(comma_text(daily_table(reported())).decode("utf-8-sig")))
    )
    assert [line["Area"] for line in lines] == ["Tổ 5", "Tổ 10", "no area", "Total"]
    total, figures = lines[-1], reported().report.total
    assert int(total["Cards: whom it concerns"]) == figures.card.eligible
    assert int(total["Cards: done"]) == figures.card.done_total
    assert float(total["Cards: rate"]) == figures.card.done_total / figures.card.eligible
    assert int(total["Handed up to level 2"]) == 1
    assert int(total["Left for objective reasons"]) == figures.remaining_objective


def test_libreoffice_works_out_the_same_figures_from_the_formulas(tmp_path: Path) -> None:
    file = tmp_path / "daily.xlsx"
    file.write_bytes(workbook(*(table(reported()) for table in TABLES)))
    with ZipFile(file) as parts:
        assert "xl/charts/chart1.xml" in parts.namelist()
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    done = tmp_path / "done"
    subprocess.run(
        [program, profile, "--headless", "--convert-to", "ods", "--outdir", done, file],
        capture_output=True,
        timeout=180,
        check=False,
    )
    if not (done / "daily.ods").exists():
        pytest.skip("LibreOffice is installed without Calc")
    sheets = CalamineWorkbook.from_path(str(done / "daily.ods"))
    assert sheets.sheet_names == ["Overview", "All figures", "Reasons"]
    for table, name in zip(TABLES, sheets.sheet_names, strict=True):
        rows = sheets.get_sheet_by_name(name).to_python()
        made = table(reported())
        expected = [["" if cell is None else cell for cell in line] for line in made.lines]
        found = rows[-len(expected) :]
        for wanted, line in zip(expected, found, strict=True):
            for one, other in zip(wanted, line, strict=True):
                assert one == (pytest.approx(other, abs=1e-4) if isinstance(one, float) else other)
