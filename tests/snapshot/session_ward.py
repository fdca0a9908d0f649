"""A ward with sessions, for the tests of their screens: always the same, everybody is invented."""

from datetime import datetime, timedelta
from typing import Any

import msgspec

from tests.builders import AN, MONDAY, SetClock
from tests.snapshot.opened import OpenedScreen
from wardtui.domain.events import ContactLogged, ResidentListed
from wardtui.domain.ids import EventId, ResidentId, SessionId
from wardtui.domain.resident import Phone
from wardtui.domain.session_codes import SessionKind
from wardtui.domain.vocabulary import Channel, Outcome, SupportNeed
from wardtui.services.at_the_door import note_attended, note_missed
from wardtui.services.book import Book, book
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.plan_session import OpenSession, cancel_session, open_session
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, record

EVENING = MONDAY.replace(hour=18, minute=20)
YESTERDAY = MONDAY - timedelta(days=1)
SIZES = [(80, 24), (120, 40), (200, 60)]
HALL = "Nhà văn hóa tổ 5"
OFFICE = "Công an phường Mẫu, 1 phố Mẫu Đơn"

NAMES = {
    "an": "Nguyễn Văn An",
    "binh": "Trần Thị Bình",
    "chi": "Lê Thị Chi",
    "dung": "Phạm Văn Dũng",
    "giang": "Vũ Thị Giang",
    "hoa": "Đặng Thị Hoa",
    "hung": "Bùi Văn Hùng",
    "khoa": "Đỗ Văn Khoa",
    "lien": "Đỗ Thị Liên",
    "minh": "Hồ Văn Minh",
    "nga": "Ngô Thị Nga",
    "oanh": "Dương Thị Oanh",
}
AT_HOME = "nga"

SESSIONS: dict[str, dict[str, Any]] = {
    "past": {"kind": SessionKind.WARD_EVENING, "place": OFFICE, "start": YESTERDAY, "hours": 3},
    "tonight": {
        "kind": SessionKind.WARD_EVENING,
        "place": OFFICE,
        "start": MONDAY.replace(hour=18),
        "hours": 3,
        "devices": 2,
    },
    "small": {
        "kind": SessionKind.MARKET_OR_HALL,
        "place": HALL,
        "start": MONDAY.replace(hour=18) + timedelta(days=1),
        "hours": 3,
        "capacity": 2,
    },
    "office": {
        "kind": SessionKind.WARD_OFFICE,
        "place": OFFICE,
        "start": MONDAY.replace(hour=7, minute=30) + timedelta(days=2),
        "hours": 9.5,
        "devices": 3,
    },
    "dropped": {
        "kind": SessionKind.SOCIAL_CENTRE,
        "place": "Trung tâm bảo trợ xã hội số 2",
        "start": MONDAY.replace(hour=8) + timedelta(days=2),
        "hours": 3.5,
    },
    "route": {
        "kind": SessionKind.AT_HOME,
        "place": "Tổ 5 và tổ 6",
        "start": MONDAY.replace(hour=8) + timedelta(days=5),
        "hours": 3.5,
        "minutes_each": 30,
    },
    "tower": {
        "kind": SessionKind.MARKET_OR_HALL,
        "place": "Sảnh toà CT1",
        "start": MONDAY.replace(hour=8) + timedelta(days=5),
        "hours": 4,
        "areas": ("Tổ 6",),
    },
}


def session_id(unit: Unit, name: str) -> SessionId:
    """The session that the tests call so: by when and where it takes place."""
    facts = SESSIONS[name]
    return next(
        one.id
        for one in unit.sessions.all()
        if (one.start, one.place) == (facts["start"], facts["place"])
    )


def list_people(unit: Unit, tools: Tools) -> dict[str, ResidentId]:
    ids = {name: ResidentId(tools.ids.new()) for name in NAMES}
    people = [
        Draft(
            resident=ids[name],
            body=ResidentListed(
                resident=msgspec.structs.replace(
                    AN,
                    name=full,
                    personal_id=f"000085000{number:03}",
                    phones=(Phone(f"+84570000{number:03}"),),
                    address=f"Số {number + 10} phố Mẫu Đơn",
                    area=f"Tổ {5 + number % 2}",
                    birth_date=f"{1950 + 4 * number}-02-03",
                )
            ),
        )
        for number, (name, full) in enumerate(NAMES.items(), 1)
    ]
    record(unit, people, tools)
    return ids


def fill(unit: Unit, tools: Tools) -> dict[str, ResidentId]:
    """Everybody, the sessions, and who was booked into them, until this evening."""
    ids = list_people(unit, tools)
    clock = tools.clock
    assert isinstance(clock, SetClock)
    clock.moment = YESTERDAY - timedelta(days=3)
    sessions = {name: open_one(unit, facts, tools) for name, facts in SESSIONS.items()}
    needs_a_visit = ContactLogged(
        channel=Channel.CALL,
        outcome=Outcome.HOME_VISIT_REQUESTED,
        support_needs=(SupportNeed.HOME_SERVICE,),
    )
    log_contact(unit, LogContact(resident=ids[AT_HOME], contact=needs_a_visit), tools)

    def booked(name: str, session: str, **more: Any) -> None:
        book(unit, Book(resident=ids[name], session=sessions[session], **more), tools)

    for name in ("an", "binh", "chi", "dung", "giang"):
        booked(name, "tonight")
    booked("hoa", "small")
    booked("hung", "small")
    booked("khoa", "small", waiting=True)
    booked(AT_HOME, "route")
    cancel_session(unit, sessions["dropped"], None, tools)
    clock.moment = EVENING - timedelta(minutes=5)
    note_attended(unit, ids["binh"], sessions["tonight"], tools)
    note_missed(unit, ids["chi"], sessions["tonight"], tools)
    note_attended(unit, ids["lien"], sessions["tonight"], tools)
    return ids


def open_one(unit: Unit, facts: dict[str, Any], tools: Tools) -> SessionId:
    start: datetime = facts["start"]
    given = {name: value for name, value in facts.items() if name != "hours"}
    asked = OpenSession(end=start + timedelta(hours=facts["hours"]), **given)
    return SessionId(EventId(open_session(unit, asked, tools).event))


class Screen(OpenedScreen):
    """The application with what is looked at in the tests of sessions."""

    async def write(self, text: str) -> None:
        await self.press(*text)
