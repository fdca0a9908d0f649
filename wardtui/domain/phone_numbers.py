"""One telephone number from its digits.

Rules and tables: the 2018 move of 11-digit mobile numbers to 10 digits and the 2017 change of
landline codes (domain.md 2.2-2.4). Old 10-digit landline numbers can look like valid mobile numbers
today, so only what is certain is converted, visibly; the rest is kept for somebody to check. A
number counts by its shape: lists of prefixes that are in use grow old.
"""

from typing import NamedTuple

# MobiFone, VinaPhone, Viettel, Vietnamobile and Gmobile, 15 September 2018: old prefix to new.
_MOBILE_2018 = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036", "0167": "037",
    "0168": "038", "0169": "039",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
# The three phases of 2017, codes of three digits without the leading 0: with seven digits behind
# them such a number is like no other. Of the shorter codes only Hà Nội's 4 is.
_LANDLINE_2017 = {
    "231": "213", "230": "215", "510": "235", "511": "236", "240": "204", "280": "208",
    "281": "209", "320": "220", "321": "221", "241": "222", "351": "226", "350": "228",
    "780": "290", "781": "291", "710": "292", "711": "293", "501": "261", "500": "262",
    "651": "271", "650": "274",
}  # fmt: skip
_LONGEST, _SHORTEST = 15, 8
"""Digits of an international number (E.164), the country's with them."""
_AFTER_ZEROS = 12
"""Digits with 00 instead of the plus, at least; fewer are a slip: 00912..."""


class Number(NamedTuple):
    """A number that can be dialled."""

    e164: str
    converted: str | None
    """``mobile_2018``, ``landline_2017`` or ``zero_restored``."""


def read_number(digits: str, *, plus: bool = False) -> Number | None:
    """A number from its digits alone; none when they have no shape of one.

    :param plus: a ``+`` stood before them
    """
    if digits.startswith("00"):
        if _is_personal_number(digits):
            return None
        return read_number(digits[2:], plus=True) if len(digits) >= _AFTER_ZEROS else None
    if plus and not digits.startswith(("84", "0")):
        return _foreign(digits)
    if digits.startswith("84") and (plus or len(digits) in (11, 12, 13)):
        return _of_vietnam("0" + digits[2:].lstrip("0"))
    if len(digits) == 9 and digits[0] in "35789":
        return Number("+84" + digits, "zero_restored")
    return _of_vietnam(digits)


def _is_personal_number(digits: str) -> bool:
    """In the North a citizen's twelve digits begin with 00; the fourth says the century."""
    return len(digits) == 12 and digits[3] in "0123"


def _foreign(digits: str) -> Number | None:
    if _SHORTEST <= len(digits) <= _LONGEST and digits[0] != "0":
        return Number("+" + digits, None)
    return None


def _of_vietnam(digits: str) -> Number | None:
    number, converted = _today(digits)
    return Number("+84" + number[1:], converted) if number else None


def _today(digits: str) -> tuple[str | None, str | None]:
    """The national number with its leading 0, and how it was changed; none when uncertain."""
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
        if digits[1] == "4":
            return "024" + digits[2:], "landline_2017"
    return None, None
