"""A case's whole ladder at a glance, and what speaks against a contact: how both look.

After a change that is meant: ``pytest tests/snapshot --snapshot-update``, then read the diff.
"""

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest
from syrupy.assertion import SnapshotAssertion

from tests.builders import AN, MONDAY, WARD, CountingIds, SetClock
from tests.conftest import PASSPHRASE
from tests.screen_app import ward_app
from tests.snapshot.test_quality import Screen
from wardtui.domain.events import ContactLogged, OfficerPublished, ResidentListed
from wardtui.domain.ids import OfficerId, ResidentId
from wardtui.domain.vocabulary import Channel, Need, Outcome, PauseReason, Role, Sex, SupportNeed
from wardtui.domain.worklist_filter import Filter
from wardtui.i18n import Language, use_language
from wardtui.services.case_detail import case_detail
from wardtui.services.escalate import (
    accept_cases,
    pause_cases,
    raise_cases,
    resolve_cases,
    return_cases,
)
from wardtui.services.listing import list_as_of
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.policies import shipped_policy
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record
from wardtui.services.records import Pairing
from wardtui.services.view import case_document, full_document
from wardtui.settings import Places, change_settings
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault
from wardtui.tui.app import WardApp
from wardtui.tui.screens.case import CaseScreen
from wardtui.tui.screens.dial import DialScreen
from wardtui.tui.screens.worklist import WorklistScreen
from wardtui.tui.widgets.log_panel import LogPanel
from wardtui.wording.results import saved_text

T = TypeVar("T")

SIZES = ((80, 24), (120, 40), (200, 60))
LEADER = OfficerId("officer-leader")
MY = msgspec.structs.replace(
    AN,
    name="Nguyễn Thu My",
    sex=Sex.FEMALE,
    birth_date="1990-11-10",
    personal_id="000190000123",
    needs=(Need.ID_CARD,),
)


class Ward:
    """A vault of one laptop, whose clock a test moves while it is written."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.clock = SetClock(MONDAY)
        self.tools = Tools(self.clock, CountingIds())
        create_vault(home, PASSPHRASE, self.tools.ids)
        self._vault = OpenVault(home, unlock(home, PASSPHRASE))
        self._vault.start_writing("test", MONDAY)
        self._app: WardApp | None = None
        self.my = ResidentId(self.tools.ids.new())
        listed = ResidentListed(resident=MY)
        self._write(lambda unit: record(unit, [Draft(resident=self.my, body=listed)], self.tools))

    def _write(self, work: Callable[[Unit], Saved]) -> Saved:
        return self._vault.write(work)

    def at(self, day: int, hour: int, minute: int = 0) -> "Ward":
        """It is that day, counted from the Monday of the list."""
        moment = MONDAY + timedelta(days=day)
        self.clock.moment = moment.replace(hour=hour, minute=minute)
        return self

    def contact(self, channel: Channel, outcome: Outcome, **details: object) -> Saved:
        body = ContactLogged(channel=channel, outcome=outcome)
        command = LogContact(resident=self.my, contact=msgspec.structs.replace(body, **details))
        return self._write(lambda unit: log_contact(unit, command, self.tools))

    def call(self, outcome: Outcome, **details: object) -> Saved:
        return self.contact(Channel.CALL, outcome, **details)

    def visit(self, outcome: Outcome, **details: object) -> Saved:
        return self.contact(Channel.VISIT, outcome, **details)

    def move(self, work: Callable[..., Saved], *arguments: object, **named: object) -> Saved:
        """Raise, accept, return, settle or pause."""
        return self._write(lambda unit: work(unit, [self.my], *arguments, self.tools, **named))

    def pair(self, last_pull: datetime) -> None:
        """The laptop is a leader's, and has read from the server last at a moment."""

        def pair(unit: Unit) -> Saved:
            unit.state.pairing = Pairing(
                url="http://127.0.0.1:9",
                token="nobody's",
                officer=LEADER,
                name="Trần Thị Mẫu",
                role=Role.LEADER,
                wards=(WARD,),
            )
            unit.state.sync = msgspec.structs.replace(unit.state.sync, last_success=last_pull)
            body = OfficerPublished(
                officer=LEADER, name="Trần Thị Mẫu", role=Role.LEADER, wards=(WARD,)
            )
            return record(unit, [Draft(resident=None, body=body)], self.tools)

        self._write(pair)

    def unpair(self) -> None:
        """Nobody waits for a server that is not there."""

        def unpair(unit: Unit) -> None:
            unit.state.pairing = None

        self._vault.write(unpair)

    def read(self, work: Callable[[Unit], T]) -> T:
        """Read the vault at the moment at which its clock stands."""
        return self._vault.read(work)

    async def show(
        self,
        step: Callable[[Screen], Awaitable[None]],
        size: tuple[int, int] = (80, 24),
        language: Language = Language.ENGLISH,
    ) -> None:
        """Open it on the screen, at the moment at which its clock stands."""
        self._vault.close()
        places = Places(self.home, self.home)
        change_settings(places, language=language)
        use_language(language)
        tools = Tools(self.clock, CountingIds(1 << 50))
        self._app = ward_app(places, tools)
        async with self._app.run_test(size=size) as pilot:
            await pilot.pause()
            await step(Screen(self._app, pilot, {"my": self.my}))

    def close(self) -> None:
        if self._app is not None:
            self._app.close_session()
        self._vault.close()


