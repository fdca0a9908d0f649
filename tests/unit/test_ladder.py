"""The way of a case up and down: what fits where it stands, and what is to be done there."""

from datetime import datetime, timedelta

import msgspec

from tests.builders import AN, DEVICE, MONDAY, OTHER_DEVICE, RESIDENT, WARD, Story, case_under
from wardtui.domain.case import Case, Rule
from wardtui.domain.escalation_events import (
    CasePaused,
    EscalationRaised,
    EscalationResolved,
    EscalationReturned,
)
from wardtui.domain.events import CaseAssigned, Entry, ResidentMerged
from wardtui.domain.fold import fold
from wardtui.domain.ids import ActionId, OfficerId, ResidentId
from wardtui.domain.ladder import Ladder
from wardtui.domain.vocabulary import (
    ActionKind,
    CloseReason,
    MergeReason,
    Need,
    Origin,
    Outcome,
    PauseReason,
    RungKind,
    Status,
    Step,
)
from wardtui.services.policies import shipped_force

THREE = shipped_force()
START = MONDAY + timedelta(days=7)


def on(days: float, hour: int = 9) -> datetime:
    return (START + timedelta(days=days)).replace(hour=hour)


def listed() -> Story:
    story = Story()
    story.listed(START)
    return story


def raised() -> Story:
    story = listed()
    story.raised(on(1))
    return story


def taken() -> Story:
    story = raised()
    story.accepted(on(2))
    return story


def case_of(story: Story) -> Case:
    case = case_under(story.entries, THREE, RESIDENT)
    assert case is not None
    return case


def ladder_of(story: Story) -> Ladder:
    return case_of(story).ladder


def next_of(story: Story) -> tuple[ActionKind, str, Rule]:
    case = case_of(story)
    assert case.next_action is not None
    rule = next(why.rule for why in case.why if why.what == "next_action")
    return case.next_action.kind, f"{case.next_action.due:%d/%m %H:%M}", rule


def owner_of(story: Story) -> str:
    action = case_of(story).next_action
    assert action is not None
    return action.owner


def way_of(story: Story) -> list[tuple[RungKind, int, int]]:
    return [(rung.kind, rung.from_level, rung.to_level) for rung in ladder_of(story).rungs]


# Where it stands


def test_a_new_case_stands_at_the_first_level_since_it_was_listed() -> None:
    ladder = ladder_of(listed())
    assert (case_of(listed()).level, ladder.since, ladder.rungs) == (1, START, ())
    assert ladder.came_by is None


def test_the_whole_way_of_a_case_is_kept_in_order() -> None:
    story = taken()
    story.returned(on(3))
    story.raised(on(4))
    story.resolved(on(5))
    assert way_of(story) == [
        (RungKind.RAISED, 1, 2),
        (RungKind.ACCEPTED, 2, 2),
        (RungKind.RETURNED, 2, 1),
        (RungKind.RAISED, 1, 2),
        (RungKind.RESOLVED, 2, 1),
    ]
    assert case_of(story).level == 1


def test_two_who_raise_the_same_case_raise_it_once() -> None:
    story = raised()
    story.raised(on(1, 10))
    assert way_of(story) == [(RungKind.RAISED, 1, 2)]


def test_what_does_not_fit_where_a_case_stands_has_no_effect() -> None:
    story = listed()
    story.accepted(on(1), 1)
    story.accepted(on(1), 2)
    story.returned(on(1), 2)
    story.resolved(on(1), 1)
    story.raised(on(1), 2)
    story.resumed(on(1))
    assert way_of(story) == []


def test_the_first_who_accepts_has_the_case() -> None:
    story = taken()
    first = story.entries[-1].event
    story.accepted(on(3))
    accepted = ladder_of(story).accepted
    assert accepted is not None
    assert (accepted.event, accepted.by) == (first.id, first.actor)
    assert len(way_of(story)) == 2


def test_a_case_that_is_returned_from_the_third_level_is_to_be_taken_again_at_the_second() -> None:
    story = taken()
    story.raised(on(3), 2)
    story.returned(on(4), 3, 2)
    assert case_of(story).level == 2
    assert ladder_of(story).accepted is None
    assert next_of(story)[0] is ActionKind.ACCEPT


def test_a_level_may_return_to_any_below_it() -> None:
    story = listed()
    story.raised(on(1), 1, 3)
    story.returned(on(2), 3, 1)
    assert case_of(story).level == 1


def test_nobody_moves_a_case_that_is_closed_and_it_stands_where_it_stood_when_it_opens() -> None:
    story = taken()
    story.closed(on(3))
    story.returned(on(4))
    story.raised(on(4), 2)
    assert case_of(story).level == 2
    assert case_of(story).next_action is None
    story.reopened(on(9))
    assert case_of(story).level == 2
    assert ladder_of(story).clock_since == on(9)


