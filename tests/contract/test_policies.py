"""Publishing a policy, taking it back, and trying one, on real vaults."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.builders import AN, MONDAY, OTHER_DEVICE, WARD, CountingIds, SetClock
from tests.conftest import PASSPHRASE
from wardtui.domain.case import Case
from wardtui.domain.errors import WardtuiError
from wardtui.domain.events import (
    BODY_VERSION,
    AreaAssigned,
    ContactLogged,
    EscalationAccepted,
    Event,
    PolicyPublished,
    ResidentListed,
)
from wardtui.domain.ids import ActionId, EventId, OfficerId, ResidentId, WardCode
from wardtui.domain.moments import local_day
from wardtui.domain.policy import EscalationRule, Policy, RuleId
from wardtui.domain.vocabulary import Channel, CloseReason, Origin, Outcome, Role
from wardtui.services.close_case import close_case
from wardtui.services.deriving import refold
from wardtui.services.escalate import accept_cases
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.policies import shipped_force, shipped_policy
from wardtui.services.ports import Tools, Unit
from wardtui.services.rebuild import rebuild
from wardtui.services.recording import Draft, record
from wardtui.services.records import Pairing, StoredEvent, SyncState
from wardtui.services.try_policy import LevelCount, Tried, try_policy
from wardtui.services.undo import redo, undo
from wardtui.services.use_policy import (
    Used,
    policies_in_force,
    policy_here,
    use_policy,
    with_deadline,
)
from wardtui.services.verify import verify
from wardtui.store.key_slots import Cost
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault
from wardtui.wire import write_event

CHEAP = Cost(memory_kib=8, iterations=1)
THREE = shipped_policy()
OTHER_WARD = WardCode("PHUONG-KHAC")


def impatient(attempts: int) -> Policy:
    """One that raises after so many attempts that reached nobody, and nothing else."""
    rule = EscalationRule(id=RuleId("unreachable"), failed_attempts=attempts)
    return msgspec.structs.replace(THREE, name=f"after-{attempts}", rules=(rule,))


class Desk:
    """An officer at a vault; time goes on when they say so."""

    def __init__(self, home: Path) -> None:
        self.clock = SetClock(MONDAY)
        self.tools = Tools(self.clock, CountingIds())
        create_vault(home, PASSPHRASE, self.tools.ids, lambda: CHEAP)
        self.vault = OpenVault(home, unlock(home, PASSPHRASE))
        self.vault.start_writing("test", MONDAY)

    def paired(self, role: Role, *wards: WardCode) -> None:
        """From now on the device is an officer's of that role, and has just been in sync."""
        officer = OfficerId("officer-1")
        pairing = Pairing(
            url="https://central.example",
            token="t" * 43,
            officer=officer,
            name="Trần Thị Bình",
            role=role,
            wards=wards or (WARD,),
        )

        def write(unit: Unit) -> None:
            unit.state.pairing = pairing
            unit.state.sync = SyncState(last_success=self.clock.now())

        self.vault.write(write)

    def listed(self, count: int = 1) -> list[ResidentId]:
        """New residents, each behind a door of their own."""
        people = [ResidentId(self.tools.ids.new()) for _ in range(count)]
        drafts = [
            Draft(
                resident=who,
                body=ResidentListed(
                    resident=msgspec.structs.replace(AN, personal_id=None, address=who)
                ),
            )
            for who in people
        ]
        self.vault.write(lambda unit: record(unit, drafts, self.tools))
        return people

    def called_in_vain(self, *people: ResidentId, times: int = 1) -> None:
        """Each of them, on so many evenings."""
        contact = ContactLogged(channel=Channel.CALL, outcome=Outcome.NO_ANSWER)
        for _ in range(times):
            self.clock.moment = self.clock.moment.replace(hour=19)
            for who in people:
                self.log(who, contact)
            self.clock.forward(days=1)

    def log(self, who: ResidentId, contact: ContactLogged) -> None:
        wish = LogContact(resident=who, contact=contact)
        self.vault.write(lambda unit: log_contact(unit, wish, self.tools))

    def due(self) -> list[ResidentId]:
        """Whom the policy has moved by now without a record of it."""
        return self.vault.read(lambda unit: unit.cases.moving(self.clock.now(), 10))

    def use(self, policy: Policy, ward: WardCode | None = None) -> Used:
        return self.vault.write(lambda unit: use_policy(unit, policy, ward, self.tools))

    def undo(self) -> None:
        self.vault.write(lambda unit: undo(unit, self.tools, confirmed=True))

    def tries(self, policy: Policy) -> Tried:
        return self.vault.read(lambda unit: try_policy(unit, policy, self.clock.now()))

    def case(self, who: ResidentId) -> Case:
        found = self.vault.read(lambda unit: unit.cases.get(who))
        assert found is not None
        return found

    def levels(self, *people: ResidentId) -> list[int]:
        return [self.case(who).level for who in people]

    def in_force(self) -> str:
        return self.vault.read(policy_here).version

    def check(self) -> None:
        """What is kept is what the events say."""
        assert self.vault.read(verify).problems == ()
        assert self.vault.write(rebuild).differed == 0


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    at = Desk(tmp_path / "vault")
    yield at
    at.check()
    at.vault.close()


