"""What counts and what does not when events are folded."""

from datetime import timedelta

import msgspec

from tests.builders import AN, DEVICE, MONDAY, OTHER_DEVICE, RESIDENT, SUNDAY_MORNING, Story
from wardtui.domain.case_fold import fold_case
from wardtui.domain.events import AreaAssigned, CaseAssigned, ContactLogged, Entry
from wardtui.domain.figures import daily_report
from wardtui.domain.fold import fold
from wardtui.domain.ids import EventId, OfficerId, WardCode
from wardtui.domain.moments import TimeSlot, local_day
from wardtui.domain.standing import standing
from wardtui.domain.vocabulary import Channel, Need, Outcome, Reason, Step, SupportNeed


def test_somebody_who_is_on_no_list_has_no_case() -> None:
    story = Story()
    story.called(Outcome.NO_ANSWER, MONDAY)
    assert fold_case(RESIDENT, story.entries) is None


def test_a_contact_that_arrives_before_the_listing_counts_once_it_is_there() -> None:
    story = Story()
    story.called(Outcome.NO_ANSWER, MONDAY)
    story.listed(MONDAY)
    case = fold_case(RESIDENT, story.entries)
    assert case is not None
    assert case.attempts.call == 1


def test_an_undone_contact_never_was_and_undoing_the_undo_brings_it_back() -> None:
    story = Story()
    story.listed()
    before = fold_case(RESIDENT, story.entries)
    call = story.called(Outcome.DECLINED, MONDAY, reasons=(Reason.NO_NEED_SEEN,))
    counted = fold_case(RESIDENT, story.entries)
    undo = story.retracted(call, MONDAY)
    undone = fold_case(RESIDENT, story.entries)
    assert before is not None
    assert undone is not None
    assert counted is not None
    assert msgspec.structs.replace(undone, changed_at=before.changed_at) == before
    story.retracted(undo, MONDAY)
    assert fold_case(RESIDENT, story.entries) is not None
    restored = fold_case(RESIDENT, story.entries)
    assert restored is not None
    assert restored.attempts == counted.attempts
    assert restored.reasons == (Reason.NO_NEED_SEEN,)


def test_a_retracted_listing_takes_the_case_away() -> None:
    story = Story()
    listing = story.listed()
    story.retracted(listing, MONDAY)
    assert fold_case(RESIDENT, story.entries) is None


def test_what_is_last_goes_by_the_time_it_happened_not_by_its_arrival() -> None:
    story = Story()
    story.listed()
    story.called(Outcome.DECLINED, MONDAY + timedelta(hours=2))
    story.called(Outcome.NO_ANSWER, MONDAY)
    case = fold_case(RESIDENT, story.entries)
    assert case is not None
    assert case.last_contact is not None
    assert case.last_contact.outcome is Outcome.DECLINED


def test_a_wrong_clock_is_corrected_by_its_offset() -> None:
    story = Story()
    story.listed()
    no_answer = ContactLogged(channel=Channel.CALL, outcome=Outcome.NO_ANSWER)
    late = story.add(no_answer, MONDAY.replace(hour=23, minute=30), offset=3600.0)
    case = fold_case(RESIDENT, story.entries)
    assert case is not None
    assert case.last_contact is not None
    assert case.last_contact.event == late
    assert case.last_contact.at == MONDAY.replace(hour=0, minute=30) + timedelta(days=1)
    assert [count.day for count in case.days] == [local_day(MONDAY + timedelta(days=1))]


def test_attempts_are_counted_by_channel_slot_and_day() -> None:
    story = Story()
    story.listed()
    story.called(Outcome.NO_ANSWER, SUNDAY_MORNING)
    story.called(Outcome.NO_ANSWER, MONDAY.replace(hour=19))
    story.visited(Outcome.AGREED_NO_DATE, MONDAY.replace(hour=20))
    case = fold_case(RESIDENT, story.entries)
    assert case is not None
    assert (case.attempts.call, case.attempts.visit) == (2, 1)
    assert case.slots == (TimeSlot.EVENING, TimeSlot.WEEKEND)
    assert [(count.day.day, count.attempts.total, count.reached) for count in case.days] == [
        (22, 1, False),
        (23, 2, True),
    ]


