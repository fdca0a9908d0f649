"""The leaders' board: how it looks, what each key does, and what is refused.

After a change that is meant: ``pytest tests/snapshot --snapshot-update``, then read the diff.
"""

from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from syrupy.assertion import SnapshotAssertion
from textual import events

from tests.builders import AN, MONDAY, WARD, CountingIds, SetClock
from tests.conftest import PASSPHRASE
from tests.snapshot.opened import Ids, OpenedScreen, Opening, made_ward
from wardtui.domain.events import (
    CaseAssigned,
    ContactLogged,
    OfficerPublished,
    ResidentListed,
)
from wardtui.domain.ids import OfficerId, ResidentId
from wardtui.domain.resident import Phone
from wardtui.domain.vocabulary import Channel, Outcome, PauseReason, Role, RungKind, Status
from wardtui.i18n import Language
from wardtui.services.escalate import accept_cases, raise_cases, return_cases
from wardtui.services.find_resident import find_resident
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, record
from wardtui.services.records import Pairing, SyncState
from wardtui.store.making import create_vault
from wardtui.store.vault import OpenVault
from wardtui.tui.screens.board import BoardScreen
from wardtui.tui.screens.case import CaseScreen
from wardtui.tui.screens.edit import EditScreen
from wardtui.tui.screens.pick import PickScreen
from wardtui.tui.screens.today import TodayScreen
from wardtui.tui.screens.worklist import WorklistScreen
from wardtui.tui.widgets.board_columns import BoardColumns

EVENING = MONDAY.replace(hour=19)
LISTED = MONDAY - timedelta(days=13)
SIZES = [(80, 24), (120, 40), (200, 60)]
BINH, HUNG = OfficerId("officer-binh"), OfficerId("officer-hung")
OFFICERS = {BINH: ("Trần Thị Bình", Role.LEADER), HUNG: ("Lê Văn Hùng", Role.COMMANDER)}
NAMES = {
    "an": "Nguyễn Văn An",
    "binh": "Trần Thị Bảo Bình",
    "chi": "Lê Thị Chi",
    "dung": "Phạm Văn Dũng",
    "em": "Hoàng Văn Em",
    "giang": "Vũ Thị Giang",
    "hoa": "Đặng Thị Hoa",
    "khoa": "Đỗ Văn Khoa",
    "lien": "Đỗ Thị Liên",
    "minh": "Hồ Văn Minh",
    "nga": "Ngô Thị Nga",
}
NOBODY_ANSWERED = {
    "khoa": (12, 11, 10, 8, 7, 6),
    "an": (9, 8, 6),
    "binh": (8, 7, 6),
    "chi": (4, 3, 2),
    "em": (5, 4, 2),
}
"""Evenings, so many days ago, on which somebody was called in vain."""

LEVEL_2 = ["an", "chi", "em", "dung", "giang"]
"""As the board shows them: what is overdue first."""
LEVEL_3 = ["khoa", "hoa", "binh"]

Step = Callable[["Screen"], Awaitable[None]]