def refused(code: str) -> Any:
    return pytest.raises(WardtuiError, match=rf"^{code}\(")


# Publishing


def test_a_published_policy_moves_at_once_whom_its_rules_concern(desk: Desk) -> None:
    tried, untouched = desk.listed(2)
    desk.called_in_vain(tried, times=2)
    used = desk.use(impatient(2))
    assert used.moved == (tried,)
    assert desk.levels(tried, untouched) == [2, 1]
    rung = desk.case(tried).ladder.rungs[-1]
    assert (rung.policy, rung.at) == (impatient(2).version, desk.clock.now())


def test_it_counts_for_what_comes_later_too(desk: Desk) -> None:
    (who,) = desk.listed()
    assert desk.use(impatient(1)).moved == ()
    desk.called_in_vain(who)
    assert desk.levels(who) == [2]


def test_the_same_content_again_writes_nothing(desk: Desk) -> None:
    assert desk.use(THREE).saved is None
    desk.use(impatient(2))
    events = desk.vault.read(lambda unit: unit.events.count())
    used = desk.use(impatient(2))
    assert (used.saved, used.moved, used.force.version) == (None, (), impatient(2).version)
    assert desk.vault.read(lambda unit: unit.events.count()) == events


def test_what_time_had_decided_before_holds(desk: Desk) -> None:
    (who,) = desk.listed()
    desk.clock.forward(days=15)
    desk.use(impatient(3))
    rung = desk.case(who).ladder.rungs[-1]
    assert (rung.rule, rung.policy) == ("no_contact", THREE.version)
    assert rung.at == MONDAY + timedelta(days=14)


def test_a_deadline_makes_it_another_version(desk: Desk) -> None:
    today = local_day(desk.clock.now())
    people = desk.listed(2)
    used = desk.use(with_deadline(THREE, today + timedelta(days=5)))
    assert set(used.moved) == set(people)
    assert used.force.version != THREE.version
    with refused("deadline_over"):
        desk.use(with_deadline(THREE, today - timedelta(days=1)))


@pytest.mark.parametrize("role", list(Role))
def test_only_leaders_publish_once_the_device_is_paired(desk: Desk, role: Role) -> None:
    desk.paired(role)
    if role.leads:
        assert desk.use(impatient(2)).ward == WARD
    else:
        with refused("role_not_allowed"):
            desk.use(impatient(2))
    assert (desk.in_force() == impatient(2).version) is role.leads


def test_a_policy_counts_in_its_ward_only(desk: Desk) -> None:
    desk.paired(Role.LEADER, WARD, OTHER_WARD)
    desk.use(impatient(2), OTHER_WARD)
    with refused("foreign_ward"):
        desk.use(impatient(2), WardCode("PHUONG-LA"))
    here, there = desk.vault.read(policies_in_force)
    assert (here.ward, here.force, here.event) == (WARD, shipped_force(), None)
    assert (there.ward, there.force.version) == (OTHER_WARD, impatient(2).version)
    assert (there.by, there.by_name) == ("officer-1", "Trần Thị Bình")
    assert there.force.since == desk.clock.now()


