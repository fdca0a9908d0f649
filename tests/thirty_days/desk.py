"""The laptop of the play: whoever works signs in, and everything goes through the services."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property

from tests.builders import CountingIds, SetClock
from tests.thirty_days.residents import Life
from wardtui.domain.case import Case
from wardtui.domain.directory import Officer
from wardtui.domain.events import ContactLogged
from wardtui.domain.ids import ResidentId
from wardtui.domain.moments import local_day
from wardtui.domain.vocabulary import (
    ActionKind,
    Channel,
    CloseReason,
    Failure,
    Need,
    PauseReason,
    Step,
)
from wardtui.domain.worklist import worklist_row
from wardtui.domain.worklist_index import Filter, Worklist
from wardtui.services.assign import AssignCases, assign_cases
from wardtui.services.close_case import close_case
from wardtui.services.escalate import accept_cases, pause_cases, resolve_cases, return_cases
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.moving import as_of
from wardtui.services.ports import Tools, Unit
from wardtui.services.record_enrolment import RecordEnrolment, record_enrolment
from wardtui.services.records import Pairing, SyncState

_DONE_BY = {
    Need.ID_CARD: Step.CAPTURED,
    Need.CHILD_CARD: Step.CAPTURED,
    Need.VNEID_ACCOUNT: Step.LEVEL2_COLLECTED,
    Need.VNEID_ACTIVATION: Step.ACTIVATED,
}
_ALL = 10_000


def kind_of(case: Case) -> ActionKind | None:
    """What has to be done next."""
    return case.next_action.kind if case.next_action is not None else None


def owner_of(case: Case) -> str | None:
    """Who has to do it."""
    return case.next_action.owner if case.next_action is not None else None


class Desk:
    """What is done at the laptop in one transaction: a morning, or an evening."""

    def __init__(
        self,
        unit: Unit,
        clock: SetClock,
        lives: dict[ResidentId, Life],
        ids: CountingIds | None = None,
    ) -> None:
        self.unit = unit
        self.clock = clock
        self.lives = lives
        self.tools = Tools(clock, ids or CountingIds(unit.state.device.next_seq << 20))

    @property
    def today(self) -> date:
        """The day on which this happens."""
        return local_day(self.clock.now())

    @property
    def at_weekend(self) -> bool:
        """Whether it is a Saturday or a Sunday."""
        return self.today.weekday() >= 5

    def sign_in(self, officer: Officer) -> None:
        """Somebody else sits down; what the ward knows was read before."""
        self.unit.state.pairing = Pairing(
            url="https://central.example",
            token="t" * 43,
            officer=officer.id,
            name=officer.name,
            role=officer.role,
            wards=officer.wards,
        )
        self.unit.state.sync = SyncState(last_success=self.clock.now())

    def case(self, resident: ResidentId) -> Case:
        """A case as the policy has it by now."""
        found = as_of(self.unit, resident, self.clock.now())
        assert found is not None
        return found.case

    @cached_property
    def _worklist(self) -> Worklist:
        """As it stood when the work began; each case is looked at again before it is worked."""
        worklist = self.unit.worklist()
        moving = self.unit.cases.moving(self.clock.now(), _ALL)
        worklist.put([worklist_row(self.case(one)) for one in moving], [])
        return worklist

    def waiting(self, officer: Officer, until: datetime | None = None) -> list[Case]:
        """The cases whose next action is somebody's, in the order in which they are due."""
        worklist = self._worklist
        wanted = Filter(owner=officer.id, open_only=True, due_before=until)
        cases = (self.case(worklist.row(place).id) for place in worklist.select(wanted))
        return [case for case in cases if owner_of(case) == officer.id]

    def is_still(self, case: Case, officer: Officer) -> Case | None:
        """A case as it is now, unless somebody else has to act on it now."""
        now = self.case(case.id)
        return now if owner_of(now) == officer.id else None

    def log(self, case: Case, contact: ContactLogged) -> Case:
        """Log what came of a try; nobody at home is nobody at home for the whole door."""
        behind_the_door = contact.channel is Channel.VISIT and contact.outcome.failed
        command = LogContact(resident=case.id, contact=contact, household=behind_the_door)
        return log_contact(self.unit, command, self.tools).case

    def enrol(self, case: Case) -> None:
        """The resident is here: all that they lack is done, unless the fingers cannot be read."""
        if self.lives[case.id].chance.random() < 0.04:
            self._enrolled(case, case.unmet[0], failure=Failure.FINGERPRINTS_UNREADABLE)
            return
        for need in case.unmet:
            self._enrolled(case, need, step=_DONE_BY[need])

    def _enrolled(
        self, case: Case, need: Need, step: Step | None = None, failure: Failure | None = None
    ) -> None:
        command = RecordEnrolment(resident=case.id, need=need, step=step, failure=failure)
        record_enrolment(self.unit, command, self.tools)

    def close(self, case: Case, reason: CloseReason) -> None:
        """The registers confirm that nothing is left to be done."""
        close_case(self.unit, case.id, reason, self.tools)

    def pause(self, case: Case, until: datetime) -> None:
        """The resident is away until then."""
        pause_cases(self.unit, [case.id], until, PauseReason.AWAY, self.tools)

    def accept(self, cases: Sequence[Case]) -> None:
        """Take what was handed up."""
        if cases:
            accept_cases(self.unit, [case.id for case in cases], self.tools)

    def give(self, cases: Sequence[Case], officer: Officer) -> None:
        """Let somebody work on cases at the level at which they stand."""
        if cases:
            wish = AssignCases(residents=tuple(case.id for case in cases), to=officer.id)
            assign_cases(self.unit, wish, self.tools)

    def give_back(self, case: Case, instruction: str) -> None:
        """Return a case to the level below."""
        return_cases(self.unit, [case.id], instruction, self.tools)

    def settle(self, case: Case, reason: str) -> None:
        """What it was raised for is settled."""
        resolve_cases(self.unit, [case.id], reason, self.tools)
