"""Needs on their way through the commands: a birthday, fingerprints, an account's seven days."""

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.program import Ended, Laptop, serving

HEADINGS = (
    "STT,Họ và tên,Ngày sinh,Điện thoại,Địa chỉ,Tổ,Người đại diện,SĐT người đại diện,"
    "Chưa có CCCD,Chưa có tài khoản,Chưa kích hoạt"
)
ROWS = """
1,Nguyễn Văn Bé,01/12/2012,0570000101,Số 1 phố Mẫu Đơn,5,,,x,,
2,Trần Thị Bình,03/02/1985,0570000102,Số 2 phố Mẫu Đơn,5,,,x,,
3,Lê Văn Chi,04/05/1990,0570000103,Số 3 phố Mẫu Đơn,5,,,,x,x
4,Phạm Thị Dung,06/07/1991,0570000104,Số 4 phố Mẫu Đơn,5,,,,,
5,Đỗ Văn Em,08/09/2021,,Số 5 phố Mẫu Đơn,5,Đỗ Thị Mai,0570000105,x,,
"""
MONDAY = "2026-11-23T09:00:00+07:00"
BIRTHDAY = "2026-12-01T08:00:00+07:00"


class Desk(Laptop):
    """A laptop whose clock a test moves."""

    def at(self, now: str) -> "Desk":
        self._environment["WARDTUI_NOW"] = now
        return self

    def id_of(self, name: str) -> str:
        (case,) = self.ask("list", "--query", name)["cases"]
        return str(case["id"])

    def show(self, resident: str) -> Any:
        return self.ask("show", resident)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return list_people(tmp_path)


def list_people(folder: Path, name: str = "vault") -> Desk:
    made = Desk(folder / name, MONDAY)
    made.new()
    names = folder / "danh_sach.csv"
    names.write_text(HEADINGS + ROWS, encoding="utf-8")
    made.ask("import", names)
    return made


def refusal(ended: Ended) -> tuple[int, str]:
    error = ended.json["error"]
    assert error["message"]
    assert error["remedy"]
    return ended.code, error["code"]


def test_a_child_turns_14_and_needs_an_id_card_of_their_own(desk: Desk) -> None:
    child = desk.id_of("Nguyen Van Be")
    before = desk.show(child)
    assert before["needs"] == ["child_card"]
    assert before["card"] == {
        "band": "from_6",
        "next_renewal": "2026-12-01",
        "may_renew_from": None,
    }
    desk.at(BIRTHDAY)
    listed = {case["id"]: case["needs"] for case in desk.ask("list", "--due", "all")["cases"]}
    assert listed[child] == ["id_card"], "it shows before anything is written"
    assert desk.show(child)["history"][-1]["type"] == "resident.listed"
    captured = desk.ask("enrol", child, "--need", "id_card", "--step", "captured")["case"]
    assert (captured["status"], captured["needs"]) == ("enrolled", [])
    after = desk.show(child)
    arose = next(one for one in after["history"] if one["type"] == "need.arose")
    assert arose["origin"] == "rule"
    assert arose["body"] == {"need": "id_card", "cause": "age_14", "due": "2026-12-01"}
    assert after["needs_progress"] == [
        {
            "need": "id_card",
            "step": "captured",
            "met_at": BIRTHDAY,
            "cause": "age_14",
            "due": "2026-12-01",
        }
    ]
    assert after["card"] == {
        "band": "from_14",
        "next_renewal": "2037-12-01",
        "may_renew_from": "2035-12-01",
    }
    assert desk.ask("vault", "rebuild")
    assert desk.ask("vault", "verify")["ok"] is True


def test_fingerprints_that_cannot_be_read_are_tried_again_with_warm_hands(desk: Desk) -> None:
    resident = desk.id_of("Tran Thi Binh")
    failed = desk.ask(
        "enrol", resident, "--need", "id_card", "--failure", "fingerprints_unreadable"
    )["case"]
    assert failed["next_action"]["kind"] == "retry_enrolment"
    assert failed["next_action"]["due"] == "2026-11-24T22:00:00+07:00"
    assert desk.show(resident)["support_needs"] == ["warm_hands"]
    desk.at("2026-11-24T10:00:00+07:00")
    captured = desk.ask("enrol", resident, "--need", "id_card", "--step", "captured")["case"]
    assert captured["status"] == "enrolled"