@pytest.fixture
def ward(tmp_path: Path) -> Iterator[Ward]:
    made = Ward(tmp_path / "home")
    yield made
    made.close()


def counting(ward: Ward) -> None:
    """Two tries in office hours: nothing has moved yet."""
    ward.at(0, 10).call(Outcome.NO_ANSWER)
    ward.at(1, 10).call(Outcome.BUSY)
    ward.at(1, 19)


def raised(ward: Ward) -> None:
    """The third day, in the evening: the team and the ward command are asked."""
    counting(ward)
    ward.at(2, 18, 30).visit(Outcome.NOT_HOME)
    ward.at(3, 19)


def taken(ward: Ward) -> None:
    """A leader takes it and tries too."""
    raised(ward)
    ward.pair(ward.clock.moment)
    ward.at(3, 20).move(accept_cases)
    ward.at(4, 18).visit(Outcome.NOT_HOME)
    ward.at(4, 19)


def came_back(ward: Ward) -> None:
    taken(ward)
    ward.at(4, 20).move(return_cases, "Tổ trưởng hẹn ông/bà tối thứ Bảy, đến cùng nhau")
    ward.at(5, 9)


def whole_way(ward: Ward) -> None:
    """Up to the top, settled, up by hand, paused."""
    came_back(ward)
    ward.at(5, 10).visit(Outcome.NOT_HOME)
    ward.at(6, 10).move(raise_cases, "Gia đình cần gặp chỉ huy")
    ward.at(6, 11).move(accept_cases)
    ward.at(6, 12).move(raise_cases, "Vượt thẩm quyền giải quyết")
    ward.at(7, 9).move(resolve_cases, "Đã thống nhất với gia đình")
    until = MONDAY + timedelta(days=21)
    ward.at(7, 10).move(pause_cases, until, PauseReason.WAITING_FOR_PAPERS)
    ward.at(7, 19)


def at_the_top(ward: Ward) -> None:
    raised(ward)
    ward.at(3, 20).move(raise_cases, None)
    ward.at(14, 19)


def served_at_home(ward: Ward) -> None:
    ward.at(0, 10).visit(Outcome.DECLINED, support_needs=(SupportNeed.HOME_SERVICE,))
    ward.at(1, 19)


def part(screen: Screen, selector: str) -> str:
    """A part of the screen: what stands around it belongs to others."""
    area = screen.app.screen.query_one(selector).region
    lines = screen.text.splitlines()[area.y : area.bottom]
    return "\n".join(line[area.x : area.right].rstrip() for line in lines)


STORIES: dict[str, Callable[[Ward], None]] = {
    story.__name__: story
    for story in (counting, raised, taken, came_back, whole_way, at_the_top, served_at_home)
}
LOOKS = [(name, size) for name in STORIES for size in SIZES[: 3 if name == "taken" else 1]]
OPEN_THE_CASE = ("o", "slash", *"my", "enter", "enter")


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    ("name", "size"), LOOKS, ids=lambda one: one if isinstance(one, str) else f"{one[0]}x{one[1]}"
)
async def test_page(
    name: str, size: tuple[int, int], language: Language, ward: Ward, snapshot: SnapshotAssertion
) -> None:
    STORIES[name](ward)
    ward.unpair()
    seen: list[str] = []

    async def look(screen: Screen) -> None:
        await screen.press(*OPEN_THE_CASE)
        assert screen.open is CaseScreen
        seen.append(part(screen, "#case-body"))
        if size == (80, 24):
            await screen.press("end")
            seen.append(part(screen, "#case-body"))

    await ward.show(look, size, language)
    assert "\n~~~~\n".join(seen) == snapshot


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", ["counting", "taken", "at_the_top"])
async def test_beside_the_list_the_ladder_has_two_lines_at_most(
    name: str, language: Language, ward: Ward, snapshot: SnapshotAssertion
) -> None:
    STORIES[name](ward)
    ward.unpair()
    seen: list[str] = []

    async def look(screen: Screen) -> None:
        await screen.press("o")
        seen.append(part(screen, "#detail"))

    await ward.show(look, (120, 40), language)
    assert seen[0] == snapshot


