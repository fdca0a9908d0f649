"""The data-quality inbox: how it looks, and what each key does to the vault.

After a change that is meant: ``pytest tests/snapshot --snapshot-update``, then read the diff.
"""

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.builders import MONDAY, CountingIds, SetClock
from tests.conftest import PASSPHRASE
from tests.messy_ward import list_messy_ward, suspect
from tests.snapshot.opened import Ids, OpenedScreen, Opening, made_ward
from wardtui.domain.errors import CannotWrite
from wardtui.domain.events import ContactLogged
from wardtui.domain.vocabulary import Channel, Flag, Outcome, SupportNeed
from wardtui.i18n import Language
from wardtui.services.clear_flag import clear_flag
from wardtui.services.data_quality import Detail, Fault
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.ports import Tools, Unit
from wardtui.store.making import create_vault
from wardtui.store.vault import OpenVault
from wardtui.tui.action import Place
from wardtui.tui.actions import ACTIONS
from wardtui.tui.cleaning import Cleaning
from wardtui.tui.screens import twins
from wardtui.tui.screens.case import CaseScreen
from wardtui.tui.screens.edit import EditScreen
from wardtui.tui.screens.quality import QualityScreen
from wardtui.tui.screens.twins import TwinsScreen
from wardtui.tui.screens.worklist import WorklistScreen
from wardtui.tui.widgets.fault_list import FaultList, KindList

EVENING = MONDAY.replace(hour=19)
TO_THE_TWINS = ("d", *["down"] * 8)
SCREENS: dict[str, tuple[str, ...]] = {
    "all": ("d",),
    "converted_in_an_area": ("d", "right", "tab", "tab"),
    "conflict": ("d", "tab"),
    "duplicate": TO_THE_TWINS,
    "twins": (*TO_THE_TWINS, "enter", "right"),
    "bad_value": ("d", "e", "9", "enter"),
    "walk": ("o",),
    "case": ("o", "down", "down", "enter"),
}
LOOKS = [(name, size) for name in SCREENS for size in ((80, 24), (120, 40), (200, 60))]

Step = Callable[["Screen"], Awaitable[None]]


class Screen(OpenedScreen):
    async def settle(self) -> None:
        await super().settle()
        quality = [one for one in self.app.screen_stack if isinstance(one, QualityScreen)]
        assert all(not one._is_stale for one in quality)

    """The application with what is looked at in these tests."""

    def under_cursor(self) -> tuple[str, str]:
        fault = self.quality.query_one(FaultList).fault
        assert fault is not None
        return next(name for name, who in self.ids.items() if who == fault.resident), fault.kind

    @property
    def quality(self) -> QualityScreen:
        return next(one for one in self.app.screen_stack if isinstance(one, QualityScreen))

    async def reveals(self) -> int:
        """How often a number was shown whole, as the access log says."""
        return await self.app.session.read(lambda unit: len(unit.accesses()))  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ids]:
    """A vault with the messy ward, always the same: its clock and ids are set."""
    tools = Tools(SetClock(MONDAY), ids := CountingIds())

    def fill(unit: Unit) -> Ids:
        people = list_messy_ward(unit, tools)
        contact = ContactLogged(
            channel=Channel.CALL,
            outcome=Outcome.NO_ANSWER,
            support_needs=(SupportNeed.EVENING,),
        )
        log_contact(unit, LogContact(resident=people["giang"], contact=contact), tools)
        return people

    return made_ward(tmp_path_factory.mktemp("messy"), ids, MONDAY, fill)


@pytest.fixture
def opening(ward: tuple[Path, Ids], tmp_path: Path) -> Iterator[Opening]:
    made = Opening(ward, tmp_path / "home", Screen, EVENING)
    yield made
    made.close()


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    ("name", "size"), LOOKS, ids=lambda one: one if isinstance(one, str) else f"{one[0]}x{one[1]}"
)
async def test_screen(
    name: str,
    size: tuple[int, int],
    language: Language,
    opening: Opening,
    snapshot: SnapshotAssertion,
) -> None:
    async def look(screen: Screen) -> None:
        await screen.press(*SCREENS[name])
        assert max(len(line) for line in screen.text.splitlines()) <= size[0]
        assert screen.text == snapshot

    await opening.run(look, size, language)


