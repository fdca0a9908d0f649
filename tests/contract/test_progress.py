"""How far a campaign has come, over real vaults."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from tests.builders import AN, MONDAY, CountingIds, SetClock
from tests.conftest import PASSPHRASE
from wardtui.domain.burn_up import BurnUp, Outlook
from wardtui.domain.campaign import Campaign, Target
from wardtui.domain.events import ContactLogged, EnrolmentRecorded, ResidentListed
from wardtui.domain.ids import ResidentId
from wardtui.domain.moments import TimeSlot, local_day
from wardtui.domain.vocabulary import (
    Channel,
    CloseReason,
    Need,
    Outcome,
    Reason,
)
from wardtui.services.close_case import close_case
from wardtui.services.ports import Tools, Unit
from wardtui.services.publish_campaign import NoCampaign, publish_campaign
from wardtui.services.recording import Draft, record
from wardtui.services.report_daily import report_daily
from wardtui.services.report_progress import Progressed, report_progress
from wardtui.services.undo import UndoNeedsConfirmation, redo, undo
from wardtui.store.key_slots import Cost
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

CHEAP = Cost(memory_kib=8, iterations=1)
FIRST = local_day(MONDAY)
LAST = FIRST + timedelta(29)


class Ward:
    """A vault of a ward in a campaign of thirty days that starts on a Monday."""

    def __init__(self, home: Path) -> None:
        self.clock = SetClock(MONDAY)
        self.tools = Tools(self.clock, CountingIds())
        create_vault(home, PASSPHRASE, self.tools.ids, lambda: CHEAP)
        self.vault = OpenVault(home, unlock(home, PASSPHRASE))
        self.vault.start_writing("test", MONDAY)

    def listed(self, area: str, count: int, *needs: Need) -> list[ResidentId]:
        """New residents of an area, who lack an ID card unless said otherwise."""
        people = [ResidentId(self.tools.ids.new()) for _ in range(count)]
        self.record(
            *(
                Draft(
                    resident=who,
                    body=ResidentListed(
                        resident=msgspec.structs.replace(
                            AN,
                            personal_id=None,
                            address=who,
                            area=area,
                            needs=needs or (Need.ID_CARD,),
                        )
                    ),
                )
                for who in people
            )
        )
        return people

    def record(self, *drafts: Draft) -> None:
        self.vault.write(lambda unit: record(unit, drafts, self.tools))

    def done(self, *people: ResidentId, need: Need = Need.ID_CARD) -> None:
        """Their cards are captured now."""
        step = next(one for one in need.steps if need.is_met_by(one))
        body = EnrolmentRecorded(need=need, step=step)
        self.record(*(Draft(resident=who, body=body) for who in people))

    def campaign(self, **more: object) -> None:
        wanted = Campaign(**{"start": FIRST, "end": LAST, **more})  # type: ignore[arg-type]
        self.vault.write(lambda unit: publish_campaign(unit, wanted, self.tools))

    def evening(self, after: int) -> datetime:
        """Half past ten, so many days after the first: the shift is over."""
        self.clock.moment = MONDAY.replace(hour=22, minute=30) + timedelta(after)
        return self.clock.moment

    def progress(self, day: date | None = None, area: str | None = None) -> Progressed:
        now = self.clock.now()

        def read(unit: Unit) -> Progressed:
            return report_progress(unit, day or local_day(now), now, area)

        return self.vault.read(read)

    def burn_up(self, day: date | None = None, area: str | None = None) -> BurnUp:
        return self.progress(day, area).burn_up


@pytest.fixture
def ward(tmp_path: Path) -> Iterator[Ward]:
    made = Ward(tmp_path / "vault")
    yield made
    made.vault.close()


def test_without_a_campaign_there_is_nothing_to_measure_by(ward: Ward) -> None:
    ward.listed("Tổ 1", 2)
    with pytest.raises(NoCampaign):
        ward.progress()


def test_every_day_is_counted_and_the_whole_is_what_the_daily_report_says(ward: Ward) -> None:
    people = ward.listed("Tổ 1", 20) + ward.listed("Tổ 2", 10)
    ward.campaign()
    for after in range(8):
        ward.evening(after)
        ward.done(*people[2 * after : 2 * after + 2])
    told = ward.burn_up()
    assert [one.done for one in told.days] == [2 * (after + 1) for after in range(8)]
    assert {one.eligible for one in told.days} == {30}
    assert told.total.kept == 2
    assert told.total.needed == pytest.approx(14 / 22)
    now = ward.clock.now()
    daily = ward.vault.read(lambda unit: report_daily(unit, local_day(now), None, now))
    total = daily.report.total
    assert (told.total.eligible, told.total.done) == (total.eligible, total.done_total)
    assert told.remaining_by_reason == total.remaining_by_reason
    # What it was on a day before is what it was then.
    before = ward.burn_up(FIRST + timedelta(3))
    assert (before.total.done, len(before.days)) == (8, 4)
    only = ward.burn_up(area="Tổ 2")
    assert (only.total.eligible, only.total.done) == (10, 0)


def test_undo_asks_before_it_takes_back_what_the_ward_is_measured_by(ward: Ward) -> None:
    ward.listed("Tổ 1", 2)
    ward.campaign()
    with pytest.raises(UndoNeedsConfirmation) as asked:
        ward.vault.write(lambda unit: undo(unit, ward.tools))
    assert asked.value.code == "undo_campaign_needs_confirmation"
    assert ward.burn_up().total.eligible == 2
    ward.vault.write(lambda unit: undo(unit, ward.tools, confirmed=True))
    with pytest.raises(NoCampaign):
        ward.progress()
    ward.vault.write(lambda unit: redo(unit, ward.tools))
    assert ward.burn_up().total.eligible == 2


def test_who_will_not_make_it_is_told_apart_from_who_might(ward: Ward) -> None:
    people = {area: ward.listed(area, 40) for area in ("Tổ 1", "Tổ 2", "Tổ 3", "Tổ 4")}
    ward.campaign(targets=(Target(area="Tổ 4", percent=5),))
    for after in range(12):
        ward.evening(after)
        ward.done(*people["Tổ 1"][2 * after : 2 * after + 2])
        ward.done(*people["Tổ 2"][after : after + 1])
        ward.done(*people["Tổ 4"][after : after + 1])
    told = ward.burn_up()
    outlooks = {one.area: one.pace.outlook for one in told.areas}
    assert outlooks == {
        "Tổ 1": Outlook.ON_TRACK,
        "Tổ 2": Outlook.AT_RISK,
        "Tổ 3": Outlook.WILL_NOT_MAKE_IT,
        "Tổ 4": Outlook.REACHED,
    }
    assert told.total.target == 3 * 40 + 2
    ward.evening(40)
    assert {one.pace.outlook for one in ward.burn_up().areas} == {Outlook.MISSED, Outlook.REACHED}


def test_half_a_day_is_no_pace(ward: Ward) -> None:
    people = ward.listed("Tổ 1", 30)
    ward.campaign()
    for after in range(6):
        ward.evening(after)
        ward.done(*people[3 * after : 3 * after + 3])
    evening = ward.burn_up()
    ward.clock.moment = MONDAY + timedelta(6)
    morning = ward.burn_up()
    assert (morning.full, morning.total.kept) == (evening.day, 3)
    assert (morning.total.needed, morning.total.forecast) == (
        evening.total.needed,
        evening.total.forecast,
    )


def test_a_campaign_for_one_need_counts_that_need_alone(ward: Ward) -> None:
    first, second = ward.listed("Tổ 1", 2, Need.ID_CARD, Need.VNEID_ACCOUNT)
    ward.listed("Tổ 1", 1, Need.VNEID_ACCOUNT)
    ward.listed("Tổ 2", 1)
    ward.campaign(needs=(Need.ID_CARD,), areas=("Tổ 1",))
    ward.done(first)
    ward.done(second, need=Need.VNEID_ACCOUNT)
    ward.evening(0)
    total = ward.burn_up().total
    assert (total.eligible, total.done) == (2, 1)


def test_who_is_closed_is_no_work_of_the_campaign(ward: Ward) -> None:
    first, *_ = ward.listed("Tổ 1", 3)
    ward.campaign()
    ward.evening(1)
    ward.vault.write(lambda unit: close_case(unit, first, CloseReason.EMIGRATED, ward.tools))
    assert ward.burn_up().total.eligible == 2
    assert ward.burn_up(FIRST).total.eligible == 3


def test_what_helps_most_is_where_who_why_and_when(ward: Ward) -> None:
    people = ward.listed("Tổ 1", 1) + ward.listed("Tổ 2", 3)
    ward.campaign()
    for after, outcome in enumerate((Outcome.NO_ANSWER, Outcome.DECLINED)):
        ward.clock.moment = MONDAY.replace(hour=19) + timedelta(after)
        body = ContactLogged(
            channel=Channel.CALL,
            outcome=outcome,
            reasons=(Reason.WORKING_HOURS,) if outcome is Outcome.DECLINED else (),
        )
        ward.record(*(Draft(resident=who, body=body) for who in people[after : after + 2]))
    ward.evening(1)
    told = ward.burn_up()
    assert [(one.area, one.pace.remaining) for one in told.areas] == [("Tổ 1", 1), ("Tổ 2", 3)]
    assert told.remaining_by_reason == {Reason.WORKING_HOURS: 2, Reason.NOT_STATED: 2}
    rates = {one.slot: (one.tried, one.reached) for one in told.slots}
    assert rates[TimeSlot.EVENING] == (4, 2)
    assert rates[TimeSlot.MORNING] == (0, 0)
