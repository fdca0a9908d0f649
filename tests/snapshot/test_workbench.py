"""The officer's workbench: logging, details, many at once, filters, the palette, keys as typed.

After a change that is meant: ``pytest tests/snapshot --snapshot-update``, then read the diff.
"""

import time

import msgspec
import pytest
from syrupy.assertion import SnapshotAssertion
from textual import events

from tests.builders import AN, WARD
from tests.snapshot.opened import Opening
from tests.snapshot.test_quality import Screen, opening, ward
from wardtui.domain.events import ResidentListed
from wardtui.domain.ids import OfficerId, ResidentId
from wardtui.domain.vocabulary import Channel, ContactPerson, Outcome, Reason, Role
from wardtui.i18n import Language
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, record
from wardtui.services.records import Pairing
from wardtui.store.vault import OpenVault
from wardtui.tui.screens.ask import AskScreen
from wardtui.tui.screens.case import CaseScreen
from wardtui.tui.screens.details import DetailsScreen
from wardtui.tui.screens.filters import FilterScreen
from wardtui.tui.screens.help import HelpScreen
from wardtui.tui.screens.pick import PickScreen
from wardtui.tui.screens.unlock import UnlockScreen
from wardtui.tui.screens.worklist import WorklistScreen
from wardtui.tui.widgets.case_list import CaseList
from wardtui.tui.widgets.log_panel import LogPanel

__all__ = ["opening", "ward"]

PATIENCE = 30.0
LEADER = OfficerId("officer-leader")
SCREENS: dict[str, tuple[str, ...]] = {
    "selected": ("space", "down", "space"),
    "letters_for_the_selected": ("space", "space", "space", "l"),
    "visit_of_a_household": ("slash", *"long", "enter", "v", "h"),
    "message": ("m",),
    "details_when": ("c", "6", "tab", *"mai 19h30"),
    "details_why": ("c", "9", "tab", "down", *"13"),
    "filters": ("f",),
    "nobody_has_it": ("f", "down", "space", "enter"),
    "filters_found": ("f", *"vneid"),
    "filtered": ("f", *"phone", "space", "enter"),
    "palette": ("colon", *"goi"),
}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("name", list(SCREENS))
async def test_screen(
    name: str,
    size: tuple[int, int],
    language: Language,
    opening: Opening,
    snapshot: SnapshotAssertion,
) -> None:
    texts: list[str] = []

    async def look(screen: Screen) -> None:
        await screen.press(*SCREENS[name])
        texts.append(screen.text)

    if "household" in name:
        opening.prepare(a_brother_of_lan)
    await opening.run(look, size, language)
    assert max(len(line) for line in texts[0].splitlines()) <= size[0]
    assert texts[0] == snapshot


def under_cursor(screen: Screen) -> str:
    row = screen.app.screen.query_one(CaseList).row
    assert row is not None
    return row.name


async def test_details_follow_with_one_key_and_belong_to_what_was_logged(opening: Opening) -> None:
    async def detail(screen: Screen) -> None:
        name = under_cursor(screen)
        await screen.press("c", "6")
        assert under_cursor(screen) != name
        await screen.press("tab")
        assert screen.open is DetailsScreen
        assert name in screen.text
        await screen.press(*"mai 19h30", "down", "1", "down", "1", "enter")
        assert screen.open is WorklistScreen
        assert "19:30" in screen.text
        case = await screen.case("lan")
        assert case.last_contact is not None
        assert case.last_contact.outcome is Outcome.CALLBACK_REQUESTED
        assert case.reasons == (Reason.PAPERS_STILL_VALID,)
        assert case.attempts.total == 1
        assert case.next_action is not None
        assert f"{case.next_action.due:%d/%m %H:%M}" == "24/11 19:30"

    await opening.run(detail)


async def test_a_time_that_is_none_is_said_and_nothing_is_lost(opening: Opening) -> None:
    async def mistype(screen: Screen) -> None:
        await screen.press("c", "6", "tab", *"luc nao do", "enter")
        assert screen.open is DetailsScreen
        assert "luc nao do" in screen.text
        await screen.press("ctrl+u", *"t7", "enter")
        assert screen.open is WorklistScreen

    await opening.run(mistype)


