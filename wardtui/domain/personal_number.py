"""The 12-digit personal number (số định danh cá nhân), printed on every chip card.

``PPP G YY NNNNNN``: place of birth registration (one of 63 former provinces or a country), a digit
for century and sex, the year of birth, six random digits. There is no check digit. Source: Decree
137/2015 art. 13; Circular 07/2016 annex 1.
"""

import re

import msgspec

from wardtui.domain.vocabulary import Sex

SAMPLE_PLACE = "000"
"""No province has this code: a number that starts with it belongs to an invented person."""

_SHOWN = 3, 4
_LENGTH = 12
_SHORTEST = 9
"""A place has three digits, so a spreadsheet drops three zeros at most."""

_BETWEEN_DIGITS = re.compile(r"[\s.\-']+")
_FRACTION = re.compile(r"\.0+$")


class PersonalNumber(msgspec.Struct, frozen=True):
    """What a personal number says. Use it to check a record, never to fill one in."""

    place: str
    """Where the birth was registered, not where the person lives."""
    sex: Sex
    birth_year: int
    serial: str


def parse_personal_number(text: str) -> PersonalNumber | None:
    """Read twelve digits, else none."""
    if not (len(text) == 12 and text.isascii() and text.isdigit()):
        return None
    century_and_sex = int(text[3])
    return PersonalNumber(
        place=text[:3],
        sex=Sex.FEMALE if century_and_sex % 2 else Sex.MALE,
        birth_year=1900 + 100 * (century_and_sex // 2) + int(text[4:6]),
        serial=text[6:],
    )


def restored(text: str) -> str | None:
    """What a number of 9 to 11 digits would be if a spreadsheet had dropped its leading zeros.

    Only an offer to somebody who can compare it with the card: nine digits may as well be the
    number of an old card. None when the text is anything else than such a number.
    """
    digits = _BETWEEN_DIGITS.sub("", _FRACTION.sub("", text.strip()))
    if not (_SHORTEST <= len(digits) < _LENGTH and digits.isascii() and digits.isdigit()):
        return None
    return digits.zfill(_LENGTH)


def mask_personal_number(text: str) -> str:
    """``001•••••0001``: enough to compare with a card in the hand, too little to misuse."""
    head, tail = _SHOWN
    if len(text) <= head + tail:
        return "•" * len(text)
    return text[:head] + "•" * (len(text) - head - tail) + text[-tail:]
