"""Every figure of the daily report equals a recount by hand over the raw events."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import AN, DEVICE, MONDAY, WARD, CountingIds, Story
from tests.strategies import OTHER_WARD
from wardtui.domain.case_fold import fold_case
from wardtui.domain.escalation_events import (
    CasePaused,
    CaseResumed,
    EscalationRaised,
    EscalationResolved,
    EscalationReturned,
)
from wardtui.domain.events import (
    Body,
    ContactLogged,
    EnrolmentRecorded,
    Entry,
    EventRetracted,
    ResidentClosed,
    ResidentCorrected,
    ResidentFlagCleared,
    ResidentFlagged,
    ResidentReopened,
)
from wardtui.domain.figures import Figures, daily_report
from wardtui.domain.handoff_events import HandoffAccepted, HandoffOffered
from wardtui.domain.ids import BookingId, EventId, ResidentId, SessionId
from wardtui.domain.resident import Field
from wardtui.domain.session_events import BookingAttended, BookingCancelled, BookingMade
from wardtui.domain.standing import standing
from wardtui.domain.vocabulary import (
    Channel,
    CloseReason,
    Failure,
    Flag,
    Need,
    Outcome,
    PauseReason,
    Reason,
    Step,
    SupportNeed,
)

FIRST = MONDAY - timedelta(days=3)
moments = st.integers(0, 6 * 24 * 4).map(lambda n: FIRST + timedelta(minutes=15 * n))
DAYS = st.integers(-4, 5).map(lambda n: MONDAY.date() + timedelta(days=n))
SESSION = SessionId(EventId(CountingIds(7 << 40).new()))
ELSEWHERE = ResidentId(CountingIds(9 << 40).new())
TALLIES = {
    "card": (Need.ID_CARD, Need.CHILD_CARD),
    "account": (Need.VNEID_ACCOUNT,),
    "activation": (Need.VNEID_ACTIVATION,),
}
MADE = (Step.CAPTURED, Step.ISSUED, Step.DELIVERED)
MEETS = {
    Need.ID_CARD: MADE,
    Need.CHILD_CARD: MADE,
    Need.VNEID_ACCOUNT: (Step.LEVEL2_COLLECTED, Step.APPROVED, Step.ACTIVATED),
    Need.VNEID_ACTIVATION: (Step.ACTIVATED,),
}
FLAGS = (Flag.MISSING_PHONE, Flag.MISSING_ADDRESS, Flag.ID_SEX_MISMATCH)

records = st.builds(
    lambda **facts: msgspec.structs.replace(AN, **facts),
    area=st.sampled_from([None, "Tổ 1", "Tổ 2"]),
    birth_date=st.sampled_from([None, "1985", "2020-11-23", "2020-11-25", "2012-11-24"]),
    registered_here=st.sampled_from([None, True, False]),
    lives_here=st.sampled_from([None, True, False]),
    needs=st.lists(st.sampled_from(Need), unique=True).map(tuple),
    support_needs=st.sets(st.sampled_from(SupportNeed), max_size=2).map(tuple),
    flags=st.sets(st.sampled_from(FLAGS)).map(tuple),
)
contacts = st.builds(
    ContactLogged,
    channel=st.sampled_from(Channel),
    outcome=st.sampled_from(Outcome),
    reasons=st.lists(st.sampled_from(Reason), max_size=2).map(tuple),
    support_needs=st.lists(st.sampled_from(SupportNeed), max_size=1).map(tuple),
)
ladder = st.one_of(
    st.integers(1, 2).map(lambda one: EscalationRaised(from_level=one, to_level=one + 1)),
    st.integers(2, 3).map(lambda one: EscalationReturned(from_level=one, to_level=one - 1)),
    st.integers(2, 3).map(lambda one: EscalationResolved(from_level=one)),
    st.just(CasePaused(until=MONDAY + timedelta(days=30), reason=PauseReason.AWAY)),
    st.just(CaseResumed()),
)
residency = st.sampled_from([Field.REGISTERED_HERE, Field.LIVES_HERE])


@st.composite
def enrolments(draw: st.DrawFn) -> Body:
    need = draw(st.sampled_from(Need))
    if draw(st.integers(0, 4)):
        return EnrolmentRecorded(need=need, step=draw(st.sampled_from(need.steps)))
    return EnrolmentRecorded(need=need, failure=draw(st.sampled_from(Failure)))


def bodies(said: Sequence[EventId]) -> st.SearchStrategy[Body]:
    """What may be said next; bookings and retractions name what was said before."""
    known = st.sampled_from(said)
    return st.one_of(
        contacts,
        enrolments(),
        enrolments(),
        st.builds(ResidentClosed, reason=st.sampled_from(CloseReason)),
        st.just(ResidentReopened()),
        st.builds(ResidentCorrected, field=residency, old=st.none(), new=st.booleans()),
        st.builds(ResidentFlagged, flag=st.sampled_from(FLAGS)),
        st.builds(ResidentFlagCleared, flag=st.sampled_from(FLAGS)),
        st.builds(
            BookingMade, session=st.none(), needs=st.just((Need.ID_CARD,)), at=st.just(MONDAY)
        ),
        st.just(BookingAttended(session=SESSION)),
        known.map(lambda one: BookingAttended(booking=BookingId(one))),
        known.map(lambda one: BookingCancelled(booking=BookingId(one))),
        known.map(lambda one: EventRetracted(event=one)),
        ladder,
        ladder,
        known.map(lambda one: HandoffAccepted(offer=one, resident=ELSEWHERE)),
        st.just(HandoffOffered(name=AN.name, address="Số 4")),
    )


@st.composite
def wards(draw: st.DrawFn) -> dict[ResidentId, list[Entry]]:
    """Everybody's history in the order of recording, which is not that of the happening."""
    ids = CountingIds(1 << 42)
    ward = {}
    for number in range(draw(st.integers(1, 4))):
        resident = ResidentId(ids.new())
        story = Story(type(DEVICE)(f"{DEVICE[:-2]}{number + 1:02x}"), resident)
        story.listed(draw(moments), draw(records))
        said = [EventId("none")]
        for _ in range(draw(st.integers(0, 8))):
            said.append(story.add(draw(bodies(said)), draw(moments)))
        ward[resident] = [between_wards(entry) for entry in story.entries]
    return ward


