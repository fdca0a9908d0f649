"""The page of the exchange with the server: how it looks, and what each key does.

After a change that is meant: ``pytest tests/snapshot --snapshot-update``, then read the diff.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from syrupy.assertion import SnapshotAssertion

from tests.builders import AN, MONDAY, WARD, CountingIds, SetClock
from tests.contract.test_sync import Scripted
from tests.snapshot.opened import Ids, OpenedScreen, Opening, made_ward
from wardtui.domain.events import ContactLogged, ResidentListed
from wardtui.domain.ids import ActionId, OfficerId, ResidentId, SessionId
from wardtui.domain.resident import Phone
from wardtui.domain.session_codes import SessionKind
from wardtui.domain.vocabulary import Channel, Outcome, Role
from wardtui.i18n import Language
from wardtui.messages import Pull, Push, PushAnswer, PushResult
from wardtui.services.book import Book, book
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.plan_session import OpenSession, open_session
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, record
from wardtui.services.records import Pairing, StoredEvent, SyncState
from wardtui.services.settling import settle
from wardtui.settings import Places, read_settings
from wardtui.store.vault import OpenVault
from wardtui.tui import session as tui_session
from wardtui.tui.screens.booking import BookingScreen
from wardtui.tui.screens.case import CaseScreen
from wardtui.tui.screens.choice import ChoiceScreen
from wardtui.tui.screens.edit import EditScreen
from wardtui.tui.screens.sync import SyncScreen
from wardtui.tui.screens.worklist import WorklistScreen

EVENING = MONDAY.replace(hour=19, minute=30)
SIZES = [(80, 24), (120, 40), (200, 60)]
PAIRING = Pairing(
    url="https://may-chu.example",
    token="t" * 43,
    officer=OfficerId("officer-an"),
    name="Lê Văn Hùng",
    role=Role.OFFICER,
    wards=(WARD,),
)
STOOD = SyncState(
    cursors={WARD: 1},
    epoch="e1",
    last_contact=EVENING - timedelta(minutes=12),
    last_success=EVENING - timedelta(minutes=12),
)
PEOPLE = {
    "an": "Nguyễn Văn An",
    "binh": "Trần Thị Bình",
    "chi": "Lê Thị Quỳnh Chi",
}


class Server(Scripted):
    """The ward's server, which takes everything and knows nothing new."""

    def __init__(self) -> None:
        super().__init__()
        self.may_answer = threading.Event()
        self.may_answer.set()

    def push(self, events: Push) -> PushAnswer:
        self.may_answer.wait(60)
        return super().push(events)

    def pull(self, after: dict[str, int], limit: int) -> Pull:
        return Pull(events=(), next={WARD: self.head or 0}, more=False)


class Screen(OpenedScreen):
    """The application with what is looked at in these tests."""

    async def open_page(self) -> None:
        await self.press("S")
        assert self.shows(SyncScreen)

    def shows(self, kind: type) -> bool:
        """Whether a page of this kind is on top."""
        return self.open is kind

    async def counts(self) -> tuple[int, int, int]:
        """How many events wait, need attention, were let go."""

        def count(unit: Unit) -> tuple[int, int, int]:
            gone = unit.rejected.count_discarded()
            return unit.events.count_waiting(), unit.rejected.count(), gone

        return await self.app.session.read(count)


def answered(unit: Unit, codes: dict[str, str]) -> None:
    """The server takes what waits but for the events of a type, which it refuses by a code."""
    batch = unit.events.waiting(500)

    def result(place: int, one: StoredEvent) -> PushResult:
        code = codes.get(one.event.type)
        if code is not None:
            return PushResult(id=one.event.id, status="rejected", code=code)
        return PushResult(id=one.event.id, status="accepted", seq=place + 1)

    results = tuple(result(place, one) for place, one in enumerate(batch))
    settle(unit, batch, PushAnswer(results), EVENING - timedelta(minutes=12))


