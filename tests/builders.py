"""Short ways to make events, cases and vaults. Everybody here is invented."""

import itertools
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from wardtui.domain.arrangement import Arrangement, arranged
from wardtui.domain.case import Case
from wardtui.domain.case_fold import fold_case
from wardtui.domain.escalation import Decision, decide
from wardtui.domain.events import (
    BODY_VERSION,
    Body,
    CasePaused,
    CaseResumed,
    ContactLogged,
    EnrolmentRecorded,
    Entry,
    EscalationAccepted,
    EscalationRaised,
    EscalationResolved,
    EscalationReturned,
    Event,
    EventRetracted,
    ResidentClosed,
    ResidentListed,
    ResidentReopened,
)
from wardtui.domain.ids import ActionId, DeviceId, EventId, OfficerId, ResidentId, WardCode
from wardtui.domain.moments import VIETNAM
from wardtui.domain.policy import InForce
from wardtui.domain.resident import Phone, Resident
from wardtui.domain.vocabulary import (
    Channel,
    CloseReason,
    Failure,
    Need,
    Origin,
    Outcome,
    PauseReason,
    Sex,
    Step,
)
from wardtui.services.ports import Tools
from wardtui.services.writing import rule_made

SUNDAY_MORNING = datetime(2026, 11, 22, 9, 0, tzinfo=VIETNAM)
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)
DEVICE = DeviceId("00000000-0000-7000-8000-0000000000d1")
OTHER_DEVICE = DeviceId("00000000-0000-7000-8000-0000000000d2")
WARD = WardCode("PHUONG-MAU")
RESIDENT = ResidentId("00000000-0000-7000-8000-0000000000a1")

AN = Resident(
    name="Nguyễn Văn An",
    birth_date="1985-02-03",
    sex=Sex.MALE,
    personal_id="000085000123",
    phones=(Phone("+84570000123"),),
    address="Số 12 ngõ 72 phố Mẫu Đơn",
    area="Tổ 5",
    registered_here=True,
    lives_here=True,
    needs=(Need.ID_CARD, Need.VNEID_ACCOUNT),
)


class CountingIds:
    """Ids in a row, so that a test can be read."""

    def __init__(self, start: int = 1) -> None:
        self._numbers = itertools.count(start)

    def new(self) -> str:
        return str(UUID(int=(0x7 << 76) | (0x8 << 60) | next(self._numbers)))


class SetClock:
    """A clock that a test moves."""

    fixed = False

    def __init__(self, moment: datetime = MONDAY) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def forward(self, **delta: float) -> None:
        self.moment += timedelta(**delta)


def make_tools(moment: datetime = MONDAY, first_id: int = 1) -> Tools:
    return Tools(SetClock(moment), CountingIds(first_id))


