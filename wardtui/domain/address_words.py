"""The words of an address: what lists write before a number or a name, as patterns.

They run on lower-case text. Vietnamese needs its marks here, ``đường`` is a street and ``Dương`` a
person, so a text that has marks is read with the marked words and one without with the bare ones.
"""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

TAKEN = "\x00"
"""Stands for every letter of a part that has been read."""

LINK = (
    r"\d{1,4}(?!\d)(?:\s?bis(?![^\W_])|[a-zđ](?![^\W_])|[a-gijl-zđ]\d{1,2}(?![^\W_])"
    r"|\s[a-h](?=\s*(?:[,\x00/]|$))|\s[b-g](?=\s[^\W\d_]{2}))?"
)
"""A number as doors bear it: 12, 12A, 12bis, 12 A."""
CHAIN = rf"{LINK}(?:\s?/\s?(?:(?:[kh]\.?\s?)?{LINK}|[a-zđ](?![^\W_])))*"
_MERGED = r"(?:\s?[-+&]\s?\d{1,4}[a-z]?(?![^\W_]))*"
"""Doors that were made one bear two numbers: 7-9."""

_BEGIN = r"(?<![^\W_])"
_OF_GROUP = r"(?<!dân )(?<!khu )(?<!khối )(?<!thành )(?<!hàng )"
_STOP = (
    r"(?=\s*(?:[,\x00]|$)|\s+(?:phường|p\.|p\d|quận|q\.|q\d|huyện|h\.|xã|x\.|tp\.?\s|t\.p|thành phố"
    r"|tỉnh|thị xã|thị trấn|tx\.?\s|tt\.?\s|tổ\s(?:\d|dân|liên)|tdp|khu\s|kp|kdc|kđt|ktt|khối\s"
    r"|khóm\s|cụm\s\d|thôn\s|xóm\s|ấp\s|bản\s|buôn\s|đội\s\d|số\s|sn\s?\d|ngõ\s|ngách\s|hẻm\s"
    r"|kiệt\s|phòng\s|căn\s|tầng\s|lầu\s|toà\s|tòa\s|block|đơn nguyên|chung cư|cc\s|tập thể"
    r"|lô\s|nhà\s|đối diện|cạnh\s|gần\s|sau\s|trước\s|-\s))"
)
_NAME = rf"([^,\x00]+?){_STOP}"

