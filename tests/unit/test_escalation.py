"""The engine: which facts and clocks move a case, and which do not."""

from datetime import date, datetime, time, timedelta

import msgspec
import pytest

from tests.builders import AN, MONDAY, RESIDENT, WARD, Story, case_under
from wardtui.domain.arrangement import policies
from wardtui.domain.case import Case
from wardtui.domain.escalation import Decision, answer_due, decide, next_decision
from wardtui.domain.escalation_events import PolicyPublished
from wardtui.domain.ids import EventId
from wardtui.domain.moments import VIETNAM
from wardtui.domain.policy import (
    PAUSE_OVER,
    Calendar,
    EscalationRule,
    InForce,
    PausedWhile,
    Policy,
    PolicyLevel,
    RuleId,
    Title,
    Weekday,
)
from wardtui.domain.resident import Resident
from wardtui.domain.vocabulary import (
    ActionKind,
    Channel,
    Failure,
    Need,
    Outcome,
    Role,
    RungKind,
    Status,
    Step,
    SupportNeed,
)
from wardtui.services.policies import shipped_force, shipped_policy

THREE = shipped_force()
START = MONDAY + timedelta(days=7)
"""A Monday at nine with no holiday in the four weeks after it."""


def on(days: float, hour: int = 9, minute: int = 0) -> datetime:
    """So many days after the start."""
    return (START + timedelta(days=days)).replace(hour=hour, minute=minute)


FAR = on(3650)


def listed(at: datetime = START, resident: Resident = AN) -> Story:
    story = Story()
    story.listed(at, resident)
    return story


def case_of(story: Story, force: InForce = THREE) -> Case:
    case = case_under(story.entries, force, RESIDENT)
    assert case is not None
    return case


def by(story: Story, now: datetime = FAR, force: InForce = THREE) -> list[tuple[str, int, str]]:
    """What the policy does by then: rule, level and when."""
    return [(one.rule, one.to_level, f"{one.at:%d/%m %H:%M}") for one in decided(story, now, force)]


def decided(story: Story, now: datetime = FAR, force: InForce = THREE) -> list[Decision]:
    entries = story.entries
    try:
        return story.goes_on(force, now)
    finally:
        story.entries = entries


def rules(story: Story, now: datetime, force: InForce = THREE) -> list[str]:
    return [one.rule for one in decided(story, now, force)]


def with_deadline(day: date, since: datetime | None = None) -> InForce:
    policy = msgspec.structs.replace(shipped_policy(), deadline=day)
    return InForce(policy, policy.version, since)


def only(*conditions: EscalationRule, **changes: object) -> InForce:
    """A policy of three levels with these rules alone."""
    policy = msgspec.structs.replace(shipped_policy(), rules=conditions, **changes)
    return InForce(policy, policy.version)


def tried_in_vain(story: Story, *moments: datetime) -> list[EventId]:
    return [story.called(Outcome.NO_ANSWER, at) for at in moments]


EVENINGS = (on(0, 19), on(1), on(2, 10))


# Nobody was reached


def test_three_tries_on_three_days_with_an_evening_go_up_as_soon_as_the_last_is_recorded() -> None:
    story = listed()
    facts = tried_in_vain(story, *EVENINGS)
    (decision,) = decided(story, on(2, 10))
    assert (decision.rule, decision.from_level, decision.to_level) == ("unreachable", 1, 2)
    assert decision.at == on(2, 10)
    assert decision.trigger == facts[-1]
    assert list(decision.facts) == facts
    assert not decision.by_time


def test_a_try_at_the_weekend_is_as_good_as_one_in_the_evening() -> None:
    story = listed()
    tried_in_vain(story, on(3), on(4), on(5))
    assert rules(story, on(5)) == ["unreachable"]


def test_visits_letters_and_messages_are_tries_too() -> None:
    story = listed()
    story.visited(Outcome.NOT_HOME, on(0, 19))
    story.called(Outcome.BUSY, on(1))
    story.called(Outcome.MESSAGE_LEFT, on(2), channel=Channel.MESSAGE)
    assert rules(story, on(2)) == ["unreachable"]


