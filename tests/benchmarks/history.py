"""An invented ward: who is listed, and four contacts with everybody, spread over three weeks."""

import itertools
import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from uuid_utils import uuid7

from wardtui.domain.events import BODY_VERSION, Body, ContactLogged, Event, ResidentListed
from wardtui.domain.ids import ActionId, DeviceId, EventId, OfficerId, ResidentId, WardCode
from wardtui.domain.moments import VIETNAM
from wardtui.domain.resident import Resident
from wardtui.domain.roster.plan import plan_import
from wardtui.domain.roster.rows import read_sheet
from wardtui.domain.vocabulary import Channel, ContactPerson, Origin, Outcome, Reason
from wardtui.sample.list_file import write_sample_list
from wardtui.sample.people import AS_OF, WARD_CODE
from wardtui.services.records import StoredEvent
from wardtui.sheets.reader import read_file
from wardtui.wire import write_event

SEED = 7
OFFICER = OfficerId("officer-1")
WARD = WardCode(WARD_CODE)
CONTACTS = 4
"""With each resident."""

EVENTS_EACH = 1 + CONTACTS
UNSENT = 100
"""So many of the newest events wait to be sent; the others have the server's numbers."""

LISTED = datetime(2026, 11, 2, 8, 0, tzinfo=VIETNAM)
_PASS = timedelta(days=5)
"""In so many days everybody is tried once."""

_ROW = timedelta(microseconds=500)
"""In so long the import makes an event of a row."""

AFTERWARDS = LISTED + (CONTACTS + 1) * _PASS
"""When everything here has happened."""

_CALLS = (
    (Outcome.NO_ANSWER, 30),
    (Outcome.BUSY, 10),
    (Outcome.UNREACHABLE, 8),
    (Outcome.CALLBACK_REQUESTED, 14),
    (Outcome.APPOINTMENT_MADE, 14),
    (Outcome.AGREED_NO_DATE, 12),
    (Outcome.DECLINED, 6),
    (Outcome.NOT_NOW, 6),
)
_VISITS = (
    (Outcome.NOT_HOME, 40),
    (Outcome.APPOINTMENT_MADE, 30),
    (Outcome.AGREED_NO_DATE, 20),
    (Outcome.DECLINED, 10),
)
_WHO = (
    "Con gái nghe máy",
    "Vợ nghe máy",
    "Mẹ nghe máy",
    "Hàng xóm cho biết",
    "Tổ trưởng báo",
    "Chủ nhà trọ nói",
    "Gặp tại nhà",
    "Tự nghe máy",
)
_SAID = (
    "đang đi làm ca ở khu công nghiệp",
    "về quê chưa lên",
    "chưa có điện thoại thông minh",
    "mất giấy tờ, phải xin lại",
    "bận trông cháu nhỏ",
    "đang chạy xe đường dài",
    "chưa rõ thủ tục",
    "sợ mất buổi làm",
    "mới đổi số điện thoại",
    "người yếu, khó đi lại",
    "đang nằm viện",
    "đi học cả ngày",
)
_THEN = (
    "gọi lại sau {hour}h",
    "ghé lại lúc {hour}h{minute}",
    "hẹn ngày {day}/12",
    "hẹn báo lại cho bố vào cuối tuần",
    "nhờ tổ trưởng báo trước",
    "nhờ con đưa đi ngày {day}",
)


def make_residents(count: int) -> list[Resident]:
    """So many residents as importing the sample list gives them, with the rows they stood in."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        # A few more, for rows that the import takes for one person.
        write_sample_list(path, count + count // 50 + 10, SEED)
        sheets = [read for sheet in read_file(path) if (read := read_sheet(sheet, AS_OF))]
    residents = plan_import(sheets, []).added[:count]
    assert len(residents) == count
    return list(residents)


def make_contact(rng: random.Random, at: datetime) -> ContactLogged:
    """An attempt such as officers record: half of them say more than the outcome."""
    channel = rng.choices((Channel.CALL, Channel.VISIT), (75, 25))[0]
    outcomes = _CALLS if channel is Channel.CALL else _VISITS
    outcome = rng.choices([one for one, _ in outcomes], [weight for _, weight in outcomes])[0]
    return ContactLogged(
        channel=channel,
        outcome=outcome,
        with_whom=rng.choice(tuple(ContactPerson)) if outcome.reached else None,
        reasons=(rng.choice(tuple(Reason)),) if outcome.reached and rng.random() < 0.5 else (),
        promised_for=at + timedelta(days=3) if outcome is Outcome.APPOINTMENT_MADE else None,
        call_back_at=at + timedelta(hours=9) if outcome is Outcome.CALLBACK_REQUESTED else None,
        note=_make_note(rng) if rng.random() < 0.5 else None,
    )


def _make_note(rng: random.Random) -> str:
    then = rng.choice(_THEN).format(
        hour=rng.randint(7, 21), minute=rng.choice(("", 15, 30, 45)), day=rng.randint(1, 31)
    )
    return f"{rng.choice(_WHO)}, {rng.choice(_SAID)}, {then}"


def make_history(
    residents: Sequence[Resident],
    device: DeviceId,
    officer: OfficerId = OFFICER,
    unsent: int | None = UNSENT,
) -> Iterator[StoredEvent]:
    """Every event as one device made it: one import, then contacts in no order of residents.

    :param unsent: so many of the newest have no number of the server; all of them when null
    """
    rng = random.Random(SEED)
    listed = {
        ResidentId(_id_of(LISTED + place * _ROW)): resident
        for place, resident in enumerate(residents)
    }
    order = list(listed)
    numbered = 0 if unsent is None else len(order) * EVENTS_EACH - unsent
    numbers = itertools.count(1)
    importing = ActionId(_id_of(LISTED))

    def event(resident: ResidentId, action: ActionId, at: datetime, body: Body) -> StoredEvent:
        number = next(numbers)
        made = Event(
            id=EventId(_id_of(at + number * _ROW if action == importing else at)),
            type=body.TYPE,
            action=action,
            origin=Origin.PERSON,
            ward=WARD,
            resident=resident,
            actor=officer,
            device=device,
            device_seq=number,
            occurred_at=at,
            recorded_at=at,
            clock_offset=0.25,
            v=BODY_VERSION,
            body=body,
        )
        raw = write_event(made).decode()
        if number > numbered:
            return StoredEvent(raw=raw, event=made)
        late = at + timedelta(minutes=2)
        return StoredEvent(
            raw=raw, event=made, seq=number, received_at=late, actor=officer, ward=WARD
        )

    for resident in order:
        yield event(resident, importing, LISTED, ResidentListed(resident=listed[resident]))
    for turn in range(1, CONTACTS + 1):
        rng.shuffle(order)
        for place, resident in enumerate(order):
            at = LISTED + turn * _PASS + (place + rng.random()) * (_PASS / len(order))
            at = at.replace(microsecond=at.microsecond // 1000 * 1000)
            yield event(resident, ActionId(_id_of(at)), at, make_contact(rng, at))


def _id_of(moment: datetime) -> str:
    """An id as it is made at a moment."""
    return str(uuid7(nanoseconds=int(moment.timestamp() * 1e9)))