async def test_without_a_contact_there_is_nothing_to_add_to(opening: Opening) -> None:
    async def press(screen: Screen) -> None:
        await screen.press("tab")
        assert screen.open is WorklistScreen
        await screen.press("c", "1", "u", "tab")
        assert screen.open is WorklistScreen

    await opening.run(press)


async def test_letters_for_all_who_are_selected_are_one_action(opening: Opening) -> None:
    async def send(screen: Screen) -> None:
        await screen.press("space", "space", "space", "l", "1")
        names = ("lan", "binh", "cuc")
        cases = [await screen.case(name) for name in names]
        assert [case.attempts.letter for case in cases] == [1, 1, 1]
        assert "✓ " not in screen.text.splitlines()[4][:3]
        await screen.press("u")
        cases = [await screen.case(name) for name in names]
        assert [case.attempts.letter for case in cases] == [0, 0, 0]

    await opening.run(send)


async def test_everybody_who_is_shown_is_selected_and_unselected_at_once(opening: Opening) -> None:
    async def select(screen: Screen) -> None:
        await screen.press("asterisk", "m", "1")
        everybody = [await screen.case(name) for name in screen.ids]
        logged = [case.attempts.message for case in everybody if case.status.needs_action]
        assert logged == [1] * len(logged)
        await screen.press("asterisk", "asterisk", "m", "escape")
        await screen.press("asterisk", "escape", "m")
        assert len(screen.app.screen.query_one(LogPanel).targets) == 1

    await opening.run(select)


def a_brother_of_lan(vault: OpenVault, tools: Tools) -> None:
    """Somebody else behind her door."""

    def add(unit: Unit) -> None:
        lan = next(case for case in unit.cases.all() if case.resident.name == "Nguyễn Thị Lan")
        brother = msgspec.structs.replace(AN, name="Nguyễn Văn Long", address=lan.resident.address)
        resident = ResidentId(tools.ids.new())
        record(unit, [Draft(resident=resident, body=ResidentListed(resident=brother))], tools)

    vault.write(add)


async def test_one_visit_is_that_of_the_whole_household_when_asked(opening: Opening) -> None:
    opening.prepare(a_brother_of_lan)

    async def visit(screen: Screen) -> None:
        await screen.press("slash", *"long", "enter", "v", "1", "v", "h", "1")
        case = await screen.case("lan")
        assert case.attempts.visit == 1
        assert "+" in screen.text
        door = await screen.app.session.read(lambda unit: unit.cases.of_household(case.household))
        assert sorted(one.attempts.visit for one in door) == [1, 2]

    await opening.run(visit)


async def test_a_filter_shows_only_who_has_it_and_escape_shows_everybody(opening: Opening) -> None:
    async def choose(screen: Screen) -> None:
        total = screen.app.screen.query_one(CaseList).count
        await screen.press("f", *"phone", "space")
        assert screen.open is FilterScreen
        assert screen.app.screen_stack[-2].query_one(CaseList).count == 1
        await screen.press("enter", "escape")
        shown = screen.app.screen.query_one(CaseList).count
        assert shown == total

    await opening.run(choose)


async def test_a_view_is_kept_under_a_digit_and_comes_back_after_locking(opening: Opening) -> None:
    async def keep(screen: Screen) -> None:
        await screen.press("f", *"phone", "space")
        shown = screen.app.screen_stack[-2].query_one(CaseList).count
        await screen.press("ctrl+s", *"Không số", "enter", "enter", "escape")
        everybody = screen.app.screen.query_one(CaseList).count
        assert everybody > shown
        await screen.press("f", "1", "enter")
        assert screen.app.screen.query_one(CaseList).count == shown
        await screen.press("f", "1", "ctrl+d", "enter", "escape", "f", "1", "enter")
        assert screen.app.screen.query_one(CaseList).count == everybody

    await opening.run(keep, language=Language.ENGLISH)