# Taking back


def test_undo_asks_and_then_takes_back_the_policy_and_what_it_moved(desk: Desk) -> None:
    tried, untouched = desk.listed(2)
    desk.called_in_vain(tried, times=2)
    desk.use(impatient(2))
    with pytest.raises(WardtuiError) as asked:
        desk.vault.write(lambda unit: undo(unit, desk.tools))
    assert asked.value.code == "undo_policy_needs_confirmation"
    assert asked.value.facts == {"policy": impatient(2).version, "cases": 1}
    desk.undo()
    assert desk.in_force() == THREE.version
    assert desk.levels(tried, untouched) == [1, 1]
    undone = desk.vault.write(lambda unit: redo(unit, desk.tools))
    assert [one.event.type for one in undone.of] == ["policy.published"]
    assert desk.in_force() == impatient(2).version
    assert desk.levels(tried, untouched) == [2, 1]


def test_the_policy_before_decides_again_after_an_undo(desk: Desk) -> None:
    (who,) = desk.listed()
    desk.called_in_vain(who, times=3)
    assert desk.levels(who) == [2]
    desk.use(impatient(2))
    desk.undo()
    assert desk.levels(who) == [2]
    assert desk.case(who).ladder.rungs[-1].policy == THREE.version


def test_a_policy_that_was_taken_back_moves_again_when_it_is_published_again(desk: Desk) -> None:
    (who,) = desk.listed()
    desk.called_in_vain(who, times=2)
    for _ in range(2):
        assert desk.use(impatient(2)).moved == (who,)
        assert desk.levels(who) == [2]
        assert desk.case(who).ladder.rungs[-1].rule == "unreachable"
        assert desk.due() == []
        desk.undo()
        assert desk.levels(who) == [1]


def test_a_case_that_somebody_else_has_accepted_stays_after_the_undo(desk: Desk) -> None:
    desk.paired(Role.LEADER)
    accepted, other = desk.listed(2)
    desk.called_in_vain(accepted, other, times=2)
    desk.paired(Role.LEADER)
    desk.use(impatient(2))
    desk.vault.write(lambda unit: _number_all(unit))
    desk.vault.write(lambda unit: _somebody_accepts(unit, accepted, desk))
    assert desk.levels(accepted, other) == [2, 2]
    desk.undo()
    assert desk.levels(accepted, other) == [2, 1]


def _number_all(unit: Unit) -> None:
    for number, one in enumerate(unit.events.waiting(1000), start=1):
        unit.events.number(one.event.id, number)


def _somebody_accepts(unit: Unit, who: ResidentId, desk: Desk) -> None:
    """The commander's acceptance comes with a sync."""
    body = EscalationAccepted(level=2)
    event = Event(
        id=EventId(desk.tools.ids.new()),
        type=body.TYPE,
        action=ActionId(desk.tools.ids.new()),
        origin=Origin.PERSON,
        ward=WARD,
        resident=who,
        actor=OfficerId("commander-1"),
        device=OTHER_DEVICE,
        device_seq=1,
        occurred_at=desk.clock.now(),
        recorded_at=desk.clock.now(),
        clock_offset=None,
        v=BODY_VERSION,
        body=body,
    )
    stored = StoredEvent(raw=write_event(event).decode(), event=event, seq=1000, ward=WARD)
    unit.events.receive(stored, own=False)
    refold(unit, [who])


def test_another_policy_in_one_ward_and_another_holder_in_the_other_come_together(
    desk: Desk,
) -> None:
    desk.paired(Role.LEADER, OTHER_WARD)
    [there] = desk.listed()
    desk.paired(Role.LEADER, WARD, OTHER_WARD)
    [here] = desk.listed()
    policy = msgspec.structs.replace(THREE, name="another")
    held = AreaAssigned(area="Tổ 5", level=1, officer=OfficerId("officer-2"))
    drafts = [
        Draft(resident=None, ward=WARD, body=PolicyPublished(policy=policy)),
        Draft(resident=None, ward=OTHER_WARD, body=held),
    ]
    desk.vault.write(lambda unit: record(unit, drafts, desk.tools))
    owners = [action.owner for one in (here, there) if (action := desk.case(one).next_action)]
    assert owners == ["level:1", "officer-2"]
    assert desk.vault.read(verify).problems == ()


