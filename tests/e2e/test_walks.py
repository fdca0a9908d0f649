"""From the first call to the met need, by commands: a child, somebody with wrong data, a KT2
resident. The bed-ridden resident's way is in ``test_home_service.py``."""

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.program import Laptop, Server

MONDAY = "2026-11-23"
LIST = """\
Họ và tên,Ngày sinh,Giới tính,Số ĐDCN,Số điện thoại,Tổ dân phố/Thôn,Nơi thường trú,\
Nơi ở hiện tại,Cư trú,Chưa có thẻ căn cước,Chưa có TK định danh điện tử,Chưa kích hoạt VNeID,\
Người đại diện,Ghi chú
Phạm Mẫu Nhi,15/03/2018,Nữ,000318000101,0570000101,Tổ 3,Số 4 ngõ 26 phố Cầu Mẫu,\
Số 4 ngõ 26 phố Cầu Mẫu,KT1,x,,,Phạm Thị Mẫu,
Trần Mẫu Sai,02/02/1990,Nam,000090000102,0570000102,Tổ 3,Số 6 ngõ 26 phố Cầu Mẫu,\
Số 6 ngõ 26 phố Cầu Mẫu,KT1,x,,,,
Lê Mẫu Xa,09/09/1985,Nam,000085000103,0570000103,Tổ 4,Số 8 ngõ 26 phố Cầu Mẫu,\
Số 1 phố Phường Xa Mẫu,KT2,x,x,x,,
Hoàng Mẫu Gần,09/09/1986,Nam,000086000104,0570000104,Tổ 4,Số 9 ngõ 26 phố Cầu Mẫu,\
Số 2 phố Tỉnh Xa Mẫu,KT2,x,,,,
"""


class Officer(Laptop):
    """A laptop whose clock a test moves, and whose cases are called by name."""

    def at(self, hour: str, day: str = MONDAY) -> "Officer":
        self._environment["WARDTUI_NOW"] = f"{day}T{hour}:00+07:00"
        return self

    def who(self, name: str) -> str:
        found = self.ask("list", "--query", name)["cases"]
        assert len(found) == 1, name
        return str(found[0]["id"])

    def does(self, *command: object) -> Any:
        """What a command makes of the case: status, next action, due."""
        case = self.ask(*command)["case"]
        action = case["next_action"]
        if action is None:
            return case["status"], None, None
        return case["status"], action["kind"], action["due"][8:16].replace("T", " ")

    def opens(self, kind: str, place: str, start: str, end: str, *more: object) -> str:
        times = ("--start", f"{start}+07:00", "--end", f"{end}+07:00")
        told = self.ask("sessions", "open", "--kind", kind, "--place", place, *times, *more)
        return str(told["session"])


@pytest.fixture
def laptop(tmp_path: Path) -> Officer:
    (tmp_path / "list.csv").write_text(LIST, "utf-8-sig")
    made = Officer(tmp_path / "vault").at("09:00")
    made.new()
    assert made.ask("import", tmp_path / "list.csv")["added"] == 4
    return made


def test_a_child_comes_with_its_guardian(laptop: Officer) -> None:
    child = laptop.who("Pham Mau Nhi")
    assert laptop.ask("show", child)["needs"] == ["child_card"]
    said = ("--with", "guardian", "--outcome", "guardian_needed")
    assert laptop.does("log", "call", child, *said) == ("open", "reach_guardian", "24 22:00")
    saturday = laptop.opens(
        "mobile_team", "Trường tiểu học Mẫu", "2026-11-28T08:00", "2026-11-28T11:00"
    )
    booked = laptop.does("book", child, saturday)
    assert booked == ("booked", "check_booking", "28 11:00")
    laptop.at("10:00", "2026-11-28")
    assert laptop.does("attended", child, saturday) == ("open", "record_result", "28 22:00")
    absent = ("enrol", child, "--need", "child_card", "--failure", "guardian_absent")
    assert laptop.does(*absent)[:2] == ("open", "reach_guardian")
    sunday = laptop.opens("ward_office", "Trụ sở", "2026-11-29T08:00", "2026-11-29T11:00")
    laptop.does("book", child, sunday)
    laptop.at("09:00", "2026-11-29").does("attended", child, sunday)
    done = ("enrol", child, "--need", "child_card", "--step", "captured")
    assert laptop.does(*done) == ("enrolled", None, None)
    for step in ("issued", "delivered"):
        assert laptop.does("enrol", child, "--need", "child_card", "--step", step)[0] == "enrolled"
    assert laptop.ask("list", "--due", "all", "--query", "Pham Mau Nhi")["cases"][0]["needs"] == []