class Story:
    """A history written line by line, as one device records it."""

    def __init__(self, device: DeviceId = DEVICE, resident: ResidentId = RESIDENT) -> None:
        self.entries: list[Entry] = []
        self._device = device
        self._resident = resident
        self._ids = CountingIds(int(device[-2:], 16) << 32)

    def add(
        self,
        body: Body,
        at: datetime,
        *,
        seq: int | None = None,
        offset: float | None = None,
        recorded: datetime | None = None,
    ) -> EventId:
        number = len(self.entries) + 1
        event = Event(
            id=EventId(self._ids.new()),
            type=body.TYPE,
            action=ActionId(self._ids.new()),
            origin=Origin.PERSON,
            ward=WARD,
            resident=self._resident,
            actor=OfficerId("officer-1"),
            device=self._device,
            device_seq=number,
            occurred_at=at,
            recorded_at=recorded or at,
            clock_offset=offset,
            v=BODY_VERSION,
            body=body,
        )
        self.entries.append(Entry(event, seq))
        return event.id

    def listed(self, at: datetime = SUNDAY_MORNING, resident: Resident = AN) -> EventId:
        return self.add(ResidentListed(resident=resident), at)

    def called(self, outcome: Outcome, at: datetime, **details: object) -> EventId:
        return self._contact(Channel.CALL, outcome, at, details)

    def visited(self, outcome: Outcome, at: datetime, **details: object) -> EventId:
        return self._contact(Channel.VISIT, outcome, at, details)

    def _contact(
        self, channel: Channel, outcome: Outcome, at: datetime, details: dict[str, object]
    ) -> EventId:
        recorded = details.pop("recorded", None)
        assert recorded is None or isinstance(recorded, datetime)
        body = msgspec.structs.replace(ContactLogged(channel=channel, outcome=outcome), **details)
        return self.add(body, at, recorded=recorded)

    def enrolled(
        self, need: Need, at: datetime, step: Step | None = None, failure: Failure | None = None
    ) -> EventId:
        return self.add(EnrolmentRecorded(need=need, step=step, failure=failure), at)

    def retracted(self, event: EventId, at: datetime) -> EventId:
        return self.add(EventRetracted(event=event), at)

    def raised(self, at: datetime, from_level: int = 1, to_level: int | None = None) -> EventId:
        to_level = to_level or from_level + 1
        return self.add(EscalationRaised(from_level=from_level, to_level=to_level), at)

    def accepted(self, at: datetime, level: int = 2) -> EventId:
        return self.add(EscalationAccepted(level=level), at)

    def returned(self, at: datetime, from_level: int = 2, to_level: int = 1) -> EventId:
        return self.add(EscalationReturned(from_level=from_level, to_level=to_level), at)

    def resolved(self, at: datetime, from_level: int = 2) -> EventId:
        return self.add(EscalationResolved(from_level=from_level), at)

    def paused(self, at: datetime, until: datetime) -> EventId:
        return self.add(CasePaused(until=until, reason=PauseReason.AWAY), at)

    def resumed(self, at: datetime) -> EventId:
        return self.add(CaseResumed(), at)

    def closed(self, at: datetime, reason: CloseReason = CloseReason.DECEASED) -> EventId:
        return self.add(ResidentClosed(reason=reason), at)

    def reopened(self, at: datetime) -> EventId:
        return self.add(ResidentReopened(), at)

    def goes_on(self, force: InForce, now: datetime) -> list[Decision]:
        """The policy acts until ``now``; its events stand in the history then."""
        told = go_on(self.entries, force, now, self._resident)
        self.entries = told.entries
        return told.decisions


class Told(msgspec.Struct, frozen=True):
    """What a policy made of a history."""

    case: Case | None
    entries: list[Entry]
    """With the events of the decisions behind all others."""
    decisions: list[Decision]


def case_under(entries: list[Entry], force: InForce, resident: ResidentId) -> Case | None:
    """The case of one person under a policy, in areas that nobody holds."""
    case = fold_case(resident, entries)
    return None if case is None else arranged(case, Arrangement({}, {}, force))


def go_on(
    entries: list[Entry], force: InForce, now: datetime, resident: ResidentId = RESIDENT
) -> Told:
    """Record all that a policy has decided by ``now``, one decision after the other."""
    entries = list(entries)
    decisions: list[Decision] = []
    known = {entry.event.id for entry in entries}
    last = max((entry.seq or 0 for entry in entries), default=0)
    case = case_under(entries, force, resident)
    while case is not None and (decision := decide(case, force, now)) is not None:
        assert decision.event_id not in known, "a decision is made once"
        known.add(decision.event_id)
        event = rule_made(decision, case.ward, DEVICE, len(entries) + 1, max(now, decision.at))
        entries.append(Entry(event, last + len(decisions) + 1 if last else None, WARD))
        decisions.append(decision)
        case = case_under(entries, force, resident)
        assert case is not None
        assert case.ladder.rungs[-1].event == decision.event_id, "a decision has effect"
    return Told(case, entries, decisions)
