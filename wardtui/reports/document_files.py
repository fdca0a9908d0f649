"""What Word documents are called, templates and those made from them.

A screen names a file before it loads what fills it.
"""

from datetime import datetime
from pathlib import Path

from wardtui.domain.errors import BadInput
from wardtui.domain.moments import local
from wardtui.domain.notice import SheetFor
from wardtui.domain.session_codes import SessionKind

SUFFIX = ".docx"

LETTERS = "giay-moi"
SHEETS = {
    SheetFor.TEAM: "bang-di-tuyen",
    SheetFor.HELPER: "danh-sach-ho-tro",
    SheetFor.MOBILE: "xac-nhan-truoc-khi-di",
}
_LIST_OF_APPOINTMENTS = "danh-sach-hen"
"""The team's sheet where it goes nowhere."""


def letters_stem(today: datetime) -> str:
    """What a file with letters is called, without its ending."""
    return _dated(LETTERS, today)


def sheet_stem(kind: SessionKind, start: datetime, whom: SheetFor) -> str:
    """What the file of a session's sheet is called, without its ending: by the session's day."""
    stays = whom is SheetFor.TEAM and not kind.comes_to_people
    return _dated(_LIST_OF_APPOINTMENTS if stays else SHEETS[whom], start)


def _dated(name: str, moment: datetime) -> str:
    return f"{name}-{local(moment):%Y-%m-%d}"


class NotADocumentName(BadInput):
    """The file is not named as a Word document."""

    CODE = "not_a_document_name"


def check_name(file: Path) -> None:
    """Refuse a name under which no program would open the file.

    :raises NotADocumentName: when it is not named as a Word document
    """
    if file.suffix.lower() != SUFFIX:
        raise NotADocumentName(file=str(file))


def free_file(folder: Path, stem: str) -> Path:
    """A file of a folder that is not there yet: ``stem.docx``, else ``stem-2.docx`` and so on."""
    file, number = folder / f"{stem}{SUFFIX}", 1
    while file.exists():
        number += 1
        file = folder / f"{stem}-{number}{SUFFIX}"
    return file