def test_reasons_are_those_of_the_last_contact_that_gave_any() -> None:
    story = Story()
    story.listed()
    story.called(Outcome.NOT_NOW, MONDAY, reasons=(Reason.WORKING_HOURS,))
    story.called(Outcome.NO_ANSWER, MONDAY + timedelta(days=1))
    case = fold_case(RESIDENT, story.entries)
    assert case is not None
    assert case.reasons == (Reason.WORKING_HOURS,)


def test_support_needs_that_were_learnt_stay() -> None:
    story = Story()
    story.listed()
    story.called(Outcome.NOT_NOW, MONDAY, support_needs=(SupportNeed.EVENING,))
    story.called(Outcome.NOT_NOW, MONDAY, support_needs=(SupportNeed.HOME_SERVICE,))
    case = fold_case(RESIDENT, story.entries)
    assert case is not None
    assert case.support_needs == (SupportNeed.HOME_SERVICE, SupportNeed.EVENING)


def test_a_need_that_is_not_listed_opens_and_closes_nothing() -> None:
    story = Story()
    story.listed()
    story.enrolled(Need.CHILD_CARD, MONDAY, step=Step.CAPTURED)
    case = fold_case(RESIDENT, story.entries)
    assert case is not None
    assert case.unmet == (Need.ID_CARD, Need.VNEID_ACCOUNT)


def test_pending_events_come_after_those_that_the_server_has_numbered() -> None:
    mine, theirs = Story(DEVICE), Story(OTHER_DEVICE)
    mine.listed(resident=msgspec.structs.replace(AN, address="Số 1 phố Mẫu Đơn"))
    theirs.listed(resident=msgspec.structs.replace(AN, address="Số 2 phố Mẫu Đơn"))
    numbered = Entry(theirs.entries[0].event, seq=9)
    case = fold([mine.entries[0], numbered]).cases[RESIDENT]
    assert case.resident.address == "Số 1 phố Mẫu Đơn"
    sent = Entry(mine.entries[0].event, seq=4)
    case = fold([mine.entries[0], numbered]).apply([sent]).cases[RESIDENT]
    assert case.resident.address == "Số 2 phố Mẫu Đơn"


def test_the_case_as_it_stood_on_an_earlier_day_leaves_out_what_came_later() -> None:
    story = Story()
    story.listed()
    story.called(Outcome.NO_ANSWER, MONDAY)
    case = fold_case(RESIDENT, story.entries, until=local_day(SUNDAY_MORNING))
    assert case is not None
    assert case.attempts.total == 0


def test_what_was_undone_later_does_not_count_on_its_own_day_either() -> None:
    story = Story()
    story.listed()
    call = story.called(Outcome.NO_ANSWER, SUNDAY_MORNING)
    story.retracted(call, MONDAY)
    case = fold_case(RESIDENT, story.entries, until=local_day(SUNDAY_MORNING))
    assert case is not None
    assert case.attempts.total == 0


def test_the_raw_row_of_the_list_stays_in_the_event() -> None:
    story = Story()
    story.listed(resident=msgspec.structs.replace(AN, raw={"Họ và tên": AN.name}))
    case = fold_case(RESIDENT, story.entries)
    assert case is not None
    assert case.resident.raw is None


def test_a_visit_that_is_older_than_the_list_counts_on_its_own_day() -> None:
    story = Story()
    story.listed(MONDAY)
    story.visited(Outcome.NOT_HOME, SUNDAY_MORNING)
    sunday = local_day(SUNDAY_MORNING)
    case = fold_case(RESIDENT, story.entries, until=sunday)
    assert case is not None
    total = daily_report([standing(case, sunday)], sunday, None).total
    assert (total.eligible, total.contacted_today) == (0, 1)


def test_the_ward_of_a_case_is_the_one_that_the_server_stamped() -> None:
    story = Story()
    story.listed()
    event = msgspec.structs.replace(story.entries[0].event, ward=None)
    case = fold_case(RESIDENT, [Entry(event, seq=1, ward=WardCode("W1"))])
    assert case is not None
    assert case.ward == "W1"


def test_figures_of_home_service_stay_once_somebody_was_served() -> None:
    story = Story()
    story.listed(resident=msgspec.structs.replace(AN, needs=(Need.ID_CARD,)))
    story.called(Outcome.HOME_VISIT_REQUESTED, MONDAY)
    for done in (0, 1):
        case = fold_case(RESIDENT, story.entries)
        assert case is not None
        figures = daily_report(
            [standing(case, local_day(MONDAY))], local_day(MONDAY), None
        ).total.home_service
        assert (figures.proposed, figures.done) == (1, done)
        story.enrolled(Need.ID_CARD, MONDAY, step=Step.CAPTURED)


