"""The fold's invariants, for any history at all."""

from hypothesis import given

from tests.strategies import histories
from wardtui.domain import same_person
from wardtui.domain.arrangement import arranged
from wardtui.domain.case_fold import fold_case
from wardtui.domain.directory import holders, level_owner
from wardtui.domain.events import AreaAssigned, CaseAssigned, Entry
from wardtui.domain.fold import fold
from wardtui.domain.retraction import live
from wardtui.domain.same_person import people


@given(histories)
def test_the_fold_never_fails_and_gives_the_same_for_the_same_history(
    history: list[Entry],
) -> None:
    assert fold(history).cases == fold(history).cases


@given(histories, histories)
def test_folding_on_gives_what_folding_at_once_gives(a: list[Entry], b: list[Entry]) -> None:
    assert fold(a).apply(b).cases == fold(a + b).cases


@given(histories)
def test_what_arrives_twice_counts_once(history: list[Entry]) -> None:
    assert fold(history + history).cases == fold(history).cases


@given(histories)
def test_an_open_case_has_one_next_action_arranged_and_due_and_no_other_has(
    history: list[Entry],
) -> None:
    for case in fold(history).cases.values():
        assert (case.next_action is not None) == case.status.needs_action
        is_here = case.handoff is None or not case.handoff.is_accepted
        assert case.status.needs_action == (bool(case.unmet) and case.closed is None and is_here)
        if case.next_action is not None:
            assert case.next_action.owner
            assert case.next_action.due.tzinfo is not None


@given(histories)
def test_the_cases_are_those_of_each_person_alone_under_who_holds_their_areas(
    history: list[Entry],
) -> None:
    state = fold(history)
    logs = {
        resident: sorted(log.values(), key=lambda entry: entry.order)
        for resident, log in state.logs.items()
    }
    everybody = people(logs)
    assert sorted(one for members in everybody.values() for one in members) == sorted(
        {*logs, *(one for members in everybody.values() for one in members)}
    )
    for resident, members in everybody.items():
        log = same_person.history(logs, members)
        alone = fold_case(resident, log, members=members, planned=state.sessions)
        expected = None if alone is None else arranged(alone, state.arrangement)
        assert state.cases.get(resident) == expected
    assert set(state.cases) <= set(everybody)


@given(histories)
def test_numbered_events_give_the_same_case_in_whatever_order_they_arrive(
    history: list[Entry],
) -> None:
    first: dict[str, Entry] = {}
    for number, entry in enumerate(history, start=1):
        first.setdefault(entry.event.id, Entry(entry.event, seq=number))
    numbered = list(first.values())
    assert fold(numbered).cases == fold(numbered[::-1]).cases


@given(histories)
def test_every_attempt_is_counted_once_by_channel_and_by_day(history: list[Entry]) -> None:
    for case in fold(history).cases.values():
        by_day = sum(count.attempts.total for count in case.days)
        assert case.attempts.total == by_day
        assert len({count.day for count in case.days}) == len(case.days)
        assert bool(case.slots) == bool(case.attempts.total)


@given(histories, histories)
def test_a_case_comes_under_another_holder_as_if_it_had_been_folded_under_them(
    before: list[Entry], after: list[Entry]
) -> None:
    one, other = fold(before), fold(after)
    for resident, case in one.cases.items():
        moved = arranged(case, other.arrangement)
        assert arranged(moved, one.arrangement) == case, resident
        assert arranged(moved, other.arrangement) is moved


@given(histories)
def test_the_owner_is_whom_the_case_was_given_to_else_who_holds_its_area_else_the_level(
    history: list[Entry],
) -> None:
    state = fold(history)
    told = [entry.event.body for entry in history]
    given_to = {body.to for body in told if isinstance(body, CaseAssigned)}
    held_by = {body.officer for body in told if isinstance(body, AreaAssigned)}
    for case in state.cases.values():
        if case.next_action is None:
            continue
        place = (case.ward, case.resident.area or "", case.level)
        owner = case.next_action.owner
        assert owner == (
            case.assigned or state.arrangement.holders.get(place) or level_owner(case.level)
        )
        assert owner in {*given_to, *held_by, level_owner(case.level)}


@given(histories)
def test_who_holds_an_area_is_the_last_who_was_said_to_and_is_not_taken_back(
    history: list[Entry],
) -> None:
    log = sorted(history, key=lambda entry: entry.order)
    found = holders(log)
    for place, officer in found.items():
        (*_, last) = (
            entry.event.body
            for entry in live(log)
            if isinstance(entry.event.body, AreaAssigned)
            and (entry.ward, entry.event.body.area, entry.event.body.level) == place
        )
        assert last.officer == officer


@given(histories)
def test_what_counts_is_part_of_the_history_in_its_order(history: list[Entry]) -> None:
    rest = iter(history)
    assert all(any(entry is one for one in rest) for entry in live(history))
