"""Handoffs and the server: which ward sees what, who may answer, and what follows somebody."""

from collections.abc import Iterator

import msgspec
import pytest

from tests.builders import AN, MONDAY
from tests.contract.test_same_person_on_the_server import OTHER_WARD, Central, listed, person, said
from tests.databases import Kind
from wardtui.central.accounts import Account, add_officer
from wardtui.central.database import open_engine
from wardtui.central.stream import read_stream
from wardtui.domain.body import Body
from wardtui.domain.escalation_events import EscalationRaised
from wardtui.domain.events import (
    ContactLogged,
    EnrolmentRecorded,
    Event,
    EventRetracted,
    ResidentClosed,
    ResidentCorrected,
    ResidentMerged,
    ResidentReopened,
)
from wardtui.domain.handoff_events import (
    HandoffAccepted,
    HandoffDeclined,
    HandoffOffered,
    HandoffUpdated,
)
from wardtui.domain.handoffs import resident_there
from wardtui.domain.ids import EventId, ResidentId, WardCode
from wardtui.domain.resident import Field, Phone, carried
from wardtui.domain.vocabulary import (
    Channel,
    CloseReason,
    MergeReason,
    Need,
    Outcome,
    Role,
    Step,
)

ON_ONE_DATABASE = Kind.SQLITE

HOME = WardCode("PHUONG-MAU")
THIRD_WARD = WardCode("PHUONG-XA")
OFFER = HandoffOffered(
    name=AN.name, birth_year=1985, address="Số 7 ngõ 3", needs=(Need.ID_CARD,), phones=AN.phones
)
CAPTURED = EnrolmentRecorded(need=Need.ID_CARD, step=Step.CAPTURED)
DIED = ContactLogged(channel=Channel.VISIT, outcome=Outcome.DEATH_REPORTED)


@pytest.fixture
def central(database: str) -> Iterator[Central]:
    made = Central(open_engine(database))
    with made.writing() as connection:
        for ward in (HOME, OTHER_WARD, THIRD_WARD):
            add_officer(connection, "Mẫu", Role.OFFICER, [ward])
    yield made
    made.ingest.close()
    made.engine.dispose()


def across(body: Body, about: str, ward: str, to_ward: str | None) -> Event:
    """An event of a ward that another one sees too."""
    one = said(body, about, ward)
    return msgspec.structs.replace(one, to_ward=WardCode(to_ward) if to_ward else None)


def offered(who: str, to: str = OTHER_WARD, ward: str = HOME) -> Event:
    return across(OFFER, who, ward, to)


def accepted(offer: Event, ward: str = OTHER_WARD, **changes: object) -> Event:
    body = HandoffAccepted(offer=offer.id, resident=resident_there(offer.id))
    body = msgspec.structs.replace(body, **changes)
    return across(body, str(offer.resident), ward, offer.ward)


def declined(offer: Event, ward: str = OTHER_WARD) -> Event:
    return across(HandoffDeclined(offer=offer.id), str(offer.resident), ward, offer.ward)


def there(offer: Event) -> ResidentId:
    return resident_there(offer.id)


def retracted(target: Event, ward: str | None = None) -> Event:
    body = EventRetracted(event=target.id)
    return across(body, str(target.resident), ward or str(target.ward), target.to_ward)


def somebody(central: Central, ward: str = HOME) -> ResidentId:
    who = person()
    record = msgspec.structs.replace(AN, personal_id=None, address=who)
    assert central.push(listed(who, record, ward), wards=ward) == ["accepted"]
    return who


def handed_over(central: Central, who: ResidentId, ward: str = HOME, to: str = OTHER_WARD) -> Event:
    """The offer of somebody whom another ward has taken on."""
    offer = offered(who, to, ward)
    assert central.push(offer, wards=ward) == ["accepted"]
    listing = listed(there(offer), msgspec.structs.replace(AN, personal_id=None, address=who), to)
    assert central.push(accepted(offer, to), listing, wards=to) == ["accepted", "accepted"]
    return offer


def seen(central: Central, ward: str) -> list[str]:
    """The types of what a ward sees, without what the server says of its officers."""
    return [one.type for one in central.stream(ward) if one.type != "officer.published"]


