"""Say that a flagged record was looked into and stands as it is."""

from wardtui.domain.errors import Refused
from wardtui.domain.events import ResidentFlagCleared
from wardtui.domain.ids import ResidentId
from wardtui.domain.vocabulary import Flag
from wardtui.services.find_resident import find_resident
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record


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
    case = find_resident(unit, resident)
    if flag not in case.flags:
        raise FlagNotSet(flag=flag, flags=case.flags)
    body = ResidentFlagCleared(flag=flag, why=why)
    return record(unit, [Draft(resident=case.id, ward=case.ward, body=body)], tools)
