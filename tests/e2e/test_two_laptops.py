"""What one laptop logs offline the other shows after both have synchronised."""

import sqlite3
from pathlib import Path

import pytest

from tests.e2e.program import SMALL, Laptop, Server, serving, small_list


@pytest.fixture
def laptops(server: Server, tmp_path: Path) -> tuple[Laptop, Laptop]:
    """An officer who has imported the ward list and shared it, and a leader who has read it."""
    ward = f"WARD-{tmp_path.name}"
    officer, leader = Laptop(tmp_path / "officer").new(), Laptop(tmp_path / "leader").new()
    officer.ask("import", small_list())
    server.pair(officer, "Nguyễn Văn Mẫu", "officer", ward)
    server.pair(leader, "Trần Thị Mẫu", "leader", ward)
    officer.ask("sync")
    leader.ask("sync")
    return officer, leader


def test_an_evening_of_an_officer_reaches_the_leader(laptops: tuple[Laptop, Laptop]) -> None:
    officer, leader = laptops
    assert leader.ask("list", "--limit", 1)["total"] == SMALL
    case = officer.first_case()
    officer.ask("log", "call", case["id"], "--outcome", "no_answer")
    officer.ask("log", "visit", case["id"], "--outcome", "not_now", "--reason", "working_hours")
    assert officer.ask("outbox") == {"pending": 2, "rejected": []}
    assert leader.ask("show", case["id"])["attempts"]["call"] == 0

    pushed = officer.ask("sync")
    assert (pushed["pushed"], pushed["pulled"], pushed["pending"]) == (2, 0, 0)
    assert leader.ask("sync")["pulled"] == 2

    seen = leader.ask("show", case["id"])
    assert seen["attempts"] == {"call": 1, "visit": 1, "letter": 0, "message": 0}
    assert seen["reasons"] == ["working_hours"]
    assert [event["type"] for event in seen["history"]].count("contact.logged") == 2
    mine = officer.ask("show", case["id"])
    assert {key: seen[key] for key in seen if key != "history"} == {
        key: mine[key] for key in mine if key != "history"
    }
    assert [event["seq"] for event in seen["history"]] == [
        event["seq"] for event in mine["history"]
    ]


def test_a_second_sync_moves_nothing(laptops: tuple[Laptop, Laptop]) -> None:
    officer, leader = laptops
    for laptop in (officer, leader, officer, leader):
        done = laptop.ask("sync")
        assert (done["pushed"], done["pulled"], done["duplicates"], done["rejected"]) == (
            0,
            0,
            0,
            0,
        )


def test_undo_on_one_undoes_on_both_and_so_does_bringing_back(
    laptops: tuple[Laptop, Laptop],
) -> None:
    officer, leader = laptops
    case = officer.first_case()
    officer.ask("log", "call", case["id"], "--outcome", "declined")
    officer.ask("sync")
    leader.ask("sync")
    assert leader.ask("show", case["id"])["attempts"]["call"] == 1

    officer.ask("undo")
    officer.ask("sync")
    leader.ask("sync")
    for laptop in laptops:
        seen = laptop.ask("show", case["id"])
        assert seen["attempts"]["call"] == 0
        assert seen["next_action"] == case["next_action"]

    officer.ask("undo", "--redo")
    officer.ask("sync")
    leader.ask("sync")
    for laptop in laptops:
        assert laptop.ask("show", case["id"])["attempts"]["call"] == 1


def test_both_log_on_the_same_case_and_nothing_is_lost(laptops: tuple[Laptop, Laptop]) -> None:
    officer, leader = laptops
    case = officer.first_case()
    officer.ask("log", "call", case["id"], "--outcome", "no_answer")
    leader.ask("log", "visit", case["id"], "--outcome", "not_home")
    for laptop in (officer, leader, officer):
        laptop.ask("sync")
    histories = [
        [(event["seq"], event["type"]) for event in laptop.ask("show", case["id"])["history"]]
        for laptop in laptops
    ]
    assert histories[0] == histories[1]
    assert len(histories[0]) == 3


