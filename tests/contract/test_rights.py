"""Every type of event, offered by everybody: taken, or refused with just this code.

The table names who may say what; a type of event that is not in it fails.
"""

from collections.abc import Callable, Iterator

import msgspec
import pytest

from tests.builders import MONDAY
from tests.contract.one_ward import (
    ACCEPTED,
    ELSEWHERE,
    HANDOFF,
    HERE,
    LATER,
    THIRD,
    Ward,
    about_nobody,
    across,
    booked,
    opened,
)
from tests.contract.test_same_person_on_the_server import Central, listed, person, said
from tests.databases import Kind, new_database
from wardtui.central.database import open_engine
from wardtui.domain.body import Body
from wardtui.domain.campaign import Campaign, CampaignPublished
from wardtui.domain.erasure import ErasureReason, ResidentErased
from wardtui.domain.escalation_events import (
    CasePaused,
    CaseResumed,
    EscalationAccepted,
    EscalationRaised,
    EscalationResolved,
    EscalationReturned,
    PolicyPublished,
)
from wardtui.domain.events import (
    BODIES,
    BODY_VERSION,
    AreaAssigned,
    CaseAssigned,
    ContactLogged,
    EnrolmentRecorded,
    Event,
    EventRetracted,
    NeedArose,
    OfficerPublished,
    ResidentClosed,
    ResidentCorrected,
    ResidentFlagCleared,
    ResidentFlagged,
    ResidentMerged,
    ResidentReopened,
)
from wardtui.domain.handoff_events import HandoffAccepted, HandoffDeclined, HandoffUpdated
from wardtui.domain.handoffs import resident_there
from wardtui.domain.ids import BookingId, OfficerId, SessionId
from wardtui.domain.resident import Field
from wardtui.domain.session_codes import Duty, EligibilityCause, Shift
from wardtui.domain.session_events import (
    BookingAttended,
    BookingCancelled,
    BookingMissed,
    BookingMovedUp,
    DutyAssigned,
    HomeServiceDecided,
    SessionCancelled,
    SessionChanged,
)
from wardtui.domain.vocabulary import (
    Channel,
    CloseReason,
    Flag,
    MergeReason,
    Need,
    Outcome,
    PauseReason,
    Role,
    Step,
)
from wardtui.services.policies import shipped_policy

FOR_LEADERS = "role_not_allowed"
BY_SERVER = "made_by_server"
OF_ANOTHER_WARD = "wrong_ward"

