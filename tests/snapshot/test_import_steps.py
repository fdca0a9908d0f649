"""Importing a list on the screen: every step, and every way out of it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

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
from tests.old_text import NAMES, encode
from wardtui.domain.resident import Field
from wardtui.domain.roster.legacy_text import LegacyEncoding
from wardtui.services.correct_record import CorrectRecord, correct_record
from wardtui.tui.keymap import Keymap
from wardtui.tui.screens.import_columns import ColumnsScreen
from wardtui.tui.screens.import_file import ImportFileScreen
from wardtui.tui.screens.import_lines import LinesScreen
from wardtui.tui.screens.import_plan import PlanScreen
from wardtui.tui.screens.import_text import TextScreen
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


@contextmanager
def held(lock: threading.Lock) -> Iterator[None]:
    """Whoever reads the vault waits meanwhile."""
    lock.acquire()
    try:
        yield
    finally:
        lock.release()


async def test_a_list_is_imported_after_a_look_and_taken_back(
    vault: Path,
    newer: Path,
    tmp_path: Path,
) -> None:
    async with at_the_list(vault, tmp_path) as hand:
        await hand.open(newer)
        await hand.until_on(PlanScreen)
        for line in ("3  rows", "1  added", "1  changed", "1  unchanged", "1  no longer on"):
            assert line in hand.text
        assert hand.cases.keys() == BEFORE
        await hand.press("f8")
        await hand.until_on(WorklistScreen)
        await hand.until_shown("Phạm Mẫu Dũng")
        assert "Imported: 1 added, 1 changed, 1 unchanged" in hand.text
        assert hand.cases.keys() == BEFORE | {"Phạm Mẫu Dũng"}
        assert hand.cases["Trần Mẫu Bình"].resident.phones[0].number == "+84570000999"
        await hand.press("u")
        await hand.until_shown("F8: yes")
        await hand.press("f8")
        await hand.until_shown("Taken back")
        assert hand.cases.keys() == BEFORE
        assert hand.cases["Trần Mẫu Bình"].resident.phones[0].number == "+84570000124"


async def test_what_changes_is_shown_field_by_field(
    vault: Path,
    newer: Path,
    tmp_path: Path,
) -> None:
    async with at_the_list(vault, tmp_path) as hand:
        await hand.open(newer)
        await hand.until_on(PlanScreen)
        await hand.press("down", "enter")
        await hand.until_on(LinesScreen)
        assert "phone: 0570 000 124 → 0570 000 999" in hand.text
        await hand.press("escape")
        await hand.until_on(PlanScreen)


@pytest.mark.parametrize("name", ["gone.xlsx", "letter.docx", "broken.xlsx"])
async def test_a_file_that_cannot_be_read_is_named_and_another_is_chosen(
    name: str,
    vault: Path,
    newer: Path,
    tmp_path: Path,
) -> None:
    if not name.startswith("gone"):
        (tmp_path / name).write_bytes(b"PK\x03\x04 no more than that")
    async with at_the_list(vault, tmp_path, size=(120, 40)) as hand:
        await hand.open(tmp_path / name)
        await hand.until_over()
        assert isinstance(hand.app.screen, ImportFileScreen)
        await hand.until_shown(name)
        assert hand.app.screen.query_one("#message").has_class("wrong")
        hand.app.screen.query_one(Input).value = str(newer)
        await hand.press("enter")
        await hand.until_on(PlanScreen)


@pytest.fixture
def two_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the folder that one is in."""
    folder = tmp_path / "lists"
    folder.mkdir()
    write_list(folder / "Tổ 5 Đợt 2.csv", [DUNG])
    write_list(folder / "khác.csv", [DUNG])
    monkeypatch.chdir(folder)


@pytest.mark.usefixtures("two_lists")
async def test_letters_narrow_the_files_and_enter_opens_the_one_that_is_left(
    vault: Path,
    tmp_path: Path,
) -> None:
    async with at_the_list(vault, tmp_path) as hand:
        await hand.press("i")
        await hand.until_shown("khác.csv")
        await hand.press(*"dot")
        assert "khác.csv" not in hand.text
        await hand.press("enter")
        await hand.until_on(PlanScreen)
        assert "Tổ 5 Đợt 2.csv" in hand.text


