"""A person's name as a list writes it, and what else its cell says."""

import re
from functools import lru_cache

import msgspec

from wardtui.domain.resident import TEXT_LIMIT
from wardtui.domain.roster.cell_text import clean_text
from wardtui.domain.roster.grid import Cell
from wardtui.domain.roster.syllables import is_syllable
from wardtui.domain.text import fold_word, search_fold


class ReadName(msgspec.Struct, frozen=True):
    """A name, and what stood beside it in the same cell."""

    name: str
    """Empty when the cell holds no name."""
    remark: str | None = None
    """What stood beside the name: "con ông Ba", "tức Tèo", "mất", "1985"; without a name, all."""


_APOSTROPHES = re.compile("[’‘`´ʼʻ′‛\"“”']+")
_BESIDE_APOSTROPHE = re.compile(r"(?<=\w) ?' ?(?=\w)")
_STRANGE = re.compile(r"[^\w\s'.,;:/|()\[\]{}–—\u0300-\u036f-]|_")
_NUMBERING = re.compile(r"^(?:\(?\d{1,3}\s*[).:/\-]+\s*(?!\d)|\d{1,3}\s*(?=[^\W\d_])|[a-z]\)\s*)+")
_LEADING_DIGITS = re.compile(r"\d[\d\s./]*(?=[^\W\d_])")
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)(?:[)\]}]|$)")

_PERSON = r"(?:ông|bà|anh|chị|em|cháu|cô|chú|bác|cụ|bé|mr|mrs|ms)"
_HONORIFIC = re.compile(rf"{_PERSON}(?:\s*[/,]\s*{_PERSON})*(?=[\s.:])[\s.:]*", re.IGNORECASE)
_ONLY_HONORIFIC = re.compile(rf"{_PERSON}(?:\W+{_PERSON})*\W*", re.IGNORECASE)
_FAMILY_NAME = re.compile(r"\w+ (?:thị|văn|ích)\b", re.IGNORECASE)
"""What follows a family name and never an honorific: Ông Ích Khiêm is nobody's grandfather."""

_LABEL = re.compile(r"(?:họ (?:và |, ?)?tên|tên|công dân)\s*:\s*", re.IGNORECASE)
_RELATION = re.compile(
    r"(chủ hộ|ch|vợ|chồng|con(?: trai| gái)?|cháu|mẹ|bố|cha|dâu|rể)\s*:\s*(?=\S)", re.IGNORECASE
)
_OTHER_NAME = r"tức(?= \S)|còn gọi|thường gọi|hay gọi|tên (?:khác|gọi|thường)|bí danh|biệt danh"
_RELATIVE = (
    r"(?:con|vợ|chồng|em|cháu|mẹ|bố|cha|dâu|rể) (?:của |trai |gái |dâu |rể )*"
    r"(?:ông|bà|anh|chị|cô|chú|bác|cụ)"
)
_STATE = r"(?:đã |bị )*(?:mất|chết)|đã (?:qua đời|từ trần|chuyển|đi)|qua đời|chủ hộ"
_DETAIL = r"(?:sn|ns|sinh(?: năm| ngày)?|năm sinh|sđt|đt|tel|cccd|cmnd|số)[ .:]*\d"
_REMARK = re.compile(
    r"\s*[,;:/|]\s*|(?P<dash>\s+[-–—]+\s*|(?<=\w)[-–—]+\s+|[–—]+)"
    rf"|\s+(?=(?:{_OTHER_NAME}|{_RELATIVE}|{_STATE})\b|{_DETAIL}|\d{{4}}|ch\.?$)",
    re.IGNORECASE,
)
"""Where a name ends and something else begins."""

_TAIL_DIGITS = re.compile(r"(?<=[^\W\d_])[\s.]*(?=\d[\d\s.]*$)")
_DIGIT_IN_WORD = re.compile(r"\d[^\W\d_]")
_DOTTED = re.compile(r"([^\W\d_]+)\.\s*")
_EDGES = " .,-–—':;/|"
_NO_NAMES = frozenset(
    "khong ro,khong,khong co,khong co ten,khong ten,chua ro,chua co ten,chua dat ten,x,ko,ko ro,na"
    ",nan,null,none,chua xac dinh,khong xac dinh".split(",")
)

_FAMILY_NAMES = frozenset(
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đoàn Trương".split()
)
"""The most common ones, none of which is an honorific or a label."""