def test_the_daily_figures_are_the_same_on_both(laptops: tuple[Laptop, Laptop]) -> None:
    officer, leader = laptops
    case = officer.first_case("--query", "nguyen")
    officer.ask("log", "call", case["id"], "--outcome", "agreed_no_date")
    for need in case["needs"]:
        step = {"vneid_account": "level2_collected", "vneid_activation": "activated"}
        officer.ask("enrol", case["id"], "--need", need, "--step", step.get(need, "captured"))
    officer.ask("sync")
    leader.ask("sync")
    reports = [laptop.ask("report", "daily") for laptop in laptops]
    total = reports[0]["total"]
    assert (total["eligible"], total["done_today"], total["remaining"]) == (SMALL, 1, SMALL - 1)
    assert (total["contacted_today"], total["reached_today"]) == (1, 1)
    assert total["attempts_today"] == {"call": 1, "visit": 0, "letter": 0, "message": 0}
    assert reports[0]["total"] == reports[1]["total"]
    assert reports[0]["areas"] == reports[1]["areas"]


def test_an_officer_cannot_reach_another_ward(
    server: Server, laptops: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    officer, _ = laptops
    stranger = Laptop(tmp_path / "stranger").new()
    server.pair(stranger, "Lê Văn Lạ", "officer", "OTHER-WARD")
    assert stranger.ask("sync")["pulled"] == 0
    assert stranger.ask("list")["total"] == 0
    assert officer.ask("list", "--limit", 1)["total"] == SMALL


def test_events_that_the_server_does_not_take_are_kept_aside_with_their_reason(
    tmp_path: Path,
) -> None:
    with serving(tmp_path) as server:
        laptop = Laptop(tmp_path / "moved").new()
        server.pair(laptop, "Nguyễn Văn Mẫu", "officer", "WARD-1")
        laptop.ask("import", small_list())
        # The officer is moved to another ward before the laptop has sent anything.
        with sqlite3.connect(server.database.removeprefix("sqlite:///")) as database:
            database.execute("INSERT INTO wards VALUES ('WARD-2')")
            database.execute("UPDATE officer_wards SET ward = 'WARD-2'")
        ended = laptop.run("sync", "--json")
        assert ended.code == 1
        assert ended.json["rejected"] == SMALL
        outbox = laptop.ask("outbox")
        assert outbox["pending"] == 0
        assert {one["code"] for one in outbox["rejected"]} == {"wrong_ward"}


def test_what_was_recorded_before_pairing_belongs_to_the_ward_of_the_pairing(
    server: Server, tmp_path: Path
) -> None:
    laptop = Laptop(tmp_path / "early").new()
    laptop.ask("import", small_list(), "--ward", "phuong-mau")
    assert laptop.ask("report", "daily")["ward"] == "phuong-mau"
    server.pair(laptop, "Nguyễn Văn Mẫu", "officer", "WARD-EARLY")
    assert laptop.ask("sync")["pushed"] == SMALL
    assert laptop.ask("report", "daily")["ward"] == "WARD-EARLY"
    told = laptop.run("import", small_list(), "--ward", "phuong-mau", "--json")
    assert (told.code, told.json["error"]["code"]) == (2, "foreign_ward")


def test_a_leader_of_two_wards_works_in_the_ward_of_the_resident(
    server: Server, tmp_path: Path
) -> None:
    officer, leader = Laptop(tmp_path / "officer").new(), Laptop(tmp_path / "leader").new()
    officer.ask("import", small_list())
    server.pair(officer, "Nguyễn Văn Mẫu", "officer", "TWO-1")
    server.pair(leader, "Trần Thị Mẫu", "leader", "TWO-2", "TWO-1")
    officer.ask("sync")
    leader.ask("sync")
    case = officer.first_case()
    leader.ask("log", "visit", case["id"], "--outcome", "not_home")
    leader.ask("sync")
    assert officer.ask("sync")["pulled"] == 1
    assert officer.ask("show", case["id"])["attempts"]["visit"] == 1
