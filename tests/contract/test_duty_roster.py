"""The duty roster: on real vaults, with a real server over a real socket."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import MONDAY, CountingIds, SetClock
from tests.conftest import PASSPHRASE
from tests.contract.test_assigning import Colleague, Team, exchange, refused, team, ward
from tests.e2e.program import Server
from wardtui.domain.ids import OfficerId
from wardtui.domain.session_codes import Duty, Shift
from wardtui.services.duties import AssignDuty, assign_duty, roster
from wardtui.services.ports import Tools
from wardtui.services.undo import redo, undo
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

__all__ = ["team", "ward"]

TODAY = MONDAY.date()


def wish(*who: OfficerId, shift: Shift = Shift.EVENING, duty: Duty = Duty.CAPTURE) -> AssignDuty:
    return AssignDuty(day=TODAY, shift=shift, duty=duty, officers=who)


def put(colleague: Colleague, wished: AssignDuty) -> None:
    colleague.vault.write(lambda unit: assign_duty(unit, wished, colleague.tools))


def on_duty(colleague: Colleague, shift: Shift = Shift.EVENING) -> tuple[OfficerId, ...]:
    found = colleague.vault.read(lambda unit: roster(unit, TODAY, 1))
    return next(one.officers for one in found if (one.shift, one.duty) == (shift, Duty.CAPTURE))


def test_what_a_leader_says_stands_on_every_laptop_of_the_ward(team: Team) -> None:
    leader, officer = team
    put(leader, wish(officer.id, leader.id))
    exchange(*team)
    assert on_duty(leader) == on_duty(officer) == (officer.id, leader.id)
    put(leader, wish(leader.id))
    exchange(*team)
    assert on_duty(officer) == (leader.id,)


def test_a_duty_can_be_undone_and_brought_back_also_after_a_sync(team: Team) -> None:
    leader, officer = team
    put(leader, wish(officer.id))
    put(leader, wish())
    exchange(*team)
    leader.vault.write(lambda unit: undo(unit, leader.tools))
    exchange(*team)
    assert on_duty(leader) == on_duty(officer) == (officer.id,)
    leader.vault.write(lambda unit: redo(unit, leader.tools))
    exchange(*team)
    assert on_duty(officer) == ()


def test_an_officer_puts_nobody_on_duty(team: Team) -> None:
    _, officer = team
    with refused("leaders_assign_duties"):
        put(officer, wish(officer.id))


def test_only_officers_of_the_ward_who_are_known_can_be_on_duty(server: Server, team: Team) -> None:
    leader, _ = team
    elsewhere = server.add_officer("Lê Văn Lạ", "officer", "OTHER-WARD")["officer"]
    leader.sync()
    for stranger in (elsewhere, "nobody-at-all"):
        with refused("unknown_officer"):
            put(leader, wish(OfficerId(stranger)))
    assert on_duty(leader) == ()


def test_at_night_there_is_data_cleaning_only(team: Team) -> None:
    leader, _ = team
    with refused("no_such_post"):
        put(leader, wish(leader.id, shift=Shift.NIGHT))
    put(leader, wish(leader.id, shift=Shift.NIGHT, duty=Duty.DATA_CLEANING))
    found = leader.vault.read(lambda unit: roster(unit, TODAY - timedelta(days=1), 2))
    nights = [one for one in found if one.shift is Shift.NIGHT]
    assert [one.is_open for one in nights] == [True, False]


@pytest.mark.parametrize("days", [0, 367])
def test_a_roster_has_a_day_at_least_and_a_year_at_most(team: Team, days: int) -> None:
    with refused("bad_roster_length"):
        team[0].vault.read(lambda unit: roster(unit, TODAY, days))


def test_a_vault_that_is_not_paired_knows_nobody_who_could_be_on_duty(tmp_path: Path) -> None:
    ids = CountingIds(1 << 47)
    create_vault(tmp_path / "vault", PASSPHRASE, ids)
    tools = Tools(SetClock(MONDAY), ids)
    with OpenVault(tmp_path / "vault", unlock(tmp_path / "vault", PASSPHRASE)) as vault:
        vault.start_writing("test", MONDAY)
        assert vault.read(lambda unit: any(one.officers for one in roster(unit, TODAY))) is False
        with refused("no_directory"):
            vault.write(lambda unit: assign_duty(unit, wish(OfficerId("me")), tools))