@pytest.mark.parametrize(
    ("moments", "why"),
    [
        (EVENINGS[:2], "two tries"),
        ((on(0, 19), on(1), on(1, 15)), "three on two days"),
        ((on(0), on(1), on(2), on(3, 17, 59)), "none in the evening or at a weekend"),
        ((on(0, 19), on(0, 20), on(0, 21)), "three in one evening"),
    ],
)
def test_too_few_tries_move_nothing(moments: tuple[datetime, ...], why: str) -> None:
    story = listed()
    tried_in_vain(story, *moments)
    assert rules(story, on(6)) == [], why


def test_days_are_those_of_vietnam() -> None:
    story = listed()
    tried_in_vain(story, on(0, 6), on(0, 19), on(1, 6, 30))
    assert rules(story, on(6)) == [], "in UTC these are three days"


def test_a_call_that_was_answered_is_none_in_vain() -> None:
    story = listed()
    tried_in_vain(story, *EVENINGS[:2])
    story.called(Outcome.NOT_NOW, on(2))
    assert rules(story, on(6)) == []


# Refusals, bookings, promises


def test_two_refusals_go_up_and_one_does_not() -> None:
    story = listed()
    story.called(Outcome.DECLINED, on(0))
    assert rules(story, on(6)) == []
    story.visited(Outcome.DECLINED, on(0, 10))
    assert rules(story, on(0, 10)) == ["declined"]


@pytest.mark.parametrize("need", [SupportNeed.HOME_SERVICE, SupportNeed.TRANSPORT])
def test_who_cannot_come_is_offered_a_service_at_home_and_never_goes_up_as_a_refusal(
    need: SupportNeed,
) -> None:
    story = listed()
    for day in range(4):
        story.called(Outcome.DECLINED, on(day), support_needs=(need,))
    assert rules(story, on(6)) == []
    action = case_of(story).next_action
    assert action is not None
    assert action.kind is ActionKind.ARRANGE_HOME_SERVICE


@pytest.mark.parametrize("need", list(SupportNeed))
def test_no_rule_that_serves_at_home_raises_anybody_with_any_support_need(
    need: SupportNeed,
) -> None:
    story = listed(resident=msgspec.structs.replace(AN, support_needs=(need,)))
    for day in range(2):
        story.called(Outcome.DECLINED, on(day, 9))
        story.called(Outcome.MISSED, on(day, 10))
        story.called(Outcome.AGREED_NO_DATE, on(day, 11), promised_for=on(day, 12))
    assert rules(story, on(13)) == []
    assert rules(story, on(60))[0] == "no_contact", "and yet they are not forgotten"


def test_two_missed_bookings_go_up_and_one_does_not() -> None:
    story = listed()
    story.called(Outcome.MISSED, on(0))
    assert rules(story, on(6)) == []
    story.called(Outcome.MISSED, on(2))
    assert rules(story, on(2)) == ["missed_bookings"]


def promised(story: Story, at: datetime, for_: datetime) -> EventId:
    return story.called(Outcome.AGREED_NO_DATE, at, promised_for=for_)


def test_two_promises_that_passed_go_up_at_the_end_of_the_second_day() -> None:
    story = listed()
    first = promised(story, on(0), on(1))
    tried_in_vain(story, on(2))
    second = promised(story, on(2, 15), on(3, 10))
    assert rules(story, on(3, 21, 59)) == []
    (decision,) = decided(story, on(3, 22))
    assert decision.rule == "broken_promises"
    assert decision.at == on(3, 22)
    assert decision.trigger == second
    assert set(decision.facts) == {first, second}
    assert decision.by_time


def test_one_promise_that_passed_moves_nothing() -> None:
    story = listed()
    promised(story, on(0), on(1))
    assert rules(story, on(6)) == []


def test_a_promise_that_was_kept_is_not_broken() -> None:
    story = listed()
    promised(story, on(0), on(1))
    story.enrolled(Need.ID_CARD, on(1, 15), step=Step.CAPTURED)
    promised(story, on(2), on(3))
    story.visited(Outcome.ATTENDED, on(3, 20))
    promised(story, on(4), on(5))
    assert rules(story, on(6)) == [], "one is broken, and one is too few"


