"""What the heading of a column means."""

import re
from functools import lru_cache

from wardtui.domain.neutral import is_forbidden_title
from wardtui.domain.roster.columns import Meaning
from wardtui.domain.roster.heading_words import (
    ADDRESS_PARTS,
    AREA,
    BIRTH,
    FATHER,
    FIELD_OF_OTHERS,
    GUARDIAN,
    HEAD,
    LEGACY_ID9,
    MOTHER,
    NAMED,
    NOT_OURS,
    PATTERNS,
    PERSONAL_ID,
    PHONE,
    RELATION,
    RELATIVE,
)
from wardtui.domain.roster.need_words import need_column
from wardtui.domain.text import nfc, search_fold

_WORD = re.compile(r"[^\W_]+")
_EXPLANATION = re.compile(r"\(.*\)")
_LONGEST = 120
"""A longer text is a title or a remark."""

_MERELY_UPPER = frozenset(
    {Meaning.PHONE, Meaning.NOTE, Meaning.ADDRESS, Meaning.CURRENT_ADDRESS, Meaning.AREA}
)
"""A sub-heading that says nothing ("Chính", "Phụ") leaves these as their upper heading says."""
_REFINED = frozenset(
    {None, Meaning.NAME, Meaning.PHONE, Meaning.BIRTH_DATE, Meaning.FATHER, Meaning.MOTHER}
)
"""What stands in brackets may say more of these: "Số điện thoại (cha/mẹ)"."""
_DOORS = frozenset(
    {None, Meaning.ADDRESS, Meaning.HOUSE_NUMBER, Meaning.STREET, Meaning.CURRENT_ADDRESS}
)


def folded_words(text: str) -> str:
    """The words of a text without diacritics, case and signs."""
    return " ".join(_WORD.findall(search_fold(nfc(text))))


@lru_cache(maxsize=8192)
def meaning_of(*levels: str) -> Meaning | None:
    """What a heading says its column holds; the levels of a heading from above to below."""
    texts = [text for text in dict.fromkeys(" ".join(level.split()) for level in levels) if text]
    if not texts or any(len(text) > _LONGEST for text in texts):
        return None
    if any(is_forbidden_title(text) for text in texts):
        return Meaning.FORBIDDEN
    while len(texts) > 1 and _EXPLANATION.fullmatch(texts[-1]):
        texts[-2:] = [f"{texts[-2]} {texts[-1]}"]
    *above, own = texts
    return _under(" ".join(above), own) if above else _single(own)


def who_answers(heading: str) -> str | None:
    """Whose telephone a column holds, in the list's own word, when it is not the resident's."""
    folded, spelled = folded_words(heading), _spelled(heading)
    for pattern, who in (
        (r"giam ho", "người giám hộ"),
        (r"phu huynh", "phụ huynh"),
        (r"dai dien|guardian", "người đại diện"),
        (r"chu ho|household", "chủ hộ"),
        (RELATIVE.pattern, "người thân"),
    ):
        if re.search(pattern, folded):
            return who
    father = re.search(r"\b(cha|bố|bo|ba)\b", spelled)
    mother = re.search(r"\b(mẹ|me|má)\b", spelled)
    if father and mother:
        return "cha/mẹ"
    if father or mother:
        return {"bo": "bố", "me": "mẹ"}.get((father or mother)[0], (father or mother)[0])  # type: ignore[index]
    return None


def _spelled(text: str) -> str:
    return " ".join(_WORD.findall(nfc(text).lower()))


def _single(heading: str) -> Meaning | None:
    if heading.strip() == "#":
        return Meaning.ORDINAL
    head, _, bracket = heading.partition("(")
    found = _plain(head) if head.strip() else None
    if bracket and found in _REFINED:
        return _plain(heading) or found
    return found


