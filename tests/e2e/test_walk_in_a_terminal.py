"""From the first call to the met need on the screen, in a real terminal, in Vietnamese."""

from pathlib import Path

from tests.e2e.program import COMMAND, Laptop
from tests.e2e.terminal import Terminal

LIST = """\
Họ và tên,Ngày sinh,Giới tính,Số ĐDCN,Số điện thoại,Tổ dân phố/Thôn,Nơi thường trú,\
Nơi ở hiện tại,Cư trú,Chưa có thẻ căn cước,Chưa có TK định danh điện tử,Chưa kích hoạt VNeID,\
Người đại diện,Ghi chú
Trần Mẫu Hòa,02/02/1990,Nam,000090000102,0570000102,Tổ 3,Số 6 ngõ 26 phố Cầu Mẫu,\
Số 6 ngõ 26 phố Cầu Mẫu,KT1,x,,,,
"""
MORNING, EVENING = "2026-11-23T09:00:00+07:00", "2026-11-23T18:10:00+07:00"
TIMES = ("--start", "2026-11-23T18:00+07:00", "--end", "2026-11-23T21:00+07:00")


def test_somebody_is_called_booked_received_and_captured_with_a_dozen_keys(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(LIST, "utf-8-sig")
    laptop = Laptop(tmp_path / "vault", MORNING).new()
    laptop.ask("import", tmp_path / "list.csv")
    laptop.ask("sessions", "open", "--kind", "ward_evening", "--place", "Nhà văn hóa", *TIMES)
    who = laptop.first_case()["id"]

    with Terminal(COMMAND, laptop.environment) as screen:
        screen.wait_for("Trần Mẫu Hòa", "1 hồ sơ cần làm")
        screen.press("c")
        screen.wait_for("Đã hẹn lịch")
        screen.press("escape")
        screen.wait_until_gone("Đã hẹn lịch")
        screen.press("j")
        screen.wait_for("Đặt lịch · Trần Mẫu Hòa", "Nhà văn hóa")
        screen.press("1")
        screen.wait_for("Đã đặt")
        screen.press("q")
        assert screen.wait_for_end() == 0
    booked = laptop.ask("show", who)
    assert (booked["status"], booked["booking"]["place"]) == ("booked", "Nhà văn hóa")

    laptop = Laptop(tmp_path / "vault", EVENING)
    with Terminal(COMMAND, laptop.environment) as screen:
        screen.wait_for("Trần Mẫu Hòa")
        screen.press("y")
        screen.wait_for("Buổi thu nhận", "Nhà văn hóa")
        screen.press("enter")
        screen.wait_for("Chưa đến · 1", "Trần Mẫu Hòa")
        screen.press("d")
        screen.wait_for("Đã đến · 1")
        screen.press("z")
        screen.wait_for("Trần Mẫu Hòa · Thẻ căn cước", "Chưa làm được: Không đọc được vân tay")
        screen.press("1")
        screen.wait_for("Đã lưu")
        screen.press("q")
        assert screen.wait_for_end() == 0
    done = laptop.ask("show", who)
    assert (done["status"], done["needs"]) == ("enrolled", [])
    kinds = [event["type"] for event in done["history"]]
    assert kinds[-3:] == ["booking.made", "booking.attended", "enrolment.recorded"]