def test_nobody_moves_a_case_whose_needs_are_met() -> None:
    story = listed()
    story.enrolled(Need.ID_CARD, on(1), step=Step.CAPTURED)
    story.enrolled(Need.VNEID_ACCOUNT, on(1), step=Step.LEVEL2_COLLECTED)
    story.raised(on(2))
    story.paused(on(2), on(9))
    assert way_of(story) == []
    story.enrolled(Need.ID_CARD, on(3), step=Step.RETURNED_FOR_FIX)
    story.raised(on(4))
    assert way_of(story) == [(RungKind.RAISED, 1, 2)]


def test_a_duplicate_that_was_closed_and_merged_closes_nobody_on_the_ladder() -> None:
    other = ResidentId("00000000-0000-7000-8000-0000000000a2")
    twin = Story(OTHER_DEVICE, other)
    twin.listed(START)
    twin.closed(on(1), CloseReason.DUPLICATE)
    merged = ResidentMerged(from_=other, into=RESIDENT, why=MergeReason.DECIDED)
    twin.add(merged, on(1))
    story = listed()
    story.raised(on(2))
    told = [*twin.entries, *story.entries]
    numbered = [Entry(entry.event, seq, WARD) for seq, entry in enumerate(told, start=1)]
    cases = fold(numbered, THREE).cases
    assert cases.keys() == {RESIDENT}
    assert cases[RESIDENT].level == 2


# What is to be done, by whom, by when


def test_what_was_raised_is_to_be_taken_by_the_level_within_its_answer_time() -> None:
    story = raised()
    assert next_of(story) == (ActionKind.ACCEPT, f"{on(4):%d/%m} 22:00", Rule.RAISED)
    assert owner_of(story) == "level:2"


def test_who_took_it_is_to_answer() -> None:
    story = taken()
    assert next_of(story) == (ActionKind.ANSWER, f"{on(7):%d/%m} 22:00", Rule.ACCEPTED)
    assert owner_of(story) == "officer-1"


def test_who_took_it_and_tried_goes_on_as_the_contact_asks() -> None:
    story = taken()
    story.visited(Outcome.NOT_HOME, on(3))
    assert next_of(story) == (ActionKind.CALL, f"{on(4):%d/%m} 22:00", Rule.TRY_AGAIN)
    assert owner_of(story) == "officer-1"


def test_what_came_back_is_done_as_the_level_above_says_on_the_same_evening() -> None:
    story = taken()
    story.add(EscalationReturned(from_level=2, to_level=1, instruction="Gặp buổi tối"), on(3))
    assert next_of(story) == (ActionKind.FOLLOW_INSTRUCTION, f"{on(3):%d/%m} 22:00", Rule.CAME_BACK)
    assert owner_of(story) == "level:1"
    came_back = ladder_of(story).came_back_by
    assert came_back is not None
    assert came_back.text == "Gặp buổi tối"
    story.called(Outcome.NO_ANSWER, on(4))
    assert next_of(story)[0] is ActionKind.CALL


def test_what_was_settled_says_what() -> None:
    story = taken()
    story.add(EscalationResolved(from_level=2, reason="Đã thống nhất"), on(3))
    came_back = ladder_of(story).came_back_by
    assert came_back is not None
    assert (came_back.kind, came_back.text) == (RungKind.RESOLVED, "Đã thống nhất")


def test_a_report_that_stops_contact_is_confirmed_first_at_any_level() -> None:
    story = raised()
    story.called(Outcome.MOVED_AWAY, on(1, 10))
    assert next_of(story)[0] is ActionKind.CONFIRM_STATUS


def test_what_was_agreed_with_the_resident_comes_before_the_instruction() -> None:
    story = taken()
    story.called(Outcome.CALLBACK_REQUESTED, on(2, 10), call_back_at=on(6))
    story.returned(on(3))
    assert next_of(story)[:2] == (ActionKind.CALL_BACK, f"{on(6):%d/%m} 09:00")


def test_a_card_that_comes_back_for_a_fix_is_seen_to_and_not_an_instruction_of_long_ago() -> None:
    story = taken()
    story.returned(on(3))
    story.enrolled(Need.ID_CARD, on(4), step=Step.CAPTURED)
    story.enrolled(Need.VNEID_ACCOUNT, on(4), step=Step.LEVEL2_COLLECTED)
    story.enrolled(Need.ID_CARD, on(40), step=Step.RETURNED_FOR_FIX)
    assert next_of(story)[0] is ActionKind.RETRY_ENROLMENT


