"""Any list file as sheets: read as what its content is, whatever its name says."""

from collections.abc import Callable
from pathlib import Path

from wardtui.domain.roster.grid import Sheet
from wardtui.sheets.errors import FileMissing, FileTooLarge, ForeignFile, UnreadableFile
from wardtui.sheets.limits import FILE_LIMIT_MB

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
TEXTS = frozenset({".csv", ".tsv", ".txt"})

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Tell = Callable[[int], None]
"""Is called now and then with the number of rows read so far. What it raises ends the reading."""


def _tell_nobody(_rows_done: int) -> None:
    pass


def read_file(path: Path, tell: Tell = _tell_nobody) -> list[Sheet]:
    """Every sheet of a file, hidden ones too. A text file gives one, a blank one none.

    :raises FileMissing: when there is no such file
    :raises ForeignFile: when its name is that of no spreadsheet or text table
    :raises UnreadableFile: when its content cannot be read
    :raises ProtectedFile: when it opens with a password only
    :raises FileTooLarge: when reading it would take more than this machine should give
    """
    try:
        if not path.exists():
            raise FileMissing(file=str(path))
        if not path.is_file() or path.suffix.lower() not in WORKBOOKS | TEXTS:
            raise ForeignFile(file=str(path))
        if path.stat().st_size > FILE_LIMIT_MB << 20:
            raise FileTooLarge(file=str(path), limit=FILE_LIMIT_MB)
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(file=str(path)) from error
    if content.startswith((_ZIP, _OLE)):
        from wardtui.sheets.workbook import read_workbook

        return read_workbook(path, tell)
    from wardtui.sheets.text_table import read_text_table

    return read_text_table(content, path, tell)
