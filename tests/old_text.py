"""Vietnamese text as the programs of the time before Unicode wrote it."""

import unicodedata

from wardtui.domain.roster.legacy_text import LegacyEncoding

NAMES = (
    "Nguyễn Văn Mẫu", "Trần Thị Mẫu", "Lê Quỳnh Mẫu", "Phạm Ngọc Mẫu", "Vũ Đức Mẫu", "Đỗ Mẫu Yến",
    "Hoàng Mẫu Thuỷ", "Bùi Mẫu Hằng", "Đặng Mẫu Cường", "Dương Mẫu Phượng", "Ngô Mẫu", "Hồ Mẫu",
)  # fmt: skip


# The code chart of TCVN 5712:1993 VN3, a line for each sixteen codes from 0xA0.
TCVN3_FROM_A0 = (
    ".ĂÂÊÔƠƯĐăâêôơưđ."
    ".....àảãáạ.ằẳẵắ."
    "......ặầẩẫấậè.ẻẽ"
    "éẹềểễếệìỉ...ĩíịò"
    ".ỏõóọồổỗốộờởỡớợù"
    ".ủũúụừửữứựỳỷỹýỵ."
)
# The signs of VNI behind a letter, by the tone that they stand for.
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
VNI_TONES = dict(zip(TONES, ("", *"øûõùï"), strict=True))
VNI_SHAPES = {
    "\u0302": dict(zip(TONES, "âàåãáä", strict=True)),
    "\u0306": dict(zip(TONES, "êèúüéë", strict=True)),
}
VNI_WHOLE = dict(zip("đơưíìỉĩịỵĐƠƯÍÌỈĨỊỴ", "ñôöíìæóòîÑÔÖÍÌÆÓÒÎ", strict=True))


def encode(text: str, encoding: LegacyEncoding) -> str:
    """The text as the old keyboard drivers wrote it."""
    if encoding is LegacyEncoding.TCVN3:
        codes = {letter: chr(0xA0 + i) for i, letter in enumerate(TCVN3_FROM_A0) if letter != "."}
        return "".join(codes.get(letter, letter) for letter in text)
    return "".join(_vni(letter) for letter in text)


def _vni(letter: str) -> str:
    if letter in VNI_WHOLE:
        return VNI_WHOLE[letter]
    base, *marks = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in marks if mark in TONES), "")
    shape = next((mark for mark in marks if mark not in TONES), "")
    if shape == "\u031b":
        base, shape = VNI_WHOLE[unicodedata.normalize("NFC", base + shape)], ""
    sign = VNI_SHAPES[shape][tone] if shape else VNI_TONES[tone]
    return base + (sign.upper() if letter.isupper() else sign)


def cp1258(text: str) -> bytes:
    """As Windows writes it: tones stand behind their letters, shapes are parts of them."""
    parts = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            parts.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            base, *marks = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
            shape = "".join(mark for mark in marks if mark != tone)
            parts.append((unicodedata.normalize("NFC", base + shape) + tone).encode("cp1258"))
    return b"".join(parts)
