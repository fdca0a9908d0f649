"""Make the Word templates that come with wardtui: ``python -m tests.paper_templates``.

The look is that of official letters (Decree 30/2020/ND-CP, annex I): A4, Times New Roman, the
national title at the right. A test holds that the files are what this makes.
"""

from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from wardtui.domain.notice import SheetFor
from wardtui.reports.letters import TEMPLATE
from wardtui.reports.run_sheet import TEMPLATES
from wardtui.reports.word_templates import SHIPPED

CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
JUSTIFIED = WD_ALIGN_PARAGRAPH.JUSTIFY
FONT = "Times New Roman"


def new_document(title: str, *, landscape: bool = False, size: float = 13) -> Doc:
    document = Document()
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "wardtui", title, ""
    section = document.sections[0]
    sides = (Mm(210), Mm(297))
    section.page_width, section.page_height = sides[::-1] if landscape else sides
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.left_margin = section.right_margin = Mm(12)
        section.top_margin, section.bottom_margin = Mm(18), Mm(12)
        section.header_distance = section.footer_distance = Mm(8)
    else:
        section.left_margin, section.right_margin = Mm(27), Mm(18)
        section.top_margin, section.bottom_margin = Mm(18), Mm(15)
        section.header_distance = section.footer_distance = Mm(8)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(size)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.element.rPr.rFonts.set(qn("w:cs"), FONT)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    return document


def write(
    paragraph: Paragraph,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: float | None = None,
    align: WD_ALIGN_PARAGRAPH | None = None,
    before: float = 0,
    after: float = 0,
) -> Paragraph:
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    if size:
        run.font.size = Pt(size)
    if align is not None:
        paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(after)
    return paragraph


def nearly_nothing(paragraph: Paragraph) -> Paragraph:
    """A paragraph that takes no room: between tables there has to be one."""
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(1)
    paragraph.add_run("").font.size = Pt(1)
    return paragraph


def ruled(paragraph: Paragraph, left: float, right: float) -> None:
    """A line below a paragraph, so far from the sides of its cell (mm)."""
    paragraph.paragraph_format.left_indent = Mm(left)
    paragraph.paragraph_format.right_indent = Mm(right)
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in {"val": "single", "sz": "6", "space": "1", "color": "000000"}.items():
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def table(place: Doc, widths: Sequence[float], *, rows: int = 1, grid: bool = False) -> Table:
    made = place.add_table(rows=rows, cols=len(widths))
    made.style = "Table Grid" if grid else "Normal Table"
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    for row in made.rows:
        set_row(row, widths)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    return made


def set_row(row: _Row, widths: Sequence[float]) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Mm(width)


def first(cell: _Cell) -> Paragraph:
    return cell.paragraphs[0]


