"""A door, services at people's place and the duty roster: how they look, and what each key does.

After a change that is meant: ``pytest tests/snapshot --snapshot-update``, then read the diff.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from syrupy.assertion import SnapshotAssertion

from tests.builders import AN, MONDAY, WARD, CountingIds, SetClock
from tests.snapshot.opened import Ids, OpenedScreen, Opening, made_ward
from wardtui.domain.duties import Duties
from wardtui.domain.events import ContactLogged, EnrolmentRecorded, OfficerPublished, ResidentListed
from wardtui.domain.home_service import HomeStage
from wardtui.domain.ids import OfficerId, ResidentId, SessionId
from wardtui.domain.resident import Guardian, Phone
from wardtui.domain.session_codes import Duty, SessionKind, Shift
from wardtui.domain.session_events import DutyAssigned
from wardtui.domain.vocabulary import Channel, Need, Outcome, Role, Step, SupportNeed
from wardtui.i18n import Language
from wardtui.services.duties import roster
from wardtui.services.home_service import decide_home_service
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.plan_session import OpenSession, open_session
from wardtui.services.ports import Tools, Unit
from wardtui.services.put_on_route import put_on_route
from wardtui.services.recording import Draft, record
from wardtui.services.records import Pairing, SyncState
from wardtui.store.vault import OpenVault
from wardtui.tui.screens.ask import AskScreen
from wardtui.tui.screens.board import BoardScreen
from wardtui.tui.screens.case import CaseScreen
from wardtui.tui.screens.duty import DutyScreen
from wardtui.tui.screens.edit import EditScreen
from wardtui.tui.screens.home_service import HomeServiceScreen
from wardtui.tui.screens.household import HouseholdScreen
from wardtui.tui.screens.pick import PickScreen
from wardtui.tui.screens.worklist import WorklistScreen

EVENING = MONDAY.replace(hour=19)
SIZES = [(80, 24), (120, 40), (200, 60)]
BINH, HUNG, LAN = OfficerId("officer-binh"), OfficerId("officer-hung"), OfficerId("officer-lan")
OFFICERS = {
    BINH: ("Trần Thị Bình", Role.LEADER),
    HUNG: ("Lê Văn Hùng", Role.OFFICER),
    LAN: ("Phạm Thị Lan", Role.OFFICER),
}
DOOR = "Số 12 ngõ 72 phố Mẫu Đơn"
FAMILY = {
    "an": ("Nguyễn Văn An", "1958-02-03", DOOR),
    "mai": ("Trần Thị Mai", "1961-07-15", DOOR),
    "chi": ("Nguyễn Thị Quỳnh Chi", "2016-04-09", DOOR),
    "dung": ("Nguyễn Văn Dũng", "1989-09-30", DOOR),
}
OTHERS = {
    "em": ("Hoàng Thị Em", "1936", "Số 4 ngõ 72 phố Mẫu Đơn"),
    "giang": ("Vũ Thị Giang", "1944-11-02", "Số 30 phố Mẫu Đơn"),
    "hoa": ("Đặng Thị Hoa", "1951-05-05", "Số 2 ngõ 15 phố Hoa Ban"),
    "khoa": ("Đỗ Văn Khoa", "1940-01-20", "P.1205 toà CT1"),
    "lien": ("Đỗ Thị Liên", "1990-01-20", None),
}
TO_THE_DOOR = ("slash", *"quynh chi", "enter", "h")
SCREENS: dict[str, tuple[str, ...]] = {
    "household": TO_THE_DOOR,
    "visit_of_all": (*TO_THE_DOOR, "v"),
    "home_service": ("w",),
    "home_service_ticked": ("w", "space", "space"),
    "routes": ("w", "down", "down", "j"),
    "duty": ("r",),
    "duty_set": ("r", "enter"),
}
LOOKS = [(name, size) for name in SCREENS for size in SIZES]


def fill(unit: Unit) -> dict[str, ResidentId]:
    """A family behind one door, people to whom the team is to go, a route and a roster."""
    clock = SetClock(MONDAY - timedelta(days=6))
    tools = Tools(clock, CountingIds())
    people = {**FAMILY, **OTHERS}
    ids = {name: ResidentId(tools.ids.new()) for name in people}
    drafts = []
    for number, (name, (full, born, address)) in enumerate(people.items(), 1):
        is_child = name == "chi"
        listed = msgspec.structs.replace(
            AN,
            name=full,
            birth_date=born,
            personal_id=f"000085000{number:03}",
            phones=() if is_child else (Phone(f"+84570000{number:03}"),),
            address=address,
            area="Tổ 5" if name in FAMILY or name in ("em", "lien") else "Tổ 6",
            needs=(Need.CHILD_CARD,) if is_child else AN.needs,
            guardian=Guardian("Trần Thị Mai", "+84570000002") if is_child else None,
        )
        drafts.append(Draft(resident=ids[name], body=ResidentListed(resident=listed)))
    record(unit, drafts, tools)
    published = [
        OfficerPublished(officer=one, name=name, role=role, wards=(WARD,))
        for one, (name, role) in OFFICERS.items()
    ]
    record(unit, [Draft(resident=None, ward=WARD, body=body) for body in published], tools)
    clock.forward(days=4, hours=10)
    _call(unit, ids["an"], Outcome.NO_ANSWER, tools)
    for need, step in ((Need.ID_CARD, Step.CAPTURED), (Need.VNEID_ACCOUNT, Step.LEVEL2_COLLECTED)):
        record(
            unit,
            [Draft(resident=ids["dung"], body=EnrolmentRecorded(need=need, step=step))],
            tools,
        )
    for name in ("em", "giang", "hoa", "khoa"):
        _call(unit, ids[name], Outcome.HOME_VISIT_REQUESTED, tools, SupportNeed.HOME_SERVICE)
    _call(unit, ids["em"], Outcome.HOME_VISIT_REQUESTED, tools, SupportNeed.WARM_HANDS)
    decide_home_service(unit, [ids["em"], ids["giang"]], True, None, tools)
    decide_home_service(unit, [ids["khoa"]], False, "Gia đình tự đưa đến điểm", tools)
    for place, days in (("Tổ lưu động 1", 3), ("Tổ lưu động 2", 4)):
        start = (MONDAY + timedelta(days=days)).replace(hour=18)
        opened = open_session(
            unit,
            OpenSession(
                kind=SessionKind.AT_HOME,
                place=place,
                start=start,
                end=start + timedelta(hours=1),
                minutes_each=20,
            ),
            tools,
        )
        ids[place] = ResidentId(opened.event)
    put_on_route(unit, session_called(ids, "Tổ lưu động 1"), [ids["giang"]], tools)
    monday = MONDAY.date()
    for day, shift, duty, who in (
        (0, Shift.MORNING, Duty.CAPTURE, (HUNG, LAN)),
        (0, Shift.EVENING, Duty.CAPTURE, (LAN,)),
        (0, Shift.NIGHT, Duty.DATA_CLEANING, (BINH,)),
        (1, Shift.MORNING, Duty.RECEPTION, (BINH, LAN)),
        (2, Shift.AFTERNOON, Duty.DATA_CLEANING, (HUNG,)),
    ):
        body = DutyAssigned(day=monday + timedelta(days=day), shift=shift, duty=duty, officers=who)
        record(unit, [Draft(resident=None, ward=WARD, body=body)], tools)
    return ids


def session_called(ids: Ids, name: str) -> SessionId:
    return SessionId(ids[name])  # type: ignore[arg-type]


def _call(
    unit: Unit, who: ResidentId, outcome: Outcome, tools: Tools, *support: SupportNeed
) -> None:
    contact = ContactLogged(channel=Channel.CALL, outcome=outcome, support_needs=support)
    log_contact(unit, LogContact(resident=who, contact=contact), tools)


class Screen(OpenedScreen):
    """The application with what is looked at in these tests."""

    async def attempts(self, *names: str) -> list[int]:
        return [(await self.case(name)).attempts.visit for name in names]

    async def stage(self, name: str) -> HomeStage | None:
        return (await self.case(name)).home_service

    async def duties(self) -> tuple[Duties, ...]:
        return await self.app.session.read(lambda unit: roster(unit, MONDAY.date()))


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ids]:
    """A vault that is always the same: its clock and ids are set."""
    return made_ward(tmp_path_factory.mktemp("home"), CountingIds(1 << 45), MONDAY, fill)


@pytest.fixture
def opening(ward: tuple[Path, Ids], tmp_path: Path) -> Iterator[Opening]:
    made = Opening(ward, tmp_path / "home", Screen, EVENING)
    yield made
    made.close()


def paired_as(officer: OfficerId) -> Callable[[OpenVault, Tools], None]:
    """Makes the vault that of an officer, who has heard from the server this evening."""
    name, role = OFFICERS[officer]

    def pair(unit: Unit) -> None:
        unit.state.pairing = Pairing(
            url="https://central.example",
            token="t" * 43,
            officer=officer,
            name=name,
            role=role,
            wards=(WARD,),
        )
        unit.state.sync = SyncState(cursors={WARD: 1}, epoch="1", last_success=EVENING)

    return lambda vault, _: vault.write(pair)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    ("name", "size"), LOOKS, ids=[f"{name}-{wide}x{high}" for name, (wide, high) in LOOKS]
)
async def test_pages(
    name: str,
    size: tuple[int, int],
    language: Language,
    opening: Opening,
    snapshot: SnapshotAssertion,
) -> None:
    async def compare(screen: Screen) -> None:
        await screen.press(*_typed(SCREENS[name]))
        # Without the title: how far the exchange with the server has come is no part of the page.
        assert screen.text.partition("\n")[2] == snapshot

    opening.prepare(paired_as(BINH))
    await opening.run(compare, size, language)


async def test_one_key_and_an_outcome_log_a_visit_for_everybody_who_is_due(
    opening: Opening,
) -> None:
    async def visit(screen: Screen) -> None:
        await screen.press(*_typed(TO_THE_DOOR), "v", "1")
        assert screen.open is HouseholdScreen
        assert await screen.attempts("an", "mai", "chi", "dung") == [1, 1, 1, 0]
        await screen.press("u")
        assert await screen.attempts("an", "mai", "chi", "dung") == [0, 0, 0, 0]

    await opening.run(visit)


async def test_the_visit_can_be_for_one_person_only(opening: Opening) -> None:
    async def visit(screen: Screen) -> None:
        await screen.press(*_typed(TO_THE_DOOR), "v", "h", "1")
        assert await screen.attempts("an", "mai", "chi") == [0, 0, 1]

    await opening.run(visit)


async def test_a_visit_asked_for_on_somebody_who_is_done_is_for_those_who_are_not(
    opening: Opening,
) -> None:
    async def visit(screen: Screen) -> None:
        await screen.press(*_typed(TO_THE_DOOR), "end", "v", "1")
        assert await screen.attempts("an", "mai", "chi", "dung") == [1, 1, 1, 0]

    await opening.run(visit)


async def test_calls_go_from_one_person_at_the_door_to_the_next(opening: Opening) -> None:
    async def call(screen: Screen) -> None:
        await screen.press(*_typed(TO_THE_DOOR), "home", "c", "1", "c", "1", "c", "1")
        cases = [await screen.case(name) for name in ("an", "mai", "chi")]
        assert [case.attempts.call for case in cases] == [2, 1, 1]

    await opening.run(call)


async def test_who_has_no_address_has_no_door(opening: Opening) -> None:
    async def look(screen: Screen) -> None:
        await screen.press(*_typed(("slash", *"lien", "enter")), "enter", "h")
        assert screen.open is CaseScreen
        assert "no address" in screen.words

    await opening.run(look)


async def test_the_door_opens_from_the_page_of_a_case_and_leads_to_another(
    opening: Opening,
) -> None:
    async def go(screen: Screen) -> None:
        await screen.press(*_typed(("slash", *"quynh chi", "enter")), "enter", "h")
        assert screen.open is HouseholdScreen
        await screen.press("end", "enter")
        assert screen.open is CaseScreen
        assert "Nguyễn Văn Dũng" in screen.text
        await screen.press("escape", "escape")
        assert screen.open is CaseScreen
        assert "Quỳnh Chi" in screen.text

    await opening.run(go)


async def test_somebody_is_clicked_anywhere_and_opened_by_a_second_click(
    opening: Opening,
) -> None:
    async def click(screen: Screen) -> None:
        await screen.press(*_typed(TO_THE_DOOR))
        await screen.pilot.click("#door", offset=(20, 8))
        await screen.press("c", "1")
        assert (await screen.case("an")).attempts.call == 2
        await screen.pilot.click("#door", offset=(20, 1), times=2)
        await screen.settle()
        assert screen.open is CaseScreen

    await opening.run(click)


async def test_a_leader_approves_all_who_are_ticked_in_one_action(opening: Opening) -> None:
    async def approve(screen: Screen) -> None:
        await screen.press("w", "space", "end", "space", "a")
        assert screen.open is HomeServiceScreen
        approved = [await screen.stage(name) for name in ("hoa", "khoa")]
        assert approved == [HomeStage.APPROVED, HomeStage.APPROVED]
        assert "Approved for 2 people" in screen.words
        await screen.press("u")
        assert await screen.stage("hoa") is HomeStage.PROPOSED

    opening.prepare(paired_as(BINH))
    await opening.run(approve)


async def test_declining_asks_why_and_takes_them_off_their_route(opening: Opening) -> None:
    async def decline(screen: Screen) -> None:
        await screen.press("w", "down", "down", "x")
        assert screen.open is EditScreen
        await screen.press(*_typed(tuple("con dua di")), "enter")
        case = await screen.case("giang")
        assert case.home_service is HomeStage.DECLINED
        assert not [one for one in case.bookings if one.is_live]
        await screen.press("u")
        assert await screen.stage("giang") is HomeStage.ON_ROUTE

    await opening.run(decline)


@pytest.mark.parametrize("key", ["a", "x"])
async def test_an_officer_sees_the_list_and_that_a_leader_decides(
    opening: Opening, key: str
) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("w")
        assert "a leader decides" in screen.words
        await screen.press(key)
        assert screen.open is HomeServiceScreen
        assert "A leader decides to whom the team goes." in screen.words
        assert await screen.stage("hoa") is HomeStage.PROPOSED

    opening.prepare(paired_as(HUNG))
    await opening.run(look)


async def test_who_is_ticked_and_approved_comes_on_a_route_with_a_window(
    opening: Opening,
) -> None:
    async def put(screen: Screen) -> None:
        await screen.press("w", "space", "space", "j")
        assert screen.open is PickScreen
        await screen.press("enter")
        booked = (await screen.case("em")).bookings[-1]
        assert booked.session == screen.ids["Tổ lưu động 1"]
        assert booked.until is not None
        assert "2 people on the route" not in screen.words
        assert "1 person on the route · 1 not approved, left out" in screen.words
        assert await screen.stage("hoa") is HomeStage.PROPOSED

    await opening.run(put)


async def test_a_route_is_planned_again_as_a_whole_only_after_a_question(
    opening: Opening,
) -> None:
    async def put(screen: Screen) -> None:
        before = (await screen.case("giang")).bookings[-1].at
        await screen.press("w", "down", "j", "enter")
        assert (await screen.case("giang")).bookings[-1].at == before
        await screen.press("end", "up", "j", "enter")
        assert screen.open is AskScreen
        await screen.press("f8")
        em, giang = await screen.case("em"), await screen.case("giang")
        assert em.bookings[-1].at == before
        assert giang.bookings[-1].at > before

    await opening.run(put)


async def test_who_is_not_approved_comes_on_no_route(opening: Opening) -> None:
    async def put(screen: Screen) -> None:
        await screen.press("w", "j")
        assert screen.open is HomeServiceScreen
        assert "Only whom a leader has approved" in screen.words

    await opening.run(put)


async def test_the_board_leads_to_the_same_list_with_a_capital(opening: Opening) -> None:
    async def go(screen: Screen) -> None:
        await screen.press("b", "W")
        assert screen.open is HomeServiceScreen
        await screen.press("escape")
        assert screen.open is BoardScreen

    await opening.run(go)


async def test_a_leader_puts_officers_on_duty_and_takes_them_off(opening: Opening) -> None:
    async def put(screen: Screen) -> None:
        await screen.press("r", "down", "down", "enter")
        assert screen.open is PickScreen
        await screen.press(*"hung", "enter")
        post = (await screen.duties())[2]
        assert (post.duty, post.officers) == (Duty.DATA_CLEANING, (HUNG,))
        await screen.press("enter", *"lan", "enter", "enter", *"hung", "enter")
        assert (await screen.duties())[2].officers == (LAN,)
        await screen.press("u")
        assert (await screen.duties())[2].officers == (HUNG, LAN)

    opening.prepare(paired_as(BINH))
    await opening.run(put)


async def test_ones_own_duties_are_marked_and_only_a_leader_sets_them(opening: Opening) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("r")
        assert screen.open is DutyScreen
        assert "• your own: 2" in screen.words
        assert "•Hùng+1" in screen.text
        await screen.press("enter")
        assert screen.open is DutyScreen
        assert "A leader says who is on duty." in screen.words

    opening.prepare(paired_as(HUNG))
    await opening.run(look)


async def test_a_vault_that_is_not_paired_says_that_it_knows_no_officers(
    opening: Opening,
) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("r")
        assert "no officers are known here" in screen.words
        await screen.press("enter")
        assert "Pair it first" in screen.words

    await opening.run(look)


async def test_behind_sunday_comes_the_next_week(opening: Opening) -> None:
    async def go(screen: Screen) -> None:
        await screen.press("r", *["right"] * 7)
        assert "week of 30/11/2026" in screen.words
        await screen.press("left")
        assert "Sun 29/11 · Morning shift" in screen.words
        await screen.press("pagedown", "pagedown")
        assert "week of 07/12/2026" in screen.words

    await opening.run(go)


async def test_a_post_is_chosen_and_opened_by_clicks(opening: Opening) -> None:
    async def click(screen: Screen) -> None:
        await screen.press("r")
        await screen.pilot.click("#duties", offset=(25 + 8, 13))
        await screen.settle()
        assert "Tue 24/11 · Night shift" in screen.words
        await screen.pilot.click("#duties", offset=(25 + 8, 13), times=2)
        await screen.settle()
        assert screen.open is PickScreen

    opening.prepare(paired_as(BINH))
    await opening.run(click)


@pytest.mark.parametrize("keys", [TO_THE_DOOR, ("w",), ("r",)])
async def test_the_pages_fit_into_the_smallest_terminal(
    opening: Opening, keys: tuple[str, ...]
) -> None:
    async def look(screen: Screen) -> None:
        await screen.press(*_typed(keys), "down", "end", "home")
        assert screen.open in (HouseholdScreen, HomeServiceScreen, DutyScreen)
        await screen.press("escape")
        assert screen.open is WorklistScreen

    await opening.run(look, (60, 16))


def _typed(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("space" if key == " " else key for key in keys)
