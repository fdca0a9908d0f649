"""The area that a cell or an address names: a residential group, a hamlet, or what people have.

Groups are written ``Tổ N`` and hamlets ``Thôn X``. Every other kind keeps its own word ("Xóm 5",
"Ấp 3", "Khu phố 3"), so that Xóm 5 is never taken for Thôn 5.
"""

import re
from collections.abc import Iterator

import msgspec

from wardtui.domain.resident import AREA_LIMIT, TEXT_LIMIT
from wardtui.domain.roster.cell_text import clean_text
from wardtui.domain.roster.grid import Cell
from wardtui.domain.roster.names import capitalised


class _Kind(msgspec.Struct, frozen=True):
    """One kind of area and the ways in which it is written, diacritics forgotten or wrong too."""

    word: str
    rank: int
    """What counts when a text names several kinds: the lowest."""
    pattern: str
    named: bool = False
    """May bear a name; the others only bear a number."""


# Ranks: what the law knows as the unit itself (thôn and its regional names, tổ dân phố and its
# equals; Circular 04/2012/TT-BNV art. 2, 05/2022/TT-BNV) before what stands above or below it.
# Kinds whose words begin with the word of another kind come first.
_TO = r"t[ổôoốỏ]"
_KINDS = (
    _Kind("Tổ liên gia", 9, rf"(?:{_TO}\s*)?li[êe]n\s*gia|t\.?l\.?g"),
    _Kind("Tổ tự quản", 9, rf"{_TO}\s*(?:nh[âa]n\s*d[âa]n\s*)?t[ựư]\s*qu[ảa]n"),
    _Kind("Thôn", 0, r"th[ôo]n", named=True),
    _Kind("Bản", 1, r"bản|ban(?=\s*\d)", named=True),
    _Kind("Ấp", 1, r"ấp|ap(?=\s*\d)", named=True),
    _Kind("Buôn", 1, r"bu[ôo]n", named=True),
    _Kind("Bon", 1, r"bon", named=True),
    _Kind("Plei", 1, r"ple[iy]|plơi", named=True),
    _Kind("Sóc", 1, r"sóc", named=True),
    _Kind("Phum", 1, r"phum", named=True),
    _Kind("Khóm", 1, r"kh[óo]m", named=True),
    _Kind("Khối phố", 1, r"kh[ốôo]i\s*ph[ốôo]", named=True),
    _Kind("Khối", 1, r"kh[ốôo]i", named=True),
    _Kind("Tiểu khu", 1, r"ti[ểêe]u\s*khu", named=True),
    _Kind(
        "Tổ dân phố", 2, rf"{_TO}\s*d[âa]n\s*ph[ốôo]|{_TO}\s*[dđ]\.?\s?p|t\.?[dđ]\.?p", named=True
    ),
    _Kind("Tổ", 2, _TO),
    _Kind("Xóm", 3, r"x[óo]m", named=True),
    _Kind("Làng", 4, r"l[àa]ng", named=True),
    _Kind("Đội", 5, r"[đd][ộôo]i"),
    _Kind("Khu phố", 6, r"khu\s*ph[ốôo]|k\.?p", named=True),
    _Kind("Khu dân cư", 6, r"khu\s*d[âa]n\s*c[ưu]|k\.?[dđ]\.?c", named=True),
    _Kind("Khu vực", 6, r"khu\s*v[ựưu]c|k\.?v"),
    _Kind("Cụm", 6, r"c[ụu]m(?:\s*d[âa]n\s*c[ưu])?"),
    _Kind("Khu", 7, r"khu"),
)
_GROUP_RANK = 2
_GROUPS = frozenset({"Tổ dân phố", "Tổ"})
_FREELY_NAMED = frozenset({"Tổ", "Khu"})
"""With a name only at the beginning of a cell of areas, and then in capitals: "Tổ Hòa Bình"."""

