"""Pair this device with a central server."""

from collections.abc import Callable

import msgspec

from wardtui.domain.errors import Refused
from wardtui.domain.ids import OfficerId, WardCode
from wardtui.services.ports import CentralApi, Unit, Vault
from wardtui.services.records import Pairing
from wardtui.wire import PairRequest


class OtherServer(Refused):
    """The vault is paired with another server, whose numbers its events carry."""

    CODE = "other_server"


class OtherOfficer(Refused):
    """The vault belongs to another officer of that server."""

    CODE = "other_officer"


def pair(vault: Vault, api: CentralApi, url: str, code: str, device_name: str) -> Pairing:
    """Bind this device to the officer to whom the code was given.

    Events recorded before keep their place: they are sent with the next sync and the server
    stamps them with the officer.

    :raises OtherServer: when the vault is paired with another server
    :raises OtherOfficer: when the vault was paired for somebody else before
    :raises wardtui.domain.errors.NetworkFailed: when the server says no or nothing
    """
    device = vault.read(lambda unit: unit.state.device)
    before = vault.read(lambda unit: unit.state.pairing)
    if before is not None and before.url != url:
        raise OtherServer(url=before.url)
    answer = api.pair(
        PairRequest(code=code.strip().upper(), device=device.id, device_name=device_name)
    )
    pairing = Pairing(
        url=url,
        token=answer.token,
        officer=OfficerId(answer.officer),
        name=answer.name,
        role=answer.role,
        wards=tuple(WardCode(ward) for ward in answer.wards),
    )
    vault.write(_keep(pairing, answer.next_device_seq))
    return pairing


def _keep(pairing: Pairing, next_seq: int) -> Callable[[Unit], None]:
    def keep(unit: Unit) -> None:
        before = unit.state.pairing
        if before is not None and before.officer != pairing.officer:
            raise OtherOfficer
        unit.state.pairing = pairing
        device = unit.state.device
        if next_seq > device.next_seq:
            unit.state.device = msgspec.structs.replace(device, next_seq=next_seq)

    return keep
