"""What has to hold when everybody has exchanged all: nothing lost, nobody forgotten, all equal."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from tests.property.test_recount import flat
from tests.simulator.beginning import ELSEWHERE, WARD
from tests.simulator.campaign import Campaign
from tests.simulator.laptop import Laptop
from tests.simulator.recounting import recounted
from tests.thirty_days.play import DAYS, FIRST_DAY
from wardtui import wire
from wardtui.central import tables
from wardtui.central.accounts import account_of_device
from wardtui.central.figures import daily_figures
from wardtui.central.stream import read_stream
from wardtui.domain.case import Case
from wardtui.domain.escalation_events import EscalationAccepted
from wardtui.domain.events import Entry
from wardtui.domain.figures import Figures
from wardtui.domain.fold import fold
from wardtui.domain.ids import EventId, ResidentId, WardCode
from wardtui.domain.worklist import worklist_row
from wardtui.services.policies import shipped_force
from wardtui.services.ports import Unit
from wardtui.services.report_daily import report_daily
from wardtui.services.verify import verify

PERIOD = [FIRST_DAY + timedelta(days=number) for number in range(DAYS)]
_EVERYTHING = 100_000
Numbered = list[tuple[int, bytes]]


def check(campaign: Campaign, *, thorough: bool) -> None:
    """Look at the server and at every laptop.

    :param thorough: also what costs a fold of the whole ward for each day or laptop
    """
    nothing_is_lost_that_is_not_known_to_be(campaign)
    size = campaign.ward.size
    here = [one for one in campaign.ward.laptops if one.number != size.neighbour]
    next_door = campaign.ward.laptops[size.neighbour]
    for ward, laptops in ((WARD, here), (ELSEWHERE, [next_door])):
        told = _stream(campaign, laptops[0])
        entries = [Entry(wire.read_event(raw), seq, whose) for seq, raw, whose in told]
        state = fold(entries, shipped_force())
        for laptop in laptops:
            is_as_the_server_has_it(laptop, [(seq, raw) for seq, raw, _ in told], state.cases)
            laptop.vault.read(nobody_is_forgotten)
        figures_are_those_of_a_recount(campaign, ward, laptops, entries, thorough=thorough)
        for laptop in laptops if thorough else laptops[:1]:
            assert laptop.vault.read(verify).problems == ()


def nothing_is_lost_that_is_not_known_to_be(campaign: Campaign) -> None:
    """Whatever was saved is on the server once, or went with a laptop, or waits for a decision."""
    ledger, ward = campaign.ledger, campaign.ward
    with ward.central.engine.connect() as connection:
        row = tables.events.c
        numbered = connection.execute(select(row.id, row.device, row.device_seq)).all()
    ids = [EventId(one.id) for one in numbered]
    assert len(set(ids)) == len(ids)
    counted = Counter((one.device, one.device_seq) for one in numbered if one.device)
    assert max(counted.values()) == 1, "a count of a device was used twice"
    refused: dict[EventId, str] = {}
    too_late: set[EventId] = set()
    for laptop in ward.laptops:
        too_late |= laptop.too_late.keys()
        for one in laptop.vault.read(lambda unit: unit.rejected.all()):
            refused[one.event.id] = one.code
    assert not refused.keys() & set(ids), "taken and refused"
    assert {ledger.types[one] for one in too_late & ledger.types.keys()} <= {
        EscalationAccepted.TYPE
    }, "only a second acceptance may come too late"
    missing = ledger.recorded.keys() - set(ids) - refused.keys() - (too_late - ledger.lost)
    assert missing == ledger.lost, (missing - ledger.lost, ledger.lost - missing)
    ledger.counts.update(f"refused by the server: {code}" for code in refused.values())
    ledger.counts["came too late"] += len(too_late)


def _stream(campaign: Campaign, laptop: Laptop) -> list[tuple[int, bytes, WardCode]]:
    """All that the devices of a ward see, in the server's order."""
    engine = campaign.ward.central.engine
    device = laptop.vault.read(lambda unit: unit.state.device.id)
    with engine.connect() as connection:
        account = account_of_device(connection, device)
    assert account is not None
    page = read_stream(engine, account, "", _EVERYTHING)
    return [(one.seq, bytes(one.event), WardCode(one.ward or "")) for one in page.events]


def is_as_the_server_has_it(laptop: Laptop, told: Numbered, cases: dict[ResidentId, Case]) -> None:
    """A device has every event in the order and bytes of the server, and the cases of its fold."""

    def look(unit: Unit) -> None:
        assert unit.events.count_waiting() == 0
        held = sorted((one.seq or 0, one.raw.encode()) for one in unit.events.all())
        assert held == told, laptop.number
        assert {case.id: case for case in unit.cases.all()} == cases, laptop.number
        shown = {row.id: row for row in unit.worklist().rows()}
        assert shown == {case.id: worklist_row(case) for case in cases.values()}, laptop.number

    laptop.vault.read(look)


def nobody_is_forgotten(unit: Unit) -> None:
    """Whoever has something left to be done has one next action with an owner and a time."""
    for case in unit.cases.all():
        is_open = bool(case.unmet) and case.closed is None
        is_open = is_open and not (case.handoff is not None and case.handoff.is_accepted)
        assert (case.next_action is not None) == case.status.needs_action == is_open, case.id
        if case.next_action is not None:
            assert case.next_action.owner
            assert case.next_action.due.tzinfo is not None


def figures_are_those_of_a_recount(
    campaign: Campaign,
    ward: WardCode,
    laptops: Sequence[Laptop],
    entries: Sequence[Entry],
    *,
    thorough: bool,
) -> None:
    """Each day's figures are those that anybody would count by hand, here and at the server."""
    expected = dict(zip(PERIOD, recounted(entries, PERIOD), strict=True))
    reported: dict[date, Figures] = {}
    asked = len(laptops) if thorough else 1
    for laptop in laptops[-asked:]:
        for day in PERIOD if thorough else PERIOD[::3]:
            found = laptop.vault.read(lambda unit, day=day: report_daily(unit, day))  # type: ignore[misc]
            assert _counted_by_hand(found.report.total) == expected[day], (laptop.number, day)
            reported.setdefault(day, found.report.total)
            assert found.report.total == reported[day], (laptop.number, day)
    for day in PERIOD if thorough else PERIOD[::9]:
        assert _at_the_server(campaign, ward, day) == reported[day], ("server", day)


def _counted_by_hand(figures: Figures) -> dict[str, int]:
    """Without the faults of records: those of two lists that were made one, no notebook tells."""
    return {name: count for name, count in flat(figures).items() if "data_flags" not in name}


def _at_the_server(campaign: Campaign, ward: WardCode, day: date) -> Figures:
    now = campaign.ward.clock.now() + timedelta(days=400)
    with campaign.ward.central.engine.connect() as connection:
        return daily_figures(connection, ward, day, now).total