@pytest.mark.usefixtures("two_lists")
async def test_enter_right_after_a_paste_opens_what_was_pasted(vault: Path, tmp_path: Path) -> None:
    async with at_the_list(vault, tmp_path) as hand:
        await hand.press("i")
        await hand.until_shown("khác.csv")
        hand.app.post_message(events.Paste("dot"))
        hand.app.post_message(events.Key("enter", None))
        await hand.until_on(PlanScreen)
        assert "Tổ 5 Đợt 2.csv" in hand.text


@pytest.mark.usefixtures("two_lists")
async def test_an_arrow_right_after_a_letter_moves_in_what_is_left(
    vault: Path, tmp_path: Path
) -> None:
    async with at_the_list(vault, tmp_path) as hand:
        await hand.press("i")
        await hand.until_shown("khác.csv")
        hand.app.post_message(events.Key("c", "c"))
        hand.app.post_message(events.Key("down", None))
        await hand.press("right")
        screen = hand.app.screen
        assert isinstance(screen, ImportFileScreen)
        assert screen.table.cursor == 1


@pytest.mark.usefixtures("two_lists")
async def test_the_line_keeps_its_keys_whatever_keys_a_user_gives_the_page(
    vault: Path, tmp_path: Path
) -> None:
    async with at_the_list(vault, tmp_path) as hand:
        hand.app.keymap = Keymap({"back": ["escape", "backspace"]})
        await hand.press("i")
        await hand.until_shown("khác.csv")
        await hand.press(*"dott", "backspace")
        assert isinstance(hand.app.screen, ImportFileScreen)
        assert hand.app.screen.query_one(Input).value == "dot"


async def test_planning_is_stopped_by_a_key_and_the_file_can_be_chosen_again(
    vault: Path,
    newer: Path,
    tmp_path: Path,
) -> None:
    async with at_the_list(vault, tmp_path) as hand:
        with held(hand.app.session._vault._reading):
            await hand.open(newer)
            await hand.until_shown("Comparing")
            await hand.press("escape")
            await hand.until_on(ImportFileScreen)
            assert "Stopped." in hand.text
        await hand.press("enter")
        await hand.until_on(PlanScreen)
        assert hand.cases.keys() == BEFORE


async def test_stopping_while_it_is_saved_takes_everything_back(
    vault: Path,
    newer: Path,
    tmp_path: Path,
) -> None:
    async with at_the_list(vault, tmp_path) as hand:
        await hand.open(newer)
        await hand.until_on(PlanScreen)
        events = hand.app.session._vault.read(lambda unit: unit.events.count())
        go_on = threading.Event()
        busy = hand.app.session._vault.submit(lambda _: go_on.wait(10))
        await hand.press("f8")
        await hand.until_shown("Saving")
        await hand.press("x", "escape")
        await hand.until_shown("Stopping…")
        go_on.set()
        busy.result()
        await hand.until_on(PlanScreen)
        assert "Stopped. Nothing was changed." in hand.text
        assert hand.app.session._vault.read(lambda unit: unit.events.count()) == events
        assert hand.cases.keys() == BEFORE
        await hand.press("f8")
        await hand.until_on(WorklistScreen)
        assert hand.cases.keys() == BEFORE | {"Phạm Mẫu Dũng"}


async def test_a_stale_plan_is_made_anew_and_shown_before_anything_is_written(
    vault: Path,
    newer: Path,
    tmp_path: Path,
) -> None:
    async with at_the_list(vault, tmp_path) as hand:
        await hand.open(newer)
        await hand.until_on(PlanScreen)
        an = hand.cases["Nguyễn Mẫu An"]
        command = CorrectRecord(resident=an.id, field=Field.NOTE, value="Gọi buổi tối")
        await hand.app.session.change(lambda unit, tools: correct_record(unit, command, tools))
        await hand.press("f8")
        await hand.until_shown("have changed meanwhile")
        assert isinstance(hand.app.screen, PlanScreen)
        assert hand.cases.keys() == BEFORE
        await hand.press("f8")
        await hand.until_on(WorklistScreen)
        assert hand.cases.keys() == BEFORE | {"Phạm Mẫu Dũng"}


