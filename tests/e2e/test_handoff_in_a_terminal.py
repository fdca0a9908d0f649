"""Somebody goes from one ward to another on two screens, in real terminals, in Vietnamese."""

from pathlib import Path

from tests.e2e.program import COMMAND, Laptop, Server
from tests.e2e.terminal import Terminal

LIST = """\
Họ và tên,Ngày sinh,Giới tính,Số ĐDCN,Số điện thoại,Tổ dân phố/Thôn,Nơi thường trú,\
Nơi ở hiện tại,Cư trú,Chưa có thẻ căn cước,Chưa có TK định danh điện tử,Chưa kích hoạt VNeID,\
Người đại diện,Ghi chú
Trần Mẫu Hòa,02/02/1990,Nam,000090000102,0570000102,Tổ 3,Số 6 ngõ 26 phố Cầu Mẫu,\
"Số 7 ngõ 3 phố Mẫu Hoa, tổ 6",KT2,x,,,,
"""
MORNING = "2026-11-23T09:00:00+07:00"
OLD, NEW = "PHUONG-CU", "PHUONG-MOI"


def test_somebody_is_offered_on_one_screen_and_taken_on_on_the_other(
    server: Server, tmp_path: Path
) -> None:
    (tmp_path / "list.csv").write_text(LIST, "utf-8-sig")
    old, new = (Laptop(tmp_path / ward, MORNING).new() for ward in (OLD, NEW))
    server.pair(old, "Cán bộ cũ", "officer", OLD)
    server.pair(new, "Cán bộ mới", "officer", NEW)
    old.ask("import", tmp_path / "list.csv")
    old.ask("sync")
    who = old.first_case()["id"]

    with Terminal(COMMAND, old.environment) as screen:
        screen.wait_for("Trần Mẫu Hòa")
        screen.press("x")
        screen.wait_for("Số 7 ngõ 3 phố Mẫu Hoa, tổ 6")
        screen.press(*NEW, "enter")
        screen.wait_for(f"Đã đề nghị {NEW} tiếp nhận: Trần Mẫu Hòa")
        screen.press("q")
        assert screen.wait_for_end() == 0
    old.ask("sync")
    new.ask("sync")

    with Terminal(COMMAND, new.environment) as screen:
        screen.wait_for(NEW)
        screen.press("e")
        screen.wait_for("Trần Mẫu Hòa", OLD)
        screen.press("enter")
        screen.wait_for("Tổ 6 ·")
        screen.press("enter")
        screen.wait_for("Đã tiếp nhận: Trần Mẫu Hòa")
        screen.press("q")
        assert screen.wait_for_end() == 0
    taken = new.first_case()
    assert (taken["name"], taken["area"]) == ("Trần Mẫu Hòa", "Tổ 6")
    new.ask("sync")
    old.ask("sync")
    assert old.ask("show", who)["status"] == "handed_off"
