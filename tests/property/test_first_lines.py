"""The first lines, corrected, are the first lines of the whole list with the same changes."""

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.property.test_worklist import lines
from wardtui.domain import first_lines
from wardtui.domain.first_lines import Correction, FirstLines
from wardtui.domain.ids import ResidentId
from wardtui.domain.worklist import WorklistRow, due_key
from wardtui.domain.worklist_index import Filter, StaleIndex, Worklist

OPEN = Filter(open_only=True)

Rows = dict[ResidentId, WorklistRow]

many_lines = st.integers(0, 10).flatmap(
    lambda least: st.lists(lines(), unique_by=lambda row: row.id, min_size=least, max_size=12)
)
limits = st.integers(1, 6).flatmap(lambda kept: st.tuples(st.just(kept), st.integers(1, kept)))
"""How many lines are kept, and how many are enough."""
gone_before = st.dictionaries(st.sampled_from(["", "Tổ 2", "Tổ 7"]), st.integers(1, 3), max_size=2)
changes = st.lists(
    lines() | lines().map(lambda row: row.id), max_size=6, unique_by=lambda one: id_of(one)
)
"""Lines as they are now, and residents whose line is gone."""


def id_of(change: WorklistRow | ResidentId) -> ResidentId:
    return change.id if isinstance(change, WorklistRow) else change


def by_id(rows: Sequence[WorklistRow]) -> Rows:
    return {row.id: row for row in rows}


def whole_list(rows: Rows, gone: dict[str, int]) -> Worklist:
    whole = Worklist(rows.values())
    whole.done_and_gone = gone
    return whole


def with_changes(rows: Rows, later: Sequence[WorklistRow | ResidentId]) -> Rows:
    after = dict(rows)
    for one in later:
        after.pop(id_of(one), None)
        if isinstance(one, WorklistRow):
            after[one.id] = one
    return after


def corrections(rows: Rows, later: Sequence[WorklistRow | ResidentId]) -> list[Correction]:
    """The changes as the store tells them: each resident once, with how they were counted."""
    found = []
    for one in later:
        before = rows.get(id_of(one))
        counted = None if before is None else (before.area, before.needs_action)
        found.append(Correction(id_of(one), counted, one if isinstance(one, WorklistRow) else None))
    return found


def kept(whole: Worklist, limit: tuple[int, int]) -> FirstLines:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(first_lines, "FIRST", limit[0])
        return FirstLines.unseal(FirstLines.of(whole).seal())


def correct(first: FirstLines, told: Sequence[Correction], limit: tuple[int, int]) -> bool:
    """Bring the corrections in; false when the whole list has to be read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(first_lines, "ENOUGH", limit[1])
        try:
            first.correct(told)
        except StaleIndex:
            return False
    return True


def shown(worklist: Worklist) -> list[WorklistRow]:
    return [worklist.row(position) for position in worklist.select(OPEN)]


def check(first: FirstLines, whole: Worklist) -> None:
    assert first.areas() == whole.areas()
    order, wanted = shown(first), shown(whole)
    assert order == wanted[: len(order)]
    assert len(order) + first.beyond == len(wanted)
    assert first.beyond >= 0


@given(many_lines, gone_before, limits)
def test_the_first_lines_of_a_list_are_the_first_of_the_list(
    rows: list[WorklistRow], gone: dict[str, int], limit: tuple[int, int]
) -> None:
    whole = whole_list(by_id(rows), gone)
    first = kept(whole, limit)
    check(first, whole)
    assert len(shown(first)) == min(limit[0], len(shown(whole)))


@given(many_lines, gone_before, limits, changes)
def test_corrected_they_are_the_first_of_the_list_with_the_same_changes(
    rows: list[WorklistRow],
    gone: dict[str, int],
    limit: tuple[int, int],
    later: list[WorklistRow | ResidentId],
) -> None:
    before = by_id(rows)
    first = kept(whole_list(before, gone), limit)
    beyond = first.beyond
    if correct(first, corrections(before, later), limit):
        check(first, whole_list(with_changes(before, later), gone))
        assert not first.beyond or len(shown(first)) >= limit[1]
    else:
        assert beyond, "with every line at hand nothing is stale"


@given(many_lines, gone_before, limits, changes)
def test_corrected_they_can_be_sealed_again(
    rows: list[WorklistRow],
    gone: dict[str, int],
    limit: tuple[int, int],
    later: list[WorklistRow | ResidentId],
) -> None:
    before = by_id(rows)
    first = kept(whole_list(before, gone), limit)
    if correct(first, corrections(before, later), limit):
        again = FirstLines.unseal(first.seal())
        check(again, whole_list(with_changes(before, later), gone))


@given(many_lines, limits, changes, st.data())
def test_the_order_of_the_corrections_does_not_matter(
    rows: list[WorklistRow],
    limit: tuple[int, int],
    later: list[WorklistRow | ResidentId],
    data: st.DataObject,
) -> None:
    before = by_id(rows)
    told = corrections(before, later)
    other = data.draw(st.permutations(told))
    one, another = (kept(whole_list(before, {}), limit) for _ in range(2))
    done = correct(one, told, limit)
    assert correct(another, other, limit) == done
    if done:
        assert one.seal() == another.seal()


@given(many_lines, limits)
def test_lines_behind_those_that_were_kept_are_counted_and_not_shown(
    rows: list[WorklistRow], limit: tuple[int, int]
) -> None:
    order = shown(Worklist(rows))
    behind = order[limit[0] :]
    before = by_id(rows)
    first = kept(whole_list(before, {}), limit)
    if correct(first, corrections(before, behind), (limit[0], 1)):
        assert shown(first) == order[: limit[0]]
        assert first.beyond == len(behind)
        assert all(due_key(row) < due_key(behind[0]) for row in shown(first) if behind)


@given(st.binary(max_size=40))
@example(b"")
@example(Worklist().seal())
def test_bytes_of_anything_else_are_stale(data: bytes) -> None:
    with pytest.raises(StaleIndex):
        FirstLines.unseal(data)
