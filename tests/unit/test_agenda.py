"""What an evening holds, in which order, and when somebody is reminded of it."""

from datetime import UTC, timedelta
from uuid import UUID

import msgspec
import pytest

from tests.builders import MONDAY
from wardtui.domain.agenda import (
    EVENING_DOORS,
    REMINDED,
    SECTIONS,
    Agenda,
    Entry,
    Section,
    section_of,
)
from wardtui.domain.case import Attempts
from wardtui.domain.ids import ResidentId
from wardtui.domain.moments import end_of_shift
from wardtui.domain.vocabulary import ActionKind, Outcome, Status
from wardtui.domain.worklist import WorklistRow
from wardtui.domain.worklist_index import Worklist
from wardtui.i18n import Language, use_language
from wardtui.tui.reminder import AGAIN, STAYS, Reminder, appointments_due
from wardtui.wording.agenda import (
    asked_text,
    due_text,
    empty_text,
    heading_text,
    reminder_text,
    summary_text,
)

EVENING = MONDAY.replace(hour=19)
TODAY = end_of_shift(MONDAY.date())
TRIED = Attempts(call=1)


def line(number: int, kind: ActionKind, **facts: object) -> WorklistRow:
    plain = WorklistRow(
        id=ResidentId(str(UUID(int=number << 64 | 7))),
        name=f"Nguyễn Văn {number}",
        birth_year=1985,
        area="Tổ 5",
        address=f"Số {number} phố Mẫu Đơn",
        phone="0570000123",
        status=Status.OPEN,
        level=1,
        unmet=(),
        kind=kind,
        due=TODAY,
        attempts=TRIED,
        last_outcome=None,
        last_at=None,
        flags=(),
        search="",
    )
    return msgspec.structs.replace(plain, **facts)


def numbers(agenda: Agenda, section: Section) -> list[int]:
    return [int(one.row.name.split()[-1]) for one in agenda.in_section(section)]


def call_back(number: int, hour: int, minute: int = 0) -> WorklistRow:
    at = MONDAY.replace(hour=hour, minute=minute)
    return line(number, ActionKind.CALL_BACK, due=at)


def test_every_kind_of_next_action_has_a_section_and_only_calls_stay_in_the_list() -> None:
    assert set(SECTIONS) == set(ActionKind)
    assert [kind for kind in ActionKind if SECTIONS[kind] is None] == [ActionKind.CALL]
    assert set(SECTIONS.values()) == {None, *Section}


@pytest.mark.parametrize(
    ("kind", "facts", "section"),
    [
        (ActionKind.CALL, {"last_outcome": Outcome.MISSED}, Section.CAME_BACK),
        (ActionKind.VISIT, {"last_outcome": Outcome.MISSED}, Section.CAME_BACK),
        (ActionKind.CALL_BACK, {"last_outcome": Outcome.MISSED}, Section.CALL_BACKS),
        (ActionKind.CALL, {"status": Status.BOOKED}, Section.BOOKINGS),
        (ActionKind.CHECK_PROMISE, {"status": Status.BOOKED}, Section.PROMISES),
        (ActionKind.RECORD_RESULT, {"status": Status.BOOKED}, Section.CAME_BACK),
        (ActionKind.CALL, {"last_outcome": Outcome.NO_ANSWER}, None),
    ],
)
def test_what_was_missed_or_booked_counts_before_the_action_unless_a_time_was_agreed(
    kind: ActionKind, facts: dict[str, object], section: Section | None
) -> None:
    assert section_of(line(1, kind, **facts)) is section


def test_what_is_due_tomorrow_and_what_is_done_is_not_in_an_evening() -> None:
    tomorrow = line(1, ActionKind.CALL_BACK, due=TODAY + timedelta(hours=3))
    done = line(2, ActionKind.CALL_BACK, status=Status.ENROLLED)
    late = line(3, ActionKind.CALL_BACK, due=MONDAY - timedelta(days=4))
    assert numbers(Agenda.of([tomorrow, done, late], EVENING), Section.CALL_BACKS) == [3]


def test_call_backs_stand_in_the_order_of_their_times_and_those_without_one_behind() -> None:
    rows = [line(1, ActionKind.CALL_BACK), call_back(2, 20), call_back(3, 18), call_back(4, 19, 5)]
    assert numbers(Agenda.of(rows, EVENING), Section.CALL_BACKS) == [3, 4, 2, 1]


