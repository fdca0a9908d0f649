"""Record that a need reached a step, or that an enrolment failed."""

from datetime import datetime

import msgspec

from wardtui.domain.errors import BadInput, Refused
from wardtui.domain.events import EnrolmentRecorded
from wardtui.domain.ids import ResidentId
from wardtui.domain.vocabulary import Failure, Need, Step
from wardtui.services.find_resident import find_resident
from wardtui.services.log_contact import check_past
from wardtui.services.moving import as_of, server_time
from wardtui.services.not_needed import bookings_after
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record


class StepOrFailure(BadInput):
    """Neither or both of a step and a failure were given."""

    CODE = "step_or_failure"


class WrongStep(BadInput):
    """The need has no such step."""

    CODE = "wrong_step"


class NeedNotListed(Refused):
    """The resident does not lack this."""

    CODE = "need_not_listed"


class RecordEnrolment(msgspec.Struct, frozen=True, kw_only=True):
    """What to record."""

    resident: ResidentId
    need: Need
    step: Step | None = None
    failure: Failure | None = None
    at: datetime | None = None


def record_enrolment(unit: Unit, command: RecordEnrolment, tools: Tools) -> Saved:
    """Record an enrolment.

    :raises UnknownResident: when nobody has this id
    :raises StepOrFailure: unless exactly one of them is given
    :raises WrongStep: when the need has no such step
    :raises NeedNotListed: when the resident neither is listed with the need nor has come to lack it
    """
    if (command.step is None) == (command.failure is None):
        raise StepOrFailure
    if command.step is not None and command.step not in command.need.steps:
        raise WrongStep(need=command.need, step=command.step, steps=command.need.steps)
    case = find_resident(unit, command.resident)
    now = as_of(unit, case.id, server_time(unit, tools))
    needs = tuple(one.need for one in (now.case if now is not None else case).needs)
    # What is void as of now may stand on the card that is being captured, or be recorded late.
    if command.need not in (*needs, *case.resident.needs):
        raise NeedNotListed(need=command.need, needs=needs)
    check_past(command.at, tools)
    body = EnrolmentRecorded(need=command.need, step=command.step, failure=command.failure)
    draft = Draft(resident=case.id, ward=case.ward, body=body, occurred_at=command.at)
    done = command.step is not None and command.need.is_met_by(command.step)
    at = command.at or tools.clock.now()
    return record(unit, [draft, *(bookings_after(case, command.need, at) if done else ())], tools)
