"""Who looks after whom: on real vaults, with a real server over a real socket."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, Engine, delete, select

from tests.builders import AN, MONDAY, CountingIds, SetClock
from tests.conftest import PASSPHRASE
from tests.contract.test_central_api import Client
from tests.e2e.program import Server
from wardtui.bootstrap import connector
from wardtui.central import accounts
from wardtui.central.database import open_engine, prepare, writing
from wardtui.central.tables import events, officer_wards, officers
from wardtui.domain.errors import WardtuiError
from wardtui.domain.events import EnrolmentRecorded, OfficerPublished, ResidentListed
from wardtui.domain.ids import OfficerId, ResidentId, WardCode
from wardtui.domain.vocabulary import Need, Role, Step
from wardtui.domain.worklist import worklist_row
from wardtui.remote.central_api import HttpCentralApi
from wardtui.services import directory
from wardtui.services.assign import AssignArea, AssignCases, assign_area, assign_cases
from wardtui.services.forget import purge
from wardtui.services.pair import pair
from wardtui.services.ports import Tools, Unit
from wardtui.services.rebuild import rebuild
from wardtui.services.recording import Draft, Saved, record
from wardtui.services.sync import Synced, sync
from wardtui.services.undo import redo, undo
from wardtui.services.verify import verify
from wardtui.store.files import DATABASE
from wardtui.store.keeping import back_up
from wardtui.store.key_slots import Cost
from wardtui.store.making import create_vault
from wardtui.store.restore import restore
from wardtui.store.sqlcipher import connect
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault
from wardtui.wire import read_event

CHEAP = Cost(memory_kib=8, iterations=1)
PATIENCE = 30
_ids = CountingIds(1 << 57)


@contextmanager
def administered(server: Server) -> Iterator[Connection]:
    """The server's database, to change something in it beside the server."""
    engine = open_engine(server.database)
    with writing(engine) as connection:
        yield connection
    engine.dispose()


class Colleague:
    """An officer at a laptop."""

    def __init__(self, server: Server, home: Path, name: str, role: str, *wards: str) -> None:
        self.home = home
        self.tools = Tools(SetClock(MONDAY), _ids)
        create_vault(home, PASSPHRASE, _ids, lambda: CHEAP)
        self.vault = self.open()
        added = server.add_officer(name, role, *wards)
        self.id = OfficerId(added["officer"])
        with HttpCentralApi(server.url) as api:
            pair(self.vault, api, server.url, added["pairing_code"], "")

    def open(self) -> OpenVault:
        vault = OpenVault(self.home, unlock(self.home, PASSPHRASE))
        vault.start_writing("test", MONDAY)
        return vault

    def sync(self) -> Synced:
        return sync(self.vault, connector(PATIENCE), self.tools, lambda _: None)

    def listed(self, *areas: str) -> list[ResidentId]:
        """New residents of some areas."""
        people = [ResidentId(_ids.new()) for _ in areas]
        drafts = [
            Draft(
                resident=who,
                body=ResidentListed(
                    resident=msgspec.structs.replace(
                        AN, name=f"Nguyễn Văn {who[-6:]}", personal_id=None, address=who, area=area
                    )
                ),
            )
            for who, area in zip(people, areas, strict=True)
        ]
        self.vault.write(lambda unit: record(unit, drafts, self.tools))
        return people

    def give(self, *people: ResidentId, to: OfficerId | None) -> Saved:
        wish = AssignCases(residents=people, to=to)
        return self.vault.write(lambda unit: assign_cases(unit, wish, self.tools))

    def give_area(self, area: str, to: OfficerId | None, ward: str | None = None) -> Saved:
        wish = AssignArea(area=area, to=to, ward=WardCode(ward) if ward else None)
        return self.vault.write(lambda unit: assign_area(unit, wish, self.tools))

    def owners(self, *people: ResidentId) -> list[str]:
        """Whose the cases are; what the list says is what the cases say."""

        def read(unit: Unit) -> list[str]:
            cases = {case.id: case for case in unit.cases.all()}
            rows = {row.id: row for row in unit.worklist().rows()}
            assert rows == {one: worklist_row(case) for one, case in cases.items()}
            assert verify(unit).problems == ()
            return [rows[one].owner for one in people]

        return self.vault.read(read)

    def known(self) -> list[tuple[str, Role]]:
        return [(one.name, one.role) for one in self.vault.read(directory.officers)]