async def test_the_palette_finds_an_action_by_its_name_and_does_it(opening: Opening) -> None:
    async def find(screen: Screen) -> None:
        await screen.press("colon", *"every key")
        assert screen.open is PickScreen
        await screen.press("enter")
        assert screen.open is HelpScreen

    await opening.run(find, language=Language.ENGLISH)


async def test_keys_that_an_input_method_composed_do_what_was_pressed(opening: Opening) -> None:
    async def compose(screen: Screen) -> None:
        await screen.press("v")
        panel = screen.app.screen.query_one(LogPanel)
        assert panel.outcome_for("đ") is panel.outcome_for("d")
        await screen.press("escape", "C")
        assert panel.channel is Channel.CALL
        await screen.press("escape", "đ")
        assert "d" not in screen.open.__name__ or screen.open is not WorklistScreen

    await opening.run(compose)


async def test_next_goes_to_the_call_back_whose_time_has_come(opening: Opening) -> None:
    async def agree(screen: Screen) -> None:
        await screen.press("down", "down", "down")
        name = under_cursor(screen)
        await screen.press("c", "6", "tab", *"19:00", "enter", "home")
        assert under_cursor(screen) != name
        await screen.press("n")
        first = under_cursor(screen)
        await screen.press("n")
        assert under_cursor(screen) != first

    await opening.run(agree)


async def test_what_was_said_at_the_door_is_kept_with_who_said_it(opening: Opening) -> None:
    async def talk(screen: Screen) -> None:
        await screen.press("slash", *"lan", "enter", "enter")
        assert screen.open is CaseScreen
        await screen.press("v", "0", "tab", "down", "3", "down", "6", "enter")
        history = await screen.app.session.detail(screen.ids["lan"])
        assert history is not None
        body = next(
            one.event.body
            for one in reversed(history.history)
            if one.event.type == "contact.logged"
        )
        assert body.with_whom is ContactPerson.RELATIVE  # type: ignore[union-attr]

    await opening.run(talk)


def paired_as_leader(vault: OpenVault, tools: Tools) -> None:
    """The laptop of a leader."""

    def pair(unit: Unit) -> None:
        unit.state.pairing = Pairing(
            url="http://127.0.0.1:9",
            token="nobody's",
            officer=LEADER,
            name="Trần Thị Mẫu",
            role=Role.LEADER,
            wards=(WARD,),
        )

    vault.write(pair)


async def test_a_leader_gives_the_selected_to_an_officer_and_takes_it_back_after_a_question(
    opening: Opening,
) -> None:
    opening.prepare(paired_as_leader)

    async def assign(screen: Screen) -> None:
        await screen.press("space", "space", "g")
        assert screen.open is PickScreen
        assert "To whom do 2 cases go?" in screen.text
        await screen.press(*"tran", "enter")
        cases = [await screen.case(name) for name in ("lan", "binh", "cuc")]
        owners = [case.next_action.owner for case in cases if case.next_action]
        assert owners == [LEADER, LEADER, "level:1"]
        await screen.press("u")
        assert screen.open is AskScreen
        await screen.press("f8")
        case = await screen.case("lan")
        assert case.next_action is not None
        assert case.next_action.owner == "level:1"

    await opening.run(assign)


async def test_without_a_directory_nobody_can_be_given_a_case(opening: Opening) -> None:
    async def assign(screen: Screen) -> None:
        await screen.press("g")
        assert screen.open is WorklistScreen
        assert "No officer is known here" in screen.text

    await opening.run(assign)


async def test_ages_are_counted_on_the_day_of_the_list(opening: Opening) -> None:
    async def choose(screen: Screen) -> None:
        await screen.press("f", *"over", "space", "enter")
        shown = screen.app.screen.query_one(CaseList).count
        assert shown > 1
        await screen.press("escape", "f", *"under", "space", "enter")
        assert not screen.app.screen.query_one(CaseList).count

    await opening.run(choose)


async def test_next_goes_through_everybody_who_is_due(opening: Opening) -> None:
    async def walk(screen: Screen) -> None:
        seen = {under_cursor(screen)}
        for _ in range(3):
            await screen.press("n")
            seen.add(under_cursor(screen))
        assert len(seen) == 4

    await opening.run(walk)


