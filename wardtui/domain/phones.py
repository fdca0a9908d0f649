"""Vietnamese telephone numbers as people write them.

Rules and tables: the 2018 move of 11-digit mobile numbers to 10 digits and the 2017 change of
landline codes. Old 10-digit landline numbers can look like valid mobile numbers today, so only
what is certain is converted, visibly; the rest is kept for somebody to check.
"""

import re
import unicodedata
from collections.abc import Iterator

from wardtui.domain.resident import Phone

# MobiFone, VinaPhone, Viettel, Vietnamobile and Gmobile, 15 September 2018: old prefix to new.
_MOBILE_2018 = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036", "0167": "037",
    "0168": "038", "0169": "039",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
# The three phases of 2017: old code to new, without the leading 0.
_LANDLINE_2017 = {
    "22": "212", "231": "213", "20": "214", "230": "215", "29": "216", "52": "232", "53": "233",
    "54": "234", "510": "235", "511": "236", "37": "237", "38": "238", "39": "239",
    "33": "203", "240": "204", "25": "205", "26": "206", "27": "207", "280": "208", "281": "209",
    "320": "220", "321": "221", "241": "222", "31": "225", "351": "226", "36": "227",
    "350": "228", "30": "229", "780": "290", "781": "291", "710": "292", "711": "293",
    "74": "294", "76": "296", "77": "297", "79": "299",
    "4": "24", "8": "28", "61": "251", "62": "252", "64": "254", "55": "255", "56": "256",
    "57": "257", "58": "258", "68": "259", "60": "260", "501": "261", "500": "262", "63": "263",
    "59": "269", "70": "270", "651": "271", "72": "272", "73": "273", "650": "274", "75": "275",
    "66": "276", "67": "277",
}  # fmt: skip
_SEPARATORS = re.compile(r"[/,;|\n]|\bhoặc\b|\bvà\b|\s[-–]\s", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\+|00)?\d(?:[ .\-()]{0,2}\d){7,21}")


class ReadPhones:
    """What a cell of telephone numbers holds."""

    def __init__(self) -> None:
        self.phones: list[Phone] = []
        self.unclear: list[str] = []
        """Digit runs that are no number as they stand."""


def national(number: str) -> str:
    """``+84570000123`` as people dial it: ``0570000123``."""
    return "0" + number[3:] if number.startswith("+84") else number


def for_people(number: str) -> str:
    """``+84570000123`` in groups that can be read aloud: ``0570 000 123``."""
    digits = national(number)
    return f"{digits[:-6]} {digits[-6:-3]} {digits[-3:]}"


def mask_phone(number: str) -> str:
    """All but the last three digits hidden."""
    return number[:3] + "•" * (len(number) - 6) + number[-3:]


def read_phones(cell: str) -> ReadPhones:
    """Every number in a cell, in order, with who answers it.

    What stands beside a number ("con gái", "chị Hoa") is kept as who answers.
    """
    read = ReadPhones()
    text = "".join(c for c in unicodedata.normalize("NFKC", cell) if c not in "\u200b\u200c\ufeff")
    raw = cell.strip()
    for piece in _SEPARATORS.split(text):
        matches = list(_NUMBER.finditer(piece))
        if not matches:
            note = piece.strip(" .:()-–")
            if any(c.isdigit() for c in note):
                read.unclear.append(note)
            elif note and read.phones and read.phones[-1].answers is None:
                last = read.phones[-1]
                read.phones[-1] = Phone(last.number, note, raw, last.converted)
            continue
        for index, match in enumerate(matches):
            end = matches[index + 1].start() if index + 1 < len(matches) else len(piece)
            note = piece[match.end() : end].strip(" .:()-–") or None
            if index == 0 and note is None:
                note = piece[: match.start()].strip(" .:()-–") or None
            for digits in _halves(re.sub(r"\D", "", match.group())):
                number, converted = _normalise(digits)
                if number is None:
                    read.unclear.append(digits)
                    continue
                kept = raw if converted or raw != match.group() else None
                read.phones.append(Phone("+84" + number[1:], note, kept, converted))
    return read


def _halves(digits: str) -> Iterator[str]:
    """Two numbers that a cell glues together, when both halves are numbers; else the whole."""
    if 20 <= len(digits) <= 22:
        for cut in (10, 11):
            head, tail = digits[:cut], digits[cut:]
            if _normalise(head)[0] and _normalise(tail)[0]:
                yield head
                yield tail
                return
    yield digits


def _normalise(digits: str) -> tuple[str | None, str | None]:
    """The national number with its leading 0, and how it was changed; none when uncertain."""
    if digits.startswith("0084"):
        digits = "0" + digits[4:].lstrip("0")
    elif digits.startswith("84") and len(digits) in (11, 12, 13):
        digits = "0" + digits[2:].lstrip("0")
    if len(digits) == 9 and digits[0] in "35789":
        return "0" + digits, "zero_restored"
    if len(digits) == 11:
        if digits[:4] in _MOBILE_2018:
            return _MOBILE_2018[digits[:4]] + digits[4:], "mobile_2018"
        if digits[0] == "0" and digits[1:4] in _LANDLINE_2017:
            return "0" + _LANDLINE_2017[digits[1:4]] + digits[4:], "landline_2017"
        if digits.startswith("02"):
            return digits, None
    if len(digits) == 10 and digits[0] == "0":
        if digits[1] in "35789":
            return digits, None
        if digits.startswith("04"):
            return "024" + digits[2:], "landline_2017"
    return None, None
