"""One door: who is still to be reached stands first, and who is not met there is left out."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import AN, MONDAY, SUNDAY_MORNING, Story
from wardtui.domain.case import Case
from wardtui.domain.case_fold import fold_case
from wardtui.domain.household import household, needs_guardian
from wardtui.domain.ids import ResidentId
from wardtui.domain.vocabulary import CloseReason, Need, Outcome, Status, Step


def person(number: int, story: str = "", born: str = "1985-02-03", address: str = "Số 12") -> Case:
    """A case behind a door; ``story`` says how it went on."""
    who = ResidentId(f"00000000-0000-7000-8000-0000000000{number:02x}")
    told = Story(resident=who)
    record = msgspec.structs.replace(
        AN, birth_date=born, address=address or None, needs=(Need.ID_CARD,)
    )
    told.listed(SUNDAY_MORNING, record)
    match story:
        case "done":
            told.enrolled(Need.ID_CARD, MONDAY, Step.CAPTURED)
        case "closed":
            told.closed(MONDAY, CloseReason.DECEASED)
        case "later":
            told.called(Outcome.CALLBACK_REQUESTED, MONDAY, call_back_at=MONDAY + timedelta(days=5))
        case "paused":
            told.paused(MONDAY, MONDAY + timedelta(days=9))
    case = fold_case(who, told.entries)
    assert case is not None
    return case


def test_who_is_due_soonest_stands_first_and_who_is_done_last() -> None:
    done, later, soon = person(1, "done"), person(2, "later"), person(3)
    door = household(done, [later, soon])
    assert door is not None
    assert door.due == (soon, later)
    assert door.done == (done,)
    assert door.everybody == (soon, later, done)
    assert (door.address, door.area) == ("Số 12", "Tổ 5")


def test_of_several_who_are_due_at_once_the_eldest_stands_first() -> None:
    child, parent = person(1, born="2016-04-09"), person(2, born="1990-01-01")
    door = household(child, [child, parent])
    assert door is not None
    assert door.due == (parent, child)


def test_who_is_closed_is_not_asked_for_at_the_door() -> None:
    closed, paused = person(1, "closed"), person(2, "paused")
    door = household(closed, [paused])
    assert door is not None
    assert door.everybody == (paused,)
    assert paused.status is Status.PAUSED


def test_without_an_address_there_is_no_door() -> None:
    assert household(person(1, address=""), []) is None


@pytest.mark.parametrize(("born", "wanted"), [("2012-11-24", True), ("2012-11-23", False)])
def test_a_guardian_acts_until_the_day_on_which_somebody_turns_14(born: str, wanted: bool) -> None:
    assert needs_guardian(person(1, born=born), date(2026, 11, 23)) is wanted


STORIES = ("", "done", "closed", "later", "paused")


@given(
    st.lists(st.tuples(st.sampled_from(STORIES), st.integers(1950, 2020)), min_size=1), st.data()
)
def test_everybody_who_lives_there_stands_there_once_whoever_is_asked_for_and_in_whatever_order(
    people: list[tuple[str, int]], data: st.DataObject
) -> None:
    cases = [person(n, story, f"{born}-01-01") for n, (story, born) in enumerate(people, 1)]
    asked = data.draw(st.sampled_from(cases))
    door = household(asked, data.draw(st.permutations(cases)))
    assert door is not None
    here = [case for case in cases if case.closed is None]
    assert sorted(one.id for one in door.everybody) == sorted(one.id for one in here)
    assert all(case.unmet and case.next_action for case in door.due)
    assert not any(case.unmet for case in door.done)
    dues = [case.next_action.due for case in door.due if case.next_action]
    assert dues == sorted(dues)
    assert door == household(asked, cases)