async def test_an_empty_inbox_says_what_it_is_for(
    tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    folder = tmp_path / "new"
    create_vault(folder, PASSPHRASE, CountingIds())
    made = Opening((folder, {}), tmp_path / "home", Screen, EVENING)

    async def look(screen: Screen) -> None:
        await screen.press("d")
        assert screen.text == snapshot
        await screen.press("f", "x", "e", "1", "enter", "tab", "right", "down", "u")
        assert screen.open is QualityScreen
        await screen.press("escape")
        assert screen.open is WorklistScreen

    await made.run(look)
    made.close()


async def test_f_restores_the_zeros_and_the_next_fault_comes_under_the_cursor(
    opening: Opening,
) -> None:
    async def fix(screen: Screen) -> None:
        await screen.press("d")
        assert screen.under_cursor() == ("lan", Flag.INVALID_PERSONAL_ID)
        await screen.press("f")
        assert (await screen.case("lan")).resident.personal_id == "000185000123"
        assert (await screen.case("lan")).flags == ()
        assert "u takes it back" in screen.words
        assert "000185000123" not in screen.words
        assert screen.under_cursor() == ("binh", Flag.CONVERTED_PHONE)

    await opening.run(fix)


async def test_what_was_put_right_is_back_under_the_cursor_when_it_is_taken_back(
    opening: Opening,
) -> None:
    async def undo(screen: Screen) -> None:
        await screen.press("d", "f", "down", "down", "u")
        assert screen.under_cursor() == ("lan", Flag.INVALID_PERSONAL_ID)
        assert (await screen.case("lan")).resident.personal_id is None
        await screen.press("U")
        assert (await screen.case("lan")).resident.personal_id == "000185000123"
        assert "11 things to put right" in screen.words

    await opening.run(undo)


async def test_keys_typed_in_one_go_each_find_what_the_one_before_left(opening: Opening) -> None:
    async def type_fast(screen: Screen) -> None:
        # Zeros restored, conversion accepted, no phone, no number, taken back twice, once again.
        await screen.press("d", "f", "x", "x", "x", "u", "u", "x")
        assert (await screen.case("lan")).flags == ()
        assert (await screen.case("binh")).flags == ()
        assert (await screen.case("cuc")).flags == (Flag.MISSING_PERSONAL_ID,)
        assert screen.under_cursor() == ("cuc", Flag.MISSING_PERSONAL_ID)

    await opening.run(type_fast)


async def test_without_a_proposal_f_says_how_else_and_changes_nothing(opening: Opening) -> None:
    async def try_it(screen: Screen) -> None:
        await screen.press("d", "down", "f")
        assert "e types what is right" in screen.words
        assert (await screen.case("binh")).flags == (Flag.CONVERTED_PHONE,)

    await opening.run(try_it)


async def test_a_bad_value_stays_in_the_line_until_it_is_right_or_given_up(
    opening: Opening,
) -> None:
    async def type_it(screen: Screen) -> None:
        await screen.press("d", "down", "down", "e", *"0570", "enter")
        assert screen.open is EditScreen
        assert "that is no telephone number" in screen.words
        await screen.press(*"000456", "enter")
        assert screen.open is QualityScreen
        case = await screen.case("cuc")
        assert [phone.number for phone in case.resident.phones] == ["+84570000456"]
        assert screen.under_cursor() == ("cuc", Flag.MISSING_PERSONAL_ID)
        await screen.press("e", "1", "escape")
        assert screen.open is QualityScreen
        assert (await screen.case("cuc")).resident.personal_id is None

    await opening.run(type_it)


async def test_of_two_values_that_do_not_fit_each_has_its_key(opening: Opening) -> None:
    async def type_it(screen: Screen) -> None:
        await screen.press("d", *["down"] * 4)
        assert screen.under_cursor() == ("dung", Flag.ID_BIRTH_YEAR_MISMATCH)
        seen = await screen.reveals()
        await screen.press("e")
        assert "03/02/1986" in screen.words
        assert await screen.reveals() == seen
        await screen.press("escape", "E")
        assert "000085000123" in screen.words
        assert await screen.reveals() == seen + 1
        await screen.press(*["backspace"] * 12, *"000086000123", "enter")
        case = await screen.case("dung")
        assert case.resident.personal_id == "000086000123"
        assert case.flags == ()

    await opening.run(type_it)


async def test_a_digit_settles_what_two_people_put_right_differently(opening: Opening) -> None:
    async def choose(screen: Screen) -> None:
        await screen.press("d", "tab")
        assert screen.under_cursor() == ("hoa", "conflict")
        await screen.press("9", "1")
        case = await screen.case("hoa")
        assert case.resident.address == "Số 2 phố Mẫu Đơn"
        assert case.conflicts == ()
        await screen.press("u", "x")
        case = await screen.case("hoa")
        assert case.resident.address == "Số 3 phố Mẫu Đơn"
        assert case.conflicts == ()

    await opening.run(choose)


async def test_what_the_list_says_is_taken_or_what_was_put_right_is_kept(opening: Opening) -> None:
    async def choose(screen: Screen) -> None:
        await screen.press("d", "end", "up")
        assert screen.under_cursor() == ("khoa", Flag.LIST_DIFFERS)
        await screen.press("x")
        case = await screen.case("khoa")
        assert (case.resident.address, case.flags) == ("Số 8 phố Mẫu Đơn", ())
        await screen.press("u", "f")
        case = await screen.case("khoa")
        assert (case.resident.address, case.flags) == ("Số 18 phố Mẫu Đơn", ())

    await opening.run(choose)


async def test_what_cannot_be_read_is_told_and_read_with_the_next_key(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Blind(Cleaning):
        async def look_at(self, fault: Fault) -> Detail | None:
            raise CannotWrite(file="vault.db")

    async def look(screen: Screen) -> None:
        await screen.press(*TO_THE_TWINS)
        with monkeypatch.context() as patch:
            patch.setattr(twins, "Cleaning", Blind)
            await screen.press("enter", "m", "x", "t", "tab", "left", "space")
            assert "vault.db" in screen.words
            assert screen.open is TwinsScreen
        await screen.press("down")
        assert "Nguyễn Văn Giang" in screen.text

    await opening.run(look)


async def test_twins_are_merged_with_the_values_that_were_chosen(opening: Opening) -> None:
    async def merge(screen: Screen) -> None:
        seen = await screen.reveals()
        await screen.press(*TO_THE_TWINS, "enter")
        assert screen.open is TwinsScreen
        assert "000085000132" in screen.words
        assert "000085000123" in screen.words
        assert await screen.reveals() == seen + 1
        # The record without diacritics stays, with the other one's name and birth date.
        await screen.press("right", "down", "space", "m")
        assert screen.open is QualityScreen
        assert "one person now" in screen.words
        case = await screen.case("giang_again")
        assert case.id == screen.ids["giang_again"]
        assert case.same_as == (screen.ids["giang"],)
        assert case.resident.name == "Nguyễn Văn Giang"
        assert case.resident.birth_date == "1985-02-03"
        assert case.resident.personal_id == "000085000132"
        assert case.resident.note == "Gọi sau 18h"
        assert case.attempts.call == 1
        assert "10 things to put right" in screen.words
        assert screen.under_cursor()[0] == "khoa"
        await screen.press("u")
        assert (await screen.case("giang")).id == screen.ids["giang"]
        assert "12 things to put right" in screen.words
        assert screen.under_cursor()[1] == Flag.POSSIBLE_DUPLICATE

    await opening.run(merge)


async def test_swapping_lets_the_other_record_stay(opening: Opening) -> None:
    async def merge(screen: Screen) -> None:
        await screen.press(*TO_THE_TWINS, "enter", "t", "m")
        case = await screen.case("giang")
        assert case.id == screen.ids["giang"]
        assert case.resident.name == "Nguyễn Văn Giang"
        assert case.resident.lives_at == "Khu tập thể Mẫu, phường Mẫu Hai"

    await opening.run(merge)


@pytest.mark.parametrize("keys", [("x",), ("enter", "x")])
async def test_two_who_look_alike_are_told_apart(keys: tuple[str, ...], opening: Opening) -> None:
    async def tell_apart(screen: Screen) -> None:
        await screen.press(*TO_THE_TWINS, *keys)
        assert screen.open is QualityScreen
        for name in ("giang", "giang_again"):
            assert Flag.POSSIBLE_DUPLICATE not in (await screen.case(name)).flags
        assert "10 things to put right" in screen.words

    await opening.run(tell_apart)


async def test_several_who_look_alike_are_decided_one_after_the_other(opening: Opening) -> None:
    def third(vault: OpenVault, tools: Tools) -> None:
        ids = opening._ids
        vault.write(lambda unit: suspect(unit, tools, ids["giang_again"], ids["khoa"]))

    opening.prepare(third)

    async def decide(screen: Screen) -> None:
        await screen.press(*TO_THE_TWINS)
        assert screen.under_cursor() == ("giang_again", Flag.POSSIBLE_DUPLICATE)
        await screen.press("x")
        assert "one after the other" in screen.words
        await screen.press("enter")
        assert "1/2" in screen.words
        await screen.press("tab")
        assert "2/2" in screen.words
        assert "Đặng Văn Khoa" in screen.words
        await screen.press("x")
        assert screen.open is TwinsScreen
        assert "Nguyễn Văn Giang" in screen.words
        await screen.press("m")
        assert screen.open is QualityScreen
        assert Flag.POSSIBLE_DUPLICATE not in (await screen.case("khoa")).flags
        assert (await screen.case("giang")).id == screen.ids["giang_again"]

    await opening.run(decide)


async def test_a_call_from_the_inbox_is_logged_and_the_cursor_stays(opening: Opening) -> None:
    async def call(screen: Screen) -> None:
        await screen.press("d", "down", "c", "1")
        assert (await screen.case("binh")).attempts.call == 1
        assert screen.under_cursor() == ("binh", Flag.CONVERTED_PHONE)
        await screen.press("enter")
        assert screen.open is CaseScreen
        await screen.press("escape")
        assert screen.open is QualityScreen

    await opening.run(call)


async def test_what_others_have_put_right_is_gone_and_the_cursor_stays_on_its_fault(
    opening: Opening,
) -> None:
    async def arrive(screen: Screen) -> None:
        await screen.press("d", "down")
        lan = screen.ids["lan"]
        await screen.app.session.change(
            lambda unit, tools: clear_flag(unit, lan, Flag.INVALID_PERSONAL_ID, tools)
        )
        screen.app.redraw()
        await screen.settle()
        assert "11 things to put right" in screen.words
        assert screen.under_cursor() == ("binh", Flag.CONVERTED_PHONE)

    await opening.run(arrive)


async def test_the_mouse_chooses_a_kind_and_opens_a_fault(opening: Opening) -> None:
    async def click(screen: Screen) -> None:
        await screen.press("d")
        kinds = screen.quality.query_one(KindList)
        row = [kind for kind, _ in kinds._entries].index(Flag.POSSIBLE_DUPLICATE)
        await screen.pilot.click("#kinds", offset=(3, row))
        await screen.settle()
        assert screen.under_cursor() == ("giang_again", Flag.POSSIBLE_DUPLICATE)
        await screen.pilot.click("#faults", offset=(3, 0), times=2)
        await screen.settle()
        assert screen.open is TwinsScreen

    await opening.run(click)


@pytest.mark.parametrize(
    ("screen", "place"), [(QualityScreen, Place.QUALITY), (TwinsScreen, Place.TWINS)]
)
def test_every_key_of_the_inbox_does_something_and_only_one_thing(
    screen: type, place: Place
) -> None:
    here = [action for action in ACTIONS if place in action.places]
    for action in here:
        assert hasattr(screen, f"do_{action.name}"), action.name
    keys = [key for action in here for key in action.keys]
    assert len(set(keys)) == len(keys)