def fill(unit: Unit) -> dict[str, ResidentId]:
    """A ward in which the policy and officers have handed up, taken on and returned."""
    clock = SetClock(LISTED)
    tools = Tools(clock, CountingIds())
    ids = {name: ResidentId(tools.ids.new()) for name in NAMES}

    def at(days: int, hour: int = 10) -> None:
        clock.moment = (MONDAY - timedelta(days=days)).replace(hour=hour)

    def tried(name: str, outcome: Outcome, channel: Channel = Channel.CALL) -> None:
        contact = ContactLogged(channel=channel, outcome=outcome)
        log_contact(unit, LogContact(resident=ids[name], contact=contact), tools)

    people = [
        Draft(
            resident=ids[name],
            body=ResidentListed(
                resident=msgspec.structs.replace(
                    AN,
                    name=full,
                    personal_id=f"000085000{number:03}",
                    phones=(Phone(f"+84570000{number:03}"),),
                    address=f"Số {number + 10} phố Mẫu Đơn",
                    area=f"Tổ {5 + number % 2}",
                )
            ),
        )
        for number, (name, full) in enumerate(NAMES.items(), 1)
    ]
    record(unit, people, tools)
    published = [
        Draft(
            resident=None, body=OfficerPublished(officer=one, name=name, role=role, wards=(WARD,))
        )
        for one, (name, role) in OFFICERS.items()
    ]
    record(unit, published, tools)

    for day in range(12, 0, -1):
        at(day)
        match day:
            case 9:
                accept_cases(unit, [ids["khoa"]], tools)
            case 7:
                why = "Gia đình cần người có thẩm quyền giải thích"
                raise_cases(unit, [ids["hoa"]], why, tools)
                accept_cases(unit, [ids["hoa"]], tools)
                raise_cases(unit, [ids["hoa"]], None, tools)
            case 4:
                accept_cases(unit, [ids["hoa"], ids["an"]], tools)
                record(unit, [Draft(resident=ids["an"], body=CaseAssigned(to=BINH))], tools)
                tried("an", Outcome.NOT_HOME, Channel.VISIT)
            case 3:
                for name in ("lien", "minh", "nga"):
                    tried(name, Outcome.CALLBACK_REQUESTED)
            case 1:
                why = "Nhà khóa cửa nhiều ngày"
                raise_cases(unit, [ids["giang"], ids["dung"], ids["nga"]], why, tools)
                record(unit, [Draft(resident=ids["giang"], body=CaseAssigned(to=BINH))], tools)
                accept_cases(unit, [ids["dung"]], tools)
                tried("dung", Outcome.DECLINED, Channel.VISIT)
        at(day, hour=19)
        for name, days in NOBODY_ANSWERED.items():
            if day in days:
                tried(name, Outcome.NO_ANSWER)
    at(0)
    return_cases(unit, [ids["nga"]], "Gọi lại buổi tối", tools)
    return ids


class Screen(OpenedScreen):
    """The application with what is looked at in these tests."""

    async def write(self, text: str) -> None:
        await self.press(*("space" if letter == " " else letter for letter in text))

    @property
    def columns(self) -> BoardColumns:
        board = next(one for one in self.app.screen_stack if isinstance(one, BoardScreen))
        return board.query_one(BoardColumns)

    @property
    def under_cursor(self) -> str:
        case = self.columns.case
        assert case is not None
        return self.name_of(case.id)

    @property
    def shown(self) -> list[str]:
        """Everybody in the chosen column, in order."""
        column = self.columns.column
        return [] if column is None else [self.name_of(one.id) for one in column.cases]


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ids]:
    """A vault whose board has two levels, always the same: its clock and ids are set."""
    return made_ward(tmp_path_factory.mktemp("board"), CountingIds(1 << 45), MONDAY, fill)


@pytest.fixture
def opening(ward: tuple[Path, Ids], tmp_path: Path) -> Iterator[Opening]:
    made = Opening(ward, tmp_path / "home", Screen, EVENING)
    yield made
    made.close()


def paired_as(role: Role) -> Callable[[OpenVault, Tools], None]:
    """Makes the vault that of Bình, who has heard from the server this evening."""

    def pair(unit: Unit) -> None:
        unit.state.pairing = Pairing(
            url="https://central.example",
            token="t" * 43,
            officer=BINH,
            name="Trần Thị Bình",
            role=role,
            wards=(WARD,),
        )
        unit.state.sync = SyncState(cursors={WARD: 1}, epoch="1", last_success=EVENING)

    return lambda vault, _: vault.write(pair)


SCREENS: dict[str, tuple[str, ...]] = {
    "board": ("b",),
    "top_level": ("b", "right"),
    "ticked": ("b", "space", "space"),
    "filters": ("b", "f"),
    "filtered": ("b", "f", *"not taken", "enter"),
    "workload": ("b", "w"),
    "areas": ("b", "w", "right"),
    "hours": ("b", "w", "left"),
    "asking_for_an_instruction": ("b", "r"),
    "ways_on_the_ladder": ("b", "k"),
    "asking_until_when": ("b", "k", "2", "1"),
}
IN_VIETNAMESE = {"filtered": ("b", "f", *"chua tiep nhan", "enter")}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", list(SCREENS))
async def test_screen(
    name: str,
    size: tuple[int, int],
    language: Language,
    opening: Opening,
    snapshot: SnapshotAssertion,
) -> None:
    async def look(screen: Screen) -> None:
        keys = SCREENS[name]
        if language is Language.VIETNAMESE:
            keys = IN_VIETNAMESE.get(name, keys)
        await screen.press(*("space" if key == " " else key for key in keys))
        assert max(len(line) for line in screen.text.splitlines()) <= size[0]
        assert screen.text == snapshot

    await opening.run(look, size, language)


