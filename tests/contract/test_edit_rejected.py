"""What the server did not take is edited: a new event stands in its place and counts once."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import MONDAY, CountingIds, SetClock
from tests.conftest import PASSPHRASE
from tests.contract.test_outbox import Laptop
from wardtui.domain.errors import Refused
from wardtui.domain.events import ContactLogged, EventRetracted
from wardtui.domain.ids import EventId
from wardtui.domain.resident import Field
from wardtui.domain.same_person import counting
from wardtui.domain.vocabulary import Channel, ContactPerson, Need, Outcome, Step
from wardtui.services.correct_record import CorrectRecord, correct_record
from wardtui.services.detail_contact import Details, detail_contact
from wardtui.services.edit_rejected import (
    CannotEdit,
    Form,
    TakenBackSince,
    contact_to_edit,
    edit_contact,
    form_of,
    record_instead,
    session_to_edit,
)
from wardtui.services.log_contact import LongPast
from wardtui.services.outbox import (
    AlreadyDiscarded,
    LoggedOtherwise,
    RecordedAnewBefore,
    StandsInstead,
    discard,
    find_rejected,
    resend,
    take_up,
)
from wardtui.services.plan_session import ChangeSession, change_session
from wardtui.services.ports import Unit
from wardtui.services.record_enrolment import RecordEnrolment, record_enrolment
from wardtui.services.recording import Saved
from wardtui.services.records import DiscardReason, Rejected, entries
from wardtui.services.undo import NothingToRedo, redo, undo
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

LATER = MONDAY + timedelta(hours=3)
BUSY = ContactLogged(channel=Channel.CALL, outcome=Outcome.BUSY, note="gọi lại sau")
"""What the contact should have said."""


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    home = tmp_path / "v"
    create_vault(home, PASSPHRASE, CountingIds(1 << 40))
    with OpenVault(home, unlock(home, PASSPHRASE)) as vault:
        vault.start_writing("test", MONDAY)
        yield Laptop(vault)


def edit(laptop: Laptop, event: str, contact: ContactLogged = BUSY) -> Saved:
    saved: Saved = laptop.do(lambda unit: edit_contact(unit, event, contact, laptop.tools))
    return saved


def refused_call(laptop: Laptop) -> str:
    event = laptop.call().event
    laptop.answer(contact_logged="too_large")
    return event


def later(laptop: Laptop) -> None:
    assert isinstance(laptop.tools.clock, SetClock)
    laptop.tools.clock.moment = LATER


def counted(laptop: Laptop) -> list[EventId]:
    """The contacts that count."""

    def read(unit: Unit) -> list[EventId]:
        log = counting(entries(unit.events.of_resident(laptop.who)))
        return [one.event.id for one in log if isinstance(one.event.body, ContactLogged)]

    return laptop.vault.read(read)


def test_an_edited_contact_counts_once_at_the_time_of_the_first(laptop: Laptop) -> None:
    event = refused_call(laptop)
    later(laptop)
    saved = edit(laptop, event)
    (new,) = saved.events
    assert (new.body, new.occurred_at, new.recorded_at) == (BUSY, MONDAY, LATER)
    assert new.id != event
    assert counted(laptop) == laptop.waiting == [new.id]
    assert laptop.case.attempts.call == 1
    assert (laptop.rejected, laptop.discarded) == ([], {event: DiscardReason.DONE_AGAIN})
    kept = laptop.vault.read(lambda unit: find_rejected(unit, event))
    assert kept.discard is not None
    assert kept.discard.instead == new.id
    assert isinstance(kept.event.body, ContactLogged)
    assert kept.event.body.outcome is Outcome.NO_ANSWER


def test_only_the_new_one_is_sent(laptop: Laptop) -> None:
    event = refused_call(laptop)
    new = edit(laptop, event).event
    (batch,) = laptop.vault.read(lambda unit: [unit.events.waiting(9)])
    assert [one.event.id for one in batch] == [new]
    laptop.answer()
    assert (laptop.waiting, laptop.rejected) == ([], [])
    assert counted(laptop) == [new]


def test_undo_brings_the_first_back_and_redo_lets_it_go_again(laptop: Laptop) -> None:
    event = refused_call(laptop)
    new = edit(laptop, event).event
    laptop.do(lambda unit: undo(unit, laptop.tools))
    assert (laptop.rejected, laptop.discarded, counted(laptop)) == ([event], {}, [])
    with pytest.raises(RecordedAnewBefore):
        laptop.do(lambda unit: resend(unit, event))
    laptop.do(lambda unit: redo(unit, laptop.tools))
    assert (laptop.rejected, counted(laptop)) == ([], [new])
    assert laptop.discarded == {event: DiscardReason.DONE_AGAIN}


def test_what_was_undone_is_edited_once_more(laptop: Laptop) -> None:
    event = refused_call(laptop)
    edit(laptop, event)
    laptop.do(lambda unit: undo(unit, laptop.tools))
    new = edit(laptop, event, msgspec.structs.replace(BUSY, channel=Channel.VISIT)).event
    assert (laptop.rejected, counted(laptop)) == ([], [new])
    with pytest.raises(NothingToRedo):
        laptop.do(lambda unit: redo(unit, laptop.tools))


def test_the_first_is_never_sent_beside_the_other(laptop: Laptop) -> None:
    event = refused_call(laptop)
    edit(laptop, event)
    for way in (
        lambda unit: resend(unit, event),
        lambda unit: take_up(unit, event, laptop.tools),
    ):
        with pytest.raises(StandsInstead):
            laptop.do(way)
    with pytest.raises(AlreadyDiscarded):
        edit(laptop, event)


def test_what_is_not_taken_either_is_dealt_with_in_its_own_right(laptop: Laptop) -> None:
    event = refused_call(laptop)
    second = edit(laptop, event).event
    laptop.answer(contact_logged="too_large")
    laptop.call()
    laptop.do(lambda unit: undo(unit, laptop.tools))
    assert laptop.rejected == [second]
    with pytest.raises(StandsInstead):
        laptop.do(lambda unit: take_up(unit, event, laptop.tools))
    third = edit(laptop, second).event
    assert (laptop.rejected, counted(laptop)) == ([], [third])


def test_details_that_are_added_stand_in_the_place_too(laptop: Laptop) -> None:
    event = refused_call(laptop)
    saved = edit(laptop, event)
    details = Details(note="nhà ở cuối ngõ")
    laptop.do(lambda unit: detail_contact(unit, saved.action, details, laptop.tools))
    assert (laptop.rejected, len(counted(laptop))) == ([], 1)
    laptop.do(lambda unit: undo(unit, laptop.tools))
    assert (laptop.rejected, counted(laptop)) == ([], [saved.event])
    laptop.do(lambda unit: undo(unit, laptop.tools))
    assert (laptop.rejected, counted(laptop)) == ([event], [])


def test_details_that_were_not_taken_take_the_bare_contact_back_again(laptop: Laptop) -> None:
    first = laptop.call()
    laptop.answer()
    details = Details(with_whom=ContactPerson.NEIGHBOUR)
    laptop.do(lambda unit: detail_contact(unit, first.action, details, laptop.tools))
    laptop.answer(contact_logged="too_large", event_retracted="not_your_event")
    retraction, contact = laptop.rejected
    assert counted(laptop) == [first.event]
    saved = edit(laptop, contact)
    assert [type(one.body) for one in saved.events] == [EventRetracted, ContactLogged]
    assert counted(laptop) == [saved.events[1].id]
    assert sorted(laptop.discarded) == sorted((retraction, contact))
    laptop.do(lambda unit: undo(unit, laptop.tools))
    assert (sorted(laptop.rejected), counted(laptop)) == (
        sorted((retraction, contact)),
        [first.event],
    )


def test_a_contact_of_which_details_wait_is_edited_by_its_details_alone(laptop: Laptop) -> None:
    first = laptop.call()
    details = Details(with_whom=ContactPerson.NEIGHBOUR)
    laptop.do(lambda unit: detail_contact(unit, first.action, details, laptop.tools))
    laptop.answer(contact_logged="too_large", event_retracted="too_large")
    bare, _, detailed = laptop.rejected
    assert bare == first.event
    with pytest.raises(TakenBackSince):
        edit(laptop, bare)
    new = edit(laptop, detailed).event
    assert (laptop.rejected, counted(laptop)) == ([], [new])
    assert set(laptop.discarded.values()) == {DiscardReason.DONE_AGAIN}


@pytest.mark.parametrize("is_taken", [True, False])
def test_details_of_details_leave_nothing_that_counts_beside_them(
    laptop: Laptop, *, is_taken: bool
) -> None:
    first = laptop.call()
    if is_taken:
        laptop.answer()
    last = first
    for note in ("cổng xanh", "cổng xanh, gõ cửa sau"):
        action, details = last.action, Details(note=note)
        last = laptop.do(lambda unit, a=action, d=details: detail_contact(unit, a, d, laptop.tools))
    laptop.answer(contact_logged="too_large", event_retracted="too_large")
    latest = laptop.rejected[-1]
    new = edit(laptop, latest)
    assert counted(laptop) == [new.events[-1].id]
    assert laptop.rejected == []
    laptop.do(lambda unit: undo(unit, laptop.tools))
    laptop.do(lambda unit: discard(unit, last.event, DiscardReason.MISTAKE, laptop.tools))
    assert counted(laptop) == ([first.event] if is_taken else [])


def test_details_are_sent_again_with_what_they_were_added_to(laptop: Laptop) -> None:
    first = laptop.call()
    laptop.answer()
    last = first
    for note in ("cổng xanh", "cổng xanh, gõ cửa sau"):
        action, details = last.action, Details(note=note)
        last = laptop.do(lambda unit, a=action, d=details: detail_contact(unit, a, d, laptop.tools))
    laptop.answer(contact_logged="too_large", event_retracted="too_large")
    assert len(laptop.rejected) == 4
    latest = last.events[-1].id
    laptop.do(lambda unit: resend(unit, latest))
    assert (laptop.rejected, counted(laptop), len(laptop.waiting)) == ([], [latest], 4)


def test_details_put_what_an_undo_brought_back_right_by_being_edited(laptop: Laptop) -> None:
    first = laptop.call()
    last = first
    for note in ("cổng xanh", "cổng xanh, gõ cửa sau"):
        laptop.answer()
        action, details = last.action, Details(note=note)
        last = laptop.do(lambda unit, a=action, d=details: detail_contact(unit, a, d, laptop.tools))
    laptop.answer(contact_logged="too_large", event_retracted="too_large")
    laptop.do(lambda unit: undo(unit, laptop.tools))
    assert counted(laptop) == [first.event]
    latest = last.events[-1].id
    with pytest.raises(LoggedOtherwise):
        laptop.do(lambda unit: resend(unit, latest))
    assert counted(laptop) == [first.event]
    new = edit(laptop, latest)
    assert counted(laptop) == [new.events[-1].id]


def test_what_cannot_be_said_changes_nothing(laptop: Laptop) -> None:
    event = refused_call(laptop)
    past = msgspec.structs.replace(BUSY, call_back_at=MONDAY - timedelta(days=1))
    with pytest.raises(LongPast):
        edit(laptop, event, past)
    assert (laptop.rejected, laptop.waiting, counted(laptop)) == ([event], [], [])


def test_a_correction_is_edited(laptop: Laptop) -> None:
    wrong = CorrectRecord(resident=laptop.who, field=Field.ADDRESS, value="12 ngõ 3")
    event = laptop.do(lambda unit: correct_record(unit, wrong, laptop.tools)).event
    laptop.answer(resident_corrected="wrong_ward")
    right = msgspec.structs.replace(wrong, value="12 ngõ 30")

    def work(unit: Unit) -> Saved:
        return correct_record(unit, right, laptop.tools)

    with pytest.raises(CannotEdit):
        laptop.do(lambda unit: record_instead(unit, event, Form.RESULT, work, laptop.tools))
    laptop.do(lambda unit: record_instead(unit, event, Form.CORRECTION, work, laptop.tools))
    assert laptop.case.resident.address == "12 ngõ 30"
    assert laptop.discarded == {event: DiscardReason.DONE_AGAIN}
    laptop.do(lambda unit: undo(unit, laptop.tools))
    assert laptop.rejected == [event]


def test_a_result_is_edited_with_the_booking_that_it_settles(laptop: Laptop) -> None:
    laptop.book(0)
    laptop.answer()
    wish = RecordEnrolment(resident=laptop.who, need=Need.ID_CARD, step=Step.CAPTURED, at=MONDAY)
    laptop.do(lambda unit: record_enrolment(unit, wish, laptop.tools))
    laptop.answer(enrolment_recorded="malformed", booking_cancelled="malformed")
    refused = laptop.rejected

    def work(unit: Unit) -> Saved:
        return record_enrolment(unit, wish, laptop.tools)

    saved = laptop.do(
        lambda unit: record_instead(unit, refused[0], Form.RESULT, work, laptop.tools)
    )
    assert saved.events[0].occurred_at == MONDAY
    assert Need.ID_CARD not in laptop.case.unmet
    assert sorted(laptop.discarded) == sorted(refused)


def test_a_change_of_a_session_begins_with_what_was_wanted(laptop: Laptop) -> None:
    (which, *_) = laptop.sessions
    wish = ChangeSession(session=which, place="Nhà sinh hoạt", capacity=3)
    event = laptop.do(lambda unit: change_session(unit, wish, laptop.tools)).event
    laptop.answer(session_changed="seats_taken")
    now, said = laptop.vault.read(lambda unit: session_to_edit(unit, event))
    assert now is not None
    assert (now.capacity, now.place) == (5, "Nhà văn hóa")
    assert (said.capacity, said.place) == (3, "Nhà sinh hoạt")
    again = msgspec.structs.replace(wish, capacity=4)

    def work(unit: Unit) -> Saved:
        return change_session(unit, again, laptop.tools)

    laptop.do(lambda unit: record_instead(unit, event, Form.SESSION, work, laptop.tools))
    session = laptop.vault.read(lambda unit: unit.sessions.get(which))
    assert session is not None
    assert session.capacity == 4
    assert laptop.discarded == {event: DiscardReason.DONE_AGAIN}
    laptop.do(lambda unit: undo(unit, laptop.tools))
    assert laptop.rejected == [event]
    laptop.do(lambda unit: redo(unit, laptop.tools))
    assert laptop.rejected == []


def test_a_session_that_was_not_taken_is_opened_anew(laptop: Laptop) -> None:
    event = laptop.open_session(3)
    laptop.answer(session_opened="role_not_allowed")
    now, said = laptop.vault.read(lambda unit: session_to_edit(unit, event))
    assert now is None
    assert (said.place, said.capacity) == ("Nhà văn hóa", 5)


def test_taking_back_has_no_form(laptop: Laptop) -> None:
    laptop.call()
    laptop.answer()
    laptop.do(lambda unit: undo(unit, laptop.tools))
    laptop.answer(event_retracted="not_your_event")
    (event,) = laptop.rejected
    with pytest.raises(CannotEdit):
        laptop.vault.read(lambda unit: contact_to_edit(unit, event))
    found = laptop.vault.read(lambda unit: find_rejected(unit, event))
    assert form_of([found.event]) is None


STEPS = ("call", "refuse", "take", "edit", "resend", "discard", "take_up", "undo", "redo", "detail")


class Walk:
    """One person's contacts, and which of them tell of the same try."""

    def __init__(self, laptop: Laptop) -> None:
        self.laptop = laptop
        self.laptop.list_another()
        self.tries: dict[str, int] = {}
        """Every contact, and the number of the try that it tells of."""
        self.last: Saved | None = None
        self.let_go: set[int] = set()
        """Tries of which the officer has discarded something."""

    def step(self, what: str, which: int) -> None:
        """Do something; what is refused changes nothing."""
        with suppress(Refused):
            getattr(self, f"_{what}")(which)

    def _call(self, _: int) -> None:
        self.last = self.laptop.call()
        self.tries[self.last.event] = len(self.tries)

    def _refuse(self, _: int) -> None:
        """Contacts are not taken, with what is taken back to add their details; an undo is."""

        def work(unit: Unit) -> None:
            batch = unit.events.waiting(500)
            logging = {
                one.event.action for one in batch if isinstance(one.event.body, ContactLogged)
            }
            refused = {one.event.id for one in batch if one.event.action in logging}
            self.laptop.settle(unit, batch, dict.fromkeys(refused, "too_large"))

        self.laptop.do(work)

    def _take(self, _: int) -> None:
        self.laptop.answer()

    def _edit(self, which: int) -> None:
        for event in self._one_of(self._open, which):
            self._told_anew(self._try_of(event), edit(self.laptop, event))

    def _detail(self, which: int) -> None:
        if self.last is not None:
            action, details = self.last.action, Details(note=f"lần {which}")
            tools, about = self.laptop.tools, self.tries[self.last.events[-1].id]
            saved = self.laptop.do(lambda unit: detail_contact(unit, action, details, tools))
            self._told_anew(about, saved)

    def _resend(self, which: int) -> None:
        for event in self._one_of([*self._open, *self._gone], which):
            self.laptop.do(lambda unit, event=event: resend(unit, event))

    def _discard(self, which: int) -> None:
        tools = self.laptop.tools
        for event in self._one_of(self._open, which):
            self.let_go.add(self._try_of(event))
            self.laptop.do(
                lambda unit, event=event: discard(unit, event, DiscardReason.MISTAKE, tools)
            )

    def _take_up(self, which: int) -> None:
        for event in self._one_of(self._gone, which):
            self.laptop.do(lambda unit, event=event: take_up(unit, event, self.laptop.tools))

    def _undo(self, _: int) -> None:
        self.laptop.do(lambda unit: undo(unit, self.laptop.tools))

    def _redo(self, _: int) -> None:
        self.laptop.do(lambda unit: redo(unit, self.laptop.tools))

    def _told_anew(self, about: int, saved: Saved) -> None:
        self.last = saved
        for one in saved.events:
            if isinstance(one.body, ContactLogged):
                self.tries[one.id] = about

    def _try_of(self, event: str) -> int:
        """Of what takes back or brings back a contact, the try of that contact."""

        def follow(unit: Unit) -> int:
            which = EventId(event)
            while which not in self.tries:
                found = unit.rejected.get(which) or unit.events.get(which)
                assert found is not None
                assert isinstance(found.event.body, EventRetracted)
                which = found.event.body.event
            return self.tries[which]

        return self.laptop.vault.read(follow)

    def _one_of(self, found: list[str], which: int) -> list[str]:
        return [found[which % len(found)]] if found else []

    @property
    def _open(self) -> list[str]:
        return self._of(lambda unit: unit.rejected.of_resident(self.laptop.who))

    @property
    def _gone(self) -> list[str]:
        return self._of(lambda unit: unit.rejected.discarded_of(self.laptop.who))

    def _of(self, read: Callable[[Unit], list[Rejected]]) -> list[str]:
        return [one.event.id for one in self.laptop.vault.read(read)]

    def check(self) -> None:
        """No try counts twice, and none is out of sight unless somebody wanted that."""
        counting_now = [self.tries[one] for one in counted(self.laptop)]
        assert len(set(counting_now)) == len(counting_now)
        in_sight = {*counting_now, *map(self._try_of, self._open), *self.let_go}
        retracted = {
            self.tries[one.event.body.event]
            for one in self.laptop.vault.read(lambda unit: unit.events.of_resident(self.laptop.who))
            if isinstance(one.event.body, EventRetracted) and one.event.body.event in self.tries
        }
        assert set(self.tries.values()) <= in_sight | retracted


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 5)), max_size=25))
def test_whatever_is_done_no_try_counts_twice_and_none_is_lost(
    laptop: Laptop, steps: list[tuple[str, int]]
) -> None:
    walk = Walk(laptop)
    for what, which in steps:
        walk.step(what, which)
        walk.check()
