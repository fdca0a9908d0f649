"""The daily report on the screen: areas with their sum, other days, and copying it.

After a change that is meant: ``pytest tests/snapshot --snapshot-update``, then read the diff.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from syrupy.assertion import SnapshotAssertion

from tests.builders import AN, MONDAY, WARD, CountingIds, SetClock
from tests.snapshot.opened import Ids, OpenedScreen, Opening, made_ward
from wardtui.domain.events import ContactLogged, EnrolmentRecorded, ResidentListed
from wardtui.domain.ids import OfficerId, ResidentId
from wardtui.domain.vocabulary import Channel, Need, Outcome, Reason, Role, Step
from wardtui.i18n import Language
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, record
from wardtui.services.records import Pairing, SyncState
from wardtui.tui.screens.board import BoardScreen
from wardtui.tui.screens.report import ReportScreen

EVENING = MONDAY.replace(hour=21, minute=30)
AREAS = ("Tổ 5", "Tổ 5", "Tổ 10", "Thôn Thượng Mẫu Đơn", None)
NEEDS = (Need.ID_CARD, Need.VNEID_ACTIVATION)


def fill(unit: Unit) -> Ids:
    clock = SetClock(MONDAY - timedelta(days=3))
    tools = Tools(clock, CountingIds())
    ids = {str(number): ResidentId(tools.ids.new()) for number in range(len(AREAS))}
    record(
        unit,
        [
            Draft(
                resident=ids[str(number)],
                body=ResidentListed(
                    resident=msgspec.structs.replace(
                        AN, personal_id=f"000085000{number:03}", area=area, needs=NEEDS
                    )
                ),
            )
            for number, area in enumerate(AREAS)
        ],
        tools,
    )
    missed = ContactLogged(channel=Channel.CALL, outcome=Outcome.NO_ANSWER)
    reached = ContactLogged(
        channel=Channel.VISIT, outcome=Outcome.NOT_NOW, reasons=(Reason.WORKING_HOURS,)
    )
    captured = EnrolmentRecorded(need=Need.ID_CARD, step=Step.CAPTURED)
    active = EnrolmentRecorded(need=Need.VNEID_ACTIVATION, step=Step.ACTIVATED)
    for days, who, body in (
        (1, "0", missed),
        (1, "1", captured),
        (0, "0", captured),
        (0, "0", active),
        (0, "2", reached),
    ):
        clock.moment = MONDAY - timedelta(days=days)
        record(unit, [Draft(resident=ids[who], body=body)], tools)
    unit.state.pairing = Pairing(
        url="https://central.example",
        token="t" * 43,
        officer=OfficerId("officer-mau"),
        name="Nguyễn Văn Mẫu",
        role=Role.OFFICER,
        wards=(WARD,),
    )
    unit.state.sync = SyncState(cursors={WARD: 1}, epoch="1", last_success=MONDAY)
    unit.seal_worklist()
    return ids


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ids]:
    return made_ward(tmp_path_factory.mktemp("ward") / "v", CountingIds(1 << 30), EVENING, fill)


@pytest.fixture
def opening(ward: tuple[Path, Ids], tmp_path: Path) -> Iterator[Opening[OpenedScreen]]:
    made = Opening(ward, tmp_path / "home", OpenedScreen, EVENING)
    yield made
    made.close()


KEYS = {"today": ("R",), "its_end": ("R", "end"), "the_day_before": ("R", "left")}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", list(KEYS))
async def test_screen(
    name: str,
    size: tuple[int, int],
    language: Language,
    opening: Opening[OpenedScreen],
    snapshot: SnapshotAssertion,
) -> None:
    async def look(screen: OpenedScreen) -> None:
        await screen.press(*KEYS[name])
        assert max(len(line) for line in screen.text.splitlines()) <= size[0]
        assert screen.text == snapshot

    await opening.run(look, size, language)


async def test_no_day_comes_after_today_and_the_board_leads_there_too(
    opening: Opening[OpenedScreen],
) -> None:
    async def look(screen: OpenedScreen) -> None:
        await screen.press("R", "right")
        today = screen.text
        await screen.press("left", "left", "right", "right")
        assert screen.text == today
        await screen.press("escape", "b", "R")
        assert screen.open is ReportScreen
        await screen.press("escape")
        assert screen.open is BoardScreen

    await opening.run(look)


async def test_the_whole_report_is_copied_as_text(opening: Opening[OpenedScreen]) -> None:
    async def look(screen: OpenedScreen) -> None:
        await screen.press("R", "y")
        copied = screen.app.clipboard
        assert copied.startswith("DAILY REPORT 23/11/2026 - PHUONG-MAU\n")
        assert "- Tổ 5: 1/2 (50.0%), today 1, left 1" in copied
        assert copied.endswith("Made by Nguyễn Văn Mẫu, Mon 23/11 21:30.")
        assert "Copied." in screen.words

    await opening.run(look)
