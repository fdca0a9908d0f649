"""When to try somebody next: what is suggested, on what it rests, and how it is said."""

from datetime import date, datetime

import msgspec
import pytest

from wardtui.domain.best_time import (
    MEASURED_FROM,
    Group,
    Statistics,
    Suggestion,
    TimingRule,
    chances,
    group_of,
    suggest,
)
from wardtui.domain.case import Attempts, SlotTally, Tallies
from wardtui.domain.ids import ResidentId
from wardtui.domain.moments import VIETNAM, TimeSlot
from wardtui.domain.vocabulary import ActionKind, Outcome, Status, SupportNeed
from wardtui.domain.worklist import WorklistRow
from wardtui.i18n import Language, use_language
from wardtui.wording.best_time import suggestion_row

MONDAY_MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)
TODAY = date(2026, 11, 23)
SLOTS = tuple(TimeSlot)
EMPTY = Statistics.of((), TODAY)

LINE = WorklistRow(
    id=ResidentId("00000000-0000-7000-8000-0000000000a1"),
    name="Nguyễn Văn An",
    birth_year=1985,
    area="Tổ 5",
    address="Số 12 ngõ 72 phố Mẫu Đơn",
    phone="0570000123",
    status=Status.OPEN,
    level=1,
    unmet=(),
    kind=ActionKind.CALL,
    due=None,
    attempts=Attempts(),
    last_outcome=None,
    last_at=None,
    flags=(),
    search="",
    birth_date="1985-02-03",
    lives_here=True,
)


def line(**fields: object) -> WorklistRow:
    return msgspec.structs.replace(LINE, **fields)


def tries(**by_slot: tuple[int, int]) -> Tallies:
    """Reached and tried by slot."""
    morning, afternoon, evening, weekend = (
        SlotTally(tried, reached)
        for reached, tried in (by_slot.get(slot.value, (0, 0)) for slot in SLOTS)
    )
    return morning, afternoon, evening, weekend


def ward(*rows: WorklistRow) -> Statistics:
    return Statistics.of(rows, TODAY)


def suggested(
    row: WorklistRow, statistics: Statistics = EMPTY, now: datetime = MONDAY_MORNING
) -> Suggestion:
    found = suggest(row, statistics, now)
    assert found is not None
    return found


BUSY_WARD = ward(
    line(tallies=tries(morning=(5, 50), afternoon=(10, 50), evening=(57, 139), weekend=(12, 40))),
    line(birth_date="1950", tallies=tries(morning=(30, 50), evening=(10, 50))),
)
EVENING_WARD = ward(
    line(
        tallies=tries(
            evening=(60, 100),
            **dict.fromkeys(("morning", "afternoon", "weekend"), (5, 100)),
        )
    )
)


def test_without_any_data_the_evening_is_a_rule_and_no_measurement() -> None:
    found = suggested(LINE)
    assert (found.slot, found.rule, found.chance) == (
        TimeSlot.EVENING,
        TimingRule.OUT_OF_HOURS,
        None,
    )


def test_a_handful_of_tries_in_the_ward_is_no_measurement() -> None:
    few = ward(line(tallies=tries(morning=(MEASURED_FROM - 1, MEASURED_FROM - 1))))
    enough = ward(line(tallies=tries(morning=(MEASURED_FROM, MEASURED_FROM))))
    found = suggested(LINE, few)
    assert (found.slot, found.rule) == (TimeSlot.EVENING, TimingRule.OUT_OF_HOURS)
    assert suggested(LINE, enough).slot is TimeSlot.MORNING


def test_without_data_what_was_tried_in_vain_comes_last_in_the_order_of_the_rule() -> None:
    tried: dict[str, tuple[int, int]] = {}
    order = []
    for _ in SLOTS:
        slot = suggested(line(tallies=tries(**tried))).slot
        order.append(slot)
        tried[slot.value] = (0, 1)
    assert order == [TimeSlot.EVENING, TimeSlot.WEEKEND, TimeSlot.AFTERNOON, TimeSlot.MORNING]


def test_the_slot_in_which_similar_cases_are_reached_is_suggested() -> None:
    found = suggested(LINE, BUSY_WARD)
    assert (found.slot, found.rule) == (TimeSlot.EVENING, TimingRule.SIMILAR_CASES)
    assert (found.reached, found.tried) == (57, 139)
    assert suggested(line(birth_date="1948"), BUSY_WARD).slot is TimeSlot.MORNING