def fill(unit: Unit) -> Ids:
    """Three people and two sessions; a booking and a call that the server did not take."""
    clock = SetClock(MONDAY - timedelta(days=1))
    tools = Tools(clock, CountingIds())
    unit.state.pairing = PAIRING
    ids = {name: ResidentId(tools.ids.new()) for name in PEOPLE}
    drafts = [
        Draft(
            resident=ids[name],
            body=ResidentListed(
                resident=msgspec.structs.replace(
                    AN,
                    name=full,
                    personal_id=f"00008500000{number}",
                    phones=(Phone(f"+8457000010{number}"),),
                )
            ),
        )
        for number, (name, full) in enumerate(PEOPLE.items())
    ]
    record(unit, drafts, tools)
    sessions = []
    for days in (1, 3):
        start = MONDAY.replace(hour=18) + timedelta(days=days)
        wish = OpenSession(
            kind=SessionKind.WARD_EVENING,
            place="Nhà văn hóa tổ 5",
            start=start,
            end=start + timedelta(hours=3),
        )
        sessions.append(SessionId(open_session(unit, wish, tools).event))
    answered(unit, {})
    clock.moment = MONDAY.replace(hour=19)
    book(unit, Book(resident=ids["binh"], session=sessions[0]), tools)
    contact = ContactLogged(channel=Channel.CALL, outcome=Outcome.NO_ANSWER)
    log_contact(unit, LogContact(resident=ids["chi"], contact=contact), tools)
    answered(unit, {"booking.made": "session_full", "contact.logged": "wrong_ward"})
    clock.moment = MONDAY.replace(hour=19, minute=20)
    contact = ContactLogged(channel=Channel.VISIT, outcome=Outcome.NO_ANSWER)
    log_contact(unit, LogContact(resident=ids["an"], contact=contact), tools)
    unit.state.sync = STOOD
    return ids


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ids]:
    """A vault that is always the same: its clock and ids are set."""
    return made_ward(tmp_path_factory.mktemp("sync"), CountingIds(1 << 45), MONDAY, fill)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    """What answers instead of the network; nothing is asked by the clock."""
    api = Server()
    api.head = 1

    @contextmanager
    def connect(_: Pairing) -> Iterator[Server]:
        yield api

    monkeypatch.setattr(tui_session, "connector", lambda *_, **__: connect)
    monkeypatch.setattr("wardtui.tui.exchanging.FIRST_SECONDS", 3600.0)
    monkeypatch.setattr("wardtui.tui.background_sync.AFTER_CHANGE_SECONDS", 3600.0)
    monkeypatch.setattr("wardtui.tui.background_sync.AT_MOST_AFTER_CHANGE_SECONDS", 3600.0)
    return api


@pytest.fixture
def opening(ward: tuple[Path, Ids], tmp_path: Path, server: Server) -> Iterator[Opening[Screen]]:
    made = Opening(ward, tmp_path / "home", Screen, EVENING)
    yield made
    made.close()


def unpaired(vault: OpenVault, _: Tools) -> None:
    vault.write(lambda unit: setattr(unit.state, "pairing", None))


def in_trouble(vault: OpenVault, _: Tools) -> None:
    """No line since this morning, and a clock that is ten minutes slow."""
    state = msgspec.structs.replace(
        STOOD,
        last_error="server_unreachable",
        last_success=EVENING - timedelta(hours=30),
        clock_offset=611.0,
    )
    vault.write(lambda unit: setattr(unit.state, "sync", state))


def all_well(vault: OpenVault, _: Tools) -> None:
    """Nothing waits and nothing was refused."""

    def work(unit: Unit) -> None:
        for one in unit.rejected.all():
            unit.rejected.remove(one.event.id)
        answered(unit, {})

    vault.write(work)


PREPARED: dict[str, Callable[[OpenVault, Tools], None] | None] = {
    "refused": None,
    "trouble": in_trouble,
    "unpaired": unpaired,
    "well": all_well,
}
LOOKS = [(name, size) for name in PREPARED for size in SIZES]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    ("name", "size"), LOOKS, ids=[f"{name}-{wide}x{high}" for name, (wide, high) in LOOKS]
)
async def test_page(
    name: str,
    size: tuple[int, int],
    language: Language,
    opening: Opening[Screen],
    snapshot: SnapshotAssertion,
) -> None:
    async def compare(screen: Screen) -> None:
        await screen.open_page()
        assert screen.text == snapshot

    prepare = PREPARED[name]
    if prepare is not None:
        opening.prepare(prepare)
    await opening.run(compare, size, language)


@pytest.mark.parametrize("size", [(40, 12), (60, 16)])
async def test_small_windows_hold_it(size: tuple[int, int], opening: Opening[Screen]) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("S", "x", "escape", "down", "end", "m", "escape")
        assert screen.shows(WorklistScreen)

    await opening.run(look, size)


async def test_the_least_window_has_room_for_trouble_entries_their_reason_and_the_keys(
    opening: Opening[Screen],
) -> None:
    async def look(screen: Screen) -> None:
        await screen.open_page()
        lines = screen.text.splitlines()
        assert any("Why not:" in line for line in lines)
        assert "q Quit" in lines[-1]
        assert sum("‼" in line for line in lines[2:-4]) >= 2

    opening.prepare(in_trouble)
    await opening.run(look, (60, 16))


async def test_a_click_on_how_the_exchange_stands_opens_the_page(opening: Opening[Screen]) -> None:
    async def look(screen: Screen) -> None:
        await screen.pilot.click("#title", offset=(75, 0))
        await screen.settle()
        assert screen.shows(SyncScreen)
        await screen.pilot.click("#title", offset=(2, 0))
        await screen.settle()
        await screen.press("escape")
        assert screen.shows(WorklistScreen)

    await opening.run(look)


async def test_another_session_settles_a_booking_that_was_not_taken(
    opening: Opening[Screen],
) -> None:
    async def look(screen: Screen) -> None:
        await screen.open_page()
        assert await screen.counts() == (1, 2, 0)
        await screen.press("j")
        assert screen.shows(BookingScreen)
        await screen.press("1")
        assert screen.shows(SyncScreen)
        assert await screen.counts() == (2, 1, 1)
        assert "recorded anew in another way" in screen.words

    await opening.run(look)


