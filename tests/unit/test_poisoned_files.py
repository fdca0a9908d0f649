"""Workbooks made to do something: their text is read, and nothing of them is carried out."""

import io
import zipfile
from pathlib import Path

import pytest

from tests.unit.test_reading_files import DATA, read, workbook
from tests.unit.test_refused_files import zipped
from wardtui.domain.roster.grid import Sheet
from wardtui.sheets.errors import FileTooLarge, UnreadableFile

HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def new_workbook(text: str) -> dict[str, bytes]:
    """The parts of a workbook with one cell."""
    return parts_of(workbook(lambda book: book.add_worksheet().write(0, 0, text)))


def seen(folder: Path, parts: dict[str, bytes], name: str) -> str:
    """Every text that is read of a workbook; none when it is refused."""
    try:
        sheets: list[Sheet] = read(folder, zipped(parts), name)
    except (UnreadableFile, FileTooLarge):
        return ""
    return "\n".join(str(cell) for sheet in sheets for row in sheet.rows for cell in row)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_an_entity_fetches_no_file_of_this_machine(tmp_path: Path, kind: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("mat khau")
    asked = HEAD + f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'.encode()
    if kind == "xlsx":
        parts, part, before = new_workbook("MARK"), "xl/sharedStrings.xml", b"MARK"
    else:
        content = (DATA / "two_heading_rows.ods").read_bytes()
        parts, part, before = parts_of(content), "content.xml", "Mẫu".encode()
    plain = parts[part]
    assert before in plain
    assert seen(tmp_path, parts, f"whole.{kind}")
    body = plain[plain.index(b"?>") + 2 :] if plain.startswith(b"<?xml") else plain
    poisoned = {**parts, part: asked + body.replace(before, b"&e;")}
    assert "mat khau" not in seen(tmp_path, poisoned, f"list.{kind}")


def test_entities_of_entities_do_not_multiply(tmp_path: Path) -> None:
    lines = ['<!ENTITY e0 "haha">']
    lines += [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)]
    asked = HEAD + f"<!DOCTYPE x [{''.join(lines)}]>".encode()
    parts = new_workbook("MARK")
    plain = parts["xl/sharedStrings.xml"]
    body = plain[plain.index(b"?>") + 2 :].replace(b"MARK", b"&e9;")
    assert len(seen(tmp_path, {**parts, "xl/sharedStrings.xml": asked + body}, "list.xlsx")) < 100


def test_macros_and_links_are_passed_over(tmp_path: Path) -> None:
    parts = new_workbook('=CMD|"/c calc"!A1')
    parts |= {
        "xl/vbaProject.bin": (DATA / "two_heading_rows.xls").read_bytes(),
        "xl/externalLinks/externalLink1.xml": HEAD + b"<externalLink/>",
        "../outside.txt": b"written",
    }
    seen(tmp_path, parts, "list.xlsm")
    assert {file.name for file in tmp_path.rglob("*")} == {"list.xlsm"}
    assert not (tmp_path.parent / "outside.txt").exists()
