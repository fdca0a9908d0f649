"""Editing what the server did not take, on the page of the exchange: how it looks, what keys do.

After a change that is meant: ``pytest tests/snapshot --snapshot-update``, then read the diff.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.builders import MONDAY, CountingIds
from tests.snapshot.opened import Ids, Opening, made_ward
from tests.snapshot.test_sync_screen import EVENING, Screen, answered, fill
from wardtui.domain.events import ContactLogged
from wardtui.domain.resident import Field
from wardtui.domain.vocabulary import Channel, ContactPerson, Need, Outcome, Reason, Step
from wardtui.i18n import Language
from wardtui.services.correct_record import CorrectRecord, correct_record
from wardtui.services.plan_session import ChangeSession, change_session
from wardtui.services.ports import Tools, Unit
from wardtui.services.record_enrolment import RecordEnrolment, record_enrolment
from wardtui.services.undo import undo
from wardtui.store.vault import OpenVault
from wardtui.tui.screens.booking import BookingScreen
from wardtui.tui.screens.choice import ChoiceScreen
from wardtui.tui.screens.contact_anew import ContactAnewScreen
from wardtui.tui.screens.edit import EditScreen
from wardtui.tui.screens.session_form import SessionFormScreen
from wardtui.tui.screens.sync import SyncScreen
from wardtui.tui.screens.worklist import WorklistScreen


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ids]:
    """A booking and a call that the server did not take."""
    return made_ward(tmp_path_factory.mktemp("edit"), CountingIds(1 << 45), MONDAY, fill)


@pytest.fixture
def opening(ward: tuple[Path, Ids], tmp_path: Path) -> Iterator[Opening[Screen]]:
    made = Opening(ward, tmp_path / "home", Screen, EVENING)
    yield made
    made.close()


async def open_call(screen: Screen) -> None:
    await screen.open_page()
    await screen.press("down", "e")
    assert screen.shows(ContactAnewScreen)


async def last_contact(screen: Screen) -> ContactLogged:
    def read(unit: Unit) -> ContactLogged:
        found = [one.event.body for one in unit.events.waiting(50)]
        return [one for one in found if isinstance(one, ContactLogged)][-1]

    return await screen.app.session.read(read)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_form_of_a_contact(
    size: tuple[int, int],
    language: Language,
    opening: Opening[Screen],
    snapshot: SnapshotAssertion,
) -> None:
    async def compare(screen: Screen) -> None:
        await open_call(screen)
        assert screen.text == snapshot

    await opening.run(compare, size, language)


async def test_a_call_is_changed_and_stands_in_the_place_of_the_first(
    opening: Opening[Screen],
) -> None:
    async def change(screen: Screen) -> None:
        await open_call(screen)
        assert "Call: No answer" not in screen.words
        await screen.press("6")
        assert "Call back at" in screen.words
        await screen.press("down", *"mai 19h30", "down", "1", "down", "1", "down", "down")
        await screen.press(*"đứng cổng gọi", "enter")
        assert screen.shows(SyncScreen)
        assert await screen.counts() == (2, 1, 1)
        assert "Saved: Lê Thị Quỳnh Chi" in screen.words
        assert "recorded anew in another way" in screen.words
        contact = await last_contact(screen)
        assert (contact.channel, contact.outcome) == (Channel.CALL, Outcome.CALLBACK_REQUESTED)
        assert contact.with_whom is ContactPerson.RESIDENT
        assert contact.reasons == (Reason.PAPERS_STILL_VALID,)
        assert contact.note == "đứng cổng gọi"
        case = await screen.case("chi")
        assert case.attempts.total == 1
        await screen.press("escape", "u")
        assert screen.shows(WorklistScreen)
        assert await screen.counts() == (3, 2, 0)

    await opening.run(change)


async def test_another_channel_keeps_the_outcome_until_another_is_chosen(
    opening: Opening[Screen],
) -> None:
    async def change(screen: Screen) -> None:
        await open_call(screen)
        await screen.press("up", "2", "down")
        assert "No answer" in screen.words
        await screen.press("1", "enter")
        contact = await last_contact(screen)
        assert (contact.channel, contact.outcome) == (Channel.VISIT, Outcome.NOT_HOME)

    await opening.run(change)


async def test_leaving_the_form_changes_nothing(opening: Opening[Screen]) -> None:
    async def leave(screen: Screen) -> None:
        await open_call(screen)
        await screen.press("6", "down", *"luc nao do", "enter")
        assert screen.shows(ContactAnewScreen)
        assert "luc nao do" in screen.text
        await screen.press("escape")
        assert screen.shows(SyncScreen)
        assert await screen.counts() == (1, 2, 0)

    await opening.run(leave)


async def test_a_booking_without_a_seat_is_edited_by_another_session(
    opening: Opening[Screen],
) -> None:
    async def book(screen: Screen) -> None:
        await screen.open_page()
        await screen.press("e")
        assert screen.shows(BookingScreen)

    await opening.run(book)


async def test_what_was_let_go_is_brought_back_before_it_is_edited(
    opening: Opening[Screen],
) -> None:
    async def look(screen: Screen) -> None:
        await screen.open_page()
        await screen.press("down", "x", "3", "end", "e")
        assert screen.shows(SyncScreen)
        assert "It was discarded before; Undo brings it back." in screen.words

    await opening.run(look)


def refused(
    record: Callable[[Unit, Tools], object], **codes: str
) -> Callable[[OpenVault, Tools], None]:
    """Something more is recorded and not taken."""

    def work(vault: OpenVault, tools: Tools) -> None:
        def both(unit: Unit) -> None:
            answered(unit, {})
            record(unit, tools)
            answered(unit, {name.replace("_", "."): code for name, code in codes.items()})

        vault.write(both)

    return work


def correct_address(unit: Unit, tools: Tools) -> None:
    who = next(case.id for case in unit.cases.all() if case.resident.name == "Nguyễn Văn An")
    command = CorrectRecord(resident=who, field=Field.ADDRESS, value="12 ngõ 3")
    correct_record(unit, command, tools)


def capture(unit: Unit, tools: Tools) -> None:
    who = next(case.id for case in unit.cases.all() if case.resident.name == "Nguyễn Văn An")
    command = RecordEnrolment(resident=who, need=Need.ID_CARD, step=Step.CAPTURED)
    record_enrolment(unit, command, tools)


def move_session(unit: Unit, tools: Tools) -> None:
    first = min(unit.sessions.all(), key=lambda one: one.start)
    change_session(unit, ChangeSession(session=first.id, place="Trường tiểu học"), tools)


async def test_a_correction_begins_with_what_was_typed(opening: Opening[Screen]) -> None:
    async def change(screen: Screen) -> None:
        await screen.open_page()
        await screen.press("end", "e")
        assert screen.shows(EditScreen)
        assert "12 ngõ 3" in screen.text
        await screen.press("0", "enter")
        assert screen.shows(SyncScreen)
        assert (await screen.case("an")).resident.address == "12 ngõ 30"
        assert (await screen.counts())[1:] == (2, 1)

    opening.prepare(refused(correct_address, resident_corrected="malformed"))
    await opening.run(change)


async def test_a_result_is_chosen_anew(opening: Opening[Screen]) -> None:
    async def change(screen: Screen) -> None:
        await screen.open_page()
        await screen.press("end", "e")
        assert screen.shows(ChoiceScreen)
        await screen.press("1")
        if screen.shows(ChoiceScreen):
            await screen.press("1")
        assert (await screen.counts())[1:] == (2, 1)

    opening.prepare(refused(capture, enrolment_recorded="malformed"))
    await opening.run(change)


async def test_a_session_opens_as_it_was_wanted(opening: Opening[Screen]) -> None:
    async def change(screen: Screen) -> None:
        await screen.open_page()
        await screen.press("end", "e")
        assert screen.shows(SessionFormScreen)
        assert "Trường tiểu học" in screen.text
        await screen.press(*" B", "enter")
        assert screen.shows(SyncScreen)
        assert (await screen.counts())[1:] == (2, 1)
        places = await screen.app.session.read(
            lambda unit: {one.place for one in unit.sessions.all()}
        )
        assert "Trường tiểu học B" in places

    opening.prepare(refused(move_session, session_changed="role_not_allowed"))
    await opening.run(change)


async def test_what_has_no_form_says_what_to_do(opening: Opening[Screen]) -> None:
    async def look(screen: Screen) -> None:
        await screen.open_page()
        await screen.press("end", "e")
        assert screen.shows(SyncScreen)
        assert "nothing to edit in it; r sends it again as it is, x discards it." in screen.words

    opening.prepare(refused(lambda unit, tools: undo(unit, tools), event_retracted="malformed"))
    await opening.run(look)