def between_wards(entry: Entry) -> Entry:
    """An offer goes to the other ward, an answer comes from there."""
    if isinstance(entry.event.body, HandoffOffered):
        event = msgspec.structs.replace(entry.event, to_ward=OTHER_WARD)
    elif isinstance(entry.event.body, HandoffAccepted):
        event = msgspec.structs.replace(entry.event, ward=OTHER_WARD, to_ward=WARD)
    else:
        return entry
    return msgspec.structs.replace(entry, event=event)


class Told(NamedTuple):
    """One event as a line of a notebook."""

    id: str
    at: datetime
    body: Any

    @property
    def day(self) -> date:
        return self.at.date()


def notebook(entries: list[Entry], day: date) -> list[Told]:
    """What was not taken back, and had happened by the end of a day; the list is always known."""
    lines = [Told(one.event.id, one.event.occurred_at, one.event.body) for one in entries]
    gone: set[str] = set()
    for one in reversed(lines):
        if isinstance(one.body, EventRetracted) and one.id not in gone:
            gone.add(one.body.event)
    return [one for n, one in enumerate(lines) if one.id not in gone and (not n or one.day <= day)]


def went(entries: list[Entry], day: date) -> bool:
    """Whether the other ward had taken them on by the end of a day, by an answer to an offer."""
    lines = notebook(entries, date.max)
    offers = {one.id: place for place, one in enumerate(lines) if type(one.body) is HandoffOffered}
    return any(
        isinstance(one.body, HandoffAccepted)
        and one.day <= day
        and offers.get(one.body.offer, place) < place
        for place, one in enumerate(lines)
    )


