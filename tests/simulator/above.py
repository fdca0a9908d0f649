"""What leaders do, and the officer in the ward next door: one thing at a time."""

from datetime import datetime, time, timedelta

import msgspec

from tests.simulator.seat import Seat
from tests.thirty_days.desk import kind_of
from tests.thirty_days.play import FIRST_DAY, LAST_DAY, POLICY
from tests.thirty_days.work import Answering
from wardtui.domain.campaign import Campaign
from wardtui.domain.moments import VIETNAM, local_day
from wardtui.domain.session_codes import SessionKind
from wardtui.domain.vocabulary import ActionKind
from wardtui.services.answer_offers import accept_handoff, decline_handoff, offers_here, taken_on
from wardtui.services.assign import AssignCases, assign_cases
from wardtui.services.directory import officers
from wardtui.services.escalate import accept_cases
from wardtui.services.merge_residents import merge_residents
from wardtui.services.plan_session import OpenSession, open_session
from wardtui.services.publish_campaign import publish_campaign
from wardtui.services.use_policy import use_policy

_SEATS = 2
_NEW_DEADLINE = LAST_DAY - timedelta(days=2)


def see_people_above(seat: Seat) -> None:
    next(Answering(seat.me, 2 + seat.size.leaders.index(seat.number)).evening(seat), None)


def take_what_came_up(seat: Seat) -> None:
    come = [case for case in seat.cases() if kind_of(case) is ActionKind.ACCEPT]
    case = seat.one_of(come)
    if case is not None:
        accept_cases(seat.unit, [case.id], seat.tools)


def open_a_session(seat: Seat) -> None:
    start = datetime.combine(seat.today + timedelta(days=2), time(9, 0), VIETNAM)
    end = start + timedelta(hours=3)
    wish = OpenSession(
        kind=SessionKind.WARD_EVENING,
        place="Nhà văn hóa",
        start=start,
        end=end,
        capacity=_SEATS,
    )
    open_session(seat.unit, wish, seat.tools)


def make_one_of_two(seat: Seat) -> None:
    twice = [case for case in seat.cases() if case.duplicate_of]
    case = seat.one_of(twice)
    if case is not None:
        merge_residents(seat.unit, case.id, min(case.duplicate_of), seat.tools)


def give_a_case_away(seat: Seat) -> None:
    case = seat.one_of([one for one in seat.cases() if one.status.needs_action])
    here = [one.id for one in officers(seat.unit) if seat.me.wards[0] in one.wards]
    if case is not None:
        wish = AssignCases(residents=(case.id,), to=seat.rng.choice(here))
        assign_cases(seat.unit, wish, seat.tools)


def say_what_the_ward_works_for(seat: Seat) -> None:
    campaign = Campaign(start=FIRST_DAY, end=LAST_DAY + timedelta(days=seat.rng.randrange(9)))
    publish_campaign(seat.unit, campaign, seat.tools)


def change_the_policy(seat: Seat) -> None:
    if local_day(seat.clock.now()) > FIRST_DAY + timedelta(days=7):
        policy = msgspec.structs.replace(POLICY, deadline=_NEW_DEADLINE)
        use_policy(seat.unit, policy, None, seat.tools)


def answer_an_offer(seat: Seat) -> None:
    offers = offers_here(seat.unit)
    if not offers:
        return
    of = offers[0].handoff.of
    if seat.rng.random() < 0.3:
        decline_handoff(seat.unit, of, seat.tools)
        return
    here = taken_on(accept_handoff(seat.unit, of, seat.tools))
    assign_cases(seat.unit, AssignCases(residents=(here.id,), to=seat.me.id), seat.tools)
