"""The board: which cases, at which level, in which order, and in which words."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.builders import MONDAY, CountingIds
from wardtui.domain.board import EVERYTHING, Board, Wanted
from wardtui.domain.case import Attempts
from wardtui.domain.ids import OfficerId, ResidentId
from wardtui.domain.policy import NO_POLICY, RuleId
from wardtui.domain.vocabulary import ActionKind, Need, Outcome, Status
from wardtui.domain.worklist import RowLadder, WorklistRow
from wardtui.i18n import Language, use_language
from wardtui.services.policies import shipped_policy
from wardtui.tui.board_filter import Choice, choices
from wardtui.tui.board_heads import tabs
from wardtui.wording.board import (
    due_text,
    empty_text,
    facts_text,
    holder_text,
    level_title,
    summary_text,
)

HOUR = timedelta(hours=1)
ME = OfficerId("officer-me")
UNREACHABLE, UNANSWERED = RuleId("unreachable"), RuleId("unanswered")
TOP = 3
_ids = CountingIds(1 << 60)


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language(Language.ENGLISH)


def row(
    level: int = 2,
    due: timedelta = HOUR,
    since: timedelta = -24 * HOUR,
    rule: RuleId | None = UNREACHABLE,
    **facts: Any,
) -> WorklistRow:
    ladder = RowLadder(
        since=MONDAY + since,
        rule=rule,
        came_back=facts.pop("came_back", False),
        accepted=facts.pop("accepted", False),
        probably=facts.pop("probably", False),
    )
    plain = WorklistRow(
        id=ResidentId(_ids.new()),
        name="Nguyễn Văn An",
        birth_year=1985,
        area="Tổ 5",
        address="Số 12",
        phone="0570000123",
        status=Status.OPEN,
        level=level,
        unmet=(Need.ID_CARD,),
        kind=ActionKind.ACCEPT,
        due=MONDAY + due,
        attempts=Attempts(call=3),
        last_outcome=Outcome.NO_ANSWER,
        last_at=MONDAY - 48 * HOUR,
        flags=(),
        search="",
        owner=f"level:{level}",
        ladder=ladder,
    )
    return msgspec.structs.replace(plain, **facts)


def board(*rows: WorklistRow, wanted: Wanted = EVERYTHING, now: datetime = MONDAY) -> Board:
    in_due_order = sorted(rows, key=lambda one: one.due or MONDAY)
    return Board.of(in_due_order, now, TOP, wanted)


def ids(found: Board) -> list[ResidentId]:
    return [one.id for one in found.cases]


def test_what_is_overdue_longest_stands_first_then_what_is_due_soonest() -> None:
    soon, late, later = row(due=HOUR), row(due=-3 * HOUR), row(due=-HOUR)
    assert ids(board(soon, late, later)) == [late.id, later.id, soon.id]


def test_of_two_that_are_due_at_one_moment_the_one_that_came_first_stands_first() -> None:
    young, old = row(since=-HOUR), row(since=-9 * HOUR)
    assert ids(board(young, old)) == [old.id, young.id]


def test_every_level_of_the_policy_has_a_column_and_a_case_above_it_makes_one() -> None:
    assert [(one.level, len(one.cases)) for one in board(row(3)).columns] == [(2, 0), (3, 1)]
    assert [one.level for one in board(row(5)).columns] == [2, 3, 5]


def test_a_column_counts_what_is_overdue_and_what_nobody_has_taken() -> None:
    found = board(row(due=-HOUR), row(accepted=True), row(accepted=True, due=-HOUR), row(3))
    assert [(one.overdue, one.untaken) for one in found.columns] == [(2, 1), (0, 1)]


@pytest.mark.parametrize(
    "facts",
    [
        {"level": 1, "rule": None, "came_back": True},
        {"status": Status.ENROLLED, "kind": None, "due": timedelta()},
        {"status": Status.CLOSED, "kind": None},
    ],
)
def test_what_came_back_or_is_done_is_not_on_the_board(facts: dict[str, Any]) -> None:
    assert not board(row(**facts)).cases


def test_a_paused_case_stays_on_the_board_and_says_so() -> None:
    (one,) = board(row(status=Status.PAUSED, kind=ActionKind.RESUME)).cases
    assert "Paused" in facts_text(one, MONDAY, shipped_policy())


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(overdue=True), ["late"]),
        (Wanted(untaken=True), ["late", "back", "mine"]),
        (Wanted(owner=ME), ["mine"]),
        (Wanted(area="Tổ 6"), ["taken"]),
        (Wanted(rule=UNANSWERED), ["mine"]),
        (Wanted(by_hand=True), ["taken"]),
        (Wanted(level=3), ["mine"]),
        (Wanted(overdue=True, area="Tổ 6"), []),
    ],
    ids=str,
)
def test_every_condition_that_is_given_must_hold(wanted: Wanted, expected: list[str]) -> None:
    rows = {
        "late": row(due=-HOUR),
        "taken": row(due=HOUR, accepted=True, rule=None, area="Tổ 6"),
        "back": row(due=2 * HOUR, rule=None, came_back=True),
        "mine": row(3, due=3 * HOUR, rule=UNANSWERED, owner=ME),
    }
    found = ids(board(*rows.values(), wanted=wanted))
    assert found == [rows[name].id for name in expected]


def test_what_raised_them_is_counted_and_what_came_back_is_no_cause() -> None:
    found = board(row(), row(), row(rule=None), row(rule=None, came_back=True))
    assert found.rules == {UNREACHABLE: 2, None: 1}


@given(st.lists(st.tuples(st.integers(2, 5), st.integers(-99, 99), st.booleans()), max_size=20))
def test_no_case_is_lost_or_at_two_levels(cases: list[tuple[int, int, bool]]) -> None:
    rows = [row(level, due * HOUR, accepted=taken) for level, due, taken in cases]
    found = board(*rows)
    assert sorted(ids(found)) == sorted(one.id for one in rows)
    assert all(one.row.level == column.level for column in found.columns for one in column.cases)


def chosen(found: Board, wanted: Wanted = EVERYTHING) -> list[Choice]:
    return choices(found, wanted, ME, NO_POLICY.policy, {})


def test_every_choice_shows_as_many_cases_as_it_says() -> None:
    rows = (row(due=-HOUR), row(rule=None, owner=ME), row(3, area="Tổ 6", accepted=True))
    for one in chosen(board(*rows)):
        count = len(board(*rows, wanted=one.wanted).cases)
        assert one.text.endswith(f" · {count}"), one
        assert count


def test_a_choice_is_taken_back_by_choosing_it_again_and_others_stay() -> None:
    found = board(row(due=-HOUR), row(owner=ME))
    late = Wanted(overdue=True)
    both = next(one.wanted for one in chosen(found, late) if "handed to me" in one.text)
    assert both == Wanted(overdue=True, owner=ME)
    (again,) = (one for one in chosen(found, both) if one.is_chosen and "overdue" in one.text)
    assert again.wanted == Wanted(owner=ME)
    assert chosen(found, both)[0].wanted == EVERYTHING


def test_a_cause_takes_the_place_of_another() -> None:
    found = board(row(), row(rule=None))
    by_hand = next(one.wanted for one in chosen(found) if "by hand" in one.text)
    other = next(one.wanted for one in chosen(found, by_hand) if "not reached" in one.text)
    assert other == Wanted(rule=UNREACHABLE)


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({"due": -72 * HOUR}, "! overdue 20/11"),
        ({"due": 24 * HOUR}, "  by Tue"),
    ],
)
def test_what_is_overdue_has_a_sign_and_a_word(facts: dict[str, Any], text: str) -> None:
    (one,) = board(row(**facts)).cases
    assert due_text(one, MONDAY) == text


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({}, "○ not taken on"),
        ({"accepted": True}, "✓ taken on"),
        ({"owner": ME}, "○ Trần Thị Bình"),
        ({"owner": ME, "accepted": True}, "✓ Trần Thị Bình"),
    ],
)
def test_whose_it_is_and_whether_it_was_taken_on(facts: dict[str, Any], text: str) -> None:
    (one,) = board(row(**facts)).cases
    assert holder_text(one, {ME: "Trần Thị Bình"}) == text


def test_where_how_long_why_and_what_was_tried_stand_in_one_line() -> None:
    (one,) = board(row(since=-80 * HOUR)).cases
    text = facts_text(one, MONDAY, shipped_policy())
    assert text == "Tổ 5 · 3 d · not reached · No answer 21/11"


def test_what_is_only_supposed_says_so_with_a_sign_and_a_word() -> None:
    (one,) = board(row(probably=True)).cases
    assert facts_text(one, MONDAY, shipped_policy()).startswith("? probably · ")


@pytest.mark.parametrize(
    ("facts", "cause"),
    [({"rule": None}, "by hand"), ({"rule": None, "came_back": True}, "given back from above")],
)
def test_a_cause_that_is_no_rule_is_told_too(facts: dict[str, Any], cause: str) -> None:
    (one,) = board(row(**facts)).cases
    assert cause in facts_text(one, MONDAY, shipped_policy())


def test_levels_and_rules_are_called_as_their_policy_calls_them() -> None:
    policy = shipped_policy()
    assert level_title(2, policy) == "Administrative police team and ward command"
    assert level_title(9, policy) == ""


def test_the_summary_names_what_is_chosen() -> None:
    wanted = Wanted(overdue=True, untaken=True, owner=ME, rule=UNREACHABLE, area="Tổ 5")
    found = board(row(due=-HOUR, owner=ME), wanted=wanted)
    text = summary_text(found, wanted, 2, shipped_policy(), {ME: "Trần Thị Bình"})
    assert text == (
        "1 case handed up · ! 1 overdue · ○ 1 not taken on · 2 selected · "
        "▽ overdue · not taken on · Trần Thị Bình · not reached · Tổ 5"
    )


def test_an_empty_board_says_why_it_is_empty() -> None:
    assert "Esc shows all" in empty_text(Wanted(overdue=True))
    assert "Nothing was handed up" in empty_text(EVERYTHING)


@given(st.integers(60, 119), st.integers(2, 5), st.data())
def test_the_tabs_of_all_levels_fit_into_a_line_and_name_the_chosen_one(
    width: int, top: int, data: st.DataObject
) -> None:
    columns = board(row(top, due=-HOUR)).columns
    levels = [one.level for one in columns]
    here = data.draw(st.sampled_from(levels))
    heads = tabs(columns, here, width, shipped_policy())
    assert [head.level for head in heads] == levels
    assert sum(cell_len(head.text) for head in heads) <= width
    title = level_title(here, shipped_policy())
    assert title[:12] in next(head.text for head in heads if head.level == here)