def test_who_came_in_vain_has_not_kept_a_promise_but_who_called_off_in_time_broke_none() -> None:
    story = listed()
    promised(story, on(0), on(1))
    story.enrolled(Need.ID_CARD, on(1, 15), failure=Failure.DEVICE_FAULT)
    promised(story, on(2), on(3))
    story.called(Outcome.NOT_NOW, on(2, 20))
    assert rules(story, on(6)) == []


def test_a_new_date_replaces_the_old_one() -> None:
    story = listed()
    promised(story, on(0), on(2))
    promised(story, on(1), on(3))
    promised(story, on(2), on(4))
    assert rules(story, on(6)) == [], "two were replaced before they passed"


def test_promises_that_are_written_down_late_count_from_then() -> None:
    story = listed()
    promised(story, on(2), on(5))
    story.called(Outcome.AGREED_NO_DATE, on(0), promised_for=on(1), recorded=on(9))
    (decision,) = decided(story, on(9))
    assert decision.rule == "broken_promises"
    assert decision.at == on(9)


# Nobody is forgotten


def test_after_fourteen_days_without_any_contact_a_case_goes_up_to_the_minute() -> None:
    story = listed()
    assert rules(story, on(14, 8, 59)) == []
    (decision,) = decided(story, on(14))
    assert (decision.rule, decision.at, decision.by_time) == ("no_contact", on(14), True)
    assert decision.trigger == story.entries[0].event.id


def test_a_call_starts_the_fourteen_days_anew_and_a_letter_does_not() -> None:
    story = listed()
    story.called(Outcome.NOT_NOW, on(5))
    story.called(Outcome.LETTER_DELIVERED, on(10), channel=Channel.LETTER)
    assert by(story, on(19)) == [("no_contact", 2, f"{on(19):%d/%m %H:%M}")]
    assert rules(story, on(19, 8)) == []


def test_the_deadline_moves_a_case_seven_days_before_it() -> None:
    force = with_deadline(on(10).date())
    story = listed()
    assert rules(story, on(2, 23, 59), force) == []
    (decision,) = decided(story, on(3, 0), force)
    assert (decision.rule, decision.at) == ("deadline", on(3, 0))


def test_the_deadline_waits_for_the_answer_time_of_the_level() -> None:
    force = with_deadline(on(10).date())
    story = listed()
    story.raised(on(2))
    story.accepted(on(2, 10))
    story.called(Outcome.NOT_NOW, on(3))
    assert [(one.rule, one.at) for one in decided(story, on(30), force)] == [
        ("unanswered", on(8, 22)),
    ]


def test_what_was_returned_before_the_deadline_is_left_to_the_first_level_for_a_working_day() -> (
    None
):
    force = with_deadline(on(10).date())
    story = listed()
    story.goes_on(force, on(3))
    story.accepted(on(3, 10))
    story.returned(on(3, 11))
    assert rules(story, on(4, 21, 59), force) == []
    assert rules(story, on(4, 22), force) == ["deadline"]


# The level above has to answer


def test_a_level_has_three_working_days_and_a_weekend_is_none() -> None:
    story = listed()
    story.raised(on(4))
    assert answer_due(case_of(story), THREE) == on(9, 22)
    assert rules(story, on(9, 21, 59)) == []
    (decision,) = decided(story, on(9, 22))
    assert (decision.rule, decision.to_level, decision.by_time) == ("unanswered", 3, True)


def test_a_holiday_is_no_working_day() -> None:
    story = listed(MONDAY)
    story.raised(MONDAY)
    assert MONDAY.date() + timedelta(days=1) in shipped_policy().calendar.holidays
    assert [one.at.date() for one in decided(story)] == [MONDAY.date() + timedelta(days=4)]


def test_who_takes_a_case_has_the_whole_answer_time() -> None:
    story = listed()
    story.raised(on(0))
    story.accepted(on(2))
    assert answer_due(case_of(story), THREE) == on(7, 22)
    assert rules(story, on(7, 21)) == []
    assert rules(story, on(7, 22)) == ["unanswered"]


def test_who_took_a_case_and_goes_on_trying_keeps_it() -> None:
    story = listed()
    story.raised(on(0))
    story.accepted(on(1))
    story.visited(Outcome.NOT_HOME, on(3))
    assert answer_due(case_of(story), THREE) == on(8, 22)
    story.called(Outcome.LETTER_DELIVERED, on(4), channel=Channel.LETTER)
    assert answer_due(case_of(story), THREE) == on(8, 22), "a letter is no try"


