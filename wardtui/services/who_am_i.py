"""Following a change of name, role or wards: the stream says when, the server what it is now."""

import msgspec

from wardtui.domain.events import OfficerPublished
from wardtui.domain.ids import WardCode
from wardtui.services.ports import CentralApi, Priority, Unit, Vault
from wardtui.services.records import Pairing


def follow_the_officer(vault: Vault, api: CentralApi) -> None:
    """Ask whom the server takes this device for, when the pairing says something else by now.

    :raises wardtui.domain.errors.NetworkFailed: when that cannot be asked
    """
    if not vault.read(_is_outdated):
        return
    me = api.me()

    def keep(unit: Unit) -> None:
        pairing = unit.state.pairing
        if pairing is not None and pairing.officer == me.officer:
            wards = tuple(WardCode(ward) for ward in me.wards)
            unit.state.pairing = msgspec.structs.replace(
                pairing, name=me.name, role=me.role, wards=wards
            )

    vault.write(keep, Priority.SYNC)


def _is_outdated(unit: Unit) -> bool:
    pairing = unit.state.pairing
    if pairing is None:
        return False
    if set(unit.state.sync.cursors) != set(pairing.wards):
        return True
    said = _last_word_on(unit, pairing)
    return said is not None and (said.name, said.role, set(said.wards)) != (
        pairing.name,
        pairing.role,
        set(pairing.wards),
    )


def _last_word_on(unit: Unit, pairing: Pairing) -> OfficerPublished | None:
    told = (one.event.body for one in reversed(unit.events.about_nobody(OfficerPublished.TYPE)))
    mine = (one for one in told if isinstance(one, OfficerPublished))
    return next((one for one in mine if one.officer == pairing.officer), None)
