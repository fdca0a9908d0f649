"""What the server did not take: it is sent again, let go, or settled by another booking."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.builders import AN, MONDAY, CountingIds, SetClock
from tests.conftest import PASSPHRASE
from wardtui.domain.case import Case
from wardtui.domain.errors import BadInput, Refused
from wardtui.domain.events import ContactLogged, ResidentListed
from wardtui.domain.ids import EventId, ResidentId, SessionId
from wardtui.domain.session_codes import SessionKind
from wardtui.domain.session_events import BookingMade
from wardtui.domain.vocabulary import Channel, Outcome
from wardtui.messages import PushAnswer, PushResult
from wardtui.services.book import Book, book, unbook
from wardtui.services.case_detail import case_detail
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.outbox import (
    AlreadyDiscarded,
    CannotResend,
    NotDiscarded,
    ReasonMissing,
    StandsInstead,
    UnknownRejected,
    discard,
    find_rejected,
    resend,
    take_up,
)
from wardtui.services.outbox_view import Kind, read_outbox
from wardtui.services.plan_session import OpenSession, open_session
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record
from wardtui.services.records import DiscardReason, StoredEvent
from wardtui.services.settling import settle
from wardtui.services.texts import UnsuitableText
from wardtui.services.undo import redo, undo
from wardtui.store.keeping import back_up
from wardtui.store.making import create_vault
from wardtui.store.restore import restore
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

NOTE = "người nhà đã tự đi làm"
ANOTHER_SESSION = timedelta(days=1)


class Laptop:
    """A vault with one person and two sessions, all of which the server has."""

    def __init__(self, vault: OpenVault) -> None:
        self.vault = vault
        self.tools = Tools(SetClock(MONDAY), CountingIds())
        self._seq = 0
        self.list_another()
        self.sessions = [self.open_session(days) for days in (1, 2)]
        self.answer()

    def list_another(self) -> None:
        """What is done from now on is about somebody else."""
        self.who = self._new()
        draft = Draft(resident=self.who, body=ResidentListed(resident=AN))
        self.do(lambda unit: record(unit, [draft], self.tools))

    def _new(self) -> ResidentId:
        return ResidentId(self.tools.ids.new())

    def do(self, work: Callable[[Unit], Any]) -> Any:
        return self.vault.write(work)

    def open_session(self, days: int) -> SessionId:
        start = MONDAY + timedelta(days=days)
        wish = OpenSession(
            kind=SessionKind.WARD_EVENING, place="Nhà văn hóa", start=start,
            end=start + timedelta(hours=2), capacity=5,
        )  # fmt: skip
        return SessionId(self.do(lambda unit: open_session(unit, wish, self.tools)).event)

    def book(self, place: int) -> Saved:
        command = Book(resident=self.who, session=self.sessions[place])
        saved: Saved = self.do(lambda unit: book(unit, command, self.tools))
        return saved

    def call(self) -> Saved:
        contact = ContactLogged(channel=Channel.CALL, outcome=Outcome.NO_ANSWER)
        command = LogContact(resident=self.who, contact=contact)
        saved: Saved = self.do(lambda unit: log_contact(unit, command, self.tools))
        return saved

    def answer(self, **codes: str) -> None:
        """The server takes what waits, but for the events of a type: those it refuses by a code.

        :param codes: the type with an underscore for its dot
        """

        def work(unit: Unit) -> None:
            batch = unit.events.waiting(500)
            found = {one.event.id: codes.get(one.event.type.replace(".", "_")) for one in batch}
            self.settle(unit, batch, found)

        self.do(work)

    def settle(
        self, unit: Unit, batch: Sequence[StoredEvent], codes: Mapping[EventId, str | None]
    ) -> None:
        """The server takes what has no code."""
        results = tuple(self._result(one, codes.get(one.event.id)) for one in batch)
        settle(unit, batch, PushAnswer(results), MONDAY)

    def _result(self, one: StoredEvent, code: str | None) -> PushResult:
        if code is not None:
            return PushResult(id=one.event.id, status="rejected", code=code)
        self._seq += 1
        return PushResult(id=one.event.id, status="accepted", seq=self._seq)

    @property
    def case(self) -> Case:
        case = self.vault.read(lambda unit: unit.cases.get(self.who))
        assert case is not None
        return case

    def look_up(self, name: str) -> str:
        return self.vault.read(lambda unit: find_rejected(unit, name)).event.id

    @property
    def rejected(self) -> list[str]:
        return [one.event.id for one in self.vault.read(lambda unit: unit.rejected.all())]

    @property
    def discarded(self) -> dict[str, DiscardReason]:
        found = self.vault.read(lambda unit: unit.rejected.discarded())
        return {one.event.id: one.discard.reason for one in found if one.discard is not None}

    @property
    def waiting(self) -> list[str]:
        return [one.event.id for one in self.vault.read(lambda unit: unit.events.waiting(500))]


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    create_vault(tmp_path / "v", PASSPHRASE, CountingIds(1 << 40))
    with OpenVault(tmp_path / "v", unlock(tmp_path / "v", PASSPHRASE)) as vault:
        vault.start_writing("test", MONDAY)
        yield Laptop(vault)


def refused_call(laptop: Laptop) -> str:
    event = laptop.call().event
    laptop.answer(contact_logged="wrong_ward")
    assert laptop.rejected == [event]
    return event


def test_what_is_sent_again_counts_again_and_waits_with_its_own_bytes(laptop: Laptop) -> None:
    before = laptop.case
    event = laptop.call().event
    counted = laptop.case
    (raw,) = [one.raw for one in laptop.vault.read(lambda unit: unit.events.waiting(5))]
    laptop.answer(contact_logged="wrong_ward")
    assert laptop.case == before
    laptop.do(lambda unit: resend(unit, event))
    assert laptop.case == counted
    assert (laptop.rejected, laptop.waiting) == ([], [event])
    assert [one.raw for one in laptop.vault.read(lambda unit: unit.events.waiting(5))] == [raw]
    laptop.answer()
    assert (laptop.rejected, laptop.waiting) == ([], [])


def test_what_is_refused_once_more_needs_attention_once_more(laptop: Laptop) -> None:
    event = refused_call(laptop)
    laptop.do(lambda unit: resend(unit, event))
    laptop.answer(contact_logged="wrong_ward")
    assert (laptop.rejected, laptop.waiting) == ([event], [])


def test_what_is_let_go_stays_in_the_history_with_its_reason_and_counts_nowhere(
    laptop: Laptop,
) -> None:
    before = laptop.case
    event = refused_call(laptop)
    laptop.do(lambda unit: discard(unit, event, DiscardReason.OTHER, laptop.tools, NOTE))
    assert (laptop.rejected, laptop.discarded) == ([], {event: DiscardReason.OTHER})
    assert laptop.case == before
    detail = laptop.vault.read(lambda unit: case_detail(unit, laptop.who))
    assert detail is not None
    (one,) = detail.discarded
    assert one.discard is not None
    assert (one.discard.note, one.discard.at, detail.rejected) == (NOTE, MONDAY, [])


def test_a_discard_is_taken_back_and_what_was_said_is_kept(laptop: Laptop) -> None:
    event = refused_call(laptop)
    with pytest.raises(NotDiscarded):
        laptop.do(lambda unit: take_up(unit, event, laptop.tools))
    laptop.do(lambda unit: discard(unit, event, DiscardReason.MISTAKE, laptop.tools))
    with pytest.raises(AlreadyDiscarded):
        laptop.do(lambda unit: discard(unit, event, DiscardReason.MISTAKE, laptop.tools))
    laptop.do(lambda unit: take_up(unit, event, laptop.tools))
    assert (laptop.rejected, laptop.discarded) == ([event], {})
    laptop.do(lambda unit: discard(unit, event, DiscardReason.NOT_NEEDED, laptop.tools))
    kept = laptop.vault.read(lambda unit: find_rejected(unit, event))
    assert [(one.reason, one.taken_back_at) for one in kept.discards] == [
        (DiscardReason.MISTAKE, MONDAY),
        (DiscardReason.NOT_NEEDED, None),
    ]


def test_what_was_let_go_can_be_sent_again_after_all(laptop: Laptop) -> None:
    event = refused_call(laptop)
    laptop.do(lambda unit: discard(unit, event, DiscardReason.MISTAKE, laptop.tools))
    laptop.do(lambda unit: resend(unit, event))
    assert (laptop.rejected, laptop.discarded, laptop.waiting) == ([], {}, [event])


def test_what_was_recorded_together_goes_together(laptop: Laptop) -> None:
    people = [laptop._new() for _ in range(3)]
    drafts = [
        Draft(resident=who, body=ResidentListed(resident=msgspec.structs.replace(AN, name=name)))
        for who, name in zip(people, ("Lê Văn Một", "Lê Văn Hai", "Lê Văn Ba"), strict=True)
    ]
    saved: Saved = laptop.do(lambda unit: record(unit, drafts, laptop.tools))
    events = [one.id for one in saved.events]
    laptop.answer(resident_listed="wrong_ward")
    (group,) = laptop.vault.read(read_outbox).not_taken
    assert ([one.event.id for one in group.events], group.taken) == (events, 0)
    laptop.do(lambda unit: discard(unit, events[1], DiscardReason.NOT_OURS, laptop.tools))
    assert sorted(laptop.discarded) == sorted(events)
    laptop.do(lambda unit: resend(unit, events[2]))
    assert laptop.waiting == events
    assert laptop.vault.read(lambda unit: unit.cases.count()) == 4


def test_half_of_an_action_that_the_server_took_stands_and_is_told(laptop: Laptop) -> None:
    laptop.book(0)
    laptop.answer()
    both: Saved = laptop.do(
        lambda unit: record(
            unit,
            [
                Draft(
                    resident=laptop.who,
                    body=ContactLogged(channel=Channel.CALL, outcome=Outcome.NO_ANSWER),
                ),
                Draft(
                    resident=laptop.who,
                    body=ContactLogged(channel=Channel.MESSAGE, outcome=Outcome.MESSAGE_LEFT),
                ),
            ],
            laptop.tools,
        )
    )
    first, second = (one.id for one in both.events)

    def half(unit: Unit) -> None:
        batch = unit.events.waiting(5)
        results = (
            PushResult(id=first, status="accepted", seq=900),
            PushResult(id=second, status="rejected", code="wrong_ward"),
        )
        settle(unit, batch, PushAnswer(results), MONDAY)

    laptop.do(half)
    (group,) = laptop.vault.read(read_outbox).not_taken
    assert (group.id, group.taken) == (second, 1)
    laptop.do(lambda unit: discard(unit, second, DiscardReason.NOT_NEEDED, laptop.tools))
    assert laptop.vault.read(lambda unit: unit.events.get(first)) is not None


def refused_seat(laptop: Laptop) -> str:
    event = laptop.book(0).event
    laptop.answer(booking_made="session_full")
    assert laptop.rejected == [event]
    return event


def test_another_booking_settles_the_one_without_a_seat_and_undoing_it_opens_it_again(
    laptop: Laptop,
) -> None:
    event = refused_seat(laptop)
    other = laptop.book(1).event
    assert (laptop.rejected, laptop.discarded) == ([], {event: DiscardReason.DONE_AGAIN})
    (one,) = laptop.vault.read(lambda unit: unit.rejected.discarded())
    assert one.discard is not None
    assert one.discard.instead == other
    laptop.do(lambda unit: undo(unit, laptop.tools))
    assert (laptop.rejected, laptop.discarded) == ([event], {})
    laptop.do(lambda unit: redo(unit, laptop.tools))
    assert (laptop.rejected, laptop.discarded) == ([], {event: DiscardReason.DONE_AGAIN})


def test_nobody_is_booked_twice_by_sending_the_old_booking_again(laptop: Laptop) -> None:
    event = refused_seat(laptop)
    laptop.book(1)
    with pytest.raises(StandsInstead):
        laptop.do(lambda unit: resend(unit, event))
    with pytest.raises(StandsInstead):
        laptop.do(lambda unit: take_up(unit, event, laptop.tools))
    laptop.do(lambda unit: unbook(unit, laptop.who, None, laptop.tools))
    assert event in laptop.discarded
    laptop.do(lambda unit: resend(unit, event))
    assert [one.id for one in laptop.case.bookings] == [event]


def test_who_was_booked_anew_before_the_server_answered_needs_no_attention(laptop: Laptop) -> None:
    first, second = laptop.book(0).event, laptop.book(1).event

    def work(unit: Unit) -> None:
        batch = unit.events.waiting(9)
        results = tuple(
            PushResult(id=one.event.id, status="rejected", code="session_full")
            if one.event.id == first
            else PushResult(id=one.event.id, status="accepted", seq=800 + place)
            for place, one in enumerate(batch)
        )
        settle(unit, batch, PushAnswer(results), MONDAY)

    laptop.do(work)
    assert (laptop.rejected, laptop.discarded) == ([], {first: DiscardReason.DONE_AGAIN})
    assert second in {one.id for one in laptop.case.bookings}


def test_an_event_of_which_the_server_has_another_content_is_never_sent_again(
    laptop: Laptop,
) -> None:
    event = laptop.call().event
    laptop.answer(contact_logged="conflict")
    with pytest.raises(CannotResend):
        laptop.do(lambda unit: resend(unit, event))
    assert laptop.rejected == [event]


def test_an_entry_is_named_by_the_end_of_its_id(laptop: Laptop) -> None:
    event = refused_call(laptop)
    assert laptop.look_up(event[-8:]) == event
    for unknown in ("zzzzzzzz", event[-3:], "00000000-0000-7000-8000-0000000000ff"):
        with pytest.raises(UnknownRejected):
            laptop.look_up(unknown)


def test_why_something_is_let_go_is_said_and_says_nothing_of_the_person(laptop: Laptop) -> None:
    event = refused_call(laptop)
    with pytest.raises(ReasonMissing):
        laptop.do(lambda unit: discard(unit, event, DiscardReason.OTHER, laptop.tools, "  "))
    with pytest.raises(UnsuitableText):
        laptop.do(lambda unit: discard(unit, event, DiscardReason.OTHER, laptop.tools, "nghiện"))
    assert laptop.rejected == [event]
    assert issubclass(ReasonMissing, BadInput)
    assert issubclass(StandsInstead, Refused)


def test_what_waits_is_counted_by_kind_since_the_oldest(laptop: Laptop) -> None:
    laptop.call()
    laptop.call()
    laptop.book(0)
    waiting = laptop.vault.read(read_outbox).waiting
    assert (waiting.count, dict(waiting.kinds)) == (3, {Kind.CONTACT: 2, Kind.BOOKING: 1})
    assert waiting.since == MONDAY


def test_a_backup_brings_back_what_was_let_go_and_what_was_sent_again(
    laptop: Laptop, tmp_path: Path
) -> None:
    sent, gone = laptop.call().event, laptop.call().event
    laptop.answer(contact_logged="wrong_ward")
    home = tmp_path / "v"
    backup = tmp_path / "backup"
    back_up(home, laptop.vault, MONDAY, backup)
    laptop.do(lambda unit: resend(unit, sent))
    laptop.do(lambda unit: discard(unit, gone, DiscardReason.MISTAKE, laptop.tools))
    laptop.vault.close()
    restore(home, backup, PASSPHRASE, CountingIds(1 << 42), MONDAY, salvage=True)
    with OpenVault(home, unlock(home, PASSPHRASE)) as vault:
        assert [one.event.id for one in vault.read(lambda unit: unit.events.waiting(5))] == [sent]
        assert vault.read(lambda unit: unit.rejected.all()) == []
        (one,) = vault.read(lambda unit: unit.rejected.discarded())
        assert one.event.id == gone


def test_a_booking_that_no_session_can_settle_stays_until_somebody_lets_it_go(
    laptop: Laptop,
) -> None:
    event = laptop.book(0).event
    laptop.answer(booking_made="wrong_ward")
    laptop.book(1)
    assert laptop.rejected == [event]
    assert isinstance(
        laptop.vault.read(lambda unit: find_rejected(unit, event)).event.body, BookingMade
    )
