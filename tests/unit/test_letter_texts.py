"""What stands in a letter, and in an invitation with papers or a team on its way."""

from datetime import UTC, datetime

import msgspec
import pytest

from wardtui.domain.dial_links import without_marks
from wardtui.domain.ids import ResidentId
from wardtui.domain.notice import Appointment, Invitation, Letter, Notice
from wardtui.domain.papers import Paper
from wardtui.domain.vocabulary import Need
from wardtui.wording.invitation import full_text, letter_of, short_text

EVENING = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)
AT_THE_STATION = Appointment(EVENING, "Công an phường Mẫu")
AT_HOME = Appointment(EVENING, None, EVENING.replace(hour=13), comes_to_them=True)
AT_THE_BED = Appointment(EVENING, "Bệnh viện Mẫu", EVENING.replace(hour=13), comes_to_them=True)
CARD = Invitation(
    need=Need.ID_CARD,
    also=(Need.VNEID_ACCOUNT,),
    appointment=AT_THE_STATION,
    papers=(Paper.OLD_CARD, Paper.OWN_PHONE),
    officer="Lê Văn An",
    phone="+84570000999",
)
THREATS = ("phat", "bat buoc", "cuong che", "han chot", "xu ly", "truoc ngay", "cham nhat")


def letter(invitation: Invitation, **about: object) -> Letter:
    notice = Notice(
        resident=ResidentId("r"),
        name="Nguyễn Thị Bích",
        is_child=False,
        area="Tổ 5",
        address="Số 12 ngõ 72 phố Mẫu Đơn",
        invitation=invitation,
    )
    return letter_of(msgspec.structs.replace(notice, **about))


def test_a_letter_says_when_where_with_what_and_whom_to_call() -> None:
    assert letter(CARD) == Letter(
        name="Nguyễn Thị Bích",
        addressee="Ông/bà Nguyễn Thị Bích",
        address="Số 12 ngõ 72 phố Mẫu Đơn, Tổ 5",
        area="Tổ 5",
        purpose="làm thẻ căn cước và làm tài khoản định danh điện tử VNeID",
        opening=(
            "Trân trọng kính mời ông/bà làm thẻ căn cước và làm tài khoản định danh điện tử VNeID."
        ),
        time="19 giờ 30, thứ Tư ngày 25/11/2026",
        place="Công an phường Mẫu",
        choices=(),
        papers=(
            "Thẻ căn cước, CCCD hoặc CMND cũ, nếu còn giữ",
            "Điện thoại thông minh có SIM đứng tên ông/bà",
            "Ngoài ra không cần giấy tờ nào khác",
        ),
        contact="Cán bộ khu vực Lê Văn An, điện thoại 0570 000 999",
        home_service=(
            "Nếu chưa tiện hoặc khó đi lại, xin ông/bà gọi số trên để đổi lịch hoặc được phục vụ "
            "tại nhà."
        ),
    )


def test_when_the_team_comes_the_window_is_told_and_home_is_the_place() -> None:
    invitation = msgspec.structs.replace(CARD, also=(), appointment=AT_HOME, papers=())
    written = letter(invitation)
    assert written.time == "Từ 19 giờ 30 đến 20 giờ 30, thứ Tư ngày 25/11/2026"
    assert written.place == "Tại nhà ông/bà"
    assert written.opening.endswith("tại nhà; tổ công tác sẽ đến phục vụ.")
    assert written.home_service == "Nếu giờ này chưa tiện, xin ông/bà gọi số trên để đổi lịch."
    assert full_text(invitation) == (
        "Kính mời ông/bà làm thẻ căn cước tại nhà: tổ công tác đến phục vụ từ 19:30 đến 20:30 "
        "ngày 25/11/2026. Nếu giờ này chưa tiện, xin gọi cán bộ khu vực Lê Văn An, "
        "số 0570 000 999, để đổi lịch."
    )
    assert "lam can cuoc 19:30-20:30 25/11, tai nha. Goi" in short_text(invitation, "+84570000123")


