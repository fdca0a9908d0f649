"""Telling the server who saw, or took out, what this device masks by default."""

from functools import partial

from wardtui.domain.ids import ResidentId
from wardtui.messages import ACCESSES, Access
from wardtui.services.ports import CentralApi, Priority, Tools, Unit, Vault
from wardtui.services.records import AccessRecord


def tell_accesses(vault: Vault, api: CentralApi, tools: Tools) -> int:
    """Hand in what the server was not told yet; how many entries that was.

    :raises wardtui.domain.errors.NetworkFailed: when it cannot be finished; the rest waits
    """
    told = 0
    while vault.read(lambda unit: unit.access_log.has_untold()):
        some = vault.write(
            lambda unit: unit.access_log.untold(ACCESSES, tools.ids.new), Priority.HOUSEKEEPING
        )
        api.tell_accesses(vault.read(partial(_messages, some=some)))
        ids = {one.id for one in some if one.id is not None}
        vault.write(partial(_note_told, ids=ids), Priority.HOUSEKEEPING)
        told += len(some)
    return told


def _note_told(unit: Unit, ids: set[str]) -> None:
    unit.access_log.note_told(ids)


def _messages(unit: Unit, some: list[AccessRecord]) -> tuple[Access, ...]:
    return tuple(
        Access(
            id=one.id,
            at=one.at,
            what=one.what,
            command=one.command,
            residents=one.residents,
            resident=one.resident,
            ward=_ward_of(unit, one.resident),
        )
        for one in some
        if one.id is not None
    )


def _ward_of(unit: Unit, resident: ResidentId | None) -> str | None:
    case = unit.cases.get(resident) if resident is not None else None
    return case.ward if case is not None else None