def test_who_was_given_a_case_at_a_level_has_it_there_alone() -> None:
    story = taken()
    story.add(CaseAssigned(to=OfficerId("officer-2"), level=2), on(3))
    assert owner_of(story) == "officer-2"
    story.returned(on(4))
    assert owner_of(story) == "level:1"
    story.raised(on(5))
    assert owner_of(story) == "officer-2"


# Pauses


def test_a_pause_rests_until_its_end_and_the_last_one_counts() -> None:
    story = taken()
    story.paused(on(3), on(9))
    story.paused(on(4), on(20))
    case = case_of(story)
    assert case.status is Status.PAUSED
    assert next_of(story) == (ActionKind.RESUME, f"{on(20):%d/%m} 09:00", Rule.PAUSED)
    assert case.ladder.pause is not None
    assert case.ladder.pause.pause is PauseReason.AWAY


def test_after_a_pause_was_taken_back_the_clocks_run_from_then() -> None:
    story = taken()
    pause = story.paused(on(3), on(9))
    undone = story.retracted(pause, on(4))
    ladder = ladder_of(story)
    assert case_of(story).status is Status.OPEN
    assert way_of(story) == way_of(taken()), "the pause is no part of the way any more"
    assert (ladder.clock_event, ladder.clock_since) == (undone, on(4)), "it had rested until then"


def test_after_a_pause_the_clocks_run_anew_and_the_counts_go_on() -> None:
    story = listed()
    story.called(Outcome.NO_ANSWER, on(1))
    story.paused(on(2), on(9))
    story.resumed(on(5))
    ladder = ladder_of(story)
    assert case_of(story).status is Status.OPEN
    assert ladder.pause is None
    assert (ladder.clock_since, len(ladder.tries)) == (on(5), 1)


def test_what_was_due_while_a_case_rested_is_due_this_evening() -> None:
    story = listed()
    story.called(Outcome.NO_ANSWER, on(1))
    story.paused(on(2), on(9))
    story.resumed(on(5))
    assert next_of(story)[:2] == (ActionKind.CALL, f"{on(5):%d/%m} 22:00")


def test_nobody_raises_a_paused_case_but_the_level_above_may_give_it_back() -> None:
    story = taken()
    story.paused(on(3), on(9))
    story.raised(on(4), 2)
    assert case_of(story).level == 2
    story.returned(on(4))
    case = case_of(story)
    assert (case.level, case.status) == (1, Status.OPEN), "what is asked there is not to wait"


def test_a_pause_that_is_over_lets_a_case_go_on_though_another_was_set_for_nothing() -> None:
    story = listed()
    story.add(CasePaused(until=on(3), reason=PauseReason.OTHER), on(1))
    (decision,) = story.goes_on(THREE, on(3))
    assert case_of(story).status is Status.OPEN
    assert ladder_of(story).rungs[-1].rule == decision.rule
    assert ladder_of(story).rungs[-1].by is None


# What rules make


def by_rule(story: Story, body: EscalationRaised, at: datetime) -> None:
    """An event of a rule, as another device made it."""
    made = story.add(body, at)
    last = story.entries[-1]
    event = msgspec.structs.replace(
        last.event, action=ActionId(made), actor=None, origin=Origin.RULE, device=DEVICE
    )
    story.entries[-1] = msgspec.structs.replace(last, event=event)


def test_a_raise_by_a_rule_names_its_facts_and_nobody() -> None:
    story = listed()
    fact = story.called(Outcome.DECLINED, on(1))
    body = EscalationRaised(
        from_level=1,
        to_level=2,
        rule=THREE.policy.rules[1].id,
        trigger=fact,
        facts=(fact,),
        policy=THREE.version,
    )
    by_rule(story, body, on(1))
    came = ladder_of(story).raised_by
    assert came is not None
    assert (came.by, came.rule, came.trigger) == (None, "declined", fact)
    assert (came.facts, came.policy) == ((fact,), THREE.version)
    story.retracted(fact, on(2))
    assert case_of(story).level == 1
    assert ladder_of(story).spent == (story.entries[2].event.id,)


def test_a_raise_whose_trigger_nobody_knows_has_no_effect() -> None:
    story = listed()
    unknown = Story(OTHER_DEVICE).listed(START)
    body = EscalationRaised(
        from_level=1,
        to_level=2,
        rule=THREE.policy.rules[1].id,
        trigger=unknown,
        policy=THREE.version,
    )
    by_rule(story, body, on(1))
    assert case_of(story).level == 1


def test_contacts_from_before_a_case_was_listed_count_at_the_first_level() -> None:
    story = Story()
    story.visited(Outcome.DECLINED, on(0))
    story.listed(on(1), AN)
    assert [one.at for one in ladder_of(story).tries] == [on(0)]
