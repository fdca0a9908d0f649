"""The compact worklist always shows what a plain list of the same cases would."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from wardtui.domain.case import Attempts
from wardtui.domain.ids import ResidentId
from wardtui.domain.text import search_fold
from wardtui.domain.vocabulary import ActionKind, Status
from wardtui.domain.worklist import (
    WorklistRow,
    due_key,
    given_name_key,
    sides_walk_key,
    walk_key,
)
from wardtui.domain.worklist_index import Filter, Sort, Worklist
from wardtui.domain.worklist_query import read_query

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
        unmet=(),
        kind=None if done else ActionKind.CALL,
        due=None if done else START + timedelta(hours=draw(st.integers(0, 5))),
        attempts=Attempts(),
        last_outcome=None,
        last_at=None,
        flags=(),
        search=f"{search_fold(name)}\t0570000123 {search_fold(address)}",
        route_no=draw(st.none() | st.integers(1, 3)),
    )


filters = st.builds(
    Filter,
    area=st.none() | st.sampled_from(["", "Tổ 2", "Tổ 10", "Tổ 99"]),
    query=st.sampled_from(
        ["", "an", "ân", "lê", "lệ b", "n", "ng v", "le binh", "phố mẫu", "0570 000 123", "zz", " "]
    ),
    level=st.none() | st.integers(1, 3),
    due_before=st.none() | st.just(START + timedelta(hours=3)),
    open_only=st.booleans(),
)
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


def plainly(rows: dict[ResidentId, WorklistRow], wanted: Filter, sort: Sort) -> list[ResidentId]:
    shown = [
        row
        for row in rows.values()
        if (wanted.area is None or row.area == wanted.area)
        and all(word.folded in row.search for word in read_query(wanted.query))
        and (wanted.level is None or row.level == wanted.level)
        and (wanted.due_before is None or (row.due is not None and row.due < wanted.due_before))
        and (not wanted.open_only or row.needs_action)
    ]
    shown.sort(key=KEYS[sort])
    return [row.id for row in sorted(shown, key=lambda row: how_well(row, wanted.query))]


KINDS = st.sampled_from([Worklist, PatientWorklist])


@given(
    KINDS, st.lists(lines(), unique_by=lambda row: row.id), changes, filters, st.sampled_from(Sort)
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