@pytest.fixture
def ward(tmp_path: Path) -> str:
    return f"WARD-{tmp_path.name}"[:60]


@pytest.fixture
def team(server: Server, ward: str, tmp_path: Path) -> Iterator[tuple[Colleague, Colleague]]:
    """A leader and an officer of one ward, who know of each other."""
    leader = Colleague(server, tmp_path / "leader", "Trần Thị Bình", "leader", ward)
    officer = Colleague(server, tmp_path / "officer", "Lê Văn Chi", "officer", ward)
    for one in (leader, officer):
        one.sync()
    yield leader, officer
    for one in (leader, officer):
        one.vault.close()


Team = tuple[Colleague, Colleague]


def exchange(*team: Colleague) -> None:
    for one in (*team, *team):
        one.sync()


def refused(code: str) -> Any:
    return pytest.raises(WardtuiError, match=rf"^{code}\(")


# Cases


def test_cases_are_given_in_one_action_and_come_back_when_it_is_undone(team: Team) -> None:
    leader, officer = team
    people = leader.listed("Tổ 5", "Tổ 5", "Tổ 6", "Tổ 6")
    saved = leader.give(*people[:3], to=officer.id)
    assert len({event.action for event in saved.events}) == 1
    assert {case.id for case in saved.cases} == set(people[:3])
    exchange(leader, officer)
    for one in team:
        assert one.owners(*people) == [officer.id] * 3 + ["level:1"]
    with refused("undo_assignment_needs_confirmation"):
        leader.vault.write(lambda unit: undo(unit, leader.tools))
    leader.vault.write(lambda unit: undo(unit, leader.tools, confirmed=True))
    exchange(leader, officer)
    for one in team:
        assert one.owners(*people) == ["level:1"] * 4
    leader.vault.write(lambda unit: redo(unit, leader.tools))
    assert leader.owners(*people) == [officer.id] * 3 + ["level:1"]


def test_an_officer_takes_a_case_and_gives_it_back_and_gives_none_to_others(team: Team) -> None:
    leader, officer = team
    (who,) = officer.listed("Tổ 5")
    with refused("role_not_allowed"):
        officer.give(who, to=leader.id)
    with refused("role_not_allowed"):
        officer.give_area("Tổ 5", officer.id)
    officer.give(who, to=officer.id)
    assert officer.owners(who) == [officer.id]
    officer.give(who, to=None)
    exchange(*team)
    assert leader.owners(who) == ["level:1"]
    assert officer.vault.read(lambda unit: unit.events.rejected()) == []


def test_what_names_nobody_is_refused(server: Server, team: Team, tmp_path: Path) -> None:
    leader, officer = team
    (who,) = leader.listed("Tổ 5")
    elsewhere = server.add_officer("Lê Văn Lạ", "officer", "OTHER-WARD")["officer"]
    for code, residents, to in (
        ("unknown_officer", [who], elsewhere),
        ("unknown_resident", [ResidentId(_ids.new())], officer.id),
        ("nobody_named", [], officer.id),
    ):
        with refused(code):
            leader.give(*residents, to=OfficerId(to))
    with refused("area_not_listed"):
        leader.give_area("Tổ 99", officer.id)
    assert leader.owners(who) == ["level:1"]