def test_until_somebody_takes_it_only_the_answer_time_moves_a_case_on() -> None:
    story = listed()
    story.raised(on(0))
    tried_in_vain(story, on(0, 19), on(1), on(2))
    assert answer_due(case_of(story), THREE) == on(3, 22), "tries of others put nothing off"
    assert by(story)[0][0] == "unanswered"
    assert rules(story, on(3, 21)) == []


def test_after_it_was_taken_facts_move_it_on() -> None:
    story = listed()
    story.raised(on(0))
    tried_in_vain(story, on(0, 19))
    story.accepted(on(1))
    tried_in_vain(story, on(1, 19), on(2))
    assert rules(story, on(3)) == [], "what came before does not count"
    tried_in_vain(story, on(3))
    assert rules(story, on(3)) == ["unreachable"]


def test_the_top_becomes_overdue_only() -> None:
    story = listed()
    story.raised(on(0), 1, 3)
    case = case_of(story)
    assert next_decision(case, THREE) is None
    assert case.moves_at is None
    assert case.next_action is not None
    assert case.next_action.due == on(3, 22)
    assert decided(story) == []


def test_a_raise_by_time_is_dated_when_the_time_was_over_however_late_it_is_recorded() -> None:
    story = listed()
    assert [(one.rule, one.at) for one in decided(story, on(100))] == [
        ("no_contact", on(14)),
        ("unanswered", on(17, 22)),
    ]


# What holds a case


def test_a_time_that_was_agreed_holds_a_case_until_its_day_is_over() -> None:
    story = listed()
    tried_in_vain(story, *EVENINGS)
    story.called(Outcome.CALLBACK_REQUESTED, on(2, 11), call_back_at=on(5))
    assert rules(story, on(5, 21, 59)) == []
    assert rules(story, on(5, 22)) == ["unreachable"]


def test_the_answer_time_waits_for_what_was_agreed() -> None:
    story = listed()
    story.raised(on(0))
    story.accepted(on(1))
    promised(story, on(1, 10), on(10))
    assert answer_due(case_of(story), THREE) == on(15, 22)


def test_a_policy_that_waits_for_nothing_does_not_wait_for_what_was_agreed() -> None:
    story = listed()
    tried_in_vain(story, *EVENINGS)
    story.called(Outcome.CALLBACK_REQUESTED, on(2, 11), call_back_at=on(5))
    force = only(*shipped_policy().rules, paused_while=(PausedWhile.BOOKED,))
    assert rules(story, on(2, 12), force) == ["unreachable"]


def test_a_paused_case_rests_and_goes_on_by_itself() -> None:
    story = listed()
    pause = story.paused(on(1), on(30))
    assert rules(story, on(29)) == []
    (decision,) = decided(story, on(30))
    assert (decision.rule, decision.trigger, decision.at) == (PAUSE_OVER, pause, on(30))
    assert (decision.from_level, decision.to_level) == (1, 1)
    case = case_of(story)
    assert case.status is Status.PAUSED
    assert case.moves_at == on(30)


def test_the_clocks_begin_anew_after_a_pause() -> None:
    story = listed()
    story.paused(on(1), on(30))
    assert [(one.rule, one.at) for one in decided(story, on(44))] == [
        (PAUSE_OVER, on(30)),
        ("no_contact", on(44)),
    ]


def test_what_was_tried_during_a_pause_raises_nobody_before_it_is_over() -> None:
    story = listed()
    tried_in_vain(story, *EVENINGS[:2])
    story.paused(on(1, 10), on(30))
    tried_in_vain(story, on(2))
    assert [(one.rule, one.at) for one in decided(story, on(30))] == [
        (PAUSE_OVER, on(30)),
        ("unreachable", on(30)),
    ]


def test_a_closed_case_never_moves() -> None:
    story = listed()
    tried_in_vain(story, *EVENINGS)
    story.closed(on(2, 11))
    assert decided(story) == []
    assert case_of(story).moves_at is None


