"""Somebody who cannot come is served at home, from the first call to the met need."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from tests.e2e.program import Ended, Laptop, Server, serving

MONDAY = "2026-11-23T19:00:00+07:00"
TUESDAY = "2026-11-24T18:10:00+07:00"
SIX, NINE = "2026-11-24T18:00:00+07:00", "2026-11-24T21:00:00+07:00"
MEETS = {
    "id_card": "captured",
    "child_card": "captured",
    "vneid_account": "level2_collected",
    "vneid_activation": "activated",
}


class Evening(Laptop):
    """A laptop whose clock a test moves."""

    def at(self, now: str) -> "Evening":
        self._environment["WARDTUI_NOW"] = now
        return self

    def stage(self, resident: str) -> str | None:
        stage: str | None = self.ask("show", resident)["home_service"]
        return stage


@pytest.fixture
def laptop(sample_ward: Path, tmp_path: Path) -> Evening:
    return Evening(copytree(sample_ward, tmp_path / "vault"), MONDAY)


def refusal(ended: Ended) -> tuple[int, str]:
    error = ended.json["error"]
    assert error["message"]
    assert error["remedy"]
    return ended.code, error["code"]


def bedridden(laptop: Laptop, count: int) -> list[Any]:
    """Who said on the phone that somebody has to come to them."""
    wanted = ("--need", "id_card", "--never-tried", "--limit", count)
    found: list[Any] = laptop.ask("list", "--sort", "walk", *wanted)["cases"]
    for case in found:
        laptop.ask(
            "log", "call", case["id"], "--outcome", "home_visit_requested",
            "--need-support", "home_service", "--need-support", "warm_hands",
        )  # fmt: skip
    return found


def test_somebody_who_cannot_leave_the_bed_gets_a_card_at_home(laptop: Evening) -> None:
    who, neighbour = (case["id"] for case in bedridden(laptop, 2))
    assert laptop.stage(who) == "proposed"
    proposed = laptop.ask("home", "list", "--stage", "proposed")["cases"]
    assert [case["id"] for case in proposed] == [who, neighbour]
    assert set(proposed[0]["support_needs"]) >= {"home_service", "warm_hands"}
    session = laptop.ask(
        "sessions", "open", "--kind", "at_home", "--place", "Tổ lưu động",
        "--start", SIX, "--end", NINE,
    )["session"]  # fmt: skip
    early = laptop.run("home", "route", session, who, "--json")
    assert refusal(early) == (1, "home_not_approved")

    laptop.ask("home", "approve", who, neighbour)
    assert laptop.stage(who) == "approved"
    assert laptop.ask("show", who)["next_action"]["kind"] == "arrange_home_service"
    put = laptop.ask("home", "route", session, neighbour, who)
    assert [(door["resident"], door["at"], door["until"]) for door in put["route"]] == [
        (who, SIX, "2026-11-24T18:15:00+07:00"),
        (neighbour, "2026-11-24T18:15:00+07:00", "2026-11-24T18:30:00+07:00"),
    ]
    assert laptop.stage(who) == "on_route"
    booked = laptop.ask("show", who)
    assert (booked["status"], booked["booking"]["session"]) == ("booked", session)
    again = laptop.run("home", "route", session, who, "--json")
    assert refusal(again) == (1, "route_unchanged")

    laptop.at(TUESDAY)
    came = laptop.ask("attended", who, session)
    assert came["case"]["next_action"]["kind"] == "record_result"
    for need in booked["needs"]:
        laptop.ask("enrol", who, "--need", need, "--step", MEETS[need])
    served = laptop.ask("show", who)
    assert (served["status"], served["needs"], served["next_action"]) == ("enrolled", [], None)
    assert laptop.stage(who) == "done"
    assert laptop.stage(neighbour) == "on_route"
    assert [case["id"] for case in laptop.ask("home", "list")["cases"]] == [neighbour]


def test_who_is_declined_leaves_the_route_and_is_called_and_one_undo_brings_all_back(
    laptop: Evening,
) -> None:
    (case,) = bedridden(laptop, 1)
    session = laptop.ask(
        "sessions", "open", "--kind", "hospital_bed", "--place", "Bệnh viện quận",
        "--start", SIX, "--end", NINE,
    )["session"]  # fmt: skip
    laptop.ask("home", "approve", case["id"])
    laptop.ask("home", "route", session[-8:], case["id"][-8:])
    declined = laptop.ask("home", "decline", case["id"], "--reason", "Con đưa đến điểm thu nhận")
    assert declined["cases"][0]["booking"] is None
    assert declined["cases"][0]["next_action"]["kind"] == "call"
    laptop.ask("undo")
    assert laptop.stage(case["id"]) == "on_route"


def test_one_door_shows_all_who_are_due_and_then_who_is_done(laptop: Evening) -> None:
    cases = laptop.ask("list")["cases"]
    doors: dict[tuple[str, str], list[Any]] = {}
    for case in cases:
        if case["address"]:
            doors.setdefault((case["area"], case["address"]), []).append(case)
    family = max(doors.values(), key=len)
    done = family[0]
    for need in done["needs"]:
        laptop.ask("enrol", done["id"], "--need", need, "--step", MEETS[need])
    door = laptop.ask("household", done["id"][-8:])
    assert door["address"] == done["address"]
    assert (door["to_be_reached"], door["done"]) == (len(family) - 1, 1)
    assert {one["id"] for one in door["people"]} == {one["id"] for one in family}
    assert [one["is_due"] for one in door["people"]] == [True] * (len(family) - 1) + [False]
    assert door["people"][-1]["id"] == done["id"]
    assert all("•" in phone for one in door["people"] for phone in one["phones"])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path) as running:
        yield running


def test_a_leader_plans_the_duties_and_an_officer_reads_them(
    server: Server, tmp_path: Path
) -> None:
    leader = Laptop(tmp_path / "leader").new()
    officer = Laptop(tmp_path / "officer").new()
    unpaired = officer.run("duty", "set", "2026-11-24", "night", "data_cleaning", "none", "--json")
    assert refusal(unpaired) == (1, "no_directory")
    server.pair(leader, "Trần Thị Bình", "leader")
    server.pair(officer, "Lê Văn Hùng")
    leader.ask("sync")
    post = ("2026-11-24", "night", "data_cleaning")
    said = leader.ask("duty", "set", *post, "le van hung", "Trần Thị Bình")
    assert [one["name"] for one in said["officers"]] == ["Lê Văn Hùng", "Trần Thị Bình"]
    leader.ask("sync")
    officer.ask("sync")
    found = officer.ask("duty", "list", "--from", "2026-11-24", "--days", 2)["duties"]
    nights = [one for one in found if one["shift"] == "night"]
    assert [(one["day"], one["open"], one["mine"]) for one in nights] == [
        ("2026-11-24", False, True),
        ("2026-11-25", True, False),
    ]
    refused = officer.run("duty", "set", *post, "none", "--json")
    assert refusal(refused) == (1, "leaders_assign_duties")
    leader.ask("undo")
    (night,) = [
        one
        for one in leader.ask("duty", "list", "--from", "2026-11-24", "--days", 1)["duties"]
        if one["shift"] == "night"
    ]
    assert night["open"] is True
