"""Wards in which somebody else has recorded all: for what others may say of it."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from tests.builders import AN
from tests.contract.test_same_person_on_the_server import Central, listed, person, said
from wardtui.central.accounts import Account, add_officer
from wardtui.central.database import writing
from wardtui.central.offered import read_offered
from wardtui.domain.body import Body
from wardtui.domain.escalation_events import EscalationRaised
from wardtui.domain.events import Event
from wardtui.domain.handoff_events import HandoffOffered
from wardtui.domain.ids import DeviceId, OfficerId, ResidentId, SessionId, WardCode
from wardtui.domain.session_codes import SessionKind
from wardtui.domain.session_events import BookingMade, SessionOpened
from wardtui.domain.vocabulary import Need, Role
from wardtui.wire import write_event

HERE, ELSEWHERE, THIRD = WardCode("PHUONG-MAU"), WardCode("PHUONG-KHAC"), WardCode("PHUONG-BA")
LATER = datetime(2999, 1, 1, 18, tzinfo=UTC)
LATER_STILL = datetime(2999, 1, 1, 22, tzinfo=UTC)

ACCEPTED = "accepted"
HANDOFF = HandoffOffered(name="Nguyễn Văn An", address="Số 12", needs=(Need.ID_CARD,))


class Ward:
    """A ward with people, sessions and cases of which somebody else has recorded all."""

    def __init__(self, central: Central) -> None:
        self._central = central
        with writing(central.engine) as connection:
            self.officers = {
                (role, ward): self._account(connection, role, ward)
                for ward in (HERE, ELSEWHERE, THIRD)
                for role in Role
            }
            self._somebody = {
                ward: self._account(connection, Role.LEADER, ward) for ward in (HERE, THIRD)
            }
        self.me = self.officers[Role.OFFICER, HERE]
        """Who offers now."""
        self.somebody = OfficerId(self._somebody[HERE].officer)

    def _account(self, connection: Any, role: Role, ward: WardCode) -> Account:
        officer = add_officer(connection, "Nguyễn Văn Mẫu", role, [ward])
        return Account(str(person()), officer, "Nguyễn Văn Mẫu", role, (ward,))

    def offer(self, account: Account, event: Event) -> str:
        """What becomes of an event that a device of an account offers."""
        mine = msgspec.structs.replace(event, device=DeviceId(account.device))
        offered = [read_offered(write_event(mine))]
        (result,) = self._central.ingest.submit(account, offered).result(timeout=30).results
        return result.code or result.status

    def recorded(self, event: Event, ward: WardCode = HERE) -> Event:
        """What somebody else of a ward has recorded."""
        assert self.offer(self._somebody[ward], event) == ACCEPTED
        return event

    def resident(self, ward: WardCode = HERE) -> ResidentId:
        """Somebody who is on a list of a ward and like nobody else."""
        who = person()
        record = msgspec.structs.replace(AN, personal_id=None, address=str(who))
        self.recorded(listed(who, record), ward)
        return who

    def session(self, seats: int = 5) -> Event:
        return self.recorded(opened(seats))

    def booking(self, session: Event | None = None, *, waiting: bool = False) -> Event:
        session = session or self.session()
        return self.recorded(said(booked(session, waiting=waiting), self.resident()))

    def by_me(self, event: Event) -> Event:
        """What whoever offers now has recorded."""
        assert self.offer(self.me, event) == ACCEPTED
        return event

    def raised(self) -> ResidentId:
        who = self.resident()
        self.recorded(said(EscalationRaised(from_level=1, to_level=2), who))
        return who

    def offered(self) -> Event:
        """Somebody whom another ward has offered to this one."""
        who = self.resident(THIRD)
        return self.recorded(across(HANDOFF, who, THIRD, HERE), THIRD)

    def stream(self, ward: WardCode = HERE) -> list[Event]:
        return self._central.stream(ward)


def about_nobody(body: Body) -> Event:
    return msgspec.structs.replace(said(body, person()), resident=None)


def across(body: Body, who: str, ward: WardCode | None, to: WardCode) -> Event:
    return msgspec.structs.replace(said(body, who, ward), to_ward=to)


def booked(session: Event, *, waiting: bool = False) -> BookingMade:
    return BookingMade(
        session=SessionId(session.id), needs=(Need.ID_CARD,), at=LATER, waiting=waiting
    )


def opened(seats: int = 5) -> Event:
    body = SessionOpened(
        kind=SessionKind.WARD_EVENING,
        place="Nhà văn hóa",
        start=LATER,
        end=LATER_STILL,
        capacity=seats,
    )
    return about_nobody(body)
