"""How workbooks look: wide tables can be read on paper, and no text is taken for a formula."""

import csv
import re
from io import BytesIO, StringIO
from zipfile import ZipFile

from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from wardtui.domain.heat import heat_map
from wardtui.reports.hours import hours_table
from wardtui.reports.table_workbook import workbook
from wardtui.reports.tables import Column, Curve, Kind, Share, Table, comma_text

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", *"\uff1d\uff0b\uff0d\uff20")
"""What makes a formula of a text, in the broad letters of some keyboards too."""

risky = st.builds(
    str.__add__,
    st.sampled_from(STARTS),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12),
)


def table(area: str = "Tổ 1", columns: int = 2, bars: tuple[int, ...] = ()) -> Table:
    """A line of counts."""
    heads = (Column("Area", kind=Kind.TEXT), *(Column(f"Head {one}") for one in range(columns)))
    return Table("TITLE", "basis", heads, ((area, *range(columns)),), "Total", bars=bars)


def part(content: bytes, name: str) -> str:
    with ZipFile(BytesIO(content)) as parts:
        return parts.read(name).decode()


def sheet(content: bytes) -> str:
    return part(content, "xl/worksheets/sheet1.xml")


def pages_wide(content: bytes) -> int:
    found = re.search(r"<pageSetup ([^>]*)>", sheet(content))
    assert found is not None
    assert 'paperSize="9"' in found[1]
    width = re.search(r'fitToWidth="(\d+)"', found[1])
    return int(width[1]) if width else 1


def test_a_table_is_one_page_wide_as_long_as_it_can_be_read() -> None:
    assert pages_wide(workbook(table(columns=14))) == 1
    wide = workbook(table(columns=60))
    assert pages_wide(wide) == 4
    names = part(wide, "xl/workbook.xml")
    assert "!$A:$A,Sheet1!$4:$4</definedName>" in names


def test_a_narrow_table_stands_upright_on_its_page() -> None:
    assert 'orientation="landscape"' not in sheet(workbook(table(columns=6)))
    assert 'orientation="landscape"' in sheet(workbook(table(columns=14)))


def test_the_heads_stay_where_they_are() -> None:
    assert '<pane xSplit="1" ySplit="4" topLeftCell="B5"' in sheet(workbook(table()))


def test_a_column_is_as_wide_as_its_longest_text_and_a_head_as_high_as_its_lines() -> None:
    def first(made: Table, what: str) -> float:
        found = re.search(what, sheet(workbook(made)))
        assert found is not None
        return float(found[1])

    width, height = r'<col min="1" max="\d" width="([\d.]+)"', r'<row r="4"[^>]* ht="([\d.]+)"'
    name = "Khu tập thể Nhà máy Cơ khí Mẫu 2"
    assert first(table(name), width) > len(name) > first(table(), width)
    heads = (Column("Area", kind=Kind.TEXT), Column("Registered and living here: whom it concerns"))
    assert first(Table("T", "b", heads, (("Tổ 1", 1),), "Total"), height) >= 4 * 15


def test_what_was_never_tried_is_a_dot_in_the_hours() -> None:
    content = workbook(hours_table(heat_map(()), "T", "b"))
    assert 'formatCode="#,##0;-#,##0;&quot;·&quot;"' in part(content, "xl/styles.xml")
    assert "·" not in part(workbook(table()), "xl/styles.xml")
    assert "<v>0</v>" in sheet(content)


def test_a_chart_has_a_page_of_its_own() -> None:
    content = workbook(table(bars=(1, 2)))
    assert 'orientation="landscape"' in part(content, "xl/chartsheets/sheet1.xml")
    many = tuple((f"Tổ {one}", 1, 2) for one in range(40))
    heads = table().columns
    content = workbook(Table("T", "b", heads, many, "Total", bars=(1, 2)))
    assert 'orientation="portrait"' in part(content, "xl/chartsheets/sheet1.xml")


def test_curves_are_told_apart_without_colours() -> None:
    heads = (Column("Day", kind=Kind.TEXT), Column("Done"), Column("Target"))
    curves = (Curve(1, "#0B5394", 2.5), Curve(2, "#B45F06", 1.5, "dash"))
    content = workbook(Table("T", "b", heads, (("1", 2, 3), ("2", 3, 3)), "", curves=curves))
    chart = part(content, "xl/charts/chart1.xml")
    assert chart.count("<c:ser>") == 2
    assert chart.count('<a:prstDash val="dash"/>') == 1
    assert "SUM" not in sheet(content)


@given(risky)
def test_no_text_of_a_file_becomes_a_formula(text: str) -> None:
    made = Table(text, text, (Column(text, kind=Kind.TEXT), Column("n"), Column("r", Share(1, 1))),
                 ((text, -5, None),), text)  # fmt: skip
    content = workbook(made)
    assert re.findall(r"<f>([^<]*)</f>", sheet(content)) == [
        'IF(B5=0,"",B5/B5)',
        "SUM(B5:B5)",
        'IF(B6=0,"",B6/B6)',
    ]
    cells = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert cells[4][0] == cells[0][0]
    assert 'quotePrefix="1"' in part(content, "xl/styles.xml")
    head, line, total = csv.reader(StringIO(comma_text(made).decode("utf-8-sig"), newline=""))
    assert head[0] == line[0] == total[0] == f"'{text}"
    assert line[1] == "-5"


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12))
def test_no_cell_of_a_comma_file_starts_as_a_formula_does(text: str) -> None:
    written = comma_text(table(text)).decode("utf-8-sig")
    first = next(iter(list(csv.reader(StringIO(written, newline="")))[1:]))[0]
    assert not first.startswith(STARTS)
    assert first.removeprefix("'") == text.removeprefix("'")