def news(central: Central, ward: str = OTHER_WARD) -> list[Body]:
    """What a ward was told of those whom it has taken on, as far as it counts."""
    stream = central.stream(ward)
    gone: set[EventId] = set()
    for one in reversed(stream):
        if isinstance(one.body, EventRetracted) and one.id not in gone:
            gone.add(one.body.event)
    return [
        msgspec.structs.replace(one.body, source=EventId(""))
        for one in stream
        if isinstance(one.body, HandoffUpdated) and one.id not in gone
    ]


def update(**said: object) -> HandoffUpdated:
    return msgspec.structs.replace(HandoffUpdated(source=EventId("")), **said)


# What two wards see


def test_an_offer_and_its_answer_are_in_the_streams_of_both_wards_and_of_no_third(
    central: Central,
) -> None:
    handed_over(central, somebody(central))
    assert seen(central, HOME) == ["resident.listed", "handoff.offered", "handoff.accepted"]
    assert seen(central, OTHER_WARD) == ["handoff.offered", "handoff.accepted", "resident.listed"]
    assert seen(central, THIRD_WARD) == []


def test_who_works_in_both_wards_reads_every_event_once_and_in_order(central: Central) -> None:
    handed_over(central, somebody(central))
    account = Account("-", "-", "-", Role.OFFICER, (HOME, OTHER_WARD))
    whole = [one.seq for one in read_stream(central.engine, account, "", 1000).events]
    assert whole == sorted(set(whole))
    page, read = read_stream(central.engine, account, "", 2), []
    while page.events:
        read += [one.seq for one in page.events]
        cursor = ",".join(f"{ward}:{seq}" for ward, seq in page.next.items())
        page = read_stream(central.engine, account, cursor, 2)
    assert read == whole


@pytest.mark.parametrize("body", [CAPTURED, EscalationRaised(from_level=1, to_level=2)])
def test_nothing_else_can_be_addressed_to_another_ward(central: Central, body: Body) -> None:
    who = somebody(central)
    assert central.push(across(body, who, HOME, OTHER_WARD)) == ["wrong_ward"]
    assert seen(central, OTHER_WARD) == []


def test_only_the_server_passes_on_what_was_recorded_elsewhere(central: Central) -> None:
    body = HandoffUpdated(source=EventId(person()), died=True)
    assert central.push(said(body, somebody(central))) == ["made_by_server"]


# Offers


@pytest.mark.parametrize("to", [None, HOME, "NO-SUCH-WARD"])
def test_somebody_is_offered_to_another_ward_that_there_is(central: Central, to: str) -> None:
    assert central.push(across(OFFER, somebody(central), HOME, to)) == ["unknown_ward"]


def test_nobody_offers_whom_only_another_ward_knows(central: Central) -> None:
    who = somebody(central)
    assert central.push(offered(who, HOME, OTHER_WARD), wards=OTHER_WARD) == ["wrong_ward"]


def test_one_ward_is_asked_at_a_time(central: Central) -> None:
    who = somebody(central)
    first, second = offered(who), offered(who, THIRD_WARD)
    assert central.push(first, second) == ["accepted", "already_offered"]
    assert central.push(declined(first), wards=OTHER_WARD) == ["accepted"]
    assert central.push(offered(who, THIRD_WARD)) == ["accepted"]
    away = handed_over(central, somebody(central))
    assert central.push(offered(str(away.resident), THIRD_WARD)) == ["already_offered"]


# Answers


def test_only_the_ward_that_was_asked_answers(central: Central) -> None:
    offer = offered(somebody(central))
    central.push(offer)
    third = accepted(offer, THIRD_WARD)
    assert central.push(third, wards=THIRD_WARD) == ["no_such_offer"]
    assert central.push(accepted(offer), wards=HOME) == ["wrong_ward"]
    own = across(accepted(offer).body, str(offer.resident), HOME, OTHER_WARD)  # type: ignore[arg-type]
    assert central.push(own) == ["no_such_offer"]
    assert central.push(accepted(offer), wards=OTHER_WARD) == ["accepted"]


def test_an_answer_to_what_was_not_offered_or_was_taken_back_is_refused(central: Central) -> None:
    who = somebody(central)
    never, offer = offered(who), offered(who)
    assert central.push(accepted(never), wards=OTHER_WARD) == ["no_such_offer"]
    assert central.push(offer, retracted(offer)) == ["accepted", "accepted"]
    assert central.push(accepted(offer), wards=OTHER_WARD) == ["no_such_offer"]
    about_another = across(accepted(offer).body, person(), OTHER_WARD, HOME)  # type: ignore[arg-type]
    assert central.push(about_another, wards=OTHER_WARD) == ["no_such_offer"]


