"""Sheets that go along: for the team on its way, for its helpers, and before a far journey."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import msgspec

from wardtui.domain.addresses import parse_address
from wardtui.domain.moments import local
from wardtui.domain.notice import RunSheet, SheetFor, Stop
from wardtui.domain.phone_forms import for_people
from wardtui.reports.document_files import SHEETS, SUFFIX
from wardtui.reports.sheet_words import KINDS, NEEDS, PAPERS, SUPPORT_NEEDS
from wardtui.reports.word_templates import fill

Code = TypeVar("Code", bound=StrEnum)


TEMPLATES = {whom: name + SUFFIX for whom, name in SHEETS.items()}


_HELPERS_KIND = "Lịch hẹn"
_HELPERS_PLACE = "theo danh sách dưới đây"


class Head(msgspec.Struct, frozen=True):
    """The head of a sheet. Printed lists say who printed them, when, and of how many people."""

    title: str
    kind: str
    place: str
    day: str
    hours: str
    officer: str
    printed_at: str
    count: int


class TeamLine(msgspec.Struct, frozen=True):
    """One stop, for the team."""

    number: int
    time: str
    name: str
    birth_year: str
    address: str
    needs: str
    papers: str
    phone: str
    support: str


class HelperLine(msgspec.Struct, frozen=True):
    """One stop, for a helper."""

    number: int
    time: str
    name: str
    address: str


class MobileLine(msgspec.Struct, frozen=True):
    """Somebody far away, with what is not known of them."""

    number: int
    name: str
    birth_year: str
    address: str
    phone: str
    missing: str
    """Empty when everything is known."""


def sheet_document(sheet: RunSheet, whom: SheetFor, folders: Sequence[Path]) -> bytes:
    """A sheet as a Word document.

    :param folders: where the template is looked for (``template_folders``)
    :raises wardtui.reports.word_templates.TemplateUnusable: when the template cannot be filled
    """
    make = _LINES[whom]
    lines = [make(number, stop) for number, stop in enumerate(sheet.stops, start=1)]
    return fill(TEMPLATES[whom], {"sheet": _head(sheet, whom), "stops": lines}, folders)


def _head(sheet: RunSheet, whom: SheetFor) -> Head:
    start, end = local(sheet.start), local(sheet.end)
    until = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%H:%M %d/%m/%Y}"
    return Head(
        title=_title(sheet, whom),
        # A helper is not told what kind of service it is: that would say something of everybody.
        kind=_HELPERS_KIND if whom is SheetFor.HELPER else KINDS[sheet.kind],
        place=_HELPERS_PLACE if whom is SheetFor.HELPER else sheet.place,
        day=f"{start:%d/%m/%Y}",
        hours=f"{start:%H:%M} - {until}",
        officer=sheet.officer or "…" * 6,
        printed_at=f"{local(sheet.printed_at):%H:%M %d/%m/%Y}",
        count=len(sheet.stops),
    )


def _title(sheet: RunSheet, whom: SheetFor) -> str:
    if whom is SheetFor.TEAM:
        return "BẢNG ĐI TUYẾN" if sheet.kind.comes_to_people else "DANH SÁCH HẸN"
    return "DANH SÁCH HỖ TRỢ" if whom is SheetFor.HELPER else "XÁC NHẬN TRƯỚC KHI ĐI"


def _team(number: int, stop: Stop) -> TeamLine:
    return TeamLine(
        number=number,
        time=_time(stop),
        name=_with_guardian(stop),
        birth_year=str(stop.birth_year or ""),
        address=_door(stop),
        needs=_words(stop.needs, NEEDS),
        papers=_words(stop.papers, PAPERS),
        phone=_phones(stop),
        support=_words(stop.support_needs, SUPPORT_NEEDS),
    )


def _helper(number: int, stop: Stop) -> HelperLine:
    return HelperLine(number, _time(stop), stop.name, _door(stop))


def _mobile(number: int, stop: Stop) -> MobileLine:
    missing = {
        "họ và tên đầy đủ": len(stop.name.split()) < 2,
        "năm sinh": stop.birth_year is None,
        "địa chỉ cụ thể": not _is_exact(stop.address),
        "số điện thoại": not stop.phones,
    }
    return MobileLine(
        number=number,
        name=stop.name,
        birth_year=str(stop.birth_year or ""),
        address=stop.address or "",
        phone=_phones(stop),
        missing=", ".join(what for what, is_missing in missing.items() if is_missing),
    )


def _is_exact(address: str | None) -> bool:
    """Whether it names a door or at least a street or hamlet: "Đi làm ăn xa" leads nowhere."""
    if not address:
        return False
    parsed = parse_address(address)
    return bool(parsed.street or parsed.chain)


_LINES: dict[SheetFor, Callable[[int, Stop], msgspec.Struct]] = {
    SheetFor.TEAM: _team,
    SheetFor.HELPER: _helper,
    SheetFor.MOBILE: _mobile,
}


def _time(stop: Stop) -> str:
    return " - ".join(_clock(at) for at in (stop.at, stop.until) if at is not None)


def _clock(at: datetime) -> str:
    return f"{local(at):%H:%M}"


def _with_guardian(stop: Stop) -> str:
    return f"{stop.name} (đại diện: {stop.guardian})" if stop.guardian else stop.name


def _door(stop: Stop) -> str:
    return ", ".join(filter(None, (stop.address, stop.area)))


def _phones(stop: Stop) -> str:
    return "; ".join(for_people(phone).replace(" ", "\N{NO-BREAK SPACE}") for phone in stop.phones)


def _words(codes: Iterable[Code], words: Mapping[Code, str]) -> str:
    return "; ".join(words[code] for code in codes)