def repeat_head(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def shade(cell: _Cell) -> None:
    shading = OxmlElement("w:shd")
    for name, value in {"val": "clear", "color": "auto", "fill": "E7E6E6"}.items():
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def letter(file: Path) -> None:
    document = new_document("Giấy mời")
    document.add_paragraph("{%p for letter in letters %}")
    nearly_nothing(document.add_paragraph()).paragraph_format.page_break_before = True
    top = table(document, (67, 98))
    office, nation = top.rows[0].cells
    write(first(office), "CÔNG AN", size=12, align=CENTRE)
    name = write(office.add_paragraph(), "{{ ward_capitals }}", bold=True, size=12, align=CENTRE)
    ruled(name, 14, 14)
    write(office.add_paragraph(), "Số: ……/GM-CA", align=CENTRE, before=4)
    title = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    write(first(nation), title, bold=True, size=12, align=CENTRE)
    motto = "Độc lập - Tự do - Hạnh phúc"
    ruled(write(nation.add_paragraph(), motto, bold=True, align=CENTRE), 15, 15)
    write(nation.add_paragraph(), "{{ dated }}", italic=True, align=CENTRE, before=4)
    write(document.add_paragraph(), "GIẤY MỜI", bold=True, size=16, align=CENTRE, before=16)
    purpose = "Về việc {{ letter.purpose }}"
    write(document.add_paragraph(), purpose, bold=True, align=CENTRE, after=12)
    whom = document.add_paragraph()
    write(whom, "Kính gửi: ")
    write(whom, "{{ letter.addressee }}", bold=True, after=2)
    document.add_paragraph("{%p if letter.address %}")
    write(document.add_paragraph(), "Địa chỉ: {{ letter.address }}", after=2)
    document.add_paragraph("{%p endif %}")
    write(document.add_paragraph(), "{{ letter.opening }}", align=JUSTIFIED, before=6, after=8)
    facts = table(document, (30, 135), rows=7, grid=True)
    rows = iter(facts.rows)
    fact(next(rows).cells, "Thời gian", "{{ letter.time }}", bold=True)
    fact(next(rows).cells, "Địa điểm", "{{ letter.place }}", bold=True)
    first(next(rows).cells[0]).add_run("{%tr if letter.choices %}")
    many(next(rows).cells, "Các buổi có thể chọn", "choice", "choices")
    first(next(rows).cells[0]).add_run("{%tr endif %}")
    many(next(rows).cells, "Chuẩn bị", "paper", "papers")
    fact(next(rows).cells, "Liên hệ", "{{ letter.contact }}", bold=True)
    write(document.add_paragraph(), "{{ letter.home_service }}", align=JUSTIFIED, before=8, after=4)
    write(document.add_paragraph(), "Trân trọng cảm ơn ông/bà./.", after=10)
    end = table(document, (80, 85))
    for_whom, signed = end.rows[0].cells
    write(first(for_whom), "Nơi nhận:", bold=True, italic=True, size=12)
    write(for_whom.add_paragraph(), "- Như trên;", size=11)
    write(for_whom.add_paragraph(), "- Lưu: VT.", size=11)
    write(first(signed), "TRƯỞNG CÔNG AN", bold=True, align=CENTRE)
    by_hand = "(Ký, ghi rõ họ tên, đóng dấu)"
    write(signed.add_paragraph(), by_hand, italic=True, size=12, align=CENTRE, after=50)
    nearly_nothing(document.add_paragraph())
    document.add_paragraph("{%p endfor %}")
    document.save(str(file))


def fact(cells: Sequence[_Cell], name: str, text: str, *, bold: bool = False) -> None:
    write(first(cells[0]), name, before=3, after=3)
    write(first(cells[1]), text, bold=bold, before=3, after=3)


def many(cells: Sequence[_Cell], name: str, one: str, field: str) -> None:
    write(first(cells[0]), name, before=3, after=3)
    first(cells[1]).add_run(f"{{%p for {one} in letter.{field} %}}")
    write(cells[1].add_paragraph(), f"- {{{{ {one} }}}}", before=1, after=1)
    cells[1].add_paragraph("{%p endfor %}")
    nearly_nothing(cells[1].add_paragraph())


COLUMNS = {
    SheetFor.TEAM: (
        ("STT", 11, "{{ stop.number }}"),
        ("Giờ", 16, "{{ stop.time }}"),
        ("Họ và tên", 40, "{{ stop.name }}"),
        ("Năm sinh", 13, "{{ stop.birth_year }}"),
        ("Địa chỉ", 48, "{{ stop.address }}"),
        ("Việc cần làm", 30, "{{ stop.needs }}"),
        ("Giấy tờ", 33, "{{ stop.papers }}"),
        ("Điện thoại", 26, "{{ stop.phone }}"),
        ("Hỗ trợ", 27, "{{ stop.support }}"),
        ("Xong", 14, ""),
        ("Vắng", 14, ""),
    ),
    SheetFor.HELPER: (
        ("STT", 13, "{{ stop.number }}"),
        ("Giờ", 31, "{{ stop.time }}"),
        ("Họ và tên", 55, "{{ stop.name }}"),
        ("Địa chỉ", 66, "{{ stop.address }}"),
    ),
    SheetFor.MOBILE: (
        ("STT", 12, "{{ stop.number }}"),
        ("Họ và tên đầy đủ", 61, "{{ stop.name }}"),
        ("Năm sinh", 17, "{{ stop.birth_year }}"),
        ("Địa chỉ cụ thể", 82, "{{ stop.address }}"),
        ("Điện thoại", 34, "{{ stop.phone }}"),
        ("Còn thiếu", 43, "{{ stop.missing }}"),
        ("Đã xác nhận", 24, ""),
    ),
}
TITLES = {
    SheetFor.TEAM: "Bảng đi tuyến",
    SheetFor.HELPER: "Danh sách hỗ trợ",
    SheetFor.MOBILE: "Xác nhận trước khi đi",
}


def sheet(file: Path, whom: SheetFor) -> None:
    landscape = whom is not SheetFor.HELPER
    document = new_document(TITLES[whom], landscape=landscape, size=11)
    head = "Người in: {{ sheet.officer }} · {{ sheet.printed_at }} · {{ sheet.count }} người · "
    line = document.sections[0].header.paragraphs[0]
    write(line, head, size=10, align=RIGHT)
    write(line, "Hủy sau khi dùng", bold=True, size=10, align=RIGHT)
    write(document.add_paragraph(), "{{ sheet.title }}", bold=True, size=14, align=CENTRE)
    where = "{{ sheet.kind }}: {{ sheet.place }}"
    write(document.add_paragraph(), where, bold=True, align=CENTRE, before=2)
    when = "Ngày {{ sheet.day }}, {{ sheet.hours }}"
    write(document.add_paragraph(), when, align=CENTRE, before=2, after=8)
    columns = COLUMNS[whom]
    widths = [width for _, width, _ in columns]
    rows = table(document, widths, rows=4, grid=True).rows
    repeat_head(rows[0])
    for cell, (name, _, _) in zip(rows[0].cells, columns, strict=True):
        write(first(cell), name, bold=True, size=10, align=CENTRE, before=2, after=2)
        shade(cell)
    first(rows[1].cells[0]).add_run("{%tr for stop in stops %}")
    for cell, (name, _, text) in zip(rows[2].cells, columns, strict=True):
        middle = CENTRE if name in ("STT", "Giờ", "Năm sinh") else None
        bold = name in ("Họ và tên", "Còn thiếu", "Họ và tên đầy đủ")
        write(first(cell), text, bold=bold, size=10.5, align=middle, before=2, after=2)
    first(rows[3].cells[0]).add_run("{%tr endfor %}")
    nearly_nothing(document.add_paragraph())
    document.save(str(file))


def make(folder: Path) -> None:
    letter(folder / TEMPLATE)
    for whom, name in TEMPLATES.items():
        sheet(folder / name, whom)


if __name__ == "__main__":
    make(SHIPPED)
