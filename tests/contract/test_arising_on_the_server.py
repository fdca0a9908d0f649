"""Needs that arose and the server: each conclusion is one event, and only the law draws it."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from tests.builders import AN, DEVICE, MONDAY
from tests.contract.test_same_person_on_the_server import Central, listed, merged, person, said
from tests.databases import Kind
from wardtui.central.database import open_engine
from wardtui.domain.arising import Arising
from wardtui.domain.events import (
    EnrolmentRecorded,
    Event,
    EventRetracted,
    NeedArose,
    ResidentClosed,
    ResidentCorrected,
    ResidentReopened,
)
from wardtui.domain.following import NeedArises
from wardtui.domain.ids import ActionId, EventId, ResidentId
from wardtui.domain.moments import VIETNAM
from wardtui.domain.resident import Field
from wardtui.domain.session_codes import EligibilityCause
from wardtui.domain.vocabulary import CloseReason, Need, Origin, Role, Step
from wardtui.services.writing import rule_made
from wardtui.wire import read_event, write_event

ON_ONE_DATABASE = Kind.SQLITE

THAT_DAY = date(2026, 12, 1)
BIRTHDAY = datetime(2026, 12, 1, tzinfo=VIETNAM)
CHILD = msgspec.structs.replace(
    AN, birth_date="2012-12-01", personal_id=None, needs=(Need.CHILD_CARD,)
)
_seqs = iter(range(20_000, 1_000_000))


@pytest.fixture
def central(database: str) -> Iterator[Central]:
    made = Central(open_engine(database))
    yield made
    made.ingest.close()
    made.engine.dispose()


def a_child(central: Central) -> ResidentId:
    who = person()
    assert central.push(listed(who, msgspec.structs.replace(CHILD, address=who))) == ["accepted"]
    return who


def turns_14(who: ResidentId, due: date = THAT_DAY, at: datetime = BIRTHDAY) -> Event:
    """What a device makes on the birthday."""
    arising = Arising(Need.ID_CARD, EligibilityCause.AGE_14, due, at)
    return rule_made(NeedArises(who, arising), None, DEVICE, next(_seqs), at)


def test_what_two_devices_conclude_is_one_event(central: Central) -> None:
    who = a_child(central)
    mine, theirs = turns_14(who), turns_14(who)
    assert mine.id == theirs.id
    assert central.push(mine) == ["accepted"]
    assert central.push(theirs) == ["duplicate"]
    assert [one.id for one in central.stream()].count(mine.id) == 1


def test_it_is_no_officers_own_to_take_back(central: Central) -> None:
    who = a_child(central)
    arose = turns_14(who)
    central.push(arose)
    back = EventRetracted(event=arose.id)
    assert central.push(said(back, who)) == ["not_your_event"]
    assert central.push(said(back, who), role=Role.LEADER) == ["accepted"]
    assert central.push(arose) == ["duplicate"]


def test_what_the_servers_own_fold_does_not_conclude_is_superseded(central: Central) -> None:
    closed, captured, corrected = (a_child(central) for _ in range(3))
    central.push(
        said(ResidentClosed(reason=CloseReason.EMIGRATED), closed),
        said(EnrolmentRecorded(need=Need.CHILD_CARD, step=Step.CAPTURED), captured),
        said(
            ResidentCorrected(field=Field.BIRTH_DATE, old="2012-12-01", new="2013-12-01"),
            corrected,
        ),
    )
    assert central.push(*map(turns_14, (closed, captured, corrected, person()))) == [
        *["superseded"] * 4
    ]
    central.push(said(ResidentReopened(), closed))
    assert central.push(turns_14(closed)) == ["accepted"]


def test_of_two_records_of_one_child_the_need_arises_for_the_one_that_stands(
    central: Central,
) -> None:
    first, second = a_child(central), a_child(central)
    assert central.push(merged(second, first)) == ["accepted"]
    assert central.push(turns_14(first)) == ["accepted"]
    assert central.push(turns_14(second)) == ["superseded"]


def other_body(**fields: Any) -> Callable[[Event], Event]:
    return lambda one: msgspec.structs.replace(
        one, body=msgspec.structs.replace(one.body, **fields)
    )


@pytest.mark.parametrize(
    "forge",
    [
        other_body(due=date(2026, 11, 30)),
        other_body(cause=EligibilityCause.AGE_25),
        other_body(cause=EligibilityCause.NEWLY_ELIGIBLE),
        other_body(need=Need.VNEID_ACCOUNT),
        lambda one: msgspec.structs.replace(one, resident=person()),
        lambda one: msgspec.structs.replace(one, resident=None),
        lambda one: msgspec.structs.replace(one, origin=Origin.PERSON),
        lambda one: msgspec.structs.replace(one, id=EventId(person())),
        lambda one: msgspec.structs.replace(one, id=EventId(person()), origin=Origin.PERSON),
        lambda one: msgspec.structs.replace(one, action=ActionId(person())),
    ],
)
def test_nobody_says_in_the_laws_name_what_it_does_not(
    central: Central, forge: Callable[[Event], Event]
) -> None:
    who = a_child(central)
    forged = forge(turns_14(who))
    assert central.push(forged) == ["reserved_id"]
    assert central.push(turns_14(who)) == ["accepted"], "the right one still can be taken"


def test_a_birthday_that_is_not_theirs_and_another_hour_are_superseded(central: Central) -> None:
    who = a_child(central)
    wrong_day = turns_14(who, date(2026, 11, 30), BIRTHDAY.replace(month=11, day=30))
    assert central.push(wrong_day) == ["superseded"]
    assert central.push(turns_14(who, at=MONDAY)) == ["superseded"]
    assert central.push(turns_14(who, at=BIRTHDAY.astimezone(UTC))) == ["accepted"]


def test_anybody_may_say_that_somebody_became_eligible(central: Central) -> None:
    who = a_child(central)
    body = NeedArose(
        need=Need.VNEID_ACCOUNT, cause=EligibilityCause.NEWLY_ELIGIBLE, due=MONDAY.date()
    )
    arose = said(body, who)
    assert central.push(arose) == ["accepted"]
    assert central.stream()[-1].body == body
    assert read_event(write_event(arose)).body == body