LEADERS = [role for role in Role if role.leads]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to say of what somebody else of the ward has recorded, and who is heard."""

    says: Callable[[Ward], Event]
    officer: str = ACCEPTED
    leader: str = ACCEPTED
    elsewhere: str = ACCEPTED
    """What a leader of another ward is told who says it in their own. It stays there, whatever."""


def about_somebody(body: Body) -> Callable[[Ward], Event]:
    return lambda ward: said(body, ward.resident())


def about_a_raised_case(body: Body) -> Callable[[Ward], Event]:
    return lambda ward: said(body, ward.raised())


def of_a_booking(kind: Callable[..., Body]) -> Callable[[Ward], Event]:
    def make(ward: Ward) -> Event:
        booking = ward.booking()
        return said(kind(booking=BookingId(booking.id)), booking.resident or "")

    return make


def of_a_session(kind: Callable[..., Body], *, own: bool = False) -> Callable[[Ward], Event]:
    def make(ward: Ward) -> Event:
        session = ward.by_me(opened()) if own else ward.session()
        return about_nobody(kind(session=SessionId(session.id)))

    return make


def an_answer(ward: Ward, *, accepts: bool) -> Event:
    offer = ward.offered()
    body = (
        HandoffAccepted(offer=offer.id, resident=resident_there(offer.id))
        if accepts
        else HandoffDeclined(offer=offer.id)
    )
    return across(body, offer.resident or "", None, THIRD)


def taking_back(target: Event) -> Event:
    body = EventRetracted(event=target.id)
    return msgspec.structs.replace(said(body, target.resident or ""), resident=target.resident)


def a_way_back(ward: Ward) -> Event:
    """A seat that was given up is taken again."""
    booking = ward.booking()
    gone = BookingCancelled(booking=BookingId(booking.id))
    return taking_back(ward.recorded(said(gone, booking.resident or "")))


def a_seat_for_another(ward: Ward) -> Event:
    session = ward.session(seats=1)
    first = ward.booking(session)
    ward.booking(session, waiting=True)
    return taking_back(first)


def two(ward: Ward) -> Event:
    one, other = ward.resident(), ward.resident()
    return said(ResidentMerged(from_=one, into=other, why=MergeReason.DECIDED), one)


def moved_up(ward: Ward) -> Event:
    waits = ward.booking(ward.session(), waiting=True)
    return said(BookingMovedUp(booking=BookingId(waits.id)), waits.resident or "")


CONTACT = ContactLogged(channel=Channel.CALL, outcome=Outcome.NO_ANSWER)

ROWS = {
    "resident.listed": Row(says=lambda ward: listed(ward.resident()), elsewhere=OF_ANOTHER_WARD),
    "resident.corrected": Row(
        says=about_somebody(ResidentCorrected(field=Field.NAME, old="A", new="B"))
    ),
    "resident.flagged": Row(says=about_somebody(ResidentFlagged(flag=Flag.POSSIBLE_DUPLICATE))),
    "resident.flag_cleared": Row(
        says=about_somebody(ResidentFlagCleared(flag=Flag.POSSIBLE_DUPLICATE))
    ),
    "resident.closed": Row(says=about_somebody(ResidentClosed(reason=CloseReason.DECEASED))),
    "resident.reopened": Row(says=about_somebody(ResidentReopened())),
    "resident.merged": Row(says=two, elsewhere=OF_ANOTHER_WARD),
    "resident.erased": Row(
        says=about_somebody(ResidentErased(why=ErasureReason.REQUESTED)),
        officer=BY_SERVER,
        leader=BY_SERVER,
        elsewhere=BY_SERVER,
    ),
    "contact.logged": Row(says=about_somebody(CONTACT)),
    "enrolment.recorded": Row(
        says=about_somebody(EnrolmentRecorded(need=Need.ID_CARD, step=Step.CAPTURED))
    ),
    "case.assigned, to me": Row(
        says=lambda ward: said(CaseAssigned(to=OfficerId(ward.me.officer)), ward.resident()),
    ),
    "case.assigned, to somebody": Row(
        says=lambda ward: said(CaseAssigned(to=ward.somebody), ward.resident()),
        officer=FOR_LEADERS,
        elsewhere="officer_not_in_ward",
    ),
    "case.assigned, of a raised case": Row(
        says=lambda ward: said(CaseAssigned(to=OfficerId(ward.me.officer)), ward.raised()),
        officer=FOR_LEADERS,
    ),
    "area.assigned": Row(
        says=lambda ward: about_nobody(AreaAssigned(area="Tổ 5", level=1, officer=ward.somebody)),
        officer=FOR_LEADERS,
        elsewhere="officer_not_in_ward",
    ),
    "area.assigned, to nobody": Row(
        says=lambda _: about_nobody(AreaAssigned(area="Tổ 5", level=1, officer=None)),
        officer=FOR_LEADERS,
    ),
    "officer.published": Row(
        says=lambda ward: about_nobody(
            OfficerPublished(officer=ward.somebody, name="Mẫu", role=Role.ADMIN, wards=(HERE,))
        ),
        officer=BY_SERVER,
        leader=BY_SERVER,
        elsewhere=BY_SERVER,
    ),
    "event.retracted, my own": Row(
        says=lambda ward: taking_back(ward.by_me(said(CONTACT, ward.resident()))),
        elsewhere=OF_ANOTHER_WARD,
    ),
    "event.retracted, somebody's": Row(
        says=lambda ward: taking_back(ward.recorded(said(CONTACT, ward.resident()))),
        officer="not_your_event",
        elsewhere=OF_ANOTHER_WARD,
    ),
    "event.retracted, a session": Row(
        says=lambda ward: taking_back(ward.session()),
        officer="not_your_event",
        elsewhere=OF_ANOTHER_WARD,
    ),
    "event.retracted, a cancellation": Row(
        says=a_way_back, officer="not_your_event", elsewhere=OF_ANOTHER_WARD
    ),
    "event.retracted, a seat for which somebody waits": Row(
        says=a_seat_for_another, officer="not_your_event", elsewhere=OF_ANOTHER_WARD
    ),
    "escalation.raised": Row(says=about_somebody(EscalationRaised(from_level=1, to_level=2))),
    "escalation.accepted": Row(
        says=about_a_raised_case(EscalationAccepted(level=2)), officer=FOR_LEADERS
    ),
    "escalation.returned": Row(
        says=about_a_raised_case(EscalationReturned(from_level=2, to_level=1)), officer=FOR_LEADERS
    ),
    "escalation.resolved": Row(
        says=about_a_raised_case(EscalationResolved(from_level=2)), officer=FOR_LEADERS
    ),
    "case.paused": Row(says=about_somebody(CasePaused(until=LATER, reason=PauseReason.AWAY))),
    "case.paused, a raised case": Row(
        says=about_a_raised_case(CasePaused(until=LATER, reason=PauseReason.AWAY)),
        officer=FOR_LEADERS,
    ),
    "case.resumed": Row(says=about_somebody(CaseResumed())),
    "policy.published": Row(
        says=lambda _: about_nobody(PolicyPublished(shipped_policy())), officer=FOR_LEADERS
    ),
    "campaign.published": Row(
        says=lambda _: about_nobody(
            CampaignPublished(campaign=Campaign(start=MONDAY.date(), end=MONDAY.date()))
        ),
        officer=FOR_LEADERS,
    ),
    "need.arose": Row(
        says=about_somebody(
            NeedArose(need=Need.ID_CARD, cause=EligibilityCause.NEWLY_ELIGIBLE, due=MONDAY.date())
        )
    ),
    "need.arose, by age": Row(
        says=about_somebody(
            NeedArose(need=Need.ID_CARD, cause=EligibilityCause.AGE_14, due=MONDAY.date())
        ),
        officer="reserved_id",
        leader="reserved_id",
        elsewhere="reserved_id",
    ),
    "session.opened": Row(says=lambda _: opened()),
    "session.changed, my own": Row(
        says=of_a_session(SessionChanged, own=True), elsewhere="unknown_session"
    ),
    "session.changed, somebody's": Row(
        says=of_a_session(SessionChanged), officer=FOR_LEADERS, elsewhere="unknown_session"
    ),
    "session.cancelled, my own": Row(
        says=of_a_session(SessionCancelled, own=True), elsewhere="unknown_session"
    ),
    "session.cancelled, somebody's": Row(
        says=of_a_session(SessionCancelled), officer=FOR_LEADERS, elsewhere="unknown_session"
    ),
    "booking.made": Row(
        says=lambda ward: said(booked(ward.session()), ward.resident()),
        elsewhere="unknown_session",
    ),
    "booking.moved_up": Row(
        says=moved_up, officer="reserved_id", leader="reserved_id", elsewhere="reserved_id"
    ),
    "booking.cancelled": Row(says=of_a_booking(BookingCancelled), elsewhere="not_their_booking"),
    "booking.attended": Row(says=of_a_booking(BookingAttended), elsewhere="not_their_booking"),
    "booking.missed": Row(says=of_a_booking(BookingMissed), elsewhere="not_their_booking"),
    "home_service.decided": Row(
        says=about_somebody(HomeServiceDecided(approved=True)), officer=FOR_LEADERS
    ),
    "duty.assigned": Row(
        says=lambda ward: about_nobody(
            DutyAssigned(
                day=LATER.date(), shift=Shift.EVENING, duty=Duty.CAPTURE, officers=(ward.somebody,)
            )
        ),
        officer=FOR_LEADERS,
    ),
    "handoff.offered": Row(
        says=lambda ward: across(HANDOFF, ward.resident(), None, THIRD), elsewhere=OF_ANOTHER_WARD
    ),
    "handoff.accepted": Row(
        says=lambda ward: an_answer(ward, accepts=True), elsewhere="no_such_offer"
    ),
    "handoff.declined": Row(
        says=lambda ward: an_answer(ward, accepts=False), elsewhere="no_such_offer"
    ),
    "handoff.update": Row(
        says=about_somebody(HandoffUpdated(source=said(CONTACT, person()).id)),
        officer=BY_SERVER,
        leader=BY_SERVER,
        elsewhere=BY_SERVER,
    ),
}


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ward]:
    with new_database(Kind.SQLITE, tmp_path_factory.mktemp("central")) as database:
        central = Central(open_engine(database))
        yield Ward(central)
        central.ingest.close()
        central.engine.dispose()


def test_every_type_of_event_has_its_row() -> None:
    assert {name.partition(",")[0] for name in ROWS} == BODIES.keys()


def test_rights_are_those_of_every_role() -> None:
    assert {Role.OFFICER, *LEADERS} == set(Role)


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("role", list(Role))
def test_who_works_in_the_ward_is_heard_as_their_role_allows(
    ward: Ward, role: Role, name: str
) -> None:
    row, ward.me = ROWS[name], ward.officers[role, HERE]
    event = msgspec.structs.replace(row.says(ward), ward=HERE)
    assert ward.offer(ward.me, event) == (row.leader if role.leads else row.officer)


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("role", list(Role))
def test_nobody_of_another_ward_says_anything_in_this_one(
    ward: Ward, role: Role, name: str
) -> None:
    row, ward.me = ROWS[name], ward.officers[Role.LEADER, HERE]
    event = msgspec.structs.replace(row.says(ward), ward=HERE)
    before = ward.stream()
    reserved = row.leader == "reserved_id"
    wanted = "reserved_id" if reserved else OF_ANOTHER_WARD
    assert ward.offer(ward.officers[role, ELSEWHERE], event) == wanted
    assert ward.stream() == before


@pytest.mark.parametrize("name", ROWS)
def test_what_another_ward_says_of_somebody_here_is_refused_or_stays_there(
    ward: Ward, name: str
) -> None:
    row, ward.me = ROWS[name], ward.officers[Role.LEADER, HERE]
    event = row.says(ward)
    ward.me = ward.officers[Role.LEADER, ELSEWHERE]
    if isinstance(event.body, CaseAssigned) and event.body.to != ward.somebody:
        body = CaseAssigned(to=OfficerId(ward.me.officer))
        event = msgspec.structs.replace(event, body=body)
    before = ward.stream(), ward.stream(THIRD)
    assert ward.offer(ward.me, msgspec.structs.replace(event, ward=ELSEWHERE)) == row.elsewhere
    assert (ward.stream(), ward.stream(THIRD)) == before


# What only a newer version can read


def unread(event: Event) -> Event:
    return msgspec.structs.replace(event, v=BODY_VERSION + 1)


def test_an_unread_list_opens_no_way_to_somebody_of_another_ward(ward: Ward) -> None:
    who, me = ward.resident(), ward.officers[Role.OFFICER, ELSEWHERE]
    assert ward.offer(me, unread(listed(who))) == OF_ANOTHER_WARD
    assert ward.offer(me, listed(who)) == OF_ANOTHER_WARD


def test_an_unread_offer_or_merge_of_somebody_of_another_ward_is_refused(ward: Ward) -> None:
    me = ward.officers[Role.LEADER, ELSEWHERE]
    offer = across(HANDOFF, ward.resident(), None, THIRD)
    for event in (two(ward), offer):
        assert ward.offer(me, unread(event)) == OF_ANOTHER_WARD


@pytest.mark.parametrize("role", list(Role))
def test_nothing_unread_is_addressed_to_another_ward(ward: Ward, role: Role) -> None:
    me, before = ward.officers[role, ELSEWHERE], ward.stream()
    event = across(CONTACT, person(), ELSEWHERE, HERE)
    for kind in BODIES:
        assert ward.offer(me, renamed(unread(event), kind)) != ACCEPTED
    assert ward.stream() == before


def renamed(event: Event, kind: str) -> Event:
    """The same as one of another type, under an id of its own."""
    return msgspec.structs.replace(event, type=kind, id=said(CONTACT, person()).id)


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.officer == FOR_LEADERS])
def test_what_is_for_leaders_is_so_unread_too(ward: Ward, name: str) -> None:
    ward.me = ward.officers[Role.OFFICER, HERE]
    assert ward.offer(ward.me, unread(ROWS[name].says(ward))) == FOR_LEADERS


def test_an_officer_takes_back_nothing_by_what_cannot_be_read(ward: Ward) -> None:
    ward.me = ward.officers[Role.OFFICER, HERE]
    target = ward.by_me(said(CONTACT, ward.resident()))
    assert ward.offer(ward.me, unread(taking_back(target))) == "not_your_event"
    assert ward.offer(ward.officers[Role.LEADER, HERE], unread(taking_back(target))) == ACCEPTED