_NUMBER = (
    r"[\s.:\-]*(?:(?:s[ốôo]|no)[\s.:\-]*)?0*(?P<number>[1-9][0-9]{0,3})"
    r"(?P<letter>[a-zđ][0-9]{0,2}|\s[a-h](?=\s*(?:$|[,;/)]|-\s)))?(?!\w|-[0-9])"
)
_NAME = r"(?:[\s:]+|-\s+)(?P<name>[^\W\d_][^,;/()\[\]:–\n]*)"
_AREA = re.compile(
    r"(?<![^\W_])(?:"
    + "|".join(f"(?P<k{index}>{kind.pattern})" for index, kind in enumerate(_KINDS))
    + rf")(?![^\W\d_])\.?(?:{_NUMBER}|{_NAME})",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:t\.?\s?)?0*(?P<number>[1-9][0-9]{0,2})(?P<letter>[a-zđ]?)(?:\.0+)?", re.IGNORECASE
)
_LEADING = re.compile(
    r"0*(?P<number>[1-9][0-9]{0,2})(?P<letter>[a-zđ]?)\s*[/,(\-]\s*", re.IGNORECASE
)
_SEVERAL = re.compile(
    r"\D*\d+[a-zđ]?(?:(?:\s*[,;&+\-–]\s*|\s+(?:và|hoặc)\s+)\d+[a-zđ]?)+", re.IGNORECASE
)
_ENUMERATION = re.compile(r"^(?:[-+*•]|(?:[IVX]{1,4}|\d{1,2}|[a-z])[.)])\s+")
_ABOUT = re.compile(r"^(?:thuộc|ở|tại|địa bàn|nay là|nay)(?:\s*:)?\s+", re.IGNORECASE)
_OLD_NUMBER = re.compile(
    rf"(?:\b(?:{_TO}|tdp|{_TO}\s*dân\s*phố)\s*)?(?:số\s*)?\b\d{{1,3}}[a-z]?\s*(?:cũ\b|\(cũ\))"
    r"|\([^()]*\b(?:cũ|trước)\b[^()]*\)",
    re.IGNORECASE,
)
"""The number of a group before groups were joined: today it is another group's."""

_ENDS_NAME = re.compile(
    r"\s+-\s.*|\s+-$|\s+(?:xã|phường|p\.|thị trấn|tt\.|huyện|quận|q\.|thành phố|tp\b|tỉnh|đặc khu"
    r"|đường|phố|ngõ|số nhà|sn|tổ|xóm|đội|thôn|cụm)(?:\s.*|$)",
    re.IGNORECASE,
)
_NO_AREA = re.compile(
    r"(?:tổ (?:trưởng|phó|công|bảo|an ninh|h[òo][àa]? giải|hợp|tuần|trực|quản|chức|quốc)"
    r"|bản (?:thân|sao|cam|tin|danh|kê|khai|án|đồ|vẽ|ghi|quyền|chất|in|tự|đăng|chính|gốc|photo)\b"
    r"|buôn (?:bán|lậu|hàng)\b|làng (?:nghề|trẻ|sinh|xóm)\b|xóm (?:trọ|giềng)\b|khối (?:lượng|cơ)\b"
    r"|khu (?:tập|đô|công|nhà|trọ|chung|cách|di|tái|chế|kinh|ký|đất|biệt|hành|du|gia|vui|quân)\b)",
    re.IGNORECASE,
)
"""Words that begin like an area and are none: an office, a document, an estate."""

_NOT_AFTER = re.compile(
    r"\b(?:ngõ|ngách|hẻm|kiệt|phố|đường|chợ|đình|chùa|đền|trường|cầu|cổng|bến|hồ|xã|phường|p\.|tp\.?"
    r"|thị trấn|huyện|quận|thành phố|tỉnh|trưởng|phó)\s*$",
    re.IGNORECASE,
)
"""Before these words it is the name of something else: "phố Làng Hạ", "xã Bản Qua"."""

