"""The compact worklist always shows what a plain list of the same cases would."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardtui.domain.bands import AgeBand, Residency
from wardtui.domain.case import Attempts
from wardtui.domain.ids import ResidentId
from wardtui.domain.moments import TimeSlot
from wardtui.domain.resident import Resident
from wardtui.domain.text import search_fold
from wardtui.domain.vocabulary import ActionKind, Flag, Need, Status, SupportNeed
from wardtui.domain.worklist import (
    WorklistRow,
    due_key,
    given_name_key,
    sides_walk_key,
    walk_key,
)
from wardtui.domain.worklist_filter import Filter, passes
from wardtui.domain.worklist_find import PART
from wardtui.domain.worklist_index import Sort, Worklist, place_of
from wardtui.domain.worklist_query import read_query

T = TypeVar("T")
START = datetime(2026, 11, 22, tzinfo=UTC)
NAMES = ["Nguyễn Văn An", "Trần Thị Ân", "Lê Bình", "Lệ Banh", "Quang Thanh", "H'Hen Niê", "An"]
ADDRESSES = [
    "",
    "Số 3 phố Mẫu Đơn",
    "Số 4 phố Mẫu Đơn",
    "Số 8 phố An Mẫu",
    "Số 10 ngõ 72 phố Mẫu Đơn",
    "P.1205 toà CT1",
]
KEYS = {
    Sort.DUE: due_key,
    Sort.WALK: walk_key,
    Sort.SIDES: sides_walk_key,
    Sort.NAME: given_name_key,
}

BIRTHS = [
    None,
    *("2020-11-23", "2020-11-22", "2020-11", "2012-11-23", "2012-11-22", "2012-11", "2012", "1985"),
]
"""Around those whose sixth or fourteenth birthday is on the day of ``START``."""
FLAGS = [Flag.MISSING_PHONE, Flag.LEGACY_ID9]
SUPPORT = [SupportNeed.HOME_SERVICE, SupportNeed.EVENING]


def some_of(values: Iterable[T]) -> st.SearchStrategy[tuple[T, ...]]:
    """None, one or several of some values."""
    return st.lists(st.sampled_from(list(values)), unique=True, max_size=2).map(tuple)


@st.composite
def lines(draw: st.DrawFn) -> WorklistRow:
    name = draw(st.sampled_from(NAMES))
    address = draw(st.sampled_from(ADDRESSES))
    done = draw(st.booleans())
    return WorklistRow(
        id=ResidentId(str(UUID(int=draw(st.integers(1, 12)) << 64 | 7))),
        name=name,
        birth_year=1985,
        area=draw(st.sampled_from(["", "Tổ 2", "Tổ 10"])),
        address=address,
        phone="0570000123",
        status=Status.ENROLLED if done else Status.OPEN,
        level=draw(st.integers(1, 3)),
        unmet=draw(some_of(Need)),
        kind=None if done else draw(st.sampled_from([ActionKind.CALL, ActionKind.VISIT])),
        due=None if done else START + timedelta(hours=draw(st.integers(0, 5))),
        attempts=Attempts(call=draw(st.integers(0, 1))),
        last_outcome=None,
        last_at=None,
        flags=draw(some_of(FLAGS)),
        search=f"{search_fold(name)}\t0570000123 {search_fold(address)}",
        route_no=draw(st.none() | st.integers(1, 3)),
        birth_date=draw(st.sampled_from(BIRTHS)),
        registered_here=draw(st.sampled_from([True, False, None])),
        lives_here=draw(st.sampled_from([True, False, None])),
        support_needs=draw(some_of(SUPPORT)),
        slots=draw(some_of(TimeSlot)),
        owner="" if done else draw(st.sampled_from(["level:1", "officer-1"])),
    )


QUERIES = [
    *("", "an", "ân", "lê", "lệ b", "n", "ng v", "le binh", "phố mẫu", "0570 000 123", "zz", " "),
    *("mẫu", "so 1", "lệ ban", "ngũ"),
]
filters = st.builds(
    Filter,
    area=st.none() | st.sampled_from(["", "Tổ 2", "Tổ 10", "Tổ 99"]),
    query=st.sampled_from(QUERIES),
    level=st.none() | st.integers(1, 3),
    due_before=st.none() | st.just(START + timedelta(hours=3)),
    open_only=st.booleans(),
    needs=some_of(Need),
    statuses=some_of([Status.OPEN, Status.ENROLLED]),
    levels=some_of([1, 2]),
    flags=some_of(FLAGS),
    support_needs=some_of(SUPPORT),
    slot_not_tried=st.none() | st.sampled_from(TimeSlot),
    ages=some_of(AgeBand),
    today=st.sampled_from([None, START.date()]),
    residencies=some_of(Residency),
    kinds=some_of([ActionKind.CALL, ActionKind.VISIT]),
    owner=st.none() | st.sampled_from(["level:1", "officer-1", "officer-2"]),
    never_tried=st.booleans(),
)
narrow_in_one_way = st.one_of(
    st.just(Filter()),
    *(
        st.builds(Filter, query=st.sampled_from(QUERIES), **{field: values})
        for field, values in {
            "area": st.sampled_from(["", "Tổ 2"]),
            "level": st.integers(1, 2),
            "due_before": st.just(START + timedelta(hours=3)),
            "open_only": st.just(True),
            "needs": some_of(Need),
            "statuses": some_of([Status.OPEN, Status.ENROLLED]),
            "levels": some_of([1, 2]),
            "flags": some_of(FLAGS),
            "support_needs": some_of(SUPPORT),
            "slot_not_tried": st.sampled_from(TimeSlot),
            "residencies": some_of(Residency),
            "kinds": some_of([ActionKind.CALL]),
            "owner": st.just("level:1"),
            "never_tried": st.just(True),
        }.items()
    ),
    st.builds(Filter, ages=some_of(AgeBand), today=st.just(START.date())),
)
"""Filters that leave some lines."""
changes = st.lists(
    st.tuples(st.lists(lines(), max_size=4), st.lists(lines().map(lambda row: row.id), max_size=2)),
    max_size=4,
)


class PatientWorklist(Worklist):
    """Moves every line by itself, however many there are."""

    rebuild_share = 0


def how_well(row: WorklistRow, query: str) -> int:
    """How well a found line fits: the worst of what the words of the query are in it."""
    name, _, rest = row.search.partition("\t")
    marked = row.name.lower().split()

    def of_word(folded: str, typed: str) -> int:
        has_marks = folded != typed
        if folded in name.split():
            return 2 if has_marks and typed not in marked else 1
        if any(word.startswith(folded) for word in name.split()):
            as_typed = any(word.startswith(typed) for word in marked)
            return 4 if has_marks and not as_typed else 3
        return (5 if folded in rest.split() else 7) + has_marks

    folded = [word.folded for word in read_query(query)]
    typed = query.split()
    pairs = zip(folded, typed if len(typed) == len(folded) else folded, strict=True)
    return max((of_word(*pair) for pair in pairs), default=0)


def age_plainly(row: WorklistRow, today: date | None) -> AgeBand:
    age = None if today is None else Resident(name="X", birth_date=row.birth_date).age_on(today)
    if age is None:
        return AgeBand.UNKNOWN
    return AgeBand.UNDER_6 if age < 6 else AgeBand.FROM_6_TO_13 if age < 14 else AgeBand.FROM_14


RESIDENCIES = {
    (True, True): Residency.LIVING_REGISTERED,
    (True, False): Residency.AWAY_REGISTERED,
    (False, True): Residency.LIVING_UNREGISTERED,
}


def fits_plainly(row: WorklistRow, wanted: Filter) -> bool:
    """What a filter means, written down a second time."""
    has: list[tuple[Iterable[object], set[object]]] = [
        (wanted.needs, set(row.unmet)),
        (wanted.statuses, {row.status}),
        (wanted.levels, {row.level}),
        (wanted.flags, set(row.flags)),
        (wanted.support_needs, set(row.support_needs)),
        (wanted.ages, {age_plainly(row, wanted.today)}),
        (
            wanted.residencies,
            {RESIDENCIES.get((row.registered_here, row.lives_here), Residency.UNKNOWN)},
        ),
        (wanted.kinds, {row.kind}),
    ]
    if any(asked and not set(asked) & there for asked, there in has):
        return False
    if wanted.due_before is not None and not (row.due and row.due < wanted.due_before):
        return False
    if wanted.never_tried and row.attempts != Attempts():
        return False
    return (
        wanted.area in (None, row.area)
        and wanted.level in (None, row.level)
        and wanted.owner in (None, row.owner)
        and wanted.slot_not_tried not in row.slots
        and (row.needs_action or not wanted.open_only)
    )


def plainly(rows: dict[ResidentId, WorklistRow], wanted: Filter, sort: Sort) -> list[ResidentId]:
    shown = [
        row
        for row in rows.values()
        if fits_plainly(row, wanted)
        and all(word.folded in row.search for word in read_query(wanted.query))
    ]
    shown.sort(key=KEYS[sort])
    return [row.id for row in sorted(shown, key=lambda row: how_well(row, wanted.query))]


KINDS = st.sampled_from([Worklist, PatientWorklist])


@given(
    KINDS,
    st.lists(lines(), unique_by=lambda row: row.id),
    changes,
    filters | narrow_in_one_way,
    st.sampled_from(Sort),
)
def test_it_shows_what_a_plain_list_would(
    kind: type[Worklist],
    first: list[WorklistRow],
    later: list[tuple[list[WorklistRow], list[ResidentId]]],
    wanted: Filter,
    sort: Sort,
) -> None:
    worklist = kind.unseal(Worklist(first).seal())
    plain = {row.id: row for row in first}
    for rows, gone in later:
        rows = list({row.id: row for row in rows}.values())
        gone = [one for one in gone if one not in {row.id for row in rows}]
        worklist.put(rows, gone)
        plain.update({row.id: row for row in rows})
        for one in gone:
            plain.pop(one, None)
        found = [worklist.row(position).id for position in worklist.select(wanted, sort)]
        assert found == plainly(plain, wanted, sort)
        assert len(worklist) == len(plain)
        counts = {count.area: (count.total, count.open) for count in worklist.areas()}
        assert counts == {
            area: (len(of), sum(row.needs_action for row in of))
            for area in {row.area for row in plain.values()}
            if (of := [row for row in plain.values() if row.area == area])
        }


@given(KINDS, st.lists(lines(), unique_by=lambda row: row.id), changes)
def test_the_same_lines_seal_to_the_same_bytes_however_they_came(
    kind: type[Worklist],
    first: list[WorklistRow],
    later: list[tuple[list[WorklistRow], list[ResidentId]]],
) -> None:
    changed = kind(first)
    for rows, gone in later:
        changed.put(list({row.id: row for row in rows}.values()), gone)
    final = list(changed.rows())
    sealed = changed.seal()
    assert sealed == Worklist(final).seal() == Worklist(final[::-1]).seal()
    assert list(changed.rows()) == sorted(final, key=lambda row: row.id)


@given(lines(), filters | narrow_in_one_way)
def test_one_line_passes_a_filter_when_the_plain_predicate_says_so(
    row: WorklistRow, wanted: Filter
) -> None:
    assert passes(row, wanted) == fits_plainly(row, wanted)


def typed_and_erased(draw: st.DrawFn) -> list[str]:
    """What stands in the search field after each key."""
    shown, states = "", []
    for key in draw(st.lists(st.sampled_from([*"anâlêng vb01 ", "⌫", "⌫"]), max_size=12)):
        shown = shown[:-1] if key == "⌫" else shown + key
        states.append(shown)
    return states + draw(st.lists(st.sampled_from(QUERIES), max_size=2))


@pytest.mark.parametrize("part", [1, 2, PART])
@given(
    st.lists(lines(), unique_by=lambda row: row.id, max_size=8),
    filters | narrow_in_one_way,
    st.sampled_from(Sort),
    st.data(),
)
def test_what_is_typed_and_erased_finds_what_would_be_found_at_once(
    part: int, rows: list[WorklistRow], wanted: Filter, sort: Sort, data: st.DataObject
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("wardtui.domain.worklist_find.PART", part)
        worklist = Worklist(rows)
        search = worklist.search(wanted, sort)
        for query in data.draw(st.composite(typed_and_erased)()):
            found = search.narrow(query)
            found.reach(data.draw(st.integers(0, 3)))
            for _ in range(data.draw(st.integers(0, 5))):
                search.step()
            so_far = list(found.positions)
            asked = msgspec.structs.replace(wanted, query=query)
            everything = list(worklist.select(asked, sort))
            assert so_far == everything[: len(so_far)]
            if found.is_complete or data.draw(st.booleans()):
                assert list(found.finish()) == everything


@given(st.lists(lines(), unique_by=lambda row: row.id, min_size=1), filters, st.sampled_from(Sort))
def test_a_place_in_an_order_is_found_without_a_list(
    rows: list[WorklistRow], wanted: Filter, sort: Sort
) -> None:
    worklist = Worklist(rows)
    order = worklist.select(wanted, sort)
    for position in range(len(worklist)):
        wanted_place = list(order).index(position) if position in order else None
        assert place_of(order, position) == wanted_place
