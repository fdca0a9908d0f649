"""What the server reports of wards is what their laptops report."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from tests.builders import AN, MONDAY, WARD
from tests.contract.test_erasure import Laptop
from tests.contract.test_same_person_on_the_server import (
    BINH,
    OTHER_WARD,
    Central,
    listed,
    person,
    said,
)
from tests.contract.test_sync import PAIRING
from tests.databases import Kind
from wardtui.central.accounts import add_officer
from wardtui.central.audit import Wanted
from wardtui.central.data_admin import audit, erase_resident
from wardtui.central.database import open_engine
from wardtui.central.policies import UnknownWard
from wardtui.central.reporting import (
    Asked,
    report_daily,
    report_hours,
    report_league,
    report_progress,
    report_workload,
)
from wardtui.domain.body import Body
from wardtui.domain.campaign import Campaign, CampaignPublished, Target
from wardtui.domain.erasure import ErasureReason
from wardtui.domain.events import (
    ContactLogged,
    EnrolmentRecorded,
    Event,
    EventRetracted,
    ResidentClosed,
)
from wardtui.domain.ids import SessionId
from wardtui.domain.session_codes import SessionKind
from wardtui.domain.session_events import BookingAttended, SessionCancelled, SessionOpened
from wardtui.domain.vocabulary import Channel, CloseReason, Need, Outcome, Role, Step
from wardtui.services import report_daily as on_a_laptop
from wardtui.services.escalations import workload as workload_of_a_laptop
from wardtui.services.publish_campaign import NoCampaign
from wardtui.services.report_hours import report_hours as hours_of_a_laptop
from wardtui.services.report_league import report_league as league_of_a_laptop
from wardtui.services.report_progress import report_progress as progress_of_a_laptop

ON_ONE_DATABASE = Kind.SQLITE

NEEDS_A_CARD = msgspec.structs.replace(AN, needs=(Need.ID_CARD,))
MISSED = ContactLogged(channel=Channel.CALL, outcome=Outcome.NO_ANSWER)
CAPTURED = EnrolmentRecorded(need=Need.ID_CARD, step=Step.CAPTURED)
DEAD = ResidentClosed(reason=CloseReason.DECEASED)
NOW = MONDAY + timedelta(days=5)
DAYS = [(MONDAY + timedelta(days=day)).date() for day in range(7)]
MONTH = Campaign(start=DAYS[0], end=DAYS[0] + timedelta(29), targets=(Target(percent=80),))


@pytest.fixture
def central(database: str) -> Iterator[Central]:
    made = Central(open_engine(database))
    with made.writing() as connection:
        add_officer(connection, "Nguyễn Văn Mẫu", Role.OFFICER, [WARD])
        add_officer(connection, "Trần Văn Mẫu", Role.LEADER, [OTHER_WARD])
    yield made
    made.ingest.close()
    made.engine.dispose()


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    made = Laptop(tmp_path / "laptop")
    pairing = msgspec.structs.replace(PAIRING, wards=(WARD,))
    made.vault.write(lambda unit: setattr(unit.state, "pairing", pairing))
    yield made
    made.vault.close()


def after(days: int, event: Event) -> Event:
    """An event that happened so many days after the Monday, in the evening."""
    when = MONDAY + timedelta(days=days, hours=10)
    return msgspec.structs.replace(event, occurred_at=when, recorded_at=when)


def told(body: Body) -> Event:
    """An event about nobody."""
    return msgspec.structs.replace(said(body, person()), resident=None)


def lead(central: Central, *events: Event) -> None:
    assert set(central.push(*events, role=Role.LEADER)) == {"accepted"}


def a_week(central: Central, database: str) -> None:
    """Somebody tried, somebody done, somebody dead and somebody erased, in two areas."""
    tried, done, dead, erased = (person() for _ in range(4))
    central.push(listed(tried), *(after(day, said(MISSED, tried)) for day in (1, 2, 3)))
    second = msgspec.structs.replace(BINH, needs=(Need.ID_CARD,), area="Tổ 2")
    central.push(listed(done, second), after(2, said(CAPTURED, done)))
    third = msgspec.structs.replace(second, name="Lê Ba Mẫu", personal_id=None, birth_date=None)
    central.push(listed(dead, third), after(3, said(DEAD, dead)))
    fourth = msgspec.structs.replace(third, name="Lê Bốn Mẫu")
    central.push(listed(erased, fourth), after(1, said(MISSED, erased)))
    evening, other = (_session(2, place) for place in ("Trụ sở", "Nhà văn hoá"))
    came = after(2, said(BookingAttended(session=SessionId(evening.id)), tried))
    central.push(evening, other, came)
    central.push(told(SessionCancelled(session=SessionId(other.id))))
    erase_resident(database, erased, ErasureReason.MISTAKE, NOW - timedelta(days=1))


def _session(day: int, place: str) -> Event:
    start = MONDAY + timedelta(days=day)
    opened = SessionOpened(
        kind=SessionKind.WARD_OFFICE,
        place=place,
        start=start,
        end=start + timedelta(hours=2),
        capacity=10,
    )
    return msgspec.structs.replace(said(opened, ""), resident=None)


def in_the_other_ward(central: Central) -> None:
    """Three people of whom one is done."""
    for number, event in enumerate([said(CAPTURED, person()), None, None]):
        record = msgspec.structs.replace(
            NEEDS_A_CARD, name=f"Phan Số {number}", personal_id=None, area=f"Tổ {number + 1}"
        )
        who = person() if event is None or event.resident is None else event.resident
        more = [] if event is None else [after(1, event)]
        assert set(central.push(listed(who, record), *more, wards=OTHER_WARD)) == {"accepted"}


def asked(day: date, *wards: str, now: datetime = NOW, area: str | None = None) -> Asked:
    return Asked(day=day, now=now, wards=wards, area=area)


@pytest.mark.parametrize("area", [None, "Tổ 2"])
def test_the_server_counts_what_a_laptop_counts_after_a_sync(
    central: Central, database: str, laptop: Laptop, area: str | None
) -> None:
    a_week(central, database)
    laptop.read(central)
    seen = []
    for number, day in enumerate(DAYS):
        [here] = report_daily(database, asked(day, WARD, area=area)).wards
        there = laptop.vault.read(
            lambda unit, day=day: on_a_laptop.report_daily(unit, day, area, NOW)  # type: ignore[misc]
        )
        assert here.report == there.report
        seen.append(here.report.total)
        assert here.report.sessions_today == (number == 2)
        assert here.report.total.files_today == (number == 2)
    assert len({str(one) for one in seen}) > 3, "there is something to compare on every day"


def test_what_the_policy_has_decided_counts_though_nobody_has_recorded_it(
    central: Central, database: str
) -> None:
    a_week(central, database)
    today = report_daily(database, asked(NOW.date()))
    assert today.whole.report.total.escalated == {"2": 1}


@pytest.mark.parametrize("area", [None, "Tổ 2"])
def test_areas_are_compared_as_a_laptop_compares_them(
    central: Central, database: str, laptop: Laptop, area: str | None
) -> None:
    a_week(central, database)
    laptop.read(central)
    collected = []
    for since, day in zip(DAYS, DAYS[2:], strict=False):
        here = report_league(database, asked(day, WARD, area=area), since)
        there = laptop.vault.read(
            lambda unit, day=day, since=since: league_of_a_laptop(  # type: ignore[misc]
                unit, day, since, area, NOW
            )
        )
        assert here.league == there.league
        collected.append(here.league.total.now.collected)
    assert collected[0] == 1


def test_a_campaign_has_come_as_far_as_a_laptop_says(
    central: Central, database: str, laptop: Laptop
) -> None:
    a_week(central, database)
    with pytest.raises(NoCampaign):
        report_progress(database, asked(DAYS[0], WARD))
    other = told(CampaignPublished(campaign=msgspec.structs.replace(MONTH, areas=("Tổ 1",))))
    lead(central, told(CampaignPublished(campaign=MONTH)), other)
    lead(central, told(EventRetracted(event=other.id)))
    laptop.read(central)
    for day in DAYS:
        for now in (NOW, NOW.replace(hour=15, minute=40)):
            found = report_progress(database, asked(day, WARD, now=now))
            there = laptop.vault.read(
                lambda unit, day=day, now=now: progress_of_a_laptop(unit, day, now)  # type: ignore[misc]
            )
            [here] = found.wards
            assert (here.ward, here.burn_up) == (there.ward, there.burn_up)
    assert found.wards[0].burn_up.total.done == 1


@pytest.mark.parametrize("area", [None, "Tổ 2"])
def test_who_holds_how_much_is_what_a_laptop_says(
    central: Central, database: str, laptop: Laptop, area: str | None
) -> None:
    a_week(central, database)
    laptop.read(central)
    seen = []
    for day in (*DAYS, NOW.date()):
        here = list(report_workload(database, asked(day, WARD, area=area)).found)
        there = laptop.vault.read(
            lambda unit, day=day: workload_of_a_laptop(unit, NOW, day, area)  # type: ignore[misc]
        )
        assert here == there
        seen.append(sum(one.holds for one in here))
    assert seen[0] == 0
    assert seen[-1] == (area is None)


@pytest.mark.parametrize("area", [None, NEEDS_A_CARD.area])
def test_the_hours_are_those_of_a_laptop(
    central: Central, database: str, laptop: Laptop, area: str | None
) -> None:
    a_week(central, database)
    who = person()
    mistake = after(4, said(MISSED, who))
    central.push(listed(who), mistake, after(4, said(EventRetracted(event=mistake.id), who)))
    laptop.read(central)
    here = report_hours(database, asked(DAYS[0], WARD, area=area))
    assert here == laptop.vault.read(lambda unit: hours_of_a_laptop(unit, area))
    assert here.total.tried == 3


def test_wards_add_up_to_the_whole(central: Central, database: str) -> None:
    a_week(central, database)
    in_the_other_ward(central)
    day = DAYS[4]
    found = report_daily(database, asked(day))
    assert [one.report.ward for one in found.wards] == sorted([WARD, OTHER_WARD])
    totals = [one.report.total for one in found.wards]
    whole = found.whole.report.total
    for name in ("eligible", "done_total", "remaining", "contacted_total", "not_invited"):
        assert getattr(whole, name) == sum(getattr(one, name) for one in totals) > 0
    table = report_league(database, asked(day), DAYS[0]).league
    assert {one.ward: one.now.eligible for one in table.wards} == {
        one.report.ward: one.report.total.eligible for one in found.wards
    }
    assert table.total.now.eligible == whole.eligible


def test_who_took_out_which_figures_is_written_down(central: Central, database: str) -> None:
    a_week(central, database)
    lead(central, told(CampaignPublished(campaign=MONTH)))
    report_daily(database, asked(DAYS[4]))
    report_league(database, asked(DAYS[4], WARD), DAYS[0])
    report_progress(database, asked(DAYS[4]))
    report_workload(database, asked(DAYS[4], WARD))
    report_hours(database, asked(DAYS[4], WARD))
    seen = [(one.command, one.ward, one.residents) for one in audit(database, Wanted())]
    assert sorted(seen) == sorted([
        ("central report", WARD, 2),
        ("central report", OTHER_WARD, 0),
        ("central report league", WARD, 2),
        ("central report progress", WARD, 2),
        ("central report workload", WARD, 1),
        ("central report hours", WARD, 0),
    ])  # fmt: skip


def test_figures_are_of_a_ward_that_there_is(central: Central, database: str) -> None:
    with pytest.raises(UnknownWard):
        report_daily(database, asked(DAYS[0], WARD, "PHUONG-XA"))