def test_an_enrolled_case_never_moves() -> None:
    story = listed()
    tried_in_vain(story, *EVENINGS)
    for need, step in ((Need.ID_CARD, Step.CAPTURED), (Need.VNEID_ACCOUNT, Step.LEVEL2_COLLECTED)):
        story.enrolled(need, on(3), step=step)
    assert decided(story) == []


def enrolled(story: Story, at: datetime) -> Story:
    story.enrolled(Need.ID_CARD, at, step=Step.CAPTURED)
    story.enrolled(Need.VNEID_ACCOUNT, at, step=Step.LEVEL2_COLLECTED)
    return story


def test_a_card_that_comes_back_for_a_fix_starts_the_clocks_anew() -> None:
    story = enrolled(listed(), on(1))
    story.enrolled(Need.ID_CARD, on(60), step=Step.RETURNED_FOR_FIX)
    assert rules(story, on(73)) == []
    assert [(one.rule, one.at) for one in decided(story, on(74))] == [("no_contact", on(74))]


def test_a_card_that_comes_back_to_a_higher_level_has_its_answer_time_anew() -> None:
    story = listed()
    story.raised(on(0))
    story.accepted(on(1))
    enrolled(story, on(2))
    story.enrolled(Need.ID_CARD, on(60), step=Step.RETURNED_FOR_FIX)
    assert rules(story, on(62)) == []
    assert answer_due(case_of(story), THREE) == on(65, 22)


def test_a_new_list_with_a_new_need_starts_the_clocks_anew() -> None:
    story = listed(resident=msgspec.structs.replace(AN, needs=(Need.ID_CARD,)))
    story.enrolled(Need.ID_CARD, on(1), step=Step.CAPTURED)
    story.listed(on(60))
    assert case_of(story).status is Status.OPEN
    assert rules(story, on(73)) == []
    assert rules(story, on(74)) == ["no_contact"]


def test_an_older_enrolment_that_arrives_late_does_not_hold_an_open_case() -> None:
    story = listed(resident=msgspec.structs.replace(AN, needs=(Need.ID_CARD,)))
    story.enrolled(Need.ID_CARD, on(3), step=Step.RETURNED_FOR_FIX)
    story.enrolled(Need.ID_CARD, on(1), step=Step.CAPTURED)
    assert case_of(story).status is Status.OPEN
    assert rules(story, on(40))[0] == "no_contact"
    story.goes_on(THREE, on(40))
    assert case_of(story).level == 3


@pytest.mark.parametrize(
    "outcome",
    [Outcome.DEATH_REPORTED, Outcome.MOVED_AWAY, Outcome.HANDED_OVER, Outcome.DONE_ELSEWHERE],
)
def test_where_nobody_is_to_be_contacted_only_the_clock_moves_a_case(outcome: Outcome) -> None:
    force = with_deadline(on(20).date())
    story = listed()
    tried_in_vain(story, *EVENINGS[:2])
    story.called(outcome, on(1, 10))
    tried_in_vain(story, on(2))
    assert rules(story, on(12), force) == []
    # Somebody has to confirm the report: that nobody does is not forgotten.
    assert rules(story, on(14), force)[0] == "deadline"
    assert rules(story, on(17))[0] == "no_contact"
    above = listed()
    above.raised(on(0))
    above.accepted(on(1))
    above.called(outcome, on(2))
    assert rules(above, FAR, force) == ["unanswered"]


# Down again


def test_after_a_return_all_counts_and_clocks_begin_afresh() -> None:
    story = listed()
    tried_in_vain(story, *EVENINGS)
    story.goes_on(THREE, on(2, 10))
    story.returned(on(3))
    case = case_of(story)
    assert (case.level, case.ladder.tries) == (1, ())
    tried_in_vain(story, on(3, 19), on(4))
    assert rules(story, on(5)) == []
    tried_in_vain(story, on(5))
    assert rules(story, on(5)) == ["unreachable"]


def test_after_it_was_settled_a_case_is_the_area_officers_again() -> None:
    story = listed()
    story.raised(on(0), 1, 3)
    story.resolved(on(1), 3)
    case = case_of(story)
    assert case.level == 1
    assert case.moves_at == on(15)