async def test_what_was_not_taken_is_sent_again_with_one_key(
    opening: Opening[Screen], server: Server
) -> None:
    async def look(screen: Screen) -> None:
        await screen.open_page()
        await screen.press("down", "r")
        assert "1 entry waits to be sent again" in screen.words
        assert await screen.counts() == (2, 1, 0)
        await screen.press("s")
        assert await screen.counts() == (0, 1, 0)
        assert server.batches == [2]
        assert "Synchronised: sent 2" in screen.words

    await opening.run(look)


async def test_what_is_let_go_stays_on_the_page_and_undo_brings_it_back(
    opening: Opening[Screen],
) -> None:
    async def look(screen: Screen) -> None:
        await screen.open_page()
        await screen.press("x")
        assert screen.shows(ChoiceScreen)
        await screen.press("2")
        assert await screen.counts() == (1, 1, 1)
        assert "1 entry discarded; it stays in the history" in screen.words
        await screen.press("end", "u")
        assert await screen.counts() == (1, 2, 0)
        await screen.press("u")
        assert "Choose something that was discarded" in screen.words

    await opening.run(look)


async def test_a_reason_of_ones_own_says_nothing_of_the_person(opening: Opening[Screen]) -> None:
    async def look(screen: Screen) -> None:
        await screen.open_page()
        await screen.press("x", "5")
        assert screen.shows(EditScreen)
        await screen.press("enter")
        assert "It is not said why" in screen.words
        await screen.press(*"nghiện", "enter")
        assert "speaks about the person" in screen.words
        await screen.press(*["backspace"] * 6, *"xong", "enter")
        assert screen.shows(SyncScreen)
        assert "“xong”" in screen.words
        assert await screen.counts() == (1, 1, 1)

    await opening.run(look)


async def test_the_case_opens_with_what_was_let_go_in_its_history(opening: Opening[Screen]) -> None:
    async def look(screen: Screen) -> None:
        await screen.open_page()
        await screen.press("down", "x", "3", "end", "enter")
        assert screen.shows(CaseScreen)
        assert "Call: No answer [discarded: recorded by mistake (Lê Văn Hùng)]" in screen.words

    await opening.run(look, (200, 60))


async def test_saving_data_is_written_down_and_only_the_key_sends_then(
    opening: Opening[Screen], server: Server
) -> None:
    async def look(screen: Screen) -> None:
        await screen.open_page()
        await screen.press("m")
        assert "by itself once a day only" in screen.words
        assert read_settings(Places(opening._home, opening._home)).metered
        screen.app.exchanging.start()
        await screen.settle()
        assert server.batches == []
        await screen.press("s")
        assert server.batches == [1]
        await screen.press("m")
        assert not read_settings(Places(opening._home, opening._home)).metered

    await opening.run(look)


async def test_an_exchange_that_nobody_asked_for_tells_nothing_and_shows_what_came(
    opening: Opening[Screen], server: Server
) -> None:
    async def look(screen: Screen) -> None:
        await screen.open_page()
        screen.app.exchanging.start()
        await screen.settle()
        assert await screen.counts() == (0, 2, 0)
        assert "nothing" in screen.words
        assert "Synchronised: sent" not in screen.words

    await opening.run(look)


async def test_esc_stops_what_is_going_on_and_then_closes_the_page(
    opening: Opening[Screen], server: Server
) -> None:
    async def look(screen: Screen) -> None:
        await screen.open_page()
        server.may_answer.clear()
        await screen.pilot.press("s")
        assert "asking the server… · Esc stops it" in screen.words
        await screen.pilot.press("escape")
        assert "stopping…" in screen.words
        assert screen.shows(SyncScreen)
        server.may_answer.set()
        await screen.settle()
        assert "The synchronisation was stopped." in screen.words
        assert (await screen.counts())[1] == 2
        await screen.press("escape")
        assert screen.shows(WorklistScreen)

    await opening.run(look)


async def test_what_an_action_recorded_stands_on_one_line(opening: Opening[Screen]) -> None:
    def many(vault: OpenVault, tools: Tools) -> Any:
        def work(unit: Unit) -> ActionId:
            body = ResidentListed(resident=msgspec.structs.replace(AN, name="Hồ Văn Một"))
            drafts = [Draft(resident=ResidentId(tools.ids.new()), body=body) for _ in range(40)]
            saved = record(unit, drafts, tools)
            answered(unit, {"resident.listed": "wrong_ward"})
            return saved.action

        return vault.write(work)

    async def look(screen: Screen) -> None:
        await screen.open_page()
        assert await screen.counts() == (0, 42, 0)
        await screen.press("end")
        assert "(+39)" in screen.words
        await screen.press("r")
        assert await screen.counts() == (40, 2, 0)

    opening.prepare(many)
    await opening.run(look)
