"""What the lines above and between people say: whose area follows, and what is lacking."""

import re

from wardtui.domain.roster.areas import read_area
from wardtui.domain.roster.cell_text import clean_text
from wardtui.domain.roster.headings import folded_words
from wardtui.domain.roster.need_words import Purpose, purpose_of

_GROUP = re.compile(
    r"\b(?:tổ|to)\s*(?:dân phố|dan pho|dp|nhân dân|dân cư)?\s*(?:số|so)?\s*[:.]?\s*0*(\d{1,3})\b"
    r"|\b(?:tdp|tổ dp|kdc|khu dân cư)\s*(?:số|so)?\s*[:.]?\s*0*(\d{1,3})\b",
    re.IGNORECASE,
)
_HAMLET = re.compile(
    r"\b(thôn|xóm|ấp|buôn|làng|(?<!văn )(?<!biên )(?<!phiên )bản)\s+"
    r"((?:[^\W_]+\s*){1,4}?)(?=$|[,;:.()\-–]|\s(?:xã|phường|chưa|năm|tháng|tính|có|thuộc|thị|huyện|đã"
    r"|và|đến|theo|được|trên|gồm|tổng|đủ|từ|là|cần|về)\b)",
    re.IGNORECASE,
)
_PURPOSE = re.compile(r"\s(?:chưa|đã|cần|có|đủ|đến tuổi)\b", re.IGNORECASE)
_NAMED_GROUP_OF_PEOPLE = re.compile(r"đề án|công tác|liên gia", re.IGNORECASE)


def area_of_title(text: str) -> str | None:
    """The one area that a title, a section row or a sheet's name is about."""
    text = clean_text(text).strip(" *+-–.:•")
    if not text or text.isdigit():
        return None
    area = read_area(_PURPOSE.split(text, maxsplit=1)[0])
    if area is not None:
        return area
    if _NAMED_GROUP_OF_PEOPLE.search(text):
        return None
    found = {read_area(f"Tổ {match[1] or match[2]}") for match in _GROUP.finditer(text)}
    found |= {read_area(f"{match[1]} {match[2].strip()}") for match in _HAMLET.finditer(text)}
    found.discard(None)
    return found.pop() if len(found) == 1 else None


def purpose_of_titles(texts: list[str]) -> Purpose | None:
    """What the title lines say their list is for; a title may run over several lines."""
    folded = [folded_words(text) for text in texts]
    found = [purpose for line in folded if (purpose := purpose_of(line)) is not None]
    needs = tuple(dict.fromkeys(need for purpose in found for need in purpose.needs))
    if needs:
        return Purpose(needs)
    return found[0] if found else purpose_of(" ".join(folded))
