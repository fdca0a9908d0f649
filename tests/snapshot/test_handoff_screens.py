"""Offers of other wards, and offering somebody to one: how it looks, and what each key does.

After a change that is meant: ``pytest tests/snapshot --snapshot-update``, then read the diff.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from syrupy.assertion import SnapshotAssertion

from tests.builders import AN, MONDAY, WARD, CountingIds, SetClock
from tests.snapshot.opened import Ids, OpenedScreen, Opening, made_ward
from wardtui.domain.case import Case
from wardtui.domain.events import ResidentListed
from wardtui.domain.handoff_events import HandoffOffered
from wardtui.domain.handoffs import HandoffState, resident_there
from wardtui.domain.ids import EventId, OfficerId, ResidentId, WardCode
from wardtui.domain.resident import Guardian, Phone
from wardtui.domain.vocabulary import CloseReason, Flag, Need, Role, SupportNeed
from wardtui.i18n import Language
from wardtui.services.answer_offers import offers_here
from wardtui.services.close_case import close_case
from wardtui.services.hand_over import OfferHandoff, offer_handoff
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, record
from wardtui.services.records import Pairing, SyncState
from wardtui.store.vault import OpenVault
from wardtui.tui.action import Place
from wardtui.tui.actions import ACTIONS
from wardtui.tui.screens.ask import AskScreen
from wardtui.tui.screens.case import CaseScreen
from wardtui.tui.screens.edit import EditScreen
from wardtui.tui.screens.offer_form import OfferFormScreen
from wardtui.tui.screens.offers import OffersScreen
from wardtui.tui.screens.pick import PickScreen
from wardtui.tui.screens.today import TodayScreen
from wardtui.tui.screens.worklist import WorklistScreen

EVENING = MONDAY.replace(hour=19)
SIZES = [(80, 24), (120, 40), (200, 60)]
OLD, FAR = WardCode("PHUONG-CU"), WardCode("XA-MAU-HAI")
ME = OfficerId("officer-an")
HERE = {
    "an": ("Nguyễn Văn An", "Tổ 5", "Số 8 phố Mẫu Hoa, phường Cũ"),
    "binh": ("Trần Thị Bình", "Tổ 6", None),
}
OFFERED: dict[str, tuple[int, WardCode, HandoffOffered]] = {
    "giang": (
        5,
        OLD,
        HandoffOffered(
            name="Vũ Thị Giang",
            birth_year=1944,
            phones=(Phone("+84570000321"), Phone("+84570000322", "con gái")),
            address="Số 7 ngõ 3 phố Mẫu Đơn, tổ 6",
            needs=(Need.ID_CARD, Need.VNEID_ACCOUNT),
            support_needs=(SupportNeed.HOME_SERVICE,),
        ),
    ),
    "hoa": (
        1,
        FAR,
        HandoffOffered(
            name="Đặng Thị Quỳnh Hoa",
            birth_year=2015,
            address="P.1205 toà CT1",
            needs=(Need.CHILD_CARD,),
            guardian=Guardian("Đặng Văn Mẫu", "+84570000111"),
        ),
    ),
    "khoa": (
        0,
        OLD,
        HandoffOffered(
            name="Đỗ Văn Khoa",
            phones=(Phone("+84570000333"),),
            address="Thôn Đoài, nhà cạnh đình",
            needs=(Need.VNEID_ACTIVATION,),
        ),
    ),
}
SCREENS: dict[str, tuple[str, ...]] = {
    "offers": ("e",),
    "area": ("e", "a"),
    "decline": ("e", "down", "x"),
    "form": ("enter", "o"),
    "form_address": ("x", *"XA-MAU", "right", "down"),
    "today": ("t",),
}
LOOKS = [(name, size) for name in SCREENS for size in SIZES]


class Screen(OpenedScreen):
    """The application with what is looked at in these tests."""

    async def write(self, text: str) -> None:
        await self.press(*("space" if letter == " " else letter for letter in text))

    async def waiting(self) -> list[str]:
        """Who is offered and not answered."""
        found = await self.app.session.read(offers_here)
        return [self.name_of(one.handoff.of) for one in found]

    async def taken_on(self, name: str) -> Case | None:
        """The case that somebody has here."""
        offer = EventId(self.ids[f"{name}'s offer"])
        return await self.app.session.read(lambda unit: unit.cases.get(resident_there(offer)))


def fill(unit: Unit) -> Ids:
    """Two people of this ward, and three whom others offer to it."""
    clock = SetClock(MONDAY - timedelta(days=6))
    tools = Tools(clock, CountingIds())
    unit.state.pairing = Pairing(
        url="https://central.example",
        token="t" * 43,
        officer=ME,
        name="Lê Văn Hùng",
        role=Role.OFFICER,
        wards=(WARD,),
    )
    unit.state.sync = SyncState(cursors={WARD: 1}, epoch="1", last_success=EVENING)
    ids = {name: ResidentId(tools.ids.new()) for name in (*HERE, *OFFERED)}
    drafts = [
        Draft(
            resident=ids[name],
            body=ResidentListed(
                resident=msgspec.structs.replace(
                    AN, name=full, personal_id=f"00008500000{number}", area=area, lives_at=lives_at
                )
            ),
        )
        for number, (name, (full, area, lives_at)) in enumerate(HERE.items())
    ]
    record(unit, drafts, tools)
    for name, (days, ward, body) in OFFERED.items():
        clock.moment = MONDAY - timedelta(days=days)
        draft = Draft(resident=ids[name], ward=ward, to_ward=WARD, body=body)
        ids[f"{name}'s offer"] = ResidentId(record(unit, [draft], tools).event)
    return ids


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ids]:
    """A vault that is always the same: its clock and ids are set."""
    return made_ward(tmp_path_factory.mktemp("offers"), CountingIds(1 << 45), MONDAY, fill)


@pytest.fixture
def opening(ward: tuple[Path, Ids], tmp_path: Path) -> Iterator[Opening[Screen]]:
    made = Opening(ward, tmp_path / "home", Screen, EVENING)
    yield made
    made.close()


def offered_away(opening: Opening[Screen], name: str) -> None:
    """Somebody of this ward was offered to another one."""
    wish = OfferHandoff(resident=opening._ids[name], to_ward=OLD, address="Số 8 phố Mẫu Hoa")

    def offer(vault: OpenVault, tools: Tools) -> Any:
        return vault.write(lambda unit: offer_handoff(unit, wish, tools))

    opening.prepare(offer)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    ("name", "size"), LOOKS, ids=[f"{name}-{wide}x{high}" for name, (wide, high) in LOOKS]
)
async def test_pages(
    name: str,
    size: tuple[int, int],
    language: Language,
    opening: Opening[Screen],
    snapshot: SnapshotAssertion,
) -> None:
    async def compare(screen: Screen) -> None:
        await screen.press(*SCREENS[name])
        # Without the title: how far the exchange with the server has come is no part of the page.
        assert screen.text.partition("\n")[2] == snapshot

    await opening.run(compare, size, language)


async def test_the_oldest_offer_comes_first_and_says_when_it_waits_too_long(
    opening: Opening[Screen],
) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("e")
        assert await screen.waiting() == ["giang", "hoa", "khoa"]
        assert "3 offers · ! 1 for more than 3 days" in screen.words
        assert "! 5 days Vũ Thị Giang" in screen.words

    await opening.run(look)


async def test_enter_twice_takes_somebody_on_in_the_area_that_their_address_names(
    opening: Opening[Screen],
) -> None:
    async def take_on(screen: Screen) -> None:
        await screen.press("e", "enter")
        assert screen.open is PickScreen
        await screen.press("enter")
        assert screen.open is OffersScreen
        assert "Taken on: Vũ Thị Giang" in screen.words
        case = await screen.taken_on("giang")
        assert case is not None
        assert (case.resident.area, case.resident.address) == ("Tổ 6", OFFERED["giang"][2].address)
        assert Flag.UNKNOWN_AREA not in case.flags
        assert await screen.waiting() == ["hoa", "khoa"]
        await screen.press("u")
        assert await screen.waiting() == ["giang", "hoa", "khoa"]
        assert await screen.taken_on("giang") is None
        await screen.press("U", "escape")
        assert screen.open is WorklistScreen
        assert "Vũ Thị Giang" in screen.words

    await opening.run(take_on)


async def test_without_a_hint_enter_leaves_the_area_open_and_letters_find_another(
    opening: Opening[Screen],
) -> None:
    async def take_on(screen: Screen) -> None:
        await screen.press("e", "down", "a", "enter")
        case = await screen.taken_on("hoa")
        assert case is not None
        assert (case.resident.area, Flag.UNKNOWN_AREA in case.flags) == (None, True)
        await screen.press("u", "home", "down", "a", "t", "o", "space", "5", "enter")
        case = await screen.taken_on("hoa")
        assert case is not None
        assert (case.resident.area, Flag.UNKNOWN_AREA in case.flags) == ("Tổ 5", False)

    await opening.run(take_on)


async def test_going_back_from_the_areas_takes_nobody_on(opening: Opening[Screen]) -> None:
    async def go_back(screen: Screen) -> None:
        await screen.press("e", "a", "escape")
        assert screen.open is OffersScreen
        assert await screen.waiting() == ["giang", "hoa", "khoa"]

    await opening.run(go_back)


async def test_declining_asks_why_and_the_next_offer_comes_under_the_cursor(
    opening: Opening[Screen],
) -> None:
    async def decline(screen: Screen) -> None:
        await screen.press("e", "x")
        assert screen.open is EditScreen
        await screen.write("khong co nha nay")
        await screen.press("enter")
        assert screen.open is OffersScreen
        assert "They stay with PHUONG-CU" in screen.words
        assert await screen.waiting() == ["hoa", "khoa"]
        await screen.press("x", "enter")
        assert await screen.waiting() == ["khoa"]
        await screen.press("u", "u")
        assert await screen.waiting() == ["giang", "hoa", "khoa"]

    await opening.run(decline)


async def test_a_remark_about_the_person_stays_in_the_line(opening: Opening[Screen]) -> None:
    async def decline(screen: Screen) -> None:
        await screen.press("e", "x")
        await screen.write("đối tượng chây ỳ")
        await screen.press("enter")
        assert screen.open is EditScreen
        assert await screen.waiting() == ["giang", "hoa", "khoa"]

    await opening.run(decline)


async def test_an_offer_is_chosen_and_answered_by_clicks(opening: Opening[Screen]) -> None:
    async def click(screen: Screen) -> None:
        await screen.press("e")
        await screen.pilot.click("#offers", offset=(20, 1))
        await screen.pilot.click("#offers", offset=(20, 1), times=2)
        await screen.settle()
        assert screen.open is PickScreen
        assert "Take on Đặng Thị Quỳnh Hoa" in screen.words
        await screen.pilot.click("#pick-text", offset=(8, 4))
        await screen.settle()
        case = await screen.taken_on("hoa")
        assert case is not None
        assert case.resident.area == "Tổ 6"

    await opening.run(click)


@pytest.mark.parametrize("way", [("e",), ("t", "e"), ("b", "e")])
async def test_the_offers_are_one_key_away_and_escape_leads_back(
    opening: Opening[Screen], way: tuple[str, ...]
) -> None:
    async def go(screen: Screen) -> None:
        await screen.press(*way[:-1])
        before = screen.open
        await screen.press(way[-1])
        assert screen.open is OffersScreen
        await screen.press("escape")
        assert screen.open is before

    await opening.run(go)


async def test_the_offers_are_found_by_their_name(opening: Opening[Screen]) -> None:
    async def go(screen: Screen) -> None:
        await screen.press(":", *"offer to this", "enter")
        assert screen.open is OffersScreen

    await opening.run(go)


async def test_today_says_how_many_offers_wait_until_they_are_answered(
    opening: Opening[Screen],
) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("t")
        assert "3 offers of other wards (e)" in screen.words
        await screen.press("e", "x", "enter", "escape")
        assert screen.open is TodayScreen
        assert "2 offers of other wards (e)" in screen.words

    await opening.run(look)


async def test_nobody_is_offered_yet(opening: Opening[Screen], snapshot: SnapshotAssertion) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("e", *("x", "enter") * 3)
        assert screen.text.partition("\n")[2] == snapshot
        await screen.press("a", "enter", "x", "down", "end")
        assert screen.open is OffersScreen

    await opening.run(look)


async def test_a_vault_that_is_not_paired_says_what_to_do(opening: Opening[Screen]) -> None:
    def part(vault: OpenVault, _: Tools) -> None:
        vault.write(lambda unit: setattr(unit.state, "pairing", None))

    async def look(screen: Screen) -> None:
        await screen.press("e")
        assert "wardtui pair URL CODE" in screen.words
        await screen.press("escape", "x")
        assert screen.open is WorklistScreen
        assert "knows of no other ward" in screen.words

    opening.prepare(part)
    await opening.run(look)


# To another ward


async def test_somebody_is_offered_to_the_ward_where_the_record_says_that_they_live(
    opening: Opening[Screen],
) -> None:
    async def offer(screen: Screen) -> None:
        await screen.press("slash", *"an", "enter", "enter", "o")
        assert screen.open is OfferFormScreen
        assert "Số 8 phố Mẫu Hoa, phường Cũ" in screen.words
        await screen.press("right", "enter")
        assert screen.open is CaseScreen
        handoff = (await screen.case("an")).handoff
        assert handoff is not None
        assert handoff.to_ward == OLD
        assert "Wait for the other ward" in screen.words
        assert f"Offered to {OLD}" in screen.words

    await opening.run(offer)


async def test_what_is_missing_or_cannot_be_is_said_in_the_form(opening: Opening[Screen]) -> None:
    async def offer(screen: Screen) -> None:
        await screen.press("slash", *"binh", "enter", "x")
        await screen.press("enter")
        assert "To ward: it is empty" in screen.words
        await screen.write(str(WARD))
        await screen.press("enter")
        assert "Address: it is empty" in screen.words
        await screen.write("so 7")
        await screen.press("enter")
        assert screen.open is OfferFormScreen
        assert "is the ward that has the case already" in screen.words
        await screen.press("escape")
        assert (await screen.case("binh")).handoff is None

    await opening.run(offer)


async def test_an_offer_is_withdrawn_after_a_question(opening: Opening[Screen]) -> None:
    offered_away(opening, "an")

    async def withdraw(screen: Screen) -> None:
        await screen.press("slash", *"an", "enter", "x")
        assert screen.open is AskScreen
        await screen.press("n")
        assert (await screen.case("an")).handoff is not None
        await screen.press("enter", "o", "f8")
        assert screen.open is CaseScreen
        assert "Offer withdrawn: Nguyễn Văn An" in screen.words
        assert (await screen.case("an")).handoff is None
        await screen.press("U")
        handoff = (await screen.case("an")).handoff
        assert handoff is not None
        assert handoff.state is HandoffState.OFFERED

    await opening.run(withdraw)


async def test_a_closed_case_is_offered_to_nobody(opening: Opening[Screen]) -> None:
    who = opening._ids["an"]

    def close(vault: OpenVault, tools: Tools) -> None:
        vault.write(lambda unit: close_case(unit, who, CloseReason.EMIGRATED, tools))

    async def offer(screen: Screen) -> None:
        await screen.press("a", "slash", *"an", "enter", "x")
        assert screen.open is WorklistScreen
        assert "cannot be handed over" in screen.words

    opening.prepare(close)
    await opening.run(offer)


@pytest.mark.parametrize("size", [(60, 16), (40, 12)])
@pytest.mark.parametrize("keys", [("e",), ("e", "a"), ("e", "x"), ("x",)])
async def test_the_pages_fit_into_the_smallest_terminal(
    opening: Opening[Screen], keys: tuple[str, ...], size: tuple[int, int]
) -> None:
    async def look(screen: Screen) -> None:
        await screen.press(*keys, "down", "up", *["escape"] * len(keys))
        assert screen.open is WorklistScreen

    await opening.run(look, size)


def test_every_key_of_the_page_does_something_and_only_one_thing() -> None:
    here = [action for action in ACTIONS if Place.OFFERS in action.places]
    for action in here:
        assert hasattr(OffersScreen, f"do_{action.name}"), action.name
    keys = [key for action in here for key in action.keys]
    assert len(set(keys)) == len(keys)
