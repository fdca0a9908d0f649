"""How a resident is invited in writing: in full for a chat, and short for a text message.

These texts are read by residents, not by the user of the screen, so they are Vietnamese in either
language. They name nobody but the officer: a number on a list is often somebody else's by now.
Their tone is that of the field: a time, a place and a person to call; no fine, no deadline.
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from wardtui.domain.dial_links import fits_small_code, sms_link, without_marks
from wardtui.domain.moments import local
from wardtui.domain.phone_forms import national
from wardtui.domain.vocabulary import Need
from wardtui.wording.phones import phone_text

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


class Appointment(msgspec.Struct, frozen=True):
    """A time and a place that are offered."""

    at: datetime
    place: str


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """What an invitation says."""

    need: Need
    appointment: Appointment | None = None
    """Without one the resident is asked which time and place suit."""
    officer: str | None = None
    """Name of the officer to call."""
    phone: str | None = None
    """The officer's number, E.164; without it the number that the invitation comes from."""


def full_text(invitation: Invitation) -> str:
    """The invitation in whole sentences with all marks, for a chat or a letter."""
    whom = _WHOM.get(invitation.need, "ông/bà")
    what = _WHAT[invitation.need]
    person = " ".join(filter(None, ("cán bộ khu vực", invitation.officer)))
    call = (
        f"xin gọi {person}, số {phone_text(invitation.phone)},"
        if invitation.phone
        else f"xin gọi hoặc nhắn lại cho {person}"
    )
    offer = invitation.appointment
    if offer is None:
        return (
            f"Kính mời {whom} {what}. Để hẹn giờ và nơi thuận tiện, hoặc để được phục vụ tại nhà "
            f"nếu khó đi lại, {call.rstrip(',')}."
        )
    return (
        f"Kính mời {whom} đến {offer.place} lúc {local(offer.at):%H:%M ngày %d/%m/%Y} để {what}. "
        f"Nếu chưa tiện hoặc khó đi lại, {call} để đổi lịch hoặc được phục vụ tại nhà."
    )


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
        when, ask, why = f" {local(offer.at):%H:%M %d/%m}, {offer.place}", "Gọi", ""
    people = [f"CSKV {invitation.officer}"] if invitation.officer else []
    for person in (*people, "CSKV", ""):
        yield f"Kính mời ông/bà {what}{when}. {ask} {_callee(invitation, person)}{why}"
    yield f"Mời ông/bà {what}{when}. {ask} {_callee(invitation, '')}{why}"


def _callee(invitation: Invitation, person: str) -> str:
    """Whom to call. A text message comes from the officer's own phone: "this number" is theirs."""
    if invitation.phone:
        return f"{person} {national(invitation.phone)}".lstrip()
    return "lại số này" + (f" ({person})" if person else "")
