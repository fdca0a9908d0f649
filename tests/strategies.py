"""Hypothesis strategies for histories: anything that devices and servers may bring together."""

from datetime import UTC, date, datetime, timedelta, timezone

import msgspec
from hypothesis import assume
from hypothesis import strategies as st

from tests.builders import AN, DEVICE, OTHER_DEVICE, WARD, CountingIds
from tests.lives import policies
from tests.session_strategies import plans, said_of_bookings
from wardtui.domain.campaign import Campaign, CampaignPublished, Target
from wardtui.domain.case_fold import fold_case
from wardtui.domain.events import (
    BODY_VERSION,
    AreaAssigned,
    Body,
    CaseAssigned,
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
    NeedArose,
    OfficerPublished,
    PolicyPublished,
    ResidentClosed,
    ResidentCorrected,
    ResidentFlagCleared,
    ResidentFlagged,
    ResidentListed,
    ResidentMerged,
    ResidentReopened,
    Unread,
)
from wardtui.domain.handoff_events import (
    HandoffAccepted,
    HandoffDeclined,
    HandoffOffered,
    HandoffUpdated,
)
from wardtui.domain.ids import ActionId, EventId, OfficerId, ResidentId, WardCode
from wardtui.domain.policy import PolicyVersion, RuleId
from wardtui.domain.resident import Field, Phone, Resident, field_value
from wardtui.domain.session_codes import EligibilityCause
from wardtui.domain.vocabulary import (
    Channel,
    CloseReason,
    ContactPerson,
    Failure,
    Flag,
    MergeReason,
    Need,
    Origin,
    Outcome,
    PauseReason,
    Reason,
    Role,
    Step,
    SupportNeed,
)

_ids = CountingIds(1 << 40)
EVENT_IDS = [EventId(_ids.new()) for _ in range(12)]
"""Few ids, so that retractions often name an event that is there."""

OTHER_WARD = WardCode("PHUONG-KHAC")

RESIDENTS = [ResidentId(_ids.new()) for _ in range(3)]

moments = st.one_of(
    st.datetimes(
        datetime(2026, 11, 1),  # noqa: DTZ001  Hypothesis adds the time zone
        datetime(2026, 12, 31),  # noqa: DTZ001
        timezones=st.sampled_from(
            [UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=-12))]
        ),
    ),
    st.sampled_from(
        [
            datetime.min.replace(tzinfo=UTC),
            datetime.max.replace(tzinfo=timezone(timedelta(hours=-12))),
        ]
    ),
)

areas = st.sampled_from(["Tổ 5", "Thôn Đoài"])
residents = st.builds(
    Resident,
    name=st.sampled_from([AN.name, "Trần Thị Bình", "H'Hen Niê"]),
    birth_date=st.sampled_from([None, "1985", "1985-02", "1985-02-03", "2012-12-01"]),
    phones=st.lists(
        st.sampled_from([Phone("+84570000123"), Phone("+84570000124")]), max_size=2
    ).map(tuple),
    address=st.sampled_from([None, "", "Số 4 hẻm 72/15/8", "P.1205 toà CT1"]),
    area=st.none() | areas,
    needs=st.lists(st.sampled_from(Need), unique=True).map(tuple),
    flags=st.lists(st.sampled_from(Flag), max_size=3, unique=True).map(tuple),
)


@st.composite
def corrections(draw: st.DrawFn) -> Body:
    field = draw(st.sampled_from(Field))
    old, new = (field_value(draw(residents), field) for _ in range(2))
    replaces = draw(st.lists(st.sampled_from(EVENT_IDS), max_size=2).map(tuple))
    return ResidentCorrected(field=field, old=old, new=new, replaces=replaces)


@st.composite
def enrolments(draw: st.DrawFn) -> Body:
    need = draw(st.sampled_from(Need))
    if draw(st.booleans()):
        return EnrolmentRecorded(need=need, step=draw(st.sampled_from(need.steps)))
    return EnrolmentRecorded(need=need, failure=draw(st.sampled_from(Failure)))


