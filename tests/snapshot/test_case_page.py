"""Putting the record right on the page of a case: each key, its question, and what it saves."""

import pytest

from tests.snapshot.opened import Opening
from tests.snapshot.test_quality import Screen, opening, ward
from wardtui.domain.vocabulary import CloseReason, Status
from wardtui.services.merge_residents import merge_residents
from wardtui.services.ports import Tools
from wardtui.store.vault import OpenVault
from wardtui.tui.screens.case import CaseScreen
from wardtui.tui.screens.choice import ChoiceScreen
from wardtui.tui.screens.edit import EditScreen

__all__ = ["opening", "ward"]


async def open_lan(screen: Screen) -> None:
    await screen.press("slash", *"lan", "enter", "enter")
    assert screen.open is CaseScreen


async def test_e_asks_for_the_field_and_then_for_its_value(opening: Opening) -> None:
    async def correct(screen: Screen) -> None:
        await open_lan(screen)
        await screen.press("e")
        assert screen.open is ChoiceScreen
        await screen.press("7")
        assert screen.open is EditScreen
        await screen.press("ctrl+u", *"So 9", "enter")
        assert screen.open is CaseScreen
        assert (await screen.case("lan")).resident.address == "So 9"
        assert "So 9" in screen.words
        await screen.press("u")
        assert (await screen.case("lan")).resident.address != "So 9"

    await opening.run(correct)


@pytest.mark.parametrize("is_read", [True, False], ids=["read again", "not read again yet"])
async def test_panels_of_the_page_name_what_was_put_right(
    opening: Opening, monkeypatch: pytest.MonkeyPatch, *, is_read: bool
) -> None:
    async def correct(screen: Screen) -> None:
        await open_lan(screen)
        if not is_read:
            monkeypatch.setattr(screen.app.screen, "after_change", lambda *_: None)
        await screen.press("e", "7", "ctrl+u", *"So 9", "enter", "v")
        assert "Nguyễn Thị Lan · So 9" in screen.words
        await screen.press("escape", "u", "v")
        assert "So 9" not in screen.words
        await screen.press("escape", "e", "1", "ctrl+u", *"Lan Mới", "enter", "c")
        assert "Lan Mới" in screen.words
        assert "Nguyễn Thị Lan ·" not in screen.words

    await opening.run(correct)


async def test_x_closes_the_case_with_its_reason_and_opens_it_again(opening: Opening) -> None:
    async def close(screen: Screen) -> None:
        await open_lan(screen)
        await screen.press("x", "1")
        case = await screen.case("lan")
        assert (case.status, case.closed) == (Status.CLOSED, CloseReason.DECEASED)
        assert "Closed: Deceased" in screen.words
        await screen.press("x")
        assert (await screen.case("lan")).status is Status.OPEN

    await opening.run(close)


async def test_a_reason_can_be_clicked_and_a_click_elsewhere_chooses_none(
    opening: Opening,
) -> None:
    async def click(screen: Screen) -> None:
        await open_lan(screen)
        await screen.press("x")
        await screen.pilot.click(offset=(5, 3))
        assert screen.open is ChoiceScreen
        await screen.pilot.click("#choice-panel Static", offset=(4, 2))
        await screen.settle()
        assert (await screen.case("lan")).closed is CloseReason.EMIGRATED

    await opening.run(click)


async def test_another_key_closes_nothing(opening: Opening) -> None:
    async def go_back(screen: Screen) -> None:
        await open_lan(screen)
        await screen.press("x", "q")
        assert screen.open is CaseScreen
        assert (await screen.case("lan")).closed is None
        await screen.press("t")
        assert "Nobody was merged" in screen.words

    await opening.run(go_back)


async def test_t_takes_a_merge_back(opening: Opening) -> None:
    def merge(vault: OpenVault, tools: Tools) -> None:
        ids = opening._ids
        vault.write(lambda unit: merge_residents(unit, ids["binh"], ids["lan"], tools))

    async def split(screen: Screen) -> None:
        assert (await screen.case("lan")).same_as
        await open_lan(screen)
        await screen.press("t")
        assert not (await screen.case("lan")).same_as
        assert (await screen.case("binh")).id == screen.ids["binh"]

    opening.prepare(merge)
    await opening.run(split)
