"""A line is typed in the order of its keys, however many of them wait for a slow machine."""

import pytest
from textual import events

from tests.screen_app import taken
from tests.snapshot.opened import Opening
from tests.snapshot.test_case_page import open_lan
from tests.snapshot.test_quality import Screen, opening, ward
from wardtui.tui.screens.case import CaseScreen
from wardtui.tui.screens.edit import EditScreen

__all__ = ["opening", "ward"]

ADDRESS = "7"
"""The key of the address among the fields."""


async def all_at_once(screen: Screen, *events_: events.Event) -> None:
    """What came while the machine was busy with something else."""
    for event in events_:
        screen.app.post_message(event)
    await taken(screen.app)
    await screen.settle()


def key(name: str) -> events.Key:
    return events.Key(name, name if len(name) == 1 else None)


@pytest.mark.parametrize(
    ("keys", "typed"),
    [
        ((*"So 8", "backspace", "9"), "So 9"),
        ((*"Ngo 4", "ctrl+u", *"So 9"), "So 9"),
        ((*"So 89", "left", "backspace"), "So 9"),
        ((*"o 9", "home", "S"), "So 9"),
        ((*"So 95", "left", "delete"), "So 9"),
        ((*"So 8", "ctrl+w", "9"), "So 9"),
        ((*"Ngo 4", "home", "ctrl+u", *"So 9"), "So 9"),
        ((*"So 8", "alt+backspace", "9"), "So 9"),
    ],
)
async def test_keys_that_waited_are_carried_out_in_their_order(
    opening: Opening, keys: tuple[str, ...], typed: str
) -> None:
    async def correct(screen: Screen) -> None:
        await open_lan(screen)
        await screen.press("e", ADDRESS, "ctrl+u")
        await all_at_once(screen, *map(key, keys), key("enter"))
        assert screen.open is CaseScreen
        assert (await screen.case("lan")).resident.address == typed

    await opening.run(correct)


async def test_what_is_pasted_is_there_when_enter_follows_at_once(opening: Opening) -> None:
    async def correct(screen: Screen) -> None:
        await open_lan(screen)
        await screen.press("e", ADDRESS, "ctrl+u")
        await all_at_once(screen, events.Paste("So 9\nngo 4"), key("enter"))
        assert (await screen.case("lan")).resident.address == "So 9 ngo 4"

    await opening.run(correct)


async def test_what_is_dropped_on_a_window_that_is_not_in_front_is_typed(opening: Opening) -> None:
    async def correct(screen: Screen) -> None:
        await open_lan(screen)
        await screen.press("e", ADDRESS, "ctrl+u")
        await all_at_once(screen, events.AppBlur(), events.Paste("So 9"), key("enter"))
        assert (await screen.case("lan")).resident.address == "So 9"

    await opening.run(correct)


@pytest.mark.parametrize("name", ["alt+left", "alt+right", "alt+delete", "alt+x"])
async def test_a_key_with_alt_leaves_no_line(opening: Opening, name: str) -> None:
    async def correct(screen: Screen) -> None:
        await open_lan(screen)
        await screen.press("e", ADDRESS)
        await all_at_once(screen, events.Key(name, None))
        assert screen.open is EditScreen

    await opening.run(correct)


async def test_one_backspace_takes_one_letter_of_what_is_there(opening: Opening) -> None:
    async def correct(screen: Screen) -> None:
        await open_lan(screen)
        address = (await screen.case("lan")).resident.address or ""
        await screen.press("e", ADDRESS, "backspace")
        assert screen.open is EditScreen
        await screen.press("enter")
        assert (await screen.case("lan")).resident.address == address[:-1]

    await opening.run(correct)
