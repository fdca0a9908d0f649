"""Pair this device with a central server, and find the same server under another address."""

from collections.abc import Callable

import msgspec

from wardtui.domain.errors import Refused
from wardtui.domain.ids import DeviceId, OfficerId, WardCode
from wardtui.messages import PairAnswer, PairRequest
from wardtui.services.bundle_keys import keep_keys, own_keys, public_key
from wardtui.services.ports import CentralApi, Unit, Vault
from wardtui.services.records import BundleKeys, Pairing, Trust
from wardtui.services.sync import NotPaired


class OtherServer(Refused):
    """The vault is paired with another server, whose numbers its events carry."""

    CODE = "other_server"


class OtherOfficer(Refused):
    """The vault belongs to another officer of that server."""

    CODE = "other_officer"


class NotTheSameServer(Refused):
    """What answers under a new address is not the server with which the vault is paired."""

    CODE = "not_the_same_server"


def pair(
    vault: Vault,
    api: CentralApi,
    url: str,
    code: str,
    device_name: str,
    trust: Trust = Trust(),  # noqa: B008  it cannot be changed
) -> Pairing:
    """Bind this device to the officer to whom the code was given.

    Events recorded before keep their place: they are sent with the next sync and the server
    stamps them with the officer.

    :param trust: by what the server is known from now on
    :raises OtherServer: when the vault is paired with another server
    :raises OtherOfficer: when the vault was paired for somebody else before
    :raises wardtui.domain.errors.NetworkFailed: when the server says no or nothing
    """
    device = vault.read(lambda unit: unit.state.device)
    before = vault.read(lambda unit: unit.state.pairing)
    keys = vault.read(own_keys)
    if before is not None and before.url != url:
        raise OtherServer(url=before.url)
    answer = api.pair(
        PairRequest(
            code=code.strip().upper(),
            device=device.id,
            device_name=device_name,
            public_key=public_key(keys),
        )
    )
    pairing = Pairing(
        url=url,
        token=answer.token,
        officer=OfficerId(answer.officer),
        name=answer.name,
        role=answer.role,
        wards=tuple(WardCode(ward) for ward in answer.wards),
        trust=trust,
    )
    vault.write(_keep(pairing, answer, keys, device.id))
    return pairing


def move_server(vault: Vault, api: CentralApi, url: str, trust: Trust) -> Pairing:
    """Note where the server of this vault is found from now on, and by what it is known.

    :param api: speaks with whatever answers there
    :raises wardtui.services.sync.NotPaired: when there is no server
    :raises NotTheSameServer: when another server answers there, or one for another officer
    :raises wardtui.domain.errors.NetworkFailed: when nothing answers, or it says no
    """
    before, epoch = vault.read(lambda unit: (unit.state.pairing, unit.state.sync.epoch))
    if before is None:
        raise NotPaired
    me = api.me()
    if me.officer != before.officer or epoch not in (None, me.epoch):
        raise NotTheSameServer(url=url)

    def move(unit: Unit) -> Pairing:
        now = msgspec.structs.replace(unit.state.pairing or before, url=url, trust=trust)
        unit.state.pairing = now
        return now

    return vault.write(move)


def _keep(
    pairing: Pairing, answer: PairAnswer, keys: BundleKeys, device: DeviceId
) -> Callable[[Unit], None]:
    def keep(unit: Unit) -> None:
        before = unit.state.pairing
        if before is not None and before.officer != pairing.officer:
            raise OtherOfficer
        unit.state.pairing = pairing
        keep_keys(unit, keys, answer.server_public_key, device)
        now = unit.state.device
        if answer.next_device_seq > now.next_seq:
            unit.state.device = msgspec.structs.replace(now, next_seq=answer.next_device_seq)

    return keep
