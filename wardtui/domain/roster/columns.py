"""Which column of a list means what, by its heading."""

import re
from collections.abc import Sequence
from enum import StrEnum

import msgspec

from wardtui.domain.roster.grid import Cell, Sheet, text_of
from wardtui.domain.text import search_fold

HEADER_SEARCH_ROWS = 40
"""A list's heading stands within so many rows, below its title lines."""

_MINIMUM_RECOGNISED = 3


class Meaning(StrEnum):
    """What a column holds."""

    ORDINAL = "ordinal"
    NAME = "name"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    PERSONAL_ID = "personal_id"
    LEGACY_ID9 = "legacy_id9"
    PHONE = "phone"
    AREA = "area"
    ADDRESS = "address"
    CURRENT_ADDRESS = "current_address"
    RESIDENCY = "residency"
    NEEDS_ID_CARD = "needs_id_card"
    NEEDS_ACCOUNT = "needs_account"
    NEEDS_ACTIVATION = "needs_activation"
    GUARDIAN = "guardian"
    GUARDIAN_PHONE = "guardian_phone"
    NOTE = "note"
    FORBIDDEN = "forbidden"
    """Must not be stored; dropped and reported."""


# Searched in this order in the folded heading: what is more particular comes first.
_PATTERNS: tuple[tuple[Meaning, str], ...] = (
    (
        Meaning.FORBIDDEN,
        (
            r"dan toc|ton giao|tien an|tien su|nghien|ma tuy|benh|suc khoe|tam than|chinh tri"
            r"|dang vien|ho ngheo|can ngheo|doi tuong|chay y|chong doi"
            r"|ethnic|religion|criminal|health"
        ),
    ),
    (Meaning.ORDINAL, r"^(stt|tt|so tt|so thu tu|no\.?|#)$"),
    (Meaning.GUARDIAN_PHONE, r"(dien thoai|sdt|dt).*(dai dien|giam ho|cha|me|bo)"),
    (Meaning.GUARDIAN, r"dai dien|giam ho|guardian|ho ten (cha|me|bo)"),
    (Meaning.NEEDS_ACTIVATION, r"kich hoat|activat"),
    (Meaning.NEEDS_ACCOUNT, r"tai khoan|tk ddt|dinh danh dien tu|vneid|account"),
    (Meaning.NEEDS_ID_CARD, r"chua (co|cap|lam|duoc cap).*(can cuoc|cccd|the)|no (id )?card"),
    (Meaning.LEGACY_ID9, r"cmnd|chung minh"),
    (
        Meaning.PERSONAL_ID,
        r"dinh danh|ddcn|cccd|can cuoc|ma so cong dan|personal (id|number)|id number|citizen id",
    ),
    (Meaning.PHONE, r"dien thoai|\bsdt\b|so dt|^dt$|di dong|phone|mobile|lien he|lien lac"),
    (Meaning.BIRTH_DATE, r"ngay.*sinh|nam sinh|^ns$|^sinh$|birth|dob"),
    (Meaning.SEX, r"gioi tinh|^gt$|nam ?/ ?nu|^sex$|gender"),
    (
        Meaning.AREA,
        (
            r"^(to|tdp|to dp|to dan pho|thon|xom|to so|thon ?/ ?to|to ?/ ?thon|khu dan cu"
            r"|area|group)( dan pho| dp)?( so)?( ?/.*)?$|^dia ban$"
        ),
    ),
    (Meaning.CURRENT_ADDRESS, r"noi o|cho o|hien (tai|nay)|tam tru|current address"),
    (Meaning.RESIDENCY, r"cu tru|kt1|\bkt\b|dien|residen(ce|cy)"),
    (Meaning.ADDRESS, r"dia chi|thuong tru|ho khau|noi dkhk|address"),
    (Meaning.NAME, r"ho.*ten|^ten$|full ?name|^name$|cong dan"),
    (Meaning.NOTE, r"ghi chu|note|remark"),
)
_COMPILED = tuple((meaning, re.compile(pattern)) for meaning, pattern in _PATTERNS)


class Layout(msgspec.Struct, frozen=True):
    """Where a sheet's list stands and what its columns mean."""

    header_row: int
    """Index of the heading inside the sheet's rows."""
    columns: dict[int, Meaning]
    headings: dict[int, str]
    """Every heading as written."""

    def column(self, meaning: Meaning) -> int | None:
        """The first column with a meaning."""
        return next((i for i, found in self.columns.items() if found is meaning), None)

    @property
    def dropped(self) -> tuple[str, ...]:
        """Headings of columns that must not be stored."""
        return tuple(
            self.headings[i] for i, found in self.columns.items() if found is Meaning.FORBIDDEN
        )


def meaning_of(heading: str) -> Meaning | None:
    """What a heading says its column holds."""
    folded = search_fold(heading).strip(" .:*")
    if not folded:
        return None
    return next((meaning for meaning, pattern in _COMPILED if pattern.search(folded)), None)


def find_layout(sheet: Sheet) -> Layout | None:
    """The heading of a sheet's list, or none when the sheet holds no list."""
    for index, row in enumerate(sheet.rows[:HEADER_SEARCH_ROWS]):
        layout = _as_header(index, row)
        if layout is not None:
            return layout
    return None


def _as_header(index: int, row: Sequence[Cell]) -> Layout | None:
    columns: dict[int, Meaning] = {}
    headings: dict[int, str] = {}
    for position, cell in enumerate(row):
        text = text_of(cell)
        if not text:
            continue
        headings[position] = text
        meaning = meaning_of(text)
        if meaning is not None and (
            meaning is Meaning.FORBIDDEN or meaning not in columns.values()
        ):
            columns[position] = meaning
    recognised = set(columns.values())
    if Meaning.NAME in recognised and len(recognised) >= _MINIMUM_RECOGNISED:
        return Layout(index, columns, headings)
    return None