# Who looks after a case


BINH, CHI = OfficerId("officer-binh"), OfficerId("officer-chi")


def owner(entries: list[Entry]) -> str:
    """Whose the resident's next action is."""
    action = fold(entries).cases[RESIDENT].next_action
    assert action is not None
    return action.owner


class Areas(Story):
    """Who holds which area, said line by line."""

    def held(self, officer: OfficerId | None, area: str = "Tổ 5", level: int = 1) -> EventId:
        said = self.add(AreaAssigned(area=area, level=level, officer=officer), MONDAY)
        self.entries[-1] = about_nobody(self.entries[-1])
        return said


def test_a_case_belongs_to_its_level_until_somebody_is_given_it_and_when_it_is_given_back() -> None:
    story = Story()
    story.listed()
    owners = [owner(story.entries)]
    for officer in (BINH, CHI, None):
        story.add(CaseAssigned(to=officer), MONDAY)
        owners.append(owner(story.entries))
    assert owners == ["level:1", BINH, CHI, "level:1"]


def test_an_assignment_that_was_taken_back_leaves_the_one_before() -> None:
    story = Story()
    story.listed()
    story.add(CaseAssigned(to=BINH), MONDAY)
    later = story.add(CaseAssigned(to=CHI), MONDAY)
    story.retracted(later, MONDAY)
    assert owner(story.entries) == BINH


def test_an_assignment_for_another_level_waits_until_the_case_stands_there() -> None:
    story = Story()
    story.listed()
    story.add(CaseAssigned(to=BINH, level=1), MONDAY)
    story.add(CaseAssigned(to=CHI, level=2), MONDAY)
    assert owner(story.entries) == BINH


def test_who_holds_the_area_has_the_cases_that_nobody_else_was_given() -> None:
    story, areas = Story(), Areas(OTHER_DEVICE)
    story.listed()
    areas.held(BINH)
    areas.held(CHI, area="Tổ 6")
    areas.held(CHI, level=2)
    assert owner(story.entries + areas.entries) == BINH
    story.add(CaseAssigned(to=CHI), MONDAY)
    assert owner(story.entries + areas.entries) == CHI


def test_another_holder_takes_over_and_a_retraction_gives_back() -> None:
    story, areas = Story(), Areas(OTHER_DEVICE)
    story.listed()
    areas.held(BINH)
    later = areas.held(CHI)
    assert owner(story.entries + areas.entries) == CHI
    areas.retracted(later, MONDAY)
    areas.entries[-1] = about_nobody(areas.entries[-1])
    assert owner(story.entries + areas.entries) == BINH
    areas.held(None)
    assert owner(story.entries + areas.entries) == "level:1"


def about_nobody(entry: Entry) -> Entry:
    return msgspec.structs.replace(entry, event=msgspec.structs.replace(entry.event, resident=None))


def test_of_two_who_assign_at_once_the_server_decides_by_its_order() -> None:
    mine, theirs = Story(DEVICE), Story(OTHER_DEVICE)
    mine.listed()
    mine.add(CaseAssigned(to=BINH), MONDAY)
    theirs.add(CaseAssigned(to=CHI), MONDAY + timedelta(hours=5))
    listed, ours, other = mine.entries[0].event, mine.entries[1].event, theirs.entries[0].event
    numbered = [Entry(listed, seq=1), Entry(other, seq=2), Entry(ours, seq=3)]
    assert owner(numbered) == BINH


def test_the_areas_of_two_wards_with_one_name_are_two() -> None:
    story, areas = Story(), Areas(OTHER_DEVICE)
    story.listed()
    areas.held(BINH)
    in_another = [Entry(areas.entries[0].event, seq=2, ward=WardCode("W2"))]
    in_mine = [Entry(areas.entries[0].event, seq=2, ward=WardCode("W1"))]
    listed = Entry(story.entries[0].event, seq=1, ward=WardCode("W1"))
    assert owner([listed, *in_another]) == "level:1"
    assert owner([listed, *in_mine]) == BINH
