"""How a resident is invited in writing: in full for a chat, short for a message, and by letter.

These texts are read by residents, not by the user of the screen, so they are Vietnamese in either
language. Messages name nobody but the officer: a number on a list is often somebody else's by now.
Their tone is that of the field: a time, a place and a person to call; no fine, no deadline.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from wardtui.domain.dial_links import fits_small_code, sms_link, without_marks
from wardtui.domain.moments import local
from wardtui.domain.notice import Appointment, Invitation, Letter, Notice
from wardtui.domain.papers import Paper
from wardtui.domain.phone_forms import national
from wardtui.domain.vocabulary import Need
from wardtui.wording.phones import phone_text

__all__ = ["Appointment", "Invitation", "full_text", "letter_of", "paper_text", "short_text"]

_WHOM = {Need.CHILD_CARD: "ông/bà là cha, mẹ hoặc người đại diện"}
_WHAT = {
    Need.ID_CARD: "làm thẻ căn cước",
    Need.CHILD_CARD: "làm thẻ căn cước cho cháu",
    Need.VNEID_ACCOUNT: "làm tài khoản định danh điện tử VNeID",
    Need.VNEID_ACTIVATION: "kích hoạt tài khoản VNeID",
}
_WHAT_SHORT = {
    Need.ID_CARD: "làm căn cước",
    Need.CHILD_CARD: "làm căn cước cho cháu",
    Need.VNEID_ACCOUNT: "làm tài khoản VNeID",
    Need.VNEID_ACTIVATION: "kích hoạt VNeID",
}
_PAPERS = {
    Paper.GUARDIAN: "cháu có mặt cùng cha, mẹ hoặc người đại diện",
    Paper.GUARDIAN_ALONE: (
        "chỉ cần cha, mẹ hoặc người đại diện có mặt; cháu dưới 6 tuổi không phải đến"
    ),
    Paper.BIRTH_CERTIFICATE: "giấy khai sinh của cháu, chỉ khi cháu chưa có số định danh cá nhân",
    Paper.OLD_CARD: "thẻ căn cước, CCCD hoặc CMND cũ, nếu còn giữ",
    Paper.CHIP_CARD: "thẻ căn cước hoặc CCCD gắn chip",
    Paper.OWN_PHONE: "điện thoại thông minh có SIM đứng tên ông/bà",
    Paper.GUARDIANS_PHONE: "điện thoại của cha, mẹ hoặc người đại diện, đã có VNeID mức 2",
    Paper.RIGHT_DATA: (
        "giấy tờ có thông tin đúng (như giấy khai sinh), vì dữ liệu hiện có chưa khớp nhau"
    ),
}
_NOTHING_ELSE = "Ngoài ra không cần giấy tờ nào khác"
_DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_MOST_CHOICES = 3
_LONGEST_NAME, _LONGEST_PLACE = 100, 140
"""Characters in a letter: with everything so long and every paper on the list, it has one page."""
_TO_WRITE_ON = "…" * 12
"""Where somebody writes by hand what is not known."""


def full_text(invitation: Invitation) -> str:
    """The invitation in whole sentences with all marks, for a chat."""
    whom = _WHOM.get(invitation.need, "ông/bà")
    what = _purpose(invitation.needs)
    person = " ".join(filter(None, ("cán bộ khu vực", invitation.officer)))
    call = (
        f"xin gọi {person}, số {phone_text(invitation.phone)},"
        if invitation.phone
        else f"xin gọi hoặc nhắn lại cho {person}"
    )
    offer = invitation.appointment
    if offer is None:
        ask = (
            "Để hẹn giờ được phục vụ tại nhà"
            if invitation.home_service
            else "Để hẹn giờ và nơi thuận tiện, hoặc để được phục vụ tại nhà nếu khó đi lại"
        )
        text = f"Kính mời {whom} {what}. {ask}, {call.rstrip(',')}."
    elif offer.comes_to_them:
        text = (
            f"Kính mời {whom} {what} tại {offer.place or 'nhà'}: tổ công tác đến phục vụ "
            f"{_window(offer)}. Nếu giờ này chưa tiện, {call} để đổi lịch."
        )
    else:
        text = (
            f"Kính mời {whom} đến {offer.place} lúc {local(offer.at):%H:%M ngày %d/%m/%Y} để "
            f"{what}. "
            f"Nếu chưa tiện hoặc khó đi lại, {call} để đổi lịch hoặc được phục vụ tại nhà."
        )
    if not invitation.papers:
        return text
    papers = "; ".join(map(paper_text, invitation.papers))
    return f"{text} Xin chuẩn bị: {papers}. {_NOTHING_ELSE}."


def paper_text(paper: Paper) -> str:
    """What to come with, for a resident."""
    return _PAPERS[paper]


def short_text(invitation: Invitation, number: str) -> str:
    """The invitation without marks, in one message, small enough for a code on a small screen.

    Courtesies and the officer's name go first when room is short. The time, the place and the
    number to call always stay: with a very long place the code needs a larger screen.

    :param number: whom it is sent to, E.164
    """
    texts = [without_marks(text) for text in _shorter_and_shorter(invitation)]
    return next((text for text in texts if fits_small_code(sms_link(number, text))), texts[-1])


def _shorter_and_shorter(invitation: Invitation) -> Iterator[str]:
    what, offer = _WHAT_SHORT[invitation.need], invitation.appointment
    if offer is None:
        when, ask, why = "", "Xin gọi", " hẹn giờ, nơi tiện."
    else:
        when, ask, why = f" {_short_time(offer)}, {offer.place or 'tại nhà'}", "Gọi", ""
    people = [f"CSKV {invitation.officer}"] if invitation.officer else []
    for person in (*people, "CSKV", ""):
        yield f"Kính mời ông/bà {what}{when}. {ask} {_callee(invitation, person)}{why}"
    yield f"Mời ông/bà {what}{when}. {ask} {_callee(invitation, '')}{why}"


def _short_time(offer: Appointment) -> str:
    until = f"-{local(offer.until):%H:%M}" if offer.until else ""
    return f"{local(offer.at):%H:%M}{until} {local(offer.at):%d/%m}"


def _callee(invitation: Invitation, person: str) -> str:
    """Whom to call. A text message comes from the officer's own phone: "this number" is theirs."""
    if invitation.phone:
        return f"{person} {national(invitation.phone)}".lstrip()
    return "lại số này" + (f" ({person})" if person else "")