def test_a_walk_goes_area_by_area_and_keeps_a_household_together() -> None:
    rows = [
        line(1, ActionKind.VISIT, area="Tổ 10"),
        line(2, ActionKind.VISIT, address="Số 9 phố Mẫu Đơn"),
        line(3, ActionKind.FIND_ADDRESS, address="Số 12 phố Mẫu Đơn"),
        line(4, ActionKind.VISIT, address="số 9, phố Mẫu Đơn", route_no=None),
        line(5, ActionKind.REACH_GUARDIAN, address="Số 3 phố Mẫu Đơn"),
    ]
    agenda = Agenda.of(rows, EVENING)
    assert numbers(agenda, Section.VISITS) in ([5, 2, 4, 3, 1], [5, 4, 2, 3, 1])
    use_language(Language.ENGLISH)
    heading = heading_text(Section.VISITS, agenda.in_section(Section.VISITS))
    assert heading == "Visits, as you walk · 5 · 4 doors"


def new_doors(first: int, count: int, area: str) -> list[WorklistRow]:
    return [
        line(number, ActionKind.VISIT, phone="", attempts=Attempts(), area=area)
        for number in range(first, first + count)
    ]


def test_a_walk_is_filled_up_with_new_doors_near_by_and_stays_a_walk() -> None:
    tried = [line(1, ActionKind.VISIT, area="Tổ 7")]
    rows = [*new_doors(100, 20, "Tổ 2"), *new_doors(200, 20, "Tổ 7"), *tried]
    agenda = Agenda.of(rows, EVENING)
    on_the_walk = numbers(agenda, Section.VISITS)
    assert len(on_the_walk) == EVENING_DOORS
    assert set(range(200, 220)) | {1} <= set(on_the_walk)
    assert agenda.doors == 40 + 1 - EVENING_DOORS
    assert agenda.calls == 0


def test_a_long_walk_of_doors_that_were_tried_takes_only_neighbours_along() -> None:
    tried = [line(number, ActionKind.VISIT) for number in range(1, EVENING_DOORS + 6)]
    new = new_doors(3, 1, "Tổ 5") + new_doors(500, 1, "Tổ 5")
    new[0] = msgspec.structs.replace(new[0], id=ResidentId(str(UUID(int=9 << 80))))
    agenda = Agenda.of([*tried, *new], EVENING)
    assert len(agenda.in_section(Section.VISITS)) == EVENING_DOORS + 6
    assert agenda.doors == 1


def test_after_the_last_comes_the_first_and_times_that_have_come_go_first() -> None:
    rows = [
        call_back(1, 18),
        call_back(2, 21),
        line(3, ActionKind.CHECK_PROMISE, due=MONDAY.replace(hour=18, minute=30)),
        line(4, ActionKind.CONFIRM_STATUS),
    ]
    agenda = Agenda.of(rows, EVENING)
    steps: list[Entry | None] = [None]
    for _ in range(3):
        before = steps[-1]
        steps.append(agenda.next_after(before.row.id if before else None, EVENING))
    assert [one.row.name[-1] for one in steps if one] == ["1", "3", "1"]
    early = MONDAY.replace(hour=8)
    assert [one.row.name[-1] for row in rows if (one := agenda.next_after(row.id, early))] == [
        "2",
        "3",
        "4",
        "1",
    ]
    assert Agenda.of([], EVENING).next_after(None, EVENING) is None


def test_only_times_that_were_agreed_and_have_come_lately_interrupt_somebody() -> None:
    rows = [
        call_back(1, 18, 30),
        call_back(2, 19, 1),
        call_back(3, 12),
        line(4, ActionKind.CALL_BACK, due=TODAY - timedelta(days=1)),
        line(5, ActionKind.VISIT, due=MONDAY.replace(hour=18)),
    ]
    agenda = Agenda.of(rows, EVENING)
    waiting = [entry.row for entry in agenda.entries if entry.may_interrupt(EVENING)]
    assert waiting == [rows[0]]
    later = EVENING + REMINDED
    assert [one for one in agenda.entries if one.may_interrupt(later)] == [agenda.entries[-2]]


def test_a_case_that_was_worked_leaves_its_place_and_the_counts_follow() -> None:
    rows = [call_back(1, 18), call_back(2, 19), line(3, ActionKind.VISIT)]
    agenda = Agenda.of(rows, EVENING)
    called = line(1, ActionKind.CALL)
    booked = line(2, ActionKind.BOOK)
    after = agenda.changed({called.id: called, booked.id: booked, rows[2].id: None}, EVENING)
    assert after == Agenda.of([called, booked], EVENING)
    assert (after.calls, after.doors) == (1, 0)


def test_a_line_says_the_hour_only_where_one_was_agreed() -> None:
    use_language(Language.ENGLISH)
    assert due_text(call_back(1, 18, 30), EVENING) == "!18:30"
    assert due_text(call_back(1, 19, 30), EVENING) == " 19:30"
    assert due_text(line(1, ActionKind.CALL_BACK), EVENING) == " "
    assert due_text(line(1, ActionKind.CALL_BACK), TODAY + timedelta(minutes=5)) == "!"
    assert due_text(line(1, ActionKind.VISIT, attempts=Attempts()), EVENING) == " new"
    assert due_text(line(1, ActionKind.VISIT, due=TODAY - timedelta(days=2)), EVENING) == "!21/11"
    failed = line(1, ActionKind.RETRY_ENROLMENT, attempts=Attempts(), due=TODAY - timedelta(days=2))
    assert due_text(failed, EVENING) == "!21/11"
    missed = line(1, ActionKind.CALL, last_outcome=Outcome.MISSED)
    assert asked_text(missed) == "Missed the appointment · Call them"


