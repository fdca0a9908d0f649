"""What the plain cells of a list say: sex, crosses and notes."""

import re

from wardtui.domain.roster.cell_text import clean_text
from wardtui.domain.roster.grid import Cell
from wardtui.domain.text import search_fold
from wardtui.domain.vocabulary import Sex

_MALE = frozenset(
    "nam,nam giới,trai,con trai,bé trai,đàn ông,ông,anh,m,male,man,boy,mr,♂".split(",")
)
_FEMALE = frozenset(
    "nu,nu gioi,gai,con gai,be gai,dan ba,phu nu,ba,chi,f,female,woman,girl,mrs,ms,♀".split(",")
)


def read_sex(cell: Cell) -> Sex | None:
    """Nam or Nữ, in the ways in which lists write them. 1 and 0 mean either: they say nothing."""
    text = clean_text(cell).strip(" .,:;*").casefold()
    if text in _MALE:  # with its diacritics: "năm" is no "nam"
        return Sex.MALE
    return Sex.FEMALE if search_fold(text) in _FEMALE else None


_CROSSES = frozenset(
    "x,xx,×,☒,✓,✔,☑,✅,√,v,+,*,•,●,1,1.0,co,yes,y,true,dung,ü,\uf0fc,\uf0fe".split(",")
)
"""``ü`` and the two private signs are ticks of the font Wingdings."""

_NO_CROSSES = frozenset("0,0.0,khong,khong co,ko,k,no,n,false,sai,☐,□".split(","))

_THING = (
    r"(?: (?:the|cccd|cc|can cuoc|cong dan|tai khoan|tk|vneid|dinh danh|dien tu|gan chip|muc [12]))"
)
_DONE = r"(?:co|lam|cap|duoc cap|nhan|thu nhan|kich hoat|dang ky)"
_LACKING = re.compile(rf"chua(?: {_DONE})?{_THING}*|(?:khong|ko|k) co{_THING}+")
_NOT_LACKING = re.compile(
    rf"(?:da {_DONE}|da xong|xong|(?:da )?hoan thanh){_THING}*(?: roi)?"
    rf"|(?:{_DONE}{_THING}* )?roi|co{_THING}+"
)


def read_mark(cell: Cell, *, cross_means_lacking: bool = True) -> bool | None:
    """Whether a cell says that the resident lacks what its column is about; none: it says nothing.

    A cross agrees with its heading: under "Chưa có CCCD" it is a lack, under "Đã có CCCD" the
    contrary. "Chưa" and "đã có" mean the same under both.
    """
    text = clean_text(cell).strip(" .!").casefold()
    folded = search_fold(text)
    if _LACKING.fullmatch(folded):
        return True
    if _NOT_LACKING.fullmatch(folded):
        return False
    if text in _CROSSES or folded in _CROSSES:
        return cross_means_lacking
    if text in _NO_CROSSES or folded in _NO_CROSSES:
        return not cross_means_lacking
    return None
