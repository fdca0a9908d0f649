"""How the levels answer: every arrival once, and whose it is."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.builders import MONDAY, CountingIds
from wardtui.domain.answers import Answer, Held, Workload, answers, workloads
from wardtui.domain.ids import EventId, OfficerId
from wardtui.domain.ladder import Rung
from wardtui.domain.policy import RuleId
from wardtui.domain.vocabulary import RungKind

HOUR = timedelta(hours=1)
BINH, HUNG = OfficerId("officer-binh"), OfficerId("officer-hung")
RULE = RuleId("unanswered")
_ids = CountingIds(1 << 61)


def rung(
    kind: RungKind,
    hours: int,
    from_level: int,
    to_level: int,
    by: OfficerId | None = None,
    rule: RuleId | None = None,
) -> Rung:
    return Rung(
        kind=kind,
        event=EventId(_ids.new()),
        at=MONDAY + hours * HOUR,
        from_level=from_level,
        to_level=to_level,
        by=by,
        rule=rule,
    )


def raised(hours: int, to_level: int = 2, rule: RuleId | None = RULE) -> Rung:
    return rung(RungKind.RAISED, hours, to_level - 1, to_level, rule=rule)


def accepted(hours: int, level: int = 2, by: OfficerId = BINH) -> Rung:
    return rung(RungKind.ACCEPTED, hours, level, level, by)


def returned(hours: int, from_level: int = 2, by: OfficerId = BINH) -> Rung:
    return rung(RungKind.RETURNED, hours, from_level, from_level - 1, by)


def resolved(hours: int, from_level: int = 2, by: OfficerId = BINH) -> Rung:
    return rung(RungKind.RESOLVED, hours, from_level, 1, by)


def of(owner: str, found: Sequence[Workload]) -> Workload:
    return next(one for one in found if one.owner == owner)


def test_a_case_that_was_taken_on_and_returned_was_answered_by_whoever_returned_it() -> None:
    (one,) = answers([raised(0), accepted(2), returned(5, by=HUNG)])
    assert one == Answer(2, MONDAY, MONDAY + 2 * HOUR, BINH, MONDAY + 5 * HOUR, HUNG, answered=True)
    assert one.officer == HUNG


def test_one_that_is_still_there_is_not_answered() -> None:
    (one,) = answers([raised(0), accepted(2)])
    assert (one.answered, one.missed, one.left_at, one.officer) == (False, False, None, BINH)


def test_one_that_a_rule_took_on_up_was_missed_and_arrives_above() -> None:
    below, above = answers([raised(0), raised(9, 3)])
    assert (below.answered, below.missed, below.officer) == (False, True, None)
    assert (above.level, above.arrived_at, above.left_at) == (3, MONDAY + 9 * HOUR, None)


def test_one_that_its_level_handed_up_itself_was_neither_answered_nor_missed() -> None:
    below, _ = answers([raised(0), raised(9, 3, rule=None)])
    assert (below.answered, below.missed) == (False, False)


def test_what_is_returned_by_the_third_level_arrives_at_the_second_once_more() -> None:
    found = answers([raised(0), raised(9, 3), returned(12, 3, HUNG), resolved(20)])
    assert [(one.level, one.answered) for one in found] == [(2, False), (3, True), (2, True)]


def test_a_case_is_accepted_in_its_level_only_and_a_pause_changes_nothing() -> None:
    pause = rung(RungKind.PAUSED, 1, 1, 1)
    assert answers([pause, accepted(2, 1)]) == []
    (one,) = answers([raised(0), rung(RungKind.PAUSED, 1, 2, 2), accepted(3)])
    assert one.accepted_at == MONDAY + 3 * HOUR


KINDS = st.sampled_from((raised, accepted, returned, resolved))


@given(st.lists(KINDS, max_size=12))
def test_any_ladder_has_as_many_arrivals_as_changes_to_a_level_above_the_first(
    kinds: list[object],
) -> None:
    rungs = [kind(hours) for hours, kind in enumerate(kinds)]  # type: ignore[operator]
    found = answers(rungs)
    assert len(found) == sum(one.changes_level and one.to_level > 1 for one in rungs)
    assert all(one.left_at is not None for one in found[:-1])
    assert not any(one.answered and one.missed for one in found)


def test_work_is_counted_for_whoever_holds_and_whoever_answered() -> None:
    held = [Held(BINH, True, True), Held(BINH, False, False), Held("level:3", False, False)]
    told = answers([raised(0), accepted(2), returned(6)]) + answers([raised(0), raised(9, 3)])
    found = workloads(held, told)
    binh = of(BINH, found)
    assert (binh.holds, binh.overdue, binh.untaken) == (2, 1, 1)
    assert (binh.answered, binh.missed) == (1, 0)
    assert (binh.to_accept, binh.to_answer) == (2 * HOUR, 6 * HOUR)
    assert of("level:2", found).missed == 1
    assert of("level:3", found).holds == 1


def test_times_are_medians_and_there_are_none_without_answers() -> None:
    told = [
        one
        for hours in (1, 2, 90)
        for one in answers([raised(0), accepted(hours), returned(hours + 1)])
    ]
    (one,) = workloads([], told)
    assert (one.to_accept, one.to_answer) == (2 * HOUR, 3 * HOUR)
    (other,) = workloads([Held(HUNG, False, False)], [])
    assert (other.to_accept, other.to_answer) == (None, None)


def test_who_has_the_most_overdue_stands_first() -> None:
    held = [Held(BINH, False, True)] * 3 + [Held(HUNG, True, True)]
    assert [one.owner for one in workloads(held, [])] == [HUNG, BINH]
    assert workloads([], []) == []