def test_who_works_in_another_ward_of_the_leader_is_not_given_a_case_of_this_one(
    server: Server, ward: str, tmp_path: Path
) -> None:
    other = f"{ward[:50]}-2"
    leader = Colleague(server, tmp_path / "both", "Trần Thị Bình", "leader", ward, other)
    there = OfficerId(server.add_officer("Lê Văn Chi", "officer", other)["officer"])
    (who,) = leader.listed("Tổ 5")
    leader.sync()
    with refused("officer_not_in_ward"):
        leader.give(who, to=there)
    with refused("officer_not_in_ward"):
        leader.give_area("Tổ 5", there)
    with refused("foreign_ward"):
        leader.give_area("Tổ 5", None, "OTHER-WARD")
    leader.give_area("Tổ 5", there, other)
    leader.sync()
    assert leader.owners(who) == ["level:1"], "that is an area of the other ward"
    assert leader.vault.read(lambda unit: unit.events.rejected()) == []
    leader.vault.close()


# Areas


def test_who_holds_an_area_has_its_cases_those_of_tomorrow_too(team: Team) -> None:
    leader, officer = team
    people = leader.listed("Tổ 5", "Tổ 5", "Tổ 6")
    leader.give(people[1], to=leader.id)
    saved = leader.give_area("Tổ 5", officer.id)
    assert [case.id for case in saved.cases] == [people[0]]
    people += leader.listed("Tổ 5")
    expected = [officer.id, leader.id, "level:1", officer.id]
    assert leader.owners(*people) == expected
    exchange(leader, officer)
    assert officer.owners(*people) == expected
    leader.give_area("Tổ 5", leader.id)
    leader.give(people[1], to=None)
    exchange(leader, officer)
    for one in team:
        assert one.owners(*people) == [leader.id, leader.id, "level:1", leader.id]
    for _ in range(2):
        leader.vault.write(lambda unit: undo(unit, leader.tools, confirmed=True))
    assert leader.owners(*people) == expected


def test_holders_survive_a_rebuild_a_purge_and_a_restore(team: Team, tmp_path: Path) -> None:
    leader, officer = team
    people = leader.listed("Tổ 5", "Tổ 5")
    leader.give_area("Tổ 5", officer.id)
    done = [
        Draft(resident=people[1], body=EnrolmentRecorded(need=need, step=step))
        for need, step in (
            (Need.ID_CARD, Step.CAPTURED),
            (Need.VNEID_ACCOUNT, Step.LEVEL2_COLLECTED),
        )
    ]
    leader.vault.write(lambda unit: record(unit, done, leader.tools))
    assert leader.vault.write(rebuild).differed == 0
    exchange(leader, officer)
    assert purge(leader.vault, MONDAY + timedelta(days=40), timedelta(0)).forgotten == 1
    assert leader.owners(people[0]) == [officer.id]
    backup = back_up(leader.home, leader.vault, MONDAY, tmp_path / "b.wardbackup").file
    leader.give_area("Tổ 5", leader.id)
    leader.vault.close()
    for salvage, owner in ((True, leader.id), (False, officer.id)):
        restore(leader.home, backup, PASSPHRASE, _ids, MONDAY, salvage=salvage)
        leader.vault = leader.open()
        assert leader.owners(people[0]) == [owner]
        assert len(leader.known()) == 2
        if salvage:
            leader.vault.close()


def test_what_the_server_does_not_take_gives_nobody_anything(server: Server, team: Team) -> None:
    leader, officer = team
    people = leader.listed("Tổ 5", "Tổ 6")
    leader.sync()
    leader.give_area("Tổ 5", officer.id)
    leader.give(people[1], to=officer.id)
    with administered(server) as connection:
        connection.execute(
            officers.update().where(officers.c.id == leader.id).values(role=Role.OFFICER)
        )
    assert leader.sync().rejected == 2
    rejected = leader.vault.read(lambda unit: unit.events.rejected())
    assert {one.code for one in rejected} == {"role_not_allowed"}
    assert leader.owners(*people) == ["level:1"] * 2


# The directory of a device