def test_an_empty_evening_says_what_waits_in_the_list_and_how_to_get_there() -> None:
    use_language(Language.ENGLISH)
    agenda = Agenda.of([line(1, ActionKind.CALL)], EVENING)
    assert "1 call in the list\nEsc: back to the list." in empty_text(agenda)
    assert summary_text(Agenda.of([call_back(1, 18)], EVENING), EVENING) == (
        "1 case for today · ! 1 whose time has come"
    )


class Evening:
    """A reminder with its clock."""

    def __init__(self, *rows: WorklistRow) -> None:
        self.reminder = Reminder()
        self.worklist = Worklist(rows)
        self.now = EVENING

    def after(self, minutes: int) -> list[str]:
        self.now += timedelta(minutes=minutes)
        due = appointments_due(self.worklist, self.now)
        return [entry.row.name[-1] for entry in self.reminder.tick(due, self.now)]

    def entry(self, number: int) -> Entry:
        due = appointments_due(self.worklist, self.now)
        return next(entry for entry in due if entry.row.name[-1] == str(number))


MINUTES = STAYS // timedelta(minutes=1), AGAIN // timedelta(minutes=1)


def test_a_reminder_comes_with_its_time_stays_a_little_and_comes_again() -> None:
    stays, again = MINUTES
    evening = Evening(call_back(1, 19, 5), line(2, ActionKind.CALL))
    assert evening.after(4) == []
    assert evening.after(1) == ["1"]
    assert evening.after(stays - 1) == ["1"]
    assert evening.after(1) == []
    assert evening.after(again - stays) == ["1"]


def test_the_next_appointment_brings_those_that_wait_along() -> None:
    evening = Evening(call_back(2, 19, 5), call_back(1, 19))
    assert evening.after(0) == ["1"]
    assert evening.after(3) == []
    assert evening.after(2) == ["1", "2"]


def test_a_case_to_which_somebody_has_gone_does_not_come_again() -> None:
    evening = Evening(call_back(1, 19), call_back(2, 19))
    assert evening.after(0) == ["1", "2"]
    evening.reminder.seen(evening.entry(1))
    assert evening.after(0) == ["2"]
    evening.reminder.seen(evening.entry(2))
    assert [evening.after(1) for _ in range(12)] == [[]] * 12


def test_a_new_time_for_the_same_resident_is_reminded_of_again() -> None:
    evening = Evening(call_back(1, 19))
    evening.reminder.seen(evening.entry(1))
    evening.worklist.put([call_back(1, 20)])
    assert evening.after(59) == []
    assert evening.after(1) == ["1"]


def test_a_reminder_ends_with_the_work_and_when_its_time_is_over() -> None:
    evening = Evening(call_back(1, 19), call_back(2, 19))
    assert evening.after(0) == ["1", "2"]
    evening.worklist.put([line(1, ActionKind.CALL, due=TODAY + timedelta(days=1))])
    assert evening.after(1) == ["2"]
    evening.now = EVENING + REMINDED
    assert evening.after(1) == []


def test_a_clock_that_was_put_back_does_not_silence_a_reminder() -> None:
    evening = Evening(call_back(1, 18))
    assert evening.after(30) == ["1"]
    assert evening.after(-20) == ["1"]


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([], ""),
        ([call_back(1, 18, 30)], "◷ 1 call back: 18:30 Nguyễn Văn 1 · n"),
        ([call_back(1, 18), call_back(2, 18)], "◷ 2 call backs: 18:00 Nguyễn Văn 1 · n"),
        (
            [call_back(1, 18), line(2, ActionKind.CHECK_PROMISE, due=MONDAY.replace(hour=18))],
            "◷ 2 appointments: 18:00 Nguyễn Văn 1 · n",
        ),
    ],
)
def test_a_reminder_is_one_short_line(rows: list[WorklistRow], text: str) -> None:
    use_language(Language.ENGLISH)
    assert reminder_text(appointments_due(Worklist(rows), EVENING), "n") == text


def test_days_are_those_of_vietnam_whatever_the_offset_of_now() -> None:
    late = MONDAY.replace(hour=23, minute=30)
    row = line(1, ActionKind.CALL_BACK, due=late)
    assert Agenda.of([row], EVENING.astimezone(UTC)).entries
    assert Agenda.of([row], EVENING.astimezone(UTC)).day == MONDAY.date()
