"""Two laptops and their server: whatever is done, in whatever order it meets, nobody falls through.

As in ``test_sync_machine`` there is no HTTP: the use cases talk to the server's own code directly.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import ClassVar

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import Connection, select

from tests.builders import AN, MONDAY, WARD, CountingIds, SetClock
from tests.conftest import PASSPHRASE
from tests.databases import Kind, new_database
from tests.faults.sizes import size
from tests.line import Line
from tests.property.test_sync_machine import CHEAP
from wardtui import wire
from wardtui.central import accounts, tables
from wardtui.central.database import open_engine, prepare, writing
from wardtui.central.ingest import Ingest
from wardtui.domain.errors import BadInput, NetworkFailed, Refused
from wardtui.domain.escalation_events import CaseResumed, EscalationRaised, PolicyPublished
from wardtui.domain.events import (
    Body,
    ContactLogged,
    EnrolmentRecorded,
    Entry,
    Event,
    ResidentClosed,
    ResidentListed,
    ResidentReopened,
)
from wardtui.domain.fold import fold
from wardtui.domain.ids import ResidentId
from wardtui.domain.moments import TimeSlot
from wardtui.domain.policy import EscalationRule, Policy, RuleId
from wardtui.domain.vocabulary import (
    Channel,
    CloseReason,
    Need,
    Origin,
    Outcome,
    PauseReason,
    Role,
    Status,
    Step,
)
from wardtui.services.escalate import (
    accept_cases,
    pause_cases,
    raise_cases,
    resolve_cases,
    resume_cases,
    return_cases,
)
from wardtui.services.moving import as_of, server_time
from wardtui.services.pair import pair
from wardtui.services.policies import shipped_force, shipped_policy
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record
from wardtui.services.records import Pairing
from wardtui.services.sync import sync
from wardtui.services.undo import redo, undo
from wardtui.services.verify import verify
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

INFORMATION = {"superseded", "already_accepted"}
"""Refusals of the server that ask nothing of anybody."""

ON_THE_LADDER = {EscalationRaised.TYPE, CaseResumed.TYPE}
THREE = shipped_policy()
QUICK = msgspec.structs.replace(
    THREE,
    name="quick",
    rules=(
        EscalationRule(id=RuleId("one_refusal"), refusals=1),
        EscalationRule(id=RuleId("evening"), failed_attempts=1, time_slots=(TimeSlot.EVENING,)),
        EscalationRule(id=RuleId("long_ago"), days_without_contact=2),
        EscalationRule(id=RuleId("late"), unanswered=True),
    ),
)

NAMES = ("An", "Bình", "Chi")
SKEWS = (timedelta(0), timedelta(minutes=90))
"""How far the clock of each laptop is ahead of the server's."""


