"""Text files as sheets: their encoding and delimiter are found, and nothing makes them crash."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.old_text import NAMES, cp1258, encode
from wardtui.domain.roster.grid import Merge, Sheet
from wardtui.domain.roster.legacy_text import LegacyEncoding, convert_sheets, detect
from wardtui.sheets.errors import FileTooLarge, UnreadableFile
from wardtui.sheets.reader import read_file

HEADINGS = ("STT", "Họ và tên", "Năm sinh", "Địa chỉ")
ROWS = tuple((str(i), name, "1985", f"Số {i}, phố Mẫu") for i, name in enumerate(NAMES, 1))
TABLE = (HEADINGS, *ROWS)


def text_of_table(delimiter: str = "\t") -> str:
    return "".join(delimiter.join(row) + "\r\n" for row in TABLE)


def read(folder: Path, content: bytes, name: str = "list.csv") -> list[Sheet]:
    file = folder / name
    file.write_bytes(content)
    return read_file(file)


@pytest.mark.parametrize("name", ["list.csv", "list.tsv", "list.txt", "list.xls"])
@pytest.mark.parametrize(
    "encoded",
    [
        text_of_table().encode(),
        text_of_table().encode("utf-8-sig"),
        text_of_table().encode("utf-16"),
        b"\xfe\xff" + text_of_table().encode("utf-16-be"),
        text_of_table().encode("utf-16-le"),
        text_of_table().encode("utf-16-be"),
        cp1258(text_of_table()),
    ],
    ids=["utf-8", "utf-8 bom", "utf-16", "utf-16-be bom", "utf-16-le", "utf-16-be", "cp1258"],
)
def test_vietnamese_text_is_read_in_each_encoding(
    tmp_path: Path, encoded: bytes, name: str
) -> None:
    assert read(tmp_path, encoded, name) == [Sheet("list", TABLE)]


@pytest.mark.parametrize("encoding", LegacyEncoding)
def test_text_in_an_old_encoding_is_told_from_the_old_code_page(
    tmp_path: Path, encoding: LegacyEncoding
) -> None:
    lines = encode(text_of_table(), encoding).encode("latin-1")
    sheets = read(tmp_path, lines, "list.txt")
    assert detect(sheets) is encoding
    assert convert_sheets(sheets, encoding) == [Sheet("list", TABLE)]


@pytest.mark.parametrize("words", ["Đỗ Mẫu", "Lê Mẫu\r\nVũ Mẫu", "Tổ 5;Phường Mẫu"])
def test_a_few_words_in_the_old_code_page_are_enough(tmp_path: Path, words: str) -> None:
    (sheet,) = read(tmp_path, cp1258(words), "list.txt")
    assert [cell for row in sheet.rows for cell in row] == words.replace(";", "\r\n").split("\r\n")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_below_title_lines_and_inside_quotes(
    tmp_path: Path, delimiter: str
) -> None:
    title = "CÔNG AN PHƯỜNG MẪU, TỔ 5; DANH SÁCH, chưa có căn cước\r\n\r\n"
    last = ("13", "Lê Mẫu", "1990", f"Số 7; ngõ 2{delimiter}\nphố Mẫu, cạnh chợ")
    body = io.StringIO()
    csv.writer(body, delimiter=delimiter).writerows((*TABLE, last))
    (sheet,) = read(tmp_path, (title + body.getvalue()).encode())
    assert sheet.rows[1:] == ((), *TABLE, last)


def test_commas_in_every_address_are_no_delimiter(tmp_path: Path) -> None:
    (sheet,) = read(tmp_path, text_of_table(";").encode())
    assert sheet.rows == TABLE


def test_one_column_of_names_stays_one(tmp_path: Path) -> None:
    (sheet,) = read(tmp_path, "\n".join(NAMES).encode(), "list.txt")
    assert sheet.rows == tuple((name,) for name in NAMES)


def test_a_file_that_names_its_delimiter_is_believed_and_its_rows_are_counted(
    tmp_path: Path,
) -> None:
    (sheet,) = read(tmp_path, b"sep=:\r\nSTT:Ten\r\n1:Mau, A\r\n")
    assert sheet.rows == ((), ("STT", "Ten"), ("1", "Mau, A"))


def test_quotation_marks_that_nothing_closes_swallow_no_rows(tmp_path: Path) -> None:
    rows = [f"{i}\tNguyễn Mẫu {i}\tghi chú" for i in range(60)]
    rows[1] = '1\t"Nguyễn Mẫu 1\tghi chú'
    (sheet,) = read(tmp_path, "\n".join(rows).encode(), "list.tsv")
    assert len(sheet.rows) == 60
    assert sheet.rows[59] == ("59", "Nguyễn Mẫu 59", "ghi chú")


STRAY = '2,Lê Mẫu,1961,"Số 3 phố Mẫu'
GOOD = '3,Vũ Mẫu,1970,"Số 5, phố Mẫu"'
PLAIN = "4,Đỗ Mẫu,1971,Số 6"
TWO_LINES = '5,Hồ Mẫu,1972,"Số 7, ngõ 2\nphố Mẫu"'
HEAD = "STT,Họ và tên,Năm sinh,Địa chỉ"


@pytest.mark.parametrize(
    "lines",
    [
        [HEAD, STRAY, PLAIN, PLAIN],
        [HEAD, PLAIN, STRAY, GOOD, TWO_LINES, PLAIN],
        [HEAD, STRAY, STRAY, PLAIN],
        [HEAD, STRAY, PLAIN, STRAY, GOOD],
        [HEAD, TWO_LINES, PLAIN, STRAY],
        [HEAD, STRAY, *[PLAIN] * 9000],
        [HEAD.replace("Họ", '"Họ'), *[PLAIN] * 9000],
    ],
)
def test_a_quotation_mark_that_nothing_closes_is_a_sign_of_its_line_alone(
    tmp_path: Path, lines: list[str]
) -> None:
    cells = {
        STRAY: ("2", "Lê Mẫu", "1961", "Số 3 phố Mẫu"),
        GOOD: ("3", "Vũ Mẫu", "1970", "Số 5, phố Mẫu"),
        PLAIN: tuple(PLAIN.split(",")),
        TWO_LINES: ("5", "Hồ Mẫu", "1972", "Số 7, ngõ 2\nphố Mẫu"),
    }
    (sheet,) = read(tmp_path, "\n".join(lines).encode())
    assert sheet.rows == (tuple(HEAD.split(",")), *[cells[line] for line in lines[1:]])


@pytest.mark.parametrize(
    "row",
    [
        ("1", "Lê Mẫu", "Số 1\nphố A, phường B, tỉnh C", "0570000001"),
        ("1", "Lê Mẫu", "Số 1, ngõ 2\nphố A, phường B\ntỉnh C", "0570000001"),
        ("1", 'Lê Mẫu\n("Tèo")', "Số 1", 'gọi "Mai",\nbuổi tối'),
        ("Lê Mẫu", "Số 1,\nphố A, phường B\n tỉnh C"),
    ],
)
def test_lines_inside_a_cell_are_no_rows(tmp_path: Path, row: tuple[str, ...]) -> None:
    body = io.StringIO()
    headings = ("STT", "Họ và tên", "Địa chỉ\n(số nhà, phố)", "SĐT")[-len(row) :]
    csv.writer(body).writerows((headings, *[row] * 3))
    (sheet,) = read(tmp_path, body.getvalue().encode())
    assert sheet.rows == (headings, *[row] * 3)


def test_numbers_kept_as_text_for_excel_come_without_their_wrapping(tmp_path: Path) -> None:
    (sheet,) = read(tmp_path, b'STT,So\r\n1,="000185000123"\r\n2,"=""0570000001"""\r\n')
    assert [row[1] for row in sheet.rows] == ["So", "000185000123", "0570000001"]


PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8"><style>td {x: "<td>"}</style>
</head><body><table border=1>
<tr><th rowspan="2">STT</th><th rowspan=2>Họ và tên</th><th colspan=2>Năm sinh</th></tr>
<tr><th>Nam</th><th>Nữ</th></tr>
<tr><td>1<td>Nguyễn &amp; Văn<br>Mẫu</td><td>1985</td><td>&nbsp;</td></tr>
</table><table></table><table><tr><td>Tổ 5</td></tr></table></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_page_of_html_named_like_a_workbook_gives_its_tables(
    tmp_path: Path, encoding: str
) -> None:
    first, second = read(tmp_path, PAGE.encode(encoding), "list.xls")
    assert first.rows == (
        ("STT", "Họ và tên", "Năm sinh", None),
        ("STT", "Họ và tên", "Nam", "Nữ"),
        ("1", "Nguyễn & Văn\nMẫu", "1985", None),
    )
    assert first.merged == (Merge(0, 0, 1, 0), Merge(0, 1, 1, 1), Merge(0, 2, 0, 3))
    assert (first.name, second.name, second.rows) == ("list", "list 2", (("Tổ 5",),))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("empty.xlsx", b""),
        ("words.xlsx", "Kính gửi: Ban Chỉ huy\nNội dung".encode()),
        ("page.xls", b"<html><body>no table</body></html>"),
        ("page.xls", b"<html><![nonsense[<table><tr><td>1</table>"),
        ("markup.xls", b'<?xml version="1.0"?>\n<Workbook>\n<a>1,2</a>\n<a>1,2</a>\n</Workbook>'),
        ("page.xls", b"MIME-Version: 1.0\nContent-Type: a, b\nX: c, d\n<table><tr><td>1</table>"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4),
        ("page.csv", b"%PDF-1.7\n" + bytes(range(255, 0, -1)) * 4),
        ("cut.csv", text_of_table().encode()[:-1] + "ễ".encode()[:2]),
        ("utf32.csv", text_of_table().encode("utf-32")),
        ("zeros.txt", bytes(100)),
    ],
)
def test_what_is_no_list_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(UnreadableFile) as raised:
        read(tmp_path, content, name)
    assert raised.value.facts["file"] == str(tmp_path / name)


def test_a_file_of_blank_lines_gives_no_sheet(tmp_path: Path) -> None:
    assert read(tmp_path, b"\r\n\t\r\n,,\r\n") == []


@settings(
    deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.binary(max_size=300)
    | st.lists(
        st.sampled_from([b'"', b",", b"\t", b"\n", b"\r", b"\xd2", b"a", b"\xe1\xbb\x85", b"<td>"])
    ).map(b"".join),
    st.sampled_from(["list.csv", "list.txt", "list.xls", "list.ods"]),
)
@example(b"\xff\xfe", "list.csv")
@example(b"\xff\xfea", "list.csv")
@example(b'"' + b"a" * 140_000, "list.csv")
@example(b"sep=\n", "list.csv")
@example(b'sep="\na"b"', "list.csv")
def test_any_bytes_give_sheets_or_an_error_of_ours(
    tmp_path: Path, content: bytes, name: str
) -> None:
    try:
        sheets = read(tmp_path, content, name)
    except (UnreadableFile, FileTooLarge):
        return
    assert all(cell is None or cell for sheet in sheets for row in sheet.rows for cell in row)
