"""What a resident is invited with."""

from datetime import UTC, datetime
from itertools import product

import pytest

from wardtui.domain.dial_links import fits_small_code, sms_link, without_marks
from wardtui.domain.vocabulary import Need
from wardtui.tui.widgets.qr import modules_of, quiet_zone
from wardtui.wording.invitation import Appointment, Invitation, full_text, short_text

NUMBER = "+84570000123"
LANDLINE = "+842430000123"
ABROAD = "+12025550123"
OFFICER_PHONE = "+84570000999"
EVENING = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)
AT_THE_STATION = Appointment(EVENING, "Công an phường Mẫu")
IN_THE_HALL = Appointment(EVENING, "Nhà văn hoá tổ dân phố số 12")
LONG_NAME = "Nguyễn Phương " * 5 + "Uyên"
SMALL_SCREEN = (63, 24)
"""Columns beside the least text, and rows, of an 80 by 24 window."""

EVERY = [
    Invitation(need=need, appointment=appointment, officer=officer, phone=phone)
    for need, appointment, officer, phone in product(
        Need, (None, AT_THE_STATION, IN_THE_HALL), (None, LONG_NAME), (None, OFFICER_PHONE)
    )
]


def test_an_appointment_is_written_with_time_place_and_whom_to_call() -> None:
    invitation = Invitation(
        need=Need.ID_CARD, appointment=AT_THE_STATION, officer="Lê Văn An", phone=OFFICER_PHONE
    )
    assert full_text(invitation) == (
        "Kính mời ông/bà đến Công an phường Mẫu lúc 19:30 ngày 25/11/2026 để làm thẻ căn cước. "
        "Nếu chưa tiện hoặc khó đi lại, xin gọi cán bộ khu vực Lê Văn An, số 0570 000 999, "
        "để đổi lịch hoặc được phục vụ tại nhà."
    )


def test_without_an_appointment_the_resident_is_asked_what_suits() -> None:
    assert full_text(Invitation(need=Need.VNEID_ACTIVATION)) == (
        "Kính mời ông/bà kích hoạt tài khoản VNeID. Để hẹn giờ và nơi thuận tiện, hoặc để được "
        "phục vụ tại nhà nếu khó đi lại, xin gọi hoặc nhắn lại cho cán bộ khu vực."
    )
    assert short_text(Invitation(need=Need.VNEID_ACTIVATION), NUMBER) == (
        "Kinh moi ong/ba kich hoat VNeID. Xin goi lai so nay (CSKV) hen gio, noi tien."
    )


def test_for_a_childs_card_the_guardian_is_invited() -> None:
    invitation = Invitation(need=Need.CHILD_CARD, phone=OFFICER_PHONE)
    assert full_text(invitation).startswith(
        "Kính mời ông/bà là cha, mẹ hoặc người đại diện làm thẻ căn cước cho cháu."
    )
    assert "cho chau" in short_text(invitation, NUMBER)


def test_a_short_name_is_said_and_a_long_one_gives_way_to_the_number() -> None:
    short = Invitation(need=Need.ID_CARD, officer="Lê An", phone=OFFICER_PHONE)
    assert "Xin goi CSKV Le An 0570000999" in short_text(short, NUMBER)
    long = Invitation(need=Need.ID_CARD, officer=LONG_NAME, phone=OFFICER_PHONE)
    assert "Xin goi CSKV 0570000999" in short_text(long, NUMBER)


@pytest.mark.parametrize("invitation", EVERY, ids=repr)
def test_time_place_and_number_are_never_cut(invitation: Invitation) -> None:
    for number in (NUMBER, LANDLINE, ABROAD):
        text = short_text(invitation, number)
        assert ("0570000999" if invitation.phone else "lai so nay") in text
        if invitation.appointment is None:
            assert "hen gio, noi" in text
        else:
            assert "19:30 25/11" in text
            assert without_marks(invitation.appointment.place) in text


@pytest.mark.parametrize("invitation", EVERY, ids=repr)
def test_every_code_stands_whole_on_a_small_screen(invitation: Invitation) -> None:
    for number in (NUMBER, LANDLINE, ABROAD):
        modules = modules_of(sms_link(number, short_text(invitation, number)))
        assert quiet_zone(len(modules), *SMALL_SCREEN, ascii_only=False) is not None


@pytest.mark.parametrize("need", Need)
def test_without_an_appointment_there_is_room_for_light_around_the_code(need: Need) -> None:
    for officer, phone in product((None, LONG_NAME), (None, OFFICER_PHONE)):
        invitation = Invitation(need=need, officer=officer, phone=phone)
        for number in (NUMBER, LANDLINE, ABROAD):
            assert fits_small_code(sms_link(number, short_text(invitation, number)))


@pytest.mark.parametrize("invitation", EVERY, ids=repr)
def test_a_short_invitation_is_one_message(invitation: Invitation) -> None:
    text = short_text(invitation, NUMBER)
    assert text.isascii()
    assert len(text) <= 160


@pytest.mark.parametrize("invitation", EVERY, ids=repr)
def test_nothing_threatens(invitation: Invitation) -> None:
    for text in (without_marks(full_text(invitation)), short_text(invitation, NUMBER)):
        words = text.lower()
        assert "moi ong/ba" in words
        for threat in ("phat", "bat buoc", "cuong che", "han chot", "xu ly", "truoc ngay"):
            assert threat not in words


def test_a_very_long_place_stays_whole_and_needs_a_larger_screen() -> None:
    place = "Nhà văn hoá thôn Đoài, sau chợ Mẫu, cạnh trường mầm non, xã Mẫu, tỉnh Mẫu"
    invitation = Invitation(need=Need.ID_CARD, appointment=Appointment(EVENING, place))
    text = short_text(invitation, NUMBER)
    assert without_marks(place) in text
    modules = modules_of(sms_link(NUMBER, text))
    assert quiet_zone(len(modules), *SMALL_SCREEN, ascii_only=False) is None
    assert quiet_zone(len(modules), 100, 40, ascii_only=False) is not None