def test_an_officer_is_named_by_the_id_its_end_or_the_name_without_marks(team: Team) -> None:
    leader, officer = team
    for text in (officer.id, officer.id[-8:], "le van chi", " LÊ  Văn Chi "):
        assert leader.vault.read(partial(directory.find_officer, text=text)).id == officer.id
    for text in ("van chi", "", officer.id[-3:]):
        with refused("unknown_officer"):
            leader.vault.read(partial(directory.find_officer, text=text))


def test_of_two_with_one_name_neither_is_meant(server: Server, ward: str, team: Team) -> None:
    leader, officer = team
    server.add_officer("Lê Văn Chí", "officer", ward)
    leader.sync()
    with refused("ambiguous_officer"):
        leader.vault.read(partial(directory.find_officer, text="Lê Văn Chi"))
    assert leader.vault.read(partial(directory.find_officer, text=officer.id)).id == officer.id


def test_who_is_added_while_the_server_runs_is_known_after_the_next_sync(
    server: Server, ward: str, team: Team
) -> None:
    leader, _ = team
    before = leader.known()
    server.add_officer("Phạm Thị Dung", "commander", ward)
    for _ in range(2):
        leader.sync()
    assert set(leader.known()) - set(before) == {("Phạm Thị Dung", Role.COMMANDER)}


def test_before_the_first_sync_an_officer_knows_only_of_themselves(
    server: Server, ward: str, tmp_path: Path
) -> None:
    alone = Colleague(server, tmp_path / "alone", "Lê Văn Chi", "officer", ward)
    assert alone.known() == [("Lê Văn Chi", Role.OFFICER)]
    (who,) = alone.listed("Tổ 5")
    alone.give(who, to=alone.id)
    assert alone.owners(who) == [alone.id]
    alone.vault.close()


def test_officers_that_an_older_version_could_not_read_are_known_after_the_update(
    team: Team,
) -> None:
    leader, officer = team
    people = leader.listed("Tổ 5")
    leader.give_area("Tổ 5", officer.id)
    before = leader.known()
    leader.vault.close()
    database = connect(leader.home / DATABASE, unlock(leader.home, PASSPHRASE))
    tables = dict(database.execute("SELECT name, number FROM wardtui_tables").fetchall())
    table = f"documents_{tables['events']}"
    forget_kinds = "SET doc = json_remove(doc, '$.kind') WHERE doc ->> '$.kind' IS NOT NULL"
    assert database.execute(f"UPDATE {table} {forget_kinds}").rowcount == 3
    database.execute(f"DROP INDEX {table}_kind")
    database.execute("PRAGMA user_version = 3")
    database.close()
    leader.vault = leader.open()
    assert leader.known() == before
    assert leader.owners(*people) == [officer.id]


# The server


NOT_FOR_ALL = "role_not_allowed"
ASSIGNMENTS: list[tuple[str, dict[str, Any], str | None]] = [
    ("case.assigned", {"to": "me"}, None),
    ("case.assigned", {"to": None}, None),
    ("case.assigned", {"to": "other"}, NOT_FOR_ALL),
    ("area.assigned", {"area": "Tổ 5", "level": 1, "officer": "me"}, NOT_FOR_ALL),
    ("area.assigned", {"area": "Tổ 5", "level": 1, "officer": None}, NOT_FOR_ALL),
]


@pytest.mark.parametrize("role", list(Role))
def test_only_a_leader_hands_out_and_anybody_takes_or_gives_back(
    server: Server, ward: str, role: Role
) -> None:
    client, other = Client(server, ward, role), Client(server, ward)
    people = {"me": client.paired["officer"], "other": other.paired["officer"]}
    for kind, body, code in ASSIGNMENTS:
        said = {key: people.get(str(value), value) for key, value in body.items()}
        resident = {} if kind == "case.assigned" else {"resident": None}
        (result,) = client.push(client.event(type=kind, body=said, **resident))
        assert result.get("code") == (None if role.leads else code), (kind, body)
    for one in (client, other):
        one.http.close()