class EscalationMachine(RuleBasedStateMachine):
    """Two leaders of a ward, who may do all there is to be done, and the server between them."""

    kind: ClassVar[Kind] = Kind.SQLITE

    residents: Bundle[ResidentId] = Bundle("residents")

    @initialize(target=residents)
    def set_up(self) -> ResidentId:
        memory = Path("/dev/shm")  # noqa: S108  nothing here is about the disk
        self.folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
        self.clocks = [SetClock(MONDAY + skew) for skew in SKEWS]
        ids = CountingIds(1 << 50)
        self.tools = [Tools(clock, ids) for clock in self.clocks]
        self.databases = ExitStack()
        self.engine = open_engine(
            self.databases.enter_context(new_database(self.kind, self.folder))
        )
        self.epoch = prepare(self.engine)
        self.ingest = Ingest(self.engine)
        self.vaults = [self._new_laptop(number) for number in range(len(SKEWS))]
        self.listed = 0
        resident = self._list(0)
        self._agree()
        return resident

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with writing(self.engine) as connection:
            yield connection

    def _new_laptop(self, number: int) -> OpenVault:
        home = self.folder / f"laptop-{number}"
        create_vault(home, PASSPHRASE, self.tools[number].ids, lambda: CHEAP)
        vault = OpenVault(home, unlock(home, PASSPHRASE))
        vault.start_writing("test", MONDAY)
        with self.writing() as connection:
            officer = accounts.add_officer(connection, f"Cán bộ {number}", Role.LEADER, [WARD])
            code = accounts.new_pairing_code(connection, officer)
        pair(vault, Line(self), "-", code, "")
        return vault

    def teardown(self) -> None:
        if not hasattr(self, "vaults"):
            return
        try:
            self._agree()
            self._check_agreement()
        finally:
            for vault in self.vaults:
                vault.close()
            self.ingest.close()
            self.engine.dispose()
            self.databases.close()
            shutil.rmtree(self.folder)

    laptops = st.integers(0, len(SKEWS) - 1)
    hours = st.integers(1, 24 * 8)

    def _do(self, laptop: int, work: Callable[[Unit, Tools], object]) -> None:
        self._pass(minutes=1)
        with suppress(Refused, BadInput):
            self.vaults[laptop].write(lambda unit: work(unit, self.tools[laptop]))

    def _tell(
        self, laptop: int, resident: ResidentId | None, body: Body, hours_ago: int = 0
    ) -> None:
        at = self.clocks[laptop].now() - timedelta(hours=hours_ago) if hours_ago else None
        drafts = [Draft(resident=resident, ward=WARD, body=body, occurred_at=at)]
        self._do(laptop, lambda unit, tools: record(unit, drafts, tools))

    def _list(self, laptop: int) -> ResidentId:
        resident = ResidentId(self.tools[laptop].ids.new())
        name = f"Nguyễn Văn {NAMES[self.listed]}"
        self.listed += 1
        one = msgspec.structs.replace(AN, name=name, personal_id=None, needs=(Need.ID_CARD,))
        self._tell(laptop, resident, ResidentListed(resident=one))
        return resident

    @precondition(lambda self: self.listed < len(NAMES))
    @rule(target=residents, laptop=laptops)
    def list_somebody(self, laptop: int) -> ResidentId:
        return self._list(laptop)

    @rule(
        laptop=laptops,
        resident=residents,
        outcome=st.sampled_from(
            [*(Outcome.NO_ANSWER, Outcome.DECLINED) * 3, Outcome.MISSED, Outcome.MOVED_AWAY]
        ),
        hours_ago=st.sampled_from([0, 0, 4, 30]),
    )
    def try_somebody(
        self, laptop: int, resident: ResidentId, outcome: Outcome, hours_ago: int
    ) -> None:
        contact = ContactLogged(channel=Channel.CALL, outcome=outcome)
        self._tell(laptop, resident, contact, hours_ago)

    @rule(laptop=laptops, resident=residents, hours=hours)
    def agree_on_a_time(self, laptop: int, resident: ResidentId, hours: int) -> None:
        at = self.clocks[laptop].now() + timedelta(hours=hours)
        agreed = ContactLogged(
            channel=Channel.CALL, outcome=Outcome.AGREED_NO_DATE, promised_for=at
        )
        self._tell(laptop, resident, agreed)

    @rule(
        laptop=laptops,
        resident=residents,
        body=st.sampled_from(
            [
                EnrolmentRecorded(need=Need.ID_CARD, step=Step.CAPTURED),
                *[EnrolmentRecorded(need=Need.ID_CARD, step=Step.RETURNED_FOR_FIX)] * 2,
                ResidentClosed(reason=CloseReason.NOT_IN_SCOPE),
                *[ResidentReopened()] * 2,
            ]
        ),
    )
    def finish_or_begin_again(self, laptop: int, resident: ResidentId, body: Body) -> None:
        self._tell(laptop, resident, body)

    @rule(laptop=laptops, resident=residents, hours=hours | st.none())
    def pause_or_go_on(self, laptop: int, resident: ResidentId, hours: int | None) -> None:
        if hours is None:
            self._do(laptop, lambda unit, tools: resume_cases(unit, [resident], tools))
            return
        pause = partial(
            pause_cases,
            residents=[resident],
            until=self.clocks[laptop].now() + timedelta(hours=hours),
            reason=PauseReason.AWAY,
        )
        self._do(laptop, lambda unit, tools: pause(unit, tools=tools))

    @rule(laptop=laptops, resident=residents)
    def hand_up(self, laptop: int, resident: ResidentId) -> None:
        self._do(laptop, lambda unit, tools: raise_cases(unit, [resident], None, tools))

    @rule(laptop=laptops, resident=residents)
    def take(self, laptop: int, resident: ResidentId) -> None:
        self._do(laptop, lambda unit, tools: accept_cases(unit, [resident], tools))

    @rule(laptop=laptops, resident=residents, work=st.sampled_from([return_cases, resolve_cases]))
    def give_back(self, laptop: int, resident: ResidentId, work: Callable[..., Saved]) -> None:
        self._do(laptop, lambda unit, tools: work(unit, [resident], None, tools))

    @rule(laptop=laptops, back=st.booleans())
    def undo_or_redo(self, laptop: int, back: bool) -> None:
        self._do(
            laptop,
            lambda unit, tools: redo(unit, tools) if back else undo(unit, tools, confirmed=True),
        )

    @rule(policy=st.sampled_from([THREE, QUICK, shipped_policy("two-tier-2025")]))
    def publish_a_policy(self, policy: Policy) -> None:
        self._tell(1, None, PolicyPublished(policy=policy))

    @rule(hours=st.sampled_from([2, 12, 24, 24 * 3, 24 * 9, 24 * 20]))
    def time_passes(self, hours: int) -> None:
        self._pass(hours=hours)

    def _pass(self, **delta: float) -> None:
        for clock in self.clocks:
            clock.forward(**delta)

    @rule(laptop=laptops, cut_at=st.sampled_from([0, 0, 0, 1, 2, 3, 4, 5]))
    def exchange(self, laptop: int, cut_at: int) -> None:
        with suppress(NetworkFailed):
            self._sync(laptop, cut_at)

    def _sync(self, laptop: int, cut_at: int = 0) -> None:
        @contextmanager
        def connect(pairing: Pairing) -> Iterator[Line]:
            skew = -SKEWS[laptop].total_seconds()
            yield Line(self, pairing.token, cut_at, server_clock=skew)

        sync(self.vaults[laptop], connect, self.tools[laptop], lambda _: None)

    def _agree(self) -> None:
        for laptop in (*range(len(SKEWS)), *range(len(SKEWS))):
            self._sync(laptop)

    @invariant()
    def every_open_case_has_one_next_action_now_and_as_recorded(self) -> None:
        for laptop, vault in enumerate(getattr(self, "vaults", ())):
            vault.read(partial(check_cases, tools=self.tools[laptop]))

    def _check_agreement(self) -> None:
        told = self._told()
        events = [(seq, wire.read_event(raw)) for seq, raw in told]
        check_decisions([event for _, event in events], self.clocks[0].now())
        cases = fold([Entry(event, seq, WARD) for seq, event in events], shipped_force()).cases
        for laptop, vault in enumerate(self.vaults):
            vault.read(partial(check_history, told=told, tools=self.tools[laptop]))
            assert {case.id: case for case in vault.read(lambda unit: [*unit.cases.all()])} == cases

    def _told(self) -> list[tuple[int, bytes]]:
        """All that the server has, in its order."""
        stored = tables.events.c
        with self.engine.connect() as connection:
            rows = connection.execute(select(stored.seq, stored.raw).order_by(stored.seq))
            return [(seq, bytes(raw)) for seq, raw in rows]