def _plain(heading: str) -> Meaning | None:
    folded, spelled = folded_words(heading), _spelled(heading)
    if not folded:
        return None
    note = PATTERNS[0][1].search(folded)
    if note is not None:
        return Meaning.NOTE
    if RELATION.search(folded):
        return None if FATHER.search(spelled) or GUARDIAN.search(folded) else Meaning.RELATION
    if NOT_OURS.search(folded):
        return None
    if _is_about_others(folded, spelled):
        return _of_others(folded, spelled)
    if AREA.search(folded):
        return Meaning.AREA
    if BIRTH.search(folded):
        return _birth(folded, spelled)
    asked = need_column(folded)
    if asked is not None and not PHONE.search(folded):
        return asked
    if ADDRESS_PARTS.search(folded):
        return Meaning.ADDRESS
    if spelled in ("nam", "nữ", "nu") or folded in ("gioi tinh nam", "gioi tinh nu"):
        return Meaning.MALE if folded.endswith("nam") else Meaning.FEMALE
    if spelled in ("đt", "đ t"):
        return Meaning.PHONE
    found = next((meaning for meaning, pattern in PATTERNS if pattern.search(folded)), None)
    if found is not None and found is not Meaning.NAME:
        return found
    if PERSONAL_ID.search(folded):
        return Meaning.PERSONAL_ID
    if LEGACY_ID9.search(folded):
        return Meaning.LEGACY_ID9
    return found


def _is_about_others(folded: str, spelled: str) -> bool:
    return bool(
        GUARDIAN.search(folded)
        or HEAD.search(folded)
        or RELATIVE.search(folded)
        or FATHER.search(spelled)
        or MOTHER.search(spelled)
    )


def _of_others(folded: str, spelled: str) -> Meaning | None:
    named, phone = NAMED.search(folded), PHONE.search(folded) or re.search(r"\bđt\b", spelled)
    if FIELD_OF_OTHERS.search(folded) and not named:
        return None
    if HEAD.search(folded):
        return Meaning.HEAD_PHONE if phone and not named else Meaning.HOUSEHOLD_HEAD
    if RELATIVE.search(folded):
        return Meaning.RELATIVE_PHONE if phone else None
    if phone and not named:
        return Meaning.GUARDIAN_PHONE
    father, mother = FATHER.search(spelled), MOTHER.search(spelled)
    if GUARDIAN.search(folded) or (father and mother):
        return Meaning.GUARDIAN
    return Meaning.FATHER if father else Meaning.MOTHER


def _birth(folded: str, spelled: str) -> Meaning:
    men = r"\bnam sinh\b.*\bnam\b" if spelled.startswith("nam sinh") else r"\bnam\b"
    of_men = re.search(men, spelled)
    of_women = re.search(r"\bn[ữu]\b", spelled)
    if of_women and not of_men:
        return Meaning.FEMALE
    if of_men and not of_women and spelled != folded:
        return Meaning.MALE
    if re.fullmatch(r"thang sinh", folded):
        return Meaning.BIRTH_MONTH
    return Meaning.BIRTH_DATE


def _under(above: str, own: str) -> Meaning | None:
    upper, lower = _single(above), _single(own)
    folded, spelled = folded_words(own), _spelled(own)
    above_folded, above_spelled = folded_words(above), _spelled(above)
    if NOT_OURS.search(folded) and lower is None and upper is not Meaning.CURRENT_ADDRESS:
        return None
    if upper is not Meaning.RELATION and _is_about_others(above_folded, above_spelled):
        if lower in (Meaning.FATHER, Meaning.MOTHER, Meaning.RELATION):
            return lower
        return _plain(f"{above} {own}")
    if upper is Meaning.PHONE and _is_about_others(folded, spelled):
        return _plain(f"{above} {own}")
    if upper in (Meaning.BIRTH_DATE, Meaning.SEX, None) and folded in ("nam", "nu"):
        year = upper is not Meaning.SEX and spelled == "năm"
        men = Meaning.MALE if upper is not None or lower is Meaning.MALE else None
        return Meaning.BIRTH_YEAR if year else Meaning.FEMALE if folded == "nu" else men
    if upper is Meaning.BIRTH_DATE:
        parts = {"ngay": Meaning.BIRTH_DAY, "thang": Meaning.BIRTH_MONTH, "nam sinh": None}
        return parts.get(folded) or lower
    if upper is Meaning.NAME and lower in (Meaning.NAME, None):
        return Meaning.GIVEN_NAME if folded == "ten" else lower
    asked = need_column(above_folded, folded)
    if asked is not None:
        return asked
    if upper is Meaning.CURRENT_ADDRESS and lower in _DOORS:
        return Meaning.CURRENT_ADDRESS
    if upper is Meaning.RESIDENCY and lower in (Meaning.ADDRESS, Meaning.CURRENT_ADDRESS):
        return Meaning.RESIDENCY
    if lower is not None:
        return lower
    if upper is Meaning.PERSONAL_ID and folded.startswith("so"):
        return upper
    return upper if upper in _MERELY_UPPER else None