_NO_NAMES = frozenset({"trưởng", "phó", "số", "xã", "phường"})
"""An office, a number that is missing, or what the area is part of."""

_LONGEST_NAME = 5
"""Words. What is longer is a sentence."""


def read_area(cell: Cell) -> str | None:
    """The area of a cell that holds an area, written in one way; a bare number is a group's."""
    text = _OLD_NUMBER.sub("", clean_text(cell)[:TEXT_LIMIT]).strip(" .,:;*'-")
    text = _ABOUT.sub("", _ENUMERATION.sub("", text))
    if _SEVERAL.fullmatch(text):
        return None
    bare = _BARE.fullmatch(text) or _in_a_wider_area(text)
    if bare is not None:
        return f"Tổ {bare['number']}{bare['letter'].upper()}"
    areas = list(_areas(text, in_address=False))
    return _settled(areas) if areas and areas[0][1] == 0 else None


def area_in_address(text: str) -> str | None:
    """The area that an address names among its other parts."""
    text = _OLD_NUMBER.sub("", clean_text(text)[:TEXT_LIMIT])
    return _settled(list(_areas(text, in_address=True)))


def _in_a_wider_area(text: str) -> re.Match[str] | None:
    """The number of a group before what it is part of: ``5/KP3``."""
    leading = _LEADING.match(text)
    wider = _AREA.match(text, leading.end()) if leading else None
    return leading if wider and _kind(wider).rank > _GROUP_RANK else None


def _settled(areas: list[tuple[int, int, str]]) -> str | None:
    best = {area for rank, _, area in areas if rank == min(areas)[0]}
    return best.pop() if len(best) == 1 else None


def _areas(text: str, *, in_address: bool) -> Iterator[tuple[int, int, str]]:
    """Rank, place and name of every area in a text."""
    start = 0
    while found := _AREA.search(text, start):
        start = found.start("name") if found["name"] else found.end()
        if _NO_AREA.match(text, found.start()) or _NOT_AFTER.search(text, 0, found.start()):
            continue
        kind = _kind(found)
        word = "Tổ" if kind.word in _GROUPS else kind.word
        if found["number"]:
            letter = (found["letter"] or "").strip().upper()
            yield kind.rank, found.start(), f"{word} {found['number']}{letter}"
            continue
        freely = kind.word in _FREELY_NAMED
        if not kind.named and (in_address or not freely or found.start() > 0):
            continue
        name = _name(found["name"], must_be_capital=freely)
        area = f"{word} {name}"
        if name is None or len(area) > AREA_LIMIT:
            continue
        if _NO_AREA.match(area) or _SEVERAL.fullmatch(area):
            continue
        if word not in _FREELY_NAMED or not _names_another(name):
            yield kind.rank, found.start(), area


def _kind(found: re.Match[str]) -> _Kind:
    return next(kind for index, kind in enumerate(_KINDS) if found[f"k{index}"])


def _name(text: str, *, must_be_capital: bool) -> str | None:
    words = _ENDS_NAME.sub("", text).strip(" .-'*").split()
    if not 1 <= len(words) <= _LONGEST_NAME or words[-1].casefold() == "cũ":
        return None
    if words[0].casefold() in _NO_NAMES:
        return None
    if must_be_capital and not words[0][0].isupper():
        return None
    name = " ".join(word if _is_label(word) else capitalised(word) for word in words)
    return name if name[0].isupper() else None


def _names_another(name: str) -> bool:
    """A group may be called after a hamlet (Tổ Làng Cát), but not after Khu phố 3."""
    inner = [(found["number"], _kind(found).word) for found in _AREA.finditer(name)]
    return any(number or word in _FREELY_NAMED for number, word in inner)


def _is_label(word: str) -> bool:
    """A number, a Roman numeral or a single letter, which keep their form: Đông II, Phú Mỹ A."""
    return word[0].isdigit() or re.fullmatch(r"[IVX]+|[A-Z]", word) is not None