def test_nobody_is_given_anything_in_a_ward_in_which_they_do_not_work(
    server: Server, ward: str
) -> None:
    client = Client(server, ward, "leader")
    stranger = server.add_officer("Lê Văn Lạ", "officer", "OTHER-WARD")["officer"]
    for kind, body in (
        ("case.assigned", {"to": stranger}),
        ("case.assigned", {"to": "nobody-at-all"}),
        ("area.assigned", {"area": "Tổ 5", "level": 1, "officer": stranger}),
    ):
        (result,) = client.push(client.event(type=kind, body=body))
        assert (result["status"], result["code"]) == ("rejected", "officer_not_in_ward")
    client.http.close()


@pytest.mark.parametrize("version", [1, 2])
def test_no_device_says_who_the_officers_are_or_hides_an_assignment_in_a_later_version(
    server: Server, ward: str, version: int
) -> None:
    client = Client(server, ward, "admin")
    officer = client.paired["officer"]
    body = {"officer": officer, "name": "Mẫu", "role": "admin", "wards": [ward]}
    forged = client.event(type="officer.published", resident=None, v=version, body=body)
    assert client.push(forged)[0]["code"] == "made_by_server"
    client.http.close()
    client = Client(server, ward)
    hidden = client.event(type="case.assigned", v=version, body={"to": officer})
    assert client.push(hidden)[0]["code"] == "role_not_allowed"
    client.http.close()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(f"sqlite:///{tmp_path / 'central.db'}")
    prepare(made)
    yield made
    made.dispose()


def told(engine: Engine) -> list[tuple[str, str, tuple[str, ...]]]:
    """In which ward what was said of whom, in order: ward, name, wards."""
    with engine.connect() as connection:
        rows = connection.execute(select(events.c.ward, events.c.raw).order_by(events.c.seq)).all()
    bodies = [(row.ward, read_event(row.raw).body) for row in rows]
    return [
        (ward, body.name, body.wards) for ward, body in bodies if isinstance(body, OfficerPublished)
    ]


def test_every_ward_of_an_officer_is_told_once(engine: Engine) -> None:
    with writing(engine) as connection:
        accounts.add_officer(connection, "Mẫu", Role.LEADER, ["W1", "W2"])
    expected = [("W1", "Mẫu", ("W1", "W2")), ("W2", "Mẫu", ("W1", "W2"))]
    assert told(engine) == expected
    prepare(engine)
    assert told(engine) == expected


def test_what_changes_is_told_again_also_when_it_changes_back_and_to_the_ward_that_was_left(
    engine: Engine,
) -> None:
    with writing(engine) as connection:
        officer = accounts.add_officer(connection, "Mẫu", Role.OFFICER, ["W1"])
        accounts.add_officer(connection, "Khác", Role.OFFICER, ["W2"])
    for name in ("Mới", "Mẫu"):
        with writing(engine) as connection:
            connection.execute(officers.update().where(officers.c.id == officer).values(name=name))
        prepare(engine)
    assert told(engine)[2:] == [("W1", "Mới", ("W1",)), ("W1", "Mẫu", ("W1",))]
    with writing(engine) as connection:
        moved = officer_wards.update().where(officer_wards.c.officer == officer)
        connection.execute(moved.values(ward="W2"))
    prepare(engine)
    assert told(engine)[4:] == [("W2", "Mẫu", ("W2",)), ("W1", "Mẫu", ("W2",))]
    prepare(engine)
    assert len(told(engine)) == 6


def test_a_database_of_the_version_before_tells_what_it_never_did_under_the_same_ids(
    engine: Engine,
) -> None:
    def ids() -> set[str]:
        with engine.connect() as connection:
            return set(connection.scalars(select(events.c.id)))

    with writing(engine) as connection:
        accounts.add_officer(connection, "Mẫu", Role.OFFICER, ["W1", "W2"])
    first = ids()
    with writing(engine) as connection:
        connection.execute(delete(events))
    prepare(engine)
    assert ids() == first
    assert len(first) == 2