# What if


def counts(tried: Tried) -> dict[int, tuple[int, int]]:
    return {one.level: (one.now, one.then) for one in tried.levels}


def test_a_trial_says_who_would_stand_where_and_writes_nothing(desk: Desk) -> None:
    thrice, twice, untouched = desk.listed(3)
    desk.called_in_vain(thrice, times=3)
    desk.called_in_vain(twice, times=2)
    events = desk.vault.read(lambda unit: unit.events.count())
    tried = desk.tries(impatient(2))
    assert counts(tried) == {1: (2, 1), 2: (1, 2), 3: (0, 0)}
    (moved,) = tried.moved
    assert (moved.row.id, moved.goes_up, moved.then.rule) == (twice, True, "unreachable")
    assert (tried.open, tried.at_once, tried.instead_of) == (3, 1, (THREE.version,))
    stricter = desk.tries(impatient(4))
    (down,) = stricter.moved
    assert (down.row.id, down.now.level, down.then.level) == (thrice, 2, 1)
    assert (down.now.rule, down.then.rule, stricter.at_once) == ("unreachable", None, 0)
    assert desk.levels(thrice, twice, untouched) == [2, 1, 1]
    assert desk.vault.read(lambda unit: unit.events.count()) == events


def test_under_the_policy_in_force_nobody_would_stand_elsewhere(desk: Desk) -> None:
    people = desk.listed(4)
    for count, who in enumerate(people):
        desk.called_in_vain(who, times=count + 1)
    desk.vault.write(lambda unit: accept_cases(unit, [people[3]], desk.tools))
    desk.clock.forward(days=30)
    tried = desk.tries(THREE)
    assert tried.moved == ()
    assert tried.at_once == 0
    assert sum(one.now for one in tried.levels[1:]) == 4, "time has moved everybody by now"


def test_what_time_has_decided_by_now_counts_though_nobody_recorded_it(desk: Desk) -> None:
    (who,) = desk.listed()
    desk.clock.forward(days=16)
    assert desk.levels(who) == [1]
    assert counts(desk.tries(impatient(2))) == {1: (0, 1), 2: (1, 0), 3: (0, 0)}


def test_what_is_late_at_the_top_is_counted(desk: Desk) -> None:
    (who,) = desk.listed()
    desk.called_in_vain(who, times=3)
    desk.clock.forward(days=20)
    four = shipped_policy("two-tier-2025")
    three, fourth = desk.tries(four).levels[2:]
    assert three == LevelCount(level=3, now=1, then=0, overdue_now=1, overdue_then=0)
    assert fourth == LevelCount(level=4, now=0, then=1, overdue_now=0, overdue_then=1)


def test_who_is_done_or_closed_is_not_counted(desk: Desk) -> None:
    gone, here = desk.listed(2)
    desk.called_in_vain(gone, here, times=3)
    desk.vault.write(lambda unit: close_case(unit, gone, CloseReason.DECEASED, desk.tools))
    tried = desk.tries(impatient(4))
    assert (tried.open, [one.row.id for one in tried.moved]) == (1, [here])


def test_who_would_go_up_comes_before_who_would_go_down(desk: Desk) -> None:
    thrice, declined = desk.listed(2)
    desk.called_in_vain(thrice, times=3)
    desk.log(declined, ContactLogged(channel=Channel.CALL, outcome=Outcome.DECLINED))
    rule = EscalationRule(id=RuleId("declined"), refusals=1)
    policy = msgspec.structs.replace(THREE, name="other", rules=(rule,))
    found = [(one.row.id, one.goes_up) for one in desk.tries(policy).moved]
    assert found == [(declined, True), (thrice, False)]


def test_a_long_trial_tells_how_far_it_has_come(desk: Desk) -> None:
    desk.listed(450)
    told: list[int] = []
    now = desk.clock.now()
    desk.vault.read(lambda unit: try_policy(unit, THREE, now, told.append))
    assert told == [200, 400]
