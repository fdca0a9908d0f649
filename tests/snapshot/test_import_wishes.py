"""What somebody says about a list before it is imported: its columns, and its notes."""

from pathlib import Path

import pytest

from tests.import_walk import (
    AN,
    BINH,
    CHI,
    DUNG,
    HEADINGS,
    at_the_list,
    changed,
    make_vault,
    write_list,
)
from wardtui.tui.screens.import_columns import ColumnsScreen
from wardtui.tui.screens.import_file import ImportFileScreen
from wardtui.tui.screens.import_lines import LinesScreen
from wardtui.tui.screens.import_meaning import MeaningScreen
from wardtui.tui.screens.import_plan import PlanScreen
from wardtui.tui.screens.worklist import WorklistScreen

BEFORE = {"Nguyễn Mẫu An", "Trần Mẫu Bình", "Lê Mẫu Chi"}


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with three people."""
    return make_vault(tmp_path_factory.mktemp("vault"))


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """One is added, one has another phone, one is no longer on it."""
    return write_list(tmp_path / "newer.csv", [AN, changed(BINH, phone="0570000999"), DUNG])


async def test_a_column_that_is_not_understood_is_mapped_and_kept_for_the_next_time(
    vault: Path,
    tmp_path: Path,
) -> None:
    headings = [*HEADINGS[:-1], "Lời dặn của tổ trưởng"]
    file = write_list(tmp_path / "strange.csv", [changed(DUNG, note="Gọi sau 18h")], headings)
    async with at_the_list(vault, tmp_path) as hand:
        await hand.open(file)
        await hand.until_on(ColumnsScreen)
        assert "1 column not understood" in hand.text
        await hand.press("enter", *"remarks")
        await hand.until_on(MeaningScreen)
        await hand.press("enter")
        await hand.until_on(ColumnsScreen)
        assert "not understood" not in hand.text
        assert "Gọi sau 18h" in hand.text.split("The first rows would give:")[1]
        await hand.press("w")
        await hand.until_shown("strange.csv.mapping.toml")
        await hand.press("f8")
        await hand.until_on(PlanScreen)
        await hand.press("escape")
        await hand.until_on(ImportFileScreen)
        await hand.press("enter")
        await hand.until_on(PlanScreen)
        assert "Columns as strange.csv.mapping.toml says." in hand.text
        await hand.press("f8")
        await hand.until_on(WorklistScreen)
        assert hand.cases["Phạm Mẫu Dũng"].resident.note == "Gọi sau 18h"


async def test_a_list_without_headings_is_read_by_what_somebody_says(
    vault: Path,
    tmp_path: Path,
) -> None:
    file = write_list(tmp_path / "bare.csv", [DUNG[1:3]], CHI[1:3])
    async with at_the_list(vault, tmp_path) as hand:
        await hand.open(file)
        await hand.until_on(ColumnsScreen)
        assert "No list was found." in hand.text
        await hand.press("h")
        await hand.until_shown("Which row holds the headings?")
        await hand.press("backspace", "0", "enter")
        await hand.until_shown("no headings")
        for meaning in ("full name", "date or year"):
            await hand.press("enter", *meaning)
            await hand.until_on(MeaningScreen)
            await hand.press("enter")
            await hand.until_on(ColumnsScreen)
            await hand.press("down")
        await hand.press("f8")
        await hand.until_on(PlanScreen)
        assert "2  rows" in hand.text


async def test_a_column_that_must_not_be_stored_cannot_be_mapped(
    vault: Path,
    tmp_path: Path,
) -> None:
    headings = [*HEADINGS, "Dân tộc"]
    file = write_list(tmp_path / "list.csv", [[*DUNG, "Kinh"]], headings)
    async with at_the_list(vault, tmp_path) as hand:
        await hand.open(file)
        await hand.until_on(PlanScreen)
        await hand.press("c")
        await hand.until_on(ColumnsScreen)
        assert "Kinh" not in hand.text
        await hand.press("end", "enter")
        assert isinstance(hand.app.screen, ColumnsScreen)
        await hand.until_shown("“Dân tộc” must not be stored")


async def test_a_note_about_a_person_is_left_out_until_it_says_what_is_to_be_done(
    vault: Path,
    tmp_path: Path,
) -> None:
    rows = [changed(DUNG, note="nghiện ma túy, gọi buổi tối")]
    file = write_list(tmp_path / "list.csv", rows)
    async with at_the_list(vault, tmp_path) as hand:
        await hand.open(file)
        await hand.until_on(PlanScreen)
        assert "1  notes left out" in hand.text
        await hand.press("down", "enter")
        await hand.until_on(LinesScreen)
        await hand.press("enter")
        await hand.until_shown("Note on Phạm Mẫu Dũng")
        await hand.press("x", "enter")
        await hand.until_shown("This must not be stored: nghiện ma túy")
        await hand.press("ctrl+u", *"Goi buoi toi", "enter")
        await hand.until_on(LinesScreen)
        assert "✓ Phạm Mẫu Dũng" in hand.text
        await hand.press("escape")
        await hand.until_shown("1 rewritten")
        await hand.until_on(PlanScreen)
        await hand.press("escape")
        await hand.until_shown("would be lost")
        await hand.press("n")
        await hand.until_on(PlanScreen)
        await hand.press("f8")
        await hand.until_on(WorklistScreen)
        assert hand.cases["Phạm Mẫu Dũng"].resident.note == "Goi buoi toi"


async def test_keys_that_lead_away_ask_before_work_is_lost(vault: Path, tmp_path: Path) -> None:
    headings = [*HEADINGS[:-1], "Lời dặn"]
    file = write_list(tmp_path / "strange.csv", [changed(DUNG, note="Gọi sau 18h")], headings)
    async with at_the_list(vault, tmp_path) as hand:
        await hand.open(file)
        await hand.until_on(ColumnsScreen)
        await hand.press("enter", "enter")
        await hand.until_on(ColumnsScreen)
        await hand.press("enter", *"remarks", "enter")
        await hand.until_on(ColumnsScreen)
        for key in ("q", "escape"):
            await hand.press(key)
            await hand.until_shown("would be lost")
            await hand.press("n")
            await hand.until_on(ColumnsScreen)
        await hand.press("f2")
        await hand.until_shown("Finish the import or go back first")


async def test_a_mapping_file_that_is_not_right_is_named_and_not_used(
    vault: Path, newer: Path, tmp_path: Path
) -> None:
    (tmp_path / "newer.csv.mapping.toml").write_text("columns = 5", "utf-8")
    async with at_the_list(vault, tmp_path, size=(120, 40)) as hand:
        await hand.open(newer)
        await hand.until_on(PlanScreen)
        assert "The mapping file beside the list was not used." in hand.text
        assert "1  added" in hand.text


async def test_no_cell_of_a_file_reaches_the_terminal_as_a_command(
    vault: Path, tmp_path: Path
) -> None:
    row = changed(DUNG, address="Số 1\x1b[2J\x9b2J phố\u200b Mẫu")
    file = write_list(tmp_path / "evil.csv", [row], [*HEADINGS[:-1], "Cột\x1b[2J lạ"])
    async with at_the_list(vault, tmp_path) as hand:
        await hand.open(file)
        await hand.until(lambda: isinstance(hand.app.screen, ColumnsScreen | PlanScreen))
        await hand.until_over()
        assert all(line.isprintable() for line in hand.text.splitlines())
        if isinstance(hand.app.screen, PlanScreen):
            await hand.press("c")
            await hand.until_on(ColumnsScreen)
        assert all(line.isprintable() for line in hand.text.splitlines())