async def test_after_a_household_the_cursor_is_on_nobody_who_was_just_logged(
    opening: Opening,
) -> None:
    opening.prepare(a_brother_of_lan)

    async def visit(screen: Screen) -> None:
        await screen.press("o")
        names = [under_cursor(screen)]
        while names[-1] not in ("Nguyễn Thị Lan", "Nguyễn Văn Long"):
            await screen.press("down")
            names.append(under_cursor(screen))
        await screen.press("v", "h", "1")
        assert under_cursor(screen) not in ("Nguyễn Thị Lan", "Nguyễn Văn Long")
        assert "at this door" in screen.words

    await opening.run(visit)


async def test_keys_of_the_users_own_that_cannot_be_used_are_named(opening: Opening) -> None:
    opening.write_settings('[keys]\nlog_call = ["v"]\ndance = ["x"]\n')

    async def look(screen: Screen) -> None:
        assert "log_call" in screen.text
        assert "dance" in screen.text

    await opening.run(look)


async def test_many_who_were_selected_are_no_household(opening: Opening) -> None:
    async def send(screen: Screen) -> None:
        await screen.press("space", "space", "m", "1")
        assert "and 1 more person" in screen.words
        await screen.press("u")
        assert "2 people: Message: Message sent" in screen.words

    await opening.run(send)


async def test_escape_and_a_letter_that_arrive_as_one_key_save_nothing(opening: Opening) -> None:
    async def slip(screen: Screen) -> None:
        await screen.press("v")
        screen.app.post_message(events.Key("alt+1", "1"))
        await screen.settle()
        assert (await screen.case("lan")).attempts.total == 0
        assert screen.app.screen.query_one(LogPanel).channel is None

    await opening.run(slip)


async def test_what_there_is_nothing_for_is_said_as_it_is(opening: Opening) -> None:
    async def try_it(screen: Screen) -> None:
        await screen.press("c", "1", "U")
        assert "Only what was taken back just before" in screen.words
        await screen.press("u", "tab")
        assert "Nothing was logged since the start or the last undo" in screen.words

    await opening.run(try_it)


async def test_undo_brings_the_cursor_back_to_whom_it_was_about(opening: Opening) -> None:
    async def correct(screen: Screen) -> None:
        name = under_cursor(screen)
        await screen.press("c", "1", "u")
        assert under_cursor(screen) == name
        await screen.press("c", "6")
        case = await screen.case("lan")
        assert case.last_contact is not None
        assert case.last_contact.outcome is Outcome.CALLBACK_REQUESTED
        assert case.attempts.total == 1

    await opening.run(correct)


@pytest.mark.parametrize(
    "keys", [("space", "space", "m", "1"), ("enter", "c", "1")], ids=["many", "on their page"]
)
async def test_undo_of_many_or_on_a_page_brings_the_cursor_of_the_list_back_too(
    opening: Opening, keys: tuple[str, ...]
) -> None:
    async def correct(screen: Screen) -> None:
        name = under_cursor(screen)
        await screen.press(*keys, "u")
        if "enter" in keys:
            await screen.press("escape")
        assert under_cursor(screen) == name

    await opening.run(correct)


@pytest.mark.parametrize(
    "keys",
    [("down", "down"), ("slash", "a", "b"), ("c", "1"), ("f",), ("d",), ("t",), ("enter",), ("u",)],
    ids=str,
)
async def test_locking_in_one_burst_with_other_keys_only_locks(
    keys: tuple[str, ...], opening: Opening
) -> None:
    async def burst(screen: Screen) -> None:
        for key in (*keys, "ctrl+l"):
            character = key if len(key) == 1 else None
            screen.app.post_message(events.Key("slash" if key == "/" else key, character))
        deadline = time.monotonic() + PATIENCE
        while not isinstance(screen.app.screen, UnlockScreen):
            assert time.monotonic() < deadline, screen.text
            await screen.pilot.pause()
        await screen.pilot.pause()
        assert screen.app.return_code is None

    await opening.run(burst, size=(140, 40))
