"""Who works in the play, and how: the evenings of four officers, two leaders and a commander."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from tests.thirty_days.desk import Desk, kind_of
from tests.thirty_days.residents import shift_of
from wardtui.domain.case import Case
from wardtui.domain.directory import Officer
from wardtui.domain.events import ContactLogged
from wardtui.domain.ids import OfficerId, WardCode
from wardtui.domain.ladder import FIRST_LEVEL
from wardtui.domain.moments import end_of_day
from wardtui.domain.vocabulary import ActionKind, Channel, Outcome, Role, Status
from wardtui.sample.people import WARD_CODE

WARD = WardCode(WARD_CODE)


def _staff(role: Role, name: str, count: int) -> tuple[Officer, ...]:
    return tuple(
        Officer(OfficerId(f"{role.value}-{number}"), f"{name} Mẫu {number}", role, (WARD,))
        for number in range(1, count + 1)
    )


AREA_OFFICERS = _staff(Role.OFFICER, "Cảnh sát khu vực", 4)
LEADERS = _staff(Role.LEADER, "Chỉ huy phường", 2)
COMMANDERS = _staff(Role.COMMANDER, "Chỉ huy quận", 1)
BY_LEVEL = {1: AREA_OFFICERS, 2: LEADERS, 3: COMMANDERS}
"""Who answers at each level; each holds areas of their own."""

_CALLS, _DOORS = 30, 8
"""Of an area officer in one evening; twice as many on a day of a weekend."""
_HOMES = 6
"""Residents whom an officer serves at home on a day of a weekend, when there is a kit for it."""
_DOORS_FROM_ABOVE = 12
"""Of a leader or the commander in one evening; twice as many on a day of a weekend."""
_TAKEN_AT_ONCE = 15
"""Cases that a leader takes in one morning and sees to alone."""

_AGREED = (ActionKind.CHECK_PROMISE, ActionKind.CALL_BACK, ActionKind.RETRY_ENROLMENT)
"""What was agreed comes before what is tried."""
_AT_THE_POINT = (ActionKind.RETRY_ENROLMENT, ActionKind.RECORD_RESULT, ActionKind.HELP_ACTIVATE)
_AT_THE_DOOR = (ActionKind.VISIT, ActionKind.FIND_ADDRESS)


class AreaOfficer:
    """Calls and knocks at doors, evening after evening, in the order in which it is due."""

    def __init__(self, officer: Officer) -> None:
        self._officer = officer
        self._calls = self._doors = self._homes = 0

    def evening(self, desk: Desk) -> Iterator[None]:
        """One shift; the others take their turns between its steps."""
        times = 2 if desk.at_weekend else 1
        self._calls, self._doors = _CALLS * times, _DOORS * times
        self._homes = _HOMES if desk.at_weekend else 0
        due = desk.waiting(self._officer, end_of_day(desk.clock.now()))
        for was in sorted(due, key=lambda case: kind_of(case) not in _AGREED):
            case = desk.is_still(was, self._officer)
            if case is not None:
                desk.sign_in(self._officer)
                if self._work(desk, case):
                    yield

    def _work(self, desk: Desk, case: Case) -> bool:
        """Do what is due, as far as there is time for it; whether there was."""
        life = desk.lives[case.id]
        match kind_of(case):
            case ActionKind.CHECK_PROMISE if not life.comes():
                desk.log(case, ContactLogged(channel=Channel.CALL, outcome=Outcome.MISSED))
            case ActionKind.CHECK_PROMISE:
                desk.enrol(case)
            case kind if kind in _AT_THE_POINT:
                desk.enrol(case)
            case ActionKind.CONFIRM_STATUS if life.gone is not None:
                desk.close(case, life.gone)
            case ActionKind.ARRANGE_HOME_SERVICE if self._homes:
                self._homes -= 1
                desk.enrol(case)
            case ActionKind.ARRANGE_HOME_SERVICE if life.is_told_of_service:
                # The weekend's round comes; there is nothing to be said before.
                return False
            case kind if kind in _AT_THE_DOOR or not case.resident.phones:
                if not self._doors:
                    return False
                self._doors -= 1
                self._try(desk, case, Channel.VISIT)
            case _:
                if not self._calls:
                    return False
                self._calls -= 1
                self._try(desk, case, Channel.CALL)
        return True

    def _try(self, desk: Desk, case: Case, channel: Channel) -> None:
        life = desk.lives[case.id]
        contact = life.answer(channel, desk.clock.now(), FIRST_LEVEL)
        after = desk.log(case, contact)
        if contact.outcome is Outcome.NOT_NOW and life.is_away(desk.today):
            desk.pause(after, shift_of(life.back_on))


class Answering:
    """Takes what was handed up in the morning, and goes to see people in the evening."""

    def __init__(self, officer: Officer, level: int, absent: Collection[date] = ()) -> None:
        """Somebody above.

        :param absent: days on which nobody does their work
        """
        self._officer = officer
        self.level = level
        self._absent = absent

    def morning(self, desk: Desk, helpers: Sequence[Officer]) -> None:
        """Take what has come.

        :param helpers: who work at this level too, on what one person cannot see to; then
            everything is taken at once
        """
        if desk.today in self._absent:
            return
        desk.sign_in(self._officer)
        here = [case for case in desk.waiting(self._officer) if case.level == self.level]
        come = [case for case in here if kind_of(case) is ActionKind.ACCEPT]
        desk.accept(come if helpers else come[:_TAKEN_AT_ONCE])
        for place, helper in enumerate(helpers):
            desk.give(here[_TAKEN_AT_ONCE:][place :: len(helpers)], helper)

    def evening(self, desk: Desk) -> Iterator[None]:
        """Go to see people; the others take their turns between the doors."""
        if desk.today in self._absent:
            return
        doors = _DOORS_FROM_ABOVE * (2 if desk.at_weekend else 1)
        for was in desk.waiting(self._officer):
            case = desk.is_still(was, self._officer)
            if doors and case is not None:
                desk.sign_in(self._officer)
                if self._see(desk, case):
                    doors -= 1
                    yield

    def _see(self, desk: Desk, case: Case) -> bool:
        """See somebody, unless nobody is to be seen today; whether there was time for no other."""
        life, action = desk.lives[case.id], case.next_action
        assert action is not None
        rests = case.status is Status.PAUSED or action.kind is ActionKind.ACCEPT
        is_later = action.due > end_of_day(desk.clock.now())
        if rests or (is_later and action.kind is not ActionKind.ANSWER):
            return False
        if action.kind is ActionKind.CONFIRM_STATUS and life.gone is not None:
            desk.close(case, life.gone)
        elif action.kind in _AT_THE_POINT:
            desk.enrol(case)
        else:
            contact = life.answer(Channel.VISIT, desk.clock.now(), self.level)
            after = desk.is_still(desk.log(case, contact), self._officer)
            if after is not None:
                self._answer(desk, after, contact.outcome)
        return True

    def _answer(self, desk: Desk, case: Case, outcome: Outcome) -> None:
        life = desk.lives[case.id]
        match outcome:
            case Outcome.APPOINTMENT_MADE:
                desk.settle(case, "Đã gặp và thống nhất ngày đến làm thủ tục")
            case Outcome.HOME_VISIT_REQUESTED:
                desk.give_back(case, "Bố trí phục vụ tại nhà vào cuối tuần")
            case Outcome.AGREED_NO_DATE | Outcome.CALLBACK_REQUESTED:
                desk.give_back(case, "Đã gặp, gọi lại để thống nhất ngày")
            case Outcome.NOT_NOW if life.is_away(desk.today):
                desk.pause(case, shift_of(life.back_on))