async def test_what_time_has_decided_is_shown_on_the_page(ward: Ward) -> None:
    raised(ward)
    ward.at(14, 19)

    async def look(screen: Screen) -> None:
        await screen.press(*OPEN_THE_CASE)
        assert "Why at level 3: District command" in screen.words
        assert "probably" not in screen.words

    await ward.show(look)


async def test_a_laptop_that_has_not_read_for_long_only_supposes_it(ward: Ward) -> None:
    raised(ward)
    ward.pair(ward.clock.moment)
    ward.at(14, 19)

    async def look(screen: Screen) -> None:
        await screen.press(*OPEN_THE_CASE)
        assert "[probably]" in screen.words
        assert "this laptop has not synchronised for long" in screen.words

    await ward.show(look)


@pytest.mark.parametrize("language", list(Language))
async def test_the_log_panel_warns_above_the_outcomes(
    language: Language, ward: Ward, snapshot: SnapshotAssertion
) -> None:
    ward.at(0, 19).call(Outcome.NO_ANSWER)
    ward.at(0, 19, 40)
    seen: list[str] = []

    async def look(screen: Screen) -> None:
        await screen.press("c")
        seen.append(part(screen, "#log-panel"))

    await ward.show(look, language=language)
    assert seen[0] == snapshot


async def test_a_warning_changes_neither_the_keys_nor_where_an_outcome_is_clicked(
    ward: Ward,
) -> None:
    ward.at(0, 19).call(Outcome.NO_ANSWER)
    ward.at(0, 19, 40)

    async def log(screen: Screen) -> None:
        await screen.pilot.press("c")
        panel = screen.app.screen.query_one(LogPanel)
        foot = panel.region.bottom
        await screen.settle()
        assert "! last call at 19:00" in screen.words
        assert panel.region.bottom == foot
        lines = screen.text.splitlines()
        row, column = next(
            (y, line.index("Line busy")) for y, line in enumerate(lines) if "Line busy" in line
        )
        await screen.pilot.click(offset=(column, row))
        await screen.settle()
        case = await screen.case("my")
        assert case.last_contact is not None
        assert case.last_contact.outcome is Outcome.BUSY
        await screen.press("c", "1")
        case = await screen.case("my")
        assert case.last_contact is not None
        assert case.last_contact.outcome is Outcome.NO_ANSWER
        assert case.attempts.call == 3

    await ward.show(log)


async def test_an_undrawn_warning_is_not_shown_for_the_next_contact(ward: Ward) -> None:
    ward.at(0, 19).call(Outcome.NO_ANSWER)
    ward.at(0, 19, 40)

    async def log(screen: Screen) -> None:
        await screen.pilot.press("c", "escape", "l")
        await screen.settle()
        assert "last call" not in screen.words

    await ward.show(log)


async def test_two_keys_log_although_a_warning_is_still_being_read(ward: Ward) -> None:
    ward.at(0, 19).call(Outcome.NO_ANSWER)
    ward.at(0, 19, 40)

    async def log(screen: Screen) -> None:
        await screen.pilot.press("c", "1", "v", "1")
        await screen.settle()
        assert screen.open is WorklistScreen
        assert (await screen.case("my")).attempts.total == 3
        assert screen.app.screen.query_one(LogPanel).channel is None

    await ward.show(log)


async def test_nothing_is_warned_of_where_nothing_speaks_against_it(ward: Ward) -> None:
    ward.at(0, 19)

    async def look(screen: Screen) -> None:
        await screen.press("c")
        assert "note why" not in screen.words

    await ward.show(look)


async def test_of_all_who_are_selected_those_with_a_stop_are_counted(ward: Ward) -> None:
    ward.at(0, 18).visit(Outcome.MOVED_AWAY)
    ward.at(0, 19)

    async def look(screen: Screen) -> None:
        await screen.press("space", "l")
        assert "! contact was stopped (No longer lives here)" in screen.words

    await ward.show(look)


