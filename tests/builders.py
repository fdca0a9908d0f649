"""Short ways to make events, cases and vaults. Everybody here is invented."""

import itertools
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from wardtui.domain.events import (
    BODY_VERSION,
    Body,
    ContactLogged,
    EnrolmentRecorded,
    Entry,
    Event,
    EventRetracted,
    ResidentListed,
)
from wardtui.domain.ids import ActionId, DeviceId, EventId, OfficerId, ResidentId, WardCode
from wardtui.domain.moments import VIETNAM
from wardtui.domain.resident import Phone, Resident
from wardtui.domain.vocabulary import Channel, Failure, Need, Origin, Outcome, Sex, Step
from wardtui.services.ports import Tools

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
        self, body: Body, at: datetime, *, seq: int | None = None, offset: float | None = None
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
            recorded_at=at,
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
        body = msgspec.structs.replace(ContactLogged(channel=channel, outcome=outcome), **details)
        return self.add(body, at)

    def enrolled(
        self, need: Need, at: datetime, step: Step | None = None, failure: Failure | None = None
    ) -> EventId:
        return self.add(EnrolmentRecorded(need=need, step=step, failure=failure), at)

    def retracted(self, event: EventId, at: datetime) -> EventId:
        return self.add(EventRetracted(event=event), at)