def test_a_return_that_arrives_after_a_raise_which_it_did_not_know_leaves_nobody_behind() -> None:
    """A leader who was offline returned what others had raised meanwhile, before its facts."""
    story = listed()
    tried_in_vain(story, on(6, 19), on(7), on(8))
    (first,) = story.goes_on(THREE, on(8))
    story.returned(on(5))
    assert case_of(story).level == 1
    (again,) = story.goes_on(THREE, on(8))
    assert (again.rule, again.trigger) == ("unreachable", first.event_id)
    assert case_of(story).level == 2


def test_a_raise_that_came_too_late_for_a_pause_is_made_again_after_it() -> None:
    story = listed()
    tried_in_vain(story, *EVENINGS)
    (raised,) = decided(story, on(2, 10))
    story.paused(on(2, 11), on(10))
    story.add(raised.body, raised.at)
    story.entries[-1] = msgspec.structs.replace(
        story.entries[-1],
        event=msgspec.structs.replace(story.entries[-1].event, id=raised.event_id),
    )
    assert case_of(story).status is Status.PAUSED
    story.goes_on(THREE, on(10))
    assert case_of(story).level == 2


def test_what_was_decided_again_falls_with_the_fact_behind_it() -> None:
    story = listed()
    *_, last = tried_in_vain(story, on(6, 19), on(7), on(8))
    story.goes_on(THREE, on(8))
    story.returned(on(5))
    story.goes_on(THREE, on(8))
    story.retracted(last, on(8, 10))
    assert case_of(story).level == 1


def test_taking_back_what_fired_a_rule_takes_back_the_raise() -> None:
    story = listed()
    *_, last = tried_in_vain(story, *EVENINGS)
    story.goes_on(THREE, on(2, 10))
    assert case_of(story).level == 2
    undone = story.retracted(last, on(2, 11))
    assert case_of(story).level == 1
    story.retracted(undone, on(2, 12))
    assert case_of(story).level == 2


def test_a_raise_that_is_itself_taken_back_is_made_again_once_while_its_facts_stand() -> None:
    story = listed()
    *_, last = tried_in_vain(story, *EVENINGS)
    (first,) = story.goes_on(THREE, on(2, 10))
    story.retracted(first.event_id, on(2, 11))
    assert case_of(story).level == 1
    (again,) = story.goes_on(THREE, on(2, 12))
    assert again.trigger == first.event_id
    assert case_of(story).level == 2
    story.retracted(last, on(2, 13))
    assert case_of(story).level == 1


# Late entries, late policies


def test_tries_that_are_written_down_late_raise_from_then_and_leave_the_answer_time_whole() -> None:
    story = listed()
    for at in EVENINGS:
        story.called(Outcome.NO_ANSWER, at, recorded=on(9))
    assert [(one.rule, one.at) for one in decided(story, on(30))] == [
        ("unreachable", on(9)),
        ("unanswered", on(14, 22)),
    ]


def test_a_try_that_is_written_down_late_does_not_change_what_was_decided_before() -> None:
    story = listed()
    tried_in_vain(story, on(1, 19), on(2), on(3))
    (before,) = decided(story, on(3))
    story.called(Outcome.NO_ANSWER, on(0, 19), recorded=on(5))
    (after,) = decided(story, on(5))
    assert after.event_id == before.event_id
    assert after.at == before.at


def test_a_policy_does_not_act_before_it_was_published() -> None:
    story = listed()
    tried_in_vain(story, *EVENINGS)
    force = InForce(THREE.policy, THREE.version, on(20))
    assert rules(story, on(19), force) == []
    assert by(story, on(40), force)[0][0] == "unreachable"
    assert [one.at for one in decided(story, on(40), force)] == [on(20), on(23, 22)]


def test_the_policy_that_was_published_last_and_not_taken_back_is_in_force() -> None:
    story = Story(resident=None)  # type: ignore[arg-type]
    one, other = (msgspec.structs.replace(shipped_policy(), name=name) for name in ("a", "b"))
    story.add(PolicyPublished(policy=one), on(0))
    second = story.add(PolicyPublished(policy=other), on(1))
    third = story.add(PolicyPublished(policy=other), on(2))
    entries = [msgspec.structs.replace(entry, ward=WARD) for entry in story.entries]
    assert policies(entries)[WARD] == InForce(other, other.version, on(1))
    story.retracted(third, on(3))
    story.retracted(second, on(3))
    entries = [msgspec.structs.replace(entry, ward=WARD) for entry in story.entries]
    assert policies(entries)[WARD] == InForce(one, one.version, on(0))