def _purpose(needs: Sequence[Need]) -> str:
    *first, last = (_WHAT[need] for need in needs)
    return " và ".join(filter(None, (", ".join(first), last)))


def _window(offer: Appointment) -> str:
    at = local(offer.at)
    hours = f"từ {at:%H:%M} đến {local(offer.until):%H:%M}" if offer.until else f"lúc {at:%H:%M}"
    return f"{hours} ngày {at:%d/%m/%Y}"


def letter_of(notice: Notice) -> Letter:
    """What the letter to somebody says."""
    invitation = notice.invitation
    offer = invitation.appointment
    purpose = _purpose(invitation.needs)
    whom = "ông/bà là cha, mẹ hoặc người đại diện" if notice.is_child else "ông/bà"
    where = ""
    if offer is not None and offer.comes_to_them:
        where = f" tại {_cut(offer.place or 'nhà')}; tổ công tác sẽ đến phục vụ"
    return Letter(
        name=_cut(notice.name),
        addressee=_addressee(notice),
        address=_cut(", ".join(filter(None, (notice.address, notice.area))), _LONGEST_PLACE),
        area=notice.area or "",
        purpose=purpose,
        opening=f"Trân trọng kính mời {whom} {purpose}{where}.",
        time=_capital(_letter_time(offer) if offer else "theo giờ hẹn khi ông/bà gọi điện"),
        place=_capital(_letter_place(invitation)),
        choices=() if offer else tuple(map(_choice, invitation.choices[:_MOST_CHOICES])),
        papers=_letter_papers(invitation.papers),
        contact=_contact(invitation),
        home_service=_home_service(invitation),
    )


def _addressee(notice: Notice) -> str:
    if not notice.is_child:
        return f"Ông/bà {_cut(notice.name)}"
    child = f"người đại diện của cháu {_cut(notice.name)}"
    if notice.guardian:
        return f"Ông/bà {_cut(notice.guardian)}, {child}"
    return f"Cha, mẹ hoặc {child}"


def _letter_time(offer: Appointment) -> str:
    at = local(offer.at)
    hours = f"từ {_hour(at)} đến {_hour(local(offer.until))}" if offer.until else _hour(at)
    return f"{hours}, {_DAYS[at.weekday()]} ngày {at:%d/%m/%Y}"


def _hour(at: datetime) -> str:
    return f"{at.hour} giờ {at:%M}"


def _letter_place(invitation: Invitation) -> str:
    offer = invitation.appointment
    if offer is None:
        at_home = invitation.home_service
        return "tại nhà ông/bà" if at_home else "nơi thuận tiện cho ông/bà"
    return _cut(offer.place, _LONGEST_PLACE) if offer.place else "tại nhà ông/bà"


def _choice(offer: Appointment) -> str:
    return _capital(f"{_letter_time(offer)}: {_cut(offer.place or 'tại nhà', _LONGEST_PLACE)}")


def _cut(text: str, longest: int = _LONGEST_NAME) -> str:
    """A text that leaves room on the page for all others."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _letter_papers(papers: Sequence[Paper]) -> tuple[str, ...]:
    """The last says that this is all."""
    if not papers:
        return ()
    return tuple(map(_capital, (*map(paper_text, papers), _NOTHING_ELSE)))


def _contact(invitation: Invitation) -> str:
    person = " ".join(filter(None, ("Cán bộ khu vực", _cut(invitation.officer or ""))))
    phone = phone_text(invitation.phone) if invitation.phone else _TO_WRITE_ON
    return f"{person}, điện thoại {phone}"


def _home_service(invitation: Invitation) -> str:
    offer = invitation.appointment
    if offer is not None and offer.comes_to_them:
        return "Nếu giờ này chưa tiện, xin ông/bà gọi số trên để đổi lịch."
    if offer is None and invitation.home_service:
        return "Ông/bà được phục vụ tại nhà: xin gọi số trên để hẹn giờ."
    if offer is None:
        return "Nếu khó đi lại, xin ông/bà gọi số trên để được phục vụ tại nhà."
    return (
        "Nếu chưa tiện hoặc khó đi lại, xin ông/bà gọi số trên để đổi lịch hoặc được phục vụ "
        "tại nhà."
    )
