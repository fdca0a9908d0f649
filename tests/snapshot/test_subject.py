"""What is kept about one person, made on their page.

After a change that is meant: ``pytest tests/snapshot --snapshot-update``, then read the diff.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import MONDAY, CountingIds, SetClock
from tests.snapshot.opened import Ids, Opening, made_ward
from tests.snapshot.session_ward import EVENING, Screen, fill
from wardtui.services.ports import Tools
from wardtui.tui.screens.case import CaseScreen
from wardtui.tui.screens.print_out import PrintedScreen


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ids]:
    tools = Tools(SetClock(MONDAY), ids := CountingIds())
    folder = tmp_path_factory.mktemp("subject")
    return made_ward(folder, ids, MONDAY, lambda unit: fill(unit, tools))


@pytest.fixture
def opening(ward: tuple[Path, Ids], tmp_path: Path) -> Iterator[Opening[Screen]]:
    made = Opening(ward, tmp_path / "home", Screen, EVENING)
    yield made
    made.close()


@pytest.mark.parametrize(("choice", "reveals"), [("2", False), ("3", True)])
async def test_the_page_of_a_person_is_a_file_that_is_masked_unless_asked_for(
    choice: str, reveals: bool, home: Path, opening: Opening[Screen]
) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("slash", *"minh", "enter", "enter", "P", choice)
        assert "Hồ Văn Minh" not in screen.words.partition("File")[2].partition("html")[0]
        await screen.press("enter")
        assert screen.open is PrintedScreen
        assert "Open it in a browser" in screen.words
        await screen.press("x")
        assert screen.open is CaseScreen
        noted = await screen.app.session.read(lambda unit: unit.accesses())  # type: ignore[attr-defined]
        who = opening._ids["minh"]
        told = [(one.what, one.command, one.resident) for one in noted]
        assert told == [("reveal", "subject", who)] * reveals + [("export", "subject", who)]

    await opening.run(look)
    [file] = (home / "Documents").iterdir()
    assert file.suffix == ".html"
    text = file.read_text("utf-8")
    assert "Hồ Văn Minh" in text
    assert ("•" in text) != reveals


async def test_a_letter_is_there_too(home: Path, opening: Opening[Screen]) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("slash", *"minh", "enter", "enter", "P", "1", "enter")
        assert screen.open is PrintedScreen

    await opening.run(look)
    [file] = (home / "Documents").iterdir()
    assert file.suffix == ".docx"
