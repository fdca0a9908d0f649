"""A leader hands work out and an officer finds it on another laptop, with the real program."""

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.program import Laptop, Server, small_list

LEADER, OFFICER = "Trần Thị Bình", "Lê Văn Chi"


@pytest.fixture
def laptops(server: Server, tmp_path: Path) -> tuple[Laptop, Laptop]:
    """A leader who has imported the ward list and shared it, and an officer who has read it."""
    ward = f"WARD-{tmp_path.name}"
    leader, officer = Laptop(tmp_path / "leader").new(), Laptop(tmp_path / "officer").new()
    leader.ask("import", small_list())
    server.pair(leader, LEADER, "leader", ward)
    server.pair(officer, OFFICER, "officer", ward)
    exchange(leader, officer)
    return leader, officer


def exchange(*laptops: Laptop) -> None:
    for laptop in laptops:
        laptop.ask("sync")


def me(laptop: Laptop) -> Any:
    (mine,) = (one for one in laptop.ask("officers")["officers"] if one["me"])
    return mine


def owner(laptop: Laptop, resident: str) -> str:
    return str(laptop.ask("show", resident)["next_action"]["owner"])


def test_three_cases_go_to_an_officer_and_come_back_when_the_leader_takes_it_back(
    laptops: tuple[Laptop, Laptop],
) -> None:
    leader, officer = laptops
    people = [case["id"] for case in leader.ask("list", "--limit", 3)["cases"]]
    saved = leader.ask("assign", *people, "--to", "le van chi")
    assert saved["saved"] is True
    assert saved["event"] == saved["events"][0]
    assert len(saved["events"]) == 3
    assert {case["id"] for case in saved["cases"]} == set(people)
    exchange(leader, officer)
    mine = me(officer)["id"]
    assert {case["next_action"]["owner"] for case in saved["cases"]} == {mine}
    assert [owner(officer, one) for one in people] == [mine] * 3
    assert [one["next_action"]["owner"] for one in officer.ask("list", "--limit", 3)["cases"]] == [
        mine
    ] * 3

    asked = leader.run("undo", "--json")
    assert (asked.code, asked.json["error"]["code"]) == (1, "undo_assignment_needs_confirmation")
    leader.ask("undo", "--yes")
    exchange(leader, officer)
    for laptop in laptops:
        assert [owner(laptop, one) for one in people] == ["level:1"] * 3
        assert laptop.ask("vault", "verify")["ok"] is True


def test_an_officer_takes_a_case_and_cannot_give_one_to_somebody_else(
    laptops: tuple[Laptop, Laptop],
) -> None:
    leader, officer = laptops
    case = officer.first_case()["id"]
    told = officer.run("assign", case, "--to", LEADER, "--json")
    assert (told.code, told.json["error"]["code"]) == (1, "role_not_allowed")
    assert owner(officer, case) == "level:1"
    officer.ask("assign", case[-8:], "--to", me(officer)["id"])
    exchange(officer, leader)
    assert officer.ask("outbox") == {"pending": 0, "rejected": []}
    assert owner(leader, case) == me(officer)["id"]
    officer.ask("assign", case, "--to", "none")
    assert owner(officer, case) == "level:1"


def test_an_area_is_held_by_an_officer_on_every_laptop(laptops: tuple[Laptop, Laptop]) -> None:
    leader, officer = laptops
    area = leader.first_case()["area"]
    there = leader.ask("list", "--area", area)
    saved = leader.ask("assign", "--area", area.upper(), "--to", OFFICER)
    held = [case["id"] for case in there["cases"] if case["next_action"]]
    assert {case["id"] for case in saved["cases"]} == set(held)
    exchange(leader, officer)
    mine = me(officer)
    assert [one["area"] for one in mine["holds"]] == [area]
    owners = {
        case["id"]: (case["next_action"] or {}).get("owner")
        for case in officer.ask("list")["cases"]
    }
    assert {one for one, who in owners.items() if who == mine["id"]} == set(held)
    assert officer.ask("vault", "rebuild")["differed"] == 0


def test_people_read_who_is_there_and_what_was_done(laptops: tuple[Laptop, Laptop]) -> None:
    leader, _ = laptops
    case = leader.first_case()
    told = leader.run("assign", case["id"], "--to", OFFICER)
    assert told.code == 0
    assert case["name"] in told.out
    assert OFFICER in told.out
    leader.ask("assign", "--area", case["area"], "--to", LEADER)
    shown = leader.run("officers").out.splitlines()
    assert len(shown) == 3
    assert all(len(line) <= 80 for line in shown)
    (mine,) = (line for line in shown if "←" in line)
    assert LEADER in mine
    assert case["area"] in mine


@pytest.mark.parametrize(
    ("arguments", "code", "ends"),
    [
        (["--to", "none"], "assign_what", 2),
        (["00000000", "--area", "Tổ 5", "--to", "none"], "assign_what", 2),
        (["00000000"], "assign_to_whom", 2),
        (["00000000", "--to", "nobody at all"], "unknown_officer", 2),
        (["00000000", "--to", "none"], "unknown_resident", 2),
        (["--area", "Tổ 99", "--to", "none"], "area_not_listed", 2),
        (["00000000", "--to", "none", "--level", "0"], "bad_usage", 2),
    ],
)
def test_what_is_not_said_clearly_is_asked_for(
    tmp_path: Path, arguments: list[str], code: str, ends: int
) -> None:
    laptop = Laptop(tmp_path / "alone").new()
    assert laptop.ask("officers") == {"officers": []}
    ended = laptop.run("assign", *arguments, "--json")
    assert (ended.code, ended.json["error"]["code"]) == (ends, code)
