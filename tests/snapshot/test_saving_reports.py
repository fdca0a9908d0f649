"""Figures that are shown, saved as workbooks by the key that prints elsewhere.

After a change that is meant: ``pytest tests/snapshot --snapshot-update``, then read the diff.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from syrupy.assertion import SnapshotAssertion

from tests.builders import MONDAY, CountingIds
from tests.snapshot.opened import Ids, OpenedScreen, Opening, made_ward
from tests.snapshot.test_progress_screen import NOW, fill
from wardtui.i18n import Language
from wardtui.tui.screens.print_out import PrintedScreen, PrintScreen
from wardtui.tui.screens.report import ReportScreen

DAY = f"{NOW:%Y-%m-%d}"
PAGES = {
    "bao-cao-ngay": ("R",),
    "cao-diem": ("T",),
    "khoi-luong": ("b", "w"),
    "so-sanh-dia-ban": ("b", "w", "right"),
    "gio-gap-dan": ("b", "w", "left"),
}
"""Which keys lead to the figures, by the name of their file."""


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ids]:
    return made_ward(tmp_path_factory.mktemp("campaign") / "v", CountingIds(), MONDAY, fill)


@pytest.fixture
def opening(ward: tuple[Path, Ids], tmp_path: Path) -> Iterator[Opening[OpenedScreen]]:
    made = Opening(ward, tmp_path / "home", OpenedScreen, NOW)
    yield made
    made.close()


def shown(screen: OpenedScreen, home: Path) -> str:
    """The text with the folder of this run called ``~``, as wide as it was."""
    longer = len(str(home)) - 1
    named = re.compile(re.escape(str(home)) + r"(/\S+\.xlsx▏?)")
    return named.sub(lambda found: f"~{found[1]}{' ' * longer}", screen.text)


@pytest.mark.parametrize("language", list(Language))
async def test_each_step(
    language: Language, home: Path, opening: Opening[OpenedScreen], snapshot: SnapshotAssertion
) -> None:
    async def look(screen: OpenedScreen) -> None:
        await screen.press("R", "P")
        assert max(len(line) for line in screen.text.splitlines()) <= 80
        assert shown(screen, home) == snapshot
        await screen.press("enter")
        assert shown(screen, home) == snapshot
        await screen.press("x")
        assert screen.open is ReportScreen

    await opening.run(look, (80, 24), language)


@pytest.mark.parametrize("name", list(PAGES))
async def test_whatever_figures_are_shown_are_saved(
    name: str, home: Path, opening: Opening[OpenedScreen]
) -> None:
    async def look(screen: OpenedScreen) -> None:
        await screen.press(*PAGES[name], "P", "enter")
        assert screen.open is PrintedScreen
        noted = await screen.app.session.read(lambda unit: unit.accesses())
        assert noted == [], "nobody is named in it"

    await opening.run(look)
    book = CalamineWorkbook.from_path(home / "Documents" / f"{name}-{DAY}.xlsx")
    first = book.get_sheet_by_index(0).to_python()
    assert len(first) > 4


async def test_the_day_that_is_shown_is_saved(home: Path, opening: Opening[OpenedScreen]) -> None:
    async def look(screen: OpenedScreen) -> None:
        await screen.press("R", "left", "P", "enter", "x", "P", "enter")

    await opening.run(look)
    day = f"{NOW.day - 1:02}"
    names = {one.name for one in (home / "Documents").iterdir()}
    stem = f"bao-cao-ngay-{NOW:%Y-%m}-{day}"
    assert names == {f"{stem}.xlsx", f"{stem}-2.xlsx"}


async def test_a_workbook_is_named_as_one(home: Path, opening: Opening[OpenedScreen]) -> None:
    async def look(screen: OpenedScreen) -> None:
        await screen.press("R", "P", "ctrl+u", *"so.docx", "enter")
        assert screen.open is PrintScreen
        assert "does not end in .xlsx" in screen.words
        await screen.press("ctrl+u", *"so", "enter")
        assert screen.open is PrintedScreen

    await opening.run(look)
    assert [one.name for one in (home / "Documents").iterdir()] == ["so.xlsx"]
