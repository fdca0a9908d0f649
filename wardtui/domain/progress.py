"""How far each need of a person has come, from what was recorded of enrolments."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from wardtui.domain.case import NeedProgress
from wardtui.domain.events import EnrolmentRecorded, Entry
from wardtui.domain.moments import local
from wardtui.domain.next_action import Recorded
from wardtui.domain.vocabulary import Need, Step


def enrolments(entries: Sequence[Entry], before: Mapping[Need, NeedProgress]) -> list[Recorded]:
    """Enrolments by effective time, each with the progress of its need after it."""
    found = sorted(
        (
            ((local(e.event.effective_at), order), e.event.id, e.event.body)
            for order, e in enumerate(entries)
            if isinstance(e.event.body, EnrolmentRecorded)
        ),
        key=lambda one: one[0],
    )
    progress = dict(before)
    recorded: list[Recorded] = []
    for moment, event, body in found:
        if body.need not in progress:
            continue
        progress[body.need] = advance(progress[body.need], body, moment[0])
        recorded.append(Recorded(event, moment, progress[body.need]))
    return recorded


def advance(before: NeedProgress, body: EnrolmentRecorded, at: datetime) -> NeedProgress:
    """The progress of a need after one more enrolment at a moment."""
    if body.step is None:
        return NeedProgress(before.need, before.step, before.met_at, body.failure)
    # Only what came back for a fix opens a met need again; an earlier step recorded late does not.
    met_at = None if body.step is Step.RETURNED_FOR_FIX else before.met_at
    if met_at is None and before.need.is_met_by(body.step):
        met_at = at
    return NeedProgress(before.need, body.step, met_at)