def test_the_formula_can_be_done_again_on_paper() -> None:
    statistics = ward(
        line(tallies=tries(evening=(6, 20))),
        line(birth_date="1950", tallies=tries(morning=(3, 20))),
    )
    overall = (9 + 1) / (40 + 2)
    in_slot = (6 + 20 * overall) / (20 + 20)
    group = (6 + 20 * in_slot) / (20 + 20)
    own = (0 + 3 * group) / (2 + 3)
    row = line(tallies=tries(evening=(0, 2)))
    assert chances(row, statistics)[TimeSlot.EVENING] == pytest.approx(own)


def test_a_slot_tried_twice_in_vain_falls_behind_one_that_is_nearly_as_good() -> None:
    office_hours = dict.fromkeys(("morning", "afternoon"), (10, 100))
    statistics = ward(line(tallies=tries(evening=(50, 100), weekend=(40, 100), **office_hours)))
    assert suggested(LINE, statistics).slot is TimeSlot.EVENING
    tried = line(tallies=tries(evening=(0, 2)))
    assert suggested(tried, statistics).slot is TimeSlot.WEEKEND


def test_strong_evidence_outlasts_two_tries_in_vain() -> None:
    assert suggested(line(tallies=tries(evening=(0, 2))), EVENING_WARD).slot is TimeSlot.EVENING


def test_a_group_with_few_tries_is_taken_for_the_ward() -> None:
    child = line(birth_date="2018-05", tallies=tries(morning=(1, 1)))
    statistics = ward(line(tallies=tries(morning=(5, 100), evening=(50, 100))), child)
    found = suggested(line(birth_date="2019"), statistics)
    assert (found.slot, found.rule) == (TimeSlot.EVENING, TimingRule.WARD_IN_SLOT)
    assert (found.reached, found.tried) == (50, 100)


def test_a_slot_that_nobody_has_tried_counts_as_the_ward_does_at_all_times() -> None:
    statistics = ward(line(tallies=tries(morning=(1, 50), afternoon=(1, 50), evening=(1, 50))))
    found = suggested(LINE, statistics)
    assert (found.slot, found.rule) == (TimeSlot.WEEKEND, TimingRule.WARD)
    assert (found.reached, found.tried) == (3, 150)


@pytest.mark.parametrize(
    ("needs", "slot"),
    [
        ((SupportNeed.WEEKEND,), TimeSlot.WEEKEND),
        ((SupportNeed.LARGE_PRINT, SupportNeed.EVENING), TimeSlot.EVENING),
        ((SupportNeed.EVENING, SupportNeed.WEEKEND), TimeSlot.EVENING),
    ],
)
def test_what_the_resident_asked_for_wins(needs: tuple[SupportNeed, ...], slot: TimeSlot) -> None:
    mornings = ward(line(tallies=tries(morning=(90, 100), evening=(40, 100), weekend=(10, 100))))
    found = suggested(line(support_needs=needs), mornings)
    assert (found.slot, found.rule) == (slot, TimingRule.ASKED)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": ActionKind.CALL_BACK},
        {"kind": ActionKind.CHECK_PROMISE},
        {"kind": ActionKind.FIX_DATA},
        {"kind": ActionKind.CONFIRM_STATUS},
        {"kind": None, "status": Status.ENROLLED},
        {"status": Status.CLOSED},
    ],
)
def test_what_was_agreed_and_what_needs_nobody_gets_no_suggestion(
    fields: dict[str, object],
) -> None:
    assert suggest(line(**fields), BUSY_WARD, MONDAY_MORNING) is None


@pytest.mark.parametrize(
    ("fields", "group"),
    [
        ({"birth_date": "2012-11-24"}, Group.CHILD),
        ({"birth_date": "2012-11-23"}, Group.WORKING_AGE),
        ({"birth_date": "2012"}, Group.WORKING_AGE),
        ({"birth_date": "2013"}, Group.CHILD),
        ({"birth_date": "1966-11-24"}, Group.WORKING_AGE),
        ({"birth_date": "1966-11-23"}, Group.ELDERLY),
        ({"birth_date": "1966"}, Group.ELDERLY),
        ({"birth_date": None}, Group.UNKNOWN),
        ({"birth_date": "1985", "lives_here": None}, Group.WORKING_AGE),
        ({"birth_date": "1950", "lives_here": False}, Group.AWAY),
    ],
)
def test_similar_cases_are_of_one_age_or_away(fields: dict[str, object], group: Group) -> None:
    assert group_of(line(**fields), TODAY) is group


