"""Say that a flagged record was looked into and stands as it is."""

from wardtui.domain.case import Case
from wardtui.domain.errors import Refused
from wardtui.domain.events import ResidentFlagCleared
from wardtui.domain.ids import ResidentId
from wardtui.domain.proposals import proposal
from wardtui.domain.vocabulary import Flag
from wardtui.services.correct_record import CorrectRecord, correct_record
from wardtui.services.find_resident import find_resident
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record


class NoProposal(Refused):
    """The data suggest no value that would settle the flag."""

    CODE = "no_proposal"


class FlagNotSet(Refused):
    """The resident does not have this flag."""

    CODE = "flag_not_set"


def clear_flag(
    unit: Unit, resident: ResidentId, flag: Flag, tools: Tools, why: str | None = None
) -> Saved:
    """Clear a flag; it comes back when a list says something new there.

    :raises UnknownResident: when nobody has this id
    :raises FlagNotSet: when the resident does not have it
    """
    case = _flagged(unit, resident, flag)
    body = ResidentFlagCleared(flag=flag, why=why)
    return record(unit, [Draft(resident=case.id, ward=case.ward, body=body)], tools)


def use_proposal_for(unit: Unit, resident: ResidentId, flag: Flag, tools: Tools) -> Saved:
    """Correct the record to the value that the data suggest.

    :raises UnknownResident: when nobody has this id
    :raises FlagNotSet: when the resident does not have the flag
    :raises NoProposal: when nothing is suggested
    """
    case = _flagged(unit, resident, flag)
    found = proposal(case, flag)
    if found is None:
        raise NoProposal(flag=flag)
    command = CorrectRecord(resident=case.id, field=found.field, value=found.value)
    return correct_record(unit, command, tools)


def _flagged(unit: Unit, resident: ResidentId, flag: Flag) -> Case:
    case = find_resident(unit, resident)
    if flag not in case.flags:
        raise FlagNotSet(flag=flag, flags=case.flags)
    return case
