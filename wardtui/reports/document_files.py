"""What files are called that are made to be printed or sent, and the templates of some.

A screen names a file before it loads what fills it.
"""

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from wardtui.domain.errors import BadInput
from wardtui.domain.ids import ResidentId, short_id
from wardtui.domain.moments import local
from wardtui.domain.notice import SheetFor
from wardtui.domain.session_codes import SessionKind

SUFFIX = ".docx"
BOOK_SUFFIX = ".xlsx"
PAGE_SUFFIX = ".html"

LETTERS = "giay-moi"
SHEETS = {
    SheetFor.TEAM: "bang-di-tuyen",
    SheetFor.HELPER: "danh-sach-ho-tro",
    SheetFor.MOBILE: "xac-nhan-truoc-khi-di",
}


class ReportFile(StrEnum):
    """What the workbook of each report is called."""

    DAILY = "bao-cao-ngay"
    PROGRESS = "cao-diem"
    LEAGUE = "so-sanh-dia-ban"
    HOURS = "gio-gap-dan"
    WORKLOAD = "khoi-luong"


_LIST_OF_APPOINTMENTS = "danh-sach-hen"
"""The team's sheet where it goes nowhere."""


def letters_stem(today: datetime) -> str:
    """What a file with letters is called, without its ending."""
    return _dated(LETTERS, today)


def subject_stem(resident: ResidentId, today: datetime) -> str:
    """What the page of what is kept about somebody is called, without its ending: by no name."""
    return _dated(f"thong-tin-luu-{short_id(resident)}", today)


def sheet_stem(kind: SessionKind, start: datetime, whom: SheetFor) -> str:
    """What the file of a session's sheet is called, without its ending: by the session's day."""
    stays = whom is SheetFor.TEAM and not kind.comes_to_people
    return _dated(_LIST_OF_APPOINTMENTS if stays else SHEETS[whom], start)


def report_stem(name: ReportFile, day: date) -> str:
    """What the workbook of a report is called, without its ending."""
    return f"{name}-{day:%Y-%m-%d}"


def _dated(name: str, moment: datetime) -> str:
    return f"{name}-{local(moment):%Y-%m-%d}"


class NotADocumentName(BadInput):
    """The file is not named as what it is to be."""

    CODE = "not_a_document_name"


def check_name(file: Path, suffix: str = SUFFIX) -> None:
    """Refuse a name under which no program would open the file.

    :param suffix: that of a Word document unless given
    :raises NotADocumentName: when it has another one
    """
    if file.suffix.lower() != suffix:
        raise NotADocumentName(file=str(file), suffix=suffix)


def free_file(folder: Path, stem: str, suffix: str = SUFFIX) -> Path:
    """A file of a folder that is not there yet: ``stem.docx``, else ``stem-2.docx`` and so on."""
    file, number = folder / f"{stem}{suffix}", 1
    while file.exists():
        number += 1
        file = folder / f"{stem}-{number}{suffix}"
    return file