# Any policy at all


def level(number: int, days: int | None = 1) -> PolicyLevel:
    return PolicyLevel(number, Title("Cấp"), Role.LEADER, days)


def odd(*levels: PolicyLevel, rules: tuple[EscalationRule, ...] = ()) -> InForce:
    policy = Policy(name="odd", title=Title("Lạ"), levels=levels, rules=rules)
    return InForce(policy, policy.version)


UNANSWERED = EscalationRule(id=RuleId("late"), unanswered=True)
FORGOTTEN = EscalationRule(id=RuleId("long_ago"), days_without_contact=1)


def test_levels_with_a_gap_are_climbed_one_by_one() -> None:
    force = odd(level(1, None), level(4), rules=(UNANSWERED, FORGOTTEN))
    assert [one.to_level for one in decided(listed(), on(60), force)] == [2, 3, 4]


def test_a_case_above_the_highest_level_of_its_policy_stays_and_is_due() -> None:
    story = listed()
    story.raised(on(0), 1, 5)
    case = case_of(story, odd(level(1, None), level(2), rules=(UNANSWERED, FORGOTTEN)))
    assert case.moves_at is None
    assert case.next_action is not None
    assert case.next_action.due == on(1, 22)


def test_without_rules_nothing_moves_but_a_pause_ends() -> None:
    story = listed()
    story.raised(on(0))
    assert decided(story, FAR, odd(level(1, None), level(2), level(3))) == []
    story.paused(on(1), on(2))
    assert rules(story, FAR, odd(level(1, None))) == [PAUSE_OVER]


@pytest.mark.parametrize(
    "rule",
    [
        EscalationRule(id=RuleId("nothing")),
        EscalationRule(id=RuleId("days"), distinct_days=1, time_slots=()),
        EscalationRule(id=RuleId("above"), from_levels=(2,), failed_attempts=1),
        EscalationRule(id=RuleId("no_deadline"), days_to_deadline=3),
        EscalationRule(id=RuleId("both"), failed_attempts=1, refusals=1),
    ],
)
def test_a_rule_that_does_not_apply_never_fires(rule: EscalationRule) -> None:
    story = listed()
    tried_in_vain(story, *EVENINGS)
    assert decided(story, FAR, odd(level(1, None), level(2), rules=(rule,))) == []


def test_a_rule_of_several_conditions_fires_when_the_last_one_holds() -> None:
    both = EscalationRule(id=RuleId("both"), failed_attempts=1, days_without_contact=5)
    story = listed()
    (fact,) = tried_in_vain(story, on(1))
    (decision,) = decided(story, FAR, odd(level(1, None), level(2), rules=(both,)))
    assert (decision.at, decision.facts) == (on(6), (fact,))


def test_of_several_rules_at_one_moment_the_first_counts() -> None:
    first, second = (EscalationRule(id=RuleId(name), refusals=1) for name in ("one", "two"))
    story = listed()
    story.called(Outcome.DECLINED, on(0))
    assert rules(story, FAR, odd(level(1, None), level(2), rules=(second, first))) == ["two"]


def test_without_any_working_day_every_day_counts_in_the_end() -> None:
    days = tuple(START.date() + timedelta(days=n) for n in range(400))
    calendar = Calendar(working_days=(Weekday.MON,), day_ends=time(17, 0), holidays=days)
    assert calendar.after(START, 1).time() == time(17, 0)
    assert START < calendar.after(START, 1) < on(400)


def test_the_end_of_the_calendar_is_no_fault() -> None:
    last = datetime.max.replace(tzinfo=VIETNAM)
    assert Calendar().after(last, 3).date() == date.max
    story = listed(last)
    story.raised(last)
    assert decide(case_of(story), THREE, last) is not None
    assert case_of(story).ladder.came_by is not None
    assert case_of(story).ladder.came_by.kind is RungKind.RAISED  # type: ignore[union-attr]
