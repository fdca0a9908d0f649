"""The steps of an import as text that a reviewer can read.

After a change that is meant: ``pytest tests/snapshot --snapshot-update``, then read the diff.
"""

import os
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.import_walk import (
    AN,
    BINH,
    CHI,
    DUNG,
    EVENING,
    HEADINGS,
    Hand,
    at_the_list,
    changed,
    make_vault,
    write_list,
)
from tests.old_text import NAMES, encode
from wardtui.domain.roster.legacy_text import LegacyEncoding
from wardtui.i18n import Language
from wardtui.tui.screens.import_columns import ColumnsScreen
from wardtui.tui.screens.import_lines import LinesScreen
from wardtui.tui.screens.import_plan import PlanScreen
from wardtui.tui.screens.import_text import TextScreen

BOTH = pytest.mark.parametrize("language", list(Language))
SIZES = pytest.mark.parametrize(
    "size", [(80, 24), (120, 40), (200, 60)], ids=lambda size: f"{size[0]}"
)


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with three people."""
    return make_vault(tmp_path_factory.mktemp("vault"))


@pytest.fixture
def messy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A newer list with everything that somebody has to look at."""
    rows = [
        [*changed(AN, phone="0570000999", address="Số 99 ngõ 8 phố Mẫu Mới"), "Kinh", "HS-1"],
        [*changed(BINH, note="mới ra tù, gọi buổi tối"), "Kinh", "HS-2"],
        [*changed(CHI, name=""), "", "HS-3"],
        [*DUNG, "Kinh", "HS-4"],
        [*DUNG, "Kinh", "HS-5"],
        ["6", AN[1], "1985", "", AN[4], "Tổ 5", "Số 7 phố Khác", "x", "", "", "HS-6"],
    ]
    folder = tmp_path / "lists"
    folder.mkdir()
    monkeypatch.chdir(folder)
    file = write_list(folder / "tổ 5.csv", rows, [*HEADINGS, "Dân tộc", "Mã hồ sơ"])
    write_list(folder / "khác.csv", [DUNG])
    for number, path in enumerate((file, folder / "khác.csv")):
        moment = EVENING.timestamp() - 3600 * number
        os.utime(path, (moment, moment))
    return file


async def compared(hand: Hand, file: Path) -> None:
    """The list is read, its columns are right, and the counts are shown."""
    await hand.open(file)
    await hand.until_on(ColumnsScreen)
    await hand.press("f8")
    await hand.until_on(PlanScreen)


@BOTH
async def test_choosing_the_file(
    language: Language, vault: Path, messy: Path, tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    async with at_the_list(vault, tmp_path, language=language) as hand:
        await hand.press("i")
        await hand.until_shown(messy.name)
        assert hand.text == snapshot


@BOTH
@SIZES
async def test_the_columns(
    size: tuple[int, int],
    language: Language,
    vault: Path,
    messy: Path,
    tmp_path: Path,
    snapshot: SnapshotAssertion,
) -> None:
    async with at_the_list(vault, tmp_path, size, language) as hand:
        await hand.open(messy)
        await hand.until_on(ColumnsScreen)
        assert hand.text == snapshot


@BOTH
@SIZES
async def test_the_plan(
    size: tuple[int, int],
    language: Language,
    vault: Path,
    messy: Path,
    tmp_path: Path,
    snapshot: SnapshotAssertion,
) -> None:
    async with at_the_list(vault, tmp_path, size, language) as hand:
        await compared(hand, messy)
        assert max(len(line) for line in hand.text.splitlines()) <= size[0]
        assert hand.text == snapshot


@pytest.mark.parametrize("downs", [1, 2, 3, 4], ids=["changed", "rejected", "notes", "suspects"])
@BOTH
@SIZES
async def test_a_section(
    downs: int,
    size: tuple[int, int],
    language: Language,
    vault: Path,
    messy: Path,
    tmp_path: Path,
    snapshot: SnapshotAssertion,
) -> None:
    async with at_the_list(vault, tmp_path, size, language) as hand:
        await compared(hand, messy)
        await hand.press(*["down"] * downs, "enter")
        await hand.until_on(LinesScreen)
        assert hand.text == snapshot


async def test_the_page_beside_the_counts_comes_to_rest(
    vault: Path, messy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once a list that is shown beside them told the screen to show it, again and again."""
    async with at_the_list(vault, tmp_path, (120, 40)) as hand:
        await compared(hand, messy)
        drawn = 0
        draw = PlanScreen._draw_side

        def count(screen: PlanScreen) -> None:
            nonlocal drawn
            drawn += 1
            draw(screen)

        monkeypatch.setattr(PlanScreen, "_draw_side", count)
        await hand.press("down")
        for _ in range(20):
            await hand.pilot.pause()
        assert drawn == 1


async def test_every_line_that_counts_something_can_be_looked_into(
    vault: Path, messy: Path, tmp_path: Path
) -> None:
    titles = []
    async with at_the_list(vault, tmp_path) as hand:
        await compared(hand, messy)
        for _ in range(8):
            await hand.press("enter")
            await hand.until_on(LinesScreen)
            titles.append(hand.text.splitlines()[1].split(":")[0].strip())
            assert hand.text.splitlines()[2].strip()
            await hand.press("escape")
            await hand.until_on(PlanScreen)
            await hand.press("down")
    assert titles == [
        "2 added",
        "1 changed",
        "1 rejected",
        "1 notes left out",
        "1 may be somebody who is there already",
        "1 no longer on the list",
        "1 columns that must not be stored",
        "things to correct afterwards",
    ]


@pytest.mark.parametrize("encoding", list(LegacyEncoding))
async def test_text_from_before_unicode(
    encoding: LegacyEncoding, vault: Path, tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    rows = [
        [str(n), name, str(1960 + n), "", "", "Tổ 5", f"Số {n} phố Mẫu Đơn", "x", ""]
        for n, name in enumerate(NAMES)
    ]
    coded = [[encode(cell, encoding) for cell in row] for row in rows]
    file = write_list(tmp_path / "cũ.csv", coded, [encode(one, encoding) for one in HEADINGS])
    async with at_the_list(vault, tmp_path, language=Language.VIETNAMESE) as hand:
        await hand.open(file)
        await hand.until_on(TextScreen)
        assert hand.text == snapshot