@pytest.fixture
def old_text(tmp_path: Path) -> Path:
    rows = [
        [str(n), name, str(1960 + n), "", "", "Tổ 5", f"Số {n} phố Mẫu Đơn", "x", ""]
        for n, name in enumerate(NAMES)
    ]
    coded = [[encode(cell, LegacyEncoding.TCVN3) for cell in row] for row in rows]
    headings = [encode(heading, LegacyEncoding.TCVN3) for heading in HEADINGS]
    return write_list(tmp_path / "old.csv", coded, headings)


async def test_old_text_is_converted_once_somebody_has_seen_it(
    vault: Path,
    old_text: Path,
    tmp_path: Path,
) -> None:
    async with at_the_list(vault, tmp_path) as hand:
        await hand.open(old_text)
        await hand.until_on(TextScreen)
        assert "NguyÔn V¨n MÉu" in hand.text
        assert "→ Nguyễn Văn Mẫu" in hand.text
        await hand.press("f8")
        await hand.until(lambda: isinstance(hand.app.screen, ColumnsScreen | PlanScreen))
        if isinstance(hand.app.screen, ColumnsScreen):
            await hand.press("f8")
        await hand.until_on(PlanScreen)
        await hand.press("f8")
        await hand.until_on(WorklistScreen)
        assert set(NAMES) <= hand.cases.keys()


async def test_old_text_that_nobody_accepts_is_not_imported(
    vault: Path,
    old_text: Path,
    tmp_path: Path,
) -> None:
    async with at_the_list(vault, tmp_path) as hand:
        await hand.open(old_text)
        await hand.until_on(TextScreen)
        await hand.press("escape")
        await hand.until_on(ImportFileScreen)
        assert "was not converted" in hand.text
        assert hand.cases.keys() == BEFORE


async def test_locking_amid_an_import_forgets_it(
    vault: Path,
    newer: Path,
    tmp_path: Path,
) -> None:
    async with at_the_list(vault, tmp_path) as hand:
        await hand.open(newer)
        await hand.until_on(PlanScreen)
        await hand.press("ctrl+l")
        await hand.until_shown("Passphrase")
        assert "newer.csv" not in hand.text


async def test_a_list_that_brings_nothing_says_so(
    vault: Path,
    tmp_path: Path,
) -> None:
    file = write_list(tmp_path / "same.csv", [AN, BINH, CHI])
    async with at_the_list(vault, tmp_path) as hand:
        await hand.open(file)
        await hand.until_on(PlanScreen)
        assert "Everything is there already" in hand.text
        await hand.press("f8")
        assert isinstance(hand.app.screen, PlanScreen)


async def test_every_step_can_be_done_with_the_mouse(
    vault: Path, newer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(newer.parent)
    async with at_the_list(vault, tmp_path) as hand:
        await hand.press("i")
        await hand.until_shown("newer.csv")
        row = next(n for n, line in enumerate(hand.text.splitlines()) if "newer.csv" in line)
        await hand.pilot.click(offset=(5, row), times=2)
        await hand.until_on(PlanScreen)
        row = next(n for n, line in enumerate(hand.text.splitlines()) if "changed" in line)
        await hand.pilot.click(offset=(5, row), times=2)
        await hand.until_on(LinesScreen)
        lines = hand.text.splitlines()
        row = next(n for n, line in enumerate(lines) if " Esc" in line)
        await hand.pilot.click(offset=(lines[row].index(" Esc") + 1, row))
        await hand.until_on(PlanScreen)
        await hand.pilot.click("#import-go")
        await hand.until_on(WorklistScreen)
        assert hand.cases.keys() == BEFORE | {"Phạm Mẫu Dũng"}