class Life:
    """What a notebook says of one resident by the end of a day."""

    def __init__(self, entries: list[Entry], day: date) -> None:
        self.lines = notebook(entries, day)
        self.listed_on, self.record = self.lines[0].day, self.lines[0].body.resident
        self.spoken = self.in_time(ContactLogged)
        self.met: dict[str, date | None] = dict.fromkeys(self.record.needs)
        self.steps: dict[str, str] = {}
        self.was_tried = False
        for one in self.in_time(EnrolmentRecorded):
            self.enrol(one)
        self.came_on: list[date] = []
        self.bookings: dict[str, str] = {}
        for one in self.lines:
            self.book(one)
        last = [
            one for one in self.lines if isinstance(one.body, ResidentClosed | ResidentReopened)
        ]
        closed = bool(last) and isinstance(last[-1].body, ResidentClosed)
        self.counts = self.listed_on <= day and not closed and not went(entries, day)
        self.is_done = None not in self.met.values()
        self.done_on = max((on for on in self.met.values() if on and self.is_done), default=None)
        self.level, self.is_paused = 1, False
        self.climb()

    def in_time(self, kind: type) -> list[Told]:
        return sorted((one for one in self.lines if isinstance(one.body, kind)), key=lambda o: o.at)

    def enrol(self, one: Told) -> None:
        need, step = one.body.need, one.body.step
        if need not in self.met:
            return
        self.was_tried = True
        if step is not None:
            self.steps[need] = step
        if step == "returned_for_fix":
            self.met[need] = None
        elif self.met[need] is None and step in MEETS[need]:
            self.met[need] = one.day

    def climb(self) -> None:
        """Line by line, as it was written down: what does not fit where they stand says nothing."""
        was_open = True
        for number, one in enumerate(self.lines):
            match one.body:
                case EscalationRaised(from_level=at, to_level=to) if (
                    at == self.level and was_open and not self.is_paused
                ):
                    self.level = to
                case EscalationReturned(from_level=at, to_level=to) if (
                    at == self.level and was_open
                ):
                    self.level, self.is_paused = to, False
                case EscalationResolved(from_level=at) if at == self.level and was_open:
                    self.level, self.is_paused = 1, False
                case CasePaused() if was_open:
                    self.is_paused = True
                case CaseResumed():
                    self.is_paused = False
            is_open = self.was_open_after(self.lines[: number + 1])
            self.is_paused = self.is_paused and (was_open or not is_open)
            was_open = is_open

    def was_open_after(self, lines: Sequence[Told]) -> bool:
        """Whether something was left to be done, by what had been written down."""
        met: dict[str, bool] = dict.fromkeys(self.record.needs, False)
        is_closed = False
        for one in lines:
            if isinstance(one.body, ResidentClosed | ResidentReopened):
                is_closed = isinstance(one.body, ResidentClosed)
        for one in sorted(lines, key=lambda o: o.at):
            if isinstance(one.body, EnrolmentRecorded) and one.body.need in met:
                need, step = one.body.need, one.body.step
                if step == "returned_for_fix":
                    met[need] = False
                elif step in MEETS[need]:
                    met[need] = True
        return not is_closed and False in met.values()

    def book(self, one: Told) -> None:
        match one.body:
            case BookingMade():
                self.bookings[one.id] = "booked"
            case BookingCancelled(booking=which) if self.bookings.get(which) == "booked":
                del self.bookings[which]
            case BookingAttended(booking=which) if (
                which is None or self.bookings.get(which) == "booked"
            ):
                self.bookings[which or one.id] = "attended"
                self.came_on.append(one.day)

    @property
    def support(self) -> set[str]:
        found = {need for one in self.spoken for need in one.body.support_needs}
        if any(one.body.outcome is Outcome.HOME_VISIT_REQUESTED for one in self.spoken):
            found.add(SupportNeed.HOME_SERVICE)
        return found | set(self.record.support_needs)

    @property
    def residency(self) -> str:
        said = {Field.REGISTERED_HERE: self.record.registered_here}
        said[Field.LIVES_HERE] = self.record.lives_here
        for one in self.lines:
            if isinstance(one.body, ResidentCorrected):
                said[one.body.field] = one.body.new
        names = {
            (True, True): "living_registered",
            (True, False): "away_registered",
            (False, True): "living_unregistered",
        }
        return names.get(tuple(said.values()), "unknown")  # type: ignore[call-overload]

    @property
    def age(self) -> str:
        age = self.record.age_on(self.done_on or max(one.day for one in self.lines))
        if age is None:
            return "unknown"
        return "under_6" if age < 6 else "6_to_13" if age < 14 else "14_and_over"

    @property
    def flags(self) -> set[Flag]:
        flags = set(self.record.flags)
        for one in self.lines:
            if isinstance(one.body, ResidentFlagged):
                flags.add(one.body.flag)
            elif isinstance(one.body, ResidentFlagCleared):
                flags.discard(one.body.flag)
        return flags

    @property
    def reason(self) -> Reason:
        given = [one.body.reasons[0] for one in self.spoken if one.body.reasons]
        return given[-1] if given else Reason.NOT_STATED

    @property
    def has_come(self) -> bool:
        return self.was_tried or "attended" in self.bookings.values()

    @property
    def was_invited(self) -> bool:
        return bool(self.bookings) or any(
            one.body.outcome.reached or one.body.channel is Channel.MESSAGE for one in self.spoken
        )


