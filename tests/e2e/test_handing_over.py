"""People who live elsewhere go from one ward to another: real vaults, a real server, commands."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.program import Ended, Laptop, Server, small_list

MONDAY = "2026-11-23T09:00:00+07:00"
TUESDAY = "2026-11-24T09:00:00+07:00"
ADDRESS = "Số 7 ngõ 3 phố Mẫu Hoa"
OLD, NEW, THIRD = "PHUONG-CU", "PHUONG-MOI", "PHUONG-BA"
CARD = ("--need", "id_card", "--step", "captured")


class Wards:
    """Two wards with a laptop each; the old one has imported the sample list."""

    def __init__(self, folder: Path, people: Iterator[Any], now: str) -> None:
        self._folder = folder
        self._people = people
        self.old = Laptop(folder / OLD, now)
        self.new = Laptop(folder / NEW, now)

    def on(self, now: str) -> "Wards":
        """The same at another time."""
        return Wards(self._folder, self._people, now)

    def sync(self) -> None:
        """What either recorded reaches the other."""
        for laptop in (self.old, self.new, self.old):
            done = laptop.ask("sync")
            assert (done["rejected"], done["pending"]) == (0, 0)

    def somebody(self) -> Any:
        """A resident of the old ward who lacks a card and nothing else, another one each time."""
        return next(self._people)

    def offer(self, who: Any, to: str = NEW) -> Ended:
        command = ("handoff", "offer", who["id"], "--to", to, "--address", ADDRESS, "--json")
        return self.old.run(*command)

    def offered(self) -> Any:
        """Somebody whom the new ward was asked to take on and knows of it."""
        who = self.somebody()
        assert self.offer(who).code == 0
        self.sync()
        return who

    def handed_over(self) -> tuple[Any, Any]:
        """Somebody of the old ward, and who they are in the new one."""
        who = self.offered()
        taken = self.new.ask("handoff", "accept", who["id"][-8:])["case"]
        self.sync()
        return who, taken


@pytest.fixture(scope="module")
def folder(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("wards")
    for ward in (OLD, NEW):
        server.pair(Laptop(made / ward, MONDAY).new(), f"Cán bộ {ward}", "officer", ward)
    server.add_officer("Cán bộ", "officer", THIRD)
    old = Laptop(made / OLD, MONDAY)
    old.ask("import", small_list(250))
    old.ask("sync")
    return made


@pytest.fixture(scope="module")
def wards(folder: Path) -> Wards:
    cases = Laptop(folder / OLD, MONDAY).ask("list", "--need", "id_card")["cases"]
    people = [one for one in cases if one["needs"] == ["id_card"] and one["phones"]]
    return Wards(folder, iter(people), MONDAY)


def refused(ended: Ended) -> tuple[int, str]:
    """Exit code and error of a command, which says what to do."""
    error = ended.json["error"]
    assert error["remedy"]
    return ended.code, error["code"]


def figures(laptop: Laptop, *options: str) -> list[int]:
    total = laptop.ask("report", "daily", *options)["total"]
    return [total[key] for key in ("eligible", "done_total", "remaining")]


def why(case: Any) -> str:
    (rule,) = [one["rule"] for one in case["why"] if one["what"] == "next_action"]
    return str(rule)


def offers(laptop: Laptop) -> list[str]:
    return [one["resident"] for one in laptop.ask("handoff", "list")["offers"]]


def test_somebody_is_offered_taken_on_and_looked_after_in_the_other_ward(wards: Wards) -> None:
    who = wards.somebody()
    case = wards.offer(who).json["case"]
    assert case["status"] == "open"
    assert case["next_action"]["kind"] == "await_handoff"
    assert case["next_action"]["due"] == "2026-11-26T22:00:00+07:00"
    wards.sync()

    waiting = wards.new.ask("handoff", "list")
    (offer,) = [one for one in waiting["offers"] if one["resident"] == who["id"]]
    assert (offer["from_ward"], offer["to_ward"]) == (OLD, NEW)
    assert (offer["name"], offer["address"]) == (who["name"], ADDRESS)
    assert (offer["needs"], offer["phones"]) == (["id_card"], who["phones"])
    assert wards.new.run("show", who["id"], "--json").code == 2
    taken = wards.new.ask("handoff", "accept", who["id"][-8:])["case"]
    assert taken["id"] != who["id"]
    assert (taken["name"], taken["address"], taken["needs"]) == (who["name"], ADDRESS, ["id_card"])
    assert (taken["status"], taken["next_action"]["kind"]) == ("open", "call")
    wards.sync()

    here = wards.old.ask("show", who["id"])
    assert (here["status"], here["next_action"]) == ("handed_off", None)
    assert here["handoff"]["state"] == "accepted"
    assert (here["handoff"]["to_ward"], here["handoff"]["resident"]) == (NEW, taken["id"])
    assert who["id"] not in offers(wards.new)
    assert refused(wards.offer(who, THIRD)) == (1, "already_handed_off")
    assert refused(wards.old.run("undo", "--json")) == (1, "built_on_elsewhere")
    again = wards.new.run("handoff", "accept", who["id"], "--json")
    assert refused(again) == (1, "already_answered")
    for laptop in (wards.old, wards.new):
        assert laptop.ask("vault", "verify")["ok"] is True


def test_the_command_takes_somebody_on_in_an_area(wards: Wards) -> None:
    who = wards.offered()
    wrong = wards.new.run("handoff", "accept", who["id"], "--area", "gần chợ", "--json")
    assert refused(wrong) == (2, "bad_value")
    taken = wards.new.ask("handoff", "accept", who["id"], "--area", "tdp 6")["case"]
    assert (taken["area"], "unknown_area" in taken["flags"]) == ("Tổ 6", False)
    wards.sync()


def test_the_other_ward_sees_the_offer_alone_and_a_third_one_nothing(
    wards: Wards, server: Server, tmp_path: Path
) -> None:
    who = wards.somebody()
    wards.old.ask("log", "call", who["id"], "--outcome", "not_now", "--note", "gọi buổi tối")
    assert wards.offer(who).code == 0
    wards.sync()
    wards.new.ask("handoff", "accept", who["id"])
    wards.sync()
    third = Laptop(tmp_path / "third", MONDAY).new()
    server.pair(third, "Cán bộ", "officer", THIRD)
    assert third.ask("sync")["pulled"] == 0
    assert offers(third) == []
    assert refused(third.run("handoff", "accept", who["id"], "--json")) == (1, "no_such_offer")

    history = wards.old.ask("show", who["id"], "--reveal")["history"]
    (offered,) = [one for one in history if one["type"] == "handoff.offered"]
    assert set(offered["body"]) <= {
        "name", "birth_year", "phones", "address", "needs", "support_needs", "guardian",
    }  # fmt: skip
    assert not any("raw" in phone for phone in offered["body"]["phones"])
    masked = wards.old.ask("show", who["id"])["history"]
    (offered,) = [one for one in masked if one["type"] == "handoff.offered"]
    assert [phone["number"] for phone in offered["body"]["phones"]] == who["phones"]


def test_a_late_enrolment_in_the_old_ward_meets_the_need_in_the_new_one(wards: Wards) -> None:
    who, taken = wards.handed_over()
    wards.old.ask("enrol", who["id"], *CARD)
    wards.sync()
    there = wards.new.ask("show", taken["id"])
    assert (there["status"], there["needs"]) == ("enrolled", [])
    assert there["history"][-1]["type"] == "handoff.update"
    assert wards.old.ask("show", who["id"])["status"] == "handed_off"
    wards.old.ask("undo")
    wards.sync()
    assert wards.new.ask("show", taken["id"])["needs"] == ["id_card"]


def test_the_new_ward_hears_of_what_was_recorded_while_the_offer_waited(wards: Wards) -> None:
    who = wards.offered()
    wards.old.ask("correct", who["id"], "phones", "0570 000 987")
    wards.sync()
    taken = wards.new.ask("handoff", "accept", who["id"])["case"]
    wards.sync()
    wards.old.ask("log", "visit", who["id"], "--outcome", "death_reported")
    wards.sync()
    there = wards.new.ask("show", taken["id"], "--reveal")
    assert there["phones"] == ["+84570000987"]
    assert "list_differs" not in there["flags"]
    assert (there["next_action"]["kind"], why(there)) == ("confirm_status", "handoff_death")
    assert there["attempts"]["visit"] == 0


def test_whom_the_other_ward_declines_stays_and_is_called_the_next_day(wards: Wards) -> None:
    who = wards.offered()
    reason = "Không có số nhà này ở phường"
    answer = wards.new.ask("handoff", "decline", who["id"], "--reason", reason)
    assert answer["case"] is None
    wards.sync()
    here = wards.old.ask("show", who["id"])
    assert (here["status"], here["handoff"]["state"]) == ("open", "declined")
    assert here["next_action"]["due"] == "2026-11-24T22:00:00+07:00"
    assert (here["next_action"]["kind"], why(here)) == ("call", "handoff_declined")
    assert reason in wards.old.run("show", who["id"]).out
    assert who["id"] not in offers(wards.new)


def test_both_wards_count_a_person_on_each_day_exactly_once(wards: Wards) -> None:
    old, new = figures(wards.old), figures(wards.new)
    who = wards.offered()
    assert (figures(wards.old), figures(wards.new)) == (old, new)
    tuesday = wards.on(TUESDAY)
    taken = tuesday.new.ask("handoff", "accept", who["id"])["case"]
    tuesday.sync()
    left = [old[0] - 1, old[1], old[2] - 1]
    assert figures(tuesday.old) == left
    assert figures(tuesday.new) == [new[0] + 1, new[1], new[2] + 1]
    tuesday.new.ask("enrol", taken["id"], *CARD)
    tuesday.sync()
    assert figures(tuesday.new) == [new[0] + 1, new[1] + 1, new[2]]
    assert figures(tuesday.old) == left
    monday = ("--date", "2026-11-23")
    assert (figures(tuesday.old, *monday), figures(tuesday.new, *monday)) == (old, new)


def test_an_offer_can_be_taken_back_until_it_is_accepted(wards: Wards) -> None:
    who = wards.offered()
    assert refused(wards.offer(who, THIRD)) == (1, "already_offered")
    wards.old.ask("undo")
    wards.sync()
    assert who["id"] not in offers(wards.new)
    assert wards.old.ask("show", who["id"])["handoff"] is None
    assert wards.offer(who).code == 0
    wards.old.ask("handoff", "withdraw", who["id"])
    wards.sync()
    assert who["id"] not in offers(wards.new)
    withdrawn = wards.old.run("handoff", "withdraw", who["id"], "--json")
    assert refused(withdrawn) == (1, "handoff_not_offered")


def test_an_acceptance_can_be_undone_and_given_anew_until_somebody_has_worked_on_it(
    wards: Wards,
) -> None:
    who, taken = wards.handed_over()
    wards.new.ask("undo")
    wards.sync()
    assert wards.old.ask("show", who["id"])["status"] == "open"
    assert wards.new.run("show", taken["id"], "--json").code == 2
    assert who["id"] in offers(wards.new)
    assert wards.new.ask("handoff", "accept", who["id"])["case"]["id"] == taken["id"]
    wards.sync()
    wards.old.ask("enrol", who["id"], *CARD)
    wards.sync()
    assert wards.new.ask("show", taken["id"])["status"] == "enrolled"


def test_what_cannot_be_handed_over_is_refused_with_the_way_out(
    wards: Wards, tmp_path: Path
) -> None:
    who = wards.somebody()
    assert refused(wards.offer(who, OLD)) == (1, "handoff_own_ward")
    assert refused(wards.offer(who, "no ward")) == (2, "bad_ward_code")
    nowhere = ("handoff", "offer", who["id"], "--to", NEW, "--address", " ", "--json")
    assert refused(wards.old.run(*nowhere)) == (2, "handoff_address_missing")
    wards.old.ask("close", who["id"], "--reason", "emigrated")
    assert refused(wards.offer(who)) == (1, "handoff_not_open")
    nobody = wards.new.run("handoff", "accept", who["id"], "--json")
    assert refused(nobody) == (1, "no_such_offer")
    alone = Laptop(tmp_path / "alone", MONDAY).new()
    alone.ask("import", small_list(250))
    theirs = ("handoff", "offer", alone.first_case()["id"], "--to", NEW, "--address", ADDRESS)
    assert refused(alone.run(*theirs, "--json")) == (1, "handoff_not_paired")


def test_a_ward_that_there_is_not_is_told_by_the_server(wards: Wards) -> None:
    who = wards.somebody()
    assert wards.offer(who, "NO-SUCH-WARD").code == 0
    done = wards.old.run("sync", "--json")
    assert (done.code, done.json["rejected"], done.json["pending"]) == (1, 1, 0)
    assert [one["code"] for one in wards.old.ask("outbox")["rejected"]] == ["unknown_ward"]
    assert wards.old.ask("show", who["id"])["handoff"] is None