@pytest.mark.parametrize("language", list(Language))
async def test_an_empty_board_says_what_it_means(
    language: Language, tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    folder = tmp_path / "new"
    create_vault(folder, PASSPHRASE, CountingIds())
    made = Opening((folder, {}), tmp_path / "home", Screen, EVENING)

    async def look(screen: Screen) -> None:
        await screen.press("b")
        assert screen.text == snapshot
        await screen.press("a", "r", "d", "k", "c", "enter", "space", "asterisk", "right", "down")
        await screen.press("end", "pageup", "g")
        assert screen.open is BoardScreen
        await screen.press("w")
        assert screen.text == snapshot
        await screen.press("escape", "escape")
        assert screen.open is WorklistScreen

    await made.run(look, language=language)
    made.close()


async def test_a_very_small_window_loses_nothing(opening: Opening) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("b", *["down"] * 9)
        assert screen.under_cursor == LEVEL_2[-1]
        assert "Vũ Thị Giang" in screen.text
        await screen.pilot.resize_terminal(40, 12)
        await screen.settle()
        await screen.pilot.resize_terminal(120, 40)
        await screen.press("right", "left")
        assert screen.under_cursor == LEVEL_2[-1]

    await opening.run(look, (60, 16))


async def test_every_level_has_its_cases_with_what_is_overdue_first(opening: Opening) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("b")
        assert screen.shown == LEVEL_2
        await screen.press("right")
        assert screen.shown == LEVEL_3
        assert "! overdue" in screen.text.splitlines()[3]
        await screen.press("right")
        assert screen.shown == LEVEL_2

    await opening.run(look)


async def test_the_cursor_shows_the_whole_ladder_of_its_case(opening: Opening) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("b", "right", "down")
        assert screen.under_cursor == "hoa"
        for step in (
            "Handed up to level 2: “Gia đình cần người có thẩm quyền giải thích”",
            "Taken on at level 2",
            "Handed up to level 3",
            "Taken on at level 3",
        ):
            assert step in screen.words

    await opening.run(look, (120, 40))


async def test_two_keys_take_a_case_on_and_the_next_comes_under_the_cursor(
    opening: Opening,
) -> None:
    async def take(screen: Screen) -> None:
        await screen.press("b", "down")
        assert screen.under_cursor == "chi"
        await screen.press("a")
        assert "✓ Taken on: Lê Thị Chi · level 2 → " in screen.words
        assert (await screen.case("chi")).ladder.accepted is not None
        assert screen.under_cursor == "em"

    await opening.run(take)


async def test_all_that_are_ticked_are_taken_on_in_one_action_and_undone_in_one(
    opening: Opening,
) -> None:
    async def take(screen: Screen) -> None:
        await screen.press("b", "f", *"not", "space", *"taken", "enter", "asterisk")
        assert "3 selected" in screen.words
        await screen.press("a")
        assert "✓ Taken on: 3 cases" in screen.words
        assert "selected" not in screen.words
        taken = [await screen.case(name) for name in ("chi", "em", "giang")]
        assert all(case.ladder.accepted is not None for case in taken)
        await screen.press("u")
        assert "Taken back: 3 people" in screen.words
        assert screen.shown == ["chi", "em", "giang"]

    await opening.run(take)


async def test_one_that_is_refused_is_named_and_nothing_is_changed(opening: Opening) -> None:
    async def take(screen: Screen) -> None:
        await screen.press("b", "asterisk", "a")
        refused = await screen.case("an")
        assert refused.resident.name in screen.words
        assert f"{len(LEVEL_2)} selected" in screen.words
        assert (await screen.case("chi")).ladder.accepted is None

    await opening.run(take)


async def test_a_case_is_returned_with_what_is_to_be_done_there(opening: Opening) -> None:
    async def give_back(screen: Screen) -> None:
        await screen.press("b", "r")
        assert screen.open is EditScreen
        await screen.write("hen gap tai nha")
        await screen.press("enter")
        assert "✓ Returned below: Nguyễn Văn An · level 1 → Do as instructed" in screen.words
        case = await screen.case("an")
        assert case.level == 1
        assert case.ladder.came_back_by is not None
        assert case.ladder.came_back_by.text == "hen gap tai nha"
        assert screen.shown == LEVEL_2[1:]
        assert screen.under_cursor == LEVEL_2[1]

    await opening.run(give_back)


async def test_remarks_about_the_person_are_asked_to_be_written_otherwise(
    opening: Opening,
) -> None:
    async def give_back(screen: Screen) -> None:
        await screen.press("b", "r")
        await screen.write("chống đối")
        await screen.press("enter")
        assert screen.open is EditScreen
        assert "speaks about the person" in screen.words
        await screen.press(*["backspace"] * 9, *"mai", "enter")
        assert (await screen.case("an")).level == 1

    await opening.run(give_back)


async def test_without_a_text_enter_is_enough_and_escape_changes_nothing(
    opening: Opening,
) -> None:
    async def settle(screen: Screen) -> None:
        await screen.press("b", "d", "escape")
        assert screen.shown == LEVEL_2
        await screen.press("d", "enter")
        assert "✓ Settled: Nguyễn Văn An · level 1 → " in screen.words
        assert (await screen.case("an")).level == 1

    await opening.run(settle)


async def test_a_case_is_handed_up_further_and_at_the_top_it_is_refused(opening: Opening) -> None:
    async def hand_up(screen: Screen) -> None:
        await screen.press("b", "k", "1", "enter")
        assert (await screen.case("an")).level == 3
        assert screen.shown == LEVEL_2[1:]
        await screen.press("right", "k", "1", "enter")
        assert "Đỗ Văn Khoa: " in screen.words
        assert (await screen.case("khoa")).level == 3

    await opening.run(hand_up)


async def test_a_case_pauses_until_a_day_as_it_was_said_and_goes_on(opening: Opening) -> None:
    async def pause(screen: Screen) -> None:
        await screen.press("b", "k", "2", "1")
        await screen.write("28/11 9h")
        await screen.press("enter")
        case = await screen.case("an")
        assert case.status is Status.PAUSED
        rung = case.ladder.pause
        assert rung is not None
        assert (rung.pause, rung.until) == (
            PauseReason.AWAY,
            EVENING.replace(day=28, hour=9),
        )
        columns = screen.columns
        columns.go_to(screen.ids["an"])
        await screen.press("k", "3")
        assert (await screen.case("an")).status is Status.OPEN

    await opening.run(pause)


async def test_a_pause_without_a_day_is_a_week_and_one_that_is_none_is_asked_for_again(
    opening: Opening,
) -> None:
    async def pause(screen: Screen) -> None:
        await screen.press("b", "k", "2", "2", *"never", "enter")
        assert screen.open is EditScreen
        await screen.press(*["backspace"] * 5, "enter")
        rung = (await screen.case("an")).ladder.pause
        assert rung is not None
        assert rung.until == (EVENING + timedelta(days=7)).replace(hour=22)

    await opening.run(pause)


@pytest.mark.parametrize("place", ["worklist", "today", "case"])
async def test_a_case_is_handed_up_from_every_page_on_which_cases_are_worked(
    place: str, opening: Opening
) -> None:
    async def hand_up(screen: Screen) -> None:
        await screen.press("slash", *"lien", "enter")
        await screen.press(*{"worklist": (), "today": ("t",), "case": ("enter",)}[place])
        target = screen.app.screen.target()  # type: ignore[attr-defined]
        await screen.press("k", "1", *"can", "space", *"giup", "enter")
        assert "✓ Handed up: " in screen.words
        raised = await screen.app.session.read(
            lambda unit: find_resident(unit, target.resident).ladder.raised_by
        )
        assert raised is not None
        assert (raised.kind, raised.rule, raised.text) == (RungKind.RAISED, None, "can giup")

    await opening.run(hand_up)


async def test_the_board_opens_from_today_too_and_escape_goes_back_there(opening: Opening) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("t", "b")
        assert screen.open is BoardScreen
        await screen.press("escape")
        assert screen.open is TodayScreen

    await opening.run(look)


async def test_escape_unticks_first_then_shows_all_then_closes(opening: Opening) -> None:
    async def go(screen: Screen) -> None:
        await screen.press("b", "f", *"mau", "escape")
        await screen.press("f", *"to", "space", "5", "enter", "space", "escape")
        assert "▽ Tổ 5" in screen.words
        assert "selected" not in screen.words
        await screen.press("escape")
        assert "▽" not in screen.words
        assert screen.shown == LEVEL_2
        await screen.press("escape")
        assert screen.open is WorklistScreen

    await opening.run(go)


async def test_a_filter_is_taken_back_by_choosing_it_again(opening: Opening) -> None:
    async def choose(screen: Screen) -> None:
        await screen.press("b", "f", *"by", "space", *"hand", "enter")
        assert screen.shown == ["dung", "giang"]
        await screen.press("f", *"by", "space", *"hand")
        assert screen.open is PickScreen
        assert "✓ Cause: handed up by hand" in screen.words
        await screen.press("enter")
        assert screen.shown == LEVEL_2

    await opening.run(choose)


async def test_what_was_handed_to_me_is_one_choice(opening: Opening) -> None:
    opening.prepare(paired_as(Role.OFFICER))

    async def choose(screen: Screen) -> None:
        await screen.press("b", "f", *"to", "space", *"me", "enter")
        assert screen.shown == ["an", "giang"]
        assert "▽ Trần Thị Bình" in screen.words
        # An officer answers for own cases only.
        await screen.press("end", "a")
        assert (await screen.case("giang")).ladder.accepted is not None
        await screen.press("escape")
        screen.columns.go_to(screen.ids["em"])
        await screen.press("a")
        assert (await screen.case("em")).ladder.accepted is None
        assert "Only a leader" in screen.words

    await opening.run(choose)


async def test_what_time_alone_has_moved_is_marked_where_it_is_only_supposed(
    opening: Opening,
) -> None:
    opening.prepare(paired_as(Role.LEADER))

    async def look(screen: Screen) -> None:
        await screen.press("b")
        assert "chi" in screen.shown
        assert "? probably" in screen.words
        assert (await screen.case("chi")).level == 2
        await screen.press("left")
        assert screen.shown == []
        assert "Khoa" not in screen.text

    await opening.run(look, at=EVENING + timedelta(days=9))


async def test_contacts_are_logged_on_the_board_as_everywhere(opening: Opening) -> None:
    async def log(screen: Screen) -> None:
        await screen.press("b", "c", "1")
        assert "Saved: Nguyễn Văn An" in screen.words
        assert (await screen.case("an")).attempts.call == 4
        await screen.press("enter")
        assert screen.open is CaseScreen

    await opening.run(log)


async def test_a_case_that_is_given_to_an_officer_is_theirs_at_once(opening: Opening) -> None:
    async def give(screen: Screen) -> None:
        await screen.press("b", "down", "g", *"hung", "enter")
        action = (await screen.case("chi")).next_action
        assert action is not None
        assert action.owner == HUNG
        assert "○ Lê Văn Hùng" in screen.words
        assert screen.under_cursor == "em"

    await opening.run(give)


async def test_the_mouse_chooses_a_level_a_case_and_a_key_and_two_clicks_open(
    opening: Opening,
) -> None:
    async def click(screen: Screen) -> None:
        await screen.press("b")
        await screen.pilot.click(BoardColumns, offset=(70, 0))
        await screen.settle()
        assert screen.under_cursor == "khoa"
        await screen.pilot.click(BoardColumns, offset=(5, 3))
        await screen.settle()
        assert screen.under_cursor == "hoa"
        await screen.pilot.click(BoardColumns, offset=(70, 15))
        await screen.settle()
        assert screen.under_cursor == "hoa"
        await screen.pilot.click(BoardColumns, offset=(5, 2), times=2)
        await screen.settle()
        assert screen.open is CaseScreen

    await opening.run(click)


async def test_a_case_in_another_column_is_chosen_by_a_click_and_the_wheel_goes_down(
    opening: Opening,
) -> None:
    async def click(screen: Screen) -> None:
        await screen.press("b")
        await screen.pilot.click(BoardColumns, offset=(70, 3))
        await screen.settle()
        assert screen.under_cursor == "hoa"
        await screen.pilot._post_mouse_events([events.MouseScrollDown], BoardColumns, offset=(5, 3))
        await screen.settle()
        assert screen.under_cursor == LEVEL_2[2]

    await opening.run(click, (120, 40))
