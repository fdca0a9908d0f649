"""The page of the campaign: how it looks, and what each key does.

After a change that is meant: ``pytest tests/snapshot --snapshot-update``, then read the diff.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from syrupy.assertion import SnapshotAssertion
from textual.containers import VerticalScroll

from tests.builders import AN, MONDAY, CountingIds, SetClock
from tests.snapshot.opened import Ids, OpenedScreen, Opening, made_ward
from wardtui.domain.campaign import Campaign, Target
from wardtui.domain.events import ContactLogged, EnrolmentRecorded, EventRetracted, ResidentListed
from wardtui.domain.ids import ResidentId
from wardtui.domain.moments import local_day
from wardtui.domain.vocabulary import Channel, Need, Outcome, Reason, Step
from wardtui.i18n import Language
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.ports import Tools, Unit
from wardtui.services.publish_campaign import publish_campaign
from wardtui.services.recording import Draft, record
from wardtui.tui.screens.progress import ProgressScreen
from wardtui.tui.screens.worklist import WorklistScreen

SIZES = [(80, 24), (120, 40), (200, 60)]
LATE = MONDAY.replace(hour=22, minute=30)
DAYS = 10
NOW = LATE + timedelta(DAYS - 1)
EACH_DAY = {"Tổ 1": 2, "Tổ 2": 1, "Tổ 3": 0, "Thôn Đoài": 1}
LISTED = 30


def fill(unit: Unit) -> Ids:
    """A campaign of thirty days, ten of which are over; some areas are quicker than others."""
    clock = SetClock(MONDAY)
    tools = Tools(clock, CountingIds(1 << 30))
    people = {area: [ResidentId(tools.ids.new()) for _ in range(LISTED)] for area in EACH_DAY}
    drafts = [
        Draft(
            resident=who,
            body=ResidentListed(
                resident=msgspec.structs.replace(
                    AN, personal_id=None, address=who, area=area, needs=(Need.ID_CARD,)
                )
            ),
        )
        for area, some in people.items()
        for who in some
    ]
    record(unit, drafts, tools)
    first = local_day(MONDAY)
    wanted = Campaign(
        start=first,
        end=first + timedelta(29),
        targets=(Target(area="Thôn Đoài", percent=60),),
    )
    publish_campaign(unit, wanted, tools)
    for after in range(DAYS):
        clock.moment = LATE + timedelta(after)
        met = EnrolmentRecorded(need=Need.ID_CARD, step=Step.CAPTURED)
        for area, some in people.items():
            for _ in range(EACH_DAY[area]):
                record(unit, [Draft(resident=some.pop(), body=met)], tools)
    clock.moment = NOW.replace(hour=19)
    for who, outcome in zip(people["Tổ 3"], (Outcome.DECLINED, Outcome.NO_ANSWER), strict=False):
        reasons = (Reason.WORKING_HOURS,) if outcome is Outcome.DECLINED else ()
        contact = ContactLogged(channel=Channel.CALL, outcome=outcome, reasons=reasons)
        log_contact(unit, LogContact(resident=who, contact=contact), tools)
    return {}


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ids]:
    return made_ward(tmp_path_factory.mktemp("campaign") / "v", CountingIds(), MONDAY, fill)


@pytest.fixture
def opening(ward: tuple[Path, Ids], tmp_path: Path) -> Iterator[Opening[OpenedScreen]]:
    made = Opening(ward, tmp_path / "home", OpenedScreen, NOW)
    yield made
    made.close()


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_screen(
    size: tuple[int, int],
    language: Language,
    opening: Opening[OpenedScreen],
    snapshot: SnapshotAssertion,
) -> None:
    async def look(screen: OpenedScreen) -> None:
        await screen.press("T")
        assert max(len(line) for line in screen.text.splitlines()) <= size[0]
        assert screen.text == snapshot
        await screen.press("end")
        assert screen.text == snapshot

    await opening.run(look, size, language)


async def test_what_is_longer_than_the_screen_is_scrolled(opening: Opening[OpenedScreen]) -> None:
    async def look(screen: OpenedScreen) -> None:
        await screen.press("T")
        body = screen.app.screen.query_one("#progress", VerticalScroll)

        async def stands(*keys: str) -> float:
            await screen.press(*keys)
            return body.scroll_y

        assert await stands() == 0
        assert await stands("down", "down", "up") == 1
        assert await stands("pagedown") > 1
        assert await stands("end") == body.max_scroll_y > 0
        assert await stands("home") == 0
        await screen.press("escape")
        assert screen.open is WorklistScreen

    await opening.run(look)


async def test_the_campaign_is_a_key_away_from_today_and_the_board(
    opening: Opening[OpenedScreen],
) -> None:
    async def look(screen: OpenedScreen) -> None:
        for way in ("t", "b"):
            await screen.press(way, "T")
            assert screen.open is ProgressScreen
            await screen.press("escape", "escape")
            assert screen.open is WorklistScreen

    await opening.run(look)


@pytest.mark.parametrize("language", list(Language))
async def test_without_a_campaign_the_page_says_how_one_is_set(
    language: Language, opening: Opening[OpenedScreen]
) -> None:
    async def look(screen: OpenedScreen) -> None:
        await screen.press("T")
        assert "wardtui campaign set" in screen.text
        await screen.press("down", "pagedown", "end", "home", "escape")
        assert screen.open is WorklistScreen

    def take_back(unit: Unit, tools: Tools) -> None:
        told = unit.events.about_nobody("campaign.published")
        taken_back = Draft(resident=None, body=EventRetracted(event=told[0].event.id))
        record(unit, [taken_back], tools)

    opening.prepare(lambda vault, tools: vault.write(lambda unit: take_back(unit, tools)))
    await opening.run(look, language=language)
