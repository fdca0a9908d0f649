"""This evening on one page: how it looks, and what each key does.

After a change that is meant: ``pytest tests/snapshot --snapshot-update``, then read the diff.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from syrupy.assertion import SnapshotAssertion
from textual import events

from tests.builders import AN, MONDAY, CountingIds, SetClock
from tests.conftest import PASSPHRASE
from tests.snapshot.opened import Ids, OpenedScreen, Opening, made_ward
from wardtui.domain.agenda import Section
from wardtui.domain.events import ContactLogged, ResidentListed
from wardtui.domain.ids import ResidentId
from wardtui.domain.resident import Phone, Resident
from wardtui.domain.vocabulary import Channel, Failure, Flag, Need, Outcome
from wardtui.i18n import Language
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.ports import Tools, Unit
from wardtui.services.record_enrolment import RecordEnrolment, record_enrolment
from wardtui.services.recording import Draft, record
from wardtui.store.making import create_vault
from wardtui.tui.outcomes import HOUSEHOLD_KEY
from wardtui.tui.screens.case import CaseScreen
from wardtui.tui.screens.today import TodayScreen
from wardtui.tui.screens.worklist import WorklistScreen
from wardtui.tui.widgets.agenda_list import AgendaList

EVENING = MONDAY.replace(hour=19)
YESTERDAY = MONDAY - timedelta(days=1)
FRIDAY = MONDAY - timedelta(days=3)
SIZES = [(80, 24), (120, 40), (200, 60)]

NO_PHONE: dict[str, Any] = {"phones": (), "flags": (Flag.MISSING_PHONE,)}
PEOPLE: dict[str, dict[str, Any]] = {
    "an": {"name": "Nguyễn Văn An"},
    "binh": {"name": "Trần Thị Bình"},
    "chi": {"name": "Lê Thị Chi", "area": "Tổ 6"},
    "dung": {"name": "Phạm Văn Dũng"},
    "em": {"name": "Hoàng Văn Em"},
    "giang": {"name": "Vũ Thị Giang"},
    "hoa": {"name": "Đặng Thị Hoa"},
    "hung": {"name": "Bùi Văn Hùng"},
    "khoa": {"name": "Đỗ Văn Khoa", "address": "Số 9 ngõ 72 phố Mẫu Đơn"},
    "lien": {"name": "Đỗ Thị Liên", "address": "Số 9 ngõ 72 phố Mẫu Đơn"},
    "minh": {"name": "Hồ Văn Minh", "address": "P.1205 toà CT1", "area": "Tổ 6"},
    "nga": {"name": "Ngô Thị Nga", "address": "Số 4 ngõ 72 phố Mẫu Đơn", **NO_PHONE},
    "oanh": {"name": "Dương Thị Oanh", "address": "Số 30 phố Mẫu Đơn"},
    "phuc": {"name": "Lý Văn Phúc"},
    "quy": {"name": "Đoàn Thị Quý", "area": "Tổ 6"},
    "son": {"name": "Trương Văn Sơn"},
    "tam": {"name": "Phan Thị Tâm"},
}


def call(outcome: Outcome, **details: Any) -> ContactLogged:
    return msgspec.structs.replace(ContactLogged(channel=Channel.CALL, outcome=outcome), **details)


CONTACTS: list[tuple[str, datetime, ContactLogged]] = [
    ("an", YESTERDAY, call(Outcome.CALLBACK_REQUESTED, call_back_at=MONDAY.replace(hour=18))),
    (
        "binh",
        YESTERDAY,
        call(Outcome.CALLBACK_REQUESTED, call_back_at=EVENING + timedelta(minutes=30)),
    ),
    ("chi", FRIDAY, call(Outcome.NOT_NOW)),
    ("dung", FRIDAY, call(Outcome.AGREED_NO_DATE, promised_for=MONDAY.replace(hour=15))),
    ("giang", MONDAY, call(Outcome.MISSED)),
    ("hoa", YESTERDAY, call(Outcome.NEEDS_DATA_FIX)),
    ("hung", YESTERDAY, call(Outcome.AGREED_NO_DATE)),
    ("khoa", FRIDAY, call(Outcome.DECLINED)),
    ("lien", FRIDAY, call(Outcome.DECLINED)),
    ("minh", FRIDAY, call(Outcome.NO_ANSWER)),
    ("minh", YESTERDAY, call(Outcome.NO_ANSWER)),
    ("oanh", YESTERDAY, call(Outcome.GUARDIAN_NEEDED)),
    ("phuc", YESTERDAY, call(Outcome.MOVED_AWAY)),
    ("quy", FRIDAY, call(Outcome.HOME_VISIT_REQUESTED)),
]
IN_ORDER = [
    *("an", "binh", "chi"),
    "dung",
    *("em", "giang", "hoa"),
    "hung",
    *("oanh", "nga", "khoa", "lien", "minh"),
    *("quy", "phuc"),
]
"""As the page shows them."""

Step = Callable[["Screen"], Awaitable[None]]


def person(number: int, facts: dict[str, Any]) -> Resident:
    plain = msgspec.structs.replace(
        AN,
        personal_id=f"000085000{number:03}",
        phones=(Phone(f"+84570000{number:03}"),),
        address=f"Số {number + 10} phố Mẫu Đơn",
    )
    return msgspec.structs.replace(plain, **facts)


def fill(unit: Unit, tools: Tools) -> dict[str, ResidentId]:
    """List everybody, and tell what happened to them before this evening."""
    ids = {name: ResidentId(tools.ids.new()) for name in PEOPLE}
    for number, (name, facts) in enumerate(PEOPLE.items(), 1):
        body = ResidentListed(resident=person(number, facts))
        record(unit, [Draft(resident=ids[name], body=body, occurred_at=FRIDAY)], tools)
    for name, at, contact in CONTACTS:
        log_contact(unit, LogContact(resident=ids[name], contact=contact, at=at), tools)
    failed = RecordEnrolment(
        resident=ids["em"],
        need=Need.ID_CARD,
        failure=Failure.FINGERPRINTS_UNREADABLE,
        at=YESTERDAY,
    )
    record_enrolment(unit, failed, tools)
    return ids


class Screen(OpenedScreen):
    """The application with what is looked at in these tests."""

    def type(self, *keys: str) -> None:
        """Press keys without waiting for what any of them does."""
        for key in keys:
            self.app.post_message(events.Key(key, key if len(key) == 1 else None))

    async def burst(self, *keys: str) -> None:
        """The same, and wait for all of them together."""
        self.type(*keys)
        done = asyncio.Event()
        self.app.call_later(done.set)
        await done.wait()
        await self.settle()

    @property
    def agenda(self) -> AgendaList:
        today = next(one for one in self.app.screen_stack if isinstance(one, TodayScreen))
        return today.query_one(AgendaList)

    @property
    def under_cursor(self) -> str:
        entry = self.agenda.entry
        assert entry is not None
        return self.name_of(entry.row.id)

    @property
    def shown(self) -> list[str]:
        """Everybody who has an entry, in their order."""
        lines = [line for line in self.agenda._lines if not isinstance(line, Section)]
        return [self.name_of(line.row.id) for line in lines]


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ids]:
    """A vault whose evening has every section, always the same: its clock and ids are set."""
    tools = Tools(SetClock(MONDAY), ids := CountingIds())
    folder = tmp_path_factory.mktemp("evening")
    return made_ward(folder, ids, MONDAY, lambda unit: fill(unit, tools))


@pytest.fixture
def opening(ward: tuple[Path, Ids], tmp_path: Path) -> Iterator[Opening]:
    made = Opening(ward, tmp_path / "home", Screen, EVENING)
    yield made
    made.close()


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_screen(
    size: tuple[int, int], language: Language, opening: Opening, snapshot: SnapshotAssertion
) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("t")
        assert max(len(line) for line in screen.text.splitlines()) <= size[0]
        assert screen.text == snapshot

    await opening.run(look, size, language)


@pytest.mark.parametrize("language", list(Language))
async def test_the_end_of_a_long_evening(
    language: Language, opening: Opening, snapshot: SnapshotAssertion
) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("t", "end")
        assert screen.under_cursor == "phuc"
        assert screen.text == snapshot

    await opening.run(look, language=language)


@pytest.mark.parametrize("language", list(Language))
async def test_an_empty_evening_says_what_to_do(
    language: Language, tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    folder = tmp_path / "new"
    create_vault(folder, PASSPHRASE, CountingIds())
    made = Opening((folder, {}), tmp_path / "home", Screen, EVENING)

    async def look(screen: Screen) -> None:
        await screen.press("t")
        assert screen.text == snapshot
        await screen.press("n", "c", "enter", "right", "down", "end", "u")
        assert type(screen.app.screen) is TodayScreen
        await screen.press("escape")
        assert type(screen.app.screen) is WorklistScreen

    await made.run(look, language=language)
    made.close()


async def test_a_very_small_window_loses_nothing(opening: Opening) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("t", *["down"] * 14)
        assert screen.under_cursor == "phuc"
        assert "Lý Văn Phúc" in screen.text
        await screen.press("v")
        await screen.press("escape", "home")
        assert screen.under_cursor == "an"
        assert "Call backs · 3" in screen.text

    await opening.run(look, size=(60, 16))


async def test_everybody_stands_where_the_evening_is_worked(opening: Opening) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("t")
        assert screen.shown == IN_ORDER
        assert "2 calls in the list" in screen.words
        assert screen.under_cursor == "an"

    await opening.run(look)


async def test_a_case_that_was_logged_leaves_its_place_and_the_next_comes_under_the_cursor(
    opening: Opening,
) -> None:
    async def log(screen: Screen) -> None:
        await screen.press("t", "c", "1")
        assert (await screen.case("an")).attempts.call == 2
        assert screen.shown == [name for name in IN_ORDER if name != "an"]
        assert screen.under_cursor == "binh"
        assert "Saved: Nguyễn Văn An" in screen.words
        # Too early: what was agreed for 19:30 still stands, and the cursor goes on all the same.
        await screen.press("c", "1")
        assert "binh" in screen.shown
        assert screen.under_cursor == "chi"

    await opening.run(log)


async def test_keys_typed_in_one_go_land_on_one_case_after_the_other(opening: Opening) -> None:
    async def type_fast(screen: Screen) -> None:
        before = {name: (await screen.case(name)).attempts for name in IN_ORDER}
        # To the walk, two doors, back to the top: "t", then 30 keys without a look at the screen.
        keys = ["right"] * 4 + ["v", "1"] * 4 + ["home"] + ["c", "1"] * 8 + ["u"]
        assert len(keys) == 30
        await screen.burst("t", *keys)
        after = {name: (await screen.case(name)).attempts for name in IN_ORDER}
        visited = [name for name in IN_ORDER if after[name].visit > before[name].visit]
        called = [name for name in IN_ORDER if after[name].call > before[name].call]
        assert visited == ["oanh", "nga", "khoa", "lien"]
        assert called == ["an", "binh", "chi", "dung", "em", "giang", "hoa"]
        assert all(after[name].total - before[name].total <= 1 for name in IN_ORDER)

    await opening.run(type_fast)


async def test_a_visit_to_a_household_takes_all_its_entries_away(opening: Opening) -> None:
    async def visit(screen: Screen) -> None:
        await screen.press("t", *["right"] * 4, "down", "down")
        assert screen.under_cursor == "khoa"
        await screen.press("v", HOUSEHOLD_KEY, "1")
        assert (await screen.case("lien")).attempts.visit == 1
        assert not {"khoa", "lien"} & set(screen.shown)
        assert screen.under_cursor == "minh"

    await opening.run(visit)


async def test_what_is_taken_back_is_there_again(opening: Opening) -> None:
    async def undo(screen: Screen) -> None:
        await screen.press("t", "c", "1", "u")
        assert screen.shown == IN_ORDER
        assert screen.under_cursor == "binh"
        await screen.press("U")
        assert "an" not in screen.shown

    await opening.run(undo)


async def test_n_goes_through_those_whose_time_has_come_and_notes_them(opening: Opening) -> None:
    async def go(screen: Screen) -> None:
        seen: list[str] = []
        page = TodayScreen(lambda entry: seen.append(screen.name_of(entry.row.id)))
        await screen.app.push_screen(page)
        await screen.press("end", "n")
        assert screen.under_cursor == "an"
        await screen.press("n")
        assert screen.under_cursor == "dung"
        opening.clock.forward(minutes=45)
        await screen.press("n", "n")
        assert screen.under_cursor == "binh"
        assert seen == ["an", "an", "dung", "an", "binh"]

    await opening.run(go)


async def test_arrows_go_from_section_to_section_in_a_circle_and_never_onto_a_heading(
    opening: Opening,
) -> None:
    async def go(screen: Screen) -> None:
        await screen.press("t")
        starts = ["dung", "em", "hung", "oanh", "quy", "an"]
        for name in starts:
            await screen.press("right")
            assert screen.under_cursor == name
        await screen.press("left")
        assert screen.under_cursor == "quy"
        await screen.press("home")
        for name in IN_ORDER[1:]:
            await screen.press("down")
            assert screen.under_cursor == name
        for name in [*reversed(IN_ORDER), "an"][1:]:
            await screen.press("up")
            assert screen.under_cursor == name

    await opening.run(go)


async def test_the_mouse_chooses_a_case_a_heading_means_its_first_and_two_clicks_open(
    opening: Opening,
) -> None:
    async def click(screen: Screen) -> None:
        await screen.press("t")
        await screen.pilot.click("#agenda", offset=(3, 3))
        assert screen.under_cursor == "chi"
        await screen.pilot.click("#agenda", offset=(3, 6))
        assert screen.under_cursor == "em"
        await screen.pilot.click("#agenda", offset=(3, 3), times=2)
        await screen.settle()
        assert type(screen.app.screen) is CaseScreen
        assert "Lê Thị Chi" in screen.text
        await screen.press("escape")
        assert type(screen.app.screen) is TodayScreen

    await opening.run(click)


async def test_what_others_have_done_is_gone_and_the_cursor_stays_on_its_case(
    opening: Opening,
) -> None:
    async def arrive(screen: Screen) -> None:
        await screen.press("t", "right")
        assert screen.under_cursor == "dung"
        command = LogContact(resident=screen.ids["an"], contact=call(Outcome.NO_ANSWER))
        await screen.app.session.change(lambda unit, tools: log_contact(unit, command, tools))
        screen.app.redraw()
        await screen.settle()
        assert screen.shown == IN_ORDER[1:]
        assert screen.under_cursor == "dung"

    await opening.run(arrive)


async def test_keys_wait_until_what_others_have_done_is_read(opening: Opening) -> None:
    async def arrive(screen: Screen) -> None:
        await screen.press("t")
        page = screen.app.screen
        assert isinstance(page, TodayScreen)
        command = LogContact(resident=screen.ids["an"], contact=call(Outcome.NO_ANSWER))
        async with page._reading:
            await screen.app.session.change(lambda unit, tools: log_contact(unit, command, tools))
            screen.app.redraw()
            screen.type("c", "1")
            assert (await screen.case("an")).attempts.call == 2
        await screen.burst()
        assert (await screen.case("an")).attempts.call == 2
        assert (await screen.case("binh")).attempts.call == 2

    await opening.run(arrive)


async def test_what_a_log_on_the_page_of_a_case_changes_is_drawn_behind_it(
    opening: Opening,
) -> None:
    async def log(screen: Screen) -> None:
        await screen.press("t", "enter")
        assert type(screen.app.screen) is CaseScreen
        await screen.press("c", "1", "escape")
        assert screen.shown == IN_ORDER[1:]
        assert screen.under_cursor == "binh"

    await opening.run(log)


async def test_a_time_is_marked_when_it_has_come(opening: Opening) -> None:
    async def wait(screen: Screen) -> None:
        await screen.press("t", "down", "down")
        assert " 19:30 Trần Thị Bình" in screen.text
        opening.clock.forward(minutes=31)
        page = screen.app.screen
        assert isinstance(page, TodayScreen)
        page._mark_times()
        await screen.settle()
        assert "!19:30 Trần Thị Bình" in screen.text
        assert "! 3 whose time has come" in screen.words
        assert screen.under_cursor == "chi"

    await opening.run(wait)


async def test_at_midnight_it_is_the_next_day(opening: Opening) -> None:
    async def wait(screen: Screen) -> None:
        await screen.press("t")
        assert "Mon 23/11" in screen.text
        opening.clock.forward(hours=6)
        page = screen.app.screen
        assert isinstance(page, TodayScreen)
        page._mark_times()
        await screen.settle()
        assert "Tue 24/11" in screen.text
        assert "!18:00" not in screen.text
        assert screen.under_cursor == "an"

    await opening.run(wait)
