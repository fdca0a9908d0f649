"""Workbooks that are locked, damaged or made to take a machine down end in an error of ours."""

import io
import subprocess
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.unit.test_reading_files import DATA, a_list, read, workbook
from wardtui.domain.roster.grid import Sheet
from wardtui.sheets import calamine_book, limits
from wardtui.sheets.errors import FileTooLarge, ProtectedFile, UnreadableFile
from wardtui.sheets.frames import Refusal, Refused
from wardtui.sheets.reader import read_file


def locked_ods() -> bytes:
    content = io.BytesIO()
    with (
        zipfile.ZipFile(DATA / "two_heading_rows.ods") as source,
        zipfile.ZipFile(content, "w") as locked,
    ):
        for part in source.namelist():
            data = source.read(part)
            if part == "META-INF/manifest.xml":
                data = data.replace(b"</manifest:manifest>", b"<manifest:encryption-data/>\\0")
            locked.writestr(part, bytes(1000) if part == "content.xml" else data)
    return content.getvalue()


def locked_xls() -> bytes:
    """The second record of the workbook becomes the one that says how it is encrypted."""
    content = bytearray((DATA / "two_heading_rows.xls").read_bytes())
    second = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    content[second : second + 2] = b"\x2f\x00"
    return bytes(content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.xlsx", (DATA / "protected.xlsx").read_bytes()),
        ("list.xls", (DATA / "protected.xlsx").read_bytes()),
        ("list.xls", locked_xls()),
        ("list.ods", locked_ods()),
    ],
    # Of the bytes: the time at which a file is made is in them, and every worker makes its own.
    ids=["xlsx", "xlsx-called-xls", "xls", "ods"],
)
def test_a_workbook_with_a_password_says_so(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(ProtectedFile):
        read(tmp_path, content, name)


def zipped(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return content.getvalue()


def far_cell(book: Any) -> None:
    sheet = book.add_worksheet()
    sheet.write(0, 0, "STT")
    sheet.write(1048575, 16383, "far")


def test_a_name_that_no_disk_takes_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        read_file(tmp_path / f"{'x' * 5000}.csv")


def test_one_cell_in_the_last_corner_of_a_sheet_takes_no_machine_down(tmp_path: Path) -> None:
    with pytest.raises(FileTooLarge) as raised:
        read(tmp_path, workbook(far_cell))
    assert raised.value.facts["limit"] == limits.UNPACKED_LIMIT_MB


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calamine_book, "UNPACKED_LIMIT_MB", 2)
    bomb = zipped({"xl/workbook.xml": bytes(3 << 20)})
    assert len(bomb) < 10_000
    assert list(calamine_book.frames_of(bomb)) == [Refused(Refusal.TOO_LARGE)]


def test_a_file_that_is_too_long_is_not_even_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wardtui.sheets.reader.FILE_LIMIT_MB", 1)
    with pytest.raises(FileTooLarge):
        read(tmp_path, b"a,b\n" * (1 << 18) + b"c")


def test_the_process_that_reads_learns_no_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[dict[str, str]] = []
    start = subprocess.Popen

    def watch(*args: Any, **kwargs: Any) -> Any:
        started.append(kwargs["env"])
        return start(*args, **kwargs)

    monkeypatch.setenv("WARDTUI_PASSPHRASE", "secret")
    monkeypatch.setattr(subprocess, "Popen", watch)
    read(tmp_path, workbook(a_list))
    assert ["secret" in env.values() for env in started] == [False]


@cache
def samples() -> tuple[bytes, ...]:
    kept = [(DATA / f"two_heading_rows.{kind}").read_bytes() for kind in ("xls", "ods")]
    return (*kept, workbook(a_list))


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A workbook with bytes changed, in a part of it or as it lies on the disk, or cut off."""
    content = draw(st.sampled_from(samples()))
    if content.startswith(b"PK") and draw(st.booleans()):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        hit = draw(st.sampled_from([name for name, data in parts.items() if data]))
        return zipped(parts | {hit: _damage(draw, parts[hit])})
    return _damage(draw, content)


def _damage(draw: st.DrawFn, content: bytes) -> bytes:
    changed = bytearray(content)
    places = st.integers(0, len(content) - 1)
    for place in draw(st.lists(places, min_size=1, max_size=8)):
        changed[place] = draw(st.integers(0, 255))
    return bytes(changed[: draw(places) + 1 if draw(st.booleans()) else None])


ONE_FOLDER = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(deadline=None, max_examples=60, suppress_health_check=ONE_FOLDER)
@given(damaged() | st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail))
@example(b"PK\x03\x04")
@example(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
@example(zipped({}))
@example(zipped({"word/document.xml": b"<w/>"}))
@example(zipped({"content.xml": b"<", "META-INF/manifest.xml": b"<"}))
def test_a_damaged_workbook_gives_its_sheets_or_an_error_of_ours(
    tmp_path: Path, content: bytes
) -> None:
    try:
        sheets = read(tmp_path, content, "list.xls")
    except (UnreadableFile, ProtectedFile, FileTooLarge):
        return
    assert all(isinstance(sheet, Sheet) for sheet in sheets)