@pytest.mark.parametrize("first", [accepted, declined])
@pytest.mark.parametrize("second", [accepted, declined])
def test_the_first_answer_counts(central: Central, first, second) -> None:  # type: ignore[no-untyped-def]
    offer = offered(somebody(central))
    central.push(offer)
    assert central.push(first(offer), second(offer), wards=OTHER_WARD) == [
        "accepted",
        "already_answered",
    ]


def test_whose_acceptance_was_refused_does_not_come_in_by_the_list(central: Central) -> None:
    offer = offered(somebody(central))
    central.push(offer)
    listing = listed(there(offer), AN, OTHER_WARD)
    assert central.push(declined(offer), accepted(offer), listing, wards=OTHER_WARD) == [
        "accepted",
        "already_answered",
        "no_such_offer",
    ]
    assert central.push(listed(there(offer), AN, OTHER_WARD), wards=OTHER_WARD) == ["no_such_offer"]


def test_two_who_accept_without_knowing_of_each_other_list_one_resident(central: Central) -> None:
    offer = offered(somebody(central))
    central.push(offer)
    lists = [listed(there(offer), AN, OTHER_WARD) for _ in range(2)]
    results = central.push(accepted(offer), lists[0], wards=OTHER_WARD)
    results += central.push(accepted(offer), lists[1], wards=OTHER_WARD)
    assert results == ["accepted", "accepted", "already_answered", "accepted"]
    assert "resident.flagged" not in seen(central, OTHER_WARD)


def test_nobody_is_drawn_into_another_ward_under_an_id_that_is_in_use(central: Central) -> None:
    who, other = somebody(central), somebody(central, THIRD_WARD)
    offer = offered(who)
    central.push(offer)
    for taken in (who, other, person()):
        answer = accepted(offer, resident=taken)
        assert central.push(answer, wards=OTHER_WARD) == ["wrong_resident"]
    assert central.push(listed(who, AN, OTHER_WARD), wards=OTHER_WARD) == ["wrong_ward"]


# Taking back


def test_an_offer_that_was_accepted_cannot_be_taken_back_and_one_declined_can(
    central: Central,
) -> None:
    away = handed_over(central, somebody(central))
    assert central.push(retracted(away)) == ["already_answered"]
    offer = offered(somebody(central))
    central.push(offer)
    central.push(declined(offer), wards=OTHER_WARD)
    assert central.push(retracted(offer)) == ["accepted"]


def test_what_two_wards_see_is_taken_back_for_both_by_its_own_ward(central: Central) -> None:
    offer = offered(somebody(central))
    central.push(offer)
    alone = msgspec.structs.replace(retracted(offer), to_ward=None)
    assert central.push(alone) == ["wrong_ward"]
    theirs = across(EventRetracted(event=offer.id), str(offer.resident), OTHER_WARD, HOME)
    for one in (theirs, msgspec.structs.replace(theirs, to_ward=None)):
        assert central.push(one, wards=OTHER_WARD, role=Role.LEADER) == ["wrong_ward"]
    tried = ContactLogged(channel=Channel.CALL, outcome=Outcome.NO_ANSWER)
    call = said(tried, str(offer.resident), HOME)
    leak = across(EventRetracted(event=call.id), str(offer.resident), HOME, OTHER_WARD)
    assert central.push(call, leak) == ["accepted", "wrong_ward"]
    assert central.push(retracted(offer)) == ["accepted"]
    assert seen(central, OTHER_WARD) == ["handoff.offered", "event.retracted"]


def test_an_acceptance_that_was_taken_back_leaves_the_offer_open(central: Central) -> None:
    who = somebody(central)
    offer = offered(who)
    central.push(offer)
    answer = accepted(offer)
    central.push(answer, retracted(answer), wards=OTHER_WARD)
    central.push(said(CAPTURED, who, HOME))
    assert news(central) == []
    assert central.push(declined(offer), wards=OTHER_WARD) == ["accepted"]


# What follows somebody


def correction(number: str) -> ResidentCorrected:
    return ResidentCorrected(field=Field.PHONES, old=[], new=carried((Phone(number, raw="cell"),)))


