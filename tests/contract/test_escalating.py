"""Moving cases between the levels, on real vaults of an officer and those above."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.builders import AN, MONDAY, WARD, CountingIds, SetClock
from tests.conftest import PASSPHRASE
from wardtui.domain.case import Case
from wardtui.domain.errors import WardtuiError
from wardtui.domain.events import (
    CaseAssigned,
    ContactLogged,
    Event,
    EventRetracted,
    OfficerPublished,
    ResidentListed,
)
from wardtui.domain.ids import OfficerId, ResidentId
from wardtui.domain.moments import end_of_shift, local_day
from wardtui.domain.resident import TEXT_LIMIT
from wardtui.domain.vocabulary import (
    ActionKind,
    Channel,
    CloseReason,
    Origin,
    Outcome,
    PauseReason,
    Role,
    RungKind,
    Status,
)
from wardtui.i18n import Language, use_language
from wardtui.services.assign import (
    AssignArea,
    AssignCases,
    RoleNotAllowed,
    assign_area,
    assign_cases,
)
from wardtui.services.close_case import close_case
from wardtui.services.deriving import refold
from wardtui.services.escalate import (
    LONGEST_PAUSE_DAYS,
    accept_cases,
    pause_cases,
    raise_cases,
    resolve_cases,
    resume_cases,
    return_cases,
    usual_pause_end,
)
from wardtui.services.escalations import board
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.moving import as_of
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record
from wardtui.services.records import Pairing, StoredEvent
from wardtui.services.undo import redo, undo
from wardtui.services.verify import verify
from wardtui.store.key_slots import Cost
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault
from wardtui.wording.errors import explain
from wardtui.wording.escalating import moved_text

CHEAP = Cost(memory_kib=8, iterations=1)
EVENING = MONDAY.replace(hour=19)
_ids = CountingIds(1 << 58)

Log = list[StoredEvent]
"""What the server has, in its order."""


class Colleague:
    """Somebody at a laptop of their own."""

    def __init__(self, home: Path, role: Role, log: Log) -> None:
        self.log = log
        self.clock = SetClock(EVENING)
        self.tools = Tools(self.clock, _ids)
        self.id = OfficerId(_ids.new())
        create_vault(home, PASSPHRASE, _ids, lambda: CHEAP)
        self.vault = OpenVault(home, unlock(home, PASSPHRASE))
        self.vault.start_writing("test", EVENING)

        def settle(unit: Unit) -> None:
            unit.state.pairing = Pairing(
                url="https://server.example",
                token="",
                officer=self.id,
                name=f"Cán bộ {role}",
                role=role,
                wards=(WARD,),
            )

        self.vault.write(settle)
        self.heard()

    def heard(self) -> None:
        """The server was asked just now."""

        def note(unit: Unit) -> None:
            unit.state.sync = msgspec.structs.replace(
                unit.state.sync, last_success=self.clock.now()
            )

        self.vault.write(note)

    def do(self, work: Callable[[Unit], Saved]) -> Saved:
        return self.vault.write(work)

    def listed(self, number: int = 1) -> list[ResidentId]:
        people = [ResidentId(_ids.new()) for _ in range(number)]
        drafts = [
            Draft(
                resident=one,
                body=ResidentListed(
                    resident=msgspec.structs.replace(AN, personal_id=None, address=one)
                ),
            )
            for one in people
        ]
        self.do(lambda unit: record(unit, drafts, self.tools))
        return people

    def exchange(self, unit: Unit) -> None:
        """Number what waits, as the server would, and take in what is there."""
        for one in unit.events.waiting(1000):
            number = len(self.log) + 1
            self.log.append(msgspec.structs.replace(one, seq=number))
            unit.events.number(one.event.id, number)
        for one in self.log:
            if unit.events.get(one.event.id) is None:
                unit.events.receive(one, own=False)
        refold(unit, [one.event.resident for one in self.log if one.event.resident])

    def called(self, who: ResidentId, outcome: Outcome = Outcome.NO_ANSWER) -> Saved:
        contact = ContactLogged(channel=Channel.CALL, outcome=outcome)
        return self.do(
            lambda unit: log_contact(unit, LogContact(resident=who, contact=contact), self.tools)
        )

    def called_on_three_evenings(self, who: ResidentId) -> Saved:
        saved = self.called(who)
        for _ in range(2):
            self.clock.forward(days=1)
            self.heard()
            saved = self.called(who)
        return saved

    def raised(self, *who: ResidentId, reason: str | None = None) -> Saved:
        return self.do(lambda unit: raise_cases(unit, who, reason, self.tools))

    def accepted(self, *who: ResidentId) -> Saved:
        return self.do(lambda unit: accept_cases(unit, who, self.tools))

    def returned(self, *who: ResidentId, text: str | None = None, to: int | None = None) -> Saved:
        return self.do(lambda unit: return_cases(unit, who, text, self.tools, to_level=to))

    def resolved(self, *who: ResidentId, reason: str | None = None) -> Saved:
        return self.do(lambda unit: resolve_cases(unit, who, reason, self.tools))

    def paused(self, *who: ResidentId, days: int = 7) -> Saved:
        until = self.clock.now() + timedelta(days=days)
        return self.do(lambda unit: pause_cases(unit, who, until, PauseReason.AWAY, self.tools))

    def resumed(self, *who: ResidentId) -> Saved:
        return self.do(lambda unit: resume_cases(unit, who, self.tools))

    def undone(self) -> None:
        self.do(lambda unit: undo(unit, self.tools).saved)

    def case(self, who: ResidentId) -> Case:
        """As it is on record."""
        case = self.vault.read(lambda unit: unit.cases.get(who))
        assert case is not None
        return case

    def now(self, who: ResidentId) -> Case:
        """With all that the policy has decided by now."""
        found = self.vault.read(lambda unit: as_of(unit, who, self.clock.now()))
        assert found is not None
        return found.case

    def events(self) -> list[Event]:
        return self.vault.read(lambda unit: [one.event for one in unit.events.all()])


Team = tuple[Colleague, Colleague]


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """An officer, and a leader of the same ward."""
    log: Log = []
    both = (
        Colleague(tmp_path / "a", Role.OFFICER, log),
        Colleague(tmp_path / "b", Role.LEADER, log),
    )
    yield both
    for one in both:
        assert one.vault.read(verify).problems == ()
        one.vault.close()


def exchange(*team: Colleague) -> None:
    """One after the other gives the server what waits and reads what others gave before."""
    latest = max(one.clock.moment for one in team)
    for one in team:
        one.clock.moment = latest
        one.vault.write(one.exchange)
        one.heard()


def refused(code: str) -> Any:
    return pytest.raises(WardtuiError, match=rf"^{code}\(")


def action(case: Case) -> tuple[ActionKind, str]:
    assert case.next_action is not None
    return case.next_action.kind, case.next_action.owner


# Up


def test_who_is_handed_up_waits_for_somebody_of_the_next_level_with_the_reason(team: Team) -> None:
    officer, _ = team
    (who,) = officer.listed()
    saved = officer.raised(who, reason="  Đề nghị phường gặp trực tiếp ")
    assert (saved.case.level, action(saved.case)) == (2, (ActionKind.ACCEPT, "level:2"))
    came = saved.case.ladder.came_by
    assert came is not None
    assert (came.text, came.by, came.rule) == ("Đề nghị phường gặp trực tiếp", officer.id, None)
    assert saved.case.next_action is not None
    # Tuesday is Vietnam Culture Day: three working days end on Friday.
    assert saved.case.next_action.due == end_of_shift(local_day(EVENING) + timedelta(days=4))


def test_a_case_that_the_policy_has_moved_meanwhile_goes_up_one_level_and_not_two(
    team: Team,
) -> None:
    _, leader = team
    (who,) = leader.listed()
    leader.clock.forward(days=15)
    leader.heard()
    assert (leader.case(who).level, leader.now(who).level) == (1, 2)
    saved = leader.raised(who, reason="Lâu không gặp")
    assert saved.case.level == 2
    assert [rung.rule for rung in saved.case.ladder.rungs] == ["no_contact"]
    told = moved_text(RungKind.RAISED, [saved.case], [saved.event])
    assert told.startswith(f"= {AN.name}")
    assert leader.raised(who).case.level == 3, "now it was known to stand at level 2"


def test_a_screen_that_showed_the_policys_move_raises_from_there(team: Team) -> None:
    _, leader = team
    (who,) = leader.listed()
    leader.clock.forward(days=15)
    leader.heard()
    saved = leader.do(lambda unit: raise_cases(unit, [who], None, leader.tools, seen={who: 2}))
    assert [rung.to_level for rung in saved.case.ladder.rungs] == [2, 3]


def test_a_raise_that_a_rule_was_ahead_of_counts_when_the_rules_ground_falls_away(
    team: Team,
) -> None:
    officer, _ = team
    (who,) = officer.listed()
    last = officer.called_on_three_evenings(who).event
    officer.do(lambda unit: raise_cases(unit, [who], None, officer.tools, seen={who: 1}))
    assert [rung.rule for rung in officer.case(who).ladder.rungs] == ["unreachable"]
    taken_back = Draft(resident=who, body=EventRetracted(event=last))
    officer.do(lambda unit: record(unit, [taken_back], officer.tools))
    assert officer.case(who).level == 2
    assert [rung.rule for rung in officer.case(who).ladder.rungs] == [None]


# Several at once


def test_several_are_moved_in_one_action_and_undone_in_one(team: Team) -> None:
    _, leader = team
    people = leader.listed(3)
    saved = leader.raised(*people, people[0])
    assert len({event.action for event in saved.events}) == 1
    assert [event.resident for event in saved.events] == people
    leader.undone()
    assert [leader.case(one).level for one in people] == [1, 1, 1]


@pytest.mark.parametrize("act", ["raised", "accepted", "returned", "resolved", "paused", "resumed"])
def test_one_that_is_refused_leaves_all_as_they_were(team: Team, act: str) -> None:
    _, leader = team
    good, bad = leader.listed(2)
    if act in ("accepted", "returned", "resolved"):
        leader.raised(good, bad)
    if act == "resumed":
        leader.paused(good, bad)
    leader.do(lambda unit: close_case(unit, bad, CloseReason.EMIGRATED, leader.tools))
    before = leader.case(good), len(leader.events())
    with refused("case_not_open"):
        getattr(leader, act)(good, bad)
    assert (leader.case(good), len(leader.events())) == before


def test_what_time_has_moved_is_not_recorded_either_when_one_is_refused(team: Team) -> None:
    officer, _ = team
    (good,) = officer.listed()
    officer.clock.forward(days=15)
    officer.heard()
    before = len(officer.events())
    with refused("unknown_resident"):
        officer.raised(good, ResidentId(_ids.new()))
    assert len(officer.events()) == before


# Refusals


def closed(leader: Colleague, who: ResidentId) -> None:
    leader.do(lambda unit: close_case(unit, who, CloseReason.EMIGRATED, leader.tools))


REFUSALS: list[tuple[Sequence[str], str, str]] = [
    (["raised", "raised"], "raised", "at_the_top"),
    (["paused"], "raised", "case_paused"),
    ([], "accepted", "not_escalated"),
    ([], "returned", "not_escalated"),
    ([], "resolved", "not_escalated"),
    (["raised", "accepted"], "accepted", "already_accepted"),
    ([], "resumed", "case_not_paused"),
    (["closed"], "raised", "case_not_open"),
    (["closed"], "paused", "case_not_open"),
]


@pytest.mark.parametrize(("before", "act", "code"), REFUSALS)
def test_what_does_not_fit_where_the_case_stands_is_refused_with_a_remedy_in_both_languages(
    team: Team, before: Sequence[str], act: str, code: str
) -> None:
    _, leader = team
    (who,) = leader.listed()
    for one in before:
        closed(leader, who) if one == "closed" else getattr(leader, one)(who)
    with refused(code) as told:
        getattr(leader, act)(who)
    assert (told.value.EXIT, told.value.facts["resident"]) == (1, who)
    words = set()
    for language in Language:
        use_language(language)
        words.add(explain(told.value).message)
        assert who[-8:] in explain(told.value).message
        assert explain(told.value).remedy
    assert "?" not in "".join(words)


@pytest.mark.parametrize("level", [2, 3, 0])
def test_a_case_is_returned_to_a_lower_level_only(team: Team, level: int) -> None:
    _, leader = team
    (who,) = leader.listed()
    leader.raised(who)
    with refused("bad_level") as told:
        leader.returned(who, to=level)
    assert told.value.EXIT == 2


def test_words_about_the_person_and_long_ones_are_refused_before_anything_is_done(
    team: Team,
) -> None:
    _, leader = team
    (who,) = leader.listed()
    leader.raised(who)
    before = len(leader.events())
    for text, code in (("chây ỳ", "bad_note"), ("a" * (TEXT_LIMIT + 1), "note_too_long")):
        for act in (
            lambda text=text: leader.raised(who, reason=text),
            lambda text=text: leader.returned(who, text=text),
            lambda text=text: leader.resolved(who, reason=text),
        ):
            with refused(code) as told:
                act()
            assert told.value.EXIT == 2
    assert len(leader.events()) == before


@pytest.mark.parametrize(
    ("days", "code"),
    [(0, "pause_in_past"), (-1, "pause_in_past"), (LONGEST_PAUSE_DAYS + 1, "pause_too_long")],
)
def test_a_pause_ends_later_than_now_and_within_a_year(team: Team, days: int, code: str) -> None:
    officer, _ = team
    (who,) = officer.listed()
    with refused(code) as told:
        officer.paused(who, days=days)
    assert told.value.EXIT == 2


def test_an_officer_answers_only_for_a_case_that_is_theirs(team: Team) -> None:
    officer, leader = team
    (who,) = officer.listed()
    officer.raised(who)
    for act in (officer.accepted, officer.returned, officer.resolved):
        with refused("role_not_allowed"):
            act(who)
    exchange(officer, leader)
    leader.do(
        lambda unit: record(
            unit,
            [Draft(resident=who, body=CaseAssigned(to=officer.id, level=2), ward=WARD)],
            leader.tools,
        )
    )
    exchange(leader, officer)
    assert action(officer.accepted(who).case) == (ActionKind.ANSWER, officer.id)


# Answers


def test_of_two_who_take_a_case_the_first_for_the_server_has_it_on_every_laptop(
    tmp_path: Path, team: Team
) -> None:
    officer, leader = team
    other = Colleague(tmp_path / "c", Role.COMMANDER, officer.log)
    (who,) = officer.listed()
    officer.raised(who)
    exchange(officer, leader, other)
    leader.accepted(who)
    other.accepted(who)
    exchange(leader, other, leader)
    for one in (leader, other):
        taken = one.case(who).ladder.accepted
        assert taken is not None
        assert taken.by == leader.id
        assert action(one.case(who)) == (ActionKind.ANSWER, leader.id)
    with refused("already_accepted"):
        other.accepted(who)
    other.vault.close()


def test_after_a_return_counts_begin_again(team: Team) -> None:
    officer, leader = team
    (who,) = officer.listed()
    assert officer.called_on_three_evenings(who).case.level == 2
    exchange(officer, leader)
    leader.accepted(who)
    saved = leader.returned(who, text="Mời ông/bà vào buổi tối")
    assert (saved.case.level, action(saved.case)) == (1, (ActionKind.FOLLOW_INSTRUCTION, "level:1"))
    exchange(leader, officer)
    officer.clock.forward(days=1)
    assert officer.called(who).case.level == 1
    for _ in range(2):
        officer.clock.forward(days=1)
        officer.heard()
        saved = officer.called(who)
    assert saved.case.level == 2


def test_what_was_settled_above_is_the_area_officers_again_until_they_have_done_something(
    team: Team,
) -> None:
    officer, leader = team
    (who,) = officer.listed()
    officer.raised(who)
    exchange(officer, leader)
    leader.raised(who)
    saved = leader.resolved(who, reason="Gia đình hẹn cuối tuần")
    assert (saved.case.level, action(saved.case)) == (1, (ActionKind.FOLLOW_INSTRUCTION, "level:1"))
    exchange(leader, officer)
    assert action(officer.called(who).case)[0] is ActionKind.CALL


def test_an_officer_hands_up_pauses_and_takes_nothing_that_stands_above(team: Team) -> None:
    officer, leader = team
    (who,) = officer.listed()
    officer.raised(who)
    exchange(officer, leader)
    until = officer.clock.now() + timedelta(days=3)
    for move in (
        lambda unit: raise_cases(unit, [who], None, officer.tools),
        lambda unit: pause_cases(unit, [who], until, PauseReason.AWAY, officer.tools),
    ):
        with pytest.raises(RoleNotAllowed):
            officer.do(move)
    assert leader.raised(who).case.level == 3


def test_a_case_comes_down_by_one_level_or_to_the_one_that_is_named(team: Team) -> None:
    _, leader = team
    people = leader.listed(2)
    leader.raised(*people)
    leader.raised(*people)
    assert leader.returned(people[0]).case.level == 2
    assert leader.returned(people[1], to=1).case.level == 1


# Pauses


def test_a_case_that_rests_is_raised_by_nothing_and_goes_on_when_the_pause_is_over(
    team: Team,
) -> None:
    officer, _ = team
    (who,) = officer.listed()
    officer.called(who)
    saved = officer.paused(who, days=30)
    assert saved.case.status is Status.PAUSED
    assert saved.case.next_action is not None
    assert saved.case.next_action.kind is ActionKind.RESUME
    end = saved.case.next_action.due
    officer.clock.forward(days=29)
    officer.heard()
    assert (officer.now(who).level, officer.now(who).status) == (1, Status.PAUSED)
    officer.clock.forward(days=2)
    officer.heard()
    assert (officer.now(who).level, officer.now(who).status) == (1, Status.OPEN)
    went_on = officer.called(who).case.ladder.rungs[-1]
    assert (went_on.kind, went_on.at, went_on.by) == (RungKind.RESUMED, end, None)


def test_who_is_paused_again_rests_until_the_new_end_and_goes_on_when_somebody_says_so(
    team: Team,
) -> None:
    officer, _ = team
    (who,) = officer.listed()
    officer.paused(who, days=2)
    again = officer.paused(who, days=5).case.next_action
    assert again is not None
    assert again.due == EVENING + timedelta(days=5)
    assert officer.resumed(who).case.status is Status.OPEN
    with refused("case_not_paused"):
        officer.resumed(who)


def test_a_pause_of_which_no_end_is_said_ends_with_the_shift_in_a_week() -> None:
    assert usual_pause_end(EVENING) == end_of_shift(local_day(EVENING) + timedelta(days=7))


# Undo


def test_each_move_is_taken_back_by_whoever_made_it(team: Team) -> None:
    _, leader = team
    (who,) = leader.listed()
    seen = [leader.case(who)]
    for act in (leader.raised, leader.accepted, leader.raised, leader.returned, leader.paused):
        act(who)
        seen.append(leader.case(who))
    last = seen.pop()
    while seen:
        leader.undone()
        before, now = seen.pop(), leader.case(who)
        assert (now.level, now.status, now.next_action) == (
            before.level,
            before.status,
            before.next_action,
        )
    for _ in range(5):
        leader.do(lambda unit: redo(unit, leader.tools).saved)
    now = leader.case(who)
    assert (now.level, now.status, now.next_action) == (last.level, last.status, last.next_action)


def test_undo_takes_the_contact_back_for_which_a_rule_raised_and_with_it_the_raise(
    team: Team,
) -> None:
    officer, _ = team
    (who,) = officer.listed()
    saved = officer.called_on_three_evenings(who)
    assert officer.events()[-1].origin is Origin.RULE
    assert saved.moved == (who,)
    officer.undone()
    case = officer.case(who)
    assert (case.level, case.attempts.call, case.ladder.rungs) == (1, 2, ())


@pytest.mark.parametrize("answer", ["accepted", "returned", "resolved"])
def test_what_somebody_above_has_answered_is_not_taken_back_below(team: Team, answer: str) -> None:
    officer, leader = team
    by_rule, by_hand = officer.listed(2)
    officer.raised(by_hand)
    officer.called_on_three_evenings(by_rule)
    exchange(officer, leader)
    getattr(leader, answer)(by_rule)
    exchange(leader, officer)
    with refused("built_on_above") as told:
        officer.undone()
    assert told.value.facts == {"residents": 1}
    assert officer.case(by_rule).attempts.call == 3


def test_who_answered_takes_it_back_while_nobody_built_on_it(team: Team) -> None:
    officer, leader = team
    (who,) = officer.listed()
    officer.raised(who)
    exchange(officer, leader)
    leader.accepted(who)
    leader.undone()
    assert action(leader.case(who)) == (ActionKind.ACCEPT, "level:2")
    exchange(leader, officer)
    officer.undone()
    assert officer.case(who).level == 1


# Whose it is


def test_a_raised_case_is_whose_the_area_is_at_the_second_level(team: Team) -> None:
    officer, leader = team
    (who,) = leader.listed()
    known = [
        Draft(
            resident=None,
            body=OfficerPublished(officer=one.id, name="Mẫu", role=Role.LEADER, wards=(WARD,)),
        )
        for one in team
    ]
    leader.do(lambda unit: record(unit, known, leader.tools))
    wish = AssignArea(area="Tổ 5", to=leader.id, level=2)
    leader.do(lambda unit: assign_area(unit, wish, leader.tools))
    assert action(leader.case(who))[1] == "level:1"
    assert action(leader.raised(who).case) == (ActionKind.ACCEPT, leader.id)
    given = AssignCases(residents=(who,), to=officer.id, level=2)
    leader.do(lambda unit: assign_cases(unit, given, leader.tools))
    assert action(leader.case(who))[1] == officer.id
    assert action(leader.raised(who).case)[1] == "level:3", "nobody holds the area there"


# The board


def test_the_board_shows_what_the_policy_has_moved_by_now(team: Team) -> None:
    officer, _ = team
    forgotten, raised, done = officer.listed(3)
    officer.raised(raised)
    officer.called(done, Outcome.DEATH_REPORTED)
    officer.clock.forward(days=15)
    officer.heard()
    now = officer.clock.now()
    found = officer.vault.read(lambda unit: board(unit, now))
    at = {column.level: {one.id: one for one in column.cases} for column in found.columns}
    assert at[2].keys() == {forgotten, done}, "nobody has confirmed the report either"
    assert at[3].keys() == {raised}, "the second level has not answered in time"
    assert not any(one.probably for one in found.cases)
    assert at[2][forgotten].rule == "no_contact"


def test_a_device_that_has_not_asked_the_server_for_long_only_supposes_moves_by_time(
    team: Team,
) -> None:
    officer, _ = team
    (who,) = officer.listed()
    officer.clock.forward(days=15)
    found = officer.vault.read(lambda unit: board(unit, officer.clock.now()))
    assert [one.probably for one in found.cases] == [True]
    with refused("not_escalated"):
        officer.accepted(who)
    assert officer.raised(who).case.level == 2
    assert [rung.rule for rung in officer.case(who).ladder.rungs] == [None]