_STREET = (
    rf"{_BEGIN}(?:{_OF_GROUP}(phố|phô|đường|đuờng|đưòng)\.?\s+|(đ|đg)\.\s*|(đại lộ)\s+"
    r"|(quốc lộ|ql|tỉnh lộ|tl|hương lộ|hl)\.?\s*(?=\d))(?:số\s*)?"
) + _NAME
_NAMED_ALLEY = (
    rf"{_BEGIN}(?:ngõ|ngỏ|hẻm|kiệt)\s+(?!số\s|nhỏ|bên|cạnh|đối|sau|vào|cụt|[\W\d]){_NAME}"
)
_HAMLET = (
    rf"{_BEGIN}(?:((?<!\d )ấp|(?<!\d )bản|(?<!\d )làng|thôn|xóm|buôn|bon|plei|sóc|phum"
    r"|khóm|khối phố|khối|khu phố|khu vực|khu dân cư|kp|kdc|kv|tổ dân phố|tdp|tiểu khu"
    r"|khu(?!\s(?:đô thị|tập thể|nhà|chung cư|công|trọ|tđc|tái)))\.?\s+"
    r"|(thôn|xóm|ấp|bản|làng|đội|cụm|tổ dân phố|tổ liên gia|tổ|tdp|kp|kv|tk)\.?\s*(?=(?:số\s*)?\d))"
    r"(?:số\s*)?"
) + _NAME
_TOWER = (
    rf"{_BEGIN}(?:(?:toà|tòa)(?: nhà)?|tháp|block|blốc|tower)\.?\s*(?:số\s*)?{_NAME}"
    rf"|{_BEGIN}(?:nhà|lô|dãy)\s+([a-zđ]{{1,2}}\d{{0,2}}[a-z]?)(?![^\W_])"
)
_STAIRCASE = rf"{_BEGIN}(?:đơn nguyên|đn)\.?\s*(?:số\s*)?(\w{{1,3}})(?![^\W_])"
_ESTATE = (
    rf"{_BEGIN}(?:(?:nhà )?chung cư|cc|(?:nhà |khu )?tập thể|ktt|(tt))\.?\s+(?!mini|số\s){_NAME}"
)
_ROOM = (
    rf"{_BEGIN}(?:(căn hộ|căn|phòng trọ|phòng|phg)\.?\s*(?:số\s*)?|(ph|ch|p)\.?\s*)"
    r"([a-z0-9][a-z0-9.\-/]*?)(?=[.\-/]*(?:[^a-z0-9.\-/]|$))"
)
_FLOOR = rf"{_BEGIN}(?:tầng|lầu)\s*(?:số\s*)?(b\d|g|trệt|hầm|lửng|\d{{1,2}}[a-z]?)(?![^\W_])"
_ROW_CODE = r"(?:bt|lk|sh|nv|dv|btlk|btsl|btst|tt(?=\d))\s?\d{1,3}[a-z]?"
_ROW = (
    rf"{_BEGIN}({_ROW_CODE})(?:\s*[-./,]\s*|\s+)(?:(?:ô|số|lô|căn|nhà)\s*)*(\d{{1,3}}[a-z]?)(?![^\W_])"
    rf"|{_BEGIN}(?:ô|số|lô|căn|nhà|sn)\s*(?:số\s*)?(\d{{1,3}}[a-z]?)\s*[-,]?\s*"
    rf"(?:dãy|khu|lô)?\s*({_ROW_CODE})(?![^\W_])"
    rf"|{_BEGIN}({_ROW_CODE})(?![^\W_])"
)
_PLOT = (
    rf"{_BEGIN}(?:lô|ô|nhà|dãy)\s*(?:số\s*)?([a-zđ]{{1,2}})\s?-?\s?(\d{{1,3}}[a-z]?)(?![^\W_])"
    rf"|{_BEGIN}(?:lô|dãy|khu)\s+([a-zđ]{{1,2}}),?\s*(?:ô|số|căn|nhà)\s*(?:số\s*)?"
    r"(\d{1,3}[a-z]?)(?![^\W_])"
    rf"|{_BEGIN}(?:ô|số|căn)\s*(?:số\s*)?(\d{{1,3}}[a-z]?),?\s*(?:lô|dãy)\s+([a-zđ]{{1,2}})(?![^\W_])"
)
_LETTERED = rf"{_BEGIN}([a-zđ])\s?(?=\d{{1,4}}[a-z]?/\d)"
_ALLEY = (
    rf"{_BEGIN}(ng[õỏoóòọôõ]|ng|nghách|ng[áa]ch|ngh|h[ẻẽe]m|ki[ệe]t|lối|dốc|nhánh|k|h)\.?\s*"
    rf"(?:số\s*|nhỏ\s*)?({CHAIN})"
)
_NO_DOOR = (
    r"(?<!cầu )(?<!cổng )(?<!chợ )(?<!cống )(?<!kênh )(?<!trường )(?<!trạm )(?<!bến )(?<!chốt )"
)
_MARKED_HOUSE = (
    rf"{_BEGIN}{_NO_DOOR}(?:số nhà|nhà số|s[ốôó]|sn|s\.n|nhà|no\.|ô|lô)[.:]?\s*({CHAIN}){_MERGED}"
    r"(?!\s*(?:tầng|gian|hộ|mét|m2|lầu))"
)
_HOUSE = (
    rf"(?:^|[,\x00])[\s.:#\-]*(?:(?:đc|địa chỉ|trọ tại|ở tại|tại|ở)[.:]?\s+)?({CHAIN}){_MERGED}"
    r"(?![\w/])(?!\s*(?:tầng|gian|hộ|mét|m2|lầu))"
)
_MILESTONE = rf"{_BEGIN}km\.?\s?(\d{{1,4}})(?:\s?\+\s?(\d{{1,3}}))?(?!\d)"
_NO_STREET = (
    r"(?:phường|p|quận|q|huyện|h|x|tp|t\.p|thành phố|tỉnh|t|thị xã|thị trấn|tx|tt|việt nam|vn)"
    r"(?:[.\d]|\s|$)"
    r"|(?:đối diện|cạnh|gần|sau|trước|phía|bên|trong|nhà|trọ|thuê|tổ|khu|kđt|kdc|tầng"
    r"|lầu|phòng|căn|chung cư|cc|tập thể|ktt|toà|tòa|ngã|cổng|hẻm|ngách|kiệt|số)(?![^\W_])"
    r"|(?:cũ|mới)\s*(?:[,\x00]|$)|(?:lô|dãy|ô|thửa|tờ|lối)\s*\d"
)
_FREE_STREET = rf"\s*(?:,\s*(?!xã\s))?(?!{_NO_STREET})([^\W\d_][^,\x00]*?){_STOP}"


class Words(NamedTuple):
    """The patterns, for texts with marks or without."""

    street: re.Pattern[str]
    named_alley: re.Pattern[str] | None
    """None without marks: ``ngo Quyen`` is no alley but Ngô Quyền."""
    hamlet: re.Pattern[str]
    tower: re.Pattern[str]
    staircase: re.Pattern[str]
    estate: re.Pattern[str]
    room: re.Pattern[str]
    floor: re.Pattern[str]
    row: re.Pattern[str]
    plot: re.Pattern[str]
    lettered: re.Pattern[str]
    alley: re.Pattern[str]
    marked_house: re.Pattern[str]
    house: re.Pattern[str]
    milestone: re.Pattern[str]
    free_street: re.Pattern[str]


def _without_marks(pattern: str) -> str:
    bare = unicodedata.normalize("NFD", pattern).replace("đ", "d")
    return "".join(c for c in bare if not unicodedata.combining(c))


_WRITTEN = (
    _STREET, _NAMED_ALLEY, _HAMLET, _TOWER, _STAIRCASE, _ESTATE, _ROOM, _FLOOR, _ROW,
    _PLOT, _LETTERED, _ALLEY, _MARKED_HOUSE, _HOUSE, _MILESTONE, _FREE_STREET,
)  # fmt: skip


@cache
def _words(*, marked: bool) -> Words:
    """Compiled when the first address is read: a start reads none."""
    if marked:
        return Words(*map(re.compile, _WRITTEN))
    return Words(*(re.compile(_without_marks(one)) for one in _WRITTEN))._replace(named_alley=None)


def words_for(text: str) -> Words:
    """The patterns that fit a text: with marks, or for somebody who typed none."""
    return _words(marked=not text.isascii())