_WORDS_OF_A_NAME = 5
_BEGINS_A_REMARK = frozenset(
    "Tức Còn Thường Hay Tên Bí Biệt Con Vợ Chồng Em Cháu Mẹ Bố Cha Dâu Rể Đã Bị Mất Chết Qua Chủ"
    " Sn Ns Sinh Năm Sđt Đt Tel Cccd Cmnd Số Ch".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_PARTS = re.compile("(['-])")


def read_name(cell: Cell) -> str:
    """A person's name alone, in its proper case; empty when the cell holds none."""
    return split_name(cell).name


def split_name(cell: Cell) -> ReadName:
    """A person's name, and apart from it everything that somebody wrote into the same cell."""
    cleaned = clean_text(cell)
    words = cleaned.split(" ")
    if words[0] in _FAMILY_NAMES and 1 < len(words) <= _WORDS_OF_A_NAME and all(map(_plain, words)):
        return ReadName(cleaned)
    return _split(cleaned)


def _split(cleaned: str) -> ReadName:
    """The long way, which every name could go; most are read at a glance."""
    text = _STRANGE.sub(" ", _APOSTROPHES.sub("'", cleaned[: 2 * TEXT_LIMIT]))
    text = _undotted(_WORD.sub(lambda found: _unglued(found[0]), text))
    text, remarks = _without_brackets(_NUMBERING.sub("", text.strip(_EDGES)))
    text, before = _without_beginning(text)
    text, after = _without_tail(text)
    name = _BESIDE_APOSTROPHE.sub("'", " ".join(text.split())).strip(_EDGES)
    if not any(c.isalpha() for c in name) or search_fold(name) in _NO_NAMES:
        return ReadName("", cleaned[:TEXT_LIMIT] or None)
    remark = "; ".join(
        kept
        for one in (*before, *after, *remarks)
        if (kept := one.strip(_EDGES)) and not _ONLY_HONORIFIC.fullmatch(kept)
    )
    # Once more: a foreign letter may look like one of ours as a capital only.
    name = clean_text(" ".join(map(_proper, name.split())))
    return ReadName(name, remark[:TEXT_LIMIT] or None)


@lru_cache(maxsize=8192)
def _plain(word: str) -> bool:
    """A syllable in its proper case that begins no remark: as most names are made of."""
    return (
        word.istitle()
        and word not in _BEGINS_A_REMARK
        and is_syllable(word)
        and _proper(word) == word
    )


@lru_cache(maxsize=8192)
def _unglued(word: str) -> str:
    """``NguyễnVăn`` in two words, when it can't be one syllable and its pieces can."""
    if word.isupper() or word.islower() or is_syllable(word):
        return word
    pieces = "".join(f" {c}" if c.isupper() else c for c in word).split()
    glued = all(len(piece) > 1 and is_syllable(piece) for piece in pieces)
    return " ".join(pieces) if glued else word


def _without_brackets(text: str) -> tuple[str, list[str]]:
    remarks: list[str] = []
    rest = text
    while found := _BRACKETS.search(rest):
        remarks.append(found[1])
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    rest = " ".join(re.sub(r"[()\[\]{}]", " ", rest).split()).strip(_EDGES)
    if not any(c.isalpha() for c in rest):  # "(Nguyễn Văn An)"
        return " ".join(" ".join(remarks).split()).strip(_EDGES), []
    return rest, remarks


def _without_beginning(text: str) -> tuple[str, list[str]]:
    """Without labels, honorifics, numbers and relations in front of the name."""
    remarks: list[str] = []
    while True:
        found = _NUMBERING.match(text) or _LABEL.match(text) or _honorific(text)
        if found is None:
            found = _RELATION.match(text) or _LEADING_DIGITS.match(text)
            if found is None:
                return text, remarks
            remarks.append(found[0])
        text = text[found.end() :].strip(_EDGES)


def _honorific(text: str) -> re.Match[str] | None:
    """An honorific before a colon or two words: "Bà Hoa" is all that is known of her name."""
    found = _HONORIFIC.match(text)
    if found is None or _FAMILY_NAME.match(text):
        return None
    name = re.split(r"[,;:/|\d]|\s[-–]", text[found.end() :], maxsplit=1)[0]
    name = _REMARK.split(name, maxsplit=1)[0]
    # "Ông Cao Thắng" may be a whole name; after an honorific there are mostly three words.
    surely = 1 if ":" in found[0] else 3 if found[0].strip().casefold() == "ông" else 2
    return found if len(name.split()) >= surely else None


def _without_tail(text: str) -> tuple[str, list[str]]:
    """Without what comes after the name, which may be several things one after the other."""
    cut = next(filter(_is_end_of_name, _REMARK.finditer(text)), None) or _tail_digits(text)
    if cut is None:
        return text, []
    name, remarks = _without_tail(text[: cut.start()].strip(_EDGES))
    return name, [*remarks, text[cut.end() :]]


def _is_end_of_name(found: re.Match[str]) -> bool:
    before, after = found.string[: found.start()], found.string[found.end() :]
    one_name = found["dash"] and " " not in before and after[:1].isupper()  # "Tôn - Nữ Hoa"
    return not one_name and any(c.isalpha() for c in before)


def _tail_digits(text: str) -> re.Match[str] | None:
    # Digits inside words are marks of a keyboard ("Va8n An1" is Văn Án): not ours to guess.
    return None if _DIGIT_IN_WORD.search(text) else _TAIL_DIGITS.search(text)


def _undotted(text: str) -> str:
    """A dot stays after an initial ("Nguyễn T. An") and parts words elsewhere."""
    return _DOTTED.sub(lambda found: f"{found[1]}{'.' if _is_initial(found[1]) else ''} ", text)


def _is_initial(word: str) -> bool:
    return len(word) == 1 or not any(c in "aeiouy" for c in fold_word(word))


def capitalised(word: str) -> str:
    """``H'HEN`` as ``H'Hen``: an apostrophe starts a new part, as a hyphen does."""
    return "".join(_one_case(part) for part in _PARTS.split(word))


def _one_case(part: str) -> str:
    # Letters that become two in the other case (ß, İ) stay as they are.
    head = part[:1].upper() if len(part[:1].upper()) == 1 else part[:1]
    return head + "".join(c.lower() if len(c.lower()) == 1 else c for c in part[1:])


@lru_cache(maxsize=8192)
def _proper(word: str) -> str:
    """A word in its proper case; capitals inside it are kept where they may be meant."""
    if word.isupper() or word.islower():
        return capitalised(word)
    parts = _PARTS.split(word)
    proper = "".join([_in_good_case(parts[0], first=True), *map(_in_good_case, parts[1:])])
    # A sign without a case hides that nothing else is a capital, until somebody reads it again.
    return capitalised(proper) if proper.isupper() or proper.islower() else proper


def _in_good_case(part: str, *, first: bool = False) -> str:
    if len(part) <= 1 or part[1:].islower():
        return _one_case(part) if first else part
    if part[1:].isupper() or is_syllable(part):
        return _one_case(part)
    return _one_case(part[0]) + part[1:]
