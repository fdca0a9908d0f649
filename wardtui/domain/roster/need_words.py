"""What headings and titles say about cards and accounts: lacking, there already, or not said."""

import re

import msgspec

from wardtui.domain.roster.columns import Meaning
from wardtui.domain.vocabulary import Need

_ACTIVATION = re.compile(r"kich ho[ai]t|\bkh (vneid|dd|muc|tk|tai khoan)|\bkhdd|activat|^kh$")
_ACCOUNT = re.compile(
    r"tai khoan|\btk\b|dinh danh dien tu|dinh danh muc|\bdddt\b|\bdd dt\b|\bddt\b|vn ?e ?id|vneiid"
    r"|\bmuc (do )?[12]\b|\bm[12]\b|account|\be ?id\b|dien tu"
    r"|(lam|dang ky|dk|thu nhan|co|cap) (dinh danh|dd)(?! ca nhan)\b"
)
_CARD = re.compile(r"\bc{2,4}d{1,2}\b|can cuoc|\bthe( cc)?\b|gan chip|\bcc\b|id cards?|\bcards?\b")
_NOT = re.compile(r"\b(chua|khong co|thieu|not|without|lacks?|lacking|missing)\b|^no\b")
_DONE = re.compile(
    r"^(co|has|already)\b|\bda (co|cap|lam|duoc|kich|thu|nhan|dang|hoan|xong|tra|lay)\b|\bda$|^da\b"
)
_STATE = re.compile(r"tinh trang|trang thai|tien do|ket qua|status")
_NUMBER = re.compile(r"^(so|ma|number)\b")
_TOPICS = (
    (
        _ACTIVATION,
        (Meaning.NEEDS_ACTIVATION, Meaning.HAS_ACTIVATION, Meaning.ACTIVATION_STATUS),
    ),
    (_ACCOUNT, (Meaning.NEEDS_ACCOUNT, Meaning.HAS_ACCOUNT, Meaning.ACCOUNT_STATUS)),
    (_CARD, (Meaning.NEEDS_ID_CARD, Meaning.HAS_ID_CARD, Meaning.ID_CARD_STATUS)),
)
_YES_BELOW = re.compile(r"^(co|da|roi|da (co|lam|cap|kich hoat|thu nhan)|yes)$")
_NO_BELOW = re.compile(r"^(khong|chua|chua (co|lam|cap|kich hoat|thu nhan)|khong co|no)$")


def need_column(*levels: str) -> Meaning | None:
    """What a folded heading says about a card or an account, if it is about one."""
    folded = " ".join(levels)
    if _NUMBER.search(folded) and not _NOT.search(folded):
        return None
    topic = next((meanings for pattern, meanings in _TOPICS if pattern.search(folded)), None)
    if topic is None:
        return None
    needs, has, status = topic
    own = levels[-1]
    if _NOT.search(folded) and not (len(levels) > 1 and _YES_BELOW.search(own)):
        return needs
    if len(levels) > 1 and _NO_BELOW.search(own):
        return needs
    if _DONE.search(folded) or (len(levels) > 1 and _YES_BELOW.search(own)):
        return has
    if status is Meaning.ID_CARD_STATUS and not _STATE.search(folded):
        return None  # "Căn cước" alone heads a column of numbers
    return status


class Purpose(msgspec.Struct, frozen=True):
    """What a title says of everybody below it."""

    needs: tuple[Need, ...] = ()
    """What they lack; the card may turn out to be a child's."""
    done: bool = False
    """They lack nothing: "danh sách đã kích hoạt"."""


_CLAUSE = re.compile(
    r"\b(chua|khong co|can(?! cuoc| bo| ho)|van dong|huong dan"
    r"|phai|thieu|den tuoi|du (?:14 )?tuoi)\b"
    r"(.*?)(?=\b(?:chua|khong co|da (?:co|cap|lam|duoc|kich|thu|nhan))\b|$)"
)
_DONE_TITLE = re.compile(
    r"\bda (duoc )?(cap|lam|kich hoat|thu nhan|nhan the|hoan thanh|xong|kh$"
    r"|co (the|cccd|can cuoc|tk|tai khoan))\b"
)
_CARD_AFTER = re.compile(r"\b(lam|cap|thu nhan|co)\b.*?(\bc{2,4}d{1,2}\b|can cuoc)")
_SHORT_ACTIVATION = re.compile(r"\bkh\b(?! (so|nvqs))")


def purpose_of(folded: str) -> Purpose | None:
    """What a folded title says its list is for, or none when it says nothing of it."""
    found: set[Need] = set()
    for match in _CLAUSE.finditer(folded):
        before, after = _split_at_activation(match[2])
        if after is not None:
            found.add(Need.VNEID_ACTIVATION)
            if _CARD_AFTER.search(after):
                found.add(Need.ID_CARD)
        if _ACCOUNT.search(before):
            found.add(Need.VNEID_ACCOUNT)
        if _CARD.search(before):
            found.add(Need.ID_CARD)
    if found:
        return Purpose(tuple(need for need in Need if need in found))
    if _DONE_TITLE.search(folded) and "chua" not in folded:
        return Purpose(done=True)
    return None


def _split_at_activation(clause: str) -> tuple[str, str | None]:
    """The words before "kích hoạt" and those after it, which are what is activated."""
    match = _ACTIVATION.search(clause) or _SHORT_ACTIVATION.search(clause)
    return (clause, None) if match is None else (clause[: match.start()], clause[match.end() :])