@pytest.mark.parametrize(
    ("late", "told"),
    [
        (CAPTURED, update(need=Need.ID_CARD, step=Step.CAPTURED)),
        (correction("+84570000456"), update(phones=(Phone("+84570000456"),))),
        (DIED, update(died=True)),
        (ResidentClosed(reason=CloseReason.DECEASED), update(died=True)),
    ],
)
@pytest.mark.parametrize("when", ["offered", "listed"])
def test_what_the_old_ward_records_late_follows_them(
    central: Central, late: Body, told: Body, when: str
) -> None:
    who = somebody(central)
    if when == "listed":
        handed_over(central, who)
        assert central.push(said(late, who, HOME)) == ["accepted"]
    else:
        offer = offered(who)
        central.push(offer, said(late, who, HOME))
        central.push(accepted(offer), wards=OTHER_WARD)
        assert news(central) == []
        central.push(listed(there(offer), AN, OTHER_WARD), wards=OTHER_WARD)
    assert news(central) == [told]
    last = central.stream(OTHER_WARD)[-1]
    assert (last.ward, last.to_ward, last.origin) == (OTHER_WARD, None, "rule")
    assert last.occurred_at == MONDAY  # when it happened, not when it was passed on
    central.push(said(ContactLogged(channel=Channel.CALL, outcome=Outcome.BUSY), who, HOME))
    assert news(central) == [told]


@pytest.mark.parametrize(
    "late",
    [
        ContactLogged(channel=Channel.CALL, outcome=Outcome.DECLINED),
        EnrolmentRecorded(need=Need.ID_CARD, failure="device_fault"),  # type: ignore[arg-type]
        ResidentCorrected(field=Field.NOTE, old=None, new="gọi buổi tối"),
        ResidentClosed(reason=CloseReason.EMIGRATED),
    ],
)
def test_nothing_else_does(central: Central, late: Body) -> None:
    who = somebody(central)
    handed_over(central, who)
    before = seen(central, OTHER_WARD)
    assert central.push(said(late, who, HOME)) == ["accepted"]
    assert seen(central, OTHER_WARD) == before


def test_what_is_taken_back_in_the_old_ward_is_taken_back_in_the_new_one(central: Central) -> None:
    who = somebody(central)
    handed_over(central, who)
    late = said(CAPTURED, who, HOME)
    undone = retracted(late)
    central.push(late, undone)
    assert news(central) == []
    central.push(retracted(undone))
    assert news(central) == [update(need=Need.ID_CARD, step=Step.CAPTURED)]
    closed = said(ResidentClosed(reason=CloseReason.DECEASED), who, HOME)
    central.push(closed)
    assert news(central)[1:] == [update(died=True)]
    central.push(said(ResidentReopened(), who, HOME))
    assert len(news(central)) == 1


def test_news_goes_along_a_chain_of_wards_step_by_step(central: Central) -> None:
    who = somebody(central)
    first = handed_over(central, who)
    handed_over(central, there(first), OTHER_WARD, THIRD_WARD)
    late = said(CAPTURED, who, HOME)
    central.push(late)
    told = [update(need=Need.ID_CARD, step=Step.CAPTURED)]
    assert news(central) == told
    assert news(central, THIRD_WARD) == told
    assert "handoff.update" not in seen(central, HOME)
    central.push(retracted(late))
    assert news(central) == news(central, THIRD_WARD) == []


def test_what_was_recorded_of_a_merged_record_follows_too(central: Central) -> None:
    who, twin = somebody(central), somebody(central)
    handed_over(central, who)
    central.push(said(CAPTURED, twin, HOME))
    assert news(central) == []
    merging = ResidentMerged(from_=twin, into=who, why=MergeReason.DECIDED)
    central.push(said(merging, twin, HOME))
    assert news(central) == [update(need=Need.ID_CARD, step=Step.CAPTURED)]
    central.push(said(DIED, twin, HOME))
    assert news(central)[1:] == [update(died=True)]


def test_what_somebody_of_the_new_ward_takes_back_stays_so(central: Central) -> None:
    who = somebody(central)
    offer = handed_over(central, who)
    central.push(said(DIED, who, HOME))
    told = central.stream(OTHER_WARD)[-1]
    undo = said(EventRetracted(event=told.id), there(offer), OTHER_WARD)
    assert central.push(undo, wards=OTHER_WARD) == ["not_your_event"]
    assert central.push(undo, wards=OTHER_WARD, role=Role.LEADER) == ["accepted"]
    central.push(said(CAPTURED, who, HOME))
    assert news(central) == [update(need=Need.ID_CARD, step=Step.CAPTURED)]
