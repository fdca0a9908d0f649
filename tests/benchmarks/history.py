"""An invented ward: who is listed, and four contacts with everybody, spread over three weeks."""

import itertools
import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from wardtui.bootstrap import RandomIds
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
_NOTES = (
    "Gọi lại sau 18h, đang đi làm ca ở khu công nghiệp",
    "Con gái nghe máy, hẹn báo lại cho bố vào cuối tuần",
    "Chưa có điện thoại thông minh, nhờ tổ trưởng báo trước",
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
        note=rng.choice(_NOTES) if rng.random() < 0.5 else None,
    )


def make_history(residents: Sequence[Resident], device: DeviceId) -> Iterator[StoredEvent]:
    """Every event as one device made it: one import, then contacts in no order of residents."""
    rng = random.Random(SEED)
    ids = RandomIds()
    listed = {ResidentId(ids.new()): resident for resident in residents}
    order = list(listed)
    numbered = len(order) * EVENTS_EACH - UNSENT
    numbers = itertools.count(1)
    importing = ActionId(ids.new())

    def event(resident: ResidentId, action: ActionId, at: datetime, body: Body) -> StoredEvent:
        number = next(numbers)
        made = Event(
            id=EventId(ids.new()),
            type=body.TYPE,
            action=action,
            origin=Origin.PERSON,
            ward=WARD,
            resident=resident,
            actor=OFFICER,
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
            raw=raw, event=made, seq=number, received_at=late, actor=OFFICER, ward=WARD
        )

    for resident in order:
        yield event(resident, importing, LISTED, ResidentListed(resident=listed[resident]))
    for turn in range(1, CONTACTS + 1):
        rng.shuffle(order)
        for place, resident in enumerate(order):
            at = LISTED + turn * _PASS + place * (_PASS / len(order))
            at = at.replace(microsecond=at.microsecond // 1000 * 1000)
            yield event(resident, ActionId(ids.new()), at, make_contact(rng, at))