@pytest.mark.parametrize(
    ("now", "slot", "at"),
    [
        ("2026-11-23T09:00", TimeSlot.EVENING, "2026-11-23T18:00"),
        ("2026-11-23T19:10", TimeSlot.EVENING, "2026-11-23T19:10"),
        ("2026-11-23T22:00", TimeSlot.EVENING, "2026-11-24T18:00"),
        ("2026-11-27T22:30", TimeSlot.EVENING, "2026-11-30T18:00"),
        ("2026-11-28T19:00", TimeSlot.EVENING, "2026-11-30T18:00"),
        ("2026-11-23T19:00", TimeSlot.WEEKEND, "2026-11-28T09:00"),
        ("2026-11-28T14:00", TimeSlot.WEEKEND, "2026-11-28T14:00"),
        ("2026-11-28T22:00", TimeSlot.WEEKEND, "2026-11-29T09:00"),
        ("2026-11-29T22:00", TimeSlot.WEEKEND, "2026-12-05T09:00"),
        ("2026-11-23T07:15", TimeSlot.MORNING, "2026-11-23T08:00"),
        ("2026-11-23T12:00", TimeSlot.MORNING, "2026-11-24T08:00"),
        ("2026-11-23T12:30", TimeSlot.AFTERNOON, "2026-11-23T14:00"),
    ],
)
def test_the_next_moment_of_a_slot_lies_in_its_decent_hours(
    now: str, slot: TimeSlot, at: str
) -> None:
    statistics = ward(line(tallies=tries(**{slot.value: (90, 100)})))
    found = suggested(LINE, statistics, datetime.fromisoformat(now + "+07:00"))
    assert (found.slot, found.at) == (slot, datetime.fromisoformat(at + "+07:00"))


def test_who_did_not_answer_this_evening_is_tried_another_evening_but_a_busy_line_again() -> None:
    tonight = datetime(2026, 11, 23, 18, 20, tzinfo=VIETNAM)
    later = datetime(2026, 11, 23, 18, 50, tzinfo=VIETNAM)
    tried = line(tallies=tries(evening=(0, 1)), last_at=tonight, last_outcome=Outcome.NO_ANSWER)
    busy = msgspec.structs.replace(tried, last_outcome=Outcome.BUSY)
    assert suggested(tried, EVENING_WARD, later).at == datetime(2026, 11, 24, 18, tzinfo=VIETNAM)
    assert suggested(busy, EVENING_WARD, later).at == later


SIMILAR = "in the evening · reaches about 4 in 10 (similar cases 57/139)"
RARELY = "reaches fewer than 1 in 10"
NOWHERE = dict.fromkeys(("morning", "evening", "weekend"), (0, 90))
LINES = [
    (LINE, BUSY_WARD, f"{SIMILAR}, not tried yet"),
    (line(tallies=tries(evening=(1, 2))), BUSY_WARD, f"{SIMILAR}, tried 2 times, reached 1"),
    (
        LINE,
        EMPTY,
        "in the evening · easier to reach out of hours; the ward has too few tries to tell",
    ),
    (
        line(tallies=tries(afternoon=(2, 2))),
        EMPTY,
        "in the afternoon · the ward has too few tries to tell, tried 2 times, reached 2",
    ),
    (
        line(support_needs=(SupportNeed.WEEKEND,)),
        BUSY_WARD,
        "at the weekend · as the resident asked",
    ),
    (
        LINE,
        ward(line(tallies=tries(**NOWHERE))),
        f"in the afternoon · {RARELY} (whole ward at all times 0/270), not tried yet",
    ),
]


@pytest.mark.parametrize(("row", "statistics", "text"), LINES)
def test_a_suggestion_says_what_it_rests_on(
    row: WorklistRow, statistics: Statistics, text: str
) -> None:
    use_language(Language.ENGLISH)
    assert suggestion_row(suggested(row, statistics)) == ("Try", text)
