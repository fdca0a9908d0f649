"""The steps of a case on its ladder, made of the entries that brought it there."""

from datetime import datetime

import msgspec

from wardtui.domain.escalation_events import (
    CasePaused,
    CaseResumed,
    EscalationAccepted,
    EscalationRaised,
    EscalationResolved,
    EscalationReturned,
)
from wardtui.domain.events import Entry
from wardtui.domain.ladder import Rung
from wardtui.domain.moments import local
from wardtui.domain.policy import PAUSE_OVER
from wardtui.domain.vocabulary import Origin, RungKind


def rung(entry: Entry, at: datetime, kind: RungKind, from_level: int, to_level: int) -> Rung:
    """What an entry did on the ladder, with what its body says of it.

    :param at: its effective time
    """
    event = entry.event
    plain = Rung(
        kind=kind,
        event=event.id,
        at=at,
        from_level=from_level,
        to_level=to_level,
        by=event.actor if event.origin is not Origin.RULE else None,
    )
    match event.body:
        case EscalationRaised() as body:
            return msgspec.structs.replace(
                plain,
                rule=body.rule,
                trigger=body.trigger,
                facts=body.facts,
                policy=body.policy,
                text=body.reason,
            )
        case (
            EscalationAccepted(reason=text)
            | EscalationReturned(instruction=text)
            | EscalationResolved(reason=text)
        ):
            return msgspec.structs.replace(plain, text=text)
        case CasePaused(until=until, reason=reason):
            return msgspec.structs.replace(plain, until=local(until), pause=reason)
        case CaseResumed(trigger=trigger):
            rule = None if trigger is None else PAUSE_OVER
            return msgspec.structs.replace(plain, rule=rule, trigger=trigger)
        case _:
            return plain