arisings = st.builds(
    NeedArose,
    need=st.sampled_from([Need.ID_CARD, Need.ID_CARD, *Need]),
    cause=st.sampled_from(EligibilityCause),
    # Birthdays of the residents above, and a day that is none.
    due=st.sampled_from([date(2010, 2, 3), date(2025, 2, 3), date(2026, 12, 1), date(2026, 12, 2)]),
)
people = st.sampled_from(RESIDENTS)
anybody = people | st.none()
colleagues = st.sampled_from([OfficerId("officer-1"), OfficerId("officer-2")])
area_assignments = st.builds(
    AreaAssigned,
    area=areas,
    level=st.integers(1, 2),
    officer=st.none() | colleagues,
)
_VERSION = PolicyVersion("three-level/00000000")
levels = st.integers(1, 4)
raised = st.builds(
    lambda level, further, rule: EscalationRaised(
        from_level=level, to_level=level + further, **rule
    ),
    levels,
    st.sampled_from([1, 1, 1, 2]),
    st.just({})
    | st.builds(
        lambda rule, trigger: {
            "rule": rule,
            "trigger": trigger,
            "facts": (trigger,),
            "policy": _VERSION,
        },
        st.sampled_from([RuleId("unreachable"), RuleId("unanswered")]),
        st.sampled_from(EVENT_IDS),
    ),
)
steps_on_the_ladder = st.one_of(
    raised,
    st.builds(EscalationAccepted, level=levels),
    st.builds(
        lambda level, back: EscalationReturned(
            from_level=level + 1, to_level=max(1, level + 1 - back)
        ),
        levels,
        st.integers(1, 2),
    ),
    st.builds(EscalationResolved, from_level=levels),
    st.builds(CasePaused, until=moments, reason=st.sampled_from(PauseReason)),
    st.just(CaseResumed()),
    st.builds(
        CaseResumed, trigger=st.sampled_from(EVENT_IDS), level=levels, policy=st.just(_VERSION)
    ),
)
some_needs = st.lists(st.sampled_from(Need), unique=True, max_size=3).map(tuple)
updates = st.builds(
    HandoffUpdated,
    source=st.sampled_from(EVENT_IDS),
    need=st.none() | st.sampled_from(Need),
    step=st.none() | st.sampled_from(Step),
    phones=st.none() | st.just((Phone("+84570000125"),)),
    died=st.booleans(),
)
handoffs = st.one_of(
    st.builds(HandoffOffered, name=st.just(AN.name), address=st.just("Số 4"), needs=some_needs),
    st.builds(HandoffAccepted, offer=st.sampled_from(EVENT_IDS), resident=people),
    st.builds(HandoffDeclined, offer=st.sampled_from(EVENT_IDS)),
    updates,
)
days = st.integers(0, 60).map(lambda n: date(2026, 11, 1) + timedelta(days=n))
targets = st.builds(
    lambda area, percent, number: (
        Target(area=area, percent=number) if percent else Target(area=area, people=number)
    ),
    st.none() | areas,
    st.booleans(),
    st.integers(0, 100),
)
campaigns = st.builds(
    lambda first, length, needs, where, wanted: Campaign(
        start=first,
        end=first + timedelta(days=length),
        needs=needs,
        areas=where,
        targets=wanted,
    ),
    days,
    st.integers(0, 40),
    st.lists(st.sampled_from(Need), unique=True, max_size=2).map(tuple),
    st.lists(areas, unique=True, max_size=2).map(tuple),
    st.lists(targets, unique_by=lambda one: one.area, max_size=3).map(tuple),
)
publications = st.builds(PolicyPublished, policy=policies()) | st.builds(
    CampaignPublished, campaign=campaigns
)
bodies = st.one_of(
    steps_on_the_ladder,
    said_of_bookings(EVENT_IDS, moments),
    st.builds(ResidentListed, resident=residents),
    corrections(),
    st.builds(ResidentFlagged, flag=st.sampled_from(Flag), of=st.none() | people),
    st.builds(ResidentFlagCleared, flag=st.sampled_from(Flag), of=st.none() | people),
    st.builds(ResidentClosed, reason=st.sampled_from(CloseReason)),
    st.just(ResidentReopened()),
    st.builds(ResidentMerged, from_=people, into=people, why=st.sampled_from(MergeReason)),
    st.builds(
        ContactLogged,
        channel=st.sampled_from(Channel),
        outcome=st.sampled_from(Outcome),
        with_whom=st.none() | st.sampled_from(ContactPerson),
        reasons=st.lists(st.sampled_from(Reason), max_size=2).map(tuple),
        support_needs=st.lists(st.sampled_from(SupportNeed), max_size=2).map(tuple),
        promised_for=st.none() | moments,
        call_back_at=st.none() | moments,
    ),
    enrolments(),
    arisings,
    handoffs,
    st.builds(CaseAssigned, to=st.none() | colleagues, level=st.none() | st.integers(1, 2)),
    area_assignments,
    st.builds(
        OfficerPublished,
        officer=colleagues,
        name=st.just("Trần Văn Mẫu"),
        role=st.sampled_from(Role),
        wards=st.sampled_from([(), (WARD,)]),
    ),
    st.builds(EventRetracted, event=st.sampled_from(EVENT_IDS)),
    st.just(Unread()),
)