async def test_the_dial_screen_warns_of_a_call_and_not_of_a_message(ward: Ward) -> None:
    ward.at(0, 19).call(Outcome.DECLINED)
    ward.at(1, 19)

    async def look(screen: Screen) -> None:
        await screen.press("p")
        assert screen.open is DialScreen
        warning = "! not agreed on Mon 23/11, better wait until Wed 25/11"
        assert warning in " ".join(part(screen, "#dial-side").split())
        await screen.press("tab")
        assert "not agreed" not in part(screen, "#dial-side")

    await ward.show(look, (120, 40))


def test_an_action_that_moved_a_case_says_so(ward: Ward) -> None:
    counting(ward)
    saved = ward.at(2, 18, 30).visit(Outcome.NOT_HOME)
    use_language(Language.ENGLISH)
    assert saved_text(saved) == (
        "✓ Saved: Nguyễn Thu My → level 2 (not reached) · to be taken on by Mon 30/11"
    )
    again = ward.at(2, 19).call(Outcome.NO_ANSWER)
    assert "→ Take on ·" in saved_text(again), "it has moved before"


def test_the_list_shows_where_a_case_stands_now_and_records_nothing(ward: Ward) -> None:
    raised(ward)
    now = ward.at(14, 19).clock.moment
    listing = ward.read(lambda unit: list_as_of(unit, now))
    [position] = listing.worklist.select(Filter(level=3))
    assert listing.worklist.row(position).id == ward.my
    case = ward.read(lambda unit: listing.case(unit, ward.my))
    assert case is not None
    assert case_document(case)["level"] == 3
    assert listing.supposed == frozenset()
    recorded = ward.read(lambda unit: unit.cases.get(ward.my))
    assert recorded is not None
    assert recorded.level == 2


def test_a_laptop_that_has_not_read_for_long_says_probably(ward: Ward) -> None:
    raised(ward)
    ward.pair(ward.clock.moment)
    now = ward.at(14, 19).clock.moment
    assert ward.read(lambda unit: list_as_of(unit, now)).supposed == {ward.my}
    shown = document(ward, now)
    assert shown["probably"] is True
    assert [rung["probably"] for rung in shown["ladder"]["history"]] == [False, True]


def test_before_its_time_has_come_the_next_move_is_told_as_probable(ward: Ward) -> None:
    raised(ward)
    ward.pair(ward.clock.moment - timedelta(days=30))
    shown = document(ward, ward.clock.moment)
    assert "probably" not in shown
    assert shown["ladder"]["next"] == {
        "rule": "unanswered",
        "at": "2026-11-30T22:00:00+07:00",
        "to_level": 3,
        "probably": True,
    }


def test_show_explains_the_level_like_every_other_derived_thing(ward: Ward) -> None:
    def why(shown: dict[str, Any]) -> Any:
        return next(one for one in shown["why"] if one["what"] == "level")

    counting(ward)
    first = document(ward, ward.clock.moment)
    listing = first["history"][0]["id"]
    assert why(first) == {
        "what": "level",
        "rule": "first_level",
        "events": [listing],
        "policy": None,
    }
    ward.at(2, 18, 30).visit(Outcome.NOT_HOME)
    second = document(ward, ward.clock.moment)
    tries = [one["id"] for one in second["history"] if one["type"] == "contact.logged"]
    assert why(second) == {
        "what": "level",
        "rule": "unreachable",
        "events": tries,
        "policy": shipped_policy().version,
    }
    assert second["ladder"]["raised"]["facts"] == tries
    ward.at(3, 9).move(resolve_cases, "Đã gặp")
    third = document(ward, ward.clock.moment)
    assert why(third)["rule"] == "resolved"
    assert (third["ladder"]["level"], third["ladder"]["raised"]) == (1, None)
    ward.at(3, 10).move(raise_cases, "Cần gặp chỉ huy")
    assert why(document(ward, ward.clock.moment))["rule"] == "by_hand"


def document(ward: Ward, now: datetime) -> dict[str, Any]:
    """What ``show --json`` prints."""
    detail = ward.read(lambda unit: case_detail(unit, ward.my, now))
    assert detail is not None
    shown: dict[str, Any] = msgspec.json.decode(
        msgspec.json.encode(full_document(detail, now, reveal=False))
    )
    return shown
