"""Where cases stand by the server's own fold, when events about their ladder are offered."""

from collections.abc import Iterable

import msgspec

from wardtui.central.histories import Histories
from wardtui.domain.arising import Arising
from wardtui.domain.case import Case
from wardtui.domain.case_fold import fold_case
from wardtui.domain.directory import holders, level_owner
from wardtui.domain.escalation_events import (
    CasePaused,
    CaseResumed,
    EscalationAccepted,
    EscalationRaised,
    EscalationResolved,
    EscalationReturned,
)
from wardtui.domain.events import CaseAssigned, Entry, Event, NeedArose
from wardtui.domain.ids import ResidentId, WardCode
from wardtui.domain.ladder import FIRST_LEVEL
from wardtui.domain.same_person import Logs, history, people
from wardtui.domain.sessions import Sessions
from wardtui.domain.vocabulary import RungKind

_ON_THE_LADDER = frozenset(
    body.TYPE
    for body in (
        EscalationRaised,
        EscalationAccepted,
        EscalationReturned,
        EscalationResolved,
        CasePaused,
        CaseResumed,
        CaseAssigned,
        NeedArose,
    )
)


class Standing(msgspec.Struct, frozen=True):
    """How a level stands for which somebody answers."""

    owner: str = ""
    """An officer's id, or ``level:N``; empty when the level cannot be read."""
    is_taken: bool = False
    """The case stands there and somebody has accepted it."""


class Ladder:
    """The cases of one commit."""

    def __init__(self, histories: Histories) -> None:
        self._histories = histories

    def look_up(self, offered: Iterable[Event]) -> None:
        """Read whom the events about a ladder are about, at once for all."""
        self._histories.look_up(
            {e.resident for e in offered if e.resident and e.type in _ON_THE_LADDER}
        )

    def has_effect(self, event: Event, ward: str, seq: int) -> bool:
        """Whether an event would do something where the case stands."""
        if event.resident is None:
            return False
        if isinstance(event.body, NeedArose):
            return self._has_arisen(event, event.body, ward)
        logs = dict(self._histories.of(event.resident, ward))
        logs[event.resident] = [*logs[event.resident], Entry(event, seq, WardCode(ward))]
        case = _case(event.resident, logs, self._histories.sessions_of(logs, ward))
        return case is not None and any(rung.event == event.id for rung in case.ladder.rungs)

    def _has_arisen(self, event: Event, body: NeedArose, ward: str) -> bool:
        """Whether the law says of the case, as it is known here, just this."""
        case = self._case(event, ward)
        arising = Arising(body.need, body.cause, body.due, event.occurred_at)
        return case is not None and case.arises == arising

    def owner_above(self, event: Event, ward: str) -> str | None:
        """Whose a case is that stands above the first level; none of any other."""
        case = self._case(event, ward)
        if case is None or case.level <= FIRST_LEVEL:
            return None
        return self._owner(case, case.level, ward)

    def standing(self, event: Event, ward: str) -> Standing:
        """How the level stands for which an acceptance, a return or a settlement answers."""
        level, case = _answers_for(event.body), self._case(event, ward)
        if level is None:
            return Standing()
        if case is None:
            return Standing(level_owner(level))
        is_taken = level == case.level and case.ladder.accepted is not None
        return Standing(self._owner(case, level, ward), is_taken)

    def _case(self, event: Event, ward: str) -> Case | None:
        if event.resident is None:
            return None
        logs = self._histories.of(event.resident, ward)
        return _case(event.resident, logs, self._histories.sessions_of(logs, ward))

    def _owner(self, case: Case, level: int, ward: str) -> str:
        taken = case.assigned if level == case.level else _last_taken_by(case, level)
        held = holders(self._histories.told(ward))
        holder = held.get((case.ward, case.resident.area or "", level))
        return taken or holder or level_owner(level)


def _answers_for(body: object) -> int | None:
    match body:
        case EscalationAccepted(level=level):
            return level
        case EscalationReturned(from_level=level) | EscalationResolved(from_level=level):
            return level
        case _:
            return None


def _last_taken_by(case: Case, level: int) -> str | None:
    """Who accepted a case at a level at which it no longer stands."""
    taken = (
        rung.by
        for rung in reversed(case.ladder.rungs)
        if rung.kind is RungKind.ACCEPTED and rung.from_level == level
    )
    return next(taken, None)


def _case(resident: ResidentId, logs: Logs, planned: Sessions) -> Case | None:
    for who, members in people(logs).items():
        if resident in members:
            return fold_case(who, history(logs, members), members=members, planned=planned)
    return None