def test_an_approved_account_is_activated_within_its_seven_days(desk: Desk) -> None:
    resident = desk.id_of("Le Van Chi")
    desk.ask("enrol", resident, "--need", "vneid_account", "--step", "level2_collected")
    approved = desk.ask("enrol", resident, "--need", "vneid_account", "--step", "approved")["case"]
    assert approved["next_action"]["kind"] == "help_activate"
    assert desk.show(resident)["activate_by"] == "2026-11-30T22:00:00+07:00"
    later = desk.ask(
        "log", "call", resident, "--outcome", "callback_requested",
        "--call-back", "2026-12-20T09:00:00+07:00",
    )["case"]  # fmt: skip
    assert later["next_action"]["kind"] == "help_activate"
    assert later["next_action"]["due"] == "2026-11-30T22:00:00+07:00"
    assert "1900 0368" not in desk.run("show", resident).out
    desk.at("2026-12-02T09:00:00+07:00")
    assert "1900 0368" in desk.run("show", resident).out
    done = desk.ask("enrol", resident, "--need", "vneid_activation", "--step", "activated")["case"]
    assert done["status"] == "enrolled"
    assert desk.show(resident)["activate_by"] is None


def test_who_becomes_eligible_is_open_again_and_who_lacks_it_already_is_refused(
    desk: Desk,
) -> None:
    resident = desk.id_of("Pham Thi Dung")
    assert desk.show(resident)["status"] == "enrolled"
    saved = desk.ask("need", resident, "--need", "vneid_account")
    assert saved["saved"] is True
    assert (saved["case"]["status"], saved["case"]["needs"]) == ("open", ["vneid_account"])
    shown = desk.show(resident)
    assert shown["needs_progress"] == [
        {"need": "vneid_account", "cause": "newly_eligible", "due": "2026-11-23"}
    ]
    again = desk.run("need", resident, "--need", "vneid_account", "--json")
    assert refusal(again) == (1, "need_listed")
    assert desk.ask("undo")["case"]["status"] == "enrolled"
    desk.ask("close", resident, "--reason", "emigrated")
    closed = desk.run("need", resident, "--need", "id_card", "--json")
    assert refusal(closed) == (1, "already_closed")


def test_for_a_small_child_the_guardian_is_called_and_papers_or_a_seat_come_after(
    desk: Desk,
) -> None:
    child = desk.id_of("Do Van Em")
    desk.ask("config", "language", "en")
    shown = desk.show(child)
    assert shown["card"]["band"] == "under_6"
    assert (shown["phones"], shown["next_action"]["kind"]) == ([], "call")
    told = desk.run("show", child).out
    assert "Call the parent or guardian" in told
    assert "the representative applies in VNeID" in told
    absent = desk.ask("enrol", child, "--need", "child_card", "--failure", "guardian_absent")
    assert absent["case"]["next_action"]["kind"] == "reach_guardian"
    papers = desk.ask("enrol", child, "--need", "child_card", "--failure", "missing_papers")
    assert papers["case"]["next_action"]["kind"] == "call"
    done = desk.ask("enrol", child, "--need", "child_card", "--step", "captured")["case"]
    assert done["status"] == "enrolled"


def test_two_laptops_draw_one_conclusion_from_a_birthday(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        one, other = list_people(tmp_path, "one"), Desk(tmp_path / "other", MONDAY)
        other.new()
        for laptop, name in ((one, "Trần Văn Mẫu"), (other, "Lê Thị Mẫu")):
            server.pair(laptop, name)
            laptop.ask("sync")
        child, adult = one.id_of("Nguyen Van Be"), one.id_of("Tran Thi Binh")
        for laptop in (one, other):
            laptop.at(BIRTHDAY).ask("sync")
            # Any write records what time has decided.
            laptop.ask("log", "call", adult, "--outcome", "no_answer")
        for laptop in (one, other, one):
            laptop.ask("sync")
        for laptop in (one, other):
            shown = laptop.show(child)
            assert shown["needs"] == ["id_card"]
            assert [e["type"] for e in shown["history"]].count("need.arose") == 1
            assert laptop.ask("outbox") == {"pending": 0, "rejected": []}
        assert one.show(child)["needs_progress"] == other.show(child)["needs_progress"]