def test_at_a_hospital_bed_the_hospital_is_the_place() -> None:
    invitation = msgspec.structs.replace(CARD, appointment=AT_THE_BED)
    assert letter(invitation).place == "Bệnh viện Mẫu"
    assert "tại Bệnh viện Mẫu: tổ công tác đến phục vụ" in full_text(invitation)


def test_a_childs_letter_goes_to_its_guardian() -> None:
    invitation = Invitation(need=Need.CHILD_CARD, appointment=AT_THE_STATION)
    named = letter(invitation, is_child=True, guardian="Nguyễn Văn Nam")
    assert named.addressee == "Ông/bà Nguyễn Văn Nam, người đại diện của cháu Nguyễn Thị Bích"
    assert "ông/bà là cha, mẹ hoặc người đại diện làm thẻ căn cước cho cháu" in named.opening
    unnamed = letter(invitation, is_child=True)
    assert unnamed.addressee == "Cha, mẹ hoặc người đại diện của cháu Nguyễn Thị Bích"


def test_who_is_not_booked_may_choose_among_three_sessions() -> None:
    offered = tuple(
        Appointment(EVENING.replace(day=day), "Nhà văn hóa", EVENING.replace(day=day, hour=14))
        for day in (25, 26, 27, 28)
    )
    written = letter(msgspec.structs.replace(CARD, appointment=None, choices=offered))
    assert written.time == "Theo giờ hẹn khi ông/bà gọi điện"
    assert len(written.choices) == 3
    assert written.choices[0] == ("Từ 19 giờ 30 đến 21 giờ 30, thứ Tư ngày 25/11/2026: Nhà văn hóa")
    assert letter(msgspec.structs.replace(CARD, choices=offered)).choices == ()


def test_who_is_to_be_served_at_home_is_told_so() -> None:
    invitation = msgspec.structs.replace(CARD, appointment=None, home_service=True)
    assert "Để hẹn giờ được phục vụ tại nhà, xin gọi" in full_text(invitation)
    assert letter(invitation).place == "Tại nhà ông/bà"
    assert "được phục vụ tại nhà" in letter(invitation).home_service


def test_a_chat_lists_the_papers_and_a_short_message_has_no_room_for_them() -> None:
    assert full_text(CARD).endswith(
        "Xin chuẩn bị: thẻ căn cước, CCCD hoặc CMND cũ, nếu còn giữ; điện thoại thông minh có SIM "
        "đứng tên ông/bà. Ngoài ra không cần giấy tờ nào khác."
    )
    bare = msgspec.structs.replace(CARD, papers=())
    assert short_text(CARD, "+84570000123") == short_text(bare, "+84570000123")


@pytest.mark.parametrize("need", Need)
@pytest.mark.parametrize("appointment", [None, AT_THE_STATION, AT_HOME, AT_THE_BED])
@pytest.mark.parametrize("home_service", [False, True])
def test_no_letter_threatens_and_each_names_a_person_to_call(
    need: Need, appointment: Appointment | None, home_service: bool
) -> None:
    invitation = Invitation(
        need=need, appointment=appointment, papers=tuple(Paper), home_service=home_service
    )
    written = letter(invitation)
    fields = msgspec.structs.astuple(written)
    words = " ".join((*(part for part in fields if isinstance(part, str)), *written.papers))
    for text in (words, full_text(invitation)):
        plain = without_marks(text).casefold()
        assert "can bo khu vuc" in plain
        assert "ong/ba" in plain
        assert not [threat for threat in THREATS if threat in plain]


def test_what_is_very_long_is_cut_and_says_so() -> None:
    written = letter(CARD, name="N" * 300, address="Số 9 hẻm 8 " * 40)
    assert len(written.addressee) < 120
    assert written.address.endswith("…")
    assert len(written.address) <= 140