def recount(lives: Iterable[Life], day: date) -> dict[str, int]:
    """The figures of some lives by a plain reading of their notebooks."""
    n: Counter[str] = Counter()

    def tally(name: str, met: Sequence[date | None]) -> None:
        done = None not in met
        n[f"{name}.eligible"] += 1
        n[f"{name}.done_total"] += done
        n[f"{name}.remaining"] += not done
        n[f"{name}.done_today"] += done and max((on for on in met if on), default=None) == day

    for one in lives:
        today = [told.body for told in one.spoken if told.day == day]
        n["contacted_today"] += bool(today)
        n["reached_today"] += any(said.outcome.reached for said in today)
        n.update(f"attempts_today.{said.channel}" for said in today)
        n["files_today"] += sum(
            on == day for need, on in one.met.items() if need != Need.VNEID_ACTIVATION
        )
        n["came_today"] += one.came_on.count(day)
        if not one.counts:
            continue
        everything = list(one.met.values())
        for name in ("all", f"by_residency.{one.residency}", f"by_age.{one.age}"):
            tally(name, everything)
        for name, needs in TALLIES.items():
            theirs = [on for need, on in one.met.items() if need in needs]
            if theirs:
                tally(name, theirs)
        account = Need.VNEID_ACCOUNT
        n["account_level1"] += one.steps.get(account) == Step.LEVEL1 and not one.met[account]
        for name, support in (("home", "home_service"), ("facility", "at_facility_service")):
            n[f"{name}_service.proposed"] += support in one.support
            n[f"{name}_service.done"] += support in one.support and one.is_done
        n["data_flags_open"] += len(one.flags)
        n["data_flags_settled"] += len(set(one.record.flags) - one.flags)
        n["contacted_total"] += bool(one.spoken)
        if one.is_done:
            continue
        n["booked"] += "booked" in one.bookings.values() and not one.is_paused
        n[f"escalated.{one.level}"] += one.level > 1
        n[f"remaining_by_reason.{one.reason}"] += 1
        n["remaining_objective"] += one.reason.objective
        n["remaining_other"] += not one.reason.objective
        n["invited_not_come"] += one.was_invited and not one.has_come
        n["not_invited"] += not one.was_invited and not one.has_come
    return {name.removeprefix("all."): count for name, count in n.items() if count}


def flat(figures: Figures) -> dict[str, int]:
    """The figures that are not zero, by their path."""
    found: dict[str, int] = {}

    def walk(value: Any, path: str) -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                walk(inner, f"{path}.{name}" if path else name)
        elif value:
            found[path] = value

    walk(msgspec.to_builtins(figures), "")
    return found


@given(wards(), DAYS)
def test_every_figure_equals_a_recount_and_the_areas_add_up_to_the_ward(
    ward: dict[ResidentId, list[Entry]], day: date
) -> None:
    cases = [fold_case(resident, log, until=day) for resident, log in ward.items()]
    report = daily_report([standing(case, day) for case in cases if case], day, None)
    lives = [Life(log, day) for log in ward.values()]
    for one in report.areas:
        there = [life for life in lives if life.record.area == one.area]
        assert flat(one.figures) == recount(there, day)
    assert flat(report.total) == recount(lives, day)
    added: Counter[str] = Counter()
    for one in report.areas:
        added.update(flat(one.figures))
    assert flat(report.total) == dict(added)
