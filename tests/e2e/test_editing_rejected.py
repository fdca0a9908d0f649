"""A call that a real server did not take is edited by command, and counts once everywhere."""

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.program import Laptop, Server, run


class Ward:
    """An officer, a leader, and a case of which the server has not taken a call."""

    def __init__(self, server: Server, folder: Path) -> None:
        self._server = server
        self._ward = f"WARD-{folder.name}"
        self.officer, self.leader = Laptop(folder / "o").new(), Laptop(folder / "l").new()
        paired = server.pair(self.officer, "Nguyễn Văn Mẫu", "officer", self._ward)
        server.pair(self.leader, "Trần Thị Mẫu", "leader", self._ward)
        people = folder / "people.csv"
        assert run("sample-data", "--residents", 12, "-o", people).code == 0
        self.officer.ask("import", people)
        self.officer.ask("sync")
        self.case: Any = self.officer.first_case()
        self.call: str = self.officer.ask(
            "log", "call", self.case["id"], "--outcome", "no_answer", "--call-back", "+3d"
        )["event"]
        # The leader takes the ward from the officer, and gives it back when asked.
        self._works_in(paired["officer"], "WARD-ELSEWHERE")
        assert self.officer.run("sync", "--json").code == 1
        self._works_in(paired["officer"], self._ward)
        self.officer.ask("sync")
        (refused,) = self.officer.ask("outbox")["rejected"]
        assert (refused["event"], refused["code"]) == (self.call, "wrong_ward")

    def _works_in(self, officer: str, ward: str) -> None:
        ended = run(
            "central", "change-officer", officer, "--ward", ward,
            "--database", self._server.database, "--json",
        )  # fmt: skip
        assert ended.code == 0, ended.err

    def seen_by_the_leader(self) -> Any:
        self.leader.ask("sync")
        return self.leader.ask("show", self.case["id"])


@pytest.fixture
def ward(server: Server, tmp_path: Path) -> Ward:
    return Ward(server, tmp_path)


def test_an_edited_call_is_sent_in_the_place_of_the_first(ward: Ward) -> None:
    saved = ward.officer.ask(
        "outbox",
        "edit",
        ward.call,
        "--outcome",
        "busy",
        "--call-back",
        "",
        "--note",
        "gọi buổi tối",
    )
    assert saved["case"]["attempts"]["call"] == 1
    outbox = ward.officer.ask("outbox")
    assert (outbox["pending"], outbox["rejected"]) == (1, [])
    (gone,) = outbox["discarded"]
    assert (gone["event"], gone["reason"], gone["instead"]) == (
        ward.call,
        "done_again",
        saved["event"],
    )
    again = ward.officer.run("outbox", "resend", ward.call, "--json")
    assert (again.code, again.json["error"]["code"]) == (1, "stands_instead")
    assert ward.officer.ask("sync")["pushed"] == 1
    seen = ward.seen_by_the_leader()
    assert seen["attempts"]["call"] == 1
    (contact,) = [one for one in seen["history"] if one["type"] == "contact.logged"]
    assert contact["id"] == saved["event"]
    assert (contact["body"]["outcome"], contact["body"]["note"]) == ("busy", "gọi buổi tối")
    assert "call_back_at" not in contact["body"]