@st.composite
def events(
    draw: st.DrawFn,
    said: st.SearchStrategy[Body | Unread] = bodies,
    about: st.SearchStrategy[ResidentId | None] = anybody,
) -> Event:
    body = draw(said)
    at = draw(moments)
    answers = isinstance(body, HandoffAccepted | HandoffDeclined)
    ward, other = (OTHER_WARD, WARD) if answers else (WARD, OTHER_WARD)
    return Event(
        id=draw(st.sampled_from(EVENT_IDS)),
        type=body.TYPE if isinstance(body, Body) else "case.teleported",
        action=ActionId(EVENT_IDS[0]),
        origin=Origin.PERSON,
        ward=ward,
        to_ward=other if answers or isinstance(body, HandoffOffered) else None,
        resident=draw(about),
        actor=None,
        device=draw(st.sampled_from([DEVICE, OTHER_DEVICE])),
        device_seq=draw(st.integers(1, 20)),
        occurred_at=at,
        recorded_at=at,
        clock_offset=draw(st.none() | st.floats(-1e12, 1e12)),
        v=BODY_VERSION,
        body=body,
    )


entries = st.builds(
    Entry,
    # Left to chance, hardly an area would be given to anybody.
    event=events()
    | events(area_assignments | publications, st.none())
    | events(plans(EVENT_IDS, moments), st.none()),
    seq=st.none() | st.integers(1, 30),
)
histories = st.lists(entries, max_size=14)

NUMBERED_DAYS = [date(2026, 10, 30) + timedelta(days=n) for n in range(70)]
"""Days before, between and after all that a finished history tells, less its odd clocks."""

_LATE = datetime(2027, 1, 3, tzinfo=UTC)
_MEETS = {need: next(step for step in need.steps if need.is_met_by(step)) for need in Need}


@st.composite
def finished_histories(draw: st.DrawFn, about: ResidentId = RESIDENTS[0]) -> list[Entry]:
    """All that the server has of one resident whose needs came to be met, in its order."""
    drawn = draw(st.lists(events(), max_size=10, unique_by=lambda event: event.id))
    told = [_about(one, about) for one in drawn]
    ids = CountingIds(1 << 41)

    def tell(body: Body, at: datetime) -> None:
        changes = {"id": EventId(ids.new()), "type": body.TYPE, "body": body, "clock_offset": None}
        at_once = {"occurred_at": at, "recorded_at": at}
        told.append(msgspec.structs.replace(_about(draw(events()), about), **changes, **at_once))

    needs = st.lists(st.sampled_from(Need), min_size=1, max_size=3, unique=True).map(tuple)
    if fold_case(about, numbered(told)) is None:
        record = msgspec.structs.replace(draw(residents), needs=draw(needs))
        tell(ResidentListed(resident=record), draw(moments))
    for moment in (draw(moments), _LATE):
        case = fold_case(about, numbered(told))
        for need in case.unmet if case else ():
            tell(EnrolmentRecorded(need=need, step=_MEETS[need]), moment)
    case = fold_case(about, numbered(told))
    # A clock of the year 9999 may bring anything back to be fixed.
    assume(case is not None and not case.unmet)
    return numbered(told)


def _about(event: Event, resident: ResidentId) -> Event:
    return msgspec.structs.replace(event, resident=resident)


def numbered(told: list[Event]) -> list[Entry]:
    """Events in the order in which the server numbered them."""
    return [Entry(event, seq, event.ward) for seq, event in enumerate(told, start=1)]
