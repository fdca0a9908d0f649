"""The days before the demo: an invented officer has been at work, so there is something to see."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from wardtui.bootstrap import make_tools
from wardtui.domain.board import Wanted
from wardtui.domain.events import ContactLogged
from wardtui.domain.ids import ResidentId, WardCode
from wardtui.domain.moments import local, local_day
from wardtui.domain.roster.grid import Sheet
from wardtui.domain.vocabulary import Channel, Need, Outcome, Reason, Step, SupportNeed
from wardtui.domain.worklist import WorklistRow
from wardtui.domain.worklist_index import Filter, Sort
from wardtui.i18n import tr
from wardtui.sample.people import WARD_CODE
from wardtui.services.escalate import accept_cases, return_cases
from wardtui.services.escalations import board
from wardtui.services.import_roster import import_roster, plan_roster
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.ports import Tools, Unit
from wardtui.services.record_enrolment import RecordEnrolment, record_enrolment
from wardtui.store.vault import OpenVault

EVENINGS = 8
_TRIED_EACH_EVENING = 0.06
"""Share of the ward that one officer reaches for in one evening."""

_SEED = 20261122

_CALLS: tuple[tuple[int, ContactLogged], ...] = (
    (30, ContactLogged(channel=Channel.CALL, outcome=Outcome.NO_ANSWER)),
    (6, ContactLogged(channel=Channel.CALL, outcome=Outcome.UNREACHABLE)),
    (4, ContactLogged(channel=Channel.CALL, outcome=Outcome.WRONG_NUMBER)),
    (
        14,
        ContactLogged(
            channel=Channel.CALL, outcome=Outcome.AGREED_NO_DATE, reasons=(Reason.WORKING_HOURS,)
        ),
    ),
    (
        8,
        ContactLogged(
            channel=Channel.CALL,
            outcome=Outcome.NOT_NOW,
            reasons=(Reason.AWAY_OTHER_PROVINCE,),
            support_needs=(SupportNeed.WEEKEND,),
        ),
    ),
    (
        5,
        ContactLogged(
            channel=Channel.CALL, outcome=Outcome.DECLINED, reasons=(Reason.PAPERS_STILL_VALID,)
        ),
    ),
    (
        4,
        ContactLogged(
            channel=Channel.CALL,
            outcome=Outcome.HOME_VISIT_REQUESTED,
            reasons=(Reason.HARD_TO_TRAVEL,),
        ),
    ),
    (2, ContactLogged(channel=Channel.CALL, outcome=Outcome.MOVED_AWAY)),
)
_STEPS = {
    Need.ID_CARD: Step.CAPTURED,
    Need.CHILD_CARD: Step.CAPTURED,
    Need.VNEID_ACCOUNT: Step.LEVEL2_COLLECTED,
    Need.VNEID_ACTIVATION: Step.ACTIVATED,
}


def play_evenings(vault: OpenVault, sheets: Sequence[Sheet], tools: Tools) -> None:
    """Import the list some days ago and work it evening by evening until yesterday."""
    rng = random.Random(_SEED)  # noqa: S311  a sample must be repeatable, not unguessable
    now = local(tools.clock.now())
    first = now.replace(hour=9, minute=0) - timedelta(days=EVENINGS)
    before = make_tools(first)
    vault.write(
        lambda unit: import_roster(
            unit, plan_roster(unit, sheets, local_day(first)), WardCode(WARD_CODE), before
        )
    )
    worklist = vault.read(lambda unit: unit.worklist())
    order = [worklist.row(position).id for position in worklist.select(Filter(), Sort.NAME)]
    each = max(1, int(len(order) * _TRIED_EACH_EVENING))
    hard: list[ResidentId] = []
    for evening in range(EVENINGS):
        start = (now - timedelta(days=EVENINGS - evening)).replace(hour=18, minute=5)
        again = rng.sample(hard, min(len(hard), each // 2))
        tried = again + rng.sample(order, each - len(again))
        hard = vault.write(lambda unit, s=start, t=tried: _work(unit, t, s, rng))  # type: ignore[misc]


def play_answers(vault: OpenVault, tools: Tools) -> None:
    """Answer some of what has come up, as a leader who has looked in this morning."""
    rng = random.Random(_SEED)  # noqa: S311
    board_now = vault.read(lambda unit: board(unit, tools.clock.now(), Wanted(level=2)))
    handed = [one.id for one in board_now.cases]
    rng.shuffle(handed)
    taken = handed[: len(handed) // 2]
    if not taken:
        return
    vault.write(lambda unit: accept_cases(unit, taken, tools))
    back = taken[: max(1, len(taken) // 4)]
    instruction = tr("Go there together with the head of the group on Saturday morning.")
    vault.write(lambda unit: return_cases(unit, back, instruction, tools))


def _work(
    unit: Unit, tried: Sequence[ResidentId], start: datetime, rng: random.Random
) -> list[ResidentId]:
    """Call and visit; whom nobody has reached of all who were tried so far."""
    for number, resident in enumerate(tried):
        tools = make_tools(start + timedelta(minutes=3 * number % 230))
        weights = [weight for weight, _ in _CALLS]
        contact = rng.choices([contact for _, contact in _CALLS], weights)[0]
        if rng.random() < 0.15:
            back = (start + timedelta(days=2)).replace(hour=rng.choice((12, 19, 20)), minute=30)
            contact = ContactLogged(
                channel=Channel.CALL, outcome=Outcome.CALLBACK_REQUESTED, call_back_at=back
            )
        elif rng.random() < 0.2:
            contact = ContactLogged(channel=Channel.VISIT, outcome=Outcome.NOT_HOME)
        log_contact(unit, LogContact(resident=resident, contact=contact), tools)
        case = unit.cases.get(resident)
        if case is not None and rng.random() < 0.12:
            for need in case.unmet:
                enrolment = RecordEnrolment(resident=resident, need=need, step=_STEPS[need])
                record_enrolment(unit, enrolment, tools)
    rows = unit.worklist().rows()
    return sorted(row.id for row in rows if row.needs_action and _is_hard(row))


def _is_hard(row: WorklistRow) -> bool:
    return row.last_outcome is not None and row.last_outcome.failed