def test_somebody_whose_data_are_wrong_is_put_right_and_comes_again(laptop: Officer) -> None:
    who = laptop.who("Tran Mau Sai")
    agreed = ("log", "call", who, "--outcome", "agreed_no_date")
    assert laptop.does(*agreed)[1] == "book"
    office = ("ward_office", "Trụ sở")
    tuesday = laptop.opens(*office, "2026-11-24T08:00", "2026-11-24T11:00", "--capacity", 4)
    laptop.does("book", who, tuesday)
    laptop.at("08:30", "2026-11-24").does("attended", who, tuesday)
    wrong = ("enrol", who, "--need", "id_card", "--failure", "data_mismatch")
    assert laptop.does(*wrong) == ("open", "fix_data", "25 22:00")
    laptop.ask("correct", who, "birth_date", "02/03/1990")
    thursday = laptop.opens(*office, "2026-11-26T08:00", "2026-11-26T11:00")
    assert laptop.does("book", who, thursday)[0] == "booked"
    laptop.at("08:30", "2026-11-26").does("attended", who, thursday)
    assert laptop.does("enrol", who, "--need", "id_card", "--step", "captured")[0] == "enrolled"
    fix = ("enrol", who, "--need", "id_card", "--step", "returned_for_fix")
    assert laptop.does(*fix)[:2] == ("open", "retry_enrolment")
    assert laptop.does("enrol", who, "--need", "id_card", "--step", "issued")[0] == "enrolled"


def test_a_resident_in_another_province_books_there_and_tells_the_officer(
    laptop: Officer,
) -> None:
    who = laptop.who("Hoang Mau Gan")
    away = ("--reason", "away_other_province")
    laptop.does("log", "call", who, "--outcome", "agreed_no_date", *away)
    themself = ("--self", "--at", "2026-11-25T09:00+07:00", "--place", "Công an tỉnh Mẫu")
    assert laptop.does("book", who, *themself) == ("booked", "check_booking", "25 22:00")
    booking = laptop.ask("show", who)["booking"]
    assert (booking["session"], booking["place"]) == (None, "Công an tỉnh Mẫu")
    laptop.at("20:00", "2026-11-25")
    assert laptop.does("enrol", who, "--need", "id_card", "--step", "captured")[0] == "enrolled"


def test_a_kt2_resident_is_taken_on_where_they_live_and_enrolled_there(
    laptop: Officer, server: Server, tmp_path: Path
) -> None:
    who = laptop.who("Le Mau Xa")
    there = Officer(tmp_path / "there").at("09:00")
    there.new()
    server.pair(laptop, "Cán bộ Một", "officer", "PHUONG-MAU")
    server.pair(there, "Cán bộ Hai", "officer", "PHUONG-XA")
    laptop.ask("log", "call", who, "--outcome", "agreed_no_date", "--reason", "away_in_province")
    to = ("--to", "PHUONG-XA", "--address", "Số 1 phố Phường Xa Mẫu")
    assert laptop.ask("handoff", "offer", who, *to)["saved"]
    for one in (laptop, there):
        one.ask("sync")
    taken = there.ask("handoff", "accept", who)["case"]
    assert taken["id"] != who
    evening = there.opens("ward_evening", "Trụ sở", "2026-11-23T18:00", "2026-11-23T21:00")
    assert there.does("book", taken["id"], evening)[0] == "booked"
    there.at("18:30").does("attended", taken["id"], evening)
    steps = {
        "id_card": "captured",
        "vneid_account": "level2_collected",
        "vneid_activation": "activated",
    }
    for need, step in steps.items():
        last = there.does("enrol", taken["id"], "--need", need, "--step", step)
    assert last == ("enrolled", None, None)
    for one in (there, laptop.at("21:00")):
        assert one.ask("sync")["rejected"] == 0
    assert laptop.ask("show", who)["status"] == "handed_off"
    mine, theirs = (one.ask("report", "daily")["total"] for one in (laptop, there))
    assert (mine["eligible"], theirs["eligible"], theirs["done_today"]) == (3, 1, 1)


def test_a_case_that_is_closed_gives_its_seat_to_who_waits_and_can_be_brought_back(
    laptop: Officer,
) -> None:
    closed, waits = laptop.who("Tran Mau Sai"), laptop.who("Hoang Mau Gan")
    times = ("2026-11-24T18:00", "2026-11-24T21:00")
    evening = laptop.opens("ward_evening", "Trụ sở", *times, "--capacity", 1)
    laptop.does("book", closed, evening)
    assert laptop.does("book", waits, evening, "--waiting")[1] == "book"
    laptop.ask("close", closed, "--reason", "emigrated")
    seats = laptop.ask("sessions", "show", evening)
    assert [one["resident"] for one in seats["seats"]] == [waits]
    assert laptop.ask("show", waits)["next_action"]["kind"] == "call"
    laptop.ask("undo")
    assert laptop.ask("show", closed)["status"] == "open"
    assert [one["resident"] for one in laptop.ask("sessions", "show", evening)["seats"]] == [waits]


def test_what_they_booked_themself_ends_without_a_session(laptop: Officer) -> None:
    who = laptop.who("Hoang Mau Gan")
    themself = ("--self", "--at", "2026-11-23T15:00+07:00")
    laptop.does("book", who, *themself)
    laptop.at("20:00")
    assert laptop.does("missed", who) == ("open", "call", "23 22:00")
    laptop.at("08:00", "2026-11-24").does("book", who, "--self", "--at", "2026-11-24T15:00+07:00")
    assert laptop.at("19:00", "2026-11-24").does("attended", who)[1] == "record_result"
