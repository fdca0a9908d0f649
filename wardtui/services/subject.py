"""Everything that this device holds on one person, for that person.

Whoever is recorded may see what is held on them (Law 91/2025/QH15, article 4).
"""

from datetime import datetime

import msgspec

from wardtui.domain.forgotten import Forgotten
from wardtui.domain.ids import DeviceId, ResidentId, WardCode
from wardtui.services.case_detail import CaseDetail, case_detail
from wardtui.services.find_resident import AmbiguousResident, UnknownResident, find_resident
from wardtui.services.ports import Unit
from wardtui.services.recording import home_ward
from wardtui.services.records import AccessRecord


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What is held on one person."""

    detail: CaseDetail
    accesses: tuple[AccessRecord, ...]
    """Who saw or took out what of this person alone."""
    lists: tuple[AccessRecord, ...]
    """Lists of several people that were seen or taken out since this one was listed. Who stood on
    them is not kept."""
    ward: WardCode | None
    device: DeviceId
    officer: str | None
    """Whose device it is; null before it was paired."""
    last_sync: datetime | None


class Remains(msgspec.Struct, frozen=True, kw_only=True):
    """What is held on somebody whom this device has forgotten."""

    left: Forgotten
    accesses: tuple[AccessRecord, ...]
    """Who saw or took out what of this person alone."""
    ward: WardCode | None
    device: DeviceId
    officer: str | None
    """Whose device it is; null before it was paired."""
    last_sync: datetime | None


def held(unit: Unit, text: str, now: datetime) -> Subject | Remains:
    """What is held on the person whom an id, or the end of one, names, forgotten or not.

    It raises what :func:`wardtui.services.find_resident.find_resident` does.
    """
    try:
        return subject(unit, text, now)
    except UnknownResident:
        left = _forgotten(unit, text.strip().lower())
        if left is None:
            raise
        return _remains(unit, left)


def _forgotten(unit: Unit, wanted: str) -> Forgotten | None:
    found = [one for one in unit.forgotten.all() if one.id.endswith(wanted)]
    if len(found) > 1:
        raise AmbiguousResident(resident=wanted, count=len(found))
    return found[0] if found else None


def _remains(unit: Unit, left: Forgotten) -> Remains:
    pairing = unit.state.pairing
    return Remains(
        left=left,
        accesses=tuple(one for one in unit.access_log.all() if one.resident == left.id),
        ward=home_ward(unit),
        device=unit.state.device.id,
        officer=pairing.name if pairing else None,
        last_sync=unit.state.sync.last_success,
    )


def subject(unit: Unit, text: str, now: datetime) -> Subject:
    """What is held on the person whom an id, or the end of one, names.

    It raises what :func:`wardtui.services.find_resident.find_resident` does.
    """
    case = find_resident(unit, text)
    detail = case_detail(unit, case.id, now)
    assert detail is not None  # noqa: S101  the case was found
    log = unit.access_log.all()
    members = {case.id, *case.same_as}
    pairing = unit.state.pairing
    return Subject(
        detail=detail,
        accesses=tuple(one for one in log if one.resident in members),
        lists=tuple(one for one in log if _may_name(one, case.listed_at)),
        ward=home_ward(unit),
        device=unit.state.device.id,
        officer=pairing.name if pairing else None,
        last_sync=unit.state.sync.last_success,
    )


def _may_name(one: AccessRecord, listed_at: datetime) -> bool:
    return one.resident is None and one.residents > 0 and one.at >= listed_at


def residents_of(found: Subject) -> tuple[ResidentId, ...]:
    """All records that are this person."""
    case = found.detail.case
    return (case.id, *case.same_as)