def check_history(unit: Unit, told: list[tuple[int, bytes]], tools: Tools) -> None:
    """A laptop has what the server has, in its order, and nothing is left to do or to look into."""
    assert sorted((one.seq or 0, one.raw.encode()) for one in unit.events.all()) == told
    assert unit.events.count_waiting() == 0
    assert {one.code for one in unit.events.rejected()} <= {"role_not_allowed"}
    assert list(unit.cases.moving(server_time(unit, tools), 1)) == []
    assert verify(unit).problems == ()


def check_cases(unit: Unit, tools: Tools) -> None:
    now = server_time(unit, tools)
    assert not INFORMATION & {one.code for one in unit.events.rejected()}
    for case in unit.cases.all():
        found = as_of(unit, case.id, now)
        assert found is not None
        for one in (case, found.case):
            assert (one.next_action is not None) == one.status.needs_action
            assert one.next_action is None or one.next_action.owner
            assert one.level >= 1
        made = [decision.event_id for decision in found.decisions]
        assert len(set(made)) == len(made)
        assert (case.moves_at is None or case.moves_at > now) == (not made)
        assert not made or case.status in (Status.OPEN, Status.PAUSED)


def check_decisions(told: list[Event], now: datetime) -> None:
    """Each conclusion of a rule is one event, and none was drawn before its facts were there."""
    by_rule = [event for event in told if event.origin is Origin.RULE and event.resident]
    raised = [
        (event.resident, body.rule, body.to_level, body.trigger, body.policy)
        for event in by_rule
        if isinstance(body := event.body, EscalationRaised)
    ]
    assert len(set(raised)) == len(raised)
    places = {event.id: place for place, event in enumerate(told)}
    for event in by_rule:
        trigger = getattr(event.body, "trigger", None)
        assert trigger is None or places[trigger] < places[event.id]
        assert event.type not in ON_THE_LADDER or event.occurred_at <= now, "no clock runs ahead"


class EscalationOnPostgreSQL(EscalationMachine):
    """The same with the other database."""

    kind = Kind.POSTGRESQL


EscalationMachine.TestCase.settings = settings(
    max_examples=size(15, 300), stateful_step_count=size(35, 60), deadline=None
)
EscalationOnPostgreSQL.TestCase.settings = settings(
    max_examples=size(2, 100), stateful_step_count=size(35, 60), deadline=None
)
TestEscalation = EscalationMachine.TestCase
TestEscalationOnPostgreSQL = EscalationOnPostgreSQL.TestCase
