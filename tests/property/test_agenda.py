"""No case that is due falls through an evening, and none stands in it twice."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import groupby
from uuid import UUID

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from wardtui.domain.agenda import EVENING_DOORS, Agenda, Section, door_of, section_of
from wardtui.domain.case import Attempts
from wardtui.domain.ids import ResidentId
from wardtui.domain.vocabulary import ActionKind, Outcome, Status
from wardtui.domain.worklist import WorklistRow, area_order

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
END = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
"""Midnight in Vietnam."""

ADDRESSES = ["", "Số 3 phố Mẫu Đơn", "số 3, phố Mẫu Đơn", "Số 4 ngõ 72 phố Mẫu Đơn", "CT1 P.1205"]


@st.composite
def lines(draw: st.DrawFn) -> WorklistRow:
    number = draw(st.integers(1, 80))
    status = draw(st.sampled_from(Status))
    hours = draw(st.integers(-60, 60) | st.sampled_from([5, -19]))
    return WorklistRow(
        id=ResidentId(str(UUID(int=number << 64 | 7))),
        name="Nguyễn Văn An",
        birth_year=None,
        area=draw(st.sampled_from(["", "Tổ 2", "Tổ 10"])),
        address=draw(st.sampled_from([*ADDRESSES, f"Số {number} phố Mẫu Đơn"])),
        phone="",
        status=status,
        level=1,
        unmet=(),
        kind=draw(st.sampled_from(ActionKind)) if status.needs_action else None,
        due=NOW + timedelta(hours=hours) if status.needs_action else None,
        attempts=draw(st.sampled_from([Attempts(), Attempts(visit=1)])),
        last_outcome=draw(st.none() | st.sampled_from([Outcome.MISSED, Outcome.NO_ANSWER])),
        last_at=None,
        flags=(),
        search="",
        route_no=draw(st.none() | st.integers(1, 3)),
    )


wards = st.lists(lines(), unique_by=lambda row: row.id, max_size=60)


def due(rows: list[WorklistRow]) -> list[WorklistRow]:
    return [row for row in rows if row.status.needs_action and row.due and row.due < END]


@given(wards)
def test_every_case_that_is_due_is_one_entry_or_counted_once(rows: list[WorklistRow]) -> None:
    agenda = Agenda.of(rows, NOW)
    entries = Counter(entry.row.id for entry in agenda.entries)
    assert set(entries.values()) <= {1}
    left = [row for row in due(rows) if row.id not in entries]
    assert len(entries) + len(left) == len(due(rows))
    assert agenda.calls == sum(section_of(row) is None for row in left)
    assert agenda.doors == sum(section_of(row) is Section.VISITS for row in left)
    assert len(left) == agenda.calls + agenda.doors
    assert all(section_of(entry.row) is entry.section for entry in agenda.entries)


@given(wards)
def test_whoever_was_tried_and_is_no_ordinary_call_has_an_entry(rows: list[WorklistRow]) -> None:
    there = {entry.row.id for entry in Agenda.of(rows, NOW).entries}
    for row in due(rows):
        if row.attempts.total and section_of(row) is not None:
            assert row.id in there


@given(wards)
def test_new_doors_never_make_a_walk_longer_than_an_evening(rows: list[WorklistRow]) -> None:
    walk = [entry.row for entry in Agenda.of(rows, NOW).in_section(Section.VISITS)]
    tried = {door_of(row) for row in walk if row.attempts.total}
    assert len({door_of(row) for row in walk}) <= max(EVENING_DOORS, len(tried))


@given(wards)
def test_sections_come_in_order_and_each_in_the_order_of_its_work(rows: list[WorklistRow]) -> None:
    agenda = Agenda.of(rows, NOW)
    sections = [section for section, _ in groupby(entry.section for entry in agenda.entries)]
    assert sections == [section for section in Section if section in sections]
    for section in sections:
        shown = [entry.row for entry in agenda.in_section(section)]
        if section is not Section.VISITS:
            times = [row.due for row in shown if row.due]
            assert times == sorted(times)
            continue
        areas = [area for area, _ in groupby(row.area for row in shown)]
        assert areas == sorted(areas, key=area_order)
        doors = [door for door, _ in groupby(map(door_of, shown))]
        assert len(doors) == len(set(doors))


@given(wards, st.permutations(range(60)))
def test_an_evening_does_not_depend_on_the_order_of_the_lines(
    rows: list[WorklistRow], order: list[int]
) -> None:
    shuffled = [rows[place] for place in order if place < len(rows)]
    assert Agenda.of(shuffled, NOW) == Agenda.of(rows, NOW)


@given(wards, st.data())
def test_a_change_of_entries_gives_what_reading_everything_again_would(
    rows: list[WorklistRow], data: st.DataObject
) -> None:
    # Whoever was worked was tried; the walk alone is filled up only when all is read again.
    rows = [msgspec.structs.replace(row, attempts=Attempts(visit=1)) for row in rows]
    agenda = Agenda.of(rows, NOW)
    ids = [entry.row.id for entry in agenda.entries]
    worked = data.draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
    changed: dict[ResidentId, WorklistRow | None] = {}
    for resident in worked:
        row = data.draw(st.none() | lines())
        changed[resident] = row and msgspec.structs.replace(
            row, id=resident, attempts=Attempts(visit=2)
        )
    after = [row for row in rows if row.id not in changed]
    after += [row for row in changed.values() if row is not None]
    assert agenda.changed(changed, NOW) == Agenda.of(after, NOW)


@given(wards)
def test_next_leaves_nobody_out_whose_time_has_come_and_else_goes_through_everybody(
    rows: list[WorklistRow],
) -> None:
    agenda = Agenda.of(rows, NOW)
    everybody = {entry.row.id for entry in agenda.entries}
    come = {entry.row.id for entry in agenda.entries if entry.time_has_come(NOW)}
    at, seen = None, set()
    for _ in agenda.entries:
        entry = agenda.next_after(at, NOW)
        assert entry is not None
        at = entry.row.id
        seen.add(at)
    assert seen >= (come or everybody)
